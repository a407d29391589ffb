"""Quotations made from the documents of any library: every kind of edit and alteration, several a paragraph. Seeded."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from corpus.cutting.sentences import sentence_spans
from corpus.library.words import word_keys
from corpus.types import Document, Kind, ParagraphId
from eval.quotes import alterations, fair_edits
from eval.quotes.cases import PLACED, Case
from eval.quotes.fair_edits import Base, Make, pick
from eval.quotes.risky_words import MONTHS, NOT_TO_LEAVE_OUT
from qa_app.check.types import Attribution, Quotation, Verdict

SEED = 20170606
_LENGTHS = range(9, 70)  # of a sentence that is quoted
_ELSEWHERE = 60


MakeCase = Callable[[Base, random.Random], Case | None]


class Words:
    """The words of every paragraph, to tell whether a quotation stands there as it is."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._paragraphs = [(p.id, f" {' '.join(word_keys(p.text))} ") for d in documents for p in d.paragraphs]
        self._all = "\n".join(words for _, words in self._paragraphs)

    def has(self, text: str) -> bool:
        """Whether the words of `text` stand one after the other in a paragraph."""
        return f" {' '.join(word_keys(text))} " in self._all

    def places(self, text: str) -> frozenset[ParagraphId]:
        """The paragraphs that they stand in."""
        wanted = f" {' '.join(word_keys(text))} "
        return frozenset(place for place, words in self._paragraphs if wanted in words)


def made_cases(documents: Sequence[Document], seed: int = SEED, most: int = 40) -> tuple[Case, ...]:
    """At most `most` quotations of each kind, the same for the same documents and seed.

    What an alteration makes by chance that stands in some paragraph word for word is left out. Every quotation is
    credited to the paragraph it was made from, those of the wrong place apart.
    """
    words = Words(documents)
    bases = list(_bases(documents))
    named = {kind.name: _maker(kind, words) for kind in MADE}
    named |= {name: _misplaced(name, bases, words) for name in ("wrong paragraph", "wrong document")}
    return tuple(case for name, make in named.items() for case in _some(name, make, bases, seeded(seed, name), most))


def _some(name: str, make: MakeCase, bases: Sequence[Base], rng: random.Random, most: int) -> Iterator[Case]:
    """The cases that can be made of the bases, taken in random order, `most` at most."""
    made = (case for base in rng.sample(bases, len(bases)) if (case := make(base, rng)))
    for number, case in enumerate(islice(made, most), start=1):
        yield replace(case, id=f"{name} {number}")


def seeded(*seed: object) -> random.Random:
    """A generator that gives the same for the same seed, on any machine."""
    return random.Random(" ".join(map(str, seed)))  # noqa: S311


def _bases(documents: Sequence[Document]) -> Iterator[Base]:
    for document in documents:
        language = document.card.language
        sentences = [
            Base(paragraph, span.of(paragraph.text), language)
            for paragraph in document.paragraphs
            if paragraph.kind is not Kind.HEADING
            for span in sentence_spans(paragraph.text, language)
        ]
        usable = [s for s in sentences if len(s.text.split()) in _LENGTHS and sum(len(w[0]) > 3 for w in s.words) > 3]
        for base in usable:
            rng = seeded(str(base.paragraph.id), base.text)
            others = [other for other in usable if other.paragraph.id != base.paragraph.id]
            yield replace(base, elsewhere=tuple(rng.sample(others, min(_ELSEWHERE, len(others)))))


# The kinds of edit and alteration that are made, and what may be said of each.

Group = Literal["untouched", "fairly edited", "altered", "misattributed"]


@dataclass(frozen=True, slots=True)
class MadeKind:
    """One kind: its name, who it counts with, how it is made, which verdicts are right of it.

    `english` ones exchange English words; `of_one_place` says whether the words left are those of one paragraph.
    """

    name: str
    group: Group
    make: Make
    verdicts: frozenset[Verdict]
    english: bool = False
    of_one_place: bool = True


def _maker(kind: MadeKind, words: Words) -> MakeCase:
    def make(base: Base, rng: random.Random) -> Case | None:
        if kind.english and base.language != "en":
            return None
        text = kind.make(base, rng)
        if text is None or (kind.group == "altered" and words.has(text)):
            return None
        quotation = Quotation(text, base.paragraph.id.document, base.paragraph.number)
        places = frozenset({base.paragraph.id}) if kind.of_one_place else frozenset()
        attributions = frozenset() if kind.group == "altered" else PLACED
        return Case("", kind.group, kind.name, quotation, kind.verdicts, attributions, places)

    return make


def _misplaced(name: str, bases: Sequence[Base], words: Words) -> MakeCase:
    """Words as they stand, credited to a paragraph or document that has them not."""
    expected = Attribution.WRONG_PARAGRAPH if name == "wrong paragraph" else Attribution.WRONG_DOCUMENT

    def make(base: Base, rng: random.Random) -> Case | None:
        places = words.places(base.text)
        if name == "wrong paragraph":
            other = pick([o for o in base.elsewhere if o.paragraph.id not in places], rng)
        else:
            holding = {place.document for place in places}
            other = pick(
                [o for o in rng.sample(bases, min(50, len(bases))) if o.paragraph.id.document not in holding], rng
            )
        cited = other.paragraph if other else None
        if cited is None:
            return None
        quotation = Quotation(base.text, cited.id.document, cited.number)
        right = frozenset({Verdict.VERBATIM}), frozenset({expected})
        return Case("", "misattributed", name, quotation, *right, places)

    return make


_V = Verdict
_SET_OTHERWISE = frozenset({_V.TYPOGRAPHY, _V.VERBATIM})
_MEANING = frozenset({_V.ALTERED_MEANING})
_WORDS = frozenset({_V.ALTERED_MEANING, _V.ALTERED_MINOR})
_LEFT_OUT = frozenset({_V.SILENT_OMISSION, _V.ALTERED_MEANING})

_UNTOUCHED = (
    MadeKind("exact", "untouched", fair_edits.exact, frozenset({_V.VERBATIM})),
    MadeKind("fragment", "untouched", fair_edits.fragment, frozenset({_V.VERBATIM})),
)

_FAIR = (
    MadeKind("curly or straight marks", "fairly edited", fair_edits.curly_or_straight, _SET_OTHERWISE),
    MadeKind("dashes", "fairly edited", fair_edits.dashes, _SET_OTHERWISE),
    MadeKind("spaces", "fairly edited", fair_edits.spaces, _SET_OTHERWISE),
    MadeKind("line-end hyphen", "fairly edited", fair_edits.line_end_hyphen, _SET_OTHERWISE),
    MadeKind("ligature", "fairly edited", fair_edits.ligature, _SET_OTHERWISE),
    MadeKind("first letter's case", "fairly edited", fair_edits.first_letter_case, _SET_OTHERWISE),
    MadeKind("final punctuation", "fairly edited", fair_edits.final_punctuation, _SET_OTHERWISE),
    MadeKind("outer marks", "fairly edited", fair_edits.outer_marks, _SET_OTHERWISE),
    MadeKind("nested marks", "fairly edited", fair_edits.nested_marks, _SET_OTHERWISE),
    MadeKind("fair ellipsis", "fairly edited", fair_edits.fair_ellipsis, frozenset({_V.ABRIDGED}), english=True),
    MadeKind("bracketed letter", "fairly edited", fair_edits.bracketed_letter, _SET_OTHERWISE | {_V.EDITORIAL}),
    MadeKind("clarifying bracket", "fairly edited", fair_edits.clarifying_bracket, frozenset({_V.EDITORIAL})),
    MadeKind("sic", "fairly edited", fair_edits.sic, frozenset({_V.EDITORIAL})),
)


# What must not be done with words of several places: spliced, turned round, told in other words, made up.

_FEWEST = 5


def _joined(base: Base, rng: random.Random, mark: str) -> str | None:
    other = pick([o for o in base.elsewhere if o.paragraph.id != base.paragraph.id], rng)
    if other is None or len(base.words) < 2 * _FEWEST or len(other.words) < 2 * _FEWEST:
        return None
    ours, theirs = base.words, other.words
    first, rest = rng.randint(_FEWEST, len(ours) - _FEWEST), rng.randint(_FEWEST, len(theirs) - _FEWEST)
    begins = base.text[: ours[first - 1].end()]
    ends = other.text[theirs[rest].start() :]
    return begins + mark + re.sub(r"^[A-Z](?=[a-z])", lambda m: m[0].lower(), ends)


def splice(base: Base, rng: random.Random) -> str | None:
    """The beginning of one sentence and the end of one of another paragraph, without a mark."""
    return _joined(base, rng, " ")


def splice_with_ellipsis(base: Base, rng: random.Random) -> str | None:
    """The same with an ellipsis between, of paragraphs that do not follow one another."""
    far = [o for o in base.elsewhere if abs(o.paragraph.ordinal - base.paragraph.ordinal) > 1]
    return _joined(Base(base.paragraph, base.text, base.language, tuple(far)), rng, " … ")


def reversed_parts(base: Base, rng: random.Random) -> str | None:
    """The end of a sentence, an ellipsis and its beginning."""
    words = base.words
    if len(words) < 2 * _FEWEST + 1:
        return None
    at = rng.randint(_FEWEST, len(words) - _FEWEST)
    end = base.text[words[at].start() :].rstrip(" .,;:")
    return f"{end} … {base.text[: words[at - 1].end()]}"


_FRAMES = (
    "It was said that {b} and {a} matter to {c}, as everybody agreed in the end.",
    "Speakers linked {a} with {c} and hoped for quick results on {b}.",
    "{c} and {b} were described as the heart of what {a} is about.",
)


def paraphrase(base: Base, rng: random.Random) -> str | None:
    """Other words around some of the sentence's own."""
    told = [w[0] for w in base.words if len(w[0]) > 4 and w[0].isalpha() and w[0].casefold() not in NOT_TO_LEAVE_OUT]
    if len(set(told)) < 3:
        return None
    a, b, c = rng.sample(sorted(set(told)), 3)
    said = rng.choice(_FRAMES).format(a=a.lower(), b=b.lower(), c=c.lower())
    return said[:1].upper() + said[1:]


_MADE_UP = (
    "The delegates demanded the arrest of rebel commanders before the end of {month}.",
    "Fishing quotas in the northern lakes were doubled to {n} tonnes at the request of the harbour masters.",
    "Our grandmothers taught us that a kettle left on the stove since {month} never whistles twice.",
    "A bronze statue of {n} dancing horses will be unveiled opposite the railway museum in {month}.",
    "The orchestra apologised to {n} listeners whose umbrellas were stolen during the second movement.",
    "Bakers warned that rye bread could cost {n} coins by {month} because of the wet spring.",
)


def made_up(base: Base, rng: random.Random) -> str | None:
    """A sentence that no document of any kind is likely to have."""
    return rng.choice(_MADE_UP).format(month=rng.choice(MONTHS), n=rng.randint(14, 9000))


_ALTERED = (
    MadeKind("negation dropped", "altered", alterations.negation_dropped, _MEANING, english=True),
    MadeKind("negation added", "altered", alterations.negation_added, _MEANING, english=True),
    MadeKind("number", "altered", alterations.number, _MEANING),
    MadeKind("date", "altered", alterations.date, _MEANING, english=True),
    MadeKind("name", "altered", alterations.name, _MEANING, english=True),
    MadeKind("modal", "altered", alterations.modal, _MEANING, english=True),
    MadeKind("quantifier", "altered", alterations.quantifier, _MEANING, english=True),
    MadeKind("operative verb", "altered", alterations.operative_verb, _MEANING, english=True),
    MadeKind("condition dropped", "altered", alterations.condition_dropped, _LEFT_OUT, english=True),
    MadeKind("tense", "altered", alterations.tense, _WORDS, english=True),
    MadeKind("word order", "altered", alterations.word_order, _WORDS),
    MadeKind("opposite", "altered", alterations.opposite, _WORDS, english=True),
    MadeKind("substitution", "altered", alterations.substitution, _WORDS),
    MadeKind("insertion", "altered", alterations.insertion, _WORDS),
    MadeKind("silent deletion", "altered", alterations.silent_deletion, _LEFT_OUT | {_V.ALTERED_MINOR}),
    MadeKind(
        "swallowed caveat", "altered", alterations.swallowed_caveat, frozenset({_V.ELLIPSIS_CHANGES_MEANING}), True
    ),
    MadeKind("look-alike letter", "altered", alterations.lookalike, _WORDS),
    MadeKind("word split", "altered", alterations.word_split, _WORDS),
    MadeKind("words joined", "altered", alterations.words_joined, _WORDS),
    MadeKind("splice", "altered", splice, frozenset({_V.SPLICED}), of_one_place=False),
    MadeKind(
        "splice with ellipsis", "altered", splice_with_ellipsis,
        frozenset({_V.SPLICED, _V.ELLIPSIS_CHANGES_MEANING}), of_one_place=False,
    ),
    MadeKind("reversed parts", "altered", reversed_parts, frozenset({_V.SPLICED})),
    MadeKind(
        "paraphrase", "altered", paraphrase,
        frozenset({_V.PARAPHRASE, _V.NOT_FOUND, _V.ALTERED_MEANING}), english=True, of_one_place=False,
    ),
    MadeKind(
        "made up", "altered", made_up, frozenset({_V.NOT_FOUND, _V.PARAPHRASE}), english=True,
        of_one_place=False,
    ),
)  # fmt: skip

MADE = (*_UNTOUCHED, *_FAIR, *_ALTERED)
