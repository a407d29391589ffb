"""What kind of word a word is, in its language, and which of them an omission must not swallow. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qa_app.quotes import word_lists as english
from qa_app.quotes.fold import Folded
from qa_app.quotes.types import Change
from qa_app.quotes.word_lists_elsewhere import BY_LANGUAGE, FUNCTION_WORDS

_LANGUAGES = {"en": english.FUNCTION_WORDS, **FUNCTION_WORDS}
_SMALL_WORDS = frozenset().union(*_LANGUAGES.values())
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_TO_GUESS_FROM = 400
_ENDINGS = ("ing", "ed", "es", "s", "d", "e")
_TURNS_ROUND, _COUNTS = 3, 2  # of the last words left out, those that bear on what comes after


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


def swallowed_risk(text: Folded, first: int, end: int, language: str) -> Change | None:
    """Why the keys from `first` up to `end` cannot be left out even with a mark.

    There is a negation, condition or exception among them; or something that turns what is kept after them round, or
    says how much of it is meant; or what is kept after them would become the object of what is kept before.
    """
    keys = text.keys[first:end]
    kinds = [kind_of(key, text.form(at), language) for at, key in enumerate(keys, first)]
    for at, key in enumerate(keys, first):  # "is subject to enforcement" is no condition
        if key == "subject" and at and text.keys[at - 1] in english.BE_AND_HAVE:
            kinds[at - first] = None
    for risk in (Change.NEGATION, Change.CONDITION):
        if risk in kinds:
            return risk
    words = [key for key in keys if key[0].isalnum()]
    if not english.REVERSING.isdisjoint(words[-_TURNS_ROUND:]):
        return Change.NEGATION
    foreign = BY_LANGUAGE.get(language)
    limiting = english.RESTRICTING if language == "en" else foreign.quantifiers if foreign else frozenset[str]()
    if not limiting.isdisjoint(words[-_COUNTS:]):
        return Change.QUANTIFIER
    if kinds[-1:] == [Change.MODAL]:
        return Change.MODAL
    return Change.NAME if keys and keys[-1] in english.BEFORE_OBJECTS and _wants_an_object(text.keys[:first]) else None


def _wants_an_object(before: Sequence[str]) -> bool:
    """Whether those keys end with what is done to somebody: "called on … the Government" would have another object."""
    until = len(before) - (bool(before) and before[-1] in english.BEFORE_OBJECTS)
    verb, earlier = before[until - 1 : until], before[until - 2 : until - 1]
    is_noun = any(key in english.ARTICLES or key == "in" for key in earlier)  # "the call for", "in order to"
    return not is_noun and any(strength(key) is not None for key in verb)
