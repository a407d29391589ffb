"""Lines in which a misprint hides the number that is missing: "Kufungu cha 7." between Kifungu cha 6 and 8. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.numbering import REACH, Candidate, Numbered
from corpus.reading import Block

_ALIKE = 0.5  # 弟23条 and 第22条 have one letter of two in common


def misprints(text: str, blocks: Sequence[Block], numbers: Sequence[Numbered]) -> Iterator[Candidate]:
    """Lines that stand where a number is missing and differ from its line by a letter ("Kufungu cha 7." for 7).

    The figure itself must be right: a wrong one is the document's own, and stays a gap.
    """
    for before, after in pairwise(numbers):
        value, following = before.value, after.value
        if not before.label.word or len(value.parts) + len(following.parts) > 2:
            continue
        first, last = value.parts[0], following.parts[0]
        if not (isinstance(first, int) and isinstance(last, int) and last - first <= REACH + 1):
            continue
        for missing in range(first + 1, last):
            yield from _misprint(text, blocks, before, (before.place + 1, after.place), missing)


def _misprint(
    text: str, blocks: Sequence[Block], before: Numbered, between: tuple[int, int], missing: int
) -> Iterator[Candidate]:
    printed = before.label.span.of(text)
    for place in range(*between):
        span = blocks[place].span
        words = span.of(text)
        if len(words) > len(printed) + 4 or re.findall(r"\d+", words) != [str(missing)]:
            continue
        if SequenceMatcher(None, _letters(words), _letters(printed)).ratio() >= _ALIKE:
            value = replace(before.value, parts=(missing,))
            label = replace(before.label, span=span, body=span.end, printed=str(missing), values=(value,))
            yield Candidate(place, label, 1.0, before.candidate.look)


def _letters(words: str) -> str:
    return re.sub(r"[\d\W]", "", words).casefold()
