"""One library answering for many threads: the web pages and the API ask here."""

import threading
from collections.abc import Callable, Sequence

from corpus.library import Library
from corpus.types import Document
from index.embed import Progress
from index.encoder import Encoder
from index.engine import Engine
from qa_app.answer import Answerer
from qa_app.outcomes import Outcome
from qa_app.scope import EVERYTHING, Scope
from qa_app.turns import Turn


class Service:
    """Answers one question at a time and notices when the library has changed underneath."""

    def __init__(
        self,
        library: Library,
        load_encoder: Callable[[], Encoder],
        make_answerer: Callable[[Engine], Answerer],
        progress: Progress | None = None,
    ) -> None:
        self.library = library
        self._lock = threading.Lock()
        self._engine = Engine(library, load_encoder, progress)
        self._answerer = make_answerer(self._engine)

    def warm(self) -> None:
        """Load the encoder, encode what is new and open the index, so that the first question is quick."""
        with self._lock:
            self._engine.refresh()
            self._answerer.answer("What is this about?")

    def answer(self, question: str, scope: Scope = EVERYTHING, turns: tuple[Turn, ...] = ()) -> Outcome:
        """See qa_app.answer.Answerer.answer."""
        with self._lock:
            self._engine.refresh()
            return self._answerer.answer(question, scope, turns)

    def answer_after(self, history: Sequence[str], question: str, scope: Scope = EVERYTHING) -> Outcome:
        """The same, where only the questions asked before are known."""
        with self._lock:
            self._engine.refresh()
            return self._answerer.answer(question, scope, self._answerer.turns(history, scope))

    def document(self, document_id: str) -> Document:
        """The document of that id; raises UnknownDocument."""
        return self.library.document(document_id)

    def documents(self) -> tuple[Document, ...]:
        """Every document of the library."""
        return self.library.documents()
