"""One story of a Word file (the text, a note, a running head) as lines: its paragraphs in order, numbered."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.formats.docx.numbering import Counter, Numbered, Numbering
from corpus.formats.docx.package import W, switch, value, walk
from corpus.formats.docx.styles import Outline, Styles, alignment, is_contents, outline
from corpus.formats.reading import marked

_DELETED = frozenset(W + tag for tag in ("del", "moveFrom", "rPr", "sectPr", "tblPr", "tblGrid", "sdtPr"))


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell of a table: the table's ordinal in its story, the row's and the cell's in the table."""

    table: int
    row: int
    column: int


# The words of a Word paragraph as they are printed: runs, fields, marks of notes, signs; nothing that is hidden.


@dataclass(frozen=True, slots=True)
class Words:
    """What a paragraph says; `emphasis` are those of b, i, u, caps that hold for all of it."""

    text: str
    emphasis: frozenset[str] = frozenset()
    in_contents: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that prints something: what it says, and what the file says of it."""

    words: Words
    numbered: Numbered | None = None
    outline: Outline | None = None
    centred: bool = False
    contents: bool = False
    indent: float | None = None
    cell: Cell | None = None
    item: int | None = None  # the numbered row of a table whose words it belongs to

    @property
    def printed(self) -> str:
        """The number and the words, without white space at the ends."""
        if self.numbered is None or not self.numbered.printed:
            return self.words.text.strip()
        return f"{self.numbered.printed}{self.numbered.after}{self.words.text.strip()}".strip()


Mark = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What all stories of a file share."""

    styles: Styles
    numbering: Numbering
    mark: Mark


def read_story(root: Any, setting: Setting) -> Iterator[Line]:
    """The paragraphs within `root` that print anything, text boxes after the paragraph that anchors them."""
    counters = Counter(setting.numbering), Counter(setting.numbering)
    run_in: Line | None = None  # a paragraph whose end is hidden goes on in the next one
    for paragraph, cell, words in _accepted(root, Reader(setting.styles, setting.mark)):
        properties = paragraph.find(f"{W}pPr")
        if run_in is not None:
            line = replace(run_in, words=Words(run_in.words.text + words.text), outline=None)
        elif words.text.strip() or not _takes_no_number(properties):
            boxed = next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None
            line = replace(_line(properties, words, setting, counters[boxed]), cell=cell)
        else:
            continue
        run_in = line if _mark_is(properties, "vanish") else None
        if line.printed and run_in is None:
            yield line
    if run_in is not None and run_in.printed:
        yield run_in


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False


@dataclass(slots=True)
class _Run:
    hidden: bool = False
    emphasis: frozenset[str] = frozenset()
    raised: bool = False


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
                before = "".join(parts[-3:])[-8:]
                called = run.raised and _NOTE.fullmatch(printed) and _AFTER_WORD.search(before)
                if run.raised and printed.isdecimal() and before[-1:].isdecimal():
                    printed = printed.translate(_RAISED)  # Article 6¹ is not Article 61
                parts.append(marked(printed) if called else printed)
                if printed.strip():
                    emphases.append(run.emphasis)
                    in_contents = in_contents or any(re.match(r"\s*TO[CA]\b", open_.code) for open_ in self._fields)
        self._fields = [open_ for open_ in self._fields if open_.shows]
        return Words("".join(parts), frozenset.intersection(*emphases) if emphases else frozenset(), in_contents)

    def _run(self, properties: Any, paragraph_style: str | None) -> _Run:
        own = value(properties, "rStyle")

        def has(tag: str) -> bool:
            direct = switch(properties, tag)
            if direct is not None:
                return direct
            return self.styles.toggle(own, tag) or self.styles.toggle(paragraph_style, tag)

        hidden = has("vanish") or has("strike") or has("dstrike")
        raised = value(properties, "vertAlign") == "superscript"
        return _Run(hidden, frozenset(tag for tag in EMPHASIS if has(tag)), raised)

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
            return marked(self.mark(element))
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


def _accepted(root: Any, reader: Reader) -> Iterator[tuple[Any, Cell | None, Words]]:
    """Each paragraph with its words, changes accepted: what is left of one whose end was deleted begins the next."""
    carried, last = "", None
    for paragraph, cell in _paragraphs(root):
        words = reader.read(paragraph)
        last = paragraph, cell, replace(words, text=carried + words.text)
        if _mark_is(paragraph.find(f"{W}pPr"), "del", "moveFrom"):
            carried = last[2].text
        else:
            yield last
            carried, last = "", None
    if last is not None and carried.strip():
        yield last


def _line(properties: Any, words: Words, setting: Setting, counter: Counter) -> Line:
    chain = setting.styles.of(properties)
    place = setting.numbering.place(properties, chain)
    numbered = counter.count(place) if place else None
    if place and words.text.lstrip().startswith("—(1)"):
        counter.begin_below(place)
    return Line(
        words=words,
        numbered=numbered,
        outline=outline(properties, chain),
        centred=alignment(properties, chain) == "center",
        contents=words.in_contents or is_contents(chain),
        indent=setting.numbering.indent(properties, chain, place),
    )


@dataclass(slots=True)
class _Table:
    """A table while it is read: the cell it has come to, and whether that cell or its row isn't seen on paper."""

    at: Cell
    no_row: bool = False
    no_cell: bool = False

    def enter(self, element: Any) -> None:
        """Go on to the row or the cell that `element` is."""
        if element.tag == f"{W}tr":
            self.at = Cell(self.at.table, self.at.row + 1, -1)
            self.no_row = element.find(f"{W}trPr/{W}del") is not None
        else:
            self.at = replace(self.at, column=self.at.column + 1)
            self.no_cell = _is_unseen(element.find(f"{W}tcPr"))


def _paragraphs(root: Any) -> Iterator[tuple[Any, Cell | None]]:
    """Each `w:p` in document order with the innermost cell it stands in, without rows and cells that aren't seen."""
    tables, open_ = 0, list[_Table]()
    for event, element in walk(root, _DELETED):
        if element.tag == f"{W}tbl":
            if event == "start":
                open_.append(_Table(Cell(tables, -1, -1)))
                tables += 1
            else:
                open_.pop()
        elif event == "start" and element.tag == f"{W}p":
            if not any(table.no_row or table.no_cell for table in open_):
                yield element, open_[-1].at if open_ else None
        elif event == "start" and open_ and element.tag in (f"{W}tr", f"{W}tc"):
            open_[-1].enter(element)


def _is_unseen(cell_properties: Any) -> bool:
    """Whether a tracked change took a cell out, or the cell above covers it."""
    if cell_properties is None:
        return False
    merge = cell_properties.find(f"{W}vMerge")
    is_covered = merge is not None and merge.get(f"{W}val", "continue") == "continue"
    return is_covered or cell_properties.find(f"{W}cellDel") is not None


def _mark_is(properties: Any, *tags: str) -> bool:
    """Whether the mark that ends the paragraph has one of these properties: it is deleted, moved away, hidden."""
    mark = properties.find(f"{W}rPr") if properties is not None else None
    return any(switch(mark, tag) for tag in tags)


def _takes_no_number(properties: Any) -> bool:
    """An empty paragraph that is hidden, or only ends a section, isn't counted; any other empty one is."""
    return _mark_is(properties, "vanish") or (properties is not None and properties.find(f"{W}sectPr") is not None)


_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DELETED_WORDS = ("del", "moveFrom", "delText", "delInstrText")
_UNPRINTED = ("pPr", "rPr", "sdtPr", "txbxContent", "rt", "rubyPr", "fldData", "numberingChange")
_LEFT_OUT = frozenset(W + tag for tag in (*_DELETED_WORDS, *_UNPRINTED))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_LONGEST_CODE = 100
_DEEPEST_FIELD = 50
_NOTE = re.compile(
    r"\s?[(\[]?(?:\d{1,3}|[*†‡§]{1,3})[)\]]?\s?"
)  # a mark that is typed and raised; "m²" has no such word
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_AFTER_WORD = re.compile(r"(?:[^\W\d_]{4}|[.;:,”\"’»)])$")
EMPHASIS = ("b", "i", "u", "caps")
"""The mark printed for a reference to a note."""


def _on_one_line(text: str) -> str:
    """Without the line ends that only lay out the XML, for which Word shows a space."""
    if "\n" not in text:
        return text
    first, *inner, last = text.split("\n")
    return " ".join((first.rstrip(), *filter(None, map(str.strip, inner)), last.lstrip()))


# Signs that Word stores as places in a symbol font, as the characters they show.

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = {0x41 + i: letter for i, letter in enumerate(_GREEK)}


_SYMBOL |= {0x61 + i: letter for i, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")}


_SYMBOL |= {0x22: "∀", 0x24: "∃", 0x27: "∍", 0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x7E: "∼", 0xA0: "€", 0xA2: "′"}


_SYMBOL |= {0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±"}


_SYMBOL |= {0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡"}


_SYMBOL |= {0xBB: "≈", 0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCC: "⊂", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠"}


_SYMBOL |= {0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧"}


_SYMBOL |= {0xDA: "∨", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫"}


_WINGDINGS = {0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖"}


_WINGDINGS |= {0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓"}


_WINGDINGS |= {0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}


_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, code: str) -> str:
    """The character of `w:sym`; one that no table knows stays as it is stored, one that is none is left out."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    table = _FONTS.get(font.lower(), {})
    low = place - 0xF000 if place in _PRIVATE else place
    if low in table:
        return table[low]
    return chr(place) if 0x20 <= place <= 0x10FFFF and not 0xD800 <= place < 0xE000 else ""
