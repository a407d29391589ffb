"""Sentences on what is odd about a document: numbers missing, printed twice, begun anew; what was doubtful. Pure."""

import re
from collections.abc import Iterable, Sequence

from corpus.numbering import gaps
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


def listed(numbers: Sequence[str], most: int) -> str:
    """ "4, 5 and 57 more"; "none" where there is none."""
    if not numbers:
        return "none"
    more = len(numbers) - most
    return ", ".join(numbers[:most]) + (f" and {more:,} more" if more > 0 else "")
