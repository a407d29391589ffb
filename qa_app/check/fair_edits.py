"""Whether runs found in the source, with marks between them, are fairly edited: what was left out, put in, replaced.

An ellipsis is a claim that nothing was left out which the reader would miss; a bracket, that it only explains. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_app.check.fold import Folded, is_word
from qa_app.check.marks import Gap, Placement, Reading
from qa_app.check.types import Change, Difference, Verdict
from qa_app.check.wording import left_out, other_case, put_in
from qa_app.check.words import (
    ARTICLES,
    BE_AND_HAVE,
    BEFORE_OBJECTS,
    BY_LANGUAGE,
    CLAUSES,
    MODALS,
    PERSONS,
    QUANTIFIERS,
    RESTRICTING,
    REVERSING,
    is_content,
    is_minor,
    kind_of,
    same_stem,
    strength,
)

_STRETCH = 3  # words in capitals


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on the words, what differs, and the name of the rule that decided."""

    verdict: Verdict
    differences: tuple[Difference, ...]
    rule: str


def judge(reading: Reading, placement: Placement, text: Folded, language: str) -> Judged:
    """The verdict on a quotation whose runs are all the source's."""
    risky = [
        *_ellipsis_risks(reading, placement, text, language),
        *_bracket_risks(reading, placement, text, language),
    ]
    capitals = tuple(_other_capitals(reading, placement, text))
    if risky:
        verdict, rule = risky[0][0], risky[0][2]
        return Judged(verdict, tuple(difference for _, difference, _ in risky) + capitals, rule)
    if capitals:
        return Judged(Verdict.ALTERED_MINOR, capitals, "capital letters differ within the quotation")
    if reading.noted or any(gap.added for gap in _brackets(reading)):
        return Judged(Verdict.EDITORIAL, (), "only words in square brackets differ")
    if any(gap.ellipsis for gap in reading.gaps):
        return Judged(Verdict.ABRIDGED, (), "the parts stand in this order, and nothing risky was left out")
    return Judged(Verdict.TYPOGRAPHY, (), "the same words, set otherwise")


def _brackets(reading: Reading) -> Iterator[Gap]:
    yield from (gap for gap in (reading.opening, *reading.gaps, reading.closing) if gap is not None)


def _between(placement: Placement) -> Iterator[tuple[int, int]]:
    for (_, end), (first, _) in zip(placement.runs, placement.runs[1:], strict=False):
        yield end, first


Risk = tuple[Verdict, Difference, str]


def _ellipsis_risks(reading: Reading, placement: Placement, text: Folded, language: str) -> Iterator[Risk]:
    for gap, (first, end) in zip(reading.gaps, _between(placement), strict=True):
        if not gap.ellipsis:
            continue
        risk = swallowed_risk(text, first, end, language)
        if risk is not None:
            words = text.words(first, end)
            yield (
                Verdict.ELLIPSIS_CHANGES_MEANING,
                Difference(risk, "…", words, left_out(risk, words)),
                f"the ellipsis swallows a {risk.value}",
            )


def _bracket_risks(reading: Reading, placement: Placement, text: Folded, language: str) -> Iterator[Risk]:
    for gap, places in gaps_with_words(reading, placement, text):
        source = text.words(places[0], places[-1] + 1) if places else ""
        kind = bracket_risk(gap, [(text.keys[at], text.form(at)) for at in places], language)
        if kind is not None:
            words = " ".join(gap.forms)
            yield (
                Verdict.ALTERED_MEANING,
                Difference(kind, f"[{words}]", source, put_in(kind, words, source)),
                f"a bracket brings or replaces a {kind.value}",
            )


def _other_capitals(reading: Reading, placement: Placement, text: Folded) -> Iterator[Difference]:
    for (first, _), (start, end) in zip(reading.runs, placement.runs, strict=True):
        for at in range(start, end):
            place = first + at - start
            ours, theirs = reading.folded.form(place), text.form(at)
            if ours == theirs or not is_word(text.keys[at]):
                continue
            if place in reading.loose and ours[1:] == theirs[1:]:
                continue
            if ours.lower() == theirs.lower() and (_in_capitals(text, at) or _in_capitals(reading.folded, place)):
                continue  # a line set in capitals
            yield Difference(Change.SPELLING, ours, theirs, other_case(ours, theirs))


def _in_capitals(text: Folded, at: int) -> bool:
    """Whether that word stands among others that are all in capitals, which no abbreviation does."""
    words = [place for place in range(max(0, at - 4), min(len(text), at + 5)) if is_word(text.keys[place])]
    middle = words.index(at)
    return any(
        len(some) == _STRETCH and all(text.form(place).isupper() for place in some)
        for some in (words[start : start + _STRETCH] for start in range(max(0, middle - _STRETCH + 1), middle + 1))
    )


# What square brackets in a quotation do to the source: explain it, or change what it says.

_RISKS = frozenset({Change.NEGATION, Change.MODAL, Change.NUMBER, Change.DATE, Change.CONDITION})


def gaps_with_words(reading: Reading, placement: Placement, text: Folded) -> Iterator[tuple[Gap, list[int]]]:
    """Every bracket that puts words in, with the places of the source's words that it stands for."""
    between = [(end, first) for (_, end), (first, _) in zip(placement.runs, placement.runs[1:], strict=False)]
    for gap, (first, end) in [*_outer(reading, placement, text), *zip(reading.gaps, between, strict=True)]:
        if gap.added:
            yield gap, [] if gap.ellipsis else [at for at in range(first, end) if is_word(text.keys[at])]


def _outer(reading: Reading, placement: Placement, text: Folded) -> Iterator[tuple[Gap, tuple[int, int]]]:
    """The brackets at either end with the words of the source that they stand for.

    As many as are in the bracket, up to a mark of punctuation; none after a word that needs nothing after it, for
    "all the armed groups [in the country]" only explains.
    """
    if (gap := reading.opening) is not None:
        first = placement.first
        while first and placement.first - first < len(gap.added) and is_word(text.keys[first - 1]):
            first -= 1
        yield gap, (first, placement.first)
    if (gap := reading.closing) is not None:
        end, limit = placement.end, placement.end + len(gap.added)
        while end < min(limit, len(text)) and is_word(text.keys[end]) and not is_content(text.keys[placement.end - 1]):
            end += 1
        yield gap, (placement.end, end)


def bracket_risk(gap: Gap, replaced: Sequence[tuple[str, str]], language: str) -> Change | None:
    """What makes a bracket more than an explanation; None where it only explains. `replaced` are keys and forms."""
    old = {key for key, _ in replaced}
    new = [(key, form) for key, form in zip(gap.added, gap.forms, strict=True) if key not in old]
    if any(key in REVERSING for key, _ in new):
        return Change.NEGATION
    for key, form in new:
        if (kind := kind_of(key, form, language)) in _RISKS:
            return kind
    without_noun = all(key in QUANTIFIERS or not is_content(key) for key in gap.added)
    if without_noun and any(key in QUANTIFIERS for key, _ in new):  # "[all] of them"; a noun would explain
        return Change.QUANTIFIER
    return _risk_of_what_is_gone(gap, replaced, language)


def _risk_of_what_is_gone(gap: Gap, replaced: Sequence[tuple[str, str]], language: str) -> Change | None:
    """ "[the participants]" for "they" is what brackets are for, and so is "[they]" for "the participants"."""
    pronouns = all(key in PERSONS for key in gap.added)
    for key, form in replaced:
        if key in gap.added or any(same_stem(key, new) for new in gap.added):
            continue
        kind = kind_of(key, form, language)
        if kind in _RISKS or (kind is Change.QUANTIFIER and not pronouns):
            return kind
        if pronouns or key in PERSONS or is_minor(key, language) or not is_content(key):
            continue
        return Change.NAME if form[:1].isupper() else Change.SUBSTITUTION
    return None


# What an ellipsis must not leave out.

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
    if not REVERSING.isdisjoint(words[-_TURNS_ROUND:]):
        return Change.NEGATION
    foreign = BY_LANGUAGE.get(language)
    limiting = RESTRICTING if language == "en" else foreign.quantifiers if foreign else frozenset[str]()
    if not limiting.isdisjoint(words[-_COUNTS:]):
        return Change.QUANTIFIER
    if kinds[-1:] == [Change.MODAL]:
        return Change.MODAL
    if not keys:
        return None
    another_object = keys[-1] in BEFORE_OBJECTS and _wants_an_object(text.keys[:first])
    return Change.NAME if another_object or _has_another_subject(text, first, end) else None


def _is_no_condition(text: Folded, at: int) -> bool:
    """ "is subject to enforcement", "provided for in the Charter": words of a condition that make none."""
    if text.keys[at] == "subject":
        return bool(at) and text.keys[at - 1] in BE_AND_HAVE
    return text.keys[at] == "provided" and text.keys[at + 1 : at + 2] in _AFTER_PROVIDED


def _has_another_subject(text: Folded, first: int, end: int) -> bool:
    """Whether a sentence or clause begins among those keys, of which what is kept after them is the rest.

    "The families … have reopened", where it was the schools: a sentence's beginning is not that of another's end.
    """
    inside = range(first, end)
    if any(ends_a_sentence(text, at) for at in inside) and not ends_a_sentence(text, end - 1):
        return True
    joins = any(text.keys[at] in ",;" and text.keys[at + 1] in CLAUSES for at in inside[:-1])
    verb = end < len(text) and (text.keys[end] in MODALS or text.keys[end] in BE_AND_HAVE)
    return joins and verb and is_word(text.keys[end - 1])


def ends_a_sentence(text: Folded, at: int) -> bool:
    """Whether that key is a mark after which a sentence begins; "U.S." and "Dr." end none."""
    if text.keys[at] not in ".!?" or not at or len(text.keys[at - 1]) <= _ABBREVIATED:
        return False
    following = next((place for place in range(at + 1, min(at + 3, len(text))) if is_word(text.keys[place])), None)
    return following is None or text.form(following)[:1].isupper()


def _wants_an_object(before: Sequence[str]) -> bool:
    """Whether those keys end with what is done to somebody: "called on … the Government" would have another object."""
    until = len(before) - (bool(before) and before[-1] in BEFORE_OBJECTS)
    verb, earlier = before[until - 1 : until], before[until - 2 : until - 1]
    is_noun = any(key in ARTICLES or key == "in" for key in earlier)  # "the call for", "in order to"
    return not is_noun and any(strength(key) is not None for key in verb)
