"""Which of the sequences found in a stretch of a document holds the others. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus.labels import Value
from corpus.numbering import Candidate, Chain, Numbered, best_chains, opens

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
    return Chain(tuple(shallow), float(len(shallow))) if wordy * 2 > len(shallow) else chain


def acceptable(found: Sequence[Candidate]) -> list[Chain]:
    """The best chain of each family that is worth being one."""
    chains = best_chains(found).values()
    least = {True: LEAST_WORTH, False: 0.9}
    return [chain for chain in chains if chain.worth >= least[len(chain.numbers) > 1]]


def first_that_holds(chains: Sequence[Chain]) -> Chain:
    """The first chain that no other one runs through.

    "A." and "B." over paragraphs 1 to 40 that count on are headings; a list of parties "(1)", "(2)" before a hundred
    paragraphs "1." is not what holds them.
    """
    ordered = sorted(chains, key=lambda c: (c.first.place, c.first.label.span.start, -c.worth))
    for place, chain in enumerate(ordered):
        if not any(runs_through(other, chain) or _outranks(other, chain) for other in ordered if other is not chain):
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
    return other.worth >= (2 if _are_sentences(chain) else 1) * chain.worth


def _are_sentences(chain: Chain) -> bool:
    return sum(number.candidate.wordy for number in chain.numbers) * 2 > len(chain.numbers)


def _rank(number: Numbered) -> int:
    if number.label.word:
        return 0
    order = ["decimal", "roman-upper", "letter-upper", "letter-lower", "roman-lower"]
    return 1 + 2 * order.index(number.value.system) + (number.label.style in ("()", ")"))


def _all_alike(found: Sequence[Candidate]) -> Chain | None:
    """Every item printed "1.": where the first number is all there is, each of its like is a number."""
    ones = [c for c in found if c.worth >= 0.8 and not c.label.word and opens(c.label.values[0])]
    looks = [(c.label.style, c.look) for c in ones]
    alike = [Numbered(c, c.label.values[0]) for c, look in zip(ones, looks, strict=True) if look == looks[0]]
    alike = [number for number in alike if number.label.printed == alike[0].label.printed]
    return Chain(tuple(alike), float(len(alike))) if len(alike) > 1 else None


def _single(chains: Sequence[Chain], found: Sequence[Candidate]) -> Chain | None:
    """A document of one number, which is the very first."""
    opening = [chain for chain in chains if opens(chain.first.value) and chain.first.value.system == "decimal"]
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
