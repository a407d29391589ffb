"""Notes at the foot of a column, apart from the text above them: in smaller type, or below a short rule."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.formats.pdf_columns import Column
from corpus.formats.pdf_lines import Line
from corpus.formats.pdf_place import Place

_SMALLER = 0.93  # of the size of the text
_MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§¶#]{1,3}|[a-z](?=\s)|\(\d{1,2}\)|\[\d{1,3}\])[.)]?\s*(?=\S)")
_DRAWN = re.compile(r"[_‗—–―-]{5,}")  # a rule made of letters


@dataclass(frozen=True, slots=True)
class Note:
    """A note with the mark that begins it, as printed; without one where it goes on from the page before."""

    mark: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Above:
    """What a page shows of its notes above them: its rules, the size of its text, the marks that its text refers to."""

    rules: tuple[Place, ...]
    size: float
    marks: frozenset[str]


def part_notes(columns: list[Column], rules: Iterable[Place], size: float) -> tuple[list[Column], list[Note]]:
    """The columns of a page without the notes at their feet, and the notes; `size` is that of the document's text."""
    kept: list[Column] = []
    notes: list[Note] = []
    above = _Above(tuple(rules), size, _references(columns, size))
    lowest = min((column.lines[-1].base for column in columns), default=0.0)
    for column in columns:
        at_foot = not column.whole or column.lines[-1].base == lowest
        start = _start(column.lines, above) if at_foot else len(column.lines)
        notes += _notes(column.lines[start:])
        lines = column.lines[:start]
        while start < len(column.lines) and lines and _DRAWN.fullmatch(lines[-1].text):
            lines = lines[:-1]
        if lines:
            kept.append(replace(column, lines=lines))
    return kept, notes


def mark_of(line: Line) -> str | None:
    """The mark of a note that begins `line`."""
    match = _MARK.match(line.text)
    return match["mark"] if match else None


def _references(columns: Iterable[Column], size: float) -> frozenset[str]:
    """The small raised marks within lines of the usual size."""
    lines = (line for column in columns for line in column.lines if line.size >= _SMALLER * size)
    return frozenset(run.text.strip("()[]. ") for line in lines for run in line.runs if run.size < 0.8 * line.size)


def _start(lines: tuple[Line, ...], above: _Above) -> int:
    """Where the notes begin; the number of lines where there are none."""
    ruled = [i for i in range(1, len(lines)) if _below_rule(lines[i - 1], lines[i], above.rules)]
    if ruled and mark_of(lines[ruled[-1]]):
        return ruled[-1]
    start = len(lines)
    while start and lines[start - 1].size < _SMALLER * above.size:
        start -= 1
    if start in ruled:
        return start
    return next((i for i in range(start, len(lines)) if _marked(lines[i], above.marks)), len(lines))


def _marked(line: Line, marks: frozenset[str]) -> bool:
    """Whether a mark begins the line; in small type alone, "2" and "1." may as well begin a row or a paragraph."""
    mark = mark_of(line)
    return mark is not None and (_raised(line) or mark.strip("()[]") in marks or not mark[-1:].isalnum())


def _raised(line: Line) -> bool:
    return len(line.runs) > 1 and (
        line.runs[0].size < 0.8 * line.size or line.runs[0].base > line.base + 0.1 * line.size
    )


def _below_rule(above: Line, line: Line, rules: tuple[Place, ...]) -> bool:
    """Whether a rule that does not span the column stands between two lines."""
    if _DRAWN.fullmatch(above.text):
        return True
    return any(
        line.base < rule.bottom < above.base + 0.3 * above.size
        and rule.left < line.left + 2 * line.size
        and rule.right - rule.left < 220
        for rule in rules
    )


def _notes(lines: tuple[Line, ...]) -> list[Note]:
    notes: list[tuple[str | None, list[Line]]] = []
    for line in lines:
        mark = mark_of(line)
        if not notes or (mark and _begins(mark, notes[-1][0], line)):
            notes.append((mark, [line]))
        else:
            notes[-1][1].append(line)
    return [Note(mark, tuple(its_lines)) for mark, its_lines in notes]


def _begins(mark: str, last: str | None, line: Line) -> bool:
    """Whether a mark at the start of a line is a new note, and not a number that the line happens to begin with."""
    if mark.isdecimal() and last and last.isdecimal():
        return int(mark) == int(last) + 1 or (_raised(line) and int(mark) > int(last))
    return not mark.isalpha() or _raised(line)
