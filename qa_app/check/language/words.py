"""What kind of word a word is, in its language, and which of them an omission must not swallow. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qa_app.check.language.vocabulary import (
    BE_AND_HAVE,
    BY_LANGUAGE,
    FUNCTION_WORDS,
    NEGATIONS,
    NEGATIVE_BEGINNINGS,
    OPERATIVE_VERBS,
    PERSONS,
)
from qa_app.check.types import Change

_SMALL_WORDS = frozenset().union(*FUNCTION_WORDS.values())
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_TO_GUESS_FROM = 400
_COUNTED = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {
    word: tens * 10
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}  # fmt: skip
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_ENDINGS = ("ing", "ed", "es", "s", "d", "e")


def language_of(words: Iterable[str], otherwise: str = "en") -> str:
    """Which of the languages we have lists for uses most of these words as its small words; `otherwise` on a tie."""
    counted = Counter(words)
    scores = {code: sum(counted[word] for word in small & counted.keys()) for code, small in FUNCTION_WORDS.items()}
    best = max(scores.values())
    winners = [code for code, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else otherwise


def sure_language_of(words: Sequence[str]) -> str | None:
    """The language of the words where it is beyond doubt: three small words, and twice as many as in any other."""
    counted = Counter(words[:_TO_GUESS_FROM])
    scores = sorted(
        ((sum(counted[word] for word in small & counted.keys()), code) for code, small in FUNCTION_WORDS.items()),
        reverse=True,
    )
    (most, code), (second, _) = scores[:2]
    return code if most >= 3 and most >= 2 * second else None


def is_content(word: str) -> bool:
    """Whether a key is a word or number that carries meaning by itself, in any of the languages."""
    if not word[0].isalnum():
        return False
    if word.isdecimal():
        return True
    return (len(word) > 1 or not word.isascii()) and word not in _SMALL_WORDS


def kind_of(word: str, form: str, language: str) -> Change | None:
    """What a change of that word amounts to; None where it is none of the listed kinds. `form` is as written."""
    if any(character.isdecimal() for character in word) or _ROMAN.fullmatch(form):
        return Change.NUMBER
    lists = BY_LANGUAGE.get(language)
    if lists is not None and word not in lists.minor:
        for kind, words in lists.kinds.items():
            if word in words:
                return kind
    if language == "en":
        return Change.NAME if word in PERSONS else None
    # A word of English in another language's sentence is there for a reason.
    return Change.NEGATION if word in NEGATIONS else None


def value_of(words: Sequence[str]) -> float | None:
    """The number that figures or English words spell: 21 for "21" and "twenty one"; None for anything else."""
    total = part = 0.0
    for at, word in enumerate(words):
        if re.fullmatch(r"\d+(?:\.\d+)?", word):
            part += float(word)
        elif word in _COUNTED:
            part += _COUNTED[word]
        elif word == "hundred" and part:
            part *= 100
        elif word in _SCALES and part:
            total, part = total + part * _SCALES[word], 0.0
        elif word != "and" or not 0 < at < len(words) - 1:
            return None
    return total + part if words else None


def is_name_with_figure(word: str) -> bool:
    """Whether it is a name that a figure is part of, "G7" or "CO2", and no number."""
    return word[0].isalpha() and any(map(str.isdecimal, word))


def is_minor(word: str, language: str) -> bool:
    """Whether that word may change without the sentence saying something else."""
    lists = BY_LANGUAGE.get(language)
    return lists is not None and word in lists.minor


def strength(word: str) -> int | None:
    """How strongly an operative verb binds, in whatever form it stands; None where it is none."""
    for ending in ("", *_ENDINGS):
        stem = word[: len(word) - len(ending)] if word.endswith(ending) else ""
        for candidate in (stem, f"{stem}e"):
            if stem and candidate in OPERATIVE_VERBS:
                return OPERATIVE_VERBS[candidate]
    return None


def same_stem(one: str, other: str) -> bool:
    """Whether two words differ only in their ending: "calls", "called"; "state", "states"."""
    if one in BE_AND_HAVE and other in BE_AND_HAVE:
        return True
    shorter, longer = sorted((one, other), key=len)
    stems = {_stem(shorter), shorter.removesuffix("y") + "i"}
    return len(shorter) > 2 and shorter.isalpha() and longer.isalpha() and _stem(longer) in stems


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def negates(one: str, other: str) -> bool:
    """Whether one word is the other with "un", "in", "non" or the like before it."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > 3 and any(longer == f"{start}{shorter}" for start in NEGATIVE_BEGINNINGS)
