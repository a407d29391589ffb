"""Where the quotation desk looks: what it asks of a collection of documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Protocol

from corpus.library.documents import Entry
from corpus.library.view import Contents, LibraryView, MadeOf
from corpus.library.words import word_keys
from corpus.types import Document, Kind, Paragraph, ParagraphId
from qa_app.check.language.vocabulary import MONTHS


class Sources(Protocol):
    """A collection of documents with look-ups of words, which shortlist; the text decides."""

    def known_as(self, given: str) -> str | None:
        """The id of the document that somebody calls `given` (its id, its symbol); None where there is none."""

    def document(self, document_id: str) -> Document:
        """The document of that id, superseded or not; raises UnknownDocument."""

    def superseded_by(self, document_id: str) -> str | None:
        """What superseded that document; None where it is current."""

    def namesakes(self, document_id: str) -> tuple[str, ...]:
        """Other documents whose title is the same but for numbers, dates and words such as "corrigendum"."""

    def languages(self) -> frozenset[str]:
        """The ISO 639-1 codes of the languages that the documents say they are in."""

    def with_phrase(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """Paragraphs with those words one after the other, at most `most`, those of superseded documents last."""

    def with_words(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """Paragraphs that share the rarest of those words, at most `most`, the closest first."""

    def furniture(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """What stands around the documents (menus, running heads) and shares those words, as unnumbered paragraphs."""


# The quotation desk's sources over a library: look-ups by the library's index of words.

_OF_A_VERSION = frozenset(
    "the of to a an and in on for corrigendum addendum corrected correction consolidated revised revision rev draft"
    " text version amended final".split()
)
_TELLS_A_VERSION = _OF_A_VERSION | MONTHS


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the documents of a library in one state of it."""

    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    titles: Mapping[frozenset[str], Sequence[str]]
    document: Callable[[str], Document]
    furniture: Callable[[], Mapping[str, Sequence[str]]]


class LibrarySources:
    """See qa_app.check.sources.Sources. A library that changes is followed, one state at a time."""

    def __init__(self, view: LibraryView) -> None:
        self._library = view.library
        self._known = MadeOf(view, self._read)
        self._title_key = cache(title_key)  # of all documents, at every change of one
        self._lines: dict[str, tuple[Entry | None, list[str]]] = {}

    def known_as(self, given: str) -> str | None:
        """The document of that id or symbol, in whatever case, also where it is called as its file is ("the_talks")."""
        known, name = self._known.now, given.strip()
        return name if name in known.entries else known.names.get(name.casefold().replace("_", "-"))

    def document(self, document_id: str) -> Document:
        """See Sources."""
        return self._known.now.document(document_id)

    def superseded_by(self, document_id: str) -> str | None:
        """See Sources."""
        entry = self._known.now.entries.get(document_id)
        return entry.superseded_by if entry else None

    def namesakes(self, document_id: str) -> tuple[str, ...]:
        """See Sources."""
        known = self._known.now
        entry = known.entries.get(document_id)
        title = title_key(entry.title) if entry else None
        return tuple(i for i in known.titles[title] if i != document_id) if title else ()  # "2021/77" is any title's

    def languages(self) -> frozenset[str]:
        """See Sources."""
        return frozenset(entry.language for entry in self._known.now.entries.values())

    def with_phrase(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        return self._library.paragraphs_with_phrase(word_keys(words), most, document)

    def with_words(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        return self._library.paragraphs_with_words(word_keys(words), most, document, include_superseded=True)

    def furniture(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        known, wanted = self._known.now, _line(words)
        having = [
            i for i, lines in known.furniture().items() if document in (None, i) and any(wanted in x for x in lines)
        ]
        found = (p for i in having for p in furniture_of(known.document(i)) if wanted in _line(p.text))
        return tuple(islice(found, most))

    def _read(self, contents: Contents) -> _Known:
        names = {
            name.casefold().replace("_", "-"): each.id
            for each in contents.entries
            for name in (each.symbol, each.id)
            if name
        }
        titles: dict[frozenset[str], list[str]] = {}
        for entry in contents.entries:
            titles.setdefault(self._title_key(entry.title), []).append(entry.id)
        return _Known(
            contents.by_id,
            names,
            titles,
            contents.document,
            cache(lambda: self._furniture(contents)),
        )

    def _furniture(self, contents: Contents) -> Mapping[str, Sequence[str]]:
        """The lines around each document; of those that have not changed they are known."""
        kept = {i: each for i, each in self._lines.items() if contents.by_id.get(i) is each[0]}
        found: dict[str, list[str]] = {}
        for document_id, text in self._library.furniture(besides=kept):
            found.setdefault(document_id, []).append(_line(text))
        self._lines = {**kept, **{i: (contents.by_id.get(i), lines) for i, lines in found.items()}}
        return {i: lines for i, (_, lines) in sorted(self._lines.items())}


def _line(text: str) -> str:
    """The words of a text with a space on either side of each."""
    return f" {' '.join(word_keys(text))} "


def title_key(title: str) -> frozenset[str]:
    """The words of a title by which it is the same in every year and version."""
    return frozenset(word for word in word_keys(title) if word.isalpha() and word not in _TELLS_A_VERSION)


def furniture_of(document: Document) -> tuple[Paragraph, ...]:
    """What stands around a document, as paragraphs without a number."""
    return tuple(
        Paragraph(
            ParagraphId(document.id, f"furniture-{order}"), 0, Kind.UNNUMBERED, span.of(document.text), span, None, None
        )
        for order, span in enumerate(document.furniture, start=1)
    )
