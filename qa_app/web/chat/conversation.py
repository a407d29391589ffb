"""The conversations that the server keeps, each under a token that only the browser that began it has."""

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial

from markupsafe import Markup

from corpus.errors import PinciteError, UnknownDocument
from corpus.types import Paragraph
from qa_app.ask.scope import EVERYTHING, Scope
from qa_app.ask.under_way import Progress, listening
from qa_app.citing.links import question_path
from qa_app.errors import InvalidQuestion, Stopping
from qa_app.follow_ups.turns import Turn, turn_of
from qa_app.outcomes import Outcome
from qa_app.service import Service
from qa_app.web.cards import MOST_SHOWN, Around, Neighbours, answer_card, exchange_card, notice_card
from qa_app.web.documents.reader import neighbours
from qa_app.words import Wording, wording

log = logging.getLogger("pincite.web")

MOST_EXCHANGES = 50  # of one conversation
MOST_CONVERSATIONS = 1_000
MOST_UNDER_WAY = 64  # questions at a time: whoever asks and goes away at once would otherwise pile up work
_TOKEN = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, when it was asked (in UTC, ISO 8601), and what it came to: an outcome, or why it has none.

    `key` is the name that the browser gave the question; `documents` were chosen to be searched, none for all.
    """

    key: str
    question: str
    asked: str
    outcome: Outcome | str | Wording
    documents: frozenset[str] = frozenset()

    @property
    def turn(self) -> Turn | None:
        """What follow-ups may refer to; None where there is no outcome, or where it was no question."""
        if isinstance(self.outcome, (str, Wording)) or not self.outcome.is_question:
            return None
        return turn_of(self.question, self.outcome)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The latest exchanges, the oldest first, and how many before them are no longer kept."""

    exchanges: tuple[Exchange, ...] = ()
    forgotten: int = 0

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What a follow-up may refer to."""
        return tuple(turn for exchange in self.exchanges if (turn := exchange.turn))

    def and_then(self, exchange: Exchange) -> "Conversation":
        """With one more exchange, the oldest given up where there are too many."""
        kept = (*self.exchanges, exchange)[-MOST_EXCHANGES:]
        return replace(self, exchanges=kept, forgotten=self.forgotten + len(self.exchanges) + 1 - len(kept))

    def without(self, key: str) -> "Conversation":
        """As if the question of that key had never been asked."""
        return replace(self, exchanges=tuple(each for each in self.exchanges if each.key != key))


class UnderWay:
    """A question on its way to its answer: what is told of it meanwhile, and in the end its exchange.

    Any number of threads may follow it, from its beginning; it goes on though none does. Where the server stops first
    it has no exchange, and `follow` raises Stopping.
    """

    def __init__(self, ended: Exchange | None = None) -> None:
        self._told: list[Progress] = []
        self._is_over = ended is not None
        self._left_off: Stopping | None = None
        self._changed = threading.Condition()
        self.exchange = ended

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        with self._changed:
            self._told.append(progress)
            self._changed.notify_all()

    def end(self, exchange: Exchange | None) -> None:
        """Say what it came to; None where it was taken back."""
        with self._changed:
            if not self._is_over:
                self.exchange, self._is_over = exchange, True
            self._changed.notify_all()

    def leave_off(self, error: Stopping) -> None:
        """Say that it is not answered by this server."""
        self._left_off = error
        self.end(None)

    def follow(self) -> Iterator[Progress]:
        """What is told, as soon as it is; it ends once `exchange` is there. Raises Stopping."""
        seen, is_over = 0, False
        while not is_over:
            with self._changed:
                while not self._is_over and len(self._told) == seen:
                    self._changed.wait()
                news, is_over = self._told[seen:], self._is_over
            yield from news
            seen += len(news)
        if self._left_off:
            raise self._left_off


@dataclass(slots=True)
class _Kept:
    conversation: Conversation = Conversation()
    turn: threading.Lock = field(default_factory=threading.Lock)  # a follow-up needs the answer before it
    under_way: dict[str, UnderWay] = field(default_factory=dict)
    taken_back: set[str] = field(default_factory=set)


class Conversations:
    """The latest conversations, in memory alone: they end with the server. Safe for many threads.

    What is kept here is not taken from the browser again, which could forge it.
    """

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        self._most = most
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._working = 0

    def get(self, token: str) -> Conversation:
        """The conversation under `token`; a new one where there is none."""
        with self._lock:
            if token not in self._kept:
                return Conversation()
            self._kept.move_to_end(token)
            return self._kept[token].conversation

    def begin(self, token: str, key: str) -> tuple[UnderWay, bool] | None:
        """The question of that key, and whether it is new and has to be answered; None where there are too many.

        A browser that did not hear the answer asks again with the same key, and gets the same answer.
        """
        with self._lock:
            kept = self._kept.setdefault(token, _Kept()) if is_token(token) else _Kept()
            answered = next((each for each in kept.conversation.exchanges if each.key == key), None)
            if answered or key in kept.under_way:
                return (UnderWay(answered) if answered else kept.under_way[key]), False
            if self._working >= MOST_UNDER_WAY:
                return None
            self._working += 1
            under_way = kept.under_way[key] = UnderWay()
            if token in self._kept:
                self._kept.move_to_end(token)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return under_way, True

    @contextmanager
    def turn(self, token: str) -> Iterator[Conversation]:
        """Its turn to be answered: the conversation before it, which nobody else goes on with meanwhile."""
        with self._lock:
            kept = self._kept.get(token) or _Kept()
        with kept.turn:
            yield kept.conversation

    def end(self, token: str, under_way: UnderWay, exchange: Exchange) -> None:
        """Keep what a question came to, unless it was taken back; its followers are told."""
        with self._lock:
            self._working -= 1
            kept = self._kept.get(token) or _Kept()
            kept.under_way.pop(exchange.key, None)
            is_wanted = exchange.key not in kept.taken_back
            kept.taken_back.discard(exchange.key)
            if is_wanted:
                kept.conversation = kept.conversation.and_then(exchange)
        under_way.end(exchange if is_wanted else None)

    def leave_off(self, token: str, under_way: UnderWay, key: str, error: Stopping) -> None:
        """Forget a question that this server does not answer any more; its followers are told."""
        with self._lock:
            self._working -= 1
            if token in self._kept:
                self._kept[token].under_way.pop(key, None)
        under_way.leave_off(error)

    def take_back(self, token: str, key: str) -> None:
        """Forget a question, also one that is under way: its answer is then not kept."""
        with self._lock:
            kept = self._kept.get(token)
            if kept is None:
                return
            kept.conversation = kept.conversation.without(key)
            if key in kept.under_way:
                kept.taken_back.add(key)


def is_token(text: str) -> bool:
    """Whether `text` is long enough to be nobody's guess: 32 to 64 hexadecimal digits."""
    return _TOKEN.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, under the key that the browser gave it; `documents` are the ids chosen, none for all."""

    key: str
    text: str
    documents: frozenset[str] = frozenset()

    @property
    def scope(self) -> Scope:
        """The filters of the question."""
        return Scope(documents=self.documents) if self.documents else EVERYTHING


@dataclass(frozen=True, slots=True)
class Exchanging:
    """Answers through `service` and keeps what comes of it; `now` tells the time in UTC (ISO 8601)."""

    service: Service
    now: Callable[[], str]
    conversations: Conversations = field(default_factory=Conversations)

    def ask(self, token: str, question: Question) -> UnderWay | None:
        """The question on its way; None where too many are. It is answered to the end, whoever stays to hear it.

        Asked again with the same key it is the same question, and is answered once.
        """
        begun = self.conversations.begin(token, question.key)
        if begun is None:
            return None
        under_way, is_new = begun
        if is_new:
            # What is logged meanwhile names the request.
            self.service.in_background(partial(copy_context().run, self._answer, token, question, under_way))
        return under_way

    def _answer(self, token: str, question: Question, under_way: UnderWay) -> None:
        exchange = self._failed(question, wording("ask.broken"))
        try:
            with self.conversations.turn(token) as before, listening(under_way.tell):
                exchange = self.exchange(question, before.turns)
                # Within the turn, so that the question after this one finds it.
                self.conversations.end(token, under_way, exchange)
        except Stopping as error:
            self.conversations.leave_off(token, under_way, question.key, error)
        except BaseException:
            self.conversations.end(token, under_way, exchange)
            raise

    def exchange(self, question: Question, turns: tuple[Turn, ...]) -> Exchange:
        """What `question` comes to after `turns`; a failure says that it is one and never looks like a refusal.

        Raises Stopping.
        """
        try:
            outcome = self.service.answer(question.text, question.scope, turns)
        except Stopping:
            raise
        except PinciteError as error:
            return self._failed(question, reason_of(error))
        except Exception:
            log.exception("A question could not be answered.")
            raise
        return Exchange(question.key, question.text, self.now(), outcome, question.documents)

    def _failed(self, question: Question, why: str | Wording) -> Exchange:
        shown = question.text[:MOST_SHOWN] + "…" * (len(question.text) > MOST_SHOWN)
        return Exchange(question.key, shown, self.now(), why)

    def card(self, exchange: Exchange) -> Markup:
        """How it stands on the page, in the language of whoever reads it now."""
        outcome, documents = exchange.outcome, exchange.documents
        if isinstance(outcome, (str, Wording)):
            return exchange_card(exchange.key, exchange.question, notice_card(str(outcome)))
        # What a follow-up was read as stands on its own, and so does a link that asks it.
        link = question_path(outcome.understood or exchange.question, sorted(documents))
        try:
            compares = len(documents or self.service.holdings.find()) > 1
            around = Around(self._neighbours, link, documents, self.service.has_original, compares)
            answer = answer_card(outcome, around)
        except PinciteError:  # the library can be read no more, which takes no answer away that was given
            answer = answer_card(outcome, Around(link=link, chosen=documents))
        return exchange_card(exchange.key, exchange.question, answer)

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


def reason_of(error: PinciteError) -> str | Wording:
    """What a person is told of an error; what whoever runs the server has to mend is logged as well."""
    if isinstance(error, (InvalidQuestion, UnknownDocument)):
        return str(error)
    log.error("%s", error)
    return wording("ask.failed", reason=str(error))
