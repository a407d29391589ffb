"""What every answer says to the browser: what it may load, keep, embed and tell others."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.families import Family, family_of, path_of
from qa_app.web.responses import NOTHING

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
# Files that are built with a part of their digest in their names: "/assets/index-B3f_9xQz.js".
_VERSIONED = re.compile(r"/assets/.*[-.][A-Za-z0-9_-]{8}\.(js|css|woff2?)")


class SecurityHeaders:
    """Adds them to every answer; a page's own content security policy stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through the app."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(raw=message.setdefault("headers", [])), scope, message["status"])
            await send(message)

        await self._app(scope, receive, with_headers)


def _complete(headers: MutableHeaders, scope: Scope, status: int) -> None:
    for name in _FOR_OTHER_SITES:
        del headers[name]
    headers.update(ALWAYS)
    headers.setdefault("Content-Security-Policy", NOTHING)
    headers.setdefault("Cache-Control", _kept(scope, status))


def _kept(scope: Scope, status: int) -> str:
    """Questions, answers and refusals are not kept; a document may be, and is asked for again each time."""
    if status >= 400:
        return NOT_KEPT
    path = path_of(scope)
    if family_of(scope) is Family.STATIC:
        return KEPT_FOR_EVER if _VERSIONED.fullmatch(path) else ASKED_AGAIN
    return f"private, {ASKED_AGAIN}" if path.startswith("/doc/") else NOT_KEPT
