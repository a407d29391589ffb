"""What stands at the edges of pages for the reader of paper: running heads, page numbers, symbols, bar codes.

Found from the edge inwards, so that nothing within the text is taken for it: by being repeated at the same place of
another page, or by a form that only such lines have.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf_letters import Sheet
from corpus.formats.pdf_lines import Row, cells_of, text_of

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


def part_furniture(sheets: list[Sheet], pages: list[list[Row]]) -> list[Parted]:
    """For each page, its rows and its furniture apart."""
    cells = [[_cells(row) for row in rows] for rows in pages]
    seen = _places(sheets, cells)
    return [_parted(sheet, rows, seen) for sheet, rows in zip(sheets, cells, strict=True)]


_Seen = dict[str, set[tuple[int, int]]]


def _cells(row: Row) -> list[_Cell]:
    return [_Cell(cell, text_of(cell), cell[0].base) for cell in cells_of(row, _APART)]


def _places(sheets: list[Sheet], pages: list[list[list[_Cell]]]) -> _Seen:
    """Where each line near an edge stands: page and height, by its words."""
    seen: _Seen = defaultdict(set)
    for sheet, rows in zip(sheets, pages, strict=True):
        for row in [*rows[:_ROWS], *rows[max(_ROWS, len(rows) - _ROWS) :]]:
            for cell in row:
                seen[cell.words].add((sheet.number, round(cell.base)))
    return seen


def _parted(sheet: Sheet, rows: list[list[_Cell]], seen: _Seen) -> Parted:
    found = {id(cell) for inwards in (rows, rows[::-1]) for cell in _peeled(inwards, sheet, seen)}
    kept = [tuple(run for cell in row if id(cell) not in found for run in cell.runs) for row in rows]
    turned = [run.text for run in sheet.runs if not run.style.upright]
    lines = [cell.text for row in rows for cell in row if id(cell) in found]
    return Parted(tuple(row for row in kept if row), tuple(line for line in lines + turned if line.strip()))


def _peeled(inwards: list[list[_Cell]], sheet: Sheet, seen: _Seen) -> Iterator[_Cell]:
    """The furniture of one edge, from there inwards to the first row that has something else in it.

    Lines that are known only by being repeated must also stand clear of the text: pages may begin alike.
    """
    clear = int(len(inwards) == 1)
    for depth, (row, inner) in enumerate(pairwise(inwards[: _ROWS + 1])):
        if _is_clear(row, inner):
            clear = depth + 1
    for depth, row in enumerate(inwards[:_ROWS]):
        marked = [cell for cell in row if _has_form(cell, sheet) or (depth < clear and _is_repeated(cell, sheet, seen))]
        yield from marked
        if len(marked) < len(row):
            return


def _is_clear(row: list[_Cell], inner: list[_Cell]) -> bool:
    size = max(run.size for cell in (*row, *inner) for run in cell.runs)
    return abs(row[0].base - inner[0].base) > _CLEAR * size


def _has_form(cell: _Cell, sheet: Sheet) -> bool:
    return _from_edge(cell, sheet) <= _EDGE and len(cell.text) < _LONG and bool(_FORMS.fullmatch(cell.text))


def _is_repeated(cell: _Cell, sheet: Sheet, seen: _Seen) -> bool:
    if _from_edge(cell, sheet) > _NEAR:
        return False
    pages = [sheet.number + by for by in range(-_REACH, _REACH + 1) if by]
    heights = range(round(cell.base) - _SAME_PLACE, round(cell.base) + _SAME_PLACE + 1)
    return any((page, height) in seen[cell.words] for page in pages for height in heights)


def _from_edge(cell: _Cell, sheet: Sheet) -> float:
    """How far from the head or foot of the page the line stands, as a part of the page's height."""
    return min(cell.base, sheet.height - cell.base) / max(sheet.height, 1.0)
