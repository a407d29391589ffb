"""The HTTP server: uvicorn with deadlines for slow clients and a stop that leaves nothing half done."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa_app.web.guard import Guard
from qa_app.web.guard.doors import MOST_HEADERS

HEADERS_SECONDS = 20
KEPT_SECONDS = 15  # between requests; shorter than the head of the next one may take
STUCK_SECONDS = 60
ANSWER_SECONDS = 4  # after the signal, for what is under way; whatever then still waits is refused
STOP_SECONDS = ANSWER_SECONDS + 2
MOST_CONNECTIONS = 512
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 5\r\nConnection: close\r\n"
    b"Content-Length: 39\r\n\r\nToo many connections; try again shortly"
)


class Connection(H11Protocol):
    """A connection that is closed when a request's head does not come, or an answer is not read, for too long."""

    _deadline: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or refuse it where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.write(_FULL)
            transport.close()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read on; the first bytes of a head do not win time for the rest of it."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request, not for ever."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        if self._stuck is None:
            self._stuck = self.loop.call_later(STUCK_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        self._read_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadlines."""
        super().connection_lost(exc)
        self._read_on()
        self._head_came()

    def _watch(self) -> None:
        is_waiting = self.cycle is None or self.cycle.response_complete
        if not is_waiting:
            self._head_came()
        elif self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(HEADERS_SECONDS, self.transport.close)

    def _head_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _read_on(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None


class Server(uvicorn.Server):
    """Finishes what is under way when it is told to stop, and ends the streams at once.

    What has not been begun some seconds later is refused: `give_up` has it refused.
    """

    def __init__(self, guard: Guard, give_up: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                guard,
                http=Connection,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the guard does, where a proxy was named
                h11_max_incomplete_event_size=MOST_HEADERS,
                timeout_keep_alive=KEPT_SECONDS,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._guard = guard
        self._give_up = give_up

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, end the streams, wait for the rest, and soon for nothing but what is being answered."""
        self._guard.stop()
        giving_up = asyncio.get_running_loop().call_later(ANSWER_SECONDS, self._give_up)
        await super().shutdown(sockets)
        giving_up.cancel()

    def serve_until_stopped(self, listener: socket.socket) -> bool:
        """Serve until SIGINT or SIGTERM; either is a proper end and no failure. Whether nothing is under way any more.

        A request that is answered in a thread cannot be interrupted, and to close its loop is to wait for it.
        """
        runner = asyncio.Runner(loop_factory=self.config.get_loop_factory())
        with _signals_taken():
            runner.run(self.serve(sockets=[listener]))
            if self.server_state.tasks:
                return False
            runner.close()
        return True


@contextmanager
def _signals_taken() -> Iterator[None]:
    """A server of uvicorn raises the signal again that it was stopped by; by then it has done its work."""

    def taken(*_: Any) -> None:
        pass

    before = {number: signal.signal(number, taken) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
