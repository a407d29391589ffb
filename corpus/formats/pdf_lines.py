"""Runs put together into rows across the page, and rows into lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf_letters import SPACE, Run, Sheet

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
