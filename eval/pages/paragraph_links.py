"""Addresses of paragraphs as links: where each is read, if it is in this library."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.errors import UnknownDocument, UnknownParagraph
from corpus.types import Document
from qa_app.citing.citation import spoken_place
from qa_app.citing.links import paragraph_path


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in words, and where it is read; `path` is "" where this library has no such paragraph."""

    says: str
    path: str


class ParagraphLinks:
    """Finds the paragraphs that a report names; each document is loaded once, for one page."""

    def __init__(self, document: Callable[[str], Document], *, names_documents: bool = True) -> None:
        self._document, self._names_documents = document, names_documents
        self._loaded: dict[str, Document | None] = {}

    def place(self, address: str) -> Place:
        """ "kabul-process-2017#3" as "Paragraph 3" with its path, and with its document where `names_documents`."""
        name, _, number = address.partition("#")
        document = self._named(name)
        if document is None:
            return Place(address, "")
        try:
            paragraph = document.paragraph(number)
        except UnknownParagraph:
            return Place(address, "")
        title = f", {document.card.title}" if self._names_documents else ""
        return Place(f"{spoken_place(paragraph)}{title}", paragraph_path(paragraph))

    def _named(self, name: str) -> Document | None:
        if name not in self._loaded:
            try:
                self._loaded[name] = self._document(name)
            except UnknownDocument:
                self._loaded[name] = None
        return self._loaded[name]
