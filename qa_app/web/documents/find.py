"""Finding words in one document: where they stand, in which paragraphs, and the text cut at them. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlencode

from corpus.types import Document, Paragraph, Span
from qa_app.citing.links import document_path
from qa_app.collection import find_loosely, loose_pattern

MOST_HITS = 1_000
LONGEST_SOUGHT = 200  # characters


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a document's words; `hit` counts from 1 where it is a hit or a part of one, which may begin here.

    `sure` says how sure OCR was of a word that it may have misread, in percent.
    """

    text: str
    hit: int = 0
    begins: bool = False
    sure: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in which words were found: how often, and which hit is the first there."""

    paragraph: Paragraph | None
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The places of `words` in a document, in reading order; `at` is the hit that is looked at, from 1."""

    document: str = ""
    words: str = ""
    hits: tuple[Span, ...] = ()
    places: tuple[Place, ...] = ()
    at: int = 1
    doubtful: tuple[tuple[Span, int], ...] = ()

    @property
    def is_cut_short(self) -> bool:
        """Whether there may be more than were marked."""
        return len(self.hits) >= MOST_HITS

    @property
    def next(self) -> str:
        """The address of the hit after this one, and after the last of the first."""
        return self.address(self.at % len(self.hits) + 1)

    @property
    def previous(self) -> str:
        """The address of the hit before this one, and before the first of the last."""
        return self.address((self.at - 2) % len(self.hits) + 1)

    def address(self, hit: int) -> str:
        """The page with that hit looked at."""
        return f"{document_path(self.document)}?{urlencode({'find': self.words, 'hit': hit})}#hit-{hit}"

    def bits(self, text: str, span: Span) -> tuple[Bit, ...]:
        """`text[span]` cut at what was found, and at doubtful words."""
        return tuple(part for bit, start in self._hits(text, span) for part in self._doubted(bit, start))

    def _doubted(self, bit: Bit, start: int) -> Iterator[Bit]:
        """A bit that begins at `start` in the text, cut at the words in it that OCR may have misread."""
        end, position, begins = start + len(bit.text), start, bit.begins
        first = bisect_right(self.doubtful, start, key=lambda each: each[0].end)
        for word, sure in self.doubtful[first:]:
            if word.start >= end:
                break
            cut, stop = max(word.start, position), min(word.end, end)
            if cut > position:
                yield replace(bit, text=bit.text[position - start : cut - start], begins=begins)
                begins = False
            yield replace(bit, text=bit.text[cut - start : stop - start], begins=begins, sure=sure)
            position, begins = stop, False
        if position < end:
            yield replace(bit, text=bit.text[position - start :], begins=begins)

    def _hits(self, text: str, span: Span) -> Iterator[tuple[Bit, int]]:
        position = span.start
        order = max(bisect_right(self.hits, span.start, key=lambda hit: hit.start) - 1, 0)
        for number, hit in enumerate(self.hits[order:], start=order + 1):
            if hit.start >= span.end:
                break
            start, end = max(hit.start, position), min(hit.end, span.end)
            if start >= end:
                continue
            if start > position:
                yield Bit(text[position:start]), position
            yield Bit(text[start:end], number, start == hit.start), start
            position = end
        if position < span.end:
            yield Bit(text[position : span.end]), position


NOTHING = Found()


def find_in(document: Document, words: str, at: int = 1) -> Found:
    """The first thousand places of `words` in what the document's page shows of it, page furniture apart."""
    words = " ".join(words[:LONGEST_SOUGHT].split())
    pattern = loose_pattern(words)
    if pattern is None:
        return NOTHING
    hits: list[Span] = []
    places: list[Place] = []
    for paragraph, span in _shown(document):
        there = islice(find_loosely(span.of(document.text), pattern), MOST_HITS - len(hits))
        new = [hit.shifted(span.start) for hit in there]
        if new:
            places.append(Place(paragraph, len(hits) + 1, len(new)))
            hits += new
    return Found(document.id, words, tuple(hits), tuple(places), min(max(at, 1), len(hits)) if hits else 1)


def _shown(document: Document) -> Sequence[tuple[Paragraph | None, Span]]:
    """Each paragraph with its words' place, then the footnotes."""
    paragraphs = [(p, p.span) for p in document.paragraphs if p.number != "title" and p.text.strip()]
    return [*paragraphs, *((None, note.span) for note in document.footnotes)]
