"""What a Word paragraph inherits: the chain of styles behind it and the properties it finds there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.formats.docx.package import W, number, switch, value

_TITLES = {"title": 1, "subtitle": 2}
_HEADING = re.compile(r"heading ([1-9])")
_POINTS = {"": 1 / 20, "pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MEASURE = re.compile(r"(-?\d{1,7}(?:\.\d{1,7})?)(pt|in|cm|mm|pc|pi|)")
_LONGEST_CHAIN = 20  # a style that is based on itself would go round for ever


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style: `paragraph` and `run` are its `w:pPr` and `w:rPr`, or None."""

    id: str
    name: str
    based_on: str | None
    paragraph: Any
    run: Any

    @property
    def list(self) -> str | None:
        """The list that this style itself puts its paragraphs in."""
        return value(self.paragraph.find(f"{W}numPr"), "numId") if self.paragraph is not None else None


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: Any) -> None:
        """`root` is the root of word/styles.xml, None where the file has none."""
        elements = root.findall(f"{W}style") if root is not None else []
        self._styles = {style.id: style for style in map(_style, elements)}
        self._default = next((e.get(f"{W}styleId") for e in elements if _is_default_paragraph(e)), None)
        self._run_defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._toggles: dict[tuple[str | None, str], bool] = {}

    def chain(self, id_: str | None) -> tuple[Style, ...]:
        """The style of that id and those it is based on, the nearest first."""
        found: list[Style] = []
        while id_ in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[id_])
            id_ = found[-1].based_on
        return tuple(found)

    def of(self, properties: Any) -> tuple[Style, ...]:
        """The chain behind a paragraph whose `w:pPr` is `properties`."""
        named = value(properties, "pStyle")
        return self.chain(named if named in self._styles else self._default)

    def toggle(self, style_id: str | None, tag: str) -> bool:
        """Whether a style switches the run property `tag` ("b", "vanish") on."""
        key = style_id, tag
        if key not in self._toggles:
            found = (switch(style.run, tag) for style in self.chain(style_id))
            self._toggles[key] = bool(next((on for on in found if on is not None), False))
        return self._toggles[key]

    @property
    def lists(self) -> dict[str, str]:
        """The list that each style names, by the id of the style."""
        return {id_: found for id_, style in self._styles.items() if (found := style.list)}

    @property
    def language(self) -> str | None:
        """The language the text is in where nothing else is said ("en"), or None."""
        own = (style.run for style in self.chain(self._default))
        tags = (value(run, "lang") for run in (*own, self._run_defaults))
        tag = next((tag for tag in tags if tag), "")
        return tag.split("-")[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(-\w{1,8})*", tag) and tag != "x-none" else None


def _style(element: Any) -> Style:
    name = (value(element, "name") or "").lower()
    based_on = value(element, "basedOn")
    return Style(element.get(f"{W}styleId", ""), name, based_on, element.find(f"{W}pPr"), element.find(f"{W}rPr"))


def _is_default_paragraph(element: Any) -> bool:
    return element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Outline:
    """The depth of a heading, 1 the outermost; `named` where one of Word's own styles for headings says so."""

    level: int
    named: bool


def outline(properties: Any, chain: tuple[Style, ...]) -> Outline | None:
    """What the styles and the outline say a paragraph is the heading of; None for text."""
    for layer, name in _layers(properties, chain):
        if match := _HEADING.fullmatch(name):
            return Outline(int(match[1]), named=True)
        if name in _TITLES:
            return Outline(_TITLES[name], named=True)
        level = number(value(layer, "outlineLvl"))
        if level is not None:
            return Outline(level + 1, named=False) if 0 <= level <= 8 else None
    return None


def is_contents(chain: tuple[Style, ...]) -> bool:
    """Whether a paragraph has a style of Word's own for tables of contents and of figures."""
    return any(re.fullmatch(r"toc (\d|heading)|table of (figures|authorities)", style.name) for style in chain)


def alignment(properties: Any, chain: tuple[Style, ...]) -> str | None:
    """How the lines are set: "center", "both" and so on; None where nothing says."""
    return next((found for layer, _ in _layers(properties, chain) if (found := value(layer, "jc"))), None)


def left_edge(layer: Any) -> float | None:
    """The left indent that a `w:pPr` sets itself, in points."""
    ind = layer.find(f"{W}ind") if layer is not None else None
    if ind is None:
        return None
    match = _MEASURE.fullmatch(ind.get(f"{W}left") or ind.get(f"{W}start") or "")
    return round(float(match[1]) * _POINTS[match[2]], 2) if match else None


def _layers(properties: Any, chain: tuple[Style, ...]) -> Iterator[tuple[Any, str]]:
    """The paragraph's own properties, then those of each style, each with the style's name."""
    yield properties, ""
    for style in chain:
        yield style.paragraph, style.name
