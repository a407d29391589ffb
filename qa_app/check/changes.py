"""Each change between a quotation and its source: what kind it is and whether the meaning may have changed. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_app.check.align import Step
from qa_app.check.language.fold import HYPHEN, Folded, is_word
from qa_app.check.language.vocabulary import MODALS, MONTHS, REVERSING
from qa_app.check.language.words import (
    is_content,
    is_minor,
    kind_of,
    negates,
    same_stem,
    strength,
    value_of,
)
from qa_app.check.types import Change, Difference
from qa_app.words import Wording, wording

# The first of these that a longer change has in it is what it is called.
_WORST_FIRST = (
    Change.NEGATION, Change.NUMBER, Change.DATE, Change.MODAL, Change.CONDITION, Change.QUANTIFIER, Change.NAME,
)  # fmt: skip


# What belongs to the figure beside it, and of these what may stand between two figures that make a pair.
_SIGNS = frozenset("-+±≥≤<>=≈~×÷$€£¥%‰°/:½¼¾")
_BETWEEN_FIGURES = frozenset("-/:")


@dataclass(frozen=True, slots=True)
class Word:
    """A key, how it is written, and whether it opens the quotation, where a capital letter says nothing."""

    key: str
    form: str
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A difference; whether it may change the meaning; how many words the quotation left out by it, nothing put in."""

    difference: Difference
    risky: bool
    words_left_out: int = 0


def typed_changes(quote: Sequence[Word], text: Folded, steps: Sequence[Step], language: str) -> list[Typed]:
    """What the steps that are not the same come to, in the order of the quotation."""
    changed = [step for step in steps if not step.same]
    if moved := _moved(quote, text, changed):
        return [moved]
    found: list[Typed] = []
    for step in changed:
        source = [Word(text.keys[at], text.form(at)) for at in range(step.s1, step.s2)]
        beside = {*text.keys[max(0, step.s1 - 1) : step.s1], *text.keys[step.s2 : step.s2 + 1]}
        counted = any(key[0].isdecimal() for key in beside)
        found += _typed(list(quote[step.q1 : step.q2]), source, text.words(step.s1, step.s2), language, counted)
    return found


def omission(text: Folded, first: int, end: int, language: str) -> Typed:
    """What leaving out those keys of the text comes to."""
    words = [Word(text.keys[at], text.form(at)) for at in range(first, end)]
    return _deletion(_words(words), text.words(first, end), language)


def _typed(ours: list[Word], theirs: list[Word], source: str, language: str, counted: bool) -> Iterator[Typed]:
    """`counted` says that a figure stands right beside them."""
    our_words, their_words = _words(ours), _words(theirs)
    if not our_words and not their_words:
        yield _punctuation(ours, theirs, counted)
    elif our_words and (value := value_of(_keys(our_words))) is not None and value == value_of(_keys(their_words)):
        quote = " ".join(word.form for word in ours)
        yield Typed(Difference(Change.SPELLING, quote, source, replaced(Change.SPELLING, quote, source)), risky=False)
    elif not our_words:
        yield _deletion(their_words, source, language)
    elif not their_words:
        yield _insertion(our_words, language)
    elif len(our_words) == len(their_words):
        for our, their in zip(our_words, their_words, strict=True):
            if our.key != their.key:
                yield _substitution(our, their, language)
    else:
        yield _rewriting(ours, theirs, source, language)


def _words(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if is_word(word.key)]


def _keys(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)


def _punctuation(ours: Sequence[Word], theirs: Sequence[Word], counted: bool) -> Typed:
    quote, source = " ".join(w.form for w in ours), " ".join(w.form for w in theirs)
    if counted and _is_another_number({*_keys(ours)}, {*_keys(theirs)}):
        return Typed(
            Difference(Change.NUMBER, quote, source, replaced(Change.NUMBER, quote, source)),
            risky=True,
        )
    kind = Change.SUBSTITUTION if ours and theirs else Change.INSERTION if ours else Change.DELETION
    if HYPHEN in {word.key for word in (*ours, *theirs)}:
        kind = Change.SPELLING
    says = wording("change.means.punctuation", source=source or _NOTHING, quote=quote or _NOTHING)
    return Typed(Difference(kind, quote, source, says), risky=False)


def _is_another_number(ours: set[str], theirs: set[str]) -> bool:
    """Whether signs make another number or measure of the figure beside them; "1:20" and "1-20" may be one."""
    signs, others = ours & _SIGNS, theirs & _SIGNS
    return signs != others and not (signs and others and signs | others <= _BETWEEN_FIGURES)


def _deletion(theirs: Sequence[Word], source: str, language: str) -> Typed:
    kind = _worst(theirs, language) or Change.DELETION
    if kind is Change.NAME:
        kind = Change.DELETION
    alone = len(theirs) <= 3 and not any(is_content(word.key) for word in theirs)
    risky = kind is not Change.DELETION and (len(theirs) == 1 or (alone and kind is Change.NEGATION))
    return Typed(Difference(kind, "", source, left_out(kind, source)), risky, len(theirs))


def _insertion(ours: Sequence[Word], language: str) -> Typed:
    kind = _worst(ours, language) or Change.INSERTION
    quote = " ".join(word.form for word in ours)
    risky = not all(is_minor(word.key, language) for word in ours)
    return Typed(Difference(kind, quote, "", put_in(kind, quote, "")), risky)


def _substitution(our: Word, their: Word, language: str) -> Typed:
    kind, risky = _pair(our, their, language)
    return Typed(Difference(kind, our.form, their.form, replaced(kind, our.form, their.form)), risky)


def _pair(our: Word, their: Word, language: str) -> tuple[Change, bool]:
    """What putting one word for another amounts to, and whether it may change the meaning."""
    kinds = {kind_of(our.key, our.form, language), kind_of(their.key, their.form, language)}
    for kind in _WORST_FIRST:
        if kind in kinds and not (kind is Change.NAME and kinds == {kind} and same_stem(our.key, their.key)):
            return kind, True
    if negates(our.key, their.key) or (our.key in REVERSING) is not (their.key in REVERSING):
        return Change.NEGATION, True
    if american_of(our.key, their.key) or _plain(our.key) == _plain(their.key):
        return Change.SPELLING, False
    if same_stem(our.key, their.key):
        return Change.TENSE, False
    if strength(our.key) and strength(their.key):
        return Change.OPERATIVE_VERB, True
    if is_minor(our.key, language) and is_minor(their.key, language):
        return Change.SUBSTITUTION, False
    if any(word.form[:1].isupper() and not word.opens for word in (our, their)):
        return Change.NAME, True
    return Change.SUBSTITUTION, True


def _plain(word: str) -> str:
    """The word without accents, and with "ss" for the letter that reforms and the Swiss write so."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def _rewriting(ours: Sequence[Word], theirs: Sequence[Word], source: str, language: str) -> Typed:
    """Words put for more or fewer words."""
    our_words, their_words = _words(ours), _words(theirs)
    quote = " ".join(word.form for word in our_words)
    spelled, both = "".join(_keys(our_words)), (*_keys(our_words), *_keys(their_words))
    tells = any(key[0].isdecimal() or key in MODALS for key in both)  # "may be" is not "maybe", nor "1 2" 12
    if not tells and spelled == "".join(_keys(their_words)):
        return Typed(Difference(Change.SPELLING, quote, source, replaced(Change.SPELLING, quote, source)), risky=False)
    common = Counter(w.key for w in our_words) & Counter(w.key for w in their_words)
    kind = _worst([w for w in (*our_words, *their_words) if w.key not in common], language) or _verbs(
        our_words, their_words
    )
    minor = all(is_minor(word.key, language) for word in (*our_words, *their_words) if word.key not in common)
    return Typed(Difference(kind, quote, source, replaced(kind, quote, source)), risky=not minor)


def _verbs(ours: Sequence[Word], theirs: Sequence[Word]) -> Change:
    """ "called on" for "urged" is one operative verb for another."""
    both = all(any(strength(word.key) for word in words) for words in (ours, theirs))
    return Change.OPERATIVE_VERB if both else Change.SUBSTITUTION


def _worst(words: Sequence[Word], language: str) -> Change | None:
    kinds = {kind_of(word.key, word.form, language) for word in words}
    for kind in _WORST_FIRST:
        if kind in kinds:
            return kind
    if any(word.form[:1].isupper() and not word.opens and is_content(word.key) for word in words):
        return Change.NAME
    return None


def _moved(quote: Sequence[Word], text: Folded, changed: Sequence[Step]) -> Typed | None:
    """One difference where the words that changed are the same words in another order."""
    ours = [word for step in changed for word in quote[step.q1 : step.q2] if is_word(word.key)]
    places = [at for step in changed for at in range(step.s1, step.s2) if is_word(text.keys[at])]
    if not ours or Counter(word.key for word in ours) != Counter(text.keys[at] for at in places):
        return None
    names = all(word.form[:1].isupper() for word in ours)
    kind = Change.NAME if names and len(ours) > 1 else Change.WORD_ORDER
    said, source = " … ".join(w.form for w in ours), " … ".join(text.form(at) for at in places)
    order = replaced(Change.WORD_ORDER, said, source)
    risky = len(ours) > 1 or not _turns_a_date(quote, text, changed, ours[0].key)
    return Typed(Difference(kind, said, source, order), risky)


def _turns_a_date(quote: Sequence[Word], text: Folded, changed: Sequence[Step], moved: str) -> bool:
    """Whether only the day and the month of a date change places: "August 9" for "9 August"."""
    mine = next(at for step in changed for at in range(step.q1, step.q2) if quote[at].key == moved)
    its = next(at for step in changed for at in range(step.s1, step.s2) if text.keys[at] == moved)
    beside = {word.key for word in quote[max(0, mine - 1) : mine + 2]} & {*text.keys[max(0, its - 1) : its + 2]} - {
        moved
    }
    return any((moved in MONTHS and key.isdecimal()) or (key in MONTHS and moved.isdecimal()) for key in beside)


# What a change amounts to, in words that a person understands.

_LONGEST = 60
_NOTHING = Wording("change.of.nothing")
_SPELLED = Wording("change.means.spelled")
_NAMES = {
    Change.NEGATION: Wording("change.of.negation"),
    Change.NUMBER: Wording("change.of.number"),
    Change.DATE: Wording("change.of.date"),
    Change.NAME: Wording("change.of.name"),
    Change.MODAL: Wording("change.of.modal"),
    Change.QUANTIFIER: Wording("change.of.quantifier"),
    Change.OPERATIVE_VERB: Wording("change.of.operative_verb"),
    Change.CONDITION: Wording("change.of.condition"),
    Change.FRAME: Wording("change.of.frame"),
}


def shortened(words: str) -> str:
    """The words on one line, the middle left out of many."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2].rstrip()} … {line[-_LONGEST // 2 :].lstrip()}"


def replaced(kind: Change, quote: str, source: str) -> Wording:
    """ "shall → should: an obligation became advice", the source's words first."""
    return _arrow(quote, source, _became(kind, quote.lower(), source.lower()))


def _arrow(quote: str, source: str, became: Wording) -> Wording:
    sides = {"source": shortened(source) or _NOTHING, "quote": shortened(quote) or _NOTHING}
    return wording("change.means.replaced", **sides, became=became)


def _became(kind: Change, quote: str, source: str) -> Wording:
    if kind is Change.MODAL and quote in MODALS and source in MODALS:
        before, now = Wording(MODALS[source]), Wording(MODALS[quote])
        if before != now:
            return wording("change.means.became", before=before, now=now)
        return wording("change.means.another_word_for", now=now)
    if kind is Change.OPERATIVE_VERB:
        before_strength, now_strength = (max(map(_strength, said.split())) for said in (source, quote))
        if before_strength == now_strength:
            return Wording("change.means.another_act")
        return Wording("change.means.stronger" if now_strength > before_strength else "change.means.weaker")
    if kind is Change.WORD_ORDER:
        return Wording("change.means.order")
    if kind is Change.SPELLING:  # whose it is, where one is British and the other American
        variant = american_of(quote, source)
        if variant is None:
            return _SPELLED
        return Wording("change.means.american" if variant == quote else "change.means.british")
    if kind is Change.TENSE:
        return Wording("change.means.form")
    return wording("change.means.changed", what=_NAMES[kind]) if kind in _NAMES else Wording("change.means.word")


def _strength(word: str) -> int:
    return strength(word) or 0


def american_of(one: str, other: str) -> str | None:
    """Which of two words is the American spelling of the other; None where they are no such pair."""
    for british, american in _SPELLINGS:
        for first, second in ((one, other), (other, one)):
            if first != second and _swapped(first, british, american, second):
                return second
    return None


# Endings and middles by which British words differ from American ones; only a single such change makes a pair.
_SPELLINGS = (
    ("isation", "ization"), ("isations", "izations"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze"),
    ("ysing", "yzing"), ("our", "or"), ("tre", "ter"), ("tres", "ters"), ("ogue", "og"), ("ence", "ense"),
    ("ences", "enses"), ("lfil", "lfill"), ("nrol", "nroll"), ("skilful", "skillful"),
    ("wilful", "willful"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("lment", "llment"), ("ae", "e"),
    ("oe", "e"), ("programme", "program"), ("judgement", "judgment"), ("grey", "gray"), ("cheque", "check"),
    ("aluminium", "aluminum"),
)  # fmt: skip


def _swapped(word: str, old: str, new: str, wanted: str) -> bool:
    at = word.find(old)
    while at >= 0:
        if word[:at] + new + word[at + len(old) :] == wanted:
            return True
        at = word.find(old, at + 1)
    return False


def left_out(kind: Change, source: str) -> Wording:
    """What an omission took away."""
    return wording("change.means.left_out", words=shortened(source), what=_with(kind))


def put_in(kind: Change, quote: str, source: str) -> Wording:
    """What was added, or put in the place of the source's words."""
    instead = wording("change.means.instead", words=shortened(source)) if source else ""
    return wording("change.means.put_in", words=shortened(quote), instead=instead, what=_with(kind))


def _with(kind: Change) -> Wording | str:
    return wording("change.means.with", what=_NAMES[kind]) if kind in _NAMES else ""


def other_case(quote: str, source: str) -> Wording:
    """Capital letters, or letters that are much alike."""
    same = quote.lower() == source.lower()
    return _arrow(quote, source, Wording("change.means.capitals") if same else _SPELLED)
