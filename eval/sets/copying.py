"""How much of a question is copied from the paragraph that answers it. Pure."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_GRAM = 4
LONG_RUN = 8
MUCH = 0.5


def copied_run(question: str, paragraph: str) -> str:
    """The longest run of words that the question has in common with the paragraph, as the question has it; or ""."""
    words, there = words_of(question), words_of(paragraph)
    length, end = _longest_common(words, there)
    return " ".join(words[end - length : end])


def copied_share(question: str, paragraph: str) -> float:
    """The share of the question's runs of four words that stand in the paragraph; 0.0 for a shorter question."""
    grams = _grams(words_of(question))
    if not grams:
        return 0.0
    there = set(_grams(words_of(paragraph)))
    return sum(gram in there for gram in grams) / len(grams)


def is_copied(question: str, paragraph: str) -> bool:
    """Whether the question repeats the paragraph: half of its runs of four words, or eight words in a row."""
    if copied_share(question, paragraph) >= MUCH:
        return True
    return len(copied_run(question, paragraph).split()) >= LONG_RUN


def words_of(text: str) -> list[str]:
    """The words without case and punctuation."""
    return _WORD.findall(text.casefold())


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + _GRAM]) for start in range(len(words) - _GRAM + 1)]


def _longest_common(words: Sequence[str], there: Sequence[str]) -> tuple[int, int]:
    """Length and end (in `words`) of the longest run in both; the first of equals."""
    best, end = 0, 0
    before = [0] * (len(there) + 1)
    for place, word in enumerate(words, start=1):
        now = [0] * (len(there) + 1)
        for other, found in enumerate(there, start=1):
            if word == found:
                now[other] = before[other - 1] + 1
                if now[other] > best:
                    best, end = now[other], place
        before = now
    return best, end
