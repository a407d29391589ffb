"""One password for the whole app, asked for by HTTP Basic.

Basic rather than a page of our own to sign in: every part of the app (pages, the chat's own requests and its event
stream, scripts) sends it without being taught to, and there is no session to steal, to keep or to end. Behind it a
wrong password costs a place in a small bucket for each address.
"""

import base64
import binascii
import hashlib
import secrets

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.web.guard.families import Family, family_of
from qa_app.web.guard.rates import Buckets, address_of
from qa_app.web.guard.refusals import Refused

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
        if scope["type"] == "http" and family_of(scope) is not Family.WATCH:
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
