"""One story of a Word file (the text, a note, a running head) as lines: its paragraphs in order, numbered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from corpus.formats.docx_numbering import Counter, Numbered, Numbering
from corpus.formats.docx_package import W, switch, walk
from corpus.formats.docx_styles import Outline, Styles, alignment, is_contents, outline
from corpus.formats.docx_words import Mark, Reader, Words

_DELETED = frozenset(W + tag for tag in ("del", "moveFrom", "rPr", "sectPr", "tblPr", "tblGrid", "sdtPr"))


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell of a table: the table's ordinal in its story, the row's and the cell's in the table."""

    table: int
    row: int
    column: int


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

    @property
    def printed(self) -> str:
        """The number and the words, without white space at the ends."""
        if self.numbered is None or not self.numbered.printed:
            return self.words.text.strip()
        return f"{self.numbered.printed}{self.numbered.after}{self.words.text.strip()}".strip()


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
    return Line(
        words=words,
        numbered=counter.count(place) if place else None,
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
