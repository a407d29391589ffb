"""The words of a quotation beside those of the part of a text that comes closest, step by step. Pure.

The diagonal on which most of the quotation's rarer words lie picks the part, Ratcliff and Obershelp's matching blocks
(difflib) lay the two beside each other; where these would take long, the edit distance (Levenshtein) does.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from operator import ne

from qa_app.check.language.fold import Folded, is_word
from qa_app.check.language.words import is_content

_RARE = 4  # a word that stands more often in the quotation says little of where it is
_COST = 60_000  # pairs of equal words that difflib may have to go through
_WEAK = 2  # keys without content that may have matched by chance
_FAR = 12  # keys between them and the rest
_ROOM, _LESS = 5, 0.1  # keys around, and the share of the words that may be missing, of a place nearer together
SMALL_WORD = 0.25  # what a word without content weighs


@dataclass(frozen=True, slots=True)
class Step:
    """Keys of the quotation [q1, q2) beside those of the text [s1, s2); `same` where they are equal."""

    same: bool
    q1: int
    q2: int
    s1: int
    s2: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The steps from the quotation's first key to its last; `coverage` is the share of its words that are matched.

    Words without content weigh a quarter. `longest` is the longest run of equal keys.
    """

    steps: tuple[Step, ...]
    coverage: float
    longest: int

    @property
    def first(self) -> int:
        """Where the part of the text begins."""
        return self.steps[0].s1

    @property
    def end(self) -> int:
        """Behind its last key."""
        return self.steps[-1].s2


def align(quote: Sequence[str], text: Folded) -> Alignment | None:
    """The quotation beside the closest part of `text`; None where nothing in it is equal."""
    first, end = _part(quote, text.keys)
    found = _aligned(quote, text.keys, first, end)
    if found is None or found.end - found.first < len(quote) + _FAR:
        return found
    # Its words stand far apart: another place may have all but one of them together, or that around the longest match.
    if len(quote) <= _FAR and (together := _all_but_one(quote, text.keys)):
        return together
    step = max((step for step in found.steps if step.same), key=lambda step: step.q2 - step.q1)
    start = max(first, step.s1 - step.q1 - _ROOM)
    closer = _aligned(quote, text.keys, start, min(end, step.s1 - step.q1 + len(quote) + _ROOM))
    return closer if closer and closer.coverage >= found.coverage - _LESS else found


def _all_but_one(quote: Sequence[str], text: Sequence[str]) -> Alignment | None:
    """The quotation beside the first place that has another key for one of its own."""
    count = len(quote)
    for first in range(len(text) - count + 1):
        if sum(map(ne, quote, text[first : first + count])) == 1:
            return _aligned(quote, text, first, first + count)
    return None


def _aligned(quote: Sequence[str], text: Sequence[str], first: int, end: int) -> Alignment | None:
    """The quotation beside the keys of the text from `first` up to `end`."""
    steps = _without_chance(quote, steps_between(quote, text[first:end]))
    steps = _drawn_together(quote, text[first:end], steps)
    steps = _at_the_edges([Step(s.same, s.q1, s.q2, s.s1 + first, s.s2 + first) for s in steps])
    if not any(step.same for step in steps):
        return None
    total = sum(map(_weight, quote)) or 1.0
    matched = sum(_weight(key) for step in steps if step.same for key in quote[step.q1 : step.q2])
    return Alignment(tuple(steps), matched / total, max(step.q2 - step.q1 for step in steps if step.same))


def _weight(key: str) -> float:
    if not is_word(key):
        return 0.0
    return 1.0 if is_content(key) else SMALL_WORD


def _part(quote: Sequence[str], text: Sequence[str]) -> tuple[int, int]:
    """From where to where of the text the quotation lies, with some room on either side."""
    slack = len(quote) // 2 + 30
    if len(text) <= len(quote) + 2 * slack:
        return 0, len(text)
    places: dict[str, list[int]] = {}
    for at, key in enumerate(quote):
        places.setdefault(key, []).append(at)
    rare = {key: at for key, at in places.items() if len(at) <= _RARE and is_content(key)} or places
    pairs = _pairs(quote)
    single = [at - own for at, key in enumerate(text) if key in rare for own in rare[key][:_RARE]]
    double = [at - own for at, pair in enumerate(pairwise(text)) for own in pairs.get(pair, ())[:_RARE]]
    diagonals = sorted([*single, *double, *double])
    best, most = 0, 0
    for at, diagonal in enumerate(diagonals):
        near = bisect_right(diagonals, diagonal + slack) - at
        if near > most:
            best, most = diagonal, near
    start = max(0, best - slack // 2)
    return start, min(len(text), best + len(quote) + 2 * slack)


def _pairs(quote: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    """Where each two words that follow each other stand."""
    places: dict[tuple[str, str], list[int]] = {}
    for at, pair in enumerate(pairwise(quote)):
        places.setdefault(pair, []).append(at)
    return places


def steps_between(quote: Sequence[str], text: Sequence[str]) -> list[Step]:
    """All of the quotation beside all of the text, as `align` lays it beside a part."""
    counted = Counter(text)
    if sum(counted[key] for key in quote) > _COST:
        from rapidfuzz.distance import Levenshtein

        edits = Levenshtein.opcodes(quote, text)
        return _merged([Step(e.tag == "equal", e.src_start, e.src_end, e.dest_start, e.dest_end) for e in edits])
    matcher = SequenceMatcher(None, quote, text, autojunk=False)
    return [Step(tag == "equal", q1, q2, s1, s2) for tag, q1, q2, s1, s2 in matcher.get_opcodes()]


def _merged(steps: list[Step]) -> list[Step]:
    """Neighbouring steps of one kind as one."""
    merged: list[Step] = []
    for step in steps:
        if merged and merged[-1].same == step.same:
            last = merged.pop()
            step = Step(step.same, last.q1, step.q2, last.s1, step.s2)
        merged.append(step)
    return merged


def _without_chance(quote: Sequence[str], steps: list[Step]) -> list[Step]:
    """The steps, where a small word at either end that matched far from the rest is no match."""
    for forwards in (True, False):
        ordered = steps if forwards else steps[::-1]
        seen = [at for at, step in enumerate(ordered) if step.same]
        for at, following in pairwise(seen):
            step, other = ordered[at], ordered[following]
            apart = other.s1 - step.s2 if forwards else step.s1 - other.s2
            if apart < _FAR or not _is_weak(quote[step.q1 : step.q2]):
                break
            ordered[at] = Step(False, step.q1, step.q2, step.s1, step.s2)
        steps = _merged(ordered if forwards else ordered[::-1])
    return steps


def _is_weak(keys: Sequence[str]) -> bool:
    return len(keys) <= _WEAK or not any(is_content(key) for key in keys)


def _drawn_together(quote: Sequence[str], text: Sequence[str], steps: list[Step]) -> list[Step]:
    """The steps, where the first or last match stands nearer to the rest if the same keys do.

    Blocks match as early as they can: of "the labour", "the" would be that of the sentence's beginning.
    """
    if len(steps) > 2 and steps[0].same and not steps[1].same:
        head, gap = steps[0], steps[1]
        size, wanted = head.q2 - head.q1, tuple(quote[head.q1 : head.q2])
        for at in range(gap.s2 - size - (gap.q2 - gap.q1), head.s1, -1):
            if tuple(text[at : at + size]) == wanted:
                moved = Step(True, head.q1, head.q2, at, at + size), Step(False, gap.q1, gap.q2, at + size, gap.s2)
                return [*moved, *steps[2:]]
    return steps


def _at_the_edges(steps: list[Step]) -> list[Step]:
    """The steps without what the text has before the quotation's first word and after its last."""
    if steps and not steps[0].same:
        step = steps[0]
        first = max(step.s1, step.s2 - (step.q2 - step.q1))
        steps[0] = Step(False, step.q1, step.q2, first, step.s2)
    if len(steps) > 1 and not steps[-1].same:
        step = steps[-1]
        steps[-1] = Step(False, step.q1, step.q2, step.s1, min(step.s2, step.s1 + step.q2 - step.q1))
    return [step for step in steps if step.q2 > step.q1 or step.s2 > step.s1]
