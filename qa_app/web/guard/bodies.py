"""How much a request may send, and how slowly: what is too much is refused before it is read."""

import asyncio
import time

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.families import Family, family_of
from qa_app.web.guard.refusals import Refused

MOST_BYTES = 4_000_000
FORM_BYTES = 100_000  # what a form adds around the files in it
IDLE_SECONDS = 20
LONGEST_SECONDS = {Family.UPLOAD: 1200}
LONG_SECONDS = 60


class CutOff(HTTPException):
    """Raised where the app reads on: more bytes than it may be sent, or slower than anybody should be."""


class Bodies:
    """Gives the app at most `MOST_BYTES` of a request's body, or `most_uploaded` where documents are uploaded."""

    def __init__(self, app: ASGIApp, most_uploaded: int) -> None:
        self._app = app
        self._most_uploaded = most_uploaded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused where the length is told, and CutOff within the app where it turns out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        family = family_of(scope)
        most = self._most_uploaded + FORM_BYTES if family is Family.UPLOAD else MOST_BYTES
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > most:
            raise Refused(413, too_much(most))
        body = _Body(receive, most, LONGEST_SECONDS.get(family, LONG_SECONDS))
        try:
            await self._app(scope, body.receive, send)
        except CutOff as cut:
            raise Refused(cut.status_code, cut.detail) from cut


class _Body:
    """A request's body, counted and timed while it comes in."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = most
        self._left = most
        self._until = time.monotonic() + seconds
        self._is_whole = False

    async def receive(self) -> Message:
        """The next message; once the body is whole, whoever waits for the end of the connection may wait long."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout(min(IDLE_SECONDS, self._until - time.monotonic())):
                message = await self._receive()
        except TimeoutError as error:
            raise CutOff(408, "The request came in too slowly.") from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise CutOff(413, too_much(self._most))
        self._is_whole = not message.get("more_body", False)
        return message


def too_much(most: int) -> str:
    """The sentence that says how much may be sent."""
    return f"The request is longer than {most:,} bytes, which are the most."
