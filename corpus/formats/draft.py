"""Set the pieces that a marked-up file is made of into one text: the body first, then notes, then what surrounds it."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import UnreadableFile
from corpus.reading import About, Block, Reading, Role
from corpus.types import Span

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


def set_text(pieces: Iterable[Piece], about: About, doubts: tuple[str, ...]) -> Reading:
    """The Reading of `pieces`, those of a role in their order; raises UnreadableFile where they hold no words."""
    written = [piece for piece in pieces if piece.text.strip()]
    if not written:
        raise UnreadableFile("It holds no text.")
    written.sort(key=lambda piece: _LAST.index(piece.role) + 1 if piece.role in _LAST else 0)
    blocks, texts, position = [], [], 0
    for piece in written:
        text = piece.text.strip()
        blocks.append(_block(piece, text, position))
        texts.append(text)
        position += len(text) + len(_BETWEEN)
    return Reading(_BETWEEN.join(texts), tuple(blocks), about, doubts)


def _block(piece: Piece, text: str, start: int) -> Block:
    label = (piece.label or "").strip()
    return Block(
        Span(start, start + len(text)),
        piece.role,
        Span(start, start + len(label)) if label and text.startswith(label) else None,
        piece.level,
        piece.list_id,
    )
