"""What square brackets in a quotation do to the source: explain it, or change what it says. Pure."""

from collections.abc import Iterator, Sequence

from qa_app.quotes import word_lists as english
from qa_app.quotes.fold import Folded, is_word
from qa_app.quotes.kinds_of_words import is_content, is_minor, kind_of, same_stem
from qa_app.quotes.marks import Gap, Reading
from qa_app.quotes.placing import Placement
from qa_app.quotes.types import Change

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
    if any(key in english.REVERSING for key, _ in new):
        return Change.NEGATION
    for key, form in new:
        if (kind := kind_of(key, form, language)) in _RISKS:
            return kind
    without_noun = all(key in english.QUANTIFIERS or not is_content(key) for key in gap.added)
    if without_noun and any(key in english.QUANTIFIERS for key, _ in new):  # "[all] of them"; a noun would explain
        return Change.QUANTIFIER
    return _risk_of_what_is_gone(gap, replaced, language)


def _risk_of_what_is_gone(gap: Gap, replaced: Sequence[tuple[str, str]], language: str) -> Change | None:
    """ "[the participants]" for "they" is what brackets are for, and so is "[they]" for "the participants"."""
    pronouns = all(key in english.PERSONS for key in gap.added)
    for key, form in replaced:
        if key in gap.added or any(same_stem(key, new) for new in gap.added):
            continue
        kind = kind_of(key, form, language)
        if kind in _RISKS or (kind is Change.QUANTIFIER and not pronouns):
            return kind
        if pronouns or key in english.PERSONS or is_minor(key, language) or not is_content(key):
            continue
        return Change.NAME if form[:1].isupper() else Change.SUBSTITUTION
    return None
