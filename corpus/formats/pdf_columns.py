"""The order in which the rows of a page are read: one column, or two beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus.formats.pdf_lines import Line, Measure, Row, line_of

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
