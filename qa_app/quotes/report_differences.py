"""The words of a quotation beside the source's, those that only one of them has marked. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’-]\w+)*|[^\w\s]")  # "4,000" is one
_MOST_WORDS = 1_500  # comparing takes the square of it


class Piece(NamedTuple):
    """Words that both have ("same"), that only the quotation has ("added") or only the source ("missing")."""

    kind: Literal["same", "added", "missing"]
    words: str


def word_differences(quote: str, source: str) -> list[Piece]:
    """Both texts as one, in order; nothing where they are too long to be compared."""
    one, other = list(_WORD.finditer(source)), list(_WORD.finditer(quote))
    if not one or not other or len(one) + len(other) > _MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, _keys(one), _keys(other), autojunk=False)
    pieces = []
    for _, start, end, first, last in matcher.get_opcodes():
        same = _keys(one[start:end]) == _keys(other[first:last])
        if same:
            pieces.append(Piece("same", _words(quote, other[first:last])))
            continue
        pieces += [Piece("missing", _words(source, one[start:end]))] if end > start else []
        pieces += [Piece("added", _words(quote, other[first:last]))] if last > first else []
    return pieces


def _keys(words: Sequence[re.Match[str]]) -> list[str]:
    return [match[0].casefold().replace("’", "'") for match in words]


def _words(text: str, words: Sequence[re.Match[str]]) -> str:
    return text[words[0].start() : words[-1].end()]
