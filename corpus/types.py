"""The words everything else is built from: Span, ParagraphId, Paragraph, Document."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Self

from corpus.errors import InvalidDocument, UnknownParagraph

# Among the notes of a document whose pages are pictures.
OCR_NOTE = "Its words were read by OCR: look at the page before you quote."
DOUBTFUL = 90  # percent: a word that OCR was less sure of is marked


class Kind(StrEnum):
    """What a paragraph is within its document."""

    NUMBERED = "numbered"
    PREAMBLE = "preamble"
    HEADING = "heading"
    CLOSING = "closing"
    UNNUMBERED = "unnumbered"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters (code points), `start` included, `end` not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InvalidDocument(f"A span must satisfy 0 <= start <= end, not {self.start}..{self.end}.")

    def of(self, text: str) -> str:
        """The characters of `text` in this span."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def trimmed(self, text: str) -> Self | None:
        """The same range without white space at its ends; None where nothing else is in it."""
        raw = self.of(text)
        if not raw.strip():
            return None
        return type(self)(self.start + len(raw) - len(raw.lstrip()), self.start + len(raw.rstrip()))

    def shifted(self, by: int) -> Self:
        """The same range counted from a point `by` characters earlier."""
        return type(self)(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True, order=True)
class ParagraphId:
    """A paragraph's address: the document's id and the printed number ("3", "preamble")."""

    document: str
    number: str

    def __str__(self) -> str:
        return f"{self.document}#{self.number}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One addressable piece of a document.

    `text` is `document.text[span]`, without the printed number; `label` is where that number
    stands ("3-"), None where nothing is printed. `ordinal` counts from 0 in reading order; a
    subparagraph has the ordinal of the paragraph that holds it. `headings` are the headings over it,
    the outermost first; `page` counts from 1. `doubt` says why its number may not be the one that a reader of the
    document would cite, None where the sequence and the file itself agree on it. `part` is where a number that is
    printed again, or in an annex, stands ("Annex I"), None for the first of its kind and where no heading tells.
    """

    id: ParagraphId
    ordinal: int
    kind: Kind
    text: str
    span: Span
    label: Span | None
    page: int | None
    headings: tuple[str, ...] = ()
    doubt: str | None = None
    part: str | None = None

    @property
    def number(self) -> str:
        """The printed number as a reader cites it, or "preamble", "closing", "title"."""
        return self.id.number

    @property
    def address(self) -> str:
        """Number and part as one would write them: "3", "Annex I, para. 3", "Part Two, Article 5"."""
        if self.part is None:
            return self.number
        printed = re.sub(r"~\d+", "", self.number)
        return f"{self.part}, {printed if ' ' in printed else f'para. {printed}'}"

    @property
    def answers(self) -> bool:
        """Whether this paragraph says something that can be an answer (a heading does not)."""
        return self.kind is not Kind.HEADING and bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about a document beside its text."""

    id: str
    title: str
    date: date | None
    place: str | None
    publisher: str | None
    source: str | None
    language: str
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page or the end of a document: its mark as printed ("12", "*") and its words."""

    mark: str
    span: Span
    page: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the publisher set into the text and is none of its words: the call of a note ("12"), an amendment ("►M1").

    `place` is where in the document's text it stood; the text itself has it no more.
    """

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """Where a line of a document's text stands on its page: tenths of a point from the page's left and lower edges.

    `words` are (where it begins in the document's text, left edge, right edge); `sureness` is how sure each was read
    by OCR, in percent, and empty where the file itself has the words.
    """

    page: int
    bottom: int
    top: int
    words: tuple[tuple[int, int, int], ...]
    sureness: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, its card, its paragraphs and the page furniture around them.

    `subparagraphs` lie within `paragraphs` and are addressed in full ("4(a)(ii)"); `notes` are sentences on what
    was doubtful in reading it. Raises InvalidDocument where `text[paragraph.span] != paragraph.text`, where
    paragraphs overlap or are out of order, where a subparagraph lies in no paragraph, or where two share a number.
    """

    card: Card
    text: str
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Span, ...]
    subparagraphs: tuple[Paragraph, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        for expected, paragraph in enumerate(self.paragraphs):
            if paragraph.ordinal != expected or paragraph.id.document != self.id:
                raise InvalidDocument(f"{paragraph.id} does not stand at place {expected} of {self.id}.")
            if paragraph.span.of(self.text) != paragraph.text:
                raise InvalidDocument(f"The text of {paragraph.id} is not what its span holds.")
        for before, after in pairwise(self.paragraphs):
            if before.span.end > after.span.start:
                raise InvalidDocument(f"{before.id} and {after.id} overlap.")
        for sub in self.subparagraphs:
            self._require_within(sub)
        numbers = [paragraph.number for paragraph in (*self.paragraphs, *self.subparagraphs)]
        if len(set(numbers)) != len(numbers):
            raise InvalidDocument(f"{self.id} has two paragraphs of the same number.")

    def _require_within(self, sub: Paragraph) -> None:
        if not 0 <= sub.ordinal < len(self.paragraphs) or sub.id.document != self.id:
            raise InvalidDocument(f"{sub.id} belongs to no paragraph of {self.id}.")
        outer = self.paragraphs[sub.ordinal].span
        if not outer.start <= sub.span.start <= sub.span.end <= outer.end:
            raise InvalidDocument(f"{sub.id} lies outside {self.paragraphs[sub.ordinal].id}.")
        if sub.span.of(self.text) != sub.text:
            raise InvalidDocument(f"The text of {sub.id} is not what its span holds.")

    @property
    def in_order(self) -> tuple[Paragraph, ...]:
        """Paragraphs and subparagraphs in reading order, each before what lies within it."""
        return tuple(sorted((*self.paragraphs, *self.subparagraphs), key=_place))

    @property
    def id(self) -> str:
        """The document's id, as its card gives it."""
        return self.card.id

    @property
    def read_by_ocr(self) -> bool:
        """Whether its pages are pictures, so that a word may not be the one that is printed."""
        return OCR_NOTE in self.notes

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The printed numbers in reading order."""
        return tuple(p.number for p in self.paragraphs if p.kind is Kind.NUMBERED)

    def paragraph(self, number: str) -> Paragraph:
        """The paragraph or subparagraph of that number; raises UnknownParagraph."""
        for paragraph in (*self.paragraphs, *self.subparagraphs):
            if number in (paragraph.number, paragraph.address):
                return paragraph
        raise UnknownParagraph(f"{self.id} has no paragraph {number!r}; {self.describe_numbers()}")

    def describe_numbers(self) -> str:
        """A sentence on which numbers there are: "this document's paragraphs run from 1 to 11."."""
        numbers = self.numbers
        if not numbers:
            return "this document's paragraphs are not numbered."
        if len(numbers) == 1:
            return f"this document's only numbered paragraph is {numbers[0]}."
        return f"this document's paragraphs run from {numbers[0]} to {numbers[-1]}."


def _place(paragraph: Paragraph) -> tuple[int, int, int]:
    return paragraph.ordinal, paragraph.span.start, -paragraph.span.end
