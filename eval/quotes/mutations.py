"""Quotations made from the documents of any library: every kind of edit and alteration, several a paragraph. Seeded."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.cutting.sentences import sentence_spans
from corpus.library.words import word_keys
from corpus.types import Document, Kind, Paragraph, ParagraphId
from eval.quotes.base import Base, pick
from eval.quotes.cases import PLACED, Case
from eval.quotes.kinds import MADE, Group, MadeKind
from qa_app.check.types import Attribution, Quotation, Verdict

SEED = 20170606
_WORDS = range(9, 70)  # of a sentence that is quoted
_ELSEWHERE = 60


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
    made = [_of_kind(kind, bases, words, seeded(seed, kind.name), most) for kind in MADE]
    wrong = [_misplaced(name, bases, words, seeded(seed, name), most) for name in _MISPLACED]
    return tuple(case for of_kind in (*made, *wrong) for case in of_kind)


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
        usable = [s for s in sentences if len(s.text.split()) in _WORDS and sum(len(w[0]) > 3 for w in s.words) > 3]
        for base in usable:
            rng = seeded(str(base.paragraph.id), base.text)
            others = [other for other in usable if other.paragraph.id != base.paragraph.id]
            yield replace(base, elsewhere=tuple(rng.sample(others, min(_ELSEWHERE, len(others)))))


def _of_kind(kind: MadeKind, bases: Sequence[Base], words: Words, rng: random.Random, most: int) -> list[Case]:
    found: list[Case] = []
    for base in rng.sample(bases, len(bases)):
        if len(found) == most:
            break
        if kind.english and base.language != "en":
            continue
        text = kind.make(base, rng)
        if text is None or (kind.group == "altered" and words.has(text)):
            continue
        found.append(_case(f"{kind.name} {len(found) + 1}", kind, base, text, words))
    return found


def _case(case_id: str, kind: MadeKind, base: Base, text: str, words: Words) -> Case:
    quotation = Quotation(text, base.paragraph.id.document, base.paragraph.number)
    places = frozenset({base.paragraph.id}) if kind.of_one_place else frozenset()
    sound = kind.group != "altered"
    attributions = PLACED if sound else frozenset()
    return Case(case_id, kind.group, kind.name, quotation, kind.verdicts, frozenset(attributions), places)


_MISPLACED = ("wrong paragraph", "wrong document")


def _misplaced(name: str, bases: Sequence[Base], words: Words, rng: random.Random, most: int) -> list[Case]:
    """Words as they stand, credited to a paragraph or document that has them not."""
    found: list[Case] = []
    group: Group = "misattributed"
    expected = Attribution.WRONG_PARAGRAPH if name == "wrong paragraph" else Attribution.WRONG_DOCUMENT
    for base in rng.sample(bases, len(bases)):
        if len(found) == most:
            break
        places = words.places(base.text)
        cited = _wrong_place(name, base, bases, places, rng)
        if cited is None:
            continue
        quotation = Quotation(base.text, cited.id.document, cited.number)
        verdicts = frozenset({Verdict.VERBATIM})
        case_id = f"{name} {len(found) + 1}"
        found.append(Case(case_id, group, name, quotation, verdicts, frozenset({expected}), places))
    return found


def _wrong_place(
    name: str, base: Base, bases: Sequence[Base], places: frozenset[ParagraphId], rng: random.Random
) -> Paragraph | None:
    if name == "wrong paragraph":
        other = pick([o for o in base.elsewhere if o.paragraph.id not in places], rng)
    else:
        holding = {place.document for place in places}
        other = pick([o for o in rng.sample(bases, min(50, len(bases))) if o.paragraph.id.document not in holding], rng)
    return other.paragraph if other else None
