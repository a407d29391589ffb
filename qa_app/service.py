"""One library answering for many threads: the web pages and the API ask and check here."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property

from corpus.errors import PinciteError
from corpus.library.library import Entry, Library
from corpus.types import Document
from index.encoders.encoder import Encoder, EncoderWithin
from index.engine import Engine
from index.vectors.embed import Progress, embed_library
from index.vectors.index import tidy_index
from index.vectors.store import IN_THE_FOLDER, VectorStore
from qa_app.ask.answer import Answerer
from qa_app.ask.meaning import InMeaning
from qa_app.ask.question import Inquiry
from qa_app.ask.scope import EVERYTHING, Scope
from qa_app.check.articles.article import Article
from qa_app.check.articles.check import ArticleCheck, Told, check_article, credited
from qa_app.check.checker import Desk
from qa_app.check.sources import LibrarySources
from qa_app.check.types import Check, Quotation
from qa_app.collection import Holdings
from qa_app.diff.diff import Differences, compare
from qa_app.errors import Stopping, UnreadableInput
from qa_app.follow_ups.turns import Turn
from qa_app.outcomes import Outcome

MOST_ARTICLE = 300_000  # characters
AT_ONCE = 20_000  # vectors: the index of so many is made anew before the next question, of more beside the standing one


class Service:
    """Answers one question at a time and notices when the library has changed underneath.

    Checking and looking up take no model, so that they wait neither for one to be loaded nor for a question to be
    answered, nor for an index of more than `at_once` vectors, which is made beside the standing one.
    """

    def __init__(
        self,
        library: Library,
        load_encoder: Callable[[], Encoder],
        make_answerer: Callable[[Engine], Answerer],
        progress: Progress | None = None,
        at_once: int = AT_ONCE,
        store: VectorStore = IN_THE_FOLDER,
    ) -> None:
        self.library = library
        self._lock = threading.Lock()
        self._renewing = threading.Lock()
        self._beginning = threading.Lock()
        self._make_answerer = make_answerer
        self._at_once = at_once
        self._engine = Engine(library, load_encoder, progress, store=store)
        self._answerer = make_answerer(self._engine)
        self._background: list[threading.Thread] = []
        self._stopping = threading.Event()

    def warm(self) -> None:
        """Load the encoder, encode what is new and open the index, so that the first question is quick."""
        with self._lock:
            self._engine.refresh()
            self._answerer.answer("What is this about?")

    def answer(self, question: str, scope: Scope = EVERYTHING, turns: tuple[Turn, ...] = ()) -> Outcome:
        """See qa_app.ask.answer.Answerer.answer."""
        asked(question)
        if scope == EVERYTHING and (looked_up := self._answerer.look_up(question, turns)):
            return looked_up
        with self._at_work():
            return self._answerer.answer(question, scope, turns)

    def answer_after(self, history: Sequence[str], question: str, scope: Scope = EVERYTHING) -> Outcome:
        """The same, where only the questions asked before are known."""
        asked(question)
        with self._at_work():
            return self._answerer.answer(question, scope, self._answerer.turns(history, scope, question))

    def answer_many(self, inquiries: Sequence[Inquiry]) -> list[Outcome]:
        """See qa_app.ask.answer.Answerer.answer_many."""
        for inquiry in inquiries:
            asked(inquiry.question)
        with self._at_work():
            return self._answerer.answer_many(inquiries)

    def turns(self, questions: Sequence[str], scope: Scope = EVERYTHING, following: str = "") -> tuple[Turn, ...]:
        """See qa_app.ask.answer.Answerer.turns."""
        with self._at_work():
            return self._answerer.turns(questions, scope, following)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """The models, one thread at a time; raises Stopping where its turn comes too late."""
        with self._lock:
            self.require_going_on()
            self._keep_up()
            yield

    def _keep_up(self) -> None:
        """Have the engine follow the library: a large one stands until its successor has been made beside it."""
        if self._engine.rows <= self._at_once:
            self._engine.refresh()
        elif self._engine.state != self.library.state:
            self._engine.stand()
            if not self._renewing.locked():
                self.in_background(self._renew_or_tell)

    def _renew_or_tell(self) -> None:
        self._or_tell(self._renew)

    def _or_tell(self, work: Callable[[], None]) -> None:
        try:
            work()
        except PinciteError as error:
            logging.getLogger("pincite.index").error("%s What was searched before is searched further.", error)

    def _renew(self) -> None:
        """Make the engine's successor, through a connection of its own, and put it in its place."""
        with self._renewing:
            if self._engine.state == self.library.state:
                return
            with self.beside() as beside:
                self._succeed(beside)

    def _succeed(self, beside: Library) -> None:
        """Have another engine over what the library holds now go on in the place of this one."""
        made = self._engine.successor(beside, taking_turns(self._engine.encoder, self._lock))
        answerer = self._make_answerer(made)
        answerer.follow(self._answerer)
        with self._lock:
            self._engine, self._answerer = made, answerer

    def _tidy(self) -> None:
        """Put the parts of the index together, beside the one that questions go on with."""
        with self._renewing, self.beside() as beside:
            while tidy_index(beside):
                self._succeed(beside)

    def beside(self) -> Library:
        """Another connection to the library, for what takes long: whoever reads through the first waits for none of it.

        To be closed.
        """
        return Library.open(self.library.folder, tuple)

    def encode_new(self, progress: Progress | None = None, through: Library | None = None) -> None:
        """Encode what has no vectors yet and make the index anew, while questions are answered between the batches.

        `through` is a connection that writes already. Raises LibraryBusy where another process writes.
        """
        with self._lock:
            encoder = self._engine.encoder
            if self.library.encoder() is None:  # before the first vectors no question can be answered anyway
                self._engine.encode()
        with nullcontext(through) if through else self.beside() as library, library.writing():
            embed_library(library, taking_turns(encoder, self._lock), progress)
        with self._lock:
            self._keep_up()
            is_small = self._engine.state == self.library.state
            if is_small:
                self._engine.open()
        if not is_small:
            self._renew()
        if self._engine.is_open and not self._engine.is_tidy:
            self.in_background(lambda: self._or_tell(self._tidy))

    def in_background(self, work: Callable[[], None]) -> None:
        """Do it in a thread of its own, which `finish` waits for."""
        thread = threading.Thread(target=work, name="in background", daemon=True)
        with self._beginning:  # of two that begin at once neither starts the other's
            self._background = [*(each for each in self._background if each.is_alive()), thread]
            thread.start()

    def stop(self) -> None:
        """Begin nothing more with the models, and have what is done in the background stop where nothing is lost."""
        self._stopping.set()

    def finish(self, seconds: float) -> bool:
        """Stop, and wait so long for what is done in the background; whether it has ended."""
        self.stop()
        until = time.monotonic() + seconds
        for thread in self._background:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._background)

    def require_going_on(self) -> None:
        """Raise Stopping where nothing more is to be begun."""
        if self._stopping.is_set():
            raise Stopping("The server is being stopped.")

    def unready(self) -> str:
        """What is missing before the next question can be answered, in a sentence; "" where nothing is.

        An index that the library has outgrown is made anew, as the next question would. Raises PinciteError where the
        library cannot be read or the index not be made.
        """
        self.library.generation  # noqa: B018 - reads the file
        if not self._engine.has_encoder:
            return "The encoder is not loaded yet."
        if not self._lock.acquire(blocking=False):  # a question is being answered, or the index being made for one
            return "" if self._engine.is_open else "The index is being made."
        try:
            self._keep_up()
            self._engine.open()
        finally:
            self._lock.release()
        return ""

    @cached_property
    def _sources(self) -> LibrarySources:
        return LibrarySources(self._engine.view)

    @cached_property
    def desk(self) -> Desk:
        """What checks quotations; an unknown document is no error for it."""
        return Desk(self._sources)

    @cached_property
    def desk_by_meaning(self) -> Desk:
        """The same; what stands nowhere is looked for by what it means, as a question is."""
        return Desk(self._sources, meaning=InMeaning(self.answer))

    @cached_property
    def holdings(self) -> Holdings:
        """What the library holds, to be found by words."""
        return Holdings(self._engine.view)

    def check(self, quotation: Quotation, *, by_meaning: bool = False) -> Check:
        """What became of a quotation's words and of its credit; raises UnknownDocument."""
        asked(quotation.text)
        self._known(quotation.document)
        desk = self.desk_by_meaning if by_meaning else self.desk
        return desk.check(credited(quotation, self.library))

    def check_article(
        self,
        article: Article,
        document: str | None = None,
        most: int = MOST_ARTICLE,
        told: Told | None = None,
        *,
        by_meaning: bool = False,
    ) -> ArticleCheck:
        """Every quotation of an article of at most `most` characters; `document` is meant where it names none.

        By meaning, also what its sentences without marks rest on.

        Raises UnknownDocument, and UnreadableInput where there is more than anybody should wait for.
        """
        if len(article.text) > most:
            raise UnreadableInput(
                f"The article has {len(article.text):,} characters; at most {most:,} are checked at a time,"
                " so divide it."
            )
        desk = self.desk_by_meaning if by_meaning else self.desk
        return check_article(article, desk, self.library, self._known(document), told, desk.meaning)

    def cited(self, document_id: str) -> Document:
        """A document that a check cites, the last few kept in memory; raises UnknownDocument."""
        return self._sources.document(document_id)

    def has_original(self, document_id: str) -> bool:
        """Whether the file is kept that a document was read from, so that its pages can be shown."""
        return self.library.original_sha256(document_id) is not None

    def compared(self, old: str, new: str) -> Differences:
        """What changed between two documents; raises UnknownDocument, UnreadableInput."""
        return compare(self.cited(old), self.cited(new))

    def _known(self, document: str | None) -> str | None:
        """The id of a document that is called so, by its id or symbol."""
        if not document:
            return None
        return self._sources.known_as(document) or self.library.record(document).id  # which says that there is none

    def document(self, document_id: str) -> Document:
        """The document of that id; raises UnknownDocument."""
        return self.library.document(document_id)

    def documents(self) -> tuple[Document, ...]:
        """Every document of the library."""
        return self.library.documents()

    def entries(self) -> tuple[Entry, ...]:
        """What is known of every current document, by id."""
        return self.library.entries()


# After each batch whoever waits has the time to wake up and take the lock, which is not handed on in turn by itself.
_PAUSE_SECONDS = 0.01


def taking_turns(encoder: Encoder, lock: threading.Lock) -> Encoder:
    """`encoder`, used by one thread at a time: each batch holds `lock`, so that questions come in between two."""

    @contextmanager
    def turn() -> Iterator[None]:
        with lock:
            yield
        time.sleep(_PAUSE_SECONDS)

    return EncoderWithin(encoder, turn)


# What was asked and checked, for a log that is off unless the owner of a server asks for it.

QUESTIONS = "pincite.questions"
log = logging.getLogger(QUESTIONS)


def asked(question: str) -> None:
    """Note a question, or a quotation that is checked, if anybody wants to know."""
    log.info("asked", extra={"question": question})
