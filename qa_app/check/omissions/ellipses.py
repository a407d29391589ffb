"""What an ellipsis hides, and whether the reader would miss it. Pure.

Three answers are possible: the hidden words certainly limit what is kept (`limit_in`), they certainly don't
(`is_harmless`), or somebody has to read them. The rules were developed on passages that people shortened fairly and
unfairly; each says what it would wrongly catch.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from corpus.types import Span
from qa_app.check.language.fold import Folded, fold, is_word
from qa_app.check.language.limits import begins, is_one, limits_in
from qa_app.check.language.vocabulary import (
    ARTICLES,
    BE_AND_HAVE,
    BY_LANGUAGE,
    CLAUSES,
    CONDITIONS,
    HEDGES,
    LIKE_NUMBERS,
    MODALS,
    NEGATIONS,
    NUMBERS,
    PERSONS,
    PRONOUNS,
    RESTRICTING,
    REVERSING,
)
from qa_app.check.language.words import kind_of, language_of
from qa_app.check.marks import Placement, Reading
from qa_app.check.omissions.sentences import ends_a_sentence, sentence_end, sentence_start
from qa_app.check.types import Change, Omission
from qa_app.references.languages import NOUNS

Range = tuple[int, int]  # keys of a text, from the first up to and without the second
EDGE = 3  # words at either end of a hidden stretch, which bear on what is kept
_FEW = 3  # words: a stretch that is itself a hedge or a restriction, not a clause with one in it
_SHORT = 7  # words: a stretch of which a number or a time is the point
# What is kept after one of these would hang on something else than in the source: "seeks to", "claimed that",
# "negotiations on", "an invitation to a summit for".
_FRAMES = frozenset("that whether how to".split())
_SUBJECTS = frozenset("i we you he she it they".split())
PREPOSITIONS = frozenset("of on for by with from in into at upon against to".split())
# "if any", "if it so desires", "if there is one": nothing is made to depend on them.
_NO_CONDITION = ("if any", "if so", "if there", "if it so", "if they so", "if applicable")
_OF_WHOM = frozenset({"whom", "which"})  # "one of whom speaks Dutch" says of those who are kept what is so besides
_BOUND = re.compile(
    r"\b(?:more|less|fewer|greater|longer|later|earlier|higher|lower) than\b|\bat (?:least|most)\b|\bup to\b"
    r"|\bnot? exceeding\b|\bper (?:year|month|week|day|annum|capita|head)\b|\bto the extent\b|\bin ?so ?far as\b"
    r"|\ba (?:maximum|minimum) of\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b(?:hours?|days?|weeks?|months?|years?|annual|annually|yearly|monthly|weekly|daily)\b", re.I)
# Asides that add to what is kept, or say that nothing depends on them.
_ASIDES = re.compile(
    r"\W*(?:including|such as|for (?:example|instance)|e\.\s?g\.|i\.\s?e\.|in particular|inter alia"
    r"|among (?:others|other things)|whether or not|without (?:limiting|prejudice)|regardless|irrespective"
    r"|notwithstanding|as well as)\b",
    re.IGNORECASE,
)
_NUMBERED = (
    r"(?:articles?|arts?|(?:sub-?)?sections?|(?:sub-?)?paragraphs?|paras?|regulations?|resolutions?|directives?|orders?"
    r"|parts?|chapters?|schedules?|annex(?:es)?|rules?|decisions?|acts?|nos?|recitals?|points?|clauses?|tables?|protocols?)"
)
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# Numbers that count nothing: of laws, of their parts, of years in their names, of days on which they were made.
_REFERENCE = re.compile(
    rf"\b{_NUMBERED}\b[\s.]*\(?(?:[A-Z]{{1,4}}\)?[\s/]*)?\d[\w/.()~-]*"
    r"(?:(?:\s*,|\s+and|\s+or|\s+to|\s+of)?\s+\(?\d[\w/.()-]*)*"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}(?: \d{{4}})?|\b{_MONTHS} \d{{1,2}}\b(?:, \d{{4}})?|\b{_MONTHS} \d{{4}}"
    r"|\(?\b(?:19|20)\d\d\b\)?"
    r"|\b[A-Z]{1,5}(?:/[A-Z\d.]+)+|\b\d+(?:/\d+)+"
    r"|[\[(](?:19|20)\d\d[\])](?: \d+)? (?:[A-Z][\w.]* ){1,3}\d+",  # a report of cases: "[2005] 1 WLR 2819"
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\W*(?:as )?(?:(?:set (?:out|forth)|referred to|provided for|specified|mentioned|described|laid down|established"
    r"|defined|determined|announced|prescribed|produced|adopted|made|issued|submitted)"
    r" (?:in accordance with|pursuant to|in|by|under)|under|pursuant to|by reason of|see(?: also)?"
    r"|as amended(?: by)?)\s"
    r"(?:the |this |that |these )?(?:above |preceding |said )?(?:provisions of (?:the |this )?)?"
    rf"(?:[A-Z]\w*|{_NUMBERED})\b[^,;]*\W*",
    re.IGNORECASE,
)
_ENCLOSED = re.compile(r"\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])\W*|\s*[–—]\s?[^–—]*\w\s?[–—]\s*")
_LIMITING = NEGATIONS | CONDITIONS | REVERSING | HEDGES | RESTRICTING | frozenset(
    "until within before after prior during limited limit limits than maximum minimum where when while who whose "
    "exempt exempted exempts exemption excluded unfounded".split()
)  # fmt: skip


def changes_nothing(omission: Omission) -> bool:
    """Whether the hidden words of an English passage provably change nothing."""
    text = fold(omission.passage)
    if language_of(text.keys) != "en":
        return False
    return all(is_harmless(text, *_keys_in(text, span)) for span in omission.hidden)


def hidden_ranges(reading: Reading, placement: Placement, text: Folded) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """The keys of the text that the quotation says by ellipses that it leaves out, and all that then count as hidden.

    Of the sentences that it begins and ends in, what comes before and after counts: who prints one ellipsis is taken
    to print all.
    """
    between = zip(placement.runs, placement.runs[1:], strict=False)
    inside = [(one[1], other[0]) for gap, (one, other) in zip(reading.gaps, between, strict=True) if gap.ellipsis]
    before = (sentence_start(text, placement.first), placement.first)
    after = (placement.end, sentence_end(text, placement.end))
    begins, ends = (gap is not None and gap.ellipsis for gap in (reading.opening, reading.closing))
    if not (begins or ends or any(gap.ellipsis for gap in reading.gaps)):
        return (), ()
    marked = [before] * begins + inside + [after] * ends
    return _with_words(text, marked), _with_words(text, [before, *inside, after])


def _with_words(text: Folded, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Those of the ranges that have a word in them; houses keep or drop the punctuation at ends."""
    return tuple(each for each in ranges if any(map(is_word, text.keys[slice(*each)])))


def omission_in(text: Folded, hidden: Sequence[Range]) -> Omission:
    """The omission of those ranges of keys, with the sentences around them."""
    first = sentence_start(text, hidden[0][0])
    end = sentence_end(text, hidden[-1][1])
    start, stop = text.starts[first], text.ends[end - 1]
    spans = tuple(Span(text.starts[low] - start, text.ends[high - 1] - start) for low, high in hidden)
    return Omission(text.source[start:stop], spans)


def _keys_in(text: Folded, span: Span) -> Range:
    return bisect_left(text.starts, span.start), bisect_left(text.starts, span.end)


def limit_in(text: Folded, first: int, end: int, language: str) -> Change | None:
    """Why the keys from `first` up to `end` certainly cannot be left out, even with a mark; None where that is open."""
    words = [key for key in text.keys[first:end] if is_word(key)]
    if not words:
        return None
    if language != "en":
        return _foreign_limit(text, first, end, words, language)
    return (
        _governs(text, first, end, words)
        or _subject_lost(text, first, end)
        or (None if _ASIDES.match(text.words(first, end)) else measure(text, first, end, words))
    )


def _governs(text: Folded, first: int, end: int, words: Sequence[str]) -> Change | None:
    """Whether what is kept next hangs on the hidden words' end, and would be said outright or of something else."""
    last, following = text.keys[end - 1], text.keys[end : end + 1]
    if not following or not is_word(following[0]) or last != words[-1]:
        return None
    before = next((text.keys[at] for at in range(first - 1, -1, -1) if is_word(text.keys[at])), "")
    if last in NEGATIONS and before in NEGATIONS:
        return None  # "shall not [be withheld and shall not] be delayed"
    if last in NEGATIONS or not REVERSING.isdisjoint(words[-EDGE:]):
        return Change.NEGATION
    # "called on [all groups to talk with] the Government"
    reattached = last in PREPOSITIONS and before in PREPOSITIONS
    framed = last in _FRAMES and not (last == "to" and following[0] in ARTICLES | PRONOUNS)
    if last == "that" and not {"i", "we"}.isdisjoint(words) and NEGATIONS.isdisjoint(words):
        framed = False  # "[and I am satisfied that] it is so" is what the author holds
    if (framed or reattached) and before != last:
        return Change.FRAME
    if last in RESTRICTING:
        return Change.QUANTIFIER
    return Change.MODAL if last in MODALS else None


def _subject_lost(text: Folded, first: int, end: int) -> Change | None:
    """Whether a sentence or clause begins among the hidden words, of which what is kept after them is the rest.

    "The families … have reopened", where it was the schools: a sentence's beginning is not that of another's end.
    """
    if end == len(text):
        return None
    begins = any(ends_a_sentence(text, at) for at in range(first, end)) and not ends_a_sentence(text, end - 1)
    joins = any(text.keys[at] in ",;" and text.keys[at + 1] in CLAUSES for at in range(first, end - 1))
    if text.keys[end] in _SUBJECTS:
        return None  # "[. Having heard them,] I made an award"
    verb = text.keys[end] in MODALS or text.keys[end] in BE_AND_HAVE
    return Change.NAME if begins or (joins and verb and is_word(text.keys[end - 1])) else None


def measure(text: Folded, first: int, end: int, words: Sequence[str]) -> Change | None:
    """Whether the hidden words themselves say when, how long, how much, or that it is only so under a condition."""
    if text.keys[end - 1] in ".!?" and (not first or ends_a_sentence(text, first - 1)):
        return None  # a whole sentence, which may say anything
    if opened := limit_that_opens(words, "en"):
        return opened
    source = _REFERENCE.sub(" ", text.words(first, end))
    if re.fullmatch(r"\s*\([^()]*\)\W*", source):
        return None  # what is added in brackets limits nothing by itself: "31 aircraft (16 of one kind, 15 of another)"
    if _BOUND.search(source) and words[0] not in PERSONS:  # ", who may ask for it up to that day,"
        return Change.NUMBER
    if len(words) <= _FEW and not HEDGES.isdisjoint(words):
        return Change.QUANTIFIER
    if len(words) > _SHORT or words[0] == "which":  # "…, which celebrated its tenth anniversary this year,"
        return None
    if _TIME.search(source):
        return Change.DATE
    return Change.NUMBER if any(map(_counts, fold(source).keys)) else None


def limit_that_opens(words: Sequence[str], language: str) -> Change | None:
    """What the words limit by how they begin: "until", "unless", "subject to", "only"."""
    opening = " ".join(words[:4]) + " "
    if opening.startswith(_NO_CONDITION) or _OF_WHOM.intersection(words[:3]):
        return None
    limits = limits_in(language)
    for kind, openers in (
        (Change.CONDITION, limits.conditions),
        (Change.QUANTIFIER, limits.parts),
        (Change.DATE, limits.times),
    ):
        # What is left of "for a [maximum of five years]" is the limit itself, of "without the [consent]" it is not.
        goes_on = BE_AND_HAVE if kind is Change.CONDITION else BE_AND_HAVE | PREPOSITIONS | ARTICLES
        if words[-1] not in goes_on and begins(words, openers):
            return kind
    return None


def _counts(word: str) -> bool:
    """Whether a word is a number that something is counted by; "one", "the third party" and "S4C" may be none."""
    return word[0].isdecimal() or (word in NUMBERS and word not in LIKE_NUMBERS)


def _foreign_limit(text: Folded, first: int, end: int, words: Sequence[str], language: str) -> Change | None:
    """By short lists of words: a negation, condition or number that bears on what is kept, or how much right before it.

    In a longer stretch only what stands at its ends does; the rest may be another clause's.
    """
    base = text.starts[first]
    referred = [each.span() for each in _references_in(language).finditer(text.words(first, end))]
    places = (at for at in range(first, end) if not any(a <= text.starts[at] - base < b for a, b in referred))
    kinds = [kind_of(text.keys[at], text.form(at), language) for at in places] or [None]
    if len(words) > _SHORT:
        kinds = [*kinds[:EDGE], *kinds[-EDGE:]]
    for risk in (Change.NEGATION, Change.CONDITION, Change.NUMBER):
        if risk in kinds:
            return risk
    lists = BY_LANGUAGE.get(language)
    if lists is not None and not lists.kinds[Change.QUANTIFIER].isdisjoint(words[-2:]):
        return Change.QUANTIFIER
    return Change.MODAL if kinds[-1] is Change.MODAL else _subject_lost(text, first, end)


# "Satz 2" and what joins numbers; "für", "nach" or "à" before a figure may tell how long.
_NEXT_NUMBER = r"satz|und|oder|bis|et|ou|y|o|e"


@cache
def _references_in(language: str) -> re.Pattern[str]:
    """What finds the numbers of articles and their parts, which count nothing: "Artikel 2 Abs. 2 Satz 1 und 2"."""
    nouns = "|".join(map(re.escape, NOUNS.get(language, {}))) or "(?!)"
    further = rf"(?:(?:,|\s+(?:{nouns}|{_NEXT_NUMBER}))?\s+\d[\w/().-]*)*"
    return re.compile(rf"(?:\b(?:{nouns})|§{{1,2}})[\s.]*\d[\w/().-]*{further}", re.IGNORECASE)


def is_harmless(text: Folded, first: int, end: int) -> bool:
    """Whether leaving those keys of an English text out provably changes nothing.

    They are a linking phrase, a reference, or an aside between brackets or commas without any word that limits.
    """
    source = text.words(first, end)
    said = [key for key in text.keys[first:end] if is_word(key)]
    if not said or is_one(said, limits_in("en").links):
        return True
    if limit_in(text, first, end, "en") is not None:
        return False
    rest = _REFERENCE.sub(" ", source)
    words = {key for key in fold(rest).keys if is_word(key)}
    if not words:
        return True  # nothing but a reference
    if any(map(_counts, words)) or not _LIMITING.isdisjoint(words - {"whether", "notwithstanding", "not", "if"}):
        return False
    if _POINTS.fullmatch(source) and len(words) <= _SHORT:
        return True
    aside = _ASIDES.match(source)
    if not aside and not {"not", "if", "whether", "notwithstanding"}.isdisjoint(words):
        return False
    return bool(aside or _ENCLOSED.fullmatch(source) or _is_purpose(text, first, end))


def _is_purpose(text: Folded, first: int, end: int) -> bool:
    """Whether the keys, between commas or at the end, say what something is done for: ", to ease travel"."""
    words = [text.keys[at] for at in range(first, end) if is_word(text.keys[at])]
    if words[:2] == ["in", "order"]:
        words = words[2:]
    is_apart = text.keys[first] == "," or end >= len(text) or not is_word(text.keys[end])
    before = _clause_before(text, first)
    said = words[:1] == ["to"] and words[1:2] and words[1] not in ARTICLES | PRONOUNS | PERSONS
    return bool(said) and is_apart and _DEPENDS.isdisjoint(before) and _DENYING.isdisjoint(before)


def _clause_before(text: Folded, first: int) -> frozenset[str]:
    """The words of the sentence before that key."""
    return frozenset(text.keys[sentence_start(text, first) : first])


_DEPENDS = CONDITIONS | REVERSING | frozenset("when where whenever once only until before after".split())
_DENYING = NEGATIONS - {"without"}
