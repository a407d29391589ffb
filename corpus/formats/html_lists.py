"""The number or bullet that a web browser sets before an entry of a list."""

import re
from dataclasses import dataclass

from lxml import etree

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
