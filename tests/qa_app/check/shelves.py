"""A shelf of documents in memory, for tests."""

from collections.abc import Sequence

from corpus.errors import UnknownDocument
from corpus.library.library import Entry, Origin
from corpus.types import Document


class ListedShelf:
    """See qa_app.references.documents.Shelf."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}

    @property
    def generation(self) -> int:
        """It never changes."""
        return 1

    def entries(self) -> Sequence[Entry]:
        """Every document, in its first version."""
        cards = [document.card for document in self._documents.values()]
        return [Entry(c.id, c.title, c.date, c.language, c.symbol, 1, 1, None, Origin(), None) for c in cards]

    def numbers(self, document_id: str) -> Sequence[str]:
        """The printed numbers."""
        return self.document(document_id).numbers

    def document(self, document_id: str) -> Document:
        """The document of that id; raises UnknownDocument."""
        if document_id not in self._documents:
            raise UnknownDocument(f"There is no document {document_id!r}.")
        return self._documents[document_id]
