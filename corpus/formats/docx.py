"""Word documents (.docx): the text as Word prints it, with its automatic numbers, as a Reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.formats.docx_notes import Note, Notes
from corpus.formats.docx_numbering import Numbering
from corpus.formats.docx_package import Package, W
from corpus.formats.docx_roles import join_numbers, roles
from corpus.formats.docx_story import Line, Setting, read_story
from corpus.formats.docx_styles import Styles
from corpus.reading import About, Block, Reading, Role
from corpus.types import Span

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
    texts, blocks, position = [], [], 0
    for piece in pieces:
        span = Span(position, position + len(piece.text))
        label = Span(position, position + piece.label) if piece.label else None
        blocks.append(Block(span, piece.role, label, piece.level, piece.list_id, piece.indent))
        texts.append(piece.text)
        position = span.end + 1
    return Reading("\n".join(texts), tuple(blocks), about, doubts)


def _body(lines: list[Line]) -> Iterator[_Piece]:
    for line, role in zip(lines, roles(lines), strict=True):
        yield _piece(line, role)


def _piece(line: Line, role: Role) -> _Piece:
    depth = line.outline.level if line.outline and role is Role.HEADING else None
    if line.numbered is None:
        return _Piece(line.printed, role, level=depth, indent=line.indent)
    label = 0 if line.numbered.is_bullet else len(line.numbered.printed)
    return _Piece(line.printed, role, label, depth or line.numbered.level, line.numbered.list_id, line.indent)


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
    if notes.begin_anew:
        yield "The notes of this Word file begin anew with each page or section; their marks here run through."
