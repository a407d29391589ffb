"""The paragraphs of two documents laid beside each other by their words. Pure.

Method: equal paragraphs by their longest common subsequence, then the most alike of the rest (the Indel distance over
words that carry meaning) among those that share a rare word, the best pair first; what is left beside a pair and stands
within its other side is a part that was split off or merged. What is outside the longest increasing run of the pairs
has moved.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Indel, LCSseq

from qa_app.check.language.words import is_content

Words = tuple[str, ...]

_ALIKE, _OF_ONE_PLACE = 0.5, 0.3  # of 1: by words alone, and where number or neighbours say the same
_FEWEST = 3  # words that carry meaning, below which every word counts
_RARE = 60  # paragraphs: a word of more says nothing of which is meant
_CANDIDATES = 8  # for each paragraph
_WITHIN, _FEWEST_WITHIN = 0.8, 4  # the share of a part's words that stand in the whole, and how many it must have


@dataclass(frozen=True, slots=True)
class Beside:
    """Paragraphs by their places, those of the old text and of the new one that belong together; none on one side
    where they were removed or added, several where one was split or merged."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


def lay_beside(old: Sequence[Words], new: Sequence[Words], same_number: Sequence[tuple[int, int]]) -> list[Beside]:
    """Every paragraph of both once, in the order of the new text; what was removed stands where it stood.

    `old` and `new` are the words of each paragraph, `same_number` the places of those that are numbered alike.
    """
    pairs = _equal(old, new)
    pairs |= _similar(old, new, pairs, same_number)
    found = [Beside((one,), (other,)) for one, other in sorted(pairs.items(), key=lambda pair: pair[1])]
    found = _with_moves(found)
    return _in_order(_with_parts(found, old, new), len(old), len(new))


def _equal(old: Sequence[Words], new: Sequence[Words]) -> dict[int, int]:
    """The places in `new` of the paragraphs of `old` that have the same words: in order first, then anywhere."""
    pairs = {
        step.src_start + at: step.dest_start + at
        for step in Indel.opcodes(old, new)
        if step.tag == "equal"
        for at in range(step.src_end - step.src_start)
    }
    taken, free = set(pairs.values()), defaultdict(list)
    for at in reversed(range(len(new))):
        if at not in taken:
            free[new[at]].append(at)
    for at, words in enumerate(old):
        if at not in pairs and words and free[words]:
            pairs[at] = free[words].pop()
    return pairs


def _similar(
    old: Sequence[Words], new: Sequence[Words], pairs: dict[int, int], same_number: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """Those of the rest that are alike enough, the most alike first."""
    taken = set(pairs.values())
    ours = {at: _telling(old[at]) for at in range(len(old)) if at not in pairs}
    theirs = {at: _telling(new[at]) for at in range(len(new)) if at not in taken}
    near = {pair for pair in same_number if pair[0] in ours and pair[1] in theirs}
    near |= {(a, b) for a, b in _between(pairs, len(old), len(new)) if a in ours and b in theirs}
    scored = []
    for one, other in {*_candidates(ours, theirs), *near}:
        score = Indel.normalized_similarity(ours[one], theirs[other])
        if score >= (_OF_ONE_PLACE if (one, other) in near else _ALIKE):
            scored.append((-score, (one, other) not in near, abs(one - other), one, other))
    found: dict[int, int] = {}
    for _, _, _, one, other in sorted(scored):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _telling(words: Words) -> Words:
    telling = tuple(filter(is_content, words))
    return telling if len(telling) >= _FEWEST else words


def _between(pairs: dict[int, int], olds: int, news: int) -> Iterator[tuple[int, int]]:
    """The places that stand alone between the same two equal paragraphs."""
    ends = [(-1, -1), *sorted(pairs.items()), (olds, news)]
    for (one, other), (next_one, next_other) in pairwise(ends):
        if next_one - one == 2 and next_other - other == 2:
            yield one + 1, other + 1


def _candidates(ours: dict[int, Words], theirs: dict[int, Words]) -> Iterator[tuple[int, int]]:
    """For each of `ours` the few of `theirs` with which it shares most rare words."""
    holding = defaultdict(list)
    for at, words in theirs.items():
        for word in set(words):
            holding[word].append(at)
    for one, words in ours.items():
        shared = Counter[int]()
        for word in set(words):
            if len(holding.get(word, ())) <= _RARE:
                shared.update(holding.get(word, ()))
        yield from ((one, other) for other, _ in shared.most_common(_CANDIDATES))


def _with_moves(found: Sequence[Beside]) -> list[Beside]:
    """The pairs, in the order of the new text, those marked that are outside the longest run in both orders."""
    ends: list[int] = []  # the least place that a run of so many pairs ends with
    lengths = []
    for each in found:
        length = bisect_left(ends, each.old[0])
        ends[length : length + 1] = [each.old[0]]
        lengths.append(length)
    kept, wanted = set(), len(ends) - 1
    for at in reversed(range(len(found))):
        if lengths[at] == wanted:
            kept.add(at)
            wanted -= 1
    return [each if at in kept else replace(each, moved=True) for at, each in enumerate(found)]


def _with_parts(found: Sequence[Beside], old: Sequence[Words], new: Sequence[Words]) -> list[Beside]:
    """The pairs with what was split off from their old side, or merged into their new one."""
    free_new = set(range(len(new))) - {at for each in found for at in each.new}
    free_old = set(range(len(old))) - {at for each in found for at in each.old}
    whole = []
    for each in found:
        added = _parts(each.new, free_new, new, old[each.old[0]])
        removed = _parts(each.old, free_old, old, new[each.new[0]]) if len(added) == 1 else each.old
        free_new -= {*added}
        free_old -= {*removed}
        whole.append(replace(each, old=removed, new=added))
    return whole


def _parts(known: tuple[int, ...], free: set[int], words: Sequence[Words], whole: Words) -> tuple[int, ...]:
    """`known` with the places right before and after it whose words stand, nearly all of them, in the whole."""
    first = last = known[0]
    held = set(whole)
    while first - 1 in free and _is_part(words[first - 1], whole, held):
        first -= 1
    while last + 1 in free and _is_part(words[last + 1], whole, held):
        last += 1
    known_too = _share(words[known[0]], whole) >= _WITHIN  # else it is a paragraph of its own that was like the whole
    return tuple(range(first, last + 1)) if known_too else known


def _is_part(words: Words, whole: Words, held: set[str]) -> bool:
    telling = [word for word in words if is_content(word)]
    enough = len(telling) >= _FEWEST_WITHIN and sum(word in held for word in telling) >= _WITHIN * len(telling)
    return enough and _share(words, whole) >= _WITHIN


def _share(words: Words, whole: Words) -> float:
    return float(LCSseq.similarity(words, whole)) / len(words) if words else 0.0


def _in_order(found: Sequence[Beside], olds: int, news: int) -> list[Beside]:
    """The pairs and what has none, by the new text; what was removed after what it followed and did not move."""
    by_new = {each.new[0]: each for each in found}
    within = {at for each in found for at in each.new[1:]}
    paired = {at for each in found for at in each.old}
    follows: dict[int, list[Beside]] = defaultdict(list)
    after = {at: each.new[-1] for each in found if not each.moved for at in each.old}
    last = -1
    for at in range(olds):
        last = after.get(at, last)
        if at not in paired:
            follows[last].append(Beside((at,), ()))
    ordered = list(follows[-1])
    for at in range(news):
        if at not in within:
            each = by_new.get(at, Beside((), (at,)))
            ordered.append(each)
            for place in each.new:
                ordered += follows[place]
    return ordered
