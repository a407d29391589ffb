"""What the guard says where it lets a request no further: a page for people, a problem for programs."""

import re
from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.citing.links import path_of
from qa_app.web.rendering import NOTHING, error_page


class Refused(Exception):
    """A request goes no further; `detail` is one sentence for whoever sent it."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


async def refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer the request with what `refused` says."""
    await _response(refused, scope)(scope, receive, send)


def _response(refused: Refused, scope: Scope) -> Response:
    """Browsers say that they take HTML; what asks for a page of the API is a program all the same."""
    wants_html = "text/html" in Headers(scope=scope).get("accept", "") and not path_of(scope).startswith("/api/")
    if wants_html:
        return error_page(refused.status, refused.detail, refused.headers)
    title = HTTPStatus(refused.status).phrase
    body = {"type": "about:blank", "title": title, "status": refused.status, "detail": refused.detail}
    return JSONResponse(body, refused.status, refused.headers, "application/problem+json")


# What every answer says to the browser: what it may load, keep, embed and tell others.

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
NOT_KEPT = "no-store"
# Gradio opens its answers to pages of other sites; ours are for our own.
_FOR_OTHER_SITES = (
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
)
# Files that are built with a part of their digest in their names: "/chat/assets/index-B3f_9xQz.js".
_VERSIONED = re.compile(r"/chat/assets/.*[-.][A-Za-z0-9_-]{8}\.(js|css|woff2?)")


class SecurityHeaders:
    """Adds them to every answer; a page's own content security policy stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the app."""
        path, family = path_of(scope), family_of(scope)  # now: what is mounted changes what the scope says

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                kept = NOT_KEPT if message["status"] >= 400 else _kept(path, family)
                for name in _FOR_OTHER_SITES:
                    del headers[name]
                headers.update(ALWAYS)
                headers.setdefault("Content-Security-Policy", NOTHING)
                headers.setdefault("Cache-Control", kept)
            await send(message)

        await self._app(scope, receive, with_headers)


def _kept(path: str, family: "Family") -> str:
    """Questions and answers are not kept, nor are refusals; a document may be, and is asked for again each time."""
    if family is Family.STATIC:
        return KEPT_FOR_EVER if _VERSIONED.fullmatch(path) else ASKED_AGAIN
    return f"private, {ASKED_AGAIN}" if path.startswith("/doc/") else NOT_KEPT


# Which family a request belongs to: what may be sent to it, how long it may take, what waits for what.


class Family(Enum):
    """`ASKING` is work for the models, `CHECKING` for the quotation desk, which needs none, `UPLOAD` brings
    files, `STREAM` stays open, `STATIC` is a file, `WATCH` is asked by whoever watches over the server, and `PAGE`
    is everything else.
    """

    ASKING = "asking"
    CHECKING = "checking"
    UPLOAD = "upload"
    STREAM = "stream"
    STATIC = "static"
    WATCH = "watch"
    PAGE = "page"


CHAT = "/chat"  # where Gradio's app is mounted
_STATIC = ("/pc/", *(CHAT + each for each in ("/assets/", "/static/", "/theme.css", "/favicon.ico", "/manifest.json")))
_STREAMS = (f"{CHAT}/gradio_api/heartbeat/", f"{CHAT}/gradio_api/queue/data")
_WATCH = ("/healthz", "/readyz")
_ASKING = ("/api/ask", "/mcp", "/conversation/")
_ACROSS = ("/compare", "/mentions")
_CHECKING = ("/api/check", "/check")


def family_of(scope: Scope) -> Family:
    """The family of a request, by its path and its method."""
    path, sends = path_of(scope), scope["method"] not in ("GET", "HEAD")
    if path in _WATCH:
        return Family.WATCH
    if path.startswith(_STREAMS):
        return Family.STREAM
    if path.startswith(_STATIC):
        return Family.STATIC
    if sends and path.startswith(("/documents", "/check/file")):
        return Family.UPLOAD
    if (sends and (path == "/" or path.startswith(_ASKING))) or (path in _ACROSS and scope["query_string"]):
        return Family.ASKING
    if path.startswith(_CHECKING) and (sends or scope["query_string"]):
        return Family.CHECKING
    return Family.PAGE
