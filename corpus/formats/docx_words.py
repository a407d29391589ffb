"""The words of a Word paragraph as they are printed: runs, fields, marks of notes, signs; nothing that is hidden."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from corpus.formats.docx_package import W, switch, value, walk
from corpus.formats.docx_styles import Styles
from corpus.formats.docx_symbols import symbol

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DELETED = ("del", "moveFrom", "delText", "delInstrText")
_UNPRINTED = ("pPr", "rPr", "sdtPr", "txbxContent", "rt", "rubyPr", "fldData", "numberingChange")
_LEFT_OUT = frozenset(W + tag for tag in (*_DELETED, *_UNPRINTED))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_LONGEST_CODE = 100
_DEEPEST_FIELD = 50
EMPHASIS = ("b", "i", "u", "caps")

Mark = Callable[[Any], str]
"""The mark printed for a reference to a note."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a paragraph says; `emphasis` are those of b, i, u, caps that hold for all of it."""

    text: str
    emphasis: frozenset[str] = frozenset()
    in_contents: bool = False


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False


@dataclass(slots=True)
class _Run:
    hidden: bool = False
    emphasis: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reader:
    """Reads the paragraphs of one story in order; a field may begin in one and end in a later one."""

    styles: Styles
    mark: Mark
    _fields: list[_Field] = field(default_factory=list)

    def read(self, paragraph: Any) -> Words:
        """The words of a `w:p`; raises nothing on what it doesn't know, which it leaves out."""
        parts: list[str] = []
        emphases: list[frozenset[str]] = []
        style = value(paragraph.find(f"{W}pPr"), "pStyle")
        in_contents, run = False, _Run(self.styles.toggle(style, "vanish"))
        for event, element in walk(paragraph, _LEFT_OUT):
            if event == "end":
                continue
            if element.tag == f"{W}r":
                run = self._run(element.find(f"{W}rPr"), style)
            elif printed := self._printed(element, run):
                parts.append(printed)
                if printed.strip():
                    emphases.append(run.emphasis)
                    in_contents = in_contents or self._in_contents()
        self._fields = [open_ for open_ in self._fields if open_.shows]
        return Words("".join(parts), frozenset.intersection(*emphases) if emphases else frozenset(), in_contents)

    def _in_contents(self) -> bool:
        return any(re.match(r"\s*TO[CA]\b", open_.code) for open_ in self._fields)

    def _run(self, properties: Any, paragraph_style: str | None) -> _Run:
        own = value(properties, "rStyle")

        def has(tag: str) -> bool:
            direct = switch(properties, tag)
            if direct is not None:
                return direct
            return self.styles.toggle(own, tag) or self.styles.toggle(paragraph_style, tag)

        return _Run(has("vanish"), frozenset(tag for tag in EMPHASIS if has(tag)))

    def _printed(self, element: Any, run: _Run) -> str:
        """What an element prints; keeps count of the fields on the way."""
        namespace, _, name = element.tag.rpartition("}")
        if f"{namespace}}}" == _MATH:
            return element.text or "" if name == "t" and self._shown() else ""
        if f"{namespace}}}" != W:
            return ""
        if name == "fldChar":
            self._turn(element.get(f"{W}fldCharType"))
        elif name == "instrText" and self._fields and len(self._fields[-1].code) < _LONGEST_CODE:
            self._fields[-1].code += (element.text or "")[:_LONGEST_CODE]
        elif not run.hidden and self._shown():
            return self._sign(name, element)
        return ""

    def _sign(self, name: str, element: Any) -> str:
        if name == "t":
            return _on_one_line(element.text or "")
        if name == "sym":
            return symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
        if name in ("footnoteReference", "endnoteReference"):
            return self.mark(element)
        return _SIGNS.get(name, "")

    def _shown(self) -> bool:
        return all(open_.shows for open_ in self._fields)

    def _turn(self, kind: str | None) -> None:
        if kind == "begin" and len(self._fields) < _DEEPEST_FIELD:
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].shows = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _on_one_line(text: str) -> str:
    """Without the line ends that only lay out the XML, for which Word shows a space."""
    if "\n" not in text:
        return text
    first, *inner, last = text.split("\n")
    return " ".join((first.rstrip(), *filter(None, map(str.strip, inner)), last.lstrip()))
