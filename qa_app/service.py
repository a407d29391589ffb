"""One library answering for many threads: the web pages and the API ask here."""

import threading
from collections.abc import Callable

from corpus.library import Library
from corpus.types import Document
from index.embed import Progress
from index.encoder import Encoder
from index.engine import Engine
from qa_app.answer import Answerer
from qa_app.outcomes import Outcome


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
        self._make_answerer = make_answerer
        self._lock = threading.Lock()
        self._engine = Engine(library, load_encoder, progress)

    def warm(self) -> None:
        """Load the encoder, encode what is new and open the index, so that the first question is quick."""
        with self._lock:
            self._engine.search_many(["warm"], 1, [None])

    def answer(self, question: str, document: str | None = None) -> Outcome:
        """See qa_app.answer.Answerer.answer."""
        with self._lock:
            return self._make_answerer(self._current_engine()).answer(question, document)

    def document(self, document_id: str) -> Document:
        """The document of that id; raises UnknownDocument."""
        return self.library.document(document_id)

    def documents(self) -> tuple[Document, ...]:
        """Every document of the library."""
        return self.library.documents()

    def _current_engine(self) -> Engine:
        self._engine.refresh()
        return self._engine
