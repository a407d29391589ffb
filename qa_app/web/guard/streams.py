"""Event streams, which stay open as long as a page does: they end when the server stops."""

import asyncio
import contextlib
import logging

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.families import Family, family_of

log = logging.getLogger("pincite.web")


class Streams:
    """Ends every stream once `stopping` is set, so that none of them holds the server up."""

    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the app until it is done or the server stops."""
        if scope["type"] != "http" or family_of(scope) is not Family.STREAM:
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
