"""Footnotes and endnotes of a Word file: the marks printed in the text, and which note each of them stands for."""

from dataclasses import dataclass, field
from typing import Any

from corpus.formats.docx_numerals import write_number
from corpus.formats.docx_package import Package, W, number, value

_KINDS = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_USUAL_STYLE = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note that the text refers to: its mark, empty where it is typed with the note, and the `w:footnote`."""

    mark: str
    element: Any


@dataclass(slots=True)
class _Series:
    """The notes of one kind, by id, and how they are numbered."""

    elements: dict[str, Any]
    style: str
    next: int
    met: list[Note] = field(default_factory=list)


class Notes:
    """Numbers the notes in the order in which the text refers to them."""

    def __init__(self, package: Package, text: Any) -> None:
        """`text` is the root of the part that holds the text."""
        settings = package.related_xml("settings")
        self.begin_anew = False
        self._series = {kind: self._open(kind, package, settings, text) for kind in _USUAL_STYLE}

    def _open(self, kind: str, package: Package, settings: Any, text: Any) -> _Series:
        root = package.related_xml(f"{kind}s")
        elements = root.findall(W + kind) if root is not None else []
        said = [*text.iter(f"{W}{kind}Pr"), *(settings.iter(f"{W}{kind}Pr") if settings is not None else ())]
        style = next((found for pr in said if (found := value(pr, "numFmt"))), _USUAL_STYLE[kind])
        start = next((first for pr in said if (first := number(value(pr, "numStart")))), 1)
        restarts = {value(pr, "numRestart") for pr in said} - {None, "continuous"}
        self.begin_anew = self.begin_anew or (bool(restarts) and bool(elements))
        return _Series({element.get(f"{W}id", ""): element for element in elements}, style, start)

    def mark(self, reference: Any) -> str:
        """The mark that is printed for a reference; nothing where the text brings its own."""
        series = self._series[_KINDS[reference.tag.removeprefix(W)]]
        element = series.elements.pop(reference.get(f"{W}id", ""), None)  # a note is printed once
        mark = ""
        if reference.get(f"{W}customMarkFollows") in (None, "0", "false", "off"):
            mark = write_number(series.next, series.style)
            series.next += 1
        if element is not None:
            series.met.append(Note(mark, element))
        return mark

    @property
    def met(self) -> tuple[Note, ...]:
        """The notes referred to so far, footnotes first."""
        return tuple(note for series in self._series.values() for note in series.met)
