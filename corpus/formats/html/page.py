"""Web pages: the text as a browser shows it, what stands around it set apart."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.html.tree import decode_page, parse, read_about
from corpus.formats.html.walk import Found, walk
from corpus.formats.reading import Piece, Reading, Role, set_text
from corpus.formats.text import begins_with_number


def read_html(raw: bytes) -> Reading:
    """The text of a web page; raises UnreadableFile."""
    decoded = decode_page(raw)
    root = parse(decoded.text)
    about = read_about(root)
    doubts = list(decoded.doubts)
    found = tuple(walk(root, doubts))
    return set_text(tell_apart(found, decoded.text), about, tuple(doubts))


# Which blocks of a web page are its own text, and which stand around it: menus, banners, links to other pages.

_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row that a block must share with the extracted text
_SHARED = 0.5
_LEAST = 1 / 3
_QUIET = logging.NullHandler()
# Extraction takes about a second for a million characters, and longer the more elements there are.
_LONGEST_SOURCE = 3_000_000
_MOST_BLOCKS = 20_000


def tell_apart(found: Sequence[Found], source: str) -> Iterator[Piece]:
    """The pieces, those that are not the page's own text with the role of furniture.

    trafilatura decides; but a numbered paragraph is never given up, nor what stands between two kept blocks in the
    same kind of place. Where it finds less than a third of the words, it has mistaken the page and is not followed.
    """
    inside = [block for block in found if not block.surrounds]
    is_clear = len(source) > _LONGEST_SOURCE or len(inside) > _MOST_BLOCKS or all(map(_stays, inside))
    own = [True] * len(inside) if is_clear else _own(inside, source)
    kept = iter(own)
    for block in found:
        is_own = not block.surrounds and next(kept)
        yield block.piece if is_own else replace(block.piece, role=Role.FURNITURE, label=None, list_id=None)


def _own(blocks: Sequence[Found], source: str) -> list[bool]:
    words = [_WORD.findall(block.piece.text.lower()) for block in blocks]
    extracted = _WORD.findall(_extract(source).lower())
    runs = {run for length in range(1, _RUN + 1) for run in _runs(extracted, length)}
    shared = [_is_in(these, runs) for these in words]
    found = sum(len(these) for these, is_shared in zip(words, shared, strict=True) if is_shared)
    if found < _LEAST * sum(map(len, words)):
        return [True] * len(blocks)
    return _with_between(blocks, [is_in or _stays(block) for is_in, block in zip(shared, blocks, strict=True)])


def _stays(block: Found) -> bool:
    """Whether a block is the text's own whatever the extraction says."""
    piece = block.piece
    return piece.role is Role.FOOTNOTE or piece.label is not None or begins_with_number(piece.text)


def _is_in(words: Sequence[str], runs: set[int]) -> bool:
    if not words:
        return True
    length = min(_RUN, len(words))
    found = [run in runs for run in _runs(words, length)]
    return sum(found) >= _SHARED * len(found)


def _runs(words: Sequence[str], length: int) -> Iterator[int]:
    for start in range(len(words) - length + 1):
        yield hash(tuple(words[start : start + length]))


def _with_between(blocks: Sequence[Found], own: list[bool]) -> list[bool]:
    """`own`, and with them what lies between two of them, or in the element that the page marks as its text.

    It must stand in a place where others of them stand; but not headings and tables, which hold few sentences and are
    missed the most.
    """
    first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
    places = {block.place for block, is_own in zip(blocks, own, strict=True) if is_own}
    kept = []
    for number, (block, is_own) in enumerate(zip(blocks, own, strict=True)):
        between, alike = first < number < last, block.place in places
        sparse = block.piece.role in (Role.HEADING, Role.TABLE)
        kept.append(is_own or ((between or block.in_text) and (alike or sparse)))
    return kept


def _extract(source: str) -> str:
    """The main text as trafilatura sees it."""
    from trafilatura import extract

    # It reports pages without a main text to the log; here that is nothing out of the ordinary.
    logging.getLogger("trafilatura").addHandler(_QUIET)
    return extract(source, include_comments=False, favor_recall=True, fast=True) or ""
