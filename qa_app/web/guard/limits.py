"""How much a request may send, and how slowly: what is too much is refused before it is read."""

import asyncio
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.answers import Family, Refused, family_of

MOST_BYTES = 4_000_000
FORM_BYTES = 100_000  # what a form adds around the files in it
IDLE_SECONDS = 20
LONGEST_SECONDS = {Family.UPLOAD: 1200}
LONG_SECONDS = 60


class CutOff(HTTPException):
    """Raised where the app reads on: more bytes than it may be sent, or slower than anybody should be."""


class Bodies:
    """Gives the app at most `MOST_BYTES` of a request's body, or `most_uploaded` where documents are uploaded."""

    def __init__(self, app: ASGIApp, most_uploaded: int) -> None:
        self._app = app
        self._most_uploaded = most_uploaded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused where the length is told, and CutOff within the app where it turns out."""
        family = family_of(scope)
        most = self._most_uploaded + FORM_BYTES if family is Family.UPLOAD else MOST_BYTES
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > most:
            raise Refused(413, too_much(most))
        body = _Body(receive, most, LONGEST_SECONDS.get(family, LONG_SECONDS))
        try:
            await self._app(scope, body.receive, send)
        except CutOff as cut:
            raise Refused(cut.status_code, cut.detail) from cut


class _Body:
    """A request's body, counted and timed while it comes in."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = most
        self._left = most
        self._until = time.monotonic() + seconds
        self._is_whole = False

    async def receive(self) -> Message:
        """The next message; once the body is whole, whoever waits for the end of the connection may wait long."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout(min(IDLE_SECONDS, self._until - time.monotonic())):
                message = await self._receive()
        except TimeoutError as error:
            raise CutOff(408, "The request came in too slowly.") from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise CutOff(413, too_much(self._most))
        self._is_whole = not message.get("more_body", False)
        return message


def too_much(most: int) -> str:
    """The sentence that says how much may be sent."""
    return f"The request is longer than {most:,} bytes, which are the most."


# How many requests may come from one address: a token bucket for each, of which only the latest few are kept.
# Own code, since the libraries that fit (limits, slowapi) keep every address until a thread of theirs sweeps it out.

MOST_ADDRESSES = 10_000
_FREE = frozenset({Family.STATIC, Family.WATCH})  # cheap, and dozens to a page


class Buckets:
    """A bucket for each address that holds `a_minute` and fills up in a minute. The oldest ones are forgotten."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was so

    def seconds_until_one(self, address: str) -> int:
        """How long until one more may be taken, 0 for at once."""
        return max(0, math.ceil((1 - self._left(address)) * 60 / self._a_minute))

    def take(self, address: str) -> None:
        """Take one out."""
        self._buckets[address] = (self._left(address) - 1, self._clock())
        self._buckets.move_to_end(address)
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)

    def _left(self, address: str) -> float:
        left, since = self._buckets.get(address, (float(self._a_minute), self._clock()))
        return min(self._a_minute, left + (self._clock() - since) * self._a_minute / 60)


class Rate:
    """Lets so many requests a minute through for each address; files of the app itself are not counted."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        self._app = app
        self._buckets = Buckets(a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused."""
        if family_of(scope) not in _FREE:
            address = address_of(scope)
            if wait := self._buckets.seconds_until_one(address):
                raise Refused(429, f"Too many requests; wait {_seconds(wait)}.", {"Retry-After": str(wait)})
            self._buckets.take(address)
        await self._app(scope, receive, send)


def address_of(scope: Scope) -> str:
    """Whose request it is; of an IPv6 address the network, since everybody has a whole one to choose from."""
    client = scope.get("client")
    if not client:
        return ""
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return str(client[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _seconds(number: int) -> str:
    return f"{number} second" if number == 1 else f"{number} seconds"


# How many requests are under way at a time: some work, some wait, and the rest are told that the server is busy.

WAIT_SECONDS = 20
RETRY = {"Retry-After": "5"}
BUSY = "Too many questions at once; try again in a few seconds."


class Gate:
    """Lets `at_once` in, and lets `waiting` more wait for their turn, without a thread for any of them."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._free_to_wait = waiting

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[None]:
        """A place; raises Refused where none can be had."""
        await self._enter()
        try:
            yield
        finally:
            self._places.release()

    async def _enter(self) -> None:
        if self._places.locked() and self._free_to_wait <= 0:
            raise Refused(503, BUSY, RETRY)
        self._free_to_wait -= 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._places.acquire()
        except TimeoutError as error:
            raise Refused(503, BUSY, RETRY) from error
        finally:
            self._free_to_wait += 1


class Crowds:
    """A gate for each family, so that none waits for another; together they leave threads to spare."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._gates = {
            Family.ASKING: Gate(8, 64),
            Family.CHECKING: Gate(4, 64),
            Family.PAGE: Gate(16, 128),
            Family.UPLOAD: Gate(2, 8),
            Family.STREAM: Gate(256, 0),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused."""
        gate = self._gates.get(family_of(scope))
        if gate is None:
            await self._app(scope, receive, send)
            return
        async with gate.inside():
            await self._app(scope, receive, send)
