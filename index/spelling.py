"""A mistyped word and the stored word that is meant. Pure."""

from collections.abc import Collection, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
TWO_SLIPS_FROM = 8


def nearest_word(word: str, frequencies: Mapping[str, int], existing: Collection[str] = ()) -> str | None:
    """The stored word that the mistyped `word` comes nearest to, the most frequent of several; None where none is near.

    Near is one letter added, left out, changed or swapped with its neighbour; two of these from 8 letters on. A word
    of fewer than 5 letters is taken as it is, and so is one of `existing`: "wheat" is no slip of "what". The first
    letter is seldom mistyped, and changing it makes Zambia of Gambia: it has to be the same. All words are without
    accents.
    """
    if len(word) < SHORTEST or not word.isalpha() or word in existing:
        return None
    farthest = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = process.extract(
        word, frequencies.keys(), scorer=OSA.distance, processor=None, score_cutoff=farthest, limit=None
    )
    fitting = [(distance, -frequencies[found], found) for found, distance, _ in near if _may_be(found, word)]
    return min(fitting)[2] if fitting else None


def _may_be(found: str, typed: str) -> bool:
    return len(found) >= SHORTEST - 1 and found[0] == typed[0] and found.isalpha() and found != typed
