"""What stands at the edges of pages for the reader of paper: running heads, page numbers, symbols, bar codes.

Found from the edge inwards, so that nothing within the text is taken for it: by being repeated at the same place of
another page, or by a form that only such lines have.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.letters import Place, Run, Sheet
from corpus.formats.pdf.lines import Column, Line, Row, cells_of, text_of
from corpus.formats.reading import marked, without_marks

_ROWS = 5  # that may be furniture at each edge
_EDGE = 0.1  # of the page's height, in which a form alone is enough
_NEAR = 0.25  # of the page's height, in which repetition counts
_SAME_PLACE = 4  # points
_APART = 2.0  # of the size: further apart, words at one height are lines of their own
_CLEAR = 1.45  # of the size, between a running head and the text
_LONG = 60  # characters, more than any such form has
_REACH = 3  # pages from one running head to the next of the same words

_ROMAN = r"(?=[ivxlc])(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_FORMS = re.compile(
    rf"(?:page|p\.|seite|página|página|стр\.)?\s*[-–—]?\s*(?:\d{{1,4}}|{_ROMAN})(?:\s*(?:/|of|de|von|из)\s*\d{{1,4}})?\s*[-–—]?"
    r"|\d{2}-\d{5}(?:\s*\(?[A-Z]\)?)?(?:\s+\d{6})?"  # a job number, its language and date: "24-05342 (E) 280324"
    r"|\*\s?[0-9A-Z]{6,}\s?\*"  # what a bar code reads: "*2405342*"
    r"|[A-Z](?:/[\w.()-]+)+"  # a document's symbol: "S/2024/302", "A/RES/60/1"
    r"|please recycle\W*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_FIGURES = re.compile(r"\d{1,3}")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,3}|[a-z])[.)\]]")
_IN_LINE = 8  # points, between the edges of line numbers
_FEWEST_NUMBERS = 3
_REGULAR, _GOING_ON = 0.8, 0.1


@dataclass(frozen=True, slots=True)
class Parted:
    """The rows of a page without its furniture, and the lines of furniture."""

    rows: tuple[Row, ...]
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    runs: Row
    text: str
    base: float

    @property
    def words(self) -> str:
        """What is the same where the line is repeated: a page number in it counts on."""
        return _DIGITS.sub("#", " ".join(self.text.split()).casefold())

    @property
    def figures(self) -> tuple[int, ...]:
        """The figures in it."""
        return tuple(int(digits[:18]) for digits in _DIGITS.findall(self.text))


def part_furniture(sheets: list[Sheet], pages: list[list[Row]]) -> list[Parted]:
    """For each page, its rows and its furniture apart."""
    numbered = [part_line_numbers(rows) for rows in with_paragraph_numbers(pages)]
    cells = [
        [[_Cell(cell, text_of(cell), cell[0].base) for cell in cells_of(row, _APART)] for row in rows]
        for rows, _ in numbered
    ]
    seen = _places(sheets, cells)
    parted = [_parted(sheet, rows, seen) for sheet, rows in zip(sheets, cells, strict=True)]
    return [Parted(page.rows, page.furniture + numbers) for page, (_, numbers) in zip(parted, numbered, strict=True)]


def with_paragraph_numbers(pages: list[list[Row]]) -> list[list[Row]]:
    """The rows of all pages, the numbers of paragraphs that stand at the right edge set before them, as if at the left.

    They count on by one through the document, one where each paragraph begins, outside the text.
    """
    found = [_at_the_right(rows) for rows in pages]
    values = [int(rows[place][-1].text) for rows, places in zip(pages, found, strict=True) for place in sorted(places)]
    counting = sum(after == before + 1 for before, after in pairwise(values))
    if len(values) < _FEWEST_PARAGRAPHS or counting < _REGULAR * (len(values) - 1):
        return pages
    return [
        [_numbered_first(row) if place in places else row for place, row in enumerate(rows)]
        for rows, places in zip(pages, found, strict=True)
    ]


_FEWEST_PARAGRAPHS, _MARGIN = 5, 30  # points, from the text to a number in its margin


def _at_the_right(rows: list[Row]) -> set[int]:
    """The rows that end in a figure outside the text, but for those that count lines."""
    at = {n for n, row in enumerate(rows) if len(row) > 1 and _FIGURES.fullmatch(row[-1].text.strip())}
    edge = max((run.right for n, row in enumerate(rows) for run in (row[:-1] if n in at else row)), default=0.0)
    outside = {n for n in at if rows[n][-1].left > edge}
    return outside if 2 * len(outside) < len(rows) else set()


def _numbered_first(row: Row) -> Row:
    number, first = row[-1], row[0]
    width = number.right - number.left
    moved = replace(number, left=first.left - _MARGIN, right=first.left - _MARGIN + width, spaced=False, lefts=())
    return (moved, replace(first, spaced=True), *row[1:-1])


def part_line_numbers(rows: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """The rows of a page without the numbers of lines in its margins, and these numbers."""
    found = {id(run) for side in (0, -1) for run in _line_numbers(rows, side)}
    if not found:
        return rows, ()
    kept = [tuple(run for run in row if id(run) not in found) for row in rows]
    return [row for row in kept if row], tuple(run.text for row in rows for run in row if id(run) in found)


def _line_numbers(rows: list[Row], side: int) -> list[Run]:
    """The numbers at one edge that count lines, every one or every fifth; none where they count paragraphs.

    They stand one below the other outside the text, and go up as the lines do. Where each row has one, as the rows of
    a list have, some of the rows must go on with a sentence; of one or two, the row must have a number of its own.
    """
    at = [(place, row[side]) for place, row in enumerate(rows) if _FIGURES.fullmatch(row[side].text.strip())]
    edges = [run.right if side == 0 else run.left for _, run in at]
    at = [pair for pair, edge in zip(at, edges, strict=True) if abs(edge - median(edges)) <= _IN_LINE]
    if not at or not _is_outside(rows, [run for _, run in at], side):
        return []
    values = [int(run.text) for _, run in at]
    steps = [
        (later - value, below - place)
        for (value, later), ((place, _), (below, _)) in zip(pairwise(values), pairwise(at), strict=True)
    ]
    beside = [text_of(rest) for place, run in at if (rest := tuple(r for r in rows[place] if r is not run))]
    going_on = sum(text[:1].islower() or bool(_NUMBERED.match(text)) for text in beside)
    if len(at) < _FEWEST_NUMBERS:
        return [run for _, run in at] if going_on == len(at) == len(beside) and all(v % 5 == 0 for v in values) else []
    as_lines = sum(up == down or (up == 1 and down <= 2) or up == 5 for up, down in steps)
    if as_lines < _REGULAR * len(steps) or min(up for up, _ in steps) < 1:
        return []
    return [run for _, run in at] if going_on >= _GOING_ON * len(beside) else []


def _is_outside(rows: list[Row], numbers: list[Run], side: int) -> bool:
    """Whether the text of nearly all rows stands on the inner side of the numbers."""
    own = {id(run) for run in numbers}
    rest = [kept for row in rows if (kept := [run for run in row if id(run) not in own])]
    if side == 0:
        inside = sum(kept[0].left > max(run.right for run in numbers) for kept in rest)
    else:
        inside = sum(max(run.right for run in kept) < min(run.left for run in numbers) for kept in rest)
    return inside >= _REGULAR * len(rest) > 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where each line near an edge stands, page and height, by its words without their figures; and the figures.

    `least` is how many pages must show that the figures count them: "Article 25" and 26 may head two pages by chance.
    So many pages as `habit` do not begin or end alike by chance.
    """

    places: dict[str, dict[tuple[int, int], tuple[int, ...]]]
    least: int
    habit: int


def _places(sheets: list[Sheet], pages: list[list[list[_Cell]]]) -> _Seen:
    seen: dict[str, dict[tuple[int, int], tuple[int, ...]]] = defaultdict(dict)
    for sheet, rows in zip(sheets, pages, strict=True):
        for row in [*rows[:_ROWS], *rows[max(_ROWS, len(rows) - _ROWS) :]]:
            for cell in row:
                seen[cell.words][sheet.number, round(cell.base)] = cell.figures
    return _Seen(seen, 1 if len(sheets) <= _REACH else 2, max(_REACH + 1, len(sheets) // 3))


def _parted(sheet: Sheet, rows: list[list[_Cell]], seen: _Seen) -> Parted:
    found = {id(cell) for inwards in (rows, rows[::-1]) for cell in _peeled(inwards, sheet, seen)}
    kept = [tuple(run for cell in row if id(cell) not in found for run in cell.runs) for row in rows]
    turned = [run.text for run in sheet.runs if not run.style.upright]
    lines = [cell.text for row in rows for cell in row if id(cell) in found]
    return Parted(tuple(row for row in kept if row), tuple(line for line in lines + turned if line.strip()))


def _peeled(inwards: list[list[_Cell]], sheet: Sheet, seen: _Seen) -> Iterator[_Cell]:
    """The furniture of one edge, from there inwards to the first row that has something else in it.

    Lines that are known only by being repeated must also stand clear of the text: pages may begin alike, but not
    so many of them.
    """
    clear, counted = int(len(inwards) == 1), False
    for depth, (row, inner) in enumerate(pairwise(inwards[: _ROWS + 1])):
        if _is_clear(row, inner) or any(_is_habit(cell, sheet, seen) for cell in row):
            clear = depth + 1
    for depth, row in enumerate(inwards[:_ROWS]):
        marked = [cell for cell in row if _has_form(cell, sheet) or (depth < clear and _is_repeated(cell, sheet, seen))]
        if len(marked) == len(row) or not counted:
            yield from marked  # where the page has its number already, one beside other words is theirs
        if len(marked) < len(row):
            return
        counted = counted or any(cell.figures for cell in marked)


def _is_clear(row: list[_Cell], inner: list[_Cell]) -> bool:
    size = max(run.size for cell in (*row, *inner) for run in cell.runs)
    return abs(row[0].base - inner[0].base) > _CLEAR * size


def _has_form(cell: _Cell, sheet: Sheet) -> bool:
    return _from_edge(cell, sheet) <= _EDGE and len(cell.text) < _LONG and bool(_FORMS.fullmatch(cell.text))


def _is_repeated(cell: _Cell, sheet: Sheet, seen: _Seen) -> bool:
    if _from_edge(cell, sheet) > _NEAR:
        return False
    others, counting = seen.places[cell.words], 0
    for by in (step for step in range(-_REACH, _REACH + 1) if step):
        figures = [
            others.get((sheet.number + by, round(cell.base) + up)) for up in range(-_SAME_PLACE, _SAME_PLACE + 1)
        ]
        if cell.figures in figures:
            return True
        later = (zip(cell.figures, others, strict=True) for others in figures if others is not None)
        counting += any(all(other - own in (0, by) for own, other in pairs) for pairs in later)
    return counting >= seen.least


def _is_habit(cell: _Cell, sheet: Sheet, seen: _Seen) -> bool:
    """Whether the line stands at the same place of so many pages that it is furniture where it touches the text too."""
    at = seen.places[cell.words]
    alike = {page for page, base in at if abs(base - round(cell.base)) <= _SAME_PLACE}
    return len(alike) >= seen.habit and _is_repeated(cell, sheet, seen)


def _from_edge(cell: _Cell, sheet: Sheet) -> float:
    """How far from the head or foot of the page the line stands, as a part of the page's height."""
    return min(cell.base, sheet.height - cell.base) / max(sheet.height, 1.0)


# Notes at the foot of a column, apart from the text above them: in smaller type, or below a short rule.

_CALL = 0.8  # of the size of the text, from which down a figure is the mark of a note
_SMALLER = 0.93  # of the size of the text
_MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§¶#]{1,3}|[a-z](?=\s)|\(\d{1,2}\)|\[\d{1,3}\])[.)]?\s*(?=\S)")
_DRAWN = re.compile(r"[_‗—–―-]{5,}")  # a rule made of letters
_UNDERLINE = 0.4  # of the size of words, how far below their base a line that is drawn along them lies at most


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
    marks = frozenset((note.mark or "").strip("()[]") for note in notes) - {""}
    if marks:
        kept = [replace(column, lines=tuple(_with_call(line, marks) for line in column.lines)) for column in kept]
    return kept, notes


def _with_call(line: Line, marks: frozenset[str]) -> Line:
    """The line with the small raised marks of those notes told apart from its words."""
    small = _CALL * line.size
    called = tuple(
        replace(run, text=marked(run.text)) if place and run.size < small and run.text.strip("()[]. ") in marks else run
        for place, run in enumerate(line.runs)
    )
    if called == line.runs:
        return line
    text = text_of(called)
    return replace(line, text=without_marks(text)[0], called=text)


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
    """Whether a rule that does not span the column, and underlines no words, stands between two lines."""
    if _DRAWN.fullmatch(above.text):
        return True
    return any(
        line.base < rule.bottom < above.base - _UNDERLINE * above.size
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
