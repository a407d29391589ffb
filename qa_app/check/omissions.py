"""What an ellipsis hides, and whether the reader would miss it. Pure.

Three answers are possible: the hidden words certainly limit what is kept (`limit_in`), they certainly don't
(`is_harmless`), or somebody has to read them. The rules were developed on passages that people shortened fairly and
unfairly; each says what it would wrongly catch.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile

from corpus.types import Span
from qa_app.check.language.fold import Folded, fold, is_word
from qa_app.check.language.limits import begins, ends, has, limits_in
from qa_app.check.language.vocabulary import (
    ARTICLES,
    BE_AND_HAVE,
    BY_LANGUAGE,
    CLAUSES,
    CONDITIONS,
    HEDGES,
    LIKE_NUMBERS,
    MINOR,
    MODALS,
    NEGATIONS,
    NUMBERS,
    PERSONS,
    PRONOUNS,
    RESTRICTING,
    REVERSING,
    SUBORDINATING,
    TELLING,
    VOICES,
)
from qa_app.check.language.words import kind_of, language_of, strength
from qa_app.check.marks import Placement, Reading
from qa_app.check.types import Change, Omission
from qa_app.references.languages import KINDS, NOUNS

Range = tuple[int, int]  # keys of a text, from the first up to and without the second
_LONGEST_SENTENCE = 250  # keys on either side that are read for its beginning and end
_ABBREVIATED = 2  # letters
_EDGE = 3  # words at either end of a hidden stretch, which bear on what is kept
_LANGUAGE_FROM = 60  # keys on either side, to tell the language from
_FEW = 3  # words: a stretch that is itself a hedge or a restriction, not a clause with one in it
_SHORT = 7  # words: a stretch of which a number or a time is the point
# What is kept after one of these would hang on something else than in the source: "seeks to", "claimed that",
# "negotiations on", "an invitation to a summit for".
_FRAMES = frozenset("that whether how to".split())
_SUBJECTS = frozenset("i we you he she it they".split())
_PREPOSITIONS = frozenset("of on for by with from in into at upon against to".split())
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
_LINKS = re.compile(
    r"\W*(?:in (?:this|that) (?:regard|respect|context|connection)|to (?:this|that) end|in addition|moreover|also"
    r"|furthermore|at the same time|for (?:instance|example)|inter alia|as the case may be|accordingly|therefore"
    r"|in essence|however|nevertheless|nonetheless|likewise|similarly|consequently|thus|hence|in turn|indeed)\W*",
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


def sentence_start(text: Folded, at: int) -> int:
    """The first key of the sentence that the key before `at` is in; `at` where one begins there."""
    first = at
    while first and at - first < _LONGEST_SENTENCE and not _ends(text, first - 1):
        first -= 1
    return first


def sentence_end(text: Folded, at: int) -> int:
    """Behind the last key of the sentence that the key `at` is in; `at` where one ends there."""
    end = at
    while end < len(text) and end - at < _LONGEST_SENTENCE and (end == 0 or not _ends(text, end - 1)):
        end += 1
    return end


def _ends(text: Folded, at: int) -> bool:
    """Whether a sentence ends with that key, or an item of a list before the label of the next: "; (d) ..."."""
    return ends_a_sentence(text, at) or (text.keys[at] == ";" and ")" in text.keys[at + 2 : at + 4])


def ends_a_sentence(text: Folded, at: int) -> bool:
    """Whether that key is a mark after which a sentence begins; "U.S." and "Dr." end none."""
    before = text.keys[at - 1] if at else ""
    if text.keys[at] not in ".!?" or not before or (_is_abbreviated(before)):
        return False
    following = next((place for place in range(at + 1, min(at + 3, len(text))) if is_word(text.keys[place])), None)
    return following is None or text.form(following)[:1].isupper()


def _is_abbreviated(word: str) -> bool:
    """Whether a point behind that word may be its own: "U.S.", "Dr.", but not "it."."""
    return word.isalpha() and len(word) <= _ABBREVIATED and (len(word) == 1 or word not in MINOR | PERSONS)


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
        or (None if _ASIDES.match(text.words(first, end)) else _limits(text, first, end, words))
    )


def _governs(text: Folded, first: int, end: int, words: Sequence[str]) -> Change | None:
    """Whether what is kept next hangs on the hidden words' end, and would be said outright or of something else."""
    last, following = text.keys[end - 1], text.keys[end : end + 1]
    if not following or not is_word(following[0]) or last != words[-1]:
        return None
    before = next((text.keys[at] for at in range(first - 1, -1, -1) if is_word(text.keys[at])), "")
    if last in NEGATIONS and before in NEGATIONS:
        return None  # "shall not [be withheld and shall not] be delayed"
    if last in NEGATIONS or not REVERSING.isdisjoint(words[-_EDGE:]):
        return Change.NEGATION
    # "called on [all groups to talk with] the Government"
    reattached = last in _PREPOSITIONS and before in _PREPOSITIONS
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


def _limits(text: Folded, first: int, end: int, words: Sequence[str]) -> Change | None:
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
        goes_on = BE_AND_HAVE if kind is Change.CONDITION else BE_AND_HAVE | _PREPOSITIONS | ARTICLES
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
        kinds = [*kinds[:_EDGE], *kinds[-_EDGE:]]
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
    if not any(map(is_word, text.keys[first:end])) or _LINKS.fullmatch(source):
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


# What stands beside a quotation in its sentence is hidden as well, though no mark says so. It is read in stretches,
# each like the words that an ellipsis hides; what is only said besides passes: a place, another clause, an aside.

_REACH = 16  # keys, over which whoever is named as having said so is taken to have
_FEW_BEFORE, _SOME_BEFORE = 4, 8  # words before what joins, among which the verb is
_PARTS = frozenset(",;()[]")
_JOINS = frozenset("and but nor und et y".split())
_DOUBTS = frozenset({"modal.permission", "modal.possibility", "modal.supposition"})
# So all the same; "as provided for" sets no condition, and what does begins with it.
_CONTRARY = frozenset("however but though although despite notwithstanding prejudice provided".split())
_WEAKER = RESTRICTING - frozenset("all any every each both".split())
FRAMING = frozenset({"whether", "as", "that", "to", *TELLING})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Keys of a text that stand together, the words among them without what joins them to the rest, and their kinds."""

    first: int
    end: int
    places: tuple[int, ...]
    words: tuple[str, ...]
    kinds: tuple[Change | None, ...]

    def of_kind(self, kind: Change) -> Iterator[tuple[int, str]]:
        """The words of that kind, with their places."""
        rows = zip(self.places, self.words, self.kinds, strict=True)
        return ((at, word) for at, word, found in rows if found is kind and word not in _CONTRARY)


def limits_beside(text: Folded, first: int, end: int) -> Iterator[tuple[Range, str]]:
    """The stretches beside those keys that limit them, each with the word that does.

    In their sentence, and of the next one where it takes something back.
    """
    language = language_of(text.keys[max(0, first - _LANGUAGE_FROM) : end + _LANGUAGE_FROM])
    start = sentence_start(text, first)
    clause = next((at + 1 for at in range(first - 1, start, -1) if text.keys[at] in ":;"), start)
    kept = text.keys[first:end]
    before = [*_stretches(text, clause, first, language)]
    besides = [at for at, each in enumerate(before) if _is_clause(text, each)]
    for each in before[besides[-1] if besides else 0 :]:
        if word := _limit_before(text, each, first, kept, language):
            yield (each.first, each.end), word
    stop = sentence_end(text, end)
    for each in _stretches(text, end, stop, language):
        if _is_clause(text, each) or (
            text.keys[each.first] == ";" and each.words[:1] and each.words[0] not in CONDITIONS
        ):
            break
        if word := _limit_after(text, each, kept, language):
            yield (each.first, each.end), word
    if word := _taken_back(text, stop, language):
        yield (stop, sentence_end(text, stop + 1)), word


def _taken_back(text: Folded, stop: int, language: str) -> str:
    """The word by which the sentence that begins there takes back something of the one before it; empty where none."""
    limits = limits_in(language)
    words = [key for key in text.keys[stop : sentence_end(text, stop + 1)] if is_word(key)]
    return words[0] if begins(words, limits.taken_back) or has(words, limits.excepted) else ""


def _stretches(text: Folded, first: int, end: int, language: str) -> Iterator[_Stretch]:
    """What stands between commas and the like, with what joins it to what is before."""
    starts = [
        at
        for at in range(first, end)
        if at == first or text.keys[at] in _PARTS or (text.keys[at] in _JOINS and text.keys[at - 1] not in _PARTS)
    ]
    for low, high in zip(starts, [*starts[1:], end], strict=False):
        every = [at for at in range(low, high) if is_word(text.keys[at])]
        places = list(dropwhile(lambda at: text.keys[at] in _JOINS, every))
        kinds = (kind_of(text.keys[at], text.form(at), language) for at in places)
        if every or ":" in text.keys[low:high]:
            yield _Stretch(low, high, tuple(places), tuple(text.keys[at] for at in places), tuple(kinds))


def _is_clause(text: Folded, stretch: _Stretch) -> bool:
    """Whether what comes is said besides: "and expresses its intention to", "and that", "and, where needed,"."""
    opening = text.keys[stretch.first : stretch.first + 2]
    if not stretch.words:
        return not {"but", ":"}.intersection(opening)
    besides = any(strength(word) for word in stretch.words[:2]) or stretch.words[:1] in (("also",), ("that",))
    return bool({"and", "nor"}.intersection(opening)) and besides


def _limit_before(text: Folded, stretch: _Stretch, first: int, kept: Sequence[str], language: str) -> str:
    """The word of a stretch that limits what begins at `first`; empty where none does."""
    limits = limits_in(language)
    words, is_next = stretch.words, stretch.end == first
    if not words:
        return ""
    opened = limit_that_opens(words, language) or begins(words, limits.scopes)
    counted = ends(words, limits.parts if is_next else limits.permissions)
    inverted = begins(words, limits.inverted) and sentence_start(text, first) == stretch.first and not is_next
    begun = opened and (is_next or opened is not Change.QUANTIFIER)
    told_by = has(words, limits.sources) and first - stretch.first <= _REACH
    if begun or counted or inverted or told_by or _left_open(words, kept, is_next, language):
        return words[0]
    told = [word for _, word in stretch.of_kind(Change.CONDITION)]
    told += [text.keys[at] for at in stretch.places if _frames(text, at, first, language)]
    if is_next:
        told += [word for _, word in stretch.of_kind(Change.NEGATION)]
        told += [word for word in words[-_EDGE:] if word in REVERSING]
        told += [word for word in (*words[:2], *words[-1:]) if word in _WEAKER]
        told += [word for word in words[-1:] if word in SUBORDINATING]
    return next(iter(told), "")


def _left_open(before: Sequence[str], kept: Sequence[str], is_next: bool, language: str) -> bool:
    """Whether the words before it only ask for, think of or permit what is kept."""
    limits = limits_in(language)
    if language == "de":
        return has(before, limits.permissions) or bool(_ZU.search(" ".join(kept)) and has(before, limits.asks))
    if begins(kept, limits.nonfinite) and has(before, limits.permissions + limits.asks):
        return True
    if not is_next:
        return False
    asked = has(kept, limits.infinitives) and not begins(kept, limits.infinitives) and ends(before, limits.asks)
    permitted = has(before[-_EDGE:] if language == "en" else before, limits.permissions)
    return asked or permitted or ends(before, limits.weighs)


_ASKING = range(3, 6)  # the strengths of operative verbs that leave it to others: "encourages", "urges"
_ZU = re.compile(r"\bzu\b|\Bzu\w+en\b")


def _frames(text: Folded, at: int, first: int, language: str) -> bool:
    """Whether that word makes what follows something that is asked, aimed at or told of somebody else."""
    limits = limits_in(language)
    key, follows = text.keys[at], text.keys[at + 1]
    if key == "whether" or key in TELLING:
        return follows != "to"
    if at + 1 != first:
        return False
    sentence = text.keys[sentence_start(text, at) : at]
    doing = key in _PREPOSITIONS and follows.endswith("ing") and language == "en"
    is_clause = has([key], limits.clauses) and (language == "de" or text.keys[at - 1] != ",")
    infinitive = has([key], limits.infinitives) and (language == "en" or begins(text.keys[first:], limits.nonfinite))
    if not (doing or is_clause or infinitive):
        return False
    before = [word for word in sentence if is_word(word)]
    before = before if before[-1:] == ["and"] else before[-(_FEW_BEFORE if key == "that" else _SOME_BEFORE) :]
    strengths = [found for word in before if language == "en" and (found := strength(word))]
    asked = infinitive and strengths[-1:] and strengths[-1] in _ASKING
    own = has(before, limits.own if is_clause else limits.binding) or (strengths and not asked)
    own = own and not (is_clause and language == "en" and _is_of_another(text, at - 2))
    aimed_at = has(before[-2:-1], limits.infinitives) and not (language == "en" and strength(before[-1]))
    return bool(before) and (aimed_at or not (own or not {"i", "we"}.isdisjoint(sentence)))


def _is_of_another(text: Folded, subject: int) -> bool:
    """Whether the word there is the name of somebody who does not speak in documents: "ECLJ stated that"."""
    if subject < 0 or not text.form(subject)[:1].isupper():
        return False
    key, form = text.keys[subject], text.form(subject)
    return key not in VOICES | PRONOUNS and key not in KINDS.values() and kind_of(key, form, "en") is not Change.NUMBER


def _limit_after(text: Folded, stretch: _Stretch, kept: Sequence[str], language: str) -> str:
    """The word of a stretch that limits what is kept before it; empty where none does."""
    words, first = stretch.words, text.keys[stretch.first]
    is_next = (is_word(first) or first == ":") and first not in _JOINS
    rules = not {Change.NEGATION, Change.MODAL}.isdisjoint(kind_of(key, key, language) for key in kept)
    if first == ":" and not NEGATIONS.isdisjoint(kept):
        return ":"
    if "but" in text.keys[stretch.first : stretch.first + 2]:
        return "but"
    if not words:
        return ""
    patterns = limits_in(language)
    if limit_that_opens(words, language) or begins(words, patterns.scopes + patterns.sources):
        return words[0]
    limits = [word for at, word in stretch.of_kind(Change.CONDITION) if at in stretch.places[:_EDGE]]
    limits += [word for at, word in stretch.of_kind(Change.NEGATION) if is_next or at == stretch.first + 1]
    if is_next or first == ",":
        limits += [word for word in words[:1] if word in SUBORDINATING and (is_next or word.startswith("whe"))]
    # Of whom alone it is so: without a comma, in German with one and a limit of its own.
    defines = begins(words, patterns.defining)
    excludes = language == "de" and not _LIMITS_OF_ITS_OWN.isdisjoint(stretch.kinds)
    told = is_next and language == "en" and not defines and _limits(text, stretch.first, stretch.end, words)
    if told or (defines and (excludes or (rules and (is_next or language == "de")) or (is_next and language != "en"))):
        limits += words[:1]
    if language != "en":
        limits += [word for at, word in stretch.of_kind(Change.QUANTIFIER) if at in stretch.places[:_EDGE]]
    return next(iter(limits), "")


_LIMITS_OF_ITS_OWN = frozenset({Change.NEGATION, Change.CONDITION, Change.QUANTIFIER})
