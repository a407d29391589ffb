"""What a table of a web page is for: rows of facts, numbers beside their paragraphs, or mere layout."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree

_LABEL = re.compile(
    r"[(\[]?(?:\d{1,6}[A-Za-z]{0,2}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,7})[.)\]]{1,2}|\d{1,3}(?:\.\d{1,3})+\.?|[-–—―•·▪◦]"
)
_BARE = re.compile(r"\d{1,6}")
_DASH = re.compile(r"[-–—―•·▪◦]")
_DEEPEST = 8  # tables in tables in tables: what is deeper is not looked into
_LONG_CELL = 1500
_PARAGRAPHS_IN_CELL = 3
_SENTENCE = 60
_ENDED, _FEWEST_WORDS = (".", ";", ":", ".”", ".’", "?"), 4


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
    """Whether a row holds a sentence, as the numbered paragraphs of a judgment do and rows of facts do not."""
    said = [cell_text(cell) for cell in _cells(row)]
    return any(len(text) > _SENTENCE or (text.endswith(_ENDED) and len(text.split()) >= _FEWEST_WORDS) for text in said)


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


# The number or bullet that a web browser sets before an entry of a list.

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"']([^\"']{0,20})[\"']")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ZEROS = {"arabic-indic": 0x660, "persian": 0x6F0, "urdu": 0x6F0, "devanagari": 0x966, "bengali": 0x9E6, "thai": 0xE50}
_COUNTED = frozenset(
    "decimal decimal-leading-zero lower-alpha lower-latin upper-alpha upper-latin lower-roman upper-roman".split()
) | frozenset(_ZEROS)
_BULLETS = frozenset("disc circle square".split())
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_TYPED = re.compile(r"[(\[]?([0-9]{1,5}|[A-Za-z]{1,7})[.)\]:]")
_LARGEST = 1_000_000


@dataclass(slots=True)
class OpenList:
    """A list that is being read; `value` is the number of the next entry."""

    id: str
    level: int
    style: str
    value: int
    step: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before an entry: the text, its label where it is a number, and the list that numbers it."""

    text: str
    label: str | None
    level: int
    list_id: str | None
    value: int


def open_list(element: etree._Element, count: int, level: int) -> OpenList:
    """The list that `element` (ol, ul, menu) opens, the `count`-th of the page."""
    ordered = element.tag == "ol"
    style = _style_of(element) or _TYPES.get(element.get("type", "").strip()) or ("decimal" if ordered else "disc")
    backwards = ordered and element.get("reversed") is not None
    first = sum(1 for child in element if child.tag == "li") if backwards else 1
    return OpenList(f"list-{count}", level, style, _number(element.get("start"), first), -1 if backwards else 1)


def mark_of(entry: etree._Element, within: OpenList) -> Mark | None:
    """The mark of the next entry of the list; None where the page says that there is none."""
    value = _number(entry.get("value"), within.value)
    within.value = value + within.step
    style = _style_of(entry) or _TYPES.get(entry.get("type", "").strip()) or within.style
    if style == "none":
        return None
    if quoted := _QUOTED.search(style):
        return Mark(quoted[1].strip(), None, within.level, None, value) if quoted[1].strip() else None
    if style in _COUNTED:
        label = f"{_written(value, style)}."
        return Mark(label, label, within.level, within.id, value)
    return Mark("•", None, within.level, None, value)


def is_typed(mark: Mark, text: str) -> bool:
    """Whether `text` begins with the number of `mark` itself, so that the page would show it twice."""
    typed = _TYPED.match(text)
    if not typed:
        return False
    styles = ("decimal", "lower-alpha", "lower-roman")
    return typed[1].lower() in {_written(mark.value, style) for style in styles}


def _style_of(element: etree._Element) -> str | None:
    declared = _STYLE.findall(element.get("style") or "")
    for value in reversed(declared):
        if _QUOTED.search(value):
            return str(value)
        for word in value.lower().split():
            if word in _COUNTED or word in _BULLETS or word == "none":
                return str(word)
    return None


def _number(written: str | None, otherwise: int) -> int:
    if written is None or not re.fullmatch(r"\s*[+-]?[0-9]{1,7}\s*", written):
        return otherwise
    return max(-_LARGEST, min(_LARGEST, int(written)))


def _written(value: int, style: str) -> str:
    if style in _ZEROS:
        return "".join(chr(_ZEROS[style] + int(digit)) if digit.isdigit() else digit for digit in str(value))
    if style == "decimal-leading-zero":
        return f"{value:02}"
    small = style.removeprefix("lower-").removeprefix("upper-")
    if small in ("alpha", "latin") and value > 0:
        word = _letters(value)
    elif small == "roman" and 0 < value < 4000:
        word = _roman(value)
    else:
        word = str(value)
    return word.upper() if style.startswith("upper-") else word


def _letters(value: int) -> str:
    word = ""
    while value:
        value, place = divmod(value - 1, 26)
        word = chr(ord("a") + place) + word
    return word


def _roman(value: int) -> str:
    word = ""
    for worth, letters in (*_ROMAN, *_ROMAN_SMALL):
        times, value = divmod(value, worth)
        word += letters * times
    return word
