"""Each change between a quotation and its source: what kind it is and whether the meaning may have changed. Pure."""

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from qa_app.check.fold import HYPHEN, Folded, is_word
from qa_app.check.types import Change, Difference
from qa_app.check.wording import american_of, left_out, put_in, replaced
from qa_app.check.words import MONTHS, is_content, is_minor, kind_of, negates, same_stem, strength, value_of

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


# The words of a quotation beside those of the part of a text that comes closest, change by change.
# Method: the diagonal on which most of the quotation's rarer words lie picks the part, Ratcliff and Obershelp's
# matching blocks (difflib) lay the two beside each other; where these would take long, the edit distance
# (Levenshtein) does.


@dataclass(frozen=True, slots=True)
class Step:
    """Keys of the quotation [q1, q2) beside those of the text [s1, s2); `same` where they are equal."""

    same: bool
    q1: int
    q2: int
    s1: int
    s2: int


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
            Difference(Change.NUMBER, quote, source, replaced(Change.NUMBER, quote or "nothing", source or "nothing")),
            risky=True,
        )
    kind = Change.SUBSTITUTION if ours and theirs else Change.INSERTION if ours else Change.DELETION
    if HYPHEN in {word.key for word in (*ours, *theirs)}:
        kind = Change.SPELLING
    says = f"punctuation: {source or 'nothing'} → {quote or 'nothing'}"
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
    if {our.key, their.key} & MONTHS and {our.key, their.key} <= MONTHS:
        return Change.DATE, True
    kinds = {kind_of(our.key, our.form, language), kind_of(their.key, their.form, language)}
    for kind in _WORST_FIRST:
        if kind in kinds and not (kind is Change.NAME and kinds == {kind} and same_stem(our.key, their.key)):
            return kind, True
    if negates(our.key, their.key):
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
    """The word without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _rewriting(ours: Sequence[Word], theirs: Sequence[Word], source: str, language: str) -> Typed:
    """Words put for more or fewer words."""
    our_words, their_words = _words(ours), _words(theirs)
    quote = " ".join(word.form for word in our_words)
    hyphen = HYPHEN in {word.key for word in (*ours, *theirs)}
    spelled, figures = "".join(_keys(our_words)), any(word.key[0].isdecimal() for word in (*our_words, *their_words))
    if hyphen and not figures and spelled == "".join(_keys(their_words)):
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


_RARE = 4  # a word that stands more often in the quotation says little of where it is
_COST = 60_000  # pairs of equal words that difflib may have to go through
_WEAK = 2  # keys without content that may have matched by chance
_FAR = 12  # keys between them and the rest
_ROOM, _LESS = 5, 0.1  # keys around, and the share of the words that may be missing, of a place nearer together
SMALL_WORD = 0.25  # what a word without content weighs


@dataclass(frozen=True, slots=True)
class Alignment:
    """The steps from the quotation's first key to its last; `coverage` is the share of its words that are matched.

    Words without content weigh a quarter. `longest` is the longest run of equal keys.
    """

    steps: tuple[Step, ...]
    coverage: float
    longest: int

    @property
    def first(self) -> int:
        """Where the part of the text begins."""
        return self.steps[0].s1

    @property
    def end(self) -> int:
        """Behind its last key."""
        return self.steps[-1].s2


def align(quote: Sequence[str], text: Folded) -> Alignment | None:
    """The quotation beside the closest part of `text`; None where nothing in it is equal."""
    first, end = _part(quote, text.keys)
    found = _aligned(quote, text.keys, first, end)
    if found is None or found.end - found.first < len(quote) + _FAR:
        return found
    # Its words stand far apart: the place around the longest match may have nearly all of them together.
    step = max((step for step in found.steps if step.same), key=lambda step: step.q2 - step.q1)
    start = max(first, step.s1 - step.q1 - _ROOM)
    closer = _aligned(quote, text.keys, start, min(end, step.s1 - step.q1 + len(quote) + _ROOM))
    return closer if closer and closer.coverage >= found.coverage - _LESS else found


def _aligned(quote: Sequence[str], text: Sequence[str], first: int, end: int) -> Alignment | None:
    """The quotation beside the keys of the text from `first` up to `end`."""
    steps = _without_chance(quote, steps_between(quote, text[first:end]))
    steps = _drawn_together(quote, text[first:end], steps)
    steps = _at_the_edges([Step(s.same, s.q1, s.q2, s.s1 + first, s.s2 + first) for s in steps])
    if not any(step.same for step in steps):
        return None
    total = sum(map(_weight, quote)) or 1.0
    matched = sum(_weight(key) for step in steps if step.same for key in quote[step.q1 : step.q2])
    return Alignment(tuple(steps), matched / total, max(step.q2 - step.q1 for step in steps if step.same))


def _weight(key: str) -> float:
    if not is_word(key):
        return 0.0
    return 1.0 if is_content(key) else SMALL_WORD


def _part(quote: Sequence[str], text: Sequence[str]) -> tuple[int, int]:
    """From where to where of the text the quotation lies, with some room on either side."""
    slack = len(quote) // 2 + 30
    if len(text) <= len(quote) + 2 * slack:
        return 0, len(text)
    places: dict[str, list[int]] = {}
    for at, key in enumerate(quote):
        places.setdefault(key, []).append(at)
    rare = {key: at for key, at in places.items() if len(at) <= _RARE and is_content(key)} or places
    pairs = _pairs(quote)
    single = [at - own for at, key in enumerate(text) if key in rare for own in rare[key][:_RARE]]
    double = [at - own for at, pair in enumerate(pairwise(text)) for own in pairs.get(pair, ())[:_RARE]]
    diagonals = sorted([*single, *double, *double])
    best, most = 0, 0
    for at, diagonal in enumerate(diagonals):
        near = bisect_right(diagonals, diagonal + slack) - at
        if near > most:
            best, most = diagonal, near
    start = max(0, best - slack // 2)
    return start, min(len(text), best + len(quote) + 2 * slack)


def _pairs(quote: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    """Where each two words that follow each other stand."""
    places: dict[tuple[str, str], list[int]] = {}
    for at, pair in enumerate(pairwise(quote)):
        places.setdefault(pair, []).append(at)
    return places


def steps_between(quote: Sequence[str], text: Sequence[str]) -> list[Step]:
    """All of the quotation beside all of the text, as `align` lays it beside a part."""
    counted = Counter(text)
    if sum(counted[key] for key in quote) > _COST:
        from rapidfuzz.distance import Levenshtein

        edits = Levenshtein.opcodes(quote, text)
        return _merged([Step(e.tag == "equal", e.src_start, e.src_end, e.dest_start, e.dest_end) for e in edits])
    matcher = SequenceMatcher(None, quote, text, autojunk=False)
    return [Step(tag == "equal", q1, q2, s1, s2) for tag, q1, q2, s1, s2 in matcher.get_opcodes()]


def _merged(steps: list[Step]) -> list[Step]:
    """Neighbouring steps of one kind as one."""
    merged: list[Step] = []
    for step in steps:
        if merged and merged[-1].same == step.same:
            last = merged.pop()
            step = Step(step.same, last.q1, step.q2, last.s1, step.s2)
        merged.append(step)
    return merged


def _without_chance(quote: Sequence[str], steps: list[Step]) -> list[Step]:
    """The steps, where a small word at either end that matched far from the rest is no match."""
    for forwards in (True, False):
        ordered = steps if forwards else steps[::-1]
        seen = [at for at, step in enumerate(ordered) if step.same]
        for at, following in pairwise(seen):
            step, other = ordered[at], ordered[following]
            apart = other.s1 - step.s2 if forwards else step.s1 - other.s2
            if apart < _FAR or not _is_weak(quote[step.q1 : step.q2]):
                break
            ordered[at] = Step(False, step.q1, step.q2, step.s1, step.s2)
        steps = _merged(ordered if forwards else ordered[::-1])
    return steps


def _is_weak(keys: Sequence[str]) -> bool:
    return len(keys) <= _WEAK or not any(is_content(key) for key in keys)


def _drawn_together(quote: Sequence[str], text: Sequence[str], steps: list[Step]) -> list[Step]:
    """The steps, where the first or last match stands nearer to the rest if the same keys do.

    Blocks match as early as they can: of "the labour", "the" would be that of the sentence's beginning.
    """
    if len(steps) > 2 and steps[0].same and not steps[1].same:
        head, gap = steps[0], steps[1]
        size, wanted = head.q2 - head.q1, tuple(quote[head.q1 : head.q2])
        for at in range(gap.s2 - size - (gap.q2 - gap.q1), head.s1, -1):
            if tuple(text[at : at + size]) == wanted:
                moved = Step(True, head.q1, head.q2, at, at + size), Step(False, gap.q1, gap.q2, at + size, gap.s2)
                return [*moved, *steps[2:]]
    return steps


def _at_the_edges(steps: list[Step]) -> list[Step]:
    """The steps without what the text has before the quotation's first word and after its last."""
    if steps and not steps[0].same:
        step = steps[0]
        first = max(step.s1, step.s2 - (step.q2 - step.q1))
        steps[0] = Step(False, step.q1, step.q2, first, step.s2)
    if len(steps) > 1 and not steps[-1].same:
        step = steps[-1]
        steps[-1] = Step(False, step.q1, step.q2, step.s1, min(step.s2, step.s1 + step.q2 - step.q1))
    return [step for step in steps if step.q2 > step.q1 or step.s2 > step.s1]
