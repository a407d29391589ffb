"""The numbers of an outline as the pieces of text that are cited: their addresses, where each begins and ends. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.formats.reading import Block
from corpus.numbering.outline import Entry, is_outer
from corpus.types import Span

_MUCH_SHORTER = 0.4
_KNOWN_BY = 50  # characters


def distinct(entries: Sequence[Entry], text: str = "") -> list[str]:
    """An address for each entry: a number that is printed again is "3~2", then "3~3".

    The plain number goes to the first sequence that is not much shorter than the longest and has words: so paragraph
    3 is the document's own also where a list of contents or a cover page counts to three before it. Nor does it go to
    an agenda whose items come again in the `text`.
    """
    listed = _listed(entries, text)
    places: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        places[entry.address].append(place)
    addresses = [entry.address for entry in entries]
    for same in places.values():
        same = [place for place in same if place not in listed] or same
        weights = [entries[place].run * entries[place].number.candidate.worth for place in same]
        likely = [place for place, weight in zip(same, weights, strict=True) if weight >= _MUCH_SHORTER * max(weights)]
        with_words = (p for p in likely if entries[p].number.candidate.wordy or entries[p].end - entries[p].place > 1)
        first = next(with_words, likely[0])
        for repeat, place in enumerate((p for p in places[entries[first].address] if p != first), start=2):
            addresses[place] = f"{entries[place].address}~{repeat}"
    return addresses


def _listed(entries: Sequence[Entry], text: str) -> set[int]:
    """The numbers of lists of which most come again with the same words, and there with more below them."""
    listed, reaches = set[int](), dict[tuple[str, str], int]()
    runs = [place for place, entry in enumerate(entries) if entry.number.opens]
    for start, end in reversed([*pairwise([*runs, len(entries)])]):
        run = {place: (entry.address, _words(text, entry)) for place, entry in enumerate(entries[start:end], start)}
        own = {place: entries[place].end - entries[place].place for place in run}
        if 2 * sum(reaches.get(key, 0) > own[place] for place, key in run.items()) > len(run):
            listed |= run.keys()
        reaches |= {key: own[place] for place, key in run.items()}
    return listed


def _words(text: str, entry: Entry) -> str:
    return "".join(filter(str.isalnum, text[entry.label.body : entry.label.body + _KNOWN_BY].partition("\n")[0]))


def once_each(addresses: Sequence[str]) -> list[str]:
    """The addresses, in which one that is there already gets the next free "~2": clauses quoted in two paragraphs."""
    taken: set[str] = set()
    result = []
    for address in addresses:
        free, repeat = address, 2
        while free in taken:
            free, repeat = f"{address}~{repeat}", repeat + 1
        taken.add(free)
        result.append(free)
    return result


@dataclass(frozen=True, slots=True)
class Unit:
    """A number that is cited as a paragraph: its address and the blocks that it may reach over.

    `title` says that it is an article, under whose number a heading may stand; `inner` are the numbers within it.
    `section` says that it is a letter or a roman numeral over a title, with nothing numbered below; `deeper` is 1 for
    a section that lies in an article.
    """

    address: str
    label: Span
    body: int
    place: int
    end: int
    title: bool
    inner: tuple[Entry, ...]
    plain: str  # the address before it was told apart from others
    depth: int | None = None  # of a heading over numbers such as 5.1; None for a paragraph
    holds: bool = False  # an article whose paragraphs are units of their own
    section: bool = False
    deeper: int = 0

    @property
    def within(self) -> Iterator[Entry]:
        """Every number within this one, however deep."""
        left = list(self.inner)
        while left:
            entry = left.pop()
            left += entry.children
            yield entry

    @property
    def counted_over(self) -> Iterator[int]:
        """The blocks over which a list within this one counts on: a heading that stands there does not end it."""
        for entries in (self.inner, *(entry.children for entry in self.within)):
            for before, after in pairwise(entries):
                yield from range(before.place + 1, 0 if after.number.opens else after.place)


def units(text: str, entries: Sequence[Entry]) -> list[Unit]:
    """Every number that is cited as a paragraph, in order: articles give way to their numbered paragraphs."""
    found = []
    for entry, address in zip(entries, distinct(entries, text), strict=True):
        found += list(_units(entry, address))
    return found


def with_lists_apart(found: Sequence[Unit], ends: Mapping[int, int]) -> list[Unit]:
    """The units, and after each the lists within it that begin only after its words have ended: under a heading.

    `ends` are the places in the text where the words of units end, by those of their labels. What plain numbers count
    on over is a list of the paragraph that it stands in, whatever headings it has.
    """
    lost = dict[int, list[Entry]]()
    for unit, following in pairwise([*found, None]):
        if unit and (end := ends.get(unit.label.start)) and not (following and _counts_on(unit, following)):
            lost[unit.label.start] = [*_begun_after(unit.inner, end)]
    names = [unit.address for unit in found] + [entry.number.name for entries in lost.values() for entry in entries]
    own = iter(once_each(names)[len(found) :])
    apart = list[Unit]()
    for unit in found:
        entries = lost.get(unit.label.start, [])
        apart.append(replace(unit, inner=_without(unit.inner, entries)) if entries else unit)
        apart += [inner for entry in entries for inner in _units(entry, next(own))]
    return apart


def _counts_on(unit: Unit, following: Unit) -> bool:
    plain = unit.plain.isdecimal() and following.plain.isdecimal()
    return plain and int(following.plain) == int(unit.plain) + 1


def _begun_after(entries: Sequence[Entry], end: int) -> Iterator[Entry]:
    begun = False
    for entry in entries:
        after = entry.label.span.start >= end
        plain = entry.number.value.system == "decimal" or is_outer(entry.number)  # "(a)" is of what was said before
        begun = begun or (after and plain and entry.number.opens and entry.run > 1)
        yield from (entry,) if begun else () if after else _begun_after(entry.children, end)


def _without(entries: Sequence[Entry], lost: Collection[Entry]) -> tuple[Entry, ...]:
    return tuple(replace(e, children=_without(e.children, lost)) for e in entries if all(e is not of for of in lost))


def _units(entry: Entry, address: str) -> Iterator[Unit]:
    if not entry.holds_paragraphs:
        yield _unit(entry, address, entry.end, entry.children)
        return
    yield replace(_unit(entry, address, entry.children[0].place, ()), holds=True, title=True)
    for child, own in zip(entry.children, distinct(entry.children), strict=True):
        for unit in _units(child, own.replace(entry.address, address, 1)):
            yield replace(unit, deeper=unit.deeper + 1) if child.label.word else unit


def _unit(entry: Entry, address: str, end: int, inner: tuple[Entry, ...]) -> Unit:
    label = entry.label
    depth = len(entry.number.value.parts) if entry.heading else None
    is_section = not inner and not label.word and is_outer(entry.number) and not entry.number.candidate.wordy
    return Unit(
        *(address, label.span, label.body, entry.place, end, bool(label.word), inner, entry.address, depth),
        section=is_section,
    )


@dataclass(frozen=True, slots=True)
class Inner:
    """A number within a unit: its full address, its label and its words."""

    address: str
    label: Span
    span: Span
    place: int


def inner_spans(unit: Unit, address: str, within: Span, text: str, blocks: Sequence[Block]) -> Iterator[Inner]:
    """Every number within a unit whose words are `within`, each before what lies within it."""
    yield from _inner(unit.inner, unit.plain, address, within, text, blocks)


def _inner(
    entries: Sequence[Entry], plain: str, address: str, within: Span, text: str, blocks: Sequence[Block]
) -> Iterator[Inner]:
    for order, (entry, own) in enumerate(zip(entries, distinct(entries), strict=True)):
        following = entries[order + 1] if order + 1 < len(entries) else None
        end = following.label.span.start if following else _own_end(entry, within, text, blocks)
        span = Span(entry.label.body, max(entry.label.body, min(end, within.end))).trimmed(text)
        if span is None or not within.start <= entry.label.span.start or span.end > within.end:
            continue
        full = own.replace(plain, address, 1) if own.startswith(plain) else own
        yield Inner(full, entry.label.span, span, entry.place)
        yield from _inner(entry.children, entry.address, full, span, text, blocks)


def _own_end(entry: Entry, within: Span, text: str, blocks: Sequence[Block]) -> int:
    """Where the last number of a list ends: with its block and what is set as deep; the rest closes the paragraph.

    One that has only a title ("D. Quorum") reaches over the words below it.
    """
    last = entry.deepest
    if last == entry.place and not entry.number.candidate.wordy and entry.label.span.start > within.start:
        return within.end
    own = blocks[entry.place].indent
    end = blocks[last].span.end
    for place in range(last + 1, len(blocks)):
        before, block = blocks[place - 1], blocks[place]
        if block.span.end > within.end or not _goes_on(text, before, block, own):
            break
        end = block.span.end
    return end


def _goes_on(text: str, before: Block, block: Block, indent: float | None) -> bool:
    if indent is not None and block.indent is not None:
        return block.indent > indent + 1
    return text[before.span.end : block.span.start].count("\n") < 2 and block.span.of(text)[:1].islower()
