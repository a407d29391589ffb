"""Who may send a request: the name it was sent to, and the page that it was sent from."""

import base64
import binascii
import hashlib
import ipaddress
import re
import secrets
from collections.abc import Collection, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from qa_app.citing.links import served_under
from qa_app.web.guard.answers import Family, Refused, family_of
from qa_app.web.guard.limits import Buckets, address_of

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})


class Hosts:
    """Answers only to names of its own, so that no page elsewhere reaches it by a name that it made lead here.

    That trick, DNS rebinding, needs a name: a server that is not on loopback answers to any address in figures.
    """

    def __init__(self, app: ASGIApp, names: Collection[str], *, is_local: bool) -> None:
        self._app = app
        self._names = THIS_MACHINE | {name.lower() for name in names}
        self._is_local = is_local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused."""
        told = Headers(scope=scope).getlist("host")
        found = _HOST.fullmatch(told[0].lower()) if len(told) == 1 else None
        if not found or not self._is_ours(found["name"]):
            raise Refused(421, "This server does not answer to that host name (--allowed-host names those it does).")
        await self._app(scope, receive, send)

    def _is_ours(self, name: str) -> bool:
        return name in self._names or (not self._is_local and _is_address(name))


class Origins:
    """Lets no other site's page send anything here, nor read or embed anything but by a link to a page.

    Programs that are no browser send neither Origin nor Sec-Fetch-Site and are not meant.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused."""
        if not _is_welcome(scope["method"], Headers(scope=scope)):
            raise Refused(403, "Another site's page sent this request; it may not.")
        await self._app(scope, receive, send)


def _is_welcome(method: str, headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None and site not in _OURS:
        is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return method in ("GET", "HEAD") and is_link
    origin = headers.get("origin")
    if origin is None or (site is None and method in _SAFE):
        return True
    # The scheme is left out: behind a proxy that speaks TLS this server does not know its own.
    return site in _OURS or origin.lower().partition("://")[2] == headers.get("host", "").lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


# One password for the whole app, asked for by HTTP Basic.
# Basic rather than a page of our own to sign in: every part of the app (pages, the chat's own requests and its event
# stream, scripts) sends it without being taught to, and there is no session to steal, to keep or to end. Behind it a
# wrong password costs a place in a small bucket for each address.

WRONG_A_MINUTE = 10
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="pincite", charset="UTF-8"'}


class Password:
    """Lets in whoever knows it, by any user name; whether the server lives is told to everybody."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self._app = app
        self._digest = _digest(password)
        self._wrong = Buckets(WRONG_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused."""
        if family_of(scope) is not Family.WATCH:
            self._check(scope)
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        given, address = _given(Headers(scope=scope)), address_of(scope)
        if given is not None and (wait := self._wrong.seconds_until_one(address)):
            raise Refused(429, "Too many wrong passwords; wait a minute.", {"Retry-After": str(wait)})
        # Digests are of one length, so that comparing them tells nothing about the password's.
        if given is not None and secrets.compare_digest(_digest(given), self._digest):
            return
        if given is not None:
            self._wrong.take(address)
        raise Refused(401, "This server asks for a password; the user name does not matter.", _CHALLENGE)


def _given(headers: Headers) -> str | None:
    """The password that came with a request; None where there is none or it cannot be read."""
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _, colon, password = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return password if colon else None


def _digest(password: str) -> bytes:
    return hashlib.sha256(password.encode("utf-8")).digest()


# What a request says of itself, put right before anything trusts it: proxies, the root path, the path's spelling.

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
