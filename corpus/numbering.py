"""Which labels are the document's own numbers: those that continue a sequence. Pure.

A sequence is the best chain of labels of one family, found by dynamic programming: each label that follows another
adds to the chain's worth; what looks the same and is left out on the way, a missing number or a change of style
takes from it. So a line that happens to begin with "11.5" or a year is no number, and nor is what a paragraph
quotes from another text, where the document's own next number comes later.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.labels import Label, Value

REACH = 3  # how many numbers in a row may be missing within a sequence
_KEPT = 12  # how many chains that end in the same number are remembered
_SKIPPED, _MISSING, _OTHER_STYLE, _OTHER_PLACE, _LATE_START = 0.15, 0.4, 0.3, 0.4, 1.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may be a number of the document.

    `place` is its position among the blocks; `worth` (0 to 1) says how much it looks like a number; `look` is what
    labels of one sequence have in common besides their style: the list that the file puts them in, their indent;
    `wordy` whether a sentence follows it in its block, not a title or nothing.
    """

    place: int
    label: Label
    worth: float
    look: tuple[str | None, int | None] = (None, None)
    wordy: bool = True


@dataclass(frozen=True, slots=True)
class Numbered:
    """A candidate that was accepted, with the one of its meanings that fits the sequence."""

    candidate: Candidate
    value: Value

    @property
    def place(self) -> int:
        """Position among the blocks."""
        return self.candidate.place

    @property
    def label(self) -> Label:
        """The printed label."""
        return self.candidate.label


@dataclass(frozen=True, slots=True)
class Chain:
    """A sequence of numbers in the order in which they stand, and what it is worth."""

    numbers: tuple[Numbered, ...]
    worth: float

    @property
    def first(self) -> Numbered:
        """The number that opens it."""
        return self.numbers[0]

    @property
    def last(self) -> Numbered:
        """The number that ends it."""
        return self.numbers[-1]


Family = tuple[str, str, str]


def family(label: Label, value: Value) -> Family:
    """What labels of one sequence share: word, system, and whether they stand in brackets."""
    closed = label.style if label.style in ("()", "[]", ")") and not label.word else ""
    return label.word, value.system, closed


def best_chains(candidates: Sequence[Candidate]) -> dict[Family, Chain]:
    """The best sequence of each family; single labels are sequences of one."""
    families: dict[Family, list[Numbered]] = defaultdict(list)
    for candidate in candidates:
        for value in candidate.label.values:
            families[family(candidate.label, value)].append(Numbered(candidate, value))
    return {name: _best_chain(numbers) for name, numbers in families.items()}


@dataclass(slots=True)
class _Step:
    """The best chain that ends in one number."""

    number: Numbered
    worth: float
    before: "_Step | None"
    seen: int  # how many labels of the same look come before it


def _best_chain(numbers: Sequence[Numbered]) -> Chain:
    ending: dict[tuple[int | str, ...], list[_Step]] = defaultdict(list)
    counts: dict[object, int] = defaultdict(int)
    best: _Step | None = None
    for number in numbers:
        key = (number.label.style, number.candidate.look)
        step = _best_step(number, ending, counts[key])
        counts[key] += 1
        if best is None or step.worth > best.worth:
            best = step
        for ends in _continued_by(number.value.parts):
            kept = ending[ends]
            kept.append(step)
            if len(kept) > _KEPT:
                kept.remove(min(kept, key=lambda s: s.worth))
    return _unroll(best)


def _best_step(number: Numbered, ending: dict[tuple[int | str, ...], list[_Step]], seen: int) -> _Step:
    worth, before = number.candidate.worth - (0 if opens(number.value) else _LATE_START), None
    for step, missing in _predecessors(number, ending):
        gain = step.worth + number.candidate.worth - _cost(step, number, missing, seen)
        if gain > worth + 1e-9:  # of two that are worth the same, the earlier
            worth, before = gain, step
    return _Step(number, worth, before, seen)


def _predecessors(number: Numbered, ending: dict[tuple[int | str, ...], list[_Step]]) -> Iterable[tuple[_Step, int]]:
    """The steps that `number` may follow, each with how many numbers are missing in between."""
    *outer, last = number.value.parts
    if not isinstance(last, int):
        yield from ((step, 0) for step in ending.get(tuple(outer), ()))
        return
    if number.value.suffix:  # "12A" follows "12", or "12 bis" does; and "12B" follows "12A"
        yield from ((step, 0) for step in ending.get((*outer, last), ()) if step.number.value != number.value)
    for missing in range(REACH + 1):
        if last - 1 - missing >= 1:
            yield from ((step, missing) for step in ending.get((*outer, last - 1 - missing), ()))
    if last == 1 and outer:
        yield from ((step, 0) for step in ending.get(tuple(outer), ()) if step.number.value.parts == tuple(outer))
        if isinstance(outer[-1], str):  # from 14.2.3 to 14.2.3.Guidance.1
            yield from ((step, 0) for step in ending.get(tuple(outer[:-1]), ()))
        else:  # from 2.7 to 3.1, the heading "3" being printed without its number
            yield from ((step, 0) for step in ending.get((*outer[:-1], outer[-1] - 1), ()))


def _continued_by(parts: tuple[int | str, ...]) -> Iterable[tuple[int | str, ...]]:
    """Every address that a chain ending in `parts` has reached: 2.7.1 has reached 2.7 and 2 too."""
    return (parts[:depth] for depth in range(1, len(parts) + 1))


def _cost(step: _Step, number: Numbered, missing: int, seen: int) -> float:
    a, b = step.number.candidate, number.candidate
    cost = missing * _MISSING
    if len(step.number.value.parts) != len(number.value.parts):
        return cost + (a.place == b.place)  # 1.1 is set otherwise than 1
    if a.look != b.look:
        cost += _OTHER_PLACE
    if a.label.style != b.label.style:
        cost += _OTHER_STYLE
    elif a.look == b.look:
        cost += _SKIPPED * min(8, max(0, seen - step.seen - 1))
    return cost + (a.place == b.place)


def opens(value: Value) -> bool:
    """Whether a sequence may begin here: 1, a, i, 0, and 9.1 within 9."""
    last = value.parts[-1]
    return not value.suffix and isinstance(last, int) and last <= 1


def _unroll(step: _Step | None) -> Chain:
    worth = step.worth if step else 0.0
    numbers: list[Numbered] = []
    while step:
        numbers.append(step.number)
        step = step.before
    return Chain(tuple(reversed(numbers)), worth)


_LAST_FIGURE = re.compile(r"(?P<before>.*?)(?P<value>\d+)(?P<after>\)?)(?: ?[a-z]{3,8}|[A-Z]{1,2})?", re.ASCII)


def gaps(numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers missing within the sequences of addresses: "4" for 3, 5; "Article 2(3)" for Article 2(2), 2(4).

    Repeats ("4~2") and numbers with a suffix ("4A") count as their number, and a number that only holds others
    ("Article 17" where there is Article 17(1)) is there.
    """
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    there: set[str] = set()
    for number in numbers:
        address, *outer = _and_what_holds_it(re.sub(r"~\d+", "", number))
        there.update(outer)
        if match := _LAST_FIGURE.fullmatch(address):
            seen[match["before"], match["after"]].add(int(match["value"]))
    return tuple(
        f"{before}{value}{after}"
        for (before, after), values in seen.items()
        for value in range(min(values), max(values) + 1)
        if value not in values and f"{before}{value}{after}" not in there
    )


def _and_what_holds_it(address: str) -> Iterable[str]:
    while address:
        yield address
        if address.endswith(")") and "(" in address:
            address = address[: address.rindex("(")]
        elif "." in address:
            address = address[: address.rindex(".")]
        else:
            return
