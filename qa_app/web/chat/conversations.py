"""The conversations that the server keeps, each under a token that only the browser that began it has."""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from qa_app.outcomes import Outcome
from qa_app.turns import Turn

MOST_EXCHANGES = 50  # of one conversation
MOST_CONVERSATIONS = 1_000
_TOKEN = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer as they stand on the page, what it came to, and the turn that follow-ups refer to.

    A question that could not be answered has no outcome and is no turn. `asked` is in UTC (ISO 8601).
    """

    question: str
    asked: str
    question_card: str
    answer_card: str
    outcome: Outcome | None
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The latest exchanges, the oldest first, and how many before them are no longer kept."""

    exchanges: tuple[Exchange, ...] = ()
    forgotten: int = 0

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What a follow-up may refer to."""
        return tuple(exchange.turn for exchange in self.exchanges if exchange.turn)

    def and_then(self, exchange: Exchange) -> "Conversation":
        """With one more exchange, the oldest given up where there are too many."""
        kept = (*self.exchanges, exchange)[-MOST_EXCHANGES:]
        return replace(self, exchanges=kept, forgotten=self.forgotten + len(self.exchanges) + 1 - len(kept))


class Conversations:
    """The latest conversations, in memory alone: they end with the server. Safe for many threads.

    What is kept here is not taken from the browser again, which could forge it.
    """

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        self._most = most
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, token: str) -> Conversation:
        """The conversation under `token`; a new one where there is none."""
        with self._lock:
            if token in self._kept:
                self._kept.move_to_end(token)
            return self._kept.get(token, Conversation())

    def add(self, token: str, exchange: Exchange) -> Conversation:
        """The conversation with `exchange` at its end; under what is no token it is not kept."""
        with self._lock:
            conversation = self._kept.get(token, Conversation()).and_then(exchange)
            if is_token(token):
                self._kept[token] = conversation
                self._kept.move_to_end(token)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return conversation


def is_token(text: str) -> bool:
    """Whether `text` is long enough to be nobody's guess: 32 to 64 hexadecimal digits."""
    return _TOKEN.fullmatch(text) is not None
