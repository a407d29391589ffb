"""What an ellipsis must not leave out. Pure."""

from collections.abc import Sequence

from qa_app.quotes import word_lists as english
from qa_app.quotes.fold import Folded, is_word
from qa_app.quotes.kinds_of_words import kind_of, strength
from qa_app.quotes.types import Change
from qa_app.quotes.word_lists_elsewhere import BY_LANGUAGE

_TURNS_ROUND, _COUNTS = 3, 2  # of the last words left out, those that bear on what comes after
_ABBREVIATED = 2  # letters
_AFTER_PROVIDED = {(word,) for word in "for by in to with under".split()}


def swallowed_risk(text: Folded, first: int, end: int, language: str) -> Change | None:
    """Why the keys from `first` up to `end` cannot be left out even with a mark.

    There is a negation, condition or exception among them; or something that turns what is kept after them round, or
    says how much of it is meant; or what is kept after them would become the object of what is kept before, or be said
    of somebody else.
    """
    keys = text.keys[first:end]
    kinds = [
        None if _is_no_condition(text, at) else kind_of(text.keys[at], text.form(at), language)
        for at in range(first, end)
    ]
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
    if not keys:
        return None
    another_object = keys[-1] in english.BEFORE_OBJECTS and _wants_an_object(text.keys[:first])
    return Change.NAME if another_object or _has_another_subject(text, first, end) else None


def _is_no_condition(text: Folded, at: int) -> bool:
    """ "is subject to enforcement", "provided for in the Charter": words of a condition that make none."""
    if text.keys[at] == "subject":
        return bool(at) and text.keys[at - 1] in english.BE_AND_HAVE
    return text.keys[at] == "provided" and text.keys[at + 1 : at + 2] in _AFTER_PROVIDED


def _has_another_subject(text: Folded, first: int, end: int) -> bool:
    """Whether a sentence or clause begins among those keys, of which what is kept after them is the rest.

    "The families … have reopened", where it was the schools: a sentence's beginning is not that of another's end.
    """
    inside = range(first, end)
    if any(ends_a_sentence(text, at) for at in inside) and not ends_a_sentence(text, end - 1):
        return True
    joins = any(text.keys[at] in ",;" and text.keys[at + 1] in english.CLAUSES for at in inside[:-1])
    verb = end < len(text) and (text.keys[end] in english.MODALS or text.keys[end] in english.BE_AND_HAVE)
    return joins and verb and is_word(text.keys[end - 1])


def ends_a_sentence(text: Folded, at: int) -> bool:
    """Whether that key is a mark after which a sentence begins; "U.S." and "Dr." end none."""
    if text.keys[at] not in ".!?" or not at or len(text.keys[at - 1]) <= _ABBREVIATED:
        return False
    following = next((place for place in range(at + 1, min(at + 3, len(text))) if is_word(text.keys[place])), None)
    return following is None or text.form(following)[:1].isupper()


def _wants_an_object(before: Sequence[str]) -> bool:
    """Whether those keys end with what is done to somebody: "called on … the Government" would have another object."""
    until = len(before) - (bool(before) and before[-1] in english.BEFORE_OBJECTS)
    verb, earlier = before[until - 1 : until], before[until - 2 : until - 1]
    is_noun = any(key in english.ARTICLES or key == "in" for key in earlier)  # "the call for", "in order to"
    return not is_noun and any(strength(key) is not None for key in verb)
