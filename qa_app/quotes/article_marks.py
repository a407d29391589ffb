"""Quotation marks in one paragraph: of which family each is, and whether it opens or closes. Pure, in linear time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Span
from qa_app.quotes.article_apostrophes import begins_elision, is_within_word

STRAIGHT, CURLY, SINGLE, STRAIGHT_SINGLE = "straight", "curly", "single", "straight single"
SINGLES = (SINGLE, STRAIGHT_SINGLE)
_FAMILY = {
    **dict.fromkeys('"＂', STRAIGHT),
    **dict.fromkeys("“”„‟〝〞〟", CURLY),
    **dict.fromkeys("«»", "guillemets"),
    **dict.fromkeys("‹›", "single guillemets"),
    **dict.fromkeys("「」", "corner brackets"),
    **dict.fromkeys("『』", "white corner brackets"),
    **dict.fromkeys("‘’‚‛", SINGLE),
    "'": STRAIGHT_SINGLE,
}
_MARK = re.compile(f"[{''.join(_FAMILY)}]")
_ALWAYS_OPENS = frozenset("„‟〝‚‛「『")
_ALWAYS_CLOSES = frozenset("〞〟」』")
_SINGLE_SIGNS = frozenset("'‘’‚‛")
_INDENT = 12  # characters that may stand before a line's first mark
_BEFORE_OPENING = frozenset("([{<—–-/:=*_…") | frozenset(_FAMILY)


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark; `starts_line` where nothing but white space stands before it on its line."""

    place: int
    family: str
    opens: bool
    starts_line: bool


def marks_in(text: str, paragraph: Span, carried: Mapping[str, str]) -> dict[str, list[Mark]]:
    """The marks of `paragraph` by family, in order; apostrophes within words and inches are not among them.

    `carried` are the opening marks, by family, of quotations that an earlier paragraph has not closed.
    """
    reader = _Reader(text, paragraph, carried)
    found: dict[str, list[Mark]] = {}
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        if mark := reader.read(match.start()):
            found.setdefault(mark.family, []).append(mark)
    return found


class _Reader:
    """Tells opening marks from closing ones, which for some depends on what is open."""

    def __init__(self, text: str, paragraph: Span, carried: Mapping[str, str]) -> None:
        self._text, self._paragraph = text, paragraph
        self._open = {family: [sign] for family, sign in carried.items()}
        self._line_start = self._seen = paragraph.start

    def read(self, place: int) -> Mark | None:
        sign = self._text[place]
        family = _FAMILY[sign]
        if family in SINGLES and is_within_word(self._text, place):
            return None
        opened = self._open.setdefault(family, [])
        if sign in '"＂' and not opened and place and self._text[place - 1].isdigit():
            return None  # 5" is a length
        opens = self._opens(sign, place, opened)
        if opens:
            opened.append(sign)
        elif opened:
            opened.pop()
        return Mark(place, family, opens, self._starts_line(place))

    def _opens(self, sign: str, place: int, opened: Sequence[str]) -> bool:
        if sign in _ALWAYS_OPENS or sign in _ALWAYS_CLOSES:
            return sign in _ALWAYS_OPENS
        may_open, may_close = self._may_open(place), self._may_close(place)
        if sign in _SINGLE_SIGNS:
            return self._single_opens(sign, place, opened, may_open=may_open, may_close=may_close)
        if sign == "“":
            return not (opened and opened[-1] == "„" and not (may_open and not may_close))
        if sign == "”":
            return not opened and may_open and not may_close
        if sign in "«‹":
            return not (opened and opened[-1] in "»›")
        if sign in "»›":
            return not opened and may_open and not may_close
        return may_open if may_open != may_close else not opened

    def _single_opens(self, sign: str, place: int, opened: Sequence[str], *, may_open: bool, may_close: bool) -> bool:
        if sign == "‘":
            return not (opened and opened[-1] == "‚" and not may_open)
        if sign == "’" or begins_elision(self._text, place):
            return False
        return may_open and (not may_close or not opened)

    def _may_open(self, place: int) -> bool:
        before, after = self._around(place)
        return not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)

    def _may_close(self, place: int) -> bool:
        before, after = self._around(place)
        return not before.isspace() and not after.isalnum()

    def _around(self, place: int) -> tuple[str, str]:
        before = self._text[place - 1] if place > self._paragraph.start else " "
        after = self._text[place + 1] if place + 1 < self._paragraph.end else " "
        return before, after

    def _starts_line(self, place: int) -> bool:
        newline = self._text.rfind("\n", self._seen, place)
        self._seen = place
        if newline >= 0:
            self._line_start = newline + 1
        return place - self._line_start <= _INDENT and not self._text[self._line_start : place].strip(" \t\r\u00a0>")
