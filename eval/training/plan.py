"""What the reader is shown and in which order: first the public sets alone, then all, official texts among them."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.training.domain_documents import domain_documents
from eval.training.lists import QuestionList, batches, make_lists, mixed
from eval.training.made_rows import Row, made_rows
from eval.training.made_unanswerable import unanswerable_variants
from eval.training.sources import Lesson

PAIRS = 36
FIRST, SECOND = 300, 1100  # steps

# How many lists at most of each source; the others are shown whole.
FIRST_SHARES = {
    "boolq": 3500, "reqa_sentences": 5000, "fairytaleqa": 2500, "squadshifts": 5000, "contrast_quoref_drop": 1000,
    "policyqa": 2500,
}  # fmt: skip
SECOND_SHARES = {
    "squad_explorer": 5000, "squad_train_parts": 2000, "squad2_train_subset": 200, "squadshifts": 1000, "selqa": 600,
    "qed_nq": 500, "covidqa": 500, "boolq": 500, "reqa_sentences": 700, "contrast_quoref_drop": 300,
    "fairytaleqa": 200, "bioasq12b": 200, "policyqa": 900, "xquad.en": 250, "xquad.de": 250, "xquad.es": 250,
    "xquad.de-en": 250, "xquad.es-en": 250, "made": 1500, "made unanswerable": 900, "changed": 1300,
}  # fmt: skip
# Made questions are stiff: no kind of them may become a habit.
MOST_OF_A_KIND, CHANGED = 400, frozenset({"squad_train_parts", "squadshifts", "squad_explorer"})


@dataclass(frozen=True, slots=True)
class Plan:
    """The batches in their order, and how many lists of each source they have."""

    batches: tuple[tuple[QuestionList, ...], ...]

    @property
    def counts(self) -> dict[str, int]:
        """{source: lists shown}."""
        found: dict[str, int] = defaultdict(int)
        for batch in self.batches:
            for one in batch:
                found[one.source] += 1
        return dict(sorted(found.items()))


def make_plan(lessons: Sequence[Lesson], root: Path, seed: int, steps: tuple[int, int] = (FIRST, SECOND)) -> Plan:
    """The lists of both parts; `lessons` come mined, `root` has the official texts."""
    rng = random.Random(seed)  # noqa: S311 - chosen by seed, for repeatability
    first = _part(_by_source(lessons, rng), FIRST_SHARES, rng, steps[0])
    rng = random.Random(seed + 1)  # noqa: S311 - chosen by seed, for repeatability
    more = [*lessons, *made_lessons(root, rng), *changed_lessons(lessons, rng)]
    second = _part(_by_source(more, rng), SECOND_SHARES, rng, steps[1])
    return Plan((*first, *second))


def made_lessons(root: Path, rng: random.Random) -> Iterator[Lesson]:
    """Questions made by rules from official texts; other paragraphs of the same document mislead."""
    rows = _few_of_a_kind(made_rows(domain_documents(root), rng), rng)
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        paragraphs[row.group].append(row.paragraph)
    for row in rows:
        if not row.label:
            yield Lesson("made unanswerable", row.question, (), (row.paragraph,), "", "")
            continue
        others = sorted(set(paragraphs[row.group]) - {row.paragraph})
        words = row.answer if row.answer and row.answer in row.paragraph else ""
        yield Lesson("made", row.question, (row.paragraph,), tuple(rng.sample(others, min(4, len(others)))), words, "")


def changed_lessons(lessons: Iterable[Lesson], rng: random.Random) -> Iterator[Lesson]:
    """People's questions changed so that their own paragraph answers no more: another name, number, year, role."""
    for lesson in lessons:
        if lesson.source in CHANGED and lesson.answering and rng.random() < 0.2:
            found = list(unanswerable_variants(lesson.question, lesson.answering[0], lesson.misleading, rng))
            if found:
                misleading = (*lesson.misleading[:2], lesson.answering[0])
                yield replace(
                    lesson, source="changed", question=rng.choice(found).question, answering=(), misleading=misleading
                )


def _few_of_a_kind(rows: Iterable[Row], rng: random.Random) -> list[Row]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    return [row for of in kinds.values() for row in rng.sample(of, min(len(of), MOST_OF_A_KIND))]


def _by_source(lessons: Iterable[Lesson], rng: random.Random) -> Mapping[str, list[QuestionList]]:
    lists: dict[str, list[QuestionList]] = defaultdict(list)
    for one in make_lists(lessons, rng):
        lists[one.source].append(one)
    return lists


def _part(
    lists: Mapping[str, Sequence[QuestionList]], shares: Mapping[str, int], rng: random.Random, steps: int
) -> list[tuple[QuestionList, ...]]:
    return [tuple(batch) for batch in batches(mixed(lists, shares, rng), PAIRS, rng)[:steps]]
