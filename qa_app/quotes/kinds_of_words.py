"""What kind of word a word is, in its language, and which of them an omission must not swallow. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qa_app.quotes import word_lists as english
from qa_app.quotes.types import Change
from qa_app.quotes.word_lists_elsewhere import BY_LANGUAGE, FUNCTION_WORDS

_LANGUAGES = {"en": english.FUNCTION_WORDS, **FUNCTION_WORDS}
_SMALL_WORDS = frozenset().union(*_LANGUAGES.values())
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_TO_GUESS_FROM = 400
_ENDINGS = ("ing", "ed", "es", "s", "d", "e")


def language_of(words: Iterable[str], otherwise: str = "en") -> str:
    """Which of the languages we have lists for uses most of these words as its small words; `otherwise` on a tie."""
    counted = Counter(words)
    scores = {code: sum(counted[word] for word in small & counted.keys()) for code, small in _LANGUAGES.items()}
    best = max(scores.values())
    winners = [code for code, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else otherwise


def sure_language_of(words: Sequence[str]) -> str | None:
    """The language of the words where it is beyond doubt: three small words, and twice as many as in any other."""
    counted = Counter(words[:_TO_GUESS_FROM])
    scores = sorted(
        ((sum(counted[word] for word in small & counted.keys()), code) for code, small in _LANGUAGES.items()),
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
    listed = _english_kind(word) if language == "en" else _foreign_kind(word, language)
    if listed is not None:
        return listed
    if language != "en" and word in english.NEGATIONS:
        return Change.NEGATION  # a word of English in another language's sentence is there for a reason
    return None


def _english_kind(word: str) -> Change | None:
    if word in english.NEGATIONS:
        return Change.NEGATION
    if word in english.MODALS:
        return Change.MODAL
    for kind, words in (
        (Change.NUMBER, english.NUMBERS),
        (Change.DATE, english.MONTHS),
        (Change.DATE, english.DAYS),
        (Change.QUANTIFIER, english.QUANTIFIERS),
        (Change.CONDITION, english.CONDITIONS),
    ):
        if word in words:
            return kind
    return Change.NAME if word in english.PERSONS else None


def _foreign_kind(word: str, language: str) -> Change | None:
    lists = BY_LANGUAGE.get(language)
    if lists is None or word in lists.minor:
        return None
    for kind, words in (
        (Change.NEGATION, lists.negations),
        (Change.MODAL, lists.modals),
        (Change.NUMBER, lists.numbers),
        (Change.DATE, lists.months),
        (Change.QUANTIFIER, lists.quantifiers),
        (Change.CONDITION, lists.conditions),
    ):
        if word in words:
            return kind
    return None


def is_minor(word: str, language: str) -> bool:
    """Whether that word may change without the sentence saying something else."""
    if language == "en":
        return word in english.MINOR
    lists = BY_LANGUAGE.get(language)
    return lists is not None and word in lists.minor


def strength(word: str) -> int | None:
    """How strongly an operative verb binds, in whatever form it stands; None where it is none."""
    for ending in ("", *_ENDINGS):
        stem = word[: len(word) - len(ending)] if word.endswith(ending) else ""
        for candidate in (stem, f"{stem}e"):
            if stem and candidate in english.OPERATIVE_VERBS:
                return english.OPERATIVE_VERBS[candidate]
    return None


def same_stem(one: str, other: str) -> bool:
    """Whether two words differ only in their ending: "calls", "called"; "state", "states"."""
    if one in english.BE_AND_HAVE and other in english.BE_AND_HAVE:
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
    return len(shorter) > 3 and any(longer == f"{start}{shorter}" for start in english.NEGATIVE_BEGINNINGS)
