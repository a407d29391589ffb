"""How much a request may send: what is longer is refused before it is read."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 4_000_000
OURS = ("/api/", "/check")  # the chat's own requests have limits of their own


class TooMuch(HTTPException):
    """More bytes than a request may send."""

    def __init__(self) -> None:
        super().__init__(413, f"The request is longer than {MOST_BYTES:,} bytes, which are the most.")


class BodyLimit:
    """An ASGI app around another that gives it at most `MOST_BYTES` of a request's body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in, whether or not its length was told; raises TooMuch where the app reads on."""
        if scope["type"] != "http" or not scope["path"].startswith(OURS):
            await self._app(scope, receive, send)
            return
        told = Request(scope).headers.get("content-length", "0")
        left = -1 if told.isdecimal() and int(told) > MOST_BYTES else MOST_BYTES

        async def bounded() -> Message:
            nonlocal left
            if left < 0:
                raise TooMuch
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooMuch
            return message

        await self._app(scope, bounded, send)
