"""What a table of a web page is for: rows of facts, numbers beside their paragraphs, or mere layout."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from lxml import etree

_LABEL = re.compile(
    r"[(\[]?(?:\d{1,4}[A-Za-z]{0,2}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,7})[.)\]]{1,2}|\d{1,3}(?:\.\d{1,3})+\.?|[-–—―•·▪◦]"
)
_BARE = re.compile(r"\d{1,3}")
_DASH = re.compile(r"[-–—―•·▪◦]")
_DEEPEST = 8  # tables in tables in tables: what is deeper is not looked into
_LONG_CELL = 1500
_PARAGRAPHS_IN_CELL = 3
_SENTENCE = 60


class TableUse(Enum):
    """What a table is for."""

    ROWS = auto()
    NUMBERED = auto()
    LAYOUT = auto()


def use_of(table: etree._Element, depth: int) -> TableUse:
    """What `table` is for; `depth` is in how many tables it stands."""
    if depth >= _DEEPEST or (table.get("role") or "") in ("presentation", "none"):
        return TableUse.LAYOUT if not _is_numbered(table, depth) else TableUse.NUMBERED
    if _is_numbered(table, depth):
        return TableUse.NUMBERED
    rows = [cells for cells in map(_cells, _rows(table)) if cells]
    if all(len(cells) < 2 for cells in rows) or any(table.iter("h1", "h2", "h3")):
        return TableUse.LAYOUT
    if next(table.iterdescendants("table"), None) is not None or any(map(_is_page_like, (c for r in rows for c in r))):
        return TableUse.LAYOUT
    return TableUse.ROWS


def label_cell(row: etree._Element) -> tuple[etree._Element, str] | None:
    """The cell that holds nothing but a number or a dash, and what it holds, where another cell has the words."""
    filled = [(cell, text) for cell in _cells(row) if (text := cell_text(cell))]
    if len(filled) != 2 or not (_LABEL.fullmatch(filled[0][1]) or _BARE.fullmatch(filled[0][1])):
        return None
    return filled[0]


def is_dash(text: str) -> bool:
    """Whether the text is a dash or bullet and no number."""
    return _DASH.fullmatch(text) is not None


def cell_text(cell: etree._Element, most: int = 200) -> str:
    """The beginning of a cell's text, white space folded."""
    found = ""
    for text in cell.itertext():
        found += text
        if len(found) > most:
            break
    return " ".join(found.split())


def _is_numbered(table: etree._Element, depth: int) -> bool:
    if depth >= 4 * _DEEPEST:
        return False
    numbered = 0
    for row in _rows(table):
        found = label_cell(row)
        if found is None:
            filled = [text for cell in _cells(row) if (text := cell_text(cell))]
            if len(filled) > 1 or (filled and not numbered):
                return False
            continue
        cell, text = found
        if _BARE.fullmatch(text) and not _says_much(row):
            return False
        if cell.tag == "th":
            return False
        numbered += 1
    return numbered > 0


def _says_much(row: etree._Element) -> bool:
    return any(len(cell_text(cell)) > _SENTENCE for cell in _cells(row))


def _is_page_like(cell: etree._Element) -> bool:
    """Whether a cell holds so much that it is a part of the page."""
    paragraphs = sum(1 for child in cell if child.tag in ("p", "div", "ul", "ol"))
    return paragraphs > _PARAGRAPHS_IN_CELL and len(cell_text(cell, _LONG_CELL)) > _LONG_CELL


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]
