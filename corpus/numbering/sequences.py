"""Which labels are the document's own numbers: those that continue a sequence. Pure.

A sequence is the best chain of labels of one family, found by dynamic programming: each label that follows another
adds to the chain's worth; what looks the same and is left out on the way, a missing number or a change of style
takes from it. So a line that happens to begin with "11.5" or a year is no number, and nor is what a paragraph
quotes from another text, where the document's own next number comes later.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.formats.reading import Block
from corpus.numbering.candidates import Candidate, set_as
from corpus.numbering.labels import Label, Value
from corpus.types import Span

_MENTION = 0.6  # the most that "Article 5 Added in 1990" is worth
REACH = 3  # how many numbers in a row may be missing within a sequence
_KEPT = 12  # how many chains that end in the same number are remembered
_SKIPPED, _MISSING, _OTHER_STYLE, _OTHER_PLACE, _LATE_START = 0.15, 0.4, 0.3, 0.4, 1.2
_LIST_AND_HEADING = 2.0  # an item of a list and a heading are of one sequence in hardly any file
_FAR, _SURE = 2, 0.9  # beyond REACH: as if that many were missing, where the label says itself that it is one


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

    @property
    def name(self) -> str:
        """How it is cited where nothing holds it: "Article 5", "5"."""
        return f"{self.label.word} {self.label.printed}".strip()

    @property
    def opens(self) -> bool:
        """Whether a sequence may begin with it."""
        return self.candidate.opens(self.value)


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

    @property
    def likely(self) -> float:
        """How much its numbers look like numbers, each taken for itself."""
        return sum(number.candidate.worth for number in self.numbers) / len(self.numbers)


Family = tuple[str, str, str]


def family(label: Label, value: Value) -> Family:
    """What labels of one sequence share: word, system, and whether they stand in brackets."""
    if label.word and value.system == "roman-upper":
        return label.word, "decimal", ""  # "Section I." is followed by "Section 2." more often than one would think
    closed = label.style if label.style in ("()", "[]", ")") and not label.word else ""
    if value.system == "decimal" and not label.word and _WORDY.match(label.printed):
        closed = "A."
    return label.word, value.system, closed


_WORDY = re.compile(r"[A-Z]+\.|\D+\Z")  # "I.2.1" is of no sequence with "2.1", nor is "SEGUNDA" with "2"


def best_chains(candidates: Sequence[Candidate]) -> dict[Family, Chain]:
    """The best sequence of each family; single labels are sequences of one."""
    return {name: _best_chain(numbers) for name, numbers in _families(candidates).items()}


def _families(candidates: Sequence[Candidate]) -> Mapping[Family, Sequence[Numbered]]:
    families: dict[Family, list[Numbered]] = defaultdict(list)
    for candidate in candidates:
        for value in candidate.label.values:
            families[family(candidate.label, value)].append(Numbered(candidate, value))
    return families


def _runs(numbers: Sequence[Numbered]) -> Iterator[Chain]:
    """The best sequence of one family, and those that begin before it does, though it may be longer.

    Before one that begins with no first number only those that are likelier: of an excerpt it is the only one.
    """
    chain = _best_chain(numbers)
    before = [number for number in numbers if number.place < chain.first.place]
    least = _MUCH_LESS * chain.likely if chain.first.opens else chain.likely
    for run in _runs(before) if before else ():
        if len(run.numbers) > 1 and run.first.opens and run.likely > least:
            yield run
    yield chain


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
    runs: dict[object, tuple[Value, Candidate]] = {}  # how far a list has counted without a break, and its first
    begun: dict[tuple[int | str, ...], Candidate] = {}  # the first of the list in which a number stood last
    best: _Step | None = None
    for number in numbers:
        key = (number.label.style, number.candidate.look)
        alike = number.label.word or number.candidate.look, len(number.value.parts)
        began = _began(number, runs.get(alike), begun)
        runs[alike] = number.value, began
        begun[number.value.parts] = began
        step = _best_step(number, ending, counts[key], began)
        counts[key] += 1
        if best is None or step.worth > best.worth:
            best = step
        reached = number.value.reached
        for depth in range(1, len(reached) + 1):  # 2.7.1 has reached 2.7 and 2 too
            _keep(ending[reached[:depth]], step)
        if listed := _list_of(number.candidate):
            _keep(ending[listed], step)
        if _says_so(number):
            _keep(ending["anywhere",], step)
    return _unroll(best)


def _began(
    number: Numbered, run: tuple[Value, Candidate] | None, begun: Mapping[tuple[int | str, ...], Candidate]
) -> Candidate:
    """The first of the unbroken list that a number goes on with, or of the one whose 3 it is that 3.1 lies in.

    1.7 goes on with 1.6, however that is set, and does not lie in the 1 of a list between them.
    """
    *outer, last = number.value.parts
    if isinstance(last, int):
        before = (*outer, last - 1)
        if run and run[0].parts == before:
            return run[1]
        if outer and before in begun:
            return begun[before]
    return begun.get(tuple(outer), number.candidate)


def _is_of_another_list(number: Numbered, began: Candidate, before: Numbered) -> bool:
    """Whether a number goes on with a list that began after `before`: at another depth, or under another heading.

    After 10.5 comes no 11 that stands in notes 1 to 13, and after 13 of Annex B no 14 of Annex C.
    """
    if began.place in (number.place, before.place) or began.place < before.place:
        return False
    return len(number.value.parts) < len(before.value.parts) or began.part > before.candidate.part


def _best_step(
    number: Numbered, ending: dict[tuple[int | str, ...], list[_Step]], seen: int, began: Candidate
) -> _Step:
    worth, before = number.candidate.worth - (0 if number.opens else _LATE_START), None
    for step, missing in _predecessors(number, ending):
        if _is_of_another_list(number, began, step.number):
            continue
        gain = step.worth + number.candidate.worth - _cost(step, number, missing, seen)
        if gain > worth + 1e-9:  # of two that are worth the same, the earlier
            worth, before = gain, step
    return _Step(number, worth, before, seen)


def _list_of(candidate: Candidate) -> tuple[int | str, ...]:
    """Where the steps of the list are kept in which the file itself puts a number; empty where it does not."""
    return ("list", candidate.look[0] or "") if set_as(candidate) == "list" else ()


def _predecessors(number: Numbered, ending: dict[tuple[int | str, ...], list[_Step]]) -> Iterable[tuple[_Step, int]]:
    """The steps that `number` may follow, each with how many numbers are missing in between."""
    *outer, last = number.value.parts
    if not isinstance(last, int):
        yield from ((step, 0) for step in ending.get(tuple(outer), ()))
        return
    if number.value.suffix:  # "12A" follows "12", or "12 bis" does; and "12B" follows "12A"
        yield from ((step, 0) for step in ending.get((*outer, last), ()) if step.number.value != number.value)
    if listed := _list_of(number.candidate):  # the file says what follows: also after a jump, and backwards
        yield from ((s, 0) for s in ending.get(listed, ()) if _jumps(s.number.value, number.value))
    for missing in range(REACH + 1):
        if last - 1 - missing >= 0:
            yield from ((step, missing) for step in ending.get((*outer, last - 1 - missing), ()))
    if not outer and _says_so(number):  # what lies between was repealed, or left out of an excerpt
        plain = (s for s in ending.get(("anywhere",), ()) if len(s.number.value.parts) == 1)
        yield from (
            (s, _FAR) for s in plain if isinstance(at := s.number.value.reached[-1], int) and at < last - REACH - 1
        )
    if outer and last <= 1 + REACH:
        missing = max(0, last - 1)  # 3.3.2 where a misprint hides 3.3.1
        yield from ((s, missing) for s in ending.get(tuple(outer), ()) if s.number.value.parts == tuple(outer))
    if last <= 1 and outer:
        if isinstance(outer[-1], str):  # from 14.2.3 to 14.2.3.Guidance.1
            yield from ((step, 0) for step in ending.get(tuple(outer[:-1]), ()))
            return
        while outer and isinstance(chapter := outer.pop(), int):
            for missing in range(2):  # from 2.7 to 3.1, the heading "3" being printed without its number, or to 4.1
                yield from ((step, missing) for step in ending.get((*outer, chapter - 1 - missing), ()))
            if chapter > 1:
                return  # else also from 1.3.22 to 2.1.1


def _says_so(number: Numbered) -> bool:
    """Whether a label can be nothing else than a number: "Article 87" on a line of its own, the first of a list."""
    return (bool(number.label.word) or number.candidate.begins) and number.candidate.worth >= _SURE


def _jumps(before: Value, value: Value) -> bool:
    at, last = before.parts[-1], value.parts[-1]
    return isinstance(at, int) and isinstance(last, int) and (last > at + REACH + 1 or last == at - 1)


def _keep(kept: list[_Step], step: _Step) -> None:
    kept.append(step)
    if len(kept) > _KEPT:
        kept.remove(min(kept, key=lambda s: s.worth))


def _cost(step: _Step, number: Numbered, missing: int, seen: int) -> float:
    a, b = step.number.candidate, number.candidate
    cost = (min(missing, _FAR) if _says_so(number) else missing) * _MISSING
    if len(step.number.value.parts) != len(number.value.parts):
        return cost + (a.place == b.place)  # 1.1 is set otherwise than 1
    if a.look != b.look:
        apart = "heading" in (one := (set_as(a), set_as(b))) and "list" in one
        goes_on = b.begins and one == ("list", "list")  # a heading, and the next list counts on
        cost += _LIST_AND_HEADING if apart else 0 if goes_on else _OTHER_PLACE
    if a.label.style != b.label.style:
        cost += _OTHER_STYLE
    if step.number.value.system != number.value.system:
        cost += _OTHER_STYLE
    if a.look == b.look and a.label.style == b.label.style:
        cost += _SKIPPED * min(8, max(0, seen - step.seen - 1))
    return cost + (a.place == b.place)


def _unroll(step: _Step | None) -> Chain:
    worth = step.worth if step else 0.0
    numbers: list[Numbered] = []
    while step:
        numbers.append(step.number)
        step = step.before
    numbers.reverse()
    end = _end_of_likely(numbers)
    return Chain(tuple(numbers[:end]), worth - sum(number.candidate.worth for number in numbers[end:]))


def _end_of_likely(numbers: Sequence[Numbered]) -> int:
    """How many numbers are left without those at the end that are set as none before them, and are less likely all.

    "Article 7 adopted in 1987" in a list of amendments goes on after ARTICLE VI by chance.
    """
    set_alike = [(n.candidate.look, n.label.style, n.label.printed.isdecimal()) for n in numbers]
    end = len(numbers)
    while end > 1 and set_alike[end - 1] == set_alike[-1]:
        end -= 1
    before, tail = numbers[:end], numbers[end:]
    apart = set_alike[-1] not in set_alike[:end]
    least, most = min(n.candidate.worth for n in before), max((n.candidate.worth for n in tail), default=1.0)
    return end if apart and len(before) >= len(tail) and most <= _MENTION < least else len(numbers)


# Which of the sequences found in a stretch of a document holds the others.


def without_divisions(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`found` without "SECTION 1", "SECTION 2" that begin anew in each chapter while articles number on through them.

    They are headings, however many there are; so are "Section A" and "Section B" where no article holds them. Sections
    that begin anew in each article lie within it: they are more than the articles, and none of their runs reaches
    over one.
    """
    named: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in found:
        if candidate.label.word and candidate.worth > _MENTIONED:
            named[candidate.label.word].append(candidate)
    if len(named) < 2:
        return tuple(c for c in found if not c.label.word or c.label.values[0].system != "letter-upper")
    on = {word: max(best_chains(of).values(), key=lambda chain: len(chain.numbers)) for word, of in named.items()}
    main = max(on, key=lambda word: len(on[word].numbers))
    places = [number.place for number in on[main].numbers]
    divisions = {word for word, of in named.items() if word != main and _divides(of, places)}
    return tuple(c for c in found if c.label.word not in divisions)


def _divides(of: Sequence[Candidate], places: Sequence[int]) -> bool:
    """Whether numbers of one word begin anew while others, at `places`, count on over and within their runs."""
    starts = [order for order, c in enumerate(of) if any(c.opens(value) for value in c.label.values)]
    under = [bisect_right(places, c.place) for c in of]
    if len(starts) < 2 or len(places) - under[0] <= len(of):
        return False
    runs = [range(a, b) for a, b in zip(starts, [*starts[1:], len(of)], strict=True) if b - a > 1]
    return any(under[run[-1]] > under[run[0]] for run in runs)


_MENTIONED = 0.5  # worth of "Article 5 of the Charter" at the start of a line is less
_MUCH_LESS = 0.5
LEAST_WORTH = 1.2  # a chain of two plain numbers is worth about 1.8


def main_chain(found: Sequence[Candidate]) -> Chain | None:
    """The sequence that holds the others; one of the same printed number ("1." throughout) where there is no better."""
    chains = acceptable(found)
    several = [chain for chain in chains if len(chain.numbers) > 1]
    if several:
        return _with_repeats(_without_clauses(first_that_holds(several)), found)
    return _all_alike(found) or _single(chains, found)


def _without_clauses(chain: Chain) -> Chain:
    """The chain without 9.1, 9.2 where 9 is itself a paragraph: then they lie within it.

    Where 9 is a heading ("9. Territorial extent"), its paragraphs are 9.1 and 9.2.
    """
    depths = {len(number.value.parts) for number in chain.numbers}
    if len(depths) == 1 or min(depths) > 1:
        return chain
    shallow = [n for n in chain.numbers if len(n.value.parts) == min(depths)]
    wordy = sum(number.candidate.wordy for number in shallow)
    printed = {number.value.parts for number in shallow}
    deep = [n for n in chain.numbers if len(n.value.parts) > min(depths)]
    held = sum(number.value.parts[: min(depths)] in printed for number in deep)  # the others' chapters are titles
    return Chain(tuple(shallow), float(len(shallow))) if 2 * wordy > len(shallow) and 2 * held > len(deep) else chain


def acceptable(found: Sequence[Candidate]) -> list[Chain]:
    """The runs of each family that are worth being one."""
    least = {True: LEAST_WORTH, False: 0.9}
    chains = (chain for numbers in _families(found).values() for chain in _runs(numbers))
    return [chain for chain in chains if chain.worth >= least[len(chain.numbers) > 1]]


def first_that_holds(chains: Sequence[Chain], *, inner: bool = False) -> Chain:
    """The first chain that no other one runs through; what comes later within a paragraph lies deeper (`inner`).

    "A." and "B." over paragraphs 1 to 40 that count on are headings; a list of parties "(1)", "(2)" before a hundred
    paragraphs "1." is not what holds them.
    """
    ordered = sorted(chains, key=lambda c: (c.first.place, c.first.label.span.start, -c.worth))
    for place, chain in enumerate(ordered):
        others = [other for other in ordered if other is not chain]
        if not any(runs_through(o, chain) or (not inner and _outranks(o, chain)) for o in others):
            return ordered[place]
    return max(ordered, key=lambda c: c.worth)


def runs_through(other: Chain, chain: Chain) -> bool:
    """Whether the numbers of `other`, which is worth more, stand under more than one of the chain's."""
    starts = [number.label.span.start for number in chain.numbers]
    intervals = {bisect_right(starts, number.label.span.start) for number in other.numbers}
    if len(intervals) < 2 or other.worth <= chain.worth:
        return False
    # Letters never hold articles, however many there are; paragraphs "1." to "90." may quote an article or two.
    return _rank(other.first) <= _rank(chain.first) or (_rank(other.first) == 1 and other.worth > 3 * chain.worth)


def _outranks(other: Chain, chain: Chain) -> bool:
    """Whether `other` comes after `chain` has begun, is much longer and no deeper kind of number."""
    if other.first.label.span.start < chain.last.label.span.start or _rank(other.first) >= _rank(chain.first):
        return False
    # Names of parties and initials are no sentences; what follows them is what they stand over.
    are_sentences = sum(number.candidate.wordy for number in chain.numbers) * 2 > len(chain.numbers)
    return other.worth >= (2 if are_sentences else 1) * chain.worth


def _rank(number: Numbered) -> int:
    if number.label.word:
        return 0
    order = ["decimal", "roman-upper", "letter-upper", "letter-lower", "roman-lower"]
    return 1 + 2 * order.index(number.value.system) + (number.label.style in ("()", ")"))


def _all_alike(found: Sequence[Candidate]) -> Chain | None:
    """Every item printed "1.": where the first number is all there is, each of its like is a number."""
    ones = [c for c in found if c.worth >= 0.8 and not c.label.word and c.opens(c.label.values[0])]
    looks = [(c.label.style, c.look) for c in ones]
    alike = [Numbered(c, c.label.values[0]) for c, look in zip(ones, looks, strict=True) if look == looks[0]]
    alike = [number for number in alike if number.label.printed == alike[0].label.printed]
    return Chain(tuple(alike), float(len(alike))) if len(alike) > 1 else None


def _single(chains: Sequence[Chain], found: Sequence[Candidate]) -> Chain | None:
    """A document of one number, which is the very first."""
    opening = [chain for chain in chains if chain.first.opens and chain.first.value.system == "decimal"]
    opening = [chain for chain in opening if chain.first.label.word or chain.first.candidate.wordy]
    return max(opening, key=lambda chain: chain.worth) if opening else None


def _with_repeats(chain: Chain, found: Sequence[Candidate]) -> Chain:
    """The chain with numbers that are printed twice over: what stands in both looks and counts like the one before."""
    numbers: list[Numbered] = []
    places = [candidate.place for candidate in found]
    for order, number in enumerate(chain.numbers):
        numbers.append(number)
        stop = chain.numbers[order + 1].place if order + 1 < len(chain.numbers) else number.place
        between = found[bisect_right(places, number.place) : bisect_left(places, stop)]
        again = [c for c in between if number.value in c.label.values and _looks_like(c, number)]
        if len(again) == 1 and not _continues(again[0], between):
            numbers.append(Numbered(again[0], number.value))
    return Chain(tuple(numbers), chain.worth)


def _looks_like(candidate: Candidate, number: Numbered) -> bool:
    same = (candidate.label.style, candidate.look) == (number.label.style, number.candidate.look)
    return same and candidate.worth >= 0.8 and candidate.label.word == number.label.word


def _continues(candidate: Candidate, between: Sequence[Candidate]) -> bool:
    """Whether a number that repeats opens a list of its own."""
    *outer, last = candidate.label.values[0].parts
    following = Value(candidate.label.values[0].system, (*outer, last + 1 if isinstance(last, int) else last))
    return any(following in c.label.values for c in between if c.place > candidate.place)


# Lines in which a misprint hides the number that is missing: "Kufungu cha 7." between Kifungu cha 6 and 8.

_ALIKE = 0.5  # 弟23条 and 第22条 have one letter of two in common


def misprints(text: str, blocks: Sequence[Block], numbers: Sequence[Numbered]) -> Iterator[Candidate]:
    """Lines that stand where a number is missing and differ from its line by a letter ("Kufungu cha 7.", "11, We").

    The figure itself must be right: a wrong one is the document's own, and stays a gap.
    """
    for before, after in pairwise(numbers):
        parts = (*before.value.parts, *after.value.parts)
        if len(parts) == 2 and isinstance(first := parts[0], int) and isinstance(last := parts[1], int):
            for missing in range(first + 1, last if last - first <= REACH + 1 else 0):
                yield from _misprint(text, blocks, before, range(before.place + 1, after.place), missing)


def _misprint(
    text: str, blocks: Sequence[Block], before: Numbered, between: Iterable[int], missing: int
) -> Iterator[Candidate]:
    printed = before.label.span.of(text)
    for place in between:
        span, words = blocks[place].span, blocks[place].span.of(text)
        if before.label.word:
            figures = re.findall(r"\d+", words) if len(words) <= len(printed) + 4 else []
            alike = SequenceMatcher(None, _letters(words), _letters(printed)).ratio() if figures else 0
            end, found = span.end, figures == [str(missing)] and alike >= _ALIKE
        else:  # "11, We are determined" after 10 and before 12
            comma = re.match(rf"{missing}[,;]\s+(?=[A-Z])", words)
            end, found = span.start + (comma.end() if comma else 0), comma is not None
        if found:
            value = replace(before.value, parts=(missing,))
            own = Span(span.start, end).trimmed(text) or span
            label = replace(before.label, span=own, body=end, printed=str(missing), values=(value,))
            yield Candidate(place, label, 1.0, before.candidate.look)


def _letters(words: str) -> str:
    return re.sub(r"[\d\W]", "", words).casefold()
