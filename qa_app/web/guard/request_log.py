"""A line in the log for each request: what it cost, and never what was asked."""

import logging
import time
import uuid
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.families import path_of

log = logging.getLogger("pincite.requests")

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


class RequestLog:
    """Gives every request an id, which the answer and the log have; whatever id came with it is not believed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the app, then write the line, also where answering failed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watched = _Watched(scope, send)
        token = REQUEST_ID.set(watched.id)
        try:
            await self._app(scope, receive, watched.sent)
        finally:
            watched.log()
            REQUEST_ID.reset(token)


class _Watched:
    """One request while it is answered."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.id = uuid.uuid4().hex
        self._scope = scope
        self._send = send
        self._status = 0
        self._bytes = 0
        self._start = time.perf_counter()

    async def sent(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            MutableHeaders(raw=message.setdefault("headers", []))["X-Request-ID"] = self.id
        else:
            self._bytes += len(message.get("body", b""))
        await self._send(message)

    def log(self) -> None:
        """The route is a template where one was found ("/doc/{document_id}"), else the path; never the query."""
        fields = {
            "method": self._scope["method"],
            "route": getattr(self._scope.get("route"), "path", None) or path_of(self._scope),
            "status": self._status or "none",
            "milliseconds": round((time.perf_counter() - self._start) * 1000, 1),
            "bytes": self._bytes,
            "request_id": self.id,
        }
        log.info("request", extra=fields)
