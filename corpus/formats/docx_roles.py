"""What each line of a Word file is: heading, cross-head, cell of a table, number set in a table of its own, or text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from corpus.formats.docx_story import Line
from corpus.reading import Role

_NUMBER = re.compile(r"\(?(?:\d{1,4}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]{0,2}")
_TYPED_NUMBER = re.compile(r"[\W_]*(?:\d|(?:[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]\s|\(\w{1,5}\))")
_SENTENCE_END = re.compile(r"[.;:,?!…]['\"”’»)\]]*\d{0,3}$")
_HEAD_NEVER_ENDS = re.compile(r"[.;:,!…]['\"”’»)\]]*\d{0,3}$|['\"”’»]$")
_LONGEST_HEADING = 200
_LONGEST_CROSS_HEAD = 100
_MOST_HEADS_TOGETHER = 3  # more lines of display one after another are a title page or an address
_SHORTEST_TEXT = 100
_WORDS_OF_A_SENTENCE = 12
_TEXT_BESIDE_A_NUMBER = 60  # characters on average; tables that number their rows hold less


def join_numbers(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines, where a table only sets numbers beside their text: number and text one line, out of the table."""
    for table, of_table in groupby(lines, key=lambda line: line.cell.table if line.cell else None):
        rows = [list(row) for _, row in groupby(of_table, key=lambda line: line.cell.row if line.cell else None)]
        laid_out = table is not None and _is_layout(rows)
        for row in rows:
            yield from (_join(row) if laid_out else row)


def _is_layout(rows: list[list[Line]]) -> bool:
    numbered = [row for row in rows if _starts_with_number(row)]
    beside = sum(len(line.words.text) for row in numbered for line in row[1:])
    return 2 * len(numbered) >= len(rows) and beside >= _TEXT_BESIDE_A_NUMBER * len(numbered) > 0


def _starts_with_number(row: list[Line]) -> bool:
    """A number alone in its cell, and one other cell with text."""
    cells = [line.cell for line in row]
    if len(set(cells)) != 2 or cells.count(cells[0]) != 1:
        return False
    alone = not row[0].words.text.strip() and bool(_label(row[0]))
    return alone or (not _label(row[0]) and _NUMBER.fullmatch(row[0].printed) is not None)


def _label(line: Line) -> str:
    return line.numbered.printed if line.numbered and not line.numbered.is_bullet else ""


def _join(row: list[Line]) -> Iterator[Line]:
    plain = [replace(line, cell=None) for line in row]
    if not _starts_with_number(row) or plain[1].numbered:
        yield from plain
        return
    number, text = plain[0], plain[1]
    words = text.words.text.strip()
    if number.numbered is None:
        words = f"{number.words.text.strip()}\t{words}"
    yield replace(text, words=replace(text.words, text=words), numbered=number.numbered, outline=None)
    yield from plain[2:]


def roles(lines: Sequence[Line]) -> Iterator[Role]:
    """The role of each line, in order."""
    of_text = _numbered_as_text(lines)
    groups = [(heads, list(group)) for heads, group in groupby(lines, key=_is_display)]
    for (heads, group), (_, after) in zip_longest(groups, groups[1:], fillvalue=(False, [])):
        is_cross_head = heads and len(group) <= _MOST_HEADS_TOGETHER and bool(after) and _is_text(after[0])
        for line in group:
            is_head = is_cross_head or (_is_heading(line) and _numbering(line) not in of_text)
            yield _role(line, is_head=is_head)


def _numbered_as_text(lines: Iterable[Line]) -> frozenset[tuple[str, int]]:
    """The lists and levels of which fewer than half look like headings: what is short in them ("None.") is text too."""
    votes: Counter[tuple[str, int]] = Counter()
    for line in lines:
        if key := _numbering(line):
            votes[key] += 1 if _is_heading(line) else -1
    return frozenset(key for key, balance in votes.items() if balance < 0)


def _numbering(line: Line) -> tuple[str, int] | None:
    return (line.numbered.list_id, line.numbered.level) if line.numbered and _label(line) else None


def _is_text(line: Line) -> bool:
    """Whether a line is what a cross-head may stand over, and not one more line of a title page."""
    text = line.printed
    return bool(_label(line) or line.outline or _TYPED_NUMBER.match(text)) or len(text) >= _SHORTEST_TEXT


def _role(line: Line, *, is_head: bool) -> Role:
    if line.contents:
        return Role.FURNITURE
    if line.cell is not None:
        return Role.TABLE
    return Role.HEADING if is_head else Role.BODY


def _is_heading(line: Line) -> bool:
    """Whether a paragraph with a place in the outline is a heading: lawyers give their numbered paragraphs one too."""
    if line.outline is None or (line.numbered and line.numbered.is_bullet):
        return False
    text, is_set_apart = line.words.text.strip(), line.centred or bool(line.words.emphasis)
    ends, words = _SENTENCE_END.search(text) is not None, len(text.split())
    if len(text) > _LONGEST_HEADING or (_label(line) and (ends or "\n" in text)):
        return False
    if line.outline.named:
        return words < _WORDS_OF_A_SENTENCE or not (ends or (_label(line) and not is_set_apart))
    return is_set_apart and _could_be_head(line)


def _is_display(line: Line) -> bool:
    """Whether a line is set apart as cross-heads are: short, emphasised or centred throughout, without an end."""
    if line.cell or line.contents or line.outline or line.numbered:
        return False
    return _could_be_head(line) and (line.centred or bool(line.words.emphasis))


def _could_be_head(line: Line) -> bool:
    text = line.words.text.strip()
    if not text or len(text) > _LONGEST_CROSS_HEAD or not text[0].isupper():
        return False
    return not _TYPED_NUMBER.match(text) and not _HEAD_NEVER_ENDS.search(text)
