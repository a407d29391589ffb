"""Whether runs found in the source, with marks between them, are fairly edited: what was left out, put in, replaced.

An ellipsis is a claim that nothing was left out which the reader would miss; a bracket, that it only explains. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from qa_app.quotes.brackets import bracket_risk, gaps_with_words
from qa_app.quotes.fold import Folded, is_word
from qa_app.quotes.marks import Gap, Reading
from qa_app.quotes.placing import Placement
from qa_app.quotes.saying import left_out, other_case, put_in
from qa_app.quotes.swallowing import swallowed_risk
from qa_app.quotes.types import Change, Difference, Verdict

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
