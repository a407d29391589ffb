"""Rows of plain tables among the lines of a column: cells that stand below each other in line after line."""

from collections.abc import Iterator
from dataclasses import replace

from corpus.formats.pdf_columns import Column
from corpus.formats.pdf_joining import label_of
from corpus.formats.pdf_lines import Line, Row, cells_of, line_of, text_of

_APART = 1.2  # of the size, between two cells
_FAR = 5.0  # of the size: so far apart, words at one height have nothing to do with each other
_ALIGNED = 4.0  # points
_FEWEST = 3  # rows


def part_tables(column: Column) -> Column:
    """The column with its table rows marked as such; their text has a tab between cells."""
    grids = [_grid(line) for line in column.lines]
    lines = list(column.lines)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _goes_on(grids[index - 1], grids[index]):
            continue
        if index - start >= _FEWEST:
            lines[start:index] = [
                _row(line, grid) for line, grid in zip(lines[start:index], grids[start:], strict=False)
            ]
        start = index
    return replace(column, lines=tuple(part for line in lines for part in _parts(line)))


def _parts(line: Line) -> Iterator[Line]:
    """The line, or where it is not of a table the parts of it that are set at opposite edges."""
    parts = cells_of(line.runs, _FAR)
    if line.cells or len(parts) == 1 or line.from_right:
        yield line
    else:
        yield from (line_of(part, line.page, line.measure) for part in parts)


def _grid(line: Line) -> list[Row]:
    """The cells of a line; none where it is a line of text, or one after a number."""
    cells = cells_of(line.runs, _APART)
    label = label_of(text_of(cells[0]))
    if len(cells) < 2 or (len(cells) == 2 and label and len(label) == len(text_of(cells[0]))):
        return []
    return cells


def _goes_on(above: list[Row], below: list[Row]) -> bool:
    if not above or len(above) != len(below):
        return False
    return all(_aligned(one, other) for one, other in zip(above, below, strict=True))


def _aligned(one: Row, other: Row) -> bool:
    return abs(one[0].left - other[0].left) <= _ALIGNED or abs(one[-1].right - other[-1].right) <= _ALIGNED


def _row(line: Line, grid: list[Row]) -> Line:
    cells = tuple(text_of(cell) for cell in (reversed(grid) if line.from_right else grid))
    return replace(line, cells=cells, text="\t".join(cells))
