"""Each change between a quotation and its source: what kind it is and whether the meaning may have changed. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_app.quotes import word_lists as english
from qa_app.quotes.aligning import Step
from qa_app.quotes.fold import HYPHEN, Folded, is_word
from qa_app.quotes.kinds_of_words import is_content, is_minor, kind_of, negates, same_stem, strength
from qa_app.quotes.saying import american_of, left_out, put_in, replaced
from qa_app.quotes.types import Change, Difference

# The first of these that a longer change has in it is what it is called.
_WORST_FIRST = (
    Change.NEGATION, Change.NUMBER, Change.DATE, Change.MODAL, Change.CONDITION, Change.QUANTIFIER, Change.NAME,
)  # fmt: skip


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
        found += _typed(list(quote[step.q1 : step.q2]), source, text.words(step.s1, step.s2), language)
    return found


def omission(text: Folded, first: int, end: int, language: str) -> Typed:
    """What leaving out those keys of the text comes to."""
    words = [Word(text.keys[at], text.form(at)) for at in range(first, end)]
    return _deletion(_words(words), text.words(first, end), language)


def _typed(ours: list[Word], theirs: list[Word], source: str, language: str) -> Iterator[Typed]:
    our_words, their_words = _words(ours), _words(theirs)
    if not our_words and not their_words:
        yield _punctuation(ours, theirs)
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


def _punctuation(ours: Sequence[Word], theirs: Sequence[Word]) -> Typed:
    quote, source = " ".join(w.form for w in ours), " ".join(w.form for w in theirs)
    kind = Change.SUBSTITUTION if ours and theirs else Change.INSERTION if ours else Change.DELETION
    if HYPHEN in {word.key for word in (*ours, *theirs)}:
        kind = Change.SPELLING
    says = f"punctuation: {source or 'nothing'} → {quote or 'nothing'}"
    return Typed(Difference(kind, quote, source, says), risky=False)


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
    if {our.key, their.key} & english.MONTHS and {our.key, their.key} <= english.MONTHS:
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
    if hyphen and "".join(w.key for w in our_words) == "".join(w.key for w in their_words):
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
    return Typed(Difference(kind, said, source, order), risky=True)
