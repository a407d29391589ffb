"""Automatic numbering: which list a Word paragraph is in, and the number that Word prints before it.

After ISO 29500-1, 17.9. A counter belongs to an abstract list: every list made from it goes on counting where the last
one stopped, unless it overrides the start of the level of its first paragraph. A level that is used before those above
it begins them too, so that "10.1" is followed by "11".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from corpus.formats.docx.package import W, number, switch, value
from corpus.formats.docx.styles import Style, left_edge

_LEVELS = 9
_LONGEST_PATTERN = 200  # it is printed before every paragraph of the list
_BULLET = "•"
_DASHES = "-‐‑‒–—"
_AFTER = {"tab": "\t", "space": " ", "nothing": ""}
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `text` is a pattern such as "%1.%2"; `restart` is as in `w:lvlRestart`."""

    text: str
    style: str = "decimal"
    pattern: str | None = None
    start: int = 0
    restart: int | None = None
    after: str = "\t"
    indent: float | None = None
    digits_only: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A list of a document: its levels, those overridden included, and the starts that it sets for itself."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    linked: dict[str, int]

    def start(self, level: int) -> int:
        """The number with which a level begins."""
        return self.levels[level].start if level in self.levels else 1


@dataclass(frozen=True, slots=True)
class Numbered:
    """What numbering gives a paragraph: `printed` is the number or bullet, `after` what Word sets behind it."""

    printed: str
    is_bullet: bool
    after: str
    level: int
    list_id: str


class Numbering:
    """The lists of a document, by the id that paragraphs name."""

    def __init__(self, root: Any, style_lists: dict[str, str]) -> None:
        """`root` is the root of word/numbering.xml or None; `style_lists` the list that each numbering style names."""
        elements = root.findall(f"{W}abstractNum") if root is not None else []
        abstracts = {element.get(f"{W}abstractNumId"): element for element in elements}
        nums = {element.get(f"{W}numId"): element for element in (root.findall(f"{W}num") if root is not None else [])}
        self._lists: dict[str, List] = {}
        for id_, num in nums.items():
            abstract = _abstract(num, nums, abstracts, style_lists)
            if id_ and abstract is not None:
                self._lists[id_] = _list(num, abstract)

    def place(self, properties: Any, chain: tuple[Style, ...]) -> tuple[str, int] | None:
        """The list and the level of a paragraph; None where it is in none, or is taken out of one ("0")."""
        layers = [(properties, ""), *((style.paragraph, style.id) for style in chain)]
        ids = [_num_pr(layer, "numId") for layer, _ in layers]
        found = next((id_ for id_ in ids if id_ is not None), None)
        if found is None or found not in self._lists:
            return None
        return found, self._level(self._lists[found], layers)

    def _level(self, list_: List, layers: list[tuple[Any, str]]) -> int:
        """The nearest that is said: in the paragraph, by a level that is linked to a style, in that style."""
        for layer, style_id in layers:
            said = list_.linked.get(style_id, number(_num_pr(layer, "ilvl")))
            if said is not None:
                return max(0, min(said, _LEVELS - 1))
        return 0

    def indent(self, properties: Any, chain: tuple[Style, ...], place: tuple[str, int] | None) -> float | None:
        """The left edge of a paragraph in points: its own, its list's, or that of the nearest style that says one."""
        for layer in (properties, *(style.paragraph for style in chain)):
            edge = left_edge(layer)
            if edge is None and place and _num_pr(layer, "numId") == place[0]:
                level = self._lists[place[0]].levels.get(place[1])
                edge = level.indent if level else None
            if edge is not None:
                return edge
        return None

    def __getitem__(self, id_: str) -> List:
        return self._lists[id_]


@dataclass(slots=True)
class _Count:
    """How far an abstract list has come: a number a level, and how often it has begun anew."""

    at: dict[int, int] = field(default_factory=dict)
    run: int = 0


class Counter:
    """Numbers the paragraphs of one story (the text, the notes) in the order in which they are given."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, _Count] = {}
        self._begun: set[str] = set()

    def count(self, place: tuple[str, int]) -> Numbered:
        """Count one paragraph at that place and say what is printed before it."""
        id_, level = place
        list_ = self._numbering[id_]
        count = self._counts.setdefault(list_.abstract, _Count())
        self._advance(count, list_, level, overridden=level in list_.starts and id_ not in self._begun)
        self._begun.add(id_)
        form = list_.levels.get(level, Level("", "none"))
        list_id = f"{list_.abstract}.{count.run}" if count.run else list_.abstract
        printed = "" if form.hidden else _printed(form, list_, count.at)
        return Numbered(printed, form.style == "bullet", form.after, level, list_id)

    def begin_below(self, place: tuple[str, int]) -> None:
        """Count a "(1)" that is typed into the paragraph just counted: after "2.—(1)" Word goes on with "(2)"."""
        list_ = self._numbering[place[0]]
        self._advance(self._counts[list_.abstract], list_, place[1] + 1, overridden=False)

    def _advance(self, count: _Count, list_: List, level: int, *, overridden: bool) -> None:
        before = count.at.get(level)
        if overridden:
            count.at[level] = list_.starts[level]
        elif before is None:
            count.at[level] = list_.start(level)
        else:
            count.at[level] = before + 1
        if overridden and before is not None and count.at[level] != before + 1 and min(count.at) == level:
            count.run += 1
        for above in range(level):
            count.at.setdefault(above, list_.start(above))
        for deeper in range(level + 1, _LEVELS):
            restart = list_.levels[deeper].restart if deeper in list_.levels else None
            if restart is None or level < restart:
                count.at.pop(deeper, None)


def _num_pr(layer: Any, tag: str) -> str | None:
    return value(layer.find(f"{W}numPr"), tag) if layer is not None else None


def _printed(form: Level, list_: List, at: dict[int, int]) -> str:
    if form.style == "bullet":
        drawn = form.text.strip()
        return drawn if drawn in _DASHES else _BULLET  # any other sign is a place in a symbol font

    def write(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        of = list_.levels.get(level)
        count = at.get(level, list_.start(level))
        if of is None or of.style == "bullet":
            return ""
        if form.digits_only:
            return str(count)
        return pad_number(count, of.pattern) if of.pattern else write_number(count, of.style)

    return _PLACEHOLDER.sub(write, form.text).strip()


def _abstract(num: Any, nums: dict[Any, Any], abstracts: dict[Any, Any], style_lists: dict[str, str]) -> Any:
    """The abstract list behind a list; one that only names a numbering style stands for that style's list."""
    for _ in range(len(abstracts) + 1):
        abstract = abstracts.get(value(num, "abstractNumId"))
        style = value(abstract, "numStyleLink")
        if style is None or nums.get(style_lists.get(style)) is None:
            return abstract
        num = nums[style_lists[style]]
    return None


def _list(num: Any, abstract: Any) -> List:
    levels = _levels(abstract)
    starts = {}
    for override in num.findall(f"{W}lvlOverride"):
        levels |= _levels(override)
        ilvl, start = number(override.get(f"{W}ilvl")), number(value(override, "startOverride"))
        if ilvl is not None and start is not None:
            starts[ilvl] = start
    linked = {style: ilvl for ilvl, element in _level_elements(abstract) if (style := value(element, "pStyle"))}
    return List(abstract.get(f"{W}abstractNumId", ""), levels, starts, linked)


def _levels(parent: Any) -> dict[int, Level]:
    return {ilvl: _form(element) for ilvl, element in _level_elements(parent)}


def _level_elements(parent: Any) -> list[tuple[int, Any]]:
    numbered = ((number(element.get(f"{W}ilvl")), element) for element in parent.findall(f"{W}lvl"))
    return [(ilvl, element) for ilvl, element in numbered if ilvl is not None and 0 <= ilvl < _LEVELS]


def _form(element: Any) -> Level:
    formats = list(element.iter(f"{W}numFmt"))  # a custom one stands first, in an alternative, before a plain one
    style = formats[-1].get(f"{W}val", "decimal") if formats else "decimal"
    pattern = next((found.get(f"{W}format") for found in formats if found.get(f"{W}val") == "custom"), None)
    text = (value(element, "lvlText") or "")[:_LONGEST_PATTERN]
    if style == "bullet" and element.find(f"{W}lvlPicBulletId") is not None:
        text = _BULLET
    return Level(
        text=text,
        style=style,
        pattern=pattern,
        start=number(value(element, "start")) or 0,
        restart=number(value(element, "lvlRestart")),
        after=_AFTER.get(value(element, "suff") or "tab", "\t"),
        indent=left_edge(element.find(f"{W}pPr")),
        digits_only=_on(element, "isLgl"),
        hidden=_on(element.find(f"{W}rPr"), "vanish"),
    )


def _on(parent: Any, tag: str) -> bool:
    return switch(parent, tag) or False


# Numbers as Word writes them: 4 as "4", "d", "iv", "04", "4th", "four" and so on.

_ROMAN = list(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_NOTE_MARKS = "*†‡§"
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()


_SMALL += "sixteen seventeen eighteen nineteen".split()


_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}


_IRREGULAR |= {"nine": "ninth", "twelve": "twelfth"}


_MOST_LETTERS = 30  # Word itself stops there; a longer label would be noise


def write_number(count: int, style: str) -> str:
    """`count` in the number format `style` (ST_NumberFormat of ISO 29500-1, 17.18.59); plain digits for one unknown."""
    if style in ("none", "bullet"):
        return ""
    if count < 1 and style not in ("decimal", "decimalZero"):
        return str(count)
    return _STYLES.get(style, str)(count)


def pad_number(count: int, pattern: str) -> str:
    """`count` in a custom format, which shows its first numbers: "001, 002, 003, ..."."""
    return str(count).zfill(min(len(pattern.split(",")[0].strip()), 9))


def _roman(count: int) -> str:
    if count > 32_767:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        written += letters * times
    return written


def _letters(alphabet: str) -> Callable[[int], str]:
    """a, b ... z, aa, bb, ...: the letter is repeated, it does not count in base 26."""

    def write(count: int) -> str:
        rounds, place = divmod(count - 1, len(alphabet))
        return alphabet[place] * (rounds + 1) if rounds < _MOST_LETTERS else str(count)

    return write


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _cardinal(count: int) -> str:
    if count >= 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        words.append(_SMALL[rest] if rest < 20 else _TENS[tens] + (f"-{_SMALL[ones]}" if ones else ""))
    return " ".join(words)


def _ordinal_word(count: int) -> str:
    words = _cardinal(count)
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    if last.isdigit():
        return _ordinal(count)
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:start] + _IRREGULAR.get(last, regular)


def _digits(zero: str) -> Callable[[int], str]:
    return lambda count: "".join(chr(ord(zero) + int(digit)) for digit in str(count))


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    """A sign of its own for each number up to `last`, the first of which is `first`."""
    return lambda count: chr(ord(first) + count - 1) if count <= last else str(count)


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "arabicAlpha": _letters(_ARABIC),
    "arabicAbjad": _letters(_ABJAD),
    "hebrew2": _letters(_HEBREW),
    "chicago": _letters(_NOTE_MARKS),
    "ordinal": _ordinal,
    "cardinalText": lambda count: _cardinal(count).capitalize(),
    "ordinalText": lambda count: _ordinal_word(count).capitalize(),
    "hex": lambda count: f"{count:X}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "decimalFullWidth": _digits("０"),
    "decimalFullWidth2": _digits("０"),
    "hindiNumbers": _digits("०"),
    "thaiNumbers": _digits("๐"),
}
