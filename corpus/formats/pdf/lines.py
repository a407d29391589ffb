"""Runs put together into rows across the page, and rows into lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.letters import SPACE, Run, Sheet

_DESCENT, _ASCENT = 0.2, 0.7
_RAISED = 0.8  # of the size of the type beside it: a mark, before which the file may break its line

Row = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Between which edges the lines of a column are set, in points from the left edge of the page."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column, in logical order; `cells` where it is the row of a table."""

    page: int
    runs: Row
    measure: Measure
    text: str
    left: float
    right: float
    base: float
    size: float
    cells: tuple[str, ...] = ()
    called: str = ""  # its text with the marks of notes in their places, where it has any

    @property
    def bold(self) -> bool:
        """Whether every letter is bold."""
        return all(run.style.bold for run in _worded(self.runs))

    @property
    def italic(self) -> bool:
        """Whether every letter is italic."""
        return all(run.style.italic for run in _worded(self.runs))

    @property
    def from_right(self) -> bool:
        """Whether it is written from right to left."""
        return is_row_from_right(self.runs)


def rows_of(sheet: Sheet) -> list[Row]:
    """The upright runs of a page in rows from the top down, each row from left to right."""
    rows: list[list[Run]] = []
    largest: Run | None = None
    for run in sorted((run for run in sheet.runs if run.style.upright), key=lambda run: -run.base):
        if largest and _level(largest, run):
            rows[-1].append(run)
            largest = max(largest, run, key=lambda each: each.size)
        else:
            rows.append([run])
            largest = run
    return [tuple(sorted(row, key=lambda run: run.left)) for row in rows]


def cells_of(row: Row, gap: float) -> list[Row]:
    """`row` cut wherever there is more than `gap` times the size between two runs."""
    cells: list[list[Run]] = []
    right = 0.0
    for run in row:
        if cells and run.left - right <= gap * max(run.size, cells[-1][-1].size):
            cells[-1].append(run)
            right = max(right, run.right)
        else:
            cells.append([run])
            right = run.right
    return [tuple(cell) for cell in cells]


def line_of(runs: Iterable[Run], page: int, measure: Measure) -> Line:
    """One line out of the runs of a row."""
    ordered = tuple(sorted(runs, key=lambda run: run.left))
    largest = max(ordered, key=lambda run: (len(run.text), run.size))
    return Line(
        page,
        ordered,
        measure,
        text_of(ordered),
        ordered[0].left,
        max(run.right for run in ordered),
        largest.base,
        largest.size,
    )


def text_of(row: Row) -> str:
    """The words of a row in logical order."""
    ordered = sorted(row, key=lambda run: -run.right) if is_row_from_right(row) else list(row)
    return "".join(_pieces(ordered)).strip()


def is_row_from_right(row: Row) -> bool:
    """Whether most of the row is written from right to left."""
    return 2 * sum(len(run.text) for run in row if run.from_right) > sum(len(run.text) for run in row)


def _pieces(runs: list[Run]) -> Iterator[str]:
    if runs:
        yield runs[0].text
    for before, run in pairwise(runs):
        gap = max(run.left - before.right, before.left - run.right) / min(before.size, run.size)
        raised = min(before.size, run.size) < _RAISED * max(before.size, run.size)
        yield " " if gap > SPACE or (run.spaced and not raised) else ""
        yield run.text


def _level(one: Run, other: Run) -> bool:
    """Whether two runs stand beside each other: they share half the height of the smaller, as a raised mark does."""
    bottom = max(one.base - _DESCENT * one.size, other.base - _DESCENT * other.size)
    top = min(one.base + _ASCENT * one.size, other.base + _ASCENT * other.size)
    return top - bottom >= 0.45 * min(one.size, other.size)


def _worded(runs: Row) -> Row:
    """The runs that hold letters; how a number is set says less. All of them where none does."""
    return tuple(run for run in runs if any(char.isalpha() for char in run.text)) or runs


# The order in which the rows of a page are read: one column, or two beside each other.

_FEWEST = 4  # rows on either side of a gutter
_GUTTER = 6.0  # points
_FAR = 2.2  # of the size: rows further below do not go on with the longer of two columns
_FILLED = 0.6  # of a column's width that its lines fill; cells of a table fill less


@dataclass(frozen=True, slots=True)
class Column:
    """Lines one below the other; a title across the page and each of two columns below it are columns of their own."""

    lines: tuple[Line, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Region:
    """Rows `start` to `end` (not included) that leave `gutter` free."""

    start: int
    end: int
    gutter: Measure


def columns_of(rows: list[Row], page: int) -> list[Column]:
    """The columns of a page in reading order."""
    columns: list[Column] = []
    done = 0
    for region in _regions(rows):
        columns += _whole(rows[done : region.start], page)
        columns += _sides(rows[region.start : region.end], region.gutter, page)
        done = region.end
    return columns + _whole(rows[done:], page)


def measure_of(lines: Sequence[Line]) -> Measure:
    """Between which edges most of the letters of these lines stand; a few lines that jut out do not count."""
    lefts = _weighted([(line.left, len(line.text)) for line in lines], 0.1)
    rights = _weighted([(line.right, len(line.text)) for line in lines], 0.9)
    return Measure(lefts, rights)


def _whole(rows: list[Row], page: int) -> list[Column]:
    lines = tuple(line_of(row, page, _edges([row])) for row in rows)
    return [Column(lines, whole=True)] if lines else []


def _sides(rows: list[Row], gutter: Measure, page: int) -> list[Column]:
    middle = (gutter.left + gutter.right) / 2
    lefts = [side for row in rows if (side := tuple(run for run in row if run.right <= middle))]
    rights = [side for row in rows if (side := tuple(run for run in row if run.right > middle))]
    first_right = sum(run.from_right for row in rows for run in row) * 2 > sum(map(len, rows))
    ordered = (rights, lefts) if first_right else (lefts, rights)
    return [Column(tuple(line_of(row, page, _edges(side)) for row in side), whole=False) for side in ordered if side]


def _regions(rows: list[Row]) -> list[_Region]:
    """The stretches of rows that are set in two columns, by the gutter that serves most of them."""
    best: list[_Region] = []
    for x in _candidates(rows):
        regions = _split_at(rows, x)
        if sum(r.end - r.start for r in regions) > sum(r.end - r.start for r in best):
            best = regions
    return best


def _candidates(rows: list[Row]) -> list[float]:
    """Where a gutter may be: just left of where many rows, or parts of rows, begin in the middle of the page."""
    if len(rows) < _FEWEST:
        return []
    edges = _edges(rows)
    width = edges.right - edges.left
    counts: dict[int, int] = {}
    for row in rows:
        for run in row:
            if edges.left + 0.25 * width < run.left < edges.left + 0.75 * width:
                counts[round(run.left)] = counts.get(round(run.left), 0) + 1
    likely = sorted((x for x, count in counts.items() if count >= 2), key=lambda x: -counts[x])
    return [x - _GUTTER / 2 - 0.5 for x in likely[:12]]


def _split_at(rows: list[Row], x: float) -> list[_Region]:
    regions: list[_Region] = []
    start = 0
    for index in range(len(rows) + 1):
        if index == len(rows) or any(run.left < x + 1 and run.right > x - 1 for run in rows[index]):
            region = _trimmed(rows, start, index, x)
            if region:
                regions.append(region)
            start = index + 1
    return regions


def _trimmed(rows: list[Row], start: int, end: int, x: float) -> _Region | None:
    """The stretch without short rows of one side at its ends, which may be a heading or the end of what is above."""
    both = [i for i in range(start, end) if _beside(rows, i, start, end, x)]
    if not both:
        return None
    start, last = both[0], both[-1]
    while last + 1 < end and rows[last][0].base - rows[last + 1][0].base < _FAR * rows[last][0].size:
        last += 1
    end = last + 1
    if not _in_two(rows[start:end], x):
        return None
    lefts = max(run.right for row in rows[start:end] for run in row if run.right <= x)
    rights = min(run.left for row in rows[start:end] for run in row if run.left > x)
    return _Region(start, end, Measure(lefts, rights)) if rights - lefts >= _GUTTER else None


def _beside(rows: list[Row], index: int, start: int, end: int, x: float) -> bool:
    """Whether text stands on both sides of `x` in this row or the one after it."""
    runs = [run for row in rows[index : min(index + 2, end)] for run in row]
    return any(run.right <= x for run in runs) and any(run.left > x for run in runs)


def _in_two(rows: list[Row], x: float) -> bool:
    edges = _edges(rows)
    lefts = [_edges([side]) for row in rows if (side := tuple(run for run in row if run.right <= x))]
    rights = [_edges([side]) for row in rows if (side := tuple(run for run in row if run.left > x))]
    if min(len(lefts), len(rights)) < _FEWEST:
        return False
    return _fills(lefts, x - edges.left, edges) and _fills(rights, edges.right - x, edges)


def _fills(sides: list[Measure], width: float, edges: Measure) -> bool:
    typical = median(side.right - side.left for side in sides)
    return width > 0.25 * (edges.right - edges.left) and typical > _FILLED * width


def _edges(rows: Sequence[Row]) -> Measure:
    return Measure(min(run.left for row in rows for run in row), max(run.right for row in rows for run in row))


def _weighted(values: list[tuple[float, int]], share: float) -> float:
    total, seen = sum(weight for _, weight in values), 0
    for value, weight in sorted(values):
        seen += weight
        if seen >= share * total:
            return value
    return values[-1][0] if values else 0.0
