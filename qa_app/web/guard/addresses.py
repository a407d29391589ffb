"""What a request says of itself, put right before anything trusts it: proxies, the root path, the path's spelling."""

import re
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from qa_app.links import served_under
from qa_app.web.guard.refusals import Refused

LONGEST_ADDRESS = 24_000  # a question of 2,000 characters in any script, percent-encoded, and some
MOST_HEADERS = 32_000
# Gradio believes every one of these; nobody but a proxy that we were told of may set them.
_FORWARDED = re.compile(rb"x-forwarded-.*|forwarded|x-real-ip|x-gradio-server|x-original-.*|x-rewrite-.*")
# Each of these spells another path than the one it seems to be: to a proxy, to a file system or to a person.
_MISSPELT = re.compile(r"//|/\.{1,2}(/|$)|[\\\x00-\x1f\x7f]")
_ENCODED_SLASH = re.compile(rb"%(2f|5c|00)", re.IGNORECASE)


class Proxies:
    """Believes what the named proxies say about who asks, for which host and how; strips it where others say it."""

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self._app = app
        self._proxies = frozenset(proxies)
        # The types of uvicorn and Starlette say the same in different words.
        self._believing: ASGIApp = ProxyHeadersMiddleware(self._stripped, list(proxies))  # type: ignore[arg-type, assignment]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set client, scheme and host from X-Forwarded-For, -Proto and -Host, where they are believed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["client"] and scope["client"][0] in self._proxies:
            _take_host(scope)
            await self._believing(scope, receive, send)
        else:
            await self._stripped(scope, receive, send)

    async def _stripped(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["headers"] = [(name, value) for name, value in scope["headers"] if not _FORWARDED.fullmatch(name)]
        await self._app(scope, receive, send)


def _take_host(scope: Scope) -> None:
    told = [value for name, value in scope["headers"] if name == b"x-forwarded-host"]
    if told:
        first = told[0].split(b",")[0].strip()
        scope["headers"] = [(n, v) for n, v in scope["headers"] if n != b"host"] + [(b"host", first)]


class Root:
    """Serves the app under `root`, whether or not the proxy in front strips it from the path."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Every address that is written while answering begins with the root."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._root:
            scope["root_path"] = self._root
            scope["path"] = self._with_root(scope["path"])
            scope["raw_path"] = self._with_root(scope["raw_path"].decode("latin-1")).encode("latin-1")
        with served_under(self._root):
            await self._app(scope, receive, send)

    def _with_root(self, path: str) -> str:
        if path == self._root:
            return f"{path}/"
        return path if path.startswith(f"{self._root}/") else self._root + path


class Spelling:
    """Refuses addresses that can be read in two ways, that are too long, or that come with too many headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused."""
        if scope["type"] == "http":
            _check_spelling(scope)
        await self._app(scope, receive, send)


def _check_spelling(scope: Scope) -> None:
    path, raw = scope["path"], scope["raw_path"]
    if len(raw) + len(scope["query_string"]) > LONGEST_ADDRESS:
        raise Refused(414, f"The address is longer than {LONGEST_ADDRESS:,} bytes, which are the most.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
        raise Refused(431, f"The headers are longer than {MOST_HEADERS:,} bytes, which are the most.")
    names = {name for name, _ in scope["headers"]}
    if {b"content-length", b"transfer-encoding"} <= names:  # a proxy in front may have believed the other one
        raise Refused(400, "A request says the length of its body in one way.", {"Connection": "close"})
    if not path.startswith("/") or _MISSPELT.search(path) or _ENCODED_SLASH.search(raw):
        raise Refused(404, "There is nothing at this address.")
