"""The few of Gradio's routes that the chat needs; all the others are not there."""

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.datastructures import MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.citing.links import path_of
from qa_app.web.guard.answers import Family, Refused, family_of, refuse
from qa_app.web.rendering import CHATTING

_READ = frozenset({"GET", "HEAD"})
_SEND = frozenset({"POST"})
# What Chromium asks for on the chat page, while it waits for an answer, and after the server was away.
_ROUTES = (
    (re.compile(r"/|/theme\.css|/favicon\.ico|/manifest\.json"), _READ),
    (re.compile(r"/(assets|static)/[\w./@~+-]+"), _READ),
    (re.compile(r"/gradio_api/(heartbeat/\w+|queue/data|app_id)"), _READ),
    (re.compile(r"/gradio_api/(queue/join|run/predict|cancel|reset)"), _SEND),
)


class ChatRoutes:
    """Around Gradio's own app, which every request under its path comes to."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through Gradio's app what the chat asks, and refuse the rest."""
        refused = _refused(scope)
        if refused:  # answered here, since the app around this one takes what is raised for a fault
            await refuse(refused, scope, receive, send)
        else:
            await self._app(scope, receive, _under_policy(send))


def _refused(scope: Scope) -> Refused | None:
    path = path_of(scope)
    allowed = sorted({method for pattern, methods in _ROUTES if pattern.fullmatch(path) for method in methods})
    # A deep link makes Gradio show what a file of its own says.
    if not allowed or "deep_link" in QueryParams(scope["query_string"]):
        return Refused(404, "There is nothing at this address.")
    if scope["method"] not in allowed:
        return Refused(405, f"This address takes {' and '.join(allowed)} only.", {"Allow": ", ".join(allowed)})
    return None


def _under_policy(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Security-Policy"] = CHATTING
        await send(message)

    return sent


# What the chat page sends to the server: events, of which only those pass that the page could have sent.
# Gradio looks some of it up without a check, and a traceback or a broken stream is what a forged one gets from it.

EVENTS = frozenset({"/gradio_api/queue/join", "/gradio_api/run/predict"})
_SESSION = re.compile(r"session_hash=[A-Za-z0-9]{1,64}")


def _whole(values: list[str]) -> list[str]:
    json.dumps(values, ensure_ascii=False).encode()  # half a character raises UnicodeEncodeError, a ValueError
    return values


class Event(BaseModel):
    """An event of the page; the fields that nothing depends on are Gradio's to read.

    Every value that the page sends is text. Of an object Gradio would make a file, and ask other machines for it.
    """

    model_config = ConfigDict(strict=True)

    data: Annotated[list[str], AfterValidator(_whole)]
    fn_index: int
    session_hash: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,64}$")]


class ChatEvents:
    """Lets an event through that is for a function of the page and has as many values as it takes.

    `functions` tells how many that is, by the function's index.
    """

    def __init__(self, app: ASGIApp, functions: Mapping[int, int]) -> None:
        self._app = app
        self._functions = dict(functions)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through Gradio's app, or refuse with 400."""
        path, body = path_of(scope), None
        if path in EVENTS:
            body = await _whole_body(receive)
            is_sound = self._is_sound(body)
        else:
            is_sound = path != "/gradio_api/queue/data" or bool(_SESSION.fullmatch(scope["query_string"].decode()))
        if is_sound:
            await self._app(scope, receive if body is None else _again(body, receive), send)
        else:
            await refuse(Refused(400, "The chat page does not send this."), scope, receive, send)

    def _is_sound(self, body: bytes) -> bool:
        try:
            event = Event.model_validate_json(body)
        except ValidationError:
            return False
        return len(event.data) == self._functions.get(event.fn_index)


async def _whole_body(receive: Receive) -> bytes:
    """What was sent, which the guard has bounded; as far as it came, where the browser is gone."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, and then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received


# Event streams, which stay open as long as a page does: they end when the server stops.

log = logging.getLogger("pincite.web")


class Streams:
    """Ends every stream once `stopping` is set, so that none of them holds the server up."""

    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the app until it is done or the server stops."""
        if family_of(scope) is not Family.STREAM:
            await self._app(scope, receive, send)
            return
        stream = _Stream(send)
        answering = asyncio.ensure_future(stream.answer(self._app, scope, receive))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait([answering, stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (answering, stopping):
                if not task.done():
                    task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answering
        await stream.end()


class _Stream:
    """One stream, and how far it has come."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_open = False

    async def answer(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """A visitor can ask for a stream that there is not; Gradio notices when it has begun to answer."""
        try:
            await app(scope, receive, self._sent)
        except (HTTPException, RuntimeError) as error:
            # Starlette says by a RuntimeError that it was too late to answer with what an HTTPException says.
            cause = error.__cause__ if isinstance(error, RuntimeError) else error
            if not self._is_open or not isinstance(cause, HTTPException):
                raise
            log.info("A stream ended with %s.", cause.status_code)

    async def end(self) -> None:
        """Say properly that nothing more comes, where that has not been said."""
        if self._is_open:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _sent(self, message: Message) -> None:
        await self._send(message)
        self._is_open = message["type"] == "http.response.start" or bool(message.get("more_body"))
