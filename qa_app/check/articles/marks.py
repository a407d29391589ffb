"""Quotation marks in one paragraph: of which family each is, and whether it opens or closes. Pure, in linear time."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.types import Span

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
MARKS = frozenset(_FAMILY)
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


# Single marks that are no quotation marks: "don't", "the '90s", "the states' rights".

_LONGEST_WORD = 40
# Words that begin with an apostrophe, which would else open a quotation that swallows what follows.
_ELISION = re.compile(
    r"(?:\d0s\b|\d\ds?\b(?!\s*%)|(?:tis|twas|twere|twill|em|til|till|cause|cos|n|bout|round|neath|ere|kay|nuff|sup|un|er)\b)",
    re.IGNORECASE,
)


def is_within_word(text: str, place: int) -> bool:
    """Whether the mark at `place` stands between two letters or digits: "don't", "l’accord"."""
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def begins_elision(text: str, place: int) -> bool:
    """Whether the mark at `place` begins "'90s", "'tis" and the like."""
    return _ELISION.match(text, place + 1, place + _LONGEST_WORD) is not None


def may_be_possessive(text: str, place: int) -> bool:
    """Whether the mark at `place` may end "the states' rights": after an "s", and the sentence goes on."""
    if place == 0 or text[place - 1] not in "sSxXzZ":
        return False
    return text[place + 1 : place + 2] == " " and text[place + 2 : place + 3].isalpha()


# Which opening mark goes with which closing one, over paragraphs where a quotation is re-opened. Pure, linear.


@dataclass(frozen=True, slots=True)
class Pair:
    """Words between two marks: `span` with the marks, `parts` without, one for each paragraph it runs over."""

    family: str
    span: Span
    parts: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lone:
    """A mark without its partner."""

    family: str
    place: int
    opens: bool


@dataclass(slots=True)
class _Open:
    """A quotation that has not been closed yet: where it began, its parts so far, where the part at hand begins."""

    family: str
    start: int
    part: int
    parts: list[Span] = field(default_factory=list)

    def end_part(self, end: int) -> None:
        self.parts.append(Span(self.part, max(self.part, end)))

    def closed(self, place: int) -> Pair:
        self.end_part(place)
        return Pair(self.family, Span(self.start, place + 1), tuple(self.parts))


def pairs_in(text: str, paragraphs: Sequence[Span]) -> tuple[list[Pair], list[Lone]]:
    """The outermost pairs of marks in order, none within another, and the marks that are left over."""
    pairing = _Pairing(text)
    for paragraph in paragraphs:
        pairing.take(paragraph)
    pairing.finish()
    pairs = _outermost(text, [*pairing.pairs, *_mixed(paragraphs, pairing.lone)])
    inside = _Within(pair.span for pair in pairs)
    lone = [mark for mark in pairing.lone if not inside.has(mark.place)]
    return pairs, sorted(lone, key=lambda mark: mark.place)


class _Pairing:
    """Goes through the paragraphs in order, with what each leaves open."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._carried: dict[str, _Open] = {}
        self.pairs: list[Pair] = []
        self.lone: list[Lone] = []

    def take(self, paragraph: Span) -> None:
        """Pair the marks of the next paragraph."""
        signs = {family: self._text[opened.start] for family, opened in self._carried.items()}
        marks = marks_in(self._text, paragraph, signs)
        for family in [family for family in self._carried if family not in marks]:
            self._give_up(self._carried.pop(family))
        for family, of_family in marks.items():
            self._pair(of_family, paragraph, self._resumed(family, of_family))

    def finish(self) -> None:
        """Nothing follows: what is open stays so."""
        for opened in self._carried.values():
            self._give_up(opened)
        self._carried.clear()

    def _resumed(self, family: str, marks: list[Mark]) -> _Open | None:
        """The quotation that the paragraph's first mark re-opens; that mark is taken from `marks`."""
        opened = self._carried.pop(family, None)
        if opened is None:
            return None
        if not marks[0].starts_line:
            self._give_up(opened)
            return None
        opened.part = marks.pop(0).place + 1
        return opened

    def _pair(self, marks: Sequence[Mark], paragraph: Span, opened: _Open | None) -> None:
        marks = _without_possessives(self._text, marks)
        nests, depth = _nests(marks, opened is not None), 1
        for mark in marks:
            if opened is None and not mark.opens:
                self.lone.append(Lone(mark.family, mark.place, opens=False))
            elif opened is None:
                opened, depth = _Open(mark.family, mark.place, mark.place + 1), 1
            elif mark.opens and nests:
                depth += 1
            elif mark.opens and mark.starts_line:
                opened.end_part(mark.place)
                opened.part = mark.place + 1
            elif mark.opens:
                self._give_up(opened)
                opened = _Open(mark.family, mark.place, mark.place + 1)
            elif depth > 1:
                depth -= 1
            else:
                self.pairs.append(opened.closed(mark.place))
                opened = None
        if opened:
            opened.end_part(paragraph.end)
            self._carried[opened.family] = opened

    def _give_up(self, opened: _Open) -> None:
        self.lone.append(Lone(opened.family, opened.start, opens=True))


def _nests(marks: Sequence[Mark], is_open: bool) -> bool:
    """Whether every mark finds its partner when an opening one within a quotation is taken for a nested quotation."""
    depth = int(is_open)
    for mark in marks:
        depth += 1 if mark.opens else -1
        if depth < 0:
            return False
    return depth == 0


def _without_possessives(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Of single marks, without a "states'" where another mark closes before the next one opens."""
    if not marks or marks[0].family not in SINGLES:
        return list(marks)
    kept: list[Mark] = []
    closes_later = False
    for mark in reversed(marks):
        if mark.opens or not (closes_later and may_be_possessive(text, mark.place)):
            kept.append(mark)
        closes_later = not mark.opens and (closes_later or not may_be_possessive(text, mark.place))
    return kept[::-1]


def _mixed(paragraphs: Sequence[Span], lone: Iterable[Lone]) -> Iterator[Pair]:
    """Quotations that a straight mark opens and a curly one closes, or the other way round, within a paragraph."""
    within = _Within(paragraphs)
    marks = sorted((mark for mark in lone if mark.family in (STRAIGHT, CURLY)), key=lambda mark: mark.place)
    for one, other in pairwise(marks):
        if one.opens and not other.opens and within.which(one.place) == within.which(other.place):
            yield Pair(CURLY, Span(one.place, other.place + 1), (Span(one.place + 1, other.place),))


def _outermost(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Without nested pairs; a pair of single marks holds others only where it surely closes."""
    double = _apart(pair for pair in pairs if pair.family not in SINGLES)
    single = _apart(pair for pair in pairs if pair.family in SINGLES)
    taken = _Within(pair.span for pair in double)
    kept_single = [pair for pair in single if not taken.has(pair.span.start) and _may_hold(text, pair, taken)]
    held = _Within(pair.span for pair in kept_single)
    kept = [pair for pair in double if not held.has(pair.span.start)] + kept_single
    return sorted(kept, key=lambda pair: pair.span.start)


def _may_hold(text: str, pair: Pair, others: "_Within") -> bool:
    """Whether `pair` holds no others, or whole ones and ends like a quotation and not like "the boys'"."""
    if not others.touches(pair.span):
        return True
    return others.are_whole(pair.span) and not text[pair.span.end - 2].isalnum()


def _apart(pairs: Iterable[Pair]) -> list[Pair]:
    """In order, without what begins within an earlier one."""
    kept: list[Pair] = []
    for pair in sorted(pairs, key=lambda pair: (pair.span.start, -pair.span.end)):
        if not kept or pair.span.start >= kept[-1].span.end:
            kept.append(pair)
    return kept


class _Within:
    """Spans that lie apart, asked about places by bisection."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = [span.end for span in ordered]

    def which(self, place: int) -> int:
        """The last span, counted from 0, that begins at `place` or before; -1 where none does."""
        return bisect_right(self._starts, place) - 1

    def has(self, place: int) -> bool:
        at = self.which(place)
        return at >= 0 and place < self._ends[at]

    def touches(self, span: Span) -> bool:
        return any(True for _ in self._touching(span))

    def are_whole(self, span: Span) -> bool:
        return all(span.start < start and end < span.end for start, end in self._touching(span))

    def _touching(self, span: Span) -> Iterator[tuple[int, int]]:
        at = bisect_right(self._ends, span.start)
        stop = bisect_left(self._starts, span.end)
        return zip(self._starts[at:stop], self._ends[at:stop], strict=True)
