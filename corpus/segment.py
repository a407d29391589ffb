"""A reading -> title, preamble, numbered paragraphs with what lies within them, closing, and furniture. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.addresses import once_each
from corpus.candidates import candidates
from corpus.closing import closing_place
from corpus.folding import Piece, fold, is_plain
from corpus.furniture import find_title, goes_on, is_masthead, masthead_end
from corpus.line_breaks import with_numbers_at_line_breaks, with_trailing_numbers
from corpus.outline import Entry, outline
from corpus.reading import Block, Reading, Role
from corpus.remarks import remarks
from corpus.types import Card, Document, Footnote, Kind, Paragraph, ParagraphId, Span
from corpus.units import inner_spans, units

_LINE = re.compile(r"[^\r\n]+")


def segment(text: str, card: Card) -> Document:
    """Cut plain text, of which each line is a block, into one Document."""
    return segment_reading(Reading(text, lines(text)), card)


def lines(text: str) -> tuple[Block, ...]:
    """A block for each line that is not blank."""
    spans = (Span(*match.span()).trimmed(text) for match in _LINE.finditer(text))
    return tuple(Block(span) for span in spans if span)


def segment_reading(reading: Reading, card: Card) -> Document:
    """Cut a reading into one Document without changing a character of its text.

    Every character that is not white space ends up in exactly one paragraph, label, footnote or furniture span.
    Lines above the card's title are furniture where they are few and short, as is what follows the last paragraph
    from the first line that a web page is known to go on with.
    """
    text = reading.text
    inside, after = _inside(reading)
    title = find_title(text, inside, card.title)
    if title is not None and not is_masthead(text, inside[:title]):
        title = None
    lines_cut = with_numbers_at_line_breaks(text, inside[title + 1 :] if title is not None else inside)
    body = list(with_trailing_numbers(text, lines_cut))
    masthead = masthead_end(text, body)
    body[:masthead] = [replace(block, role=Role.FURNITURE) for block in body[:masthead]]
    entries, end = _outline_of_document(text, body)
    pieces = [] if title is None else [Piece(Kind.HEADING, "title", None, inside[title].span, -1)]
    found = units(entries)
    close = closing_place(text, body[:end], found[-1], plain=is_plain(body)) if found else end
    pieces += fold(text, body[:end], found, close)
    paragraphs = [_paragraph(text, card.id, ordinal, body, piece) for ordinal, piece in enumerate(pieces)]
    paragraphs += _subparagraphs(text, card.id, body, pieces)
    numbers = once_each([paragraph.number for paragraph in paragraphs])
    numbered = [replace(p, id=ParagraphId(card.id, number)) for p, number in zip(paragraphs, numbers, strict=True)]
    return Document(
        card,
        text,
        tuple(numbered[: len(pieces)]),
        tuple(_furniture(text, inside[: title or 0], body, end, after)),
        tuple(numbered[len(pieces) :]),
        tuple(_footnote(text, block) for block in reading.blocks if block.role is Role.FOOTNOTE),
        (*reading.doubts, *remarks(entries, tuple(candidates(text, body[:end])))),
    )


def _outline_of_document(text: str, body: Sequence[Block]) -> tuple[tuple[Entry, ...], int]:
    """The entries, and the block from which on a web page goes on with something else."""
    entries = outline(text, body)
    longest = max((entry.run for entry in entries), default=0)
    run = [entry for entry in entries if entry.run == longest]
    alike = len({entry.address for entry in run}) == 1
    reached = (run[0] if alike else run[-1]).place if run else -1
    for place in range(reached + 1, len(body)):
        if goes_on(text, body[place]):
            return outline(text, body[:place]), place
    return entries, len(body)


def _inside(reading: Reading) -> tuple[list[Block], list[Block]]:
    """The blocks of the text itself, furniture within it included, and the furniture that stands after it."""
    kept = [block for block in reading.blocks if block.role is not Role.FOOTNOTE]
    last = max((place for place, block in enumerate(kept) if block.role is not Role.FURNITURE), default=-1)
    return kept[: last + 1], kept[last + 1 :]


def _paragraph(text: str, document: str, ordinal: int, body: Sequence[Block], piece: Piece) -> Paragraph:
    page = body[max(0, piece.place)].page if body else None
    words = piece.span.of(text)
    number = ParagraphId(document, piece.number)
    return Paragraph(number, ordinal, piece.kind, words, piece.span, piece.label, page, piece.headings)


def _subparagraphs(text: str, document: str, body: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[Paragraph]:
    for ordinal, piece in enumerate(pieces):
        if piece.unit is None:
            continue
        for inner in inner_spans(piece.unit, piece.number, piece.span, text, body):
            number, words = ParagraphId(document, inner.address), inner.span.of(text)
            page = body[inner.place].page
            yield Paragraph(number, ordinal, Kind.NUMBERED, words, inner.span, inner.label, page, piece.headings)


def _footnote(text: str, block: Block) -> Footnote:
    if block.label is None:
        return Footnote("", block.span, block.page)
    words = Span(block.label.end, block.span.end).trimmed(text)
    return Footnote(block.label.of(text).strip("[]().* ") or "*", words or block.span, block.page)


def _furniture(
    text: str, above: Sequence[Block], body: Sequence[Block], end: int, after: Sequence[Block]
) -> Iterator[Span]:
    """What stands above the title, within the text, below its end and after it; neighbours as one span."""
    within = [block for block in body[:end] if block.role is Role.FURNITURE]
    run: Span | None = None
    for block in (*above, *within, *body[end:], *after):
        if run and not text[run.end : block.span.start].strip():
            run = Span(run.start, block.span.end)
            continue
        if run:
            yield run
        run = block.span
    if run:
        yield run
