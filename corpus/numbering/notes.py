"""Sentences on what is odd about a document: numbers missing, printed twice, begun anew; what was doubtful. Pure."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from corpus.numbering.candidates import Candidate
from corpus.numbering.outline import Entry
from corpus.types import Document

_MOST_LISTED = 30


def number_notes(document: Document) -> tuple[str, ...]:
    """A sentence for each, the doubts that reading the document left last."""
    restarts, repeats = repeated(document.numbers)
    found = (
        ("Numbers missing in the document", gaps(document.numbers)),
        ("The numbering begins anew at", restarts),
        ("Printed more than once", repeats),
    )
    counted = tuple(f"{words}: {listed(numbers, _MOST_LISTED)}." for words, numbers in found if numbers)
    return (*counted, *document.notes)


def repeated(numbers: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the numbers printed more than once ("3~2"), those that begin a numbering anew and those that just recur."""
    restarts: list[str] = []
    repeats: list[str] = []
    before: tuple[str, int] | None = None
    for number in numbers:
        match = re.fullmatch(r"(.*?)(\d+)~\d+", number)
        if match:
            stem, value = match[1], int(match[2])
            if before != (stem, value - 1):
                (restarts if value == 1 else repeats).append(number)
        before = (match[1], int(match[2])) if match else None
    return tuple(restarts), tuple(repeats)


_LAST_FIGURE = re.compile(
    r"(?P<before>.*?)(?:(?P<first>\d+)-)?(?P<value>\d+)(?P<after>\)?)(?: ?[a-z]{3,8}|[A-Z]{1,2})?", re.ASCII
)


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
            last = int(match["value"])
            seen[match["before"], match["after"]].update(range(int(match["first"] or last), last + 1))
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


def listed(numbers: Sequence[str], most: int) -> str:
    """ "4, 5 and 57 more"; "none" where there is none."""
    if not numbers:
        return "none"
    more = len(numbers) - most
    return ", ".join(numbers[:most]) + (f" and {more:,} more" if more > 0 else "")


# Sentences on what was ambiguous in a document's numbers.
# Gaps, repeats and restarts can be told from the addresses themselves; this cannot.

_NAMED, _SURE = 3, 0.8


def remarks(entries: Sequence[Entry], found: Sequence[Candidate]) -> tuple[str, ...]:
    """A sentence for each paragraph that holds numbers which look just like the document's own."""
    accepted = {entry.number.candidate.label.span.start for entry in _all(entries)}
    places = [candidate.place for candidate in found]
    said = []
    for entry, following in zip_longest(entries, entries[1:]):
        end = bisect_left(places, following.place) if following else len(places)
        within = found[bisect_left(places, entry.place + 1) : end]
        alike = [c.label.printed for c in within if _is_alike(c, entry) and c.label.span.start not in accepted]
        own_or_next = (entry.label.printed, following.label.printed if following else "")
        if len(alike) > 1 or (alike and alike[0] in own_or_next):
            said.append(_sentence(entry.address, alike))
    return tuple(said)


def _all(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _all(entry.children)


def _is_alike(candidate: Candidate, entry: Entry) -> bool:
    own = entry.number.candidate
    same = (candidate.label.style, candidate.look, candidate.label.word) == (own.label.style, own.look, own.label.word)
    return same and candidate.worth >= _SURE and candidate.label.values[0].system == entry.number.value.system


def _sentence(address: str, alike: Sequence[str]) -> str:
    named = ", ".join(alike[:_NAMED]) + (f" and {len(alike) - _NAMED} more" if len(alike) > _NAMED else "")
    return f"Within {address} stand numbers that look like the document's own ({named}); they were read as its words."
