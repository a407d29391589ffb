"""What a quotation is compared with: a paragraph, or some that follow each other, as one text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.types import Document, Kind, Paragraph, Span
from qa_app.citation import Citation
from qa_app.quotes.fold import Folded, fold

_KEPT = 300  # folded texts


@dataclass(frozen=True, slots=True)
class Stream:
    """A text and the paragraphs in it, each with the place where its own text begins."""

    folded: Folded
    paragraphs: tuple[tuple[Paragraph, int], ...]

    def citations(self, first: int, end: int) -> tuple[Citation, ...]:
        """The slices of its paragraphs from the key `first` up to and without the key `end`, in order."""
        if end <= first:
            return ()
        start, stop = self.folded.starts[first], self.folded.ends[end - 1]
        found = []
        for paragraph, base in self.paragraphs:
            begins, ends = max(start - base, 0), min(stop - base, len(paragraph.text))
            trimmed = Span(begins, ends).trimmed(paragraph.text) if begins < ends else None
            if trimmed is not None:
                found.append(Citation(paragraph, trimmed))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that has not been folded yet, which takes longest, with the paragraphs in it."""

    text: str
    paragraphs: tuple[tuple[Paragraph, int], ...]

    def stream(self) -> Stream:
        """It, folded."""
        return Stream(_fold(self.text), self.paragraphs)


def stream_of(paragraph: Paragraph) -> Stream:
    """One paragraph's text, without the number printed before it."""
    return Stream(_fold(paragraph.text), ((paragraph, 0),))


def without_numbers(paragraphs: Sequence[Paragraph]) -> Passage:
    """Those paragraphs' texts one after the other, without the numbers printed before them."""
    placed, length = [], 0
    for paragraph in paragraphs:
        placed.append((paragraph, length))
        length += len(paragraph.text) + 1
    return Passage("\n".join(p.text for p in paragraphs), tuple(placed))


def as_printed(document: Document, first: Paragraph, last: Paragraph) -> Passage:
    """The document's text from the number printed before `first` to the number after `last`."""
    start = first.label.start if first.label and first.label.start < first.span.start else first.span.start
    following = after(document, last, 1)
    end = following[0].label.end if following and following[0].label else last.span.end
    inside = document.paragraphs[first.ordinal : last.ordinal + 1]
    return Passage(document.text[start : max(end, last.span.end)], tuple((p, p.span.start - start) for p in inside))


def after(document: Document, paragraph: Paragraph, most: int) -> tuple[Paragraph, ...]:
    """The next paragraphs, headings left out; at most `most`."""
    following = document.paragraphs[paragraph.ordinal + 1 : paragraph.ordinal + 1 + most + 8]
    return tuple(p for p in following if p.kind is not Kind.HEADING and p.text.strip())[:most]


@lru_cache(_KEPT)
def _fold(text: str) -> Folded:
    return fold(text)
