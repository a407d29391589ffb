"""What an answer is busy with while it is being found, for whoever waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from index.hits import Hit


@dataclass(frozen=True, slots=True)
class Progress:
    """So many `paragraphs` are searched; `hits` are those found, the best first, which are now read one by one."""

    paragraphs: int
    hits: tuple[Hit, ...] = ()


Listener = Callable[[Progress], None]
# Whoever asks is several calls away from what searches, and nothing in between has any use for it.
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within it, and in this thread, `listener` is told how far an answer is."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(progress: Callable[[], Progress]) -> None:
    """Say how far it is, if anybody listens; otherwise `progress` is not even made."""
    if listener := _LISTENER.get():
        listener(progress())
