"""What stands between quotation marks and is no quotation: scare quotes, titles of works. Pure."""

import re

from corpus.types import Span
from qa_app.quotes.article import Reason

FEWEST_WORDS = 3
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’.-][^\W_{_CJK}]+)*")
_MOST_TITLE_WORDS = 14
_SMALL = frozenset(
    "a an the and or but nor of on in at to for from by with as is into over under between within de la le du des et"
    " der die das und von y el los las".split()
)
_WORK = re.compile(
    r"\b(?:book|novel|film|movie|song|play|poem|album|series|essay|article|paper|report|study|podcast|documentary|painting"
    r"|magazine|newspaper|chapter|section|conference|exhibition|programme|program|entitled|titled|called|headlined|named"
    r"|headed)[,:]?\s*\Z",
    re.IGNORECASE,
)
_BEFORE = 40


def reason_to_skip(text: str, span: Span, words: str, *, is_block: bool) -> Reason | None:
    """Why `words`, which stand with their marks at `span` of `text`, are no quotation; None where they are one."""
    found = [match[0] for match in _WORD.finditer(words[:4000])]
    if not found:
        return Reason.EMPTY
    if not is_block and len(found) < FEWEST_WORDS:
        return Reason.SCARE_QUOTES
    if (
        not is_block
        and len(found) <= _MOST_TITLE_WORDS
        and _is_title(text[max(0, span.start - _BEFORE) : span.start], words, found)
    ):
        return Reason.TITLE
    return None


def _is_title(before: str, words: str, found: list[str]) -> bool:
    """Whether every word of weight has a capital, as in a title; named as a work, a small word may lack it."""
    if words.rstrip()[-1:] in ".;" or any(mark in words for mark in ("…", "...", "[")):
        return False
    weighty = [word for word in found if word.casefold() not in _SMALL and not word.isdigit()]
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in weighty)
    if any(word.isupper() and len(word) > 4 for word in weighty) or len(weighty) < 2:
        return False
    return capitals == len(weighty) and (weighty[0][0].isupper() or bool(_WORK.search(before)))
