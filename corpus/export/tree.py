"""A document's paragraphs as a tree, each cut into its own words and the subparagraphs within it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.export.identifiers import holder_of, named_by, printed
from corpus.types import Document, Kind, Paragraph, Span


@dataclass(frozen=True, slots=True)
class Branch:
    """A paragraph and, in reading order, the subparagraphs that lie directly within it."""

    paragraph: Paragraph
    within: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: words of its own, or a subparagraph from its printed label on.

    The pieces of a paragraph follow one another without a gap, so that their texts joined are the paragraph's.
    """

    span: Span
    branch: Branch | None = None


def branches(document: Document) -> tuple[Branch, ...]:
    """The paragraphs of `document` in reading order, with what lies within them."""
    return _grow(document.in_order)


def walk(document: Document) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """Every paragraph and subparagraph in reading order, each with the one that holds it directly."""
    for branch in branches(document):
        yield from _walk(branch, None)


def pieces(branch: Branch) -> tuple[Piece, ...]:
    """`branch` cut into its own words and its subparagraphs.

    A subparagraph that overlaps the one before it has no piece of its own; its words stay where they are.
    """
    outer = branch.paragraph.span
    found: list[Piece] = []
    position = outer.start
    for sub in branch.within:
        start = _start(sub.paragraph, position)
        if start < position:
            continue
        if start > position:
            found.append(Piece(Span(position, start)))
        found.append(Piece(Span(start, sub.paragraph.span.end), sub))
        position = sub.paragraph.span.end
    if position < outer.end:
        found.append(Piece(Span(position, outer.end)))
    return tuple(found)


def headings_over(paragraph: Paragraph) -> tuple[str, ...]:
    """The headings over `paragraph`, not itself one of them: an article may name itself as the last of its headings."""
    own = " ".join(paragraph.text.split()) if paragraph.kind is Kind.HEADING else printed(paragraph.number)
    last = paragraph.headings[-1] if paragraph.headings else ""
    return paragraph.headings[:-1] if last and own and (last == own or last.endswith(f" {own}")) else paragraph.headings


def shown_label(document: Document, paragraph: Paragraph, *, is_part: bool = False) -> str:
    """What is printed of the paragraph's number, or the whole of it where that is not enough to know it by.

    "1." is enough under the heading "Article 17" and for a part of another paragraph, not where no heading names the
    article; and nothing may be printed at all. Empty for what has no number.
    """
    label = paragraph.label.of(document.text) if paragraph.label else ""
    if paragraph.kind is not Kind.NUMBERED or (label and is_part):
        return label
    holder = holder_of(paragraph.number)
    known = holder is None or any(named_by(words, holder) for words in (*paragraph.headings, label))
    return label if label and known else paragraph.number


def _start(sub: Paragraph, position: int) -> int:
    """Where a subparagraph begins: at its label, if that stands right here and is not the outer paragraph's own."""
    if sub.label and position <= sub.label.start <= sub.span.start:
        return sub.label.start
    return sub.span.start


def _grow(paragraphs: Sequence[Paragraph]) -> tuple[Branch, ...]:
    grown: list[Branch] = []
    place = 0
    while place < len(paragraphs):
        outer, after = paragraphs[place], place + 1
        while after < len(paragraphs) and _lies_within(paragraphs[after], outer):
            after += 1
        grown.append(Branch(outer, _grow(paragraphs[place + 1 : after])))
        place = after
    return tuple(grown)


def _lies_within(inner: Paragraph, outer: Paragraph) -> bool:
    if inner.ordinal != outer.ordinal:
        return False
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _walk(branch: Branch, parent: Paragraph | None) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    yield branch.paragraph, parent
    for sub in branch.within:
        yield from _walk(sub, branch.paragraph)
