"""Addresses that tell numbers apart which a document prints more than once. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from corpus.outline import Entry

_MUCH_SHORTER = 0.4


def distinct(entries: Sequence[Entry]) -> list[str]:
    """An address for each entry: a number that is printed again is "3~2", then "3~3".

    The plain number goes to the first sequence that is not much shorter than the longest and has words: so paragraph
    3 is the document's own also where a list of contents or a cover page counts to three before it.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        places[entry.address].append(place)
    addresses = [entry.address for entry in entries]
    for same in places.values():
        longest = max(entries[place].run for place in same)
        likely = [place for place in same if entries[place].run >= _MUCH_SHORTER * longest]
        first = next((place for place in likely if _has_words(entries[place])), likely[0])
        for repeat, place in enumerate((p for p in same if p != first), start=2):
            addresses[place] = f"{entries[place].address}~{repeat}"
    return addresses


def _has_words(entry: Entry) -> bool:
    return entry.number.candidate.wordy or entry.end - entry.place > 1


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
