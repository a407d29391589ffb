"""The quotation desk's sources over a library: look-ups by the library's index of words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from corpus.library.documents import Entry
from corpus.library.library import Library
from corpus.library.words import word_keys
from corpus.types import Document, Paragraph
from qa_app.quotes.listed_sources import furniture_of

_KEPT = 64  # documents


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of a library in one state of it."""

    state: tuple[int, int]
    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    document: Callable[[str], Document]
    furniture: Callable[[], tuple[tuple[str, str], ...]]


class LibrarySources:
    """See qa_app.quotes.sources.Sources. A library that changes is read again, one state at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._state = self._read()

    def known_as(self, given: str) -> str | None:
        """The document of that id or symbol, in whatever case."""
        return self._now().names.get(given.strip().casefold())

    def document(self, document_id: str) -> Document:
        """See Sources."""
        return self._now().document(document_id)

    def superseded_by(self, document_id: str) -> str | None:
        """See Sources."""
        entry = self._now().entries.get(document_id)
        return entry.superseded_by if entry else None

    def languages(self) -> frozenset[str]:
        """See Sources."""
        return frozenset(entry.language for entry in self._now().entries.values())

    def with_phrase(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        return self._library.paragraphs_with_phrase(word_keys(words), most, document)

    def with_words(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        return self._library.paragraphs_with_words(word_keys(words), most, document, include_superseded=True)

    def furniture(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        state, wanted = self._now(), _line(words)
        having = dict.fromkeys(i for i, line in state.furniture() if document in (None, i) and wanted in line)
        found = (p for i in having for p in furniture_of(state.document(i)) if wanted in _line(p.text))
        return tuple(islice(found, most))

    def _now(self) -> _State:
        if self._state.state != self._library.state:
            self._state = self._read()
        return self._state

    def _read(self) -> _State:
        state = self._library.state
        entries = self._library.entries(include_superseded=True)
        names = {name.casefold(): each.id for each in entries for name in (each.symbol, each.id) if name}
        return _State(
            state,
            {entry.id: entry for entry in entries},
            names,
            lru_cache(_KEPT)(self._library.document),
            cache(lambda: tuple((i, _line(text)) for i, text in self._library.furniture())),
        )


def _line(text: str) -> str:
    """The words of a text with a space on either side of each."""
    return f" {' '.join(word_keys(text))} "
