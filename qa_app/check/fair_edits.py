"""Whether runs found in the source, with marks between them, are fairly edited: what was left out, put in, replaced.

An ellipsis is a claim that nothing was left out which the reader would miss; a bracket, that it only explains. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_app.check.changes import left_out, other_case, put_in
from qa_app.check.language.fold import Folded, is_word
from qa_app.check.language.vocabulary import (
    CONNECTING,
    FORMS_OF_ADDRESS,
    PERSONS,
    PRONOUNS,
    QUANTIFIERS,
    REVERSING,
)
from qa_app.check.language.words import (
    is_content,
    is_minor,
    is_name_with_figure,
    kind_of,
    same_stem,
)
from qa_app.check.marks import Gap, Placement, Reading
from qa_app.check.omissions.ellipses import Range, limit_in
from qa_app.check.types import Change, Difference, Verdict
from qa_app.words import Wording, wording

_STRETCH = 3  # words in capitals


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom an editor's bracket names, in the form and the keys of the words, and the source's words before it."""

    words: str
    keys: tuple[str, ...]
    before: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on the words, what differs, and what decided."""

    verdict: Verdict
    differences: tuple[Difference, ...]
    because: Wording


def judge(reading: Reading, placement: Placement, text: Folded, language: str, hidden: Sequence[Range] = ()) -> Judged:
    """The verdict on a quotation whose runs are all the source's and which says by an ellipsis that it hides those."""
    risky = [
        *ellipsis_risks(hidden, text, language),
        *_bracket_risks(reading, placement, text, language),
    ]
    capitals = tuple(_other_capitals(reading, placement, text))
    if risky:
        verdict, because = risky[0][0], risky[0][2]
        return Judged(verdict, tuple(difference for _, difference, _ in risky) + capitals, because)
    if capitals:
        return Judged(Verdict.ALTERED_MINOR, capitals, Wording("rule.capitals"))
    if reading.noted or any(gap.added for gap in _brackets(reading)):
        return Judged(Verdict.EDITORIAL, (), Wording("rule.brackets_only"))
    if hidden or any(gap.ellipsis for gap in reading.gaps):
        return Judged(Verdict.ABRIDGED, (), Wording("rule.in_order"))
    return Judged(Verdict.TYPOGRAPHY, (), Wording("rule.typography"))


def _brackets(reading: Reading) -> Iterator[Gap]:
    yield from (gap for gap in (reading.opening, *reading.gaps, reading.closing) if gap is not None)


Risk = tuple[Verdict, Difference, Wording]


def ellipsis_risks(hidden: Sequence[Range], text: Folded, language: str) -> Iterator[Risk]:
    """What of the hidden words certainly limits what is kept."""
    for first, end in hidden:
        risk = limit_in(text, first, end, language)
        if risk is not None:
            words = text.words(first, end)
            yield (
                Verdict.ELLIPSIS_CHANGES_MEANING,
                Difference(risk, "…", words, left_out(risk, words)),
                wording("rule.swallowed", what=Wording(f"change.{risk}")),
            )


def _bracket_risks(reading: Reading, placement: Placement, text: Folded, language: str) -> Iterator[Risk]:
    for gap, places, _ in gaps_with_words(reading, placement, text):
        source = text.words(places[0], places[-1] + 1) if places else ""
        kind = bracket_risk(gap, [(text.keys[at], text.form(at)) for at in places], language)
        if kind is not None:
            words = " ".join(gap.forms)
            yield (
                Verdict.ALTERED_MEANING,
                Difference(kind, f"[{words}]", source, put_in(kind, words, source)),
                wording("rule.bracket", what=Wording(f"change.{kind}")),
            )


def _other_capitals(reading: Reading, placement: Placement, text: Folded) -> Iterator[Difference]:
    for (first, _), (start, end) in zip(reading.runs, placement.runs, strict=True):
        for at in range(start, end):
            place = first + at - start
            ours, theirs = reading.folded.form(place), text.form(at)
            if ours == theirs or not is_word(text.keys[at]) or _letters(ours) == _letters(theirs):
                continue
            if place in reading.loose and ours[1:] == theirs[1:]:
                continue
            if ours.lower() == theirs.lower() and (_in_capitals(text, at) or _in_capitals(reading.folded, place)):
                continue  # a line set in capitals
            yield Difference(Change.SPELLING, ours, theirs, other_case(ours, theirs))


def _letters(form: str) -> str:
    """The word without what groups the digits of a number, which houses set as they like."""
    return "".join(filter(str.isalnum, form)) if form[0].isdecimal() else form


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


def gaps_with_words(reading: Reading, placement: Placement, text: Folded) -> Iterator[tuple[Gap, list[int], int]]:
    """Every bracket that puts words in, with the places of the source's words that it stands for, and its own."""
    between = [(end, first) for (_, end), (first, _) in zip(placement.runs, placement.runs[1:], strict=False)]
    for gap, (first, end) in [*_outer(reading, placement, text), *zip(reading.gaps, between, strict=True)]:
        if gap.added:
            yield gap, [] if gap.ellipsis else [at for at in range(first, end) if is_word(text.keys[at])], first


def actors_in(reading: Reading, placement: Placement, text: Folded) -> Iterator[Actor]:
    """Whom the brackets name: those that stand for a pronoun, explain one, put a subject first, or limit a noun.

    What a bracket explains of a thing that the source names itself is no actor: "Clause 29 [of the Agreement]".
    """
    for gap, places, at in gaps_with_words(reading, placement, text):
        replaced = [text.keys[place] for place in places]
        before = text.keys[at - 1] if at else ""
        stands_for = any(key in PRONOUNS for key in replaced)
        subject = not replaced and (before in PRONOUNS or at == placement.first or _limits_a_noun(gap, text, at))
        keys = tuple(key for key in gap.added if is_content(key) and key not in (*replaced, *FORMS_OF_ADDRESS))
        if keys and gap.added[0] not in CONNECTING and (stands_for or subject):
            yield Actor(" ".join(gap.forms), keys, text.source[: text.starts[at]])


def _limits_a_noun(gap: Gap, text: Folded, at: int) -> bool:
    """Whether what is put in before that key limits the word there: "the [Tarnish] mission", "a [binding] treaty"."""
    before, noun = text.keys[at - 1 : at] if at else (), text.keys[at : at + 1]
    small = any(is_word(key) and not is_content(key) for key in before)
    return small and any(map(is_content, noun)) and is_content(gap.added[0])  # "[the signatories]" only explains


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
        if (kind := kind_of(key, form, language)) in _RISKS and not is_name_with_figure(key):
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
