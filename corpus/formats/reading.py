"""What a format makes of a file: plain text, and what the file itself says about each block of it."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.errors import InvalidDocument, UnreadableFile
from corpus.types import Mark, PlacedLine, Span


class Role(StrEnum):
    """What a block is, as far as the file itself tells."""

    BODY = "body"
    HEADING = "heading"
    TABLE = "table"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as the file sets it (a `w:p`, a `<p>`, a line of plain text): where it stands, what is known of it.

    `span` has no white space at its ends. `label` is a number that the file marks as one (automatic list numbering):
    it begins the block, and what follows it are the words; None where a number, if any, is plain text. `level` is the
    depth of the heading (1 is the outermost) or of the list (0 is the outermost), `list_id` names the list that
    numbers the block, `indent` is the left edge of the block in points. None where the file does not say. `within` are
    the list items and cells with a number of their own in which the file puts the block, the outermost first: blocks
    that share one belong together, whatever their words look like.
    """

    span: Span
    role: Role = Role.BODY
    label: Span | None = None
    level: int | None = None
    list_id: str | None = None
    indent: float | None = None
    page: int | None = None
    within: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; None where it does not."""

    title: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    publisher: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file in reading order, its blocks, and sentences on what was doubtful about it.

    Blocks do not overlap, are in order, and between them there is nothing but white space. What interrupts the text
    on paper (running heads, page numbers, notes at the foot of a page) stands in blocks of their own after
    everything else, so that a paragraph that runs over two pages is one stretch of text. Raises InvalidDocument
    where that is not so.
    """

    text: str
    blocks: tuple[Block, ...]
    about: About = field(default_factory=About)
    doubts: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    places: tuple[PlacedLine, ...] = ()

    def __post_init__(self) -> None:
        position = 0
        for block in self.blocks:
            between, inside = self.text[position : block.span.start], block.span.of(self.text)
            if block.span.start < position or between.strip() or not inside or inside != inside.strip():
                raise InvalidDocument(
                    f"The block at {block.span.start} does not follow the one that ends at {position}."
                )
            if block.label and not block.span.start == block.label.start < block.label.end <= block.span.end:
                raise InvalidDocument(f"The label of the block at {block.span.start} does not begin it.")
            position = block.span.end
        if self.text[position:].strip():
            raise InvalidDocument(f"The text after {position} is in no block.")


Read = Callable[[bytes], Reading]


# Set the pieces that a marked-up file is made of into one text: the body first, then notes, then what surrounds it.

_BETWEEN = "\n\n"
_LAST = (Role.FOOTNOTE, Role.FURNITURE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before its place in the text is known; `label` is a number that the file marks as one and begins it."""

    text: str
    role: Role = Role.BODY
    label: str | None = None
    level: int | None = None
    list_id: str | None = None
    within: tuple[int, ...] = ()


def set_text(pieces: Iterable[Piece], about: About, doubts: tuple[str, ...]) -> Reading:
    """The Reading of `pieces`, those of a role in their order; raises UnreadableFile where they hold no words."""
    written = [piece for piece in pieces if piece.text.strip()]
    if not written:
        raise UnreadableFile("It holds no text.")
    written.sort(key=lambda piece: _LAST.index(piece.role) + 1 if piece.role in _LAST else 0)
    blocks, texts, marks, position = [], [], list[Mark](), 0
    for piece in written:
        text, found = without_marks(_with_amendments(piece.text.strip()))
        if not text:
            continue
        blocks.append(_block(piece, text, position))
        texts.append(text)
        marks += [Mark(position + mark.place, mark.text) for mark in found]
        position += len(text) + len(_BETWEEN)
    return Reading(_BETWEEN.join(texts), tuple(blocks), about, doubts, tuple(marks))


# Signs that no file uses (Unicode noncharacters) stand around a mark until its block has its place.
_OPEN, _CLOSE = "\ufdd4", "\ufdd5"
_MARK = re.compile(rf"( ?){_OPEN}([^{_CLOSE}]*){_CLOSE}( ?)")
_AMENDED = re.compile(r"[▼►][A-Z]{1,2}\d{0,3}(?!\w)|◄")
_SUBSTITUTED = re.compile(rf"\[{_OPEN}([A-Z]{{1,2}}\d{{1,4}}){_CLOSE}([^\[\]]{{0,5000}})\]")
STRUCK_OUT = "Words that are struck out in the file are not its text any more, and were left out."


def marked(mark: str) -> str:
    """`mark` as it is handed on within the text of a piece, to be told apart from the words around it."""
    return f"{_OPEN}{mark.strip()}{_CLOSE}" if mark.strip() else ""


def first_mark_as_words(text: str) -> str:
    """`text` in which the first mark is a word like the others."""
    return text.replace(_OPEN, "", 1).replace(_CLOSE, "", 1)


def _with_amendments(text: str) -> str:
    """`text` with the signs of consolidated law marked; those that are all there is stay a block of their own."""
    text = _SUBSTITUTED.sub(lambda m: f"{marked('[' + m[1])}{m[2]}{marked(']')}", text)
    if not ("▼" in text or "►" in text or "◄" in text) or not _AMENDED.sub("", text).strip():
        return text
    return _AMENDED.sub(lambda m: marked(m[0]), text)


def without_marks(text: str) -> tuple[str, list[Mark]]:
    """The words of `text`, and the marks that stood among them by their place in it."""
    if _OPEN not in text:
        return text, []
    words, marks, position = "", list[Mark](), 0
    for match in _MARK.finditer(text):
        words += text[position : match.start()]
        marks.append(Mark(len(words), match[2]))
        goes_on = text[match.end() : match.end() + 1]
        words += match[3] if match[3] or not goes_on or not goes_on.isalnum() else match[1]
        position = match.end()
    words += text[position:]
    clean = words.strip()
    cut = len(words) - len(words.lstrip())
    return clean, [Mark(min(max(0, mark.place - cut), len(clean)), mark.text) for mark in marks]


def _block(piece: Piece, text: str, start: int) -> Block:
    label = (piece.label or "").strip()
    return Block(
        Span(start, start + len(text)),
        piece.role,
        Span(start, start + len(label)) if label and text.startswith(label) else None,
        piece.level,
        piece.list_id,
        within=piece.within,
    )
