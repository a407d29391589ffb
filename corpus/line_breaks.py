"""Numbers that stand at a line break within a block: at the start of the new line, or left behind on the old. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.candidates import candidates
from corpus.labels import find_label
from corpus.outline import outline
from corpus.reading import Block, Role
from corpus.types import Span

_NEW_LINE = re.compile(r"\n\s*(?=\S)")
_AT_THE_END = re.compile(r"(?<=[.;:!?”\"])[^\S\r\n]+(?P<number>\d{1,3})[.)-]?$")


def with_numbers_at_line_breaks(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each cut where a line within it begins with a number ("1. Peace.<br>2. Trade.")."""
    cut: list[Block] = []
    for block in blocks:
        starts = [block.span.start, *_numbered_lines(text, block)]
        for start, end in zip(starts, [*starts[1:], block.span.end], strict=True):
            span = Span(start, start + len(text[start:end].rstrip()))
            cut.append(block if len(starts) == 1 else replace(block, span=span, label=_label_in(block, span)))
    return cut


def _numbered_lines(text: str, block: Block) -> Iterator[int]:
    if block.role is not Role.BODY:
        return
    for match in _NEW_LINE.finditer(text, block.span.start, block.span.end):
        label = find_label(text, match.end(), block.span.end)
        if label and (label.style or label.word) and label.body < block.span.end:
            yield match.end()


def _label_in(block: Block, span: Span) -> Span | None:
    return block.label if block.label and block.label.start == span.start else None


def with_trailing_numbers(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, each such number a block of its own, if it continues the document's numbering.

    "... peace. 5" and on the next line "The participants ..." is paragraph 5 only where 5 is what comes next; the end
    of "as agreed in para. 5" or of a year's total stays in its sentence.
    """
    found = {place: number for place in range(len(blocks) - 1) if (number := _trailing(text, blocks, place))}
    if not found:
        return blocks
    known = {c.label.printed for c in candidates(text, blocks)} | {n.of(text).strip(".)-") for n in found.values()}
    likely = {p: n for p, n in found.items() if _has_neighbour(int(n.of(text).strip(".)-")), known)}
    if not likely:
        return blocks
    split = _split(text, blocks, likely)
    accepted = {entry.label.span.start for entry in outline(text, split)}
    return _split(text, blocks, {place: number for place, number in likely.items() if number.start in accepted})


def _trailing(text: str, blocks: Sequence[Block], place: int) -> Span | None:
    words, following = blocks[place].span.of(text), blocks[place + 1].span.of(text)
    match = _AT_THE_END.search(words)
    if not match or not (following[0].isupper() or following[0] in '“"‘'):
        return None
    return Span(match.start("number"), match.end()).shifted(blocks[place].span.start)


def _has_neighbour(value: int, known: set[str]) -> bool:
    return str(value - 1) in known or str(value + 1) in known


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
