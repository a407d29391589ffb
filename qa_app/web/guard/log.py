"""How the server's log is written: for people or as JSON, with a line for each request where it is wanted."""

import logging
import sys
import time
import uuid
from asyncio import CancelledError
from contextvars import ContextVar
from enum import StrEnum
from urllib.parse import quote

from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.citing.links import path_of
from qa_app.service import QUESTIONS

REQUESTS = "pincite.requests"


class LogStyle(StrEnum):
    """`WARNINGS` has what went wrong and nothing else."""

    WARNINGS = "warnings"
    PLAIN = "plain"
    JSON = "json"


def write_log(style: LogStyle, *, questions: bool) -> None:
    """Write every logger's lines to standard error in that style; what was asked only where `questions`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if style is LogStyle.JSON else _Plain("pincite: %(message)s"))
    handler.addFilter(_with_request_id)
    handler.addFilter(_expected)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.WARNING if style is LogStyle.WARNINGS else logging.INFO)
    # A request that is no HTTP is its sender's fault, and anybody can send any number of them.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR if style is LogStyle.WARNINGS else logging.WARNING)
    logging.getLogger(QUESTIONS).setLevel(logging.INFO if questions else logging.WARNING)


def _json() -> logging.Formatter:
    return JsonFormatter(
        "{levelname}{name}{message}",
        style="{",
        timestamp="time",
        rename_fields={"levelname": "level", "name": "logger"},
        json_ensure_ascii=False,
    )


class _Plain(logging.Formatter):
    """A sentence for people; the fields of a request in a row, with nothing in them that could steer a terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line."""
        fields = record.__dict__
        if record.name == REQUESTS:
            route = quote(fields["route"], safe="/{}:=")
            return (
                f"{fields['method']} {route} {fields['status']} {fields['milliseconds']} ms {fields['bytes']} bytes"
                f" {fields['request_id']}"
            )
        if record.name == QUESTIONS:
            return f"asked: {fields['question']!r} {fields['request_id']}".rstrip()
        return super().formatMessage(record)


def _with_request_id(record: logging.LogRecord) -> bool:
    if not hasattr(record, "request_id"):
        record.request_id = REQUEST_ID.get()
    return True


def _expected(record: logging.LogRecord) -> bool:
    """What a stop brings about is no fault: requests that were cut off after their time."""
    return not (record.exc_info and isinstance(record.exc_info[1], KeyboardInterrupt | CancelledError))


# A line in the log for each request: what it cost, and never what was asked.

log = logging.getLogger("pincite.requests")

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


class RequestLog:
    """Gives every request an id, which the answer and the log have; whatever id came with it is not believed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the app, then write the line, also where answering failed."""
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
        self._path = path_of(scope)  # now: what is mounted changes what the scope says
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
            "route": getattr(self._scope.get("route"), "path", None) or self._path,
            "status": self._status or "none",
            "milliseconds": round((time.perf_counter() - self._start) * 1000, 1),
            "bytes": self._bytes,
            "request_id": self.id,
        }
        log.info("request", extra=fields)
