"""A reading -> title, preamble, numbered paragraphs with what lies within them, closing, and furniture. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.cutting.blocks import Piece, fold, is_plain
from corpus.cutting.closing import closing_place, without_what_follows_the_end
from corpus.cutting.furniture import contents, find_title, is_apparatus, is_masthead, masthead_end, tail
from corpus.cutting.headings import is_bare_division, with_recurring_heads
from corpus.formats.reading import Block, Reading, Role
from corpus.numbering.candidates import candidates
from corpus.numbering.labels import find_label
from corpus.numbering.notes import remarks
from corpus.numbering.outline import outline
from corpus.numbering.parts import doubts, with_parts
from corpus.numbering.units import inner_spans, once_each, units, with_lists_apart
from corpus.types import Card, Document, Footnote, Kind, Paragraph, ParagraphId, Span

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
    blocks = _with_notes(reading)
    inside, after = _inside(blocks)
    title = find_title(text, inside, card.title)
    if title is not None and not is_masthead(text, inside[: title[0]]):
        title = None
    lines_cut = with_numbers_at_line_breaks(text, inside[title[1] + 1 :] if title is not None else inside)
    body = list(with_trailing_numbers(text, lines_cut))
    masthead = masthead_end(text, body)
    signs = (place for place, block in enumerate(body) if is_apparatus(text, block))
    around = {*range(masthead), *contents(text, body), *signs}
    body = [replace(b, role=Role.FURNITURE) if place in around else b for place, b in enumerate(body)]
    plain = is_plain(body)  # also where its lines are made headings below
    printed = outline(text, body)
    if headed := with_recurring_heads(text, body, printed.begun_anew):
        body = headed
        printed = outline(text, body)
    if (end := tail(text, body, printed.entries)) < len(body):
        printed = outline(text, body[:end])
    pieces = []
    if title is not None:
        named = Span(inside[title[0]].span.start, inside[title[1]].span.end)
        pieces = [Piece(Kind.HEADING, "title", None, named, -1)]
    entries, ends = without_what_follows_the_end(text, body[:end], printed.entries)
    found = units(text, entries)
    close = closing_place(text, body[:end], found, plain=plain) if found else end
    over = printed.headings
    folded = fold(text, body[:end], found, over, close, ends, plain=plain)
    apart = with_lists_apart(found, {piece.unit.label.start: piece.span.end for piece in folded if piece.unit})
    if len(apart) > len(found):
        folded = fold(text, body[:end], apart, over, close, ends, plain=plain)
    pieces += folded
    paragraphs = [_paragraph(text, card.id, ordinal, body, piece) for ordinal, piece in enumerate(pieces)]
    paragraphs += _subparagraphs(text, card.id, body, pieces)
    numbers = once_each([paragraph.number for paragraph in paragraphs])
    numbered = [replace(p, id=ParagraphId(card.id, number)) for p, number in zip(paragraphs, numbers, strict=True)]
    numbered = with_parts(numbered, doubts(entries))
    return Document(
        card,
        text,
        tuple(numbered[: len(pieces)]),
        tuple(_furniture(text, inside[: title[0] if title else 0], body, end, after)),
        tuple(numbered[len(pieces) :]),
        tuple(_footnote(text, block) for block in blocks if block.role is Role.FOOTNOTE),
        (*reading.doubts, *remarks(entries, printed.printed)),
        reading.marks,
    )


# As legal databases begin a note below the provision that it is about, each in a line of its own.
_NOTE = re.compile(r"(?:footnote|сноска|ескерту|fußnote|amtlicher hinweis|note de bas de page)\s?[.:]\s", re.IGNORECASE)


_CALL, _CALLED = re.compile(r"(?<=\S)\[\d{1,3}\]"), re.compile(r"\[\d{1,3}\]\s")


def _with_notes(reading: Reading) -> tuple[Block, ...]:
    """The blocks, those made notes that say so of themselves, and those below the text that "[1]" in it calls."""
    text, calls = reading.text, [*_CALL.finditer(reading.text)]
    told = {p for p, b in enumerate(reading.blocks) if _NOTE.match(text, b.span.start, b.span.end)}
    below = bisect_left(reading.blocks, calls[-1].end(), key=lambda b: b.span.start) if calls else len(reading.blocks)
    called = [p for p, b in enumerate(reading.blocks[below:], below) if _CALLED.match(text, b.span.start)]
    begin = called and text.startswith(f"{calls[0][0]} ", reading.blocks[called[0]].span.start)
    notes = {*(told if len(told) > 1 else ()), *(called if begin else ())}
    return tuple(replace(b, role=Role.FOOTNOTE) if p in notes else b for p, b in enumerate(reading.blocks))


def _inside(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks of the text itself, furniture within it included, and the furniture that stands after it."""
    kept = [block for block in blocks if block.role is not Role.FOOTNOTE]
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


# Numbers that stand at a line break within a block: at the start of the new line, or left behind on the old.
_NEW_LINE = re.compile(r"\n\s*(?=\S)")
# A heading in capitals that a program left in the line of the words before it: "... apply. SECTION 4. TOLLS The tolls".
_IN_CAPITALS = re.compile(
    r"(?<=[.;:\d] )(?:(?:ANNEX|Annex) (?:[IVX\d]+ )?)?(?=(?P<own>(?:SECTION|CHAPTER|PART|ARTICLE) [IVXLC\d]+\.?"
    r"(?: [A-Z][A-Z,’'-]+)+)(?: (?=[A-Z]?[a-z]|[A-Z] |[\d(])|$))"
)
_AT_THE_END = re.compile(r"(?<=[.;:!?”\"])[^\S\r\n]+(?P<number>\d{1,3})[.)-]?$")


def with_numbers_at_line_breaks(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each cut where a line within it begins with a number ("1. Peace.<br>2. Trade."), or at a heading."""
    cut: list[Block] = []
    for block in blocks:
        starts = sorted({block.span.start, *_numbered_lines(text, block), *_headings_within(text, block)})
        for start, end in zip(starts, [*starts[1:], block.span.end], strict=True):
            span = Span(start, start + len(text[start:end].rstrip()))
            label = block.label if block.label and block.label.start == start else None
            cut.append(block if len(starts) == 1 else replace(block, span=span, label=label))
    return cut


def _numbered_lines(text: str, block: Block) -> Iterator[int]:
    if block.role is not Role.BODY:
        return
    for match in _NEW_LINE.finditer(text, block.span.start, block.span.end):
        label = find_label(text, match.end(), block.span.end)
        if label and (label.style or label.word) and label.body < block.span.end:
            yield match.end()


def _headings_within(text: str, block: Block) -> Iterator[int]:
    """Where headings begin that stand within a line of other words, or above them, and where those words go on."""
    if block.role is Role.BODY:
        above = _NEW_LINE.search(text, block.span.start, block.span.end)
        if above and is_bare_division(text, replace(block, span=Span(block.span.start, above.start()))):
            yield from (above.end(),) if text[above.end()].isupper() else ()
        for match in _IN_CAPITALS.finditer(text, block.span.start, block.span.end):
            yield from (place for place in (match.start(), *match.span("own")) if place < block.span.end)


def with_trailing_numbers(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, each such number a block of its own, if it continues the document's numbering.

    "... peace. 5" and on the next line "The participants ..." is paragraph 5 only where 5 is what comes next; the end
    of "as agreed in para. 5" or of a year's total stays in its sentence.
    """
    found = {place: number for place in range(len(blocks) - 1) if (number := _trailing(text, blocks, place))}
    if not found:
        return blocks
    known = {c.label.printed for c in candidates(text, blocks)} | {n.of(text).strip(".)-") for n in found.values()}
    values = {place: int(number.of(text).strip(".)-")) for place, number in found.items()}
    likely = {p: n for p, n in found.items() if not known.isdisjoint((str(values[p] - 1), str(values[p] + 1)))}
    if not likely:
        return blocks
    split = _split(text, blocks, likely)
    accepted = {entry.label.span.start for entry in outline(text, split).entries}
    return _split(text, blocks, {place: number for place, number in likely.items() if number.start in accepted})


def _trailing(text: str, blocks: Sequence[Block], place: int) -> Span | None:
    words, following = blocks[place].span.of(text), blocks[place + 1].span.of(text)
    match = _AT_THE_END.search(words)
    if not match or not (following[0].isupper() or following[0] in '“"‘'):
        return None
    return Span(match.start("number"), match.end()).shifted(blocks[place].span.start)


def _split(text: str, blocks: Sequence[Block], numbers: dict[int, Span]) -> Sequence[Block]:
    split: list[Block] = []
    for place, block in enumerate(blocks):
        if place not in numbers:
            split.append(block)
            continue
        number = numbers[place]
        end = block.span.start + len(text[block.span.start : number.start].rstrip())
        split += [replace(block, span=Span(block.span.start, end)), Block(number, page=block.page)]
    return split
