"""Words found as people type them: without accents, capitals or curly marks, and each place in the text as it stands.

This serves finding alone. Whether two texts have the same words is decided in qa_app/quotes/fold.py, which keeps
accents.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from corpus.types import Span

_SINGLE, _DOUBLE, _DASHES = "'`´‘’‚‛′ʼ‹›", '"“”„‟«»″', "-‐‑‒–—―−"
# Letters that one keyboard has and another has not: Persian and Arabic kaf and yeh, and those that carry no accent.
_LETTERS = {
    "ک": "ك",
    "ی": "ي",
    "ى": "ي",
    "ة": "ه",
    "ı": "i",
    "ł": "l",
    "Ł": "l",
    "ø": "o",
    "Ø": "o",
    "đ": "d",
    "Đ": "d",
}
# Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs and the tatweel. The vowel signs of Indian
# scripts are letters to whoever writes them, and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class _Loose(dict[int, str]):
    """What each character is compared by, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = loose = _loose_character(chr(code))
        return loose


def _loose_character(character: str) -> str:
    for marks, plain in ((_SINGLE, "'"), (_DOUBLE, '"'), (_DASHES, "-")):
        if character in marks:
            return plain
    if _UNSEEN.match(character):
        return ""
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", _LETTERS.get(character, character)))
    # Composed again, so that the parts of a Korean syllable are not found within another.
    return unicodedata.normalize("NFC", letters).casefold()


_TABLE = _Loose()


def loose(text: str) -> str:
    """`text` as it is compared; "Café’s" and "cafe's" are the same."""
    return text.translate(_TABLE)


def loose_pattern(words: str) -> re.Pattern[str] | None:
    """What finds `words` in a loose text, whatever white space stands between them; None where there are none."""
    parts = loose(words).split()
    return re.compile(r"\s+".join(map(re.escape, parts))) if parts else None


def find_loosely(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Where a pattern of `loose_pattern` stands in `text`, in its own characters, one after the other."""
    folded = loose(text)
    found = [match.span() for match in pattern.finditer(folded)]
    if not found:
        return
    # ends[i] is where what the characters up to and with the i-th are compared by ends in the loose text.
    ends = list(accumulate(len(_TABLE[ord(character)]) for character in text))
    for start, end in found:
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        while last + 1 < len(text) and ends[last + 1] == end:  # accents set on the last letter belong to it
            last += 1
        yield Span(first, last + 1)
