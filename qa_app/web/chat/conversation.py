"""The conversations that the server keeps, each under a token that only the browser that began it has."""

import json
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import PinciteError, UnknownDocument
from corpus.types import Paragraph
from qa_app.ask.scope import EVERYTHING, Scope
from qa_app.citing.links import question_path
from qa_app.errors import InvalidQuestion
from qa_app.follow_ups.turns import Turn, turn_of
from qa_app.outcomes import Outcome
from qa_app.service import Service
from qa_app.web.cards import Around, Neighbours, answer_card, notice_card, question_card
from qa_app.web.documents.reader import neighbours
from qa_app.web.words import say

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


# One question of a conversation, from what was typed to the exchange that is kept.

log = logging.getLogger("pincite.web")


# What the page tells the server with each question: whose conversation, which documents, what the link asked.


@dataclass(frozen=True, slots=True)
class BrowserState:
    """`token` is "" where none came; `documents` are the ids that were chosen, none for all; `question` and `draft`
    are what a link asks or puts into the box.
    """

    token: str = ""
    documents: frozenset[str] = frozenset()
    question: str = ""
    draft: str = ""

    @property
    def scope(self) -> Scope:
        """The filters of a question."""
        return Scope(documents=self.documents) if self.documents else EVERYTHING


@dataclass(frozen=True, slots=True)
class Exchanging:
    """Answers through `service`; `now` tells the time in UTC (ISO 8601)."""

    service: Service
    now: Callable[[], str]

    def exchange(self, question: str, state: BrowserState, before: Conversation) -> Exchange:
        """What `question` comes to; a failure says that it is one and never looks like a refusal."""
        try:
            outcome = self.service.answer(question, state.scope, before.turns)
        except PinciteError as error:
            return self._told(question, reason_of(error))
        except Exception:
            log.exception("A question could not be answered.")
            raise
        return self._answered(question, state, outcome)

    def broken(self, question: str) -> Exchange:
        """The exchange of a question at which the server itself failed."""
        return self._told(question, say("ask.broken"))

    def _answered(self, question: str, state: BrowserState, outcome: Outcome) -> Exchange:
        # What a follow-up was read as stands on its own, and so does a link that asks it.
        link = question_path(outcome.understood or question, sorted(state.documents))
        card = answer_card(outcome, Around(self._neighbours, link, state.documents))
        return Exchange(question, self.now(), question_card(question), card, outcome, turn_of(question, outcome))

    def _told(self, question: str, message: str) -> Exchange:
        return Exchange(question, self.now(), question_card(question), notice_card(message), None, None)

    def _neighbours(self, paragraph: Paragraph) -> Neighbours:
        """None where the document has been changed since it was searched."""
        try:
            document = self.service.cited(paragraph.id.document)
        except UnknownDocument:
            return None, None
        if paragraph.ordinal >= len(document.paragraphs):
            return None, None
        whole = document.paragraphs[paragraph.ordinal]
        return neighbours(document, whole) if paragraph.text in whole.text else (None, None)


def reason_of(error: PinciteError) -> str:
    """What a person is told of an error; what whoever runs the server has to mend is logged as well."""
    if isinstance(error, (InvalidQuestion, UnknownDocument)):
        return str(error)
    log.error("%s", error)
    return say("ask.failed", reason=str(error))


MOST_CHOSEN = 500  # documents


def read_state(said: object) -> BrowserState:
    """The state in the JSON that a browser sends; of what does not have its shape nothing is taken."""
    try:
        fields = json.loads(said) if isinstance(said, str) else None
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, Mapping):
        return BrowserState()
    token, documents = _text(fields, "token"), fields.get("documents")
    chosen = [name for name in documents if isinstance(name, str)] if isinstance(documents, list) else []
    return BrowserState(
        token if is_token(token) else "",
        frozenset(chosen[:MOST_CHOSEN]),
        _text(fields, "question"),
        _text(fields, "draft"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
