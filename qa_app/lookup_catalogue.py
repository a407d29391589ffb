"""What the documents of a library can be named by in a look-up, kept for as long as the library does not change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from corpus.library.library import Entry
from corpus.types import Document
from qa_app.lookup_documents import Described, acronyms_in, describe, language_name

MOST_IN_FULL = 300
_TITLE_PAGE = 1500  # characters


class Shelf(Protocol):
    """The documents a look-up may quote; corpus.library.library.Library is one."""

    @property
    def generation(self) -> object:
        """Changes with every change of what stands there."""

    def entries(self) -> Sequence[Entry]:
        """What is known of each current document, by id."""

    def numbers(self, document_id: str) -> Sequence[str]:
        """The printed numbers of a document."""

    def document(self, document_id: str) -> Document:
        """The document of that id or version ("ID@1"); raises UnknownDocument."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the documents searched can be named by, at a glance and with all that opening them tells; their size."""

    briefly: tuple[Described, ...]
    in_full: Callable[[], tuple[Described, ...]]
    paragraphs: int


class Catalogue:
    """The names of the documents on `shelf`."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._generation: object = None
        self._briefly: dict[str, Described] = {}
        self._in_full: dict[str, Described] = {}
        self._paragraphs: dict[str, int] = {}

    def names(self, only: Sequence[str] | None) -> Names:
        """Of all current documents, or of `only` those, which may be earlier versions; raises UnknownDocument."""
        self._follow()
        ids = list(self._briefly) if only is None else list(only)
        briefly = tuple(self._brief(document_id) for document_id in ids)
        return Names(briefly, lambda: self._described_in_full(ids), sum(self._paragraphs[one] for one in ids))

    def _follow(self) -> None:
        if self._generation == self._shelf.generation:
            return
        self._generation = self._shelf.generation
        entries = self._shelf.entries()
        self._briefly = {entry.id: _described_briefly(entry) for entry in entries}
        self._paragraphs = {entry.id: entry.paragraphs for entry in entries}
        self._in_full = {}

    def _brief(self, document_id: str) -> Described:
        if document_id in self._briefly:
            return self._briefly[document_id]
        document = self._shelf.document(document_id)  # superseded, so it is not among the entries
        self._paragraphs[document_id] = sum(paragraph.answers for paragraph in document.paragraphs)
        return described_in_full(document)

    def _described_in_full(self, ids: Sequence[str]) -> tuple[Described, ...]:
        """It takes opening every document, which is done once, and for a few hundred."""
        if len(ids) > MOST_IN_FULL:
            return ()
        for document_id in ids:
            if document_id not in self._in_full:
                self._in_full[document_id] = described_in_full(self._shelf.document(document_id))
        return tuple(self._in_full[document_id] for document_id in ids)


def described_in_full(document: Document) -> Described:
    """With what only the document itself tells: its place, its publisher, and names on its first page."""
    card = document.card
    more = (card.place, card.publisher, language_name(card.language), acronyms_in(document.text[:_TITLE_PAGE]))
    return describe(card.id, card.title, card.date, card.symbol, " ".join(part for part in more if part))


def _described_briefly(entry: Entry) -> Described:
    more = f"{language_name(entry.language)} {PurePath(entry.origin.file).stem}"
    return describe(entry.id, entry.title, entry.date, entry.symbol, more)
