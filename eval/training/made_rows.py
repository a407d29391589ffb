"""Rows to train the reader on: a question, a paragraph and whether it answers, from the official documents."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from eval.training.made_questions import Made, made_questions
from eval.training.made_unanswerable import unanswerable_variants
from eval.training.made_wording import content_words

# The kinds that are easy to make are many: this share of them is kept.
SHARE = {"fact_whether": 0.7, "missing_time": 0.9, "false_premise": 0.25, "missing_number": 1.0}

# What these ask for is seldom said twice, even where the words are.
PRECISE = {"definition", "time", "how_many", "how_much", "why"}


@dataclass(frozen=True, slots=True)
class Row:
    """One pair to learn from; `group` is the document, `answer` the sentence that answers."""

    question: str
    paragraph: str
    label: int
    kind: str
    group: str
    answer: str | None


def made_rows(documents: Iterable[tuple[str, Sequence[str]]], rng: Random) -> Iterator[Row]:
    """At most three questions that a paragraph answers and three that it does not, for each paragraph.

    A question whose words all stand in another paragraph of the document too is left out: that one may answer it.
    """
    for group, paragraphs in documents:
        stems = [_stems(text) for text in paragraphs]
        made = [_kept(made_questions(text, rng), 6, rng) for text in paragraphs]
        for place, text in enumerate(paragraphs):
            own = [one for one in made[place] if one.kind in PRECISE or _is_of_one(one.question, place, stems)]
            yield from (_row(one, text, group) for one in own[:3])
            others = _others(place, paragraphs, made, rng)
            variants = [new for one in made[place] for new in unanswerable_variants(one.question, text, others, rng)]
            rng.shuffle(variants)
            yield from (_row(one, text, group) for one in _kept(variants, 3, rng))


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that say what a text is about."""
    return frozenset(word.lower()[:5] for word in content_words(text) if len(word) > 2)


def _is_of_one(question: str, place: int, stems: Sequence[frozenset[str]]) -> bool:
    shared = _stems(question) & stems[place]
    return bool(shared) and not any(shared <= other for at, other in enumerate(stems) if at != place)


def _kept(made: Iterable[Made], most: int, rng: Random) -> list[Made]:
    """The first `most`, no two of one kind."""
    chosen: dict[str, Made] = {}
    for one in made:
        if rng.random() < SHARE.get(one.kind, 1.0):
            chosen.setdefault(one.kind, one)
    return list(islice(chosen.values(), most))


def _others(place: int, paragraphs: Sequence[str], asked: Sequence[Sequence[Made]], rng: Random) -> list[str]:
    """Some other paragraphs of the document and the questions made of them."""
    elsewhere = [other for other in range(len(paragraphs)) if other != place]
    sample = rng.sample(elsewhere, min(12, len(elsewhere)))
    return [paragraphs[other] for other in sample] + [made.question for other in sample for made in asked[other]]


def _row(made: Made, paragraph: str, group: str) -> Row:
    answer = made.answer.of(paragraph) if made.answer else None
    return Row(made.question, paragraph, int(made.answer is not None), made.kind, group, answer)
