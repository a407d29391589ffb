"""Which paragraphs there are, and which one an address means that a person wrote."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote

from rapidfuzz import process

from corpus.cutting.front import guess_language
from corpus.errors import InvalidDocument, UnknownParagraph
from corpus.intake.files import slug
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from qa_app.references.paragraphs import find_paragraph

if TYPE_CHECKING:
    from corpus.library.library import Library

_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
_LEAST_ALIKE = 60.0


@dataclass(frozen=True, slots=True)
class Known(Collection[str]):
    """The addresses ("DOCUMENT#NUMBER") that a question may name, in reading order.

    `texts` are their words where they are at hand; `parts` leads from a subparagraph to the paragraph that is shown for
    it; `superseded` from an address that is no longer current to the document that replaced its own; `titles` from a
    document to its title; `silent` are headings and empty paragraphs, which are never shown as an answer.
    """

    addresses: Mapping[str, None]
    texts: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    superseded: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    @classmethod
    def of_addresses(cls, addresses: Collection[str]) -> Self:
        """Nothing but the addresses."""
        return cls(dict.fromkeys(addresses))

    @classmethod
    def of_documents(cls, documents: Iterable[Document], superseded: Mapping[str, str] | None = None) -> Self:
        """Everything that the documents say of themselves."""
        texts: dict[str, str] = {}
        parts: dict[str, str] = {}
        titles: dict[str, str] = {}
        silent: set[str] = set()
        for document in documents:
            titles[document.id] = document.card.title
            texts.update((str(paragraph.id), paragraph.text) for paragraph in document.paragraphs)
            silent.update(str(paragraph.id) for paragraph in document.paragraphs if not paragraph.answers)
            parts.update((str(sub.id), str(document.paragraphs[sub.ordinal].id)) for sub in document.subparagraphs)
        return cls(dict.fromkeys(texts), texts, parts, superseded or {}, titles, frozenset(silent))

    @classmethod
    def of_library(cls, library: "Library") -> Self:
        """Every current document of the library, and what its superseded ones have."""
        old = {entry.id: entry.superseded_by for entry in library.entries(include_superseded=True)}
        superseded = {str(p.id): by for name, by in old.items() if by for p in library.document(name).paragraphs}
        return cls.of_documents(library.each_document(), superseded)

    def __contains__(self, address: object) -> bool:
        return address in self.addresses

    def __iter__(self) -> Iterator[str]:
        return iter(self.addresses)

    def __len__(self) -> int:
        return len(self.addresses)


class Finder:
    """Finds the paragraph that is meant by what a person wrote in a question set."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._numbers: dict[str, list[str]] = {}
        for address in (*known.addresses, *known.parts):
            document, _, number = address.partition("#")
            self._numbers.setdefault(document, []).append(number)
        self._outlines: dict[str, Document] = {}
        self._meant: dict[str, str | None] = {}
        self._folded: dict[str, str] = {}

    def find(self, asked: str, document: str | None = None) -> str:
        """The address that is meant; raises UnknownParagraph with what comes nearest.

        `asked` is "DOCUMENT#NUMBER", a document of one paragraph, or a number of `document`.
        """
        for address in _readings(asked, document):
            if address in self.known:
                return address
            if address in self.known.parts:
                return self.known.parts[address]
        written, _, number = _readings(asked, document)[0].partition("#")
        meant = self.document(written)
        if meant is None:
            raise UnknownParagraph(self._no_document(written, number))
        if f"{meant}#{number}" in self.known:
            return f"{meant}#{number}"
        self._require_current(meant, number)
        found = str(find_paragraph(self._outline(meant), number).id)
        return self.known.parts.get(found, found)

    def document(self, written: str) -> str | None:
        """The id of the document that is meant by its id, its title or its file's name; None where there is none."""
        if written in self._numbers:
            return written
        if written not in self._meant:
            plain = slug(_ENDING.sub("", written))
            titled = [d for d, title in self.known.titles.items() if slug(title) == slug(written)]
            candidates = dict.fromkeys([d for d in self._numbers if slug(d) == plain] or titled)
            self._meant[written] = next(iter(candidates)) if len(candidates) == 1 else None
        return self._meant[written]

    def holding(self, sentence: str, document: str | None) -> tuple[str, ...]:
        """The paragraphs of `document`, or of every document, in which the sentence stands; best in whole words."""
        if not self._folded:
            self._folded = {address: folded(text) for address, text in self.known.texts.items()}
        wanted = folded(sentence)
        start = f"{document}#" if document else ""
        found = [a for a, text in self._folded.items() if a.startswith(start) and wanted in text]
        whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        return tuple([address for address in found if whole.search(self._folded[address])] or found)

    def _no_document(self, document: str, number: str) -> str:
        if by := self.known.superseded.get(f"{document}#{number}"):
            return f"{document} is superseded by {by}, and only documents that are current are searched."
        near = process.extractOne(document, self._numbers.keys(), score_cutoff=_LEAST_ALIKE)
        hint = f"; the nearest id is {near[0]!r}" if near else ""
        return f"there is no document {document!r}, so no paragraph '{document}#{number}'{hint}."

    def _require_current(self, document: str, number: str) -> None:
        earlier = re.compile(rf"{re.escape(document)}@\d+#{re.escape(number)}")
        if found := [address for address in self.known.superseded if earlier.fullmatch(address)]:
            version = found[-1].partition("#")[0]
            raise UnknownParagraph(
                f"there is no paragraph '{document}#{number}' any more: it stands in {version}, which is superseded."
            )

    def _outline(self, document: str) -> Document:
        """A document with these numbers and no words, for looking numbers up."""
        if document not in self._outlines:
            paragraphs = tuple(
                Paragraph(ParagraphId(document, number), place, _kind(number), "", Span(0, 0), None, None)
                for place, number in enumerate(self._numbers[document])
            )
            self._outlines[document] = Document(
                Card(document, document, None, None, None, None, "en"), "", paragraphs, ()
            )
        return self._outlines[document]


def _kind(number: str) -> Kind:
    """What the number shows of its paragraph, which is whether it is printed."""
    printed = any(sign.isdecimal() for sign in number) and not number.startswith(("heading-", "unnumbered-"))
    return Kind.NUMBERED if printed else Kind.UNNUMBERED


def folded(text: str) -> str:
    """`text` with runs of white space made one space."""
    return " ".join(text.split())


def _readings(asked: str, document: str | None) -> list[str]:
    """The addresses that `asked` may be, the likeliest first; TREC files write a space in one as %20."""
    forms = dict.fromkeys([asked, unquote(asked)])
    return [address for form in forms for address in _plain_readings(form, document)]


def _plain_readings(asked: str, document: str | None) -> list[str]:
    if "#" in asked.strip("#"):
        return [asked]
    alone = asked.strip("#")
    return [f"{document}#{alone}", f"{alone}#1"] if document else [f"{alone}#1"]


# Documents made of paragraphs that a question set brings with it.

_BETWEEN = "\n\n"
_LOADABLE = re.compile(r"[^\0\ud800-\udfff]*")


def article(
    document: str, title: str, parts: Sequence[tuple[str, str]], end: str = "", language: str | None = None
) -> Document:
    """The document whose text is the `parts` (number, text) with an empty line between them, and `end`.

    Its `language` is told by the text where none is given. Raises InvalidDocument where two parts have the same
    number, or where there is what no library can store.
    """
    if not all(_LOADABLE.fullmatch(words) for words in (document, title, *(piece for part in parts for piece in part))):
        raise InvalidDocument("it holds a NUL or half a surrogate pair.")
    text = _BETWEEN.join(words for _, words in parts) + end
    paragraphs: list[Paragraph] = []
    start = 0
    for place, (number, words) in enumerate(parts):
        span = Span(start, start + len(words))
        paragraphs.append(Paragraph(ParagraphId(document, number), place, Kind.NUMBERED, words, span, None, None))
        start = span.end + len(_BETWEEN)
    card = Card(document, title or document, None, None, None, None, language or guess_language(text))
    return Document(card, text, tuple(paragraphs), ())
