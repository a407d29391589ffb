"""Who may send a request: the name it was sent to, and the page that it was sent from."""

import ipaddress
import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.web.guard.refusals import Refused

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
        if scope["type"] == "http":
            told = Headers(scope=scope).getlist("host")
            found = _HOST.fullmatch(told[0].lower()) if len(told) == 1 else None
            if not found or not self._is_ours(found["name"]):
                raise Refused(
                    421, "This server does not answer to that host name (--allowed-host names those it does)."
                )
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
        if scope["type"] == "http" and not _is_welcome(scope["method"], Headers(scope=scope)):
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
