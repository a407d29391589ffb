"""The tree of a document's numbers: which labels count, what lies within what, and the address of each. Pure."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.formats.reading import Block
from corpus.numbering.candidates import Candidate, candidates, set_as
from corpus.numbering.labels import Label
from corpus.numbering.nesting import nested, outer
from corpus.numbering.sequences import (
    REACH,
    Chain,
    Family,
    Numbered,
    acceptable,
    family,
    first_that_holds,
    main_chain,
    misprints,
    runs_through,
    without_divisions,
)

_DEEPEST = 5
_WINDOW = 150
_MOST_RESTARTS = 300  # a collection of hundreds of short texts; what restarts more often is a list of something else


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of the document: where it stands, its address, and the numbers within it.

    It reaches from the block at `place` to the one before `end`; `whole` is False for a number that only holds
    others and is not cited itself as one piece (an article that has numbered paragraphs).
    """

    number: Numbered
    address: str
    end: int
    children: tuple["Entry", ...]
    run: int = 1  # how many numbers its sequence has
    heading: bool = False  # "5. Legislative context" over 5.1 and 5.2

    @property
    def place(self) -> int:
        """Position of its block."""
        return self.number.place

    @property
    def deepest(self) -> int:
        """Position of the last block in which a number within this one begins."""
        return max([self.place, *(child.deepest for child in self.children)])

    @property
    def label(self) -> Label:
        """The printed label."""
        return self.number.label

    @property
    def holds_paragraphs(self) -> bool:
        """Whether its children are cited as paragraphs of their own: Article 17(1), not 4(a)."""
        if not (self.children and is_outer(self.number)):
            return False
        first = self.children[0]
        return bool(first.label.word) or first.number.value.system == "decimal"


@dataclass(frozen=True, slots=True)
class Counting:
    """The outermost numbers of a text in order, whose addresses may repeat where numbering restarts.

    `printed` is everything in it that has the shape of a number, `found` what of that was weighed.
    """

    entries: tuple[Entry, ...]
    printed: tuple[Candidate, ...]
    found: tuple[Candidate, ...]

    @property
    def begun_anew(self) -> list[tuple[int, bool]]:
        """The place of each outermost number, with whether it is the first of its run."""
        found, last = list[tuple[int, bool]](), None
        for entry in self.entries:
            parts = entry.number.value.parts
            found.append((entry.place, last is None or (entry.number.opens and parts <= last)))
            last = parts
        return found

    @property
    def headings(self) -> frozenset[int]:
        """The blocks of "A.", "B." or "I.", "II." that stand over paragraphs whose numbers count on beneath them."""
        found = outer(self.found)
        main = main_chain(found)
        divisions = {c.place for c in self.printed if not c.wordy and c.label.word} - {c.place for c in found}
        over = {
            number.place
            for chain in acceptable(found)
            if main and chain.first.value.system in ("roman-upper", "letter-upper") and runs_through(main, chain)
            for number in chain.numbers
            if not number.candidate.wordy
        }
        return frozenset(divisions | over)


def outline(text: str, blocks: Sequence[Block]) -> Counting:
    """The outline of a text that is made of `blocks`."""
    printed = tuple(candidates(text, blocks))
    found = nested(without_divisions(printed))
    entries = _outermost(found, len(blocks))
    if misprinted := tuple(misprints(text, blocks, [entry.number for entry in entries])):
        found = tuple(sorted((*found, *misprinted), key=_place))
        entries = _outermost(found, len(blocks))
    return Counting(_named_recitals(text, tuple(entries)), printed, found)


def _outermost(found: Sequence[Candidate], end: int) -> list[Entry]:
    """The entries of the main sequence among `found`, of those beside it, and of each that starts again after it."""
    entries: list[Entry] = []
    for restarts in range(_MOST_RESTARTS):
        chain = _growing(outer(found), main_chain) if restarts else main_chain(outer(found))
        if chain is None:
            break
        start = _position(found, chain.first)
        if start:
            before = _outermost(found[:start], chain.first.place)
            entries += before if before and _stands_beside(before, chain) else []
        rest, stop = _split_after(found[_position(found, chain.last) :], chain, end, peers=True)
        entries += _entries(chain, found[start:], stop, _Within("", (), 0))
        found = rest
    return entries


@dataclass(frozen=True, slots=True)
class _Within:
    """What a sequence lies in: the address so far, the families and looks of the sequences around it, its depth."""

    address: str
    around: tuple[tuple[Family, tuple[str | None, int | None]], ...]
    depth: int
    parent: Numbered | None = None


def _entries(chain: Chain, found: Sequence[Candidate], end: int, within: _Within) -> Iterator[Entry]:
    """An entry for each number of the chain, with what lies within it."""
    starts = [_position(found, number) for number in chain.numbers]
    for order, number in enumerate(chain.numbers):
        following = chain.numbers[order + 1] if order + 1 < len(starts) else None
        inner = found[starts[order] + 1 : starts[order + 1] if following else None]
        stop = following.place if following else end
        address = _address(within, number)
        around = (*within.around, (family(number.label, number.value), number.candidate.look))
        deeper = _Within(address, around, within.depth + 1, number)
        own = inner if following else [c for c in inner if c.place < stop and c.annex == number.candidate.annex]
        inner_entries = tuple(_children(own, stop, deeper))
        yield Entry(number, address, stop, inner_entries, len(chain.numbers), _is_heading(number, following))


def _is_heading(number: Numbered, following: Numbered | None) -> bool:
    if following is None or number.candidate.wordy or number.label.word:
        return False
    return len(following.value.parts) > len(number.value.parts)


def _children(found: Sequence[Candidate], end: int, within: _Within) -> Iterator[Entry]:
    for _ in range(_MOST_RESTARTS if within.depth < _DEEPEST and found else 0):
        chain = _growing(outer(found), lambda seen: _inner_chain(seen, within))
        if chain is None:
            return
        in_article = within.parent is not None and bool(within.parent.label.word)
        rest, stop = _split_after(found[_position(found, chain.last) :], chain, end, peers=False, words=in_article)
        yield from _entries(chain, found[_position(found, chain.first) :], stop, within)
        found = rest


def _inner_chain(found: Sequence[Candidate], within: _Within) -> Chain | None:
    near = range(REACH + 2)  # of 1.1 to 1.9 a misprint may hide the first
    begun = (
        c for c in acceptable(found) if c.first.opens or (_says_where(c, within) and c.first.value.parts[-1] in near)
    )
    chains = [c for c in begun if _is_long_enough(c, within) and _is_inner(c, within)]
    return first_that_holds(chains, inner=True) if chains else None


def _says_where(chain: Chain, within: _Within) -> bool:
    return within.parent is not None and chain.first.value.parts[:-1] == within.parent.value.parts


def _is_long_enough(chain: Chain, within: _Within) -> bool:
    """Two numbers make a sequence; in an article, whose sisters have several, a single "1." right after it does.

    So does a single "Section A" there.
    """
    if len(chain.numbers) > 1 or _says_where(chain, within):
        return True
    parent = within.parent
    if parent is None or not (
        parent.label.word or parent.value.system == "letter-upper" or set_as(parent.candidate) == "heading"
    ):
        return False
    if chain.first.label.word:
        return chain.first.place <= parent.place + 2
    if chain.first.value.system != "decimal":
        return False
    return chain.first.place - parent.place <= 2 and chain.first.candidate.wordy and bool(chain.first.label.style)


def _growing(found: Sequence[Candidate], choose: Callable[[Sequence[Candidate]], Chain | None]) -> Chain | None:
    """What is chosen from as few of the next candidates as will do: hundreds of short lists are not read to the end."""
    window = _WINDOW
    while True:
        chain = choose(found[:window])
        if window >= len(found) or (chain and _position(found, chain.last) < window // 2):
            return chain
        window *= 4


def is_outer(number: Numbered) -> bool:
    """Whether a number is a word's, a capital or a roman one, which holds plain numbers."""
    return bool(number.label.word) or number.value.system in ("letter-upper", "roman-upper")


def _is_inner(chain: Chain, within: _Within) -> bool:
    """Whether a chain may lie within what it stands in: what looks just like a sequence around it is quoted.

    But an agenda right below the colon of the paragraph that adopts it is its list.
    """
    name, look = family(chain.first.label, chain.first.value), chain.first.candidate.look
    if _says_where(chain, within):
        return True  # 9.1 lies within 9
    first = chain.first.candidate
    if within.parent and first.introduced and first.worth >= _SURE and first.place == within.parent.place + 1:
        return not first.label.word
    for other_name, other_look in within.around:
        if name == other_name and (look == other_look or not _deeper(look, other_look)):
            return False
    return not chain.first.label.word or within.depth == 1


def _deeper(look: tuple[str | None, int | None], than: tuple[str | None, int | None]) -> bool:
    if look[1] is not None and than[1] is not None and look[1] != than[1]:
        return look[1] > than[1]
    return look[0] != than[0]


def _split_after(
    found: Sequence[Candidate], chain: Chain, end: int, *, peers: bool, words: bool = True
) -> tuple[Sequence[Candidate], int]:
    """What starts again after the last number of `chain`, the first of `found`, and the block where it does.

    The earliest of several: a part is not swallowed by the one before it because a later one is longer.
    """
    name, last = family(chain.first.label, chain.first.value), chain.last.candidate

    def headed(found: Sequence[Candidate]) -> Chain | None:
        return next((run for run in _in_order(found) if _is_under_own_heading(run, found)), None)

    def again(found: Sequence[Candidate]) -> Chain | None:
        likely = [c for c in found if c.worth >= _MUCH_LESS * chain.likely]
        for other in _in_order(likely):
            other_name = family(other.first.label, other.first.value)
            same = other_name == name and not _strictly_deeper(other.first, chain.last)
            same = same and other.first.value.parts[:-1] != chain.last.value.parts  # 3.1 lies within 3
            plain = len(other.first.value.parts) == 1 < len(chain.last.value.parts)
            same = same and not (plain and other.first.candidate.section == last.section)  # nor 1 and 2 below 2.1
            apart = (words and bool(other_name[0]) and not name[0]) or (peers and _is_peer(other, chain))
            if (same or apart) and other.first.opens:
                return other
        return None

    after = outer(found)[1:]
    other = _growing(after, again)
    if peers and (name[0] or chain.first.label.printed.isalpha()):
        under = tuple(c for c in after if c.section > last.section)
        own = _growing(under, headed)
        other = own if own and (other is None or own.first.place < other.first.place) else other
    annexed = tuple(c for c in after if c.annex > last.annex) if peers else ()
    if annexed and (in_annex := _growing(annexed, main_chain)):
        is_first = other is None or in_annex.first.place < other.first.place
        is_first = is_first and in_annex.likely >= _MUCH_LESS * chain.likely
        other = in_annex if is_first and len(in_annex.numbers) > 1 and in_annex.first.opens else other
    return (found[_position(found, other.first) :], other.first.place) if other else ((), end)


def _in_order(found: Sequence[Candidate]) -> list[Chain]:
    return sorted((run for run in acceptable(found) if len(run.numbers) > 1), key=lambda run: run.first.place)


def _is_under_own_heading(chain: Chain, found: Sequence[Candidate]) -> bool:
    """Whether numbers begin anew right under a heading: none of `found` stands between it and the first of them."""
    first = chain.first.candidate
    plain = first.label.word or chain.first.value.system == "decimal"
    under = (c for c in found if c.section == first.section and c.place < first.place and c.worth > _MENTIONED)
    return bool(plain) and chain.first.opens and not any(under)


_SURE = 0.8
_MENTIONED = 0.5  # worth of "Article 5 of the Charter"
_MUCH_LESS = 0.5


def _is_peer(other: Chain, chain: Chain) -> bool:
    """Whether `other` counts in words, as the provisions after the last article of a Spanish law do.

    Or in plain numbers that are worth more than the list "a)" to "f)" of a preamble, which `chain` is.
    """
    first = other.first
    if first.label.word or first.value.system != "decimal":
        return False
    is_list = not chain.first.label.word and chain.first.value.system.endswith("lower")
    after_list = is_list and other.worth >= chain.worth and not _strictly_deeper(first, chain.last)
    return first.label.printed.isalpha() or after_list


def _strictly_deeper(number: Numbered, than: Numbered) -> bool:
    look, other = number.candidate.look, than.candidate.look
    if number.candidate.part != than.candidate.part:
        return False  # an annex may be set further in
    return look[1] is not None and other[1] is not None and look[1] > other[1] + 1


def _stands_beside(before: Sequence[Entry], chain: Chain) -> bool:
    """Whether numbers before the main sequence are the document's too: recitals, or the same numbering begun before."""
    if chain.first.label.word:
        return before[0].number.value.system in ("decimal", "letter-upper", "roman-upper") or bool(before[0].label.word)
    same = family(before[0].label, before[0].number.value) == family(chain.first.label, chain.first.value)
    return same and len(before) > 1


def _address(within: _Within, number: Numbered) -> str:
    printed = number.label.printed
    if number.label.word == "§" and within.parent:
        return f"{within.address}(§ {printed})"  # of Brazilian articles
    if number.label.word or not within.parent:
        return number.name
    if len(number.value.parts) > 1 and not _lists_within(within, printed):
        return printed
    if is_outer(within.parent) and number.value.system == "decimal" and not within.address.startswith(_WORDS):
        return f"{within.address}.{printed}"
    return f"{within.address}({printed})"


def _lists_within(within: _Within, printed: str) -> bool:
    """Whether a number such as 1.1 is cited with the article it lies in; 5.1 of Article 5 says that itself."""
    return within.address.startswith(_WORDS) and not printed.startswith(f"{within.address.split()[1]}.")


def _position(found: Sequence[Candidate], number: Numbered) -> int:
    return bisect_left(found, _place(number.candidate), key=_place)


def _place(candidate: Candidate) -> tuple[int, int]:
    return candidate.place, candidate.label.span.start


_WORDS = tuple("§ Article Section Rule Principle Guideline Recommendation Clause Paragraph Recital Regulation".split())

# Words that stand before the recitals of a treaty or an act, at the end of what comes before their first number.
_WHEREAS = re.compile(
    r"(recitals?|whereas|considérant( que| ce qui suit)?|in erwägung nachstehender gründe|considerando( lo siguiente)?"
    r"|overwegende hetgeen volgt|considerato quanto segue|mając na uwadze, co następuje)\W*$",
    re.IGNORECASE,
)


def _named_recitals(text: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Plain numbers before Article 1 are recitals where they stand in brackets or "Whereas" leads to them."""
    first = next((place for place, entry in enumerate(entries) if entry.label.word == "Article"), 0)
    if first < 2 or any(entry.label.word or entry.number.value.system != "decimal" for entry in entries[:first]):
        return entries
    start = entries[0].label.span.start
    if entries[0].label.style != "()" and not _WHEREAS.search(text[max(0, start - 80) : start]):
        return entries
    recitals = (replace(entry, address=f"Recital {entry.address}", children=()) for entry in entries[:first])
    return (*recitals, *entries[first:])
