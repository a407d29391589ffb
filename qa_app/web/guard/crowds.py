"""How many requests are under way at a time: some work, some wait, and the rest are told that the server is busy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.web.guard.families import Family, family_of
from qa_app.web.guard.refusals import Refused

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
        gate = self._gates.get(family_of(scope)) if scope["type"] == "http" else None
        if gate is None:
            await self._app(scope, receive, send)
            return
        async with gate.inside():
            await self._app(scope, receive, send)
