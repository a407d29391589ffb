"""What stands beside a quotation in its sentence and limits it, though no mark says that it is left out. Pure.

It is read in stretches, each like the words that an ellipsis hides; what is only said besides passes: a place, another
clause, an aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from qa_app.check.language.fold import Folded, is_word
from qa_app.check.language.limits import begins, ends, has, is_one, limits_in
from qa_app.check.language.vocabulary import (
    ARTICLES,
    MODALS,
    NEGATIONS,
    PRONOUNS,
    RESTRICTING,
    REVERSING,
    SUBORDINATING,
    TELLING,
    VOICES,
)
from qa_app.check.language.words import kind_of, language_of, strength
from qa_app.check.omissions.ellipses import EDGE, PREPOSITIONS, Range, is_harmless, limit_that_opens, measure
from qa_app.check.omissions.sentences import sentence_end, sentence_start
from qa_app.check.types import Change
from qa_app.references.languages import KINDS

_LANGUAGE_FROM = 60  # keys on either side, to tell the language from
_REACH = 16  # keys, over which whoever is named as having said so is taken to have
_FEW_BEFORE, _SOME_BEFORE = 4, 8  # words before what joins, among which the verb is
_PARTS = frozenset(",;()[]")
_JOINS = frozenset("and but nor und et y".split())
# So all the same; "as provided for" sets no condition, and what does begins with it.
_CONTRARY = frozenset("however but though although despite notwithstanding prejudice provided".split())
_SPEAKING = frozenset("i we our my court however but".split())
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
    if told := _told_before(text, start, kept, language):
        yield told, "that"
    stop = sentence_end(text, end)
    for each in _stretches(text, end, stop, language):
        if _is_clause(text, each):
            break
        if word := _limit_after(text, each, kept, language):
            yield (each.first, each.end), word
    if word := _taken_back(text, stop, language):
        yield (stop, sentence_end(text, stop + 1)), word


_SENTENCES = 3  # before a quotation, over which a submission may go on
_MATTERS = frozenset("submission argument contention case position".split())  # "is that", of whoever is no speaker


def _told_before(text: Folded, start: int, kept: Sequence[str], language: str) -> Range | None:
    """The sentence before that tells of somebody else what goes on in what is quoted: "Counsel submits that"."""
    said, at = kept, start
    for _ in range(_SENTENCES if language == "en" else 0):
        if not _SPEAKING.isdisjoint(said) or at == 0:
            break
        begins_at = sentence_start(text, at - 1)
        said, at = text.keys[begins_at:at], begins_at
        opening = said[: said.index("that")] if "that" in said else ()
        if len(opening) <= _REACH and opening and (opening[-1] in TELLING or not _MATTERS.isdisjoint(opening)):
            return None if not _SPEAKING.isdisjoint(opening) else (begins_at, start)
    return None


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
    if _introduces(text, stretch, first, language) and (
        (language == "de" and has(kept[:1], limits.inverted)) or _rules(kept, language)
    ):
        return words[0]
    told_by = has(words, limits.sources) and first - stretch.first <= _REACH
    if opened or counted or inverted or told_by or _left_open(words, kept, is_next, language):
        return words[0]
    told = [word for _, word in stretch.of_kind(Change.CONDITION)]
    told += [text.keys[at] for at in stretch.places if _frames(text, at, first, language)]
    if is_next:
        told += [word for _, word in stretch.of_kind(Change.NEGATION)]
        told += [word for word in words[-EDGE:] if word in REVERSING]
        told += [word for word in (*words[:2], *words[-1:]) if word in _WEAKER]
        told += [word for word in words[-1:] if word in SUBORDINATING]
        held = has(words[-1:], limits.own + _LEADING) or strength(words[-1])
        told += words[-1:] if not held and _is_clause_of_its_own(kept, language) else ()
    return next(iter(told), "")


def _is_clause_of_its_own(kept: Sequence[str], language: str) -> bool:
    """Whether what is quoted begins with its subject and says something of it, by a verb that is known."""
    if language != "en" or kept[0] in _FINITE | PREPOSITIONS | _RELATIVE:
        return False
    return next((key for key in kept if key in _FINITE | _RELATIVE), "") in _FINITE


def _rules(kept: Sequence[str], language: str) -> bool:
    """Whether what is quoted binds, permits or denies, so that whatever else its sentence says may limit it."""
    return not {Change.NEGATION, Change.MODAL}.isdisjoint(
        kind_of(key, key, language)
        for key in kept
        if key != "will"  # which only announces
    )


def _introduces(text: Folded, stretch: _Stretch, first: int, language: str) -> bool:
    """Whether a sentence begins with that stretch, of which what is quoted is the rest, and it is no mere link."""
    if sentence_start(text, first) != stretch.first or is_one(stretch.words, limits_in(language).links):
        return False
    if stretch.end == first - 1 and text.keys[stretch.end] == ",":
        return language != "en" or not is_harmless(text, stretch.first, stretch.end)
    return language == "de" and stretch.end == first and has(stretch.words[:1], limits_in(language).prepositions)


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
    permitted = has(before[-EDGE:] if language == "en" else before, limits.permissions)
    return asked or permitted or ends(before, limits.weighs)


_LEADING = ("a", "an", "the", "that", "and")  # what may lead up to a clause without saying anything of it
_RELATIVE = frozenset("that which who whose whom".split())
_FINITE = frozenset(MODALS) | frozenset("is are was were has have had does do did".split())
_ASKING = range(3, 6)  # the strengths of operative verbs that leave it to others: "encourages", "urges"
_ZU = re.compile(r"\bzu\b|\Bzu\w+en\b")


def _frames(text: Folded, at: int, first: int, language: str) -> bool:
    """Whether that word makes what follows something that is asked, aimed at or told of somebody else."""
    limits = limits_in(language)
    key, follows = text.keys[at], text.keys[at + 1]
    if key == "whether" or key in TELLING:
        return follows != "to"
    if at + 1 != first and not _goes_on(text, at, first):
        return False
    start, verb = sentence_start(text, at), at
    if text.keys[at - 1] == "," and language != "de":  # "noted, in May, that"
        verb = max((place for place in range(start, at - 1) if text.keys[place] == ","), default=at - 1)
    sentence = text.keys[start:verb]
    doing = key in PREPOSITIONS and follows.endswith("ing") and language == "en"
    is_clause = has([key], limits.clauses)
    infinitive = has([key], limits.infinitives) and (language == "en" or begins(text.keys[first:], limits.nonfinite))
    if not (doing or is_clause or infinitive):
        return False
    before = [word for word in sentence if is_word(word)]
    before = before[-(_FEW_BEFORE if key == "that" else _SOME_BEFORE) :]
    strengths = [found for word in before if language == "en" and (found := strength(word))]
    asked = infinitive and strengths[-1:] and strengths[-1] in _ASKING
    own = has(before, limits.own if is_clause else limits.binding) or (strengths and not asked)
    own = own and not (is_clause and language == "en" and _is_of_another(text, verb - 2))
    speaks = not {"i", "we"}.isdisjoint(sentence)
    own = own or (speaks and (not is_clause or has(before, limits.ours)))
    aimed_at = has(before[-2:-1], limits.infinitives) and not (language == "en" and strength(before[-1]))
    return bool(before) and (aimed_at or not own)


def _goes_on(text: Folded, at: int, first: int) -> bool:
    """Whether a clause that begins with that word goes on in what is quoted: "that section 2 of | the Act applies"."""
    between = text.keys[at + 1 : first]
    begun = between[0] in ARTICLES | PRONOUNS or text.form(at + 1)[:1].isupper()
    begun = begun or any(map(str.isdecimal, between[:3]))
    return text.keys[at] == "that" and begun and first - at <= _REACH and not {",", *_FINITE}.intersection(between)


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
    if first == ":" and not NEGATIONS.isdisjoint(kept):
        return ":"
    if "but" in text.keys[stretch.first : stretch.first + 2]:
        return "but"
    if not words:
        return ""
    patterns = limits_in(language)
    if limit_that_opens(words, language) or begins(words, patterns.scopes + patterns.sources):
        return words[0]
    limits = [word for at, word in stretch.of_kind(Change.CONDITION) if at in stretch.places[:EDGE]]
    limits += [word for at, word in stretch.of_kind(Change.NEGATION) if is_next or at == stretch.first + 1]
    if is_next or first == ",":
        limits += [word for word in words[:1] if word in SUBORDINATING and (is_next or word.startswith("whe"))]
    defines = begins(words, patterns.defining)
    everybody = words[0] not in PREPOSITIONS and not _UNIVERSAL.isdisjoint(kept[-_SOME_BEFORE:])
    exposed = everybody or _rules(kept, language) or words[0] in _OR
    if is_next and exposed and not begins(words, patterns.harmless):
        limits += words[:1]
    if is_next and (defines if language != "en" else not defines and measure(text, stretch.first, stretch.end, words)):
        limits += words[:1]
    # In German, of whom alone it is so stands behind a comma.
    if defines and language == "de" and (exposed or not _LIMITS_OF_ITS_OWN.isdisjoint(stretch.kinds)):
        limits += words[:1]
    if language != "en":
        limits += [word for at, word in stretch.of_kind(Change.QUANTIFIER) if at in stretch.places[:EDGE]]
    return next(iter(limits), "")


_OR = frozenset("or oder bzw ou o u".split())
_UNIVERSAL = frozenset(
    "all any every each alle allen aller jede jeder jedes tous toutes tout toute chaque todos todas cada".split()
)
_LIMITS_OF_ITS_OWN = frozenset({Change.NEGATION, Change.CONDITION, Change.QUANTIFIER})
