"""Where the quotation desk looks: what it asks of a collection of documents."""

from typing import Protocol

from corpus.types import Document, Paragraph


class Sources(Protocol):
    """A collection of documents with look-ups of words, which shortlist; the text decides."""

    def known_as(self, given: str) -> str | None:
        """The id of the document that somebody calls `given` (its id, its symbol); None where there is none."""

    def document(self, document_id: str) -> Document:
        """The document of that id, superseded or not; raises UnknownDocument."""

    def superseded_by(self, document_id: str) -> str | None:
        """What superseded that document; None where it is current."""

    def languages(self) -> frozenset[str]:
        """The ISO 639-1 codes of the languages that the documents say they are in."""

    def with_phrase(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """Paragraphs with those words one after the other, at most `most`, those of superseded documents last."""

    def with_words(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """Paragraphs that share the rarest of those words, at most `most`, the closest first."""

    def furniture(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """What stands around the documents (menus, running heads) and shares those words, as unnumbered paragraphs."""
