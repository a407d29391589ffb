"""Word documents (.docx): the text as Word prints it, with its automatic numbers, as a Reading."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest
from typing import Any

from corpus.formats.docx.numbering import Numbering, write_number
from corpus.formats.docx.package import Package, W, number, value
from corpus.formats.docx.story import Line, Setting, read_story
from corpus.formats.docx.styles import Styles
from corpus.formats.reading import STRUCK_OUT, About, Block, Reading, Role, without_marks
from corpus.types import Mark, Span

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LONGEST_TITLE = 300
_WHERE_A_TITLE_STANDS = 10_000  # characters from the beginning
_NO_TITLE = re.compile(
    r"microsoft word|untitled|document ?\d*$|.*\b(template|to|of|the|and)$|.*\btemplate\b"
    r"|.*\.(docx?|rtf|pdf|wpd)$|[\W\d_]*$"
)
_LONGEST_TYPED_MARK = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block before its place in the text is known; `label` is the length of the number that begins it."""

    text: str
    role: Role
    label: int = 0
    level: int | None = None
    list_id: str | None = None
    indent: float | None = None
    item: int | None = None


def read_docx(raw: bytes) -> Reading:
    """The text of a Word file: its paragraphs, then its notes, then its running heads and feet; raises UnreadableFile.

    Numbers that Word makes are written out and are the labels of their blocks. Tracked changes are read as accepted.
    """
    package = Package(raw)
    text = package.xml(package.main)
    notes, styles = Notes(package, text), Styles(package.related_xml("styles"))
    setting = Setting(styles, Numbering(package.related_xml("numbering"), styles.lists), notes.mark)
    body = list(join_numbers(read_story(text, setting)))
    pieces = [*_body(body), *_notes(notes, setting), *_furniture(package, setting)]
    about = About(_title(package, " ".join(line.printed for line in body)), language=styles.language)
    return _reading(pieces, about, tuple(_doubts(text, notes)))


def _reading(pieces: Iterable[_Piece], about: About, doubts: tuple[str, ...]) -> Reading:
    texts, blocks, marks, position = [], [], list[Mark](), 0
    for piece in pieces:
        text, found = without_marks(piece.text)
        if not text:
            continue
        span = Span(position, position + len(text))
        label = Span(position, position + piece.label) if piece.label else None
        within = () if piece.item is None else (piece.item,)
        blocks.append(Block(span, piece.role, label, piece.level, piece.list_id, piece.indent, within=within))
        texts.append(text)
        marks += [Mark(position + mark.place, mark.text) for mark in found]
        position = span.end + 1
    return Reading("\n".join(texts), tuple(blocks), about, doubts, tuple(marks))


def _body(lines: list[Line]) -> Iterator[_Piece]:
    for line, role in zip(lines, roles(lines), strict=True):
        yield _piece(line, role)


def _piece(line: Line, role: Role) -> _Piece:
    depth = line.outline.level if line.outline and role is Role.HEADING else None
    if line.numbered is None:
        return _Piece(line.printed, role, level=depth, indent=line.indent, item=line.item)
    label = 0 if line.numbered.is_bullet else len(line.numbered.printed)
    level = depth or line.numbered.level
    return _Piece(line.printed, role, label, level, line.numbered.list_id, line.indent, line.item)


# Footnotes and endnotes of a Word file: the marks printed in the text, and which note each of them stands for.


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


def _notes(notes: Notes, setting: Setting) -> Iterator[_Piece]:
    """Each note that the text refers to, once, in that order; notes do not refer to further notes."""
    for note in notes.met:
        for place, line in enumerate(read_story(note.element, setting)):
            yield _note_start(note, line) if place == 0 else _Piece(line.printed, Role.FOOTNOTE, indent=line.indent)


def _note_start(note: Note, line: Line) -> _Piece:
    if note.mark:
        return _Piece(f"{note.mark} {line.printed}", Role.FOOTNOTE, len(note.mark))
    typed = line.printed.split()[0]
    return _Piece(line.printed, Role.FOOTNOTE, len(typed) if len(typed) <= _LONGEST_TYPED_MARK else 0)


def _furniture(package: Package, setting: Setting) -> Iterator[_Piece]:
    """The lines of running heads and feet, each different one once."""
    seen = set()
    for kind in ("header", "footer"):
        for name in package.related(package.main, kind):
            root = package.xml(name)
            for line in read_story(root, setting) if root is not None else ():
                folded = " ".join(line.printed.split())
                if folded not in seen:
                    seen.add(folded)
                    yield _Piece(line.printed, Role.FURNITURE, indent=line.indent)


def _title(package: Package, words: str) -> str | None:
    """The title that the file's properties give, if the text begins with it too: many are left from another file."""
    names = package.related("", "metadata/core-properties")
    properties = package.xml(names[0]) if names else None
    title = " ".join((properties.findtext(_TITLE) or "").split()) if properties is not None else ""
    if len(title) > _LONGEST_TITLE or " " not in title or _NO_TITLE.match(title.lower()):
        return None
    return title if _letters(title) in _letters(words[:_WHERE_A_TITLE_STANDS]) else None


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _doubts(text: Any, notes: Notes) -> Iterator[str]:
    if any(True for _ in text.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")):
        yield "This Word file has tracked changes; it is read as if all of them were accepted."
    if any(True for _ in text.iter(f"{W}altChunk")):
        yield "A part of this Word file is another file embedded in it, which was not read."
    if any(mark.get(f"{W}val") not in ("0", "false", "off") for mark in text.iter(f"{W}strike", f"{W}dstrike")):
        yield STRUCK_OUT
    if notes.begin_anew:
        yield "The notes of this Word file begin anew with each page or section; their marks here run through."


# What each line of a Word file is: heading, cross-head, cell of a table, number set in a table of its own, or text.

_NUMBER = re.compile(r"\(?(?:\d{1,4}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]{0,2}")
_TYPED_NUMBER = re.compile(r"[\W_]*(?:\d|(?:[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]\s|\(\w{1,5}\))")
_SENTENCE_END = re.compile(r"[.;:,?!…]['\"”’»)\]]*(?:\d{0,3}|\ufdd4[^\ufdd5]*\ufdd5)$")
_HEAD_NEVER_ENDS = re.compile(r"[.;:,!…]['\"”’»)\]]*(?:\d{0,3}|\ufdd4[^\ufdd5]*\ufdd5)$|['\"”’»]$")
_LONGEST_HEADING = 200
_LONGEST_CROSS_HEAD = 100
_MOST_HEADS_TOGETHER = 3  # more lines of display one after another are a title page or an address
_SHORTEST_TEXT = 100
_WORDS_OF_A_SENTENCE = 12
_MOST_ROWS = 1_000_000
_FEWEST_WORDS = 4  # of a row that is a short paragraph: "Those arguments must be rejected."
_TEXT_BESIDE_A_NUMBER = 60  # characters on average; tables that number their rows hold less


def join_numbers(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines, where a table only sets numbers beside their text: number and text one line, out of the table.

    A table of one column is a frame, and what stands in it is text.
    """
    for table, of_table in groupby(lines, key=lambda line: line.cell.table if line.cell else None):
        rows = [list(row) for _, row in groupby(of_table, key=lambda line: line.cell.row if line.cell else None)]
        laid_out = table is not None and _is_layout(rows)
        framed = all(line.cell is None or line.cell.column == 0 for row in rows for line in row)
        for row in rows:
            yield from (replace(line, cell=None) for line in row) if framed else _join(row) if laid_out else row


def _is_layout(rows: list[list[Line]]) -> bool:
    numbered = [row for row in rows if _starts_with_number(row)]
    beside = [" ".join(line.words.text for line in row[1:]).strip() for row in numbered]
    said = [text.endswith((".", ";", ":", "”")) and len(text.split()) >= _FEWEST_WORDS for text in beside]
    return 2 * len(numbered) >= len(rows) and bool(
        beside and (all(said) or sum(map(len, beside)) >= _TEXT_BESIDE_A_NUMBER * len(beside))
    )


def _starts_with_number(row: list[Line]) -> bool:
    """A number alone in its cell, and one other cell with text."""
    cells = [line.cell for line in row]
    if len(set(cells)) != 2 or cells.count(cells[0]) != 1:
        return False
    alone = not row[0].words.text.strip() and bool(_label(row[0]))
    return alone or (not _label(row[0]) and _NUMBER.fullmatch(row[0].printed) is not None)


def _label(line: Line) -> str:
    return line.numbered.printed if line.numbered and not line.numbered.is_bullet else ""


def _join(row: list[Line]) -> Iterator[Line]:
    items = (line.cell.table * _MOST_ROWS + line.cell.row if line.cell else None for line in row)
    plain = [replace(line, cell=None, item=item) for line, item in zip(row, items, strict=True)]
    if not _starts_with_number(row) or plain[1].numbered:
        yield from plain
        return
    number, text = plain[0], plain[1]
    words = text.words.text.strip()
    if number.numbered is None:
        words = f"{number.words.text.strip()}\t{words}"
    yield replace(text, words=replace(text.words, text=words), numbered=number.numbered, outline=None)
    yield from plain[2:]


def roles(lines: Sequence[Line]) -> Iterator[Role]:
    """The role of each line, in order."""
    of_text = _numbered_as_text(lines)
    groups = [(heads, list(group)) for heads, group in groupby(lines, key=_is_display)]
    for (heads, group), (_, after) in zip_longest(groups, groups[1:], fillvalue=(False, [])):
        is_cross_head = heads and len(group) <= _MOST_HEADS_TOGETHER and bool(after) and _is_text(after[0])
        for line in group:
            is_head = is_cross_head or (_is_heading(line) and _numbering(line) not in of_text)
            yield _role(line, is_head=is_head)


def _numbered_as_text(lines: Iterable[Line]) -> frozenset[tuple[str, int]]:
    """The lists and levels of which fewer than half look like headings: what is short in them ("None.") is text too."""
    votes: Counter[tuple[str, int]] = Counter()
    for line in lines:
        if key := _numbering(line):
            votes[key] += 1 if _is_heading(line) else -1
    return frozenset(key for key, balance in votes.items() if balance < 0)


def _numbering(line: Line) -> tuple[str, int] | None:
    return (line.numbered.list_id, line.numbered.level) if line.numbered and _label(line) else None


def _is_text(line: Line) -> bool:
    """Whether a line is what a cross-head may stand over, and not one more line of a title page."""
    text = line.printed
    return bool(_label(line) or line.outline or _TYPED_NUMBER.match(text)) or len(text) >= _SHORTEST_TEXT


def _role(line: Line, *, is_head: bool) -> Role:
    if line.contents:
        return Role.FURNITURE
    if line.cell is not None:
        return Role.TABLE
    return Role.HEADING if is_head else Role.BODY


def _is_heading(line: Line) -> bool:
    """Whether a paragraph with a place in the outline is a heading: lawyers give their numbered paragraphs one too."""
    if line.outline is None or (line.numbered and line.numbered.is_bullet):
        return False
    text, is_set_apart = line.words.text.strip(), line.centred or bool(line.words.emphasis)
    ends, words = _SENTENCE_END.search(text) is not None, len(text.split())
    if len(text) > _LONGEST_HEADING or (_label(line) and (ends or "\n" in text)):
        return False
    if line.outline.named:
        return words < _WORDS_OF_A_SENTENCE or not (ends or (_label(line) and not is_set_apart))
    return is_set_apart and _could_be_head(line)


def _is_display(line: Line) -> bool:
    """Whether a line is set apart as cross-heads are: short, emphasised or centred throughout, without an end."""
    if line.cell or line.contents or line.outline or line.numbered:
        return False
    return _could_be_head(line) and (line.centred or bool(line.words.emphasis))


def _could_be_head(line: Line) -> bool:
    text = line.words.text.strip()
    if not text or len(text) > _LONGEST_CROSS_HEAD or not text[0].isupper():
        return False
    return not _TYPED_NUMBER.match(text) and not _HEAD_NEVER_ENDS.search(text)


_KINDS = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_USUAL_STYLE = {"footnote": "decimal", "endnote": "lowerRoman"}
