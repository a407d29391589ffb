"""Which opening mark goes with which closing one, over paragraphs where a quotation is re-opened. Pure, linear."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.types import Span
from qa_app.quotes.article_apostrophes import may_be_possessive
from qa_app.quotes.article_marks import CURLY, SINGLES, STRAIGHT, Mark, marks_in


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
