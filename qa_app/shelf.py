"""The documents of an engine's library as look-ups want them, the last few hundred kept in memory."""

from collections.abc import Sequence

from corpus.library.library import Entry
from corpus.types import Document
from index.engine import Engine


class EngineShelf:
    """See qa_app.looking_up.Shelf."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def generation(self) -> object:
        """Changes with every change of the library."""
        return self._engine.library.state

    def entries(self) -> Sequence[Entry]:
        """What is known of each current document, by id."""
        return [entry for entry in self._engine.entries if entry.superseded_by is None]

    def numbers(self, document_id: str) -> Sequence[str]:
        """The printed numbers of a document."""
        return self._engine.library.numbers(document_id)

    def document(self, document_id: str) -> Document:
        """The document of that id or version; raises UnknownDocument."""
        self._engine.refresh()
        return self._engine.document(document_id)
