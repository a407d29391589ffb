"""How many requests may come from one address: a token bucket for each, of which only the latest few are kept.

Own code, since the libraries that fit (limits, slowapi) keep every address until a thread of theirs sweeps it out.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.web.guard.families import Family, family_of
from qa_app.web.guard.refusals import Refused

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
        if scope["type"] == "http" and family_of(scope) not in _FREE:
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
