"""Which numbers stand within the item of another number: as the file says, or as the numbers around them show. Pure."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.numbering.candidates import Candidate, set_as
from corpus.numbering.labels import Value
from corpus.numbering.sequences import Family, family

_SURE = 0.5
_MENTION = 0.5  # worth of "Article 5 of the Charter"
_DEEPEST = 12  # sequences that wait for their next number


def outer(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those of `found` that stand in the item of no other: a list is never weighed against the list around it.

    "2.1" stays also where it stands in the item of "2": it says itself what it counts within.
    """
    items = {candidate.item for candidate in found if candidate.item is not None}
    return tuple(c for c in found if items.isdisjoint(c.within) or _is_dotted(c)) if items else tuple(found)


def nested(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`found`, with an item for each number between which and the next of its sequence another one runs its course.

    "1." and "2." at the left edge with a list 1 to 4 between them that is set further in or that the file numbers
    itself: the list lies within 1, however long it is. Beyond a heading nothing of the kind is concluded, but that a
    list of the file lies within the numbered heading over it ("10. Agenda").
    """
    holder: dict[int, int] = {}
    for name in {family(c.label, value) for c in found for value in c.label.values}:
        for held, by in (*_held(found, name), *_listed_under(found, name)):
            holder.setdefault(held, by)
    if not holder:
        return tuple(found)
    first = 1 + max((item for c in found for item in (*c.within, c.item or 0)), default=0)
    items = {by: found[by].item or first + by for by in set(holder.values())}
    return tuple(_placed(place, c, holder, items) for place, c in enumerate(found))


def _placed(place: int, candidate: Candidate, holder: dict[int, int], items: dict[int, int]) -> Candidate:
    within, at = list(candidate.within), holder.get(place)
    while at is not None:
        within.append(items[at])
        at = holder.get(at)
    return replace(candidate, within=tuple(within), item=items.get(place, candidate.item))


@dataclass(slots=True)
class _Open:
    """A sequence that may go on: its look, its last number, and the places of its numbers among the candidates.

    `by` is the number in whose item it surely stands: it is set further in, or a colon leads to it.
    """

    look: tuple[str | None, int | None]
    value: Value
    places: list[int]
    by: int | None = None


def _held(found: Sequence[Candidate], name: Family) -> Iterator[tuple[int, int]]:
    """Pairs of a candidate and the one in whose item it stands."""
    open_: list[_Open] = []
    part = 0
    for place, candidate in enumerate(found):
        if candidate.part != part or (candidate.label.word and candidate.worth > _MENTION):
            open_, part = [], candidate.part
        value = next((v for v in candidate.label.values if family(candidate.label, v) == name), None)
        if value is None or candidate.worth < _SURE or _is_dotted(candidate):
            continue
        following = [n for n, o in enumerate(open_) if _follows(candidate, value, o)]
        if following:  # what is set further in or out than the number before it goes on where nothing else does
            at = max(following, key=lambda n: (open_[n].look == candidate.look, n))
            yield from ((held, open_[at].places[-1]) for inner in open_[at + 1 :] for held in inner.places)
            del open_[at + 1 :]
            open_[at].value, open_[at].look = value, candidate.look
            open_[at].places.append(place)
        elif candidate.opens(value):
            by = next((o.places[-1] for o in reversed(open_) if _is_led_to(candidate, found[o.places[-1]])), None)
            open_ = [*open_[-_DEEPEST:], _Open(candidate.look, value, [place], by)]
        else:
            continue
        if (by := open_[-1].by) is not None:
            yield place, by


def _listed_under(found: Sequence[Candidate], name: Family) -> Iterator[tuple[int, int]]:
    """Pairs of an item of a list of the file and the numbered heading, one of several, over all of it."""
    heads = [n for n, c in enumerate(found) if set_as(c) == "heading" and _is_of(c, name)]
    lists: dict[str | None, list[int]] = defaultdict(list)
    for place, candidate in enumerate(found if len(heads) > 1 else ()):
        if set_as(candidate) == "list" and _is_of(candidate, name):
            lists[candidate.look[0]].append(place)
    for places in lists.values():
        under = bisect_right(heads, places[0])
        head, last = found[heads[under - 1]], found[places[-1]]
        if not under or bisect_right(heads, places[-1]) != under or head.annex != last.annex:
            continue
        if under < len(heads) or head.part == last.part or head.over[-1] in last.over:
            yield from ((place, heads[under - 1]) for place in places)


def _is_of(candidate: Candidate, name: Family) -> bool:
    return any(family(candidate.label, value) == name for value in candidate.label.values)


def _is_led_to(candidate: Candidate, by: Candidate) -> bool:
    edge, other = candidate.look[1], by.look[1]
    if edge is not None and other is not None and edge > other + 1:
        return True
    return candidate.look[0] != by.look[0] and candidate.introduced and candidate.place == by.place + 1


def _follows(candidate: Candidate, value: Value, open_: _Open) -> bool:
    last, at = value.parts[-1], open_.value.parts[-1]
    if candidate.look[0] != open_.look[0] or not (isinstance(last, int) and isinstance(at, int)):
        return False
    return last == at + 1 or (bool(value.suffix) and last == at)


def _is_dotted(candidate: Candidate) -> bool:
    return len(candidate.label.values[0].parts) > 1
