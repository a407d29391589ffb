"""Questions that a paragraph of an official text answers, made by rules from its own sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from corpus.cutting.sentences import sentence_spans
from corpus.types import Span
from eval.training.made_clauses import PRONOUNS, Clause, clause_of, clauses_of
from eval.training.made_facts import CONDITION_FIRST, CONDITION_LAST, DEFINED, DEFINED_PLAIN
from eval.training.made_frames import FRAMES
from eval.training.made_sayings import Question
from eval.training.made_subjects import who_speaks
from eval.training.made_wording import as_typed, clipped, content_words, of_others, plainer


@dataclass(frozen=True, slots=True)
class Made:
    """A question made for a paragraph; `answer` is where the paragraph answers it, None where it does not."""

    question: str
    answer: Span | None
    kind: str


def made_questions(paragraph: str, rng: Random) -> Iterator[Made]:
    """The questions that `paragraph` (English) answers, in a random order, at most one of a kind and sentence first.

    Each is put in other words, now and then as key words; a question whose subject cannot be told from its
    words alone ("What must it do?") is left out.
    """
    made = list(_plain_questions(paragraph, rng))
    rng.shuffle(made)
    for one in _spread(made):
        yield replace(one, question=as_typed(tidied(plainer(one.question, rng)), rng))


def _plain_questions(paragraph: str, rng: Random) -> Iterator[Made]:
    for span in sentence_spans(paragraph, "en"):
        sentence = " ".join(span.of(paragraph).split())
        for kind, question in _of_sentence(sentence, span, rng):
            if stands_alone(question):
                yield Made(question, span, kind)


def _of_sentence(sentence: str, span: Span, rng: Random) -> Iterator[Question]:
    yield from _definitions(sentence, rng)
    yield from _conditions(sentence, span, rng)
    for clause in clauses_of(sentence, span):
        for frame in FRAMES:
            yield from frame(clause, rng)


def _definitions(sentence: str, rng: Random) -> Iterator[Question]:
    found = DEFINED.search(sentence) or DEFINED_PLAIN.search(sentence)
    if (
        not found
        or found["term"].split()[0].lower() in PRONOUNS | {"which", "in", "no", "if", "the", "a", "an", "by", "and"}
        or len(found["term"].split()) > 6
    ):
        return
    term = found["term"].strip()
    yield (
        "definition",
        rng.choice(
            [
                f"What is meant by {term}?",
                f"How is {term} defined?",
                f"What does {term} mean?",
                f"What counts as {term}?",
                f"definition of {term}",
                f"What is understood by “{term}” here?",
            ]
        ),
    )


def _conditions(sentence: str, span: Span, rng: Random) -> Iterator[Question]:
    first = CONDITION_FIRST.match(sentence)
    if first and _whole_condition(first):
        yield (
            "condition_then",
            rng.choice(
                [
                    f"What happens if {first['condition']}?",
                    f"What if {first['condition']}?",
                    f"What follows where {first['condition']}?",
                ]
            ),
        )
    clause = clause_of(sentence, span)
    if (
        first
        or not clause
        or clause.speaker != "named"
        or clause.aux not in {"shall", "may", "must", "is", "are", "can"}
    ):
        return
    last = CONDITION_LAST.search(clause.predicate)
    if last and (before := clipped(clause.predicate[: last.start()], 14)) == clause.predicate[: last.start()].strip():
        subject = who_speaks(clause, rng)
        asking = rng.choice(["On what condition", "Under what circumstances", "When", "In which cases"])
        yield "condition_when", f"{asking} {clause.aux} {subject} {before}?"


def _whole_condition(found: re.Match[str]) -> bool:
    """False for "If the goods, which ..." and "When asked, ..."."""
    opened = re.match(r"(?:which|who|or|and|whether|as|if|where|when)\b", found["then"])
    return (
        not opened
        and not found["condition"].split()[0].endswith(("ed", "ing", "ly"))
        and not _points_back(found["condition"])
    )


def _points_back(phrase: str) -> bool:
    return bool(re.search(r"\b(?:it|he|she|they|this|these|those|such|I|him|them|so)\b", phrase))


@lru_cache(maxsize=8)
def plain_clauses(paragraph: str) -> tuple[Clause, ...]:
    """The clauses of a paragraph's sentences, as far as the patterns are sure."""
    spans = sentence_spans(paragraph, "en")
    found = (clause_of(" ".join(span.of(paragraph).split()), span) for span in spans)
    return tuple(clause for clause in found if clause is not None)


def stands_alone(question: str) -> bool:
    """False for a question that leans on words before it, or is too short or too long to mean one thing."""
    words = question.split()
    leaning = re.search(
        r"\b(?:this|these|those|such|aforementioned|former|latter|above|below|same|it|he|she|him|hereof|thereof|"
        r"thereto|herein|"
        r"therein|following|I|you|your)\b|[\[\]{}*#_:]|\d[A-Z][a-z]|\b(?:its|their|them) (?:do|is)\b",
        question,
    )
    unbalanced = (
        question.count("“") != question.count("”")
        or question.count("(") != question.count(")")
        or '"' in question
        or question.endswith("U.S?")
    )
    shouted = sum(map(str.isupper, question)) > len(question) / 3
    return (
        not leaning and not unbalanced and not shouted and 4 <= len(words) <= 26 and len(content_words(question)) >= 2
    ) or question.startswith(("definition of", "What is meant"))


def tidied(question: str) -> str:
    """The question with single spaces and a capital, "our" turned into "their"."""
    text = of_others(" ".join(question.split())).replace(" ?", "?").replace(",?", "?")
    return text[0].upper() + text[1:] if not text.startswith("definition") else text


def _spread(made: list[Made]) -> Iterator[Made]:
    """First one of each sentence and kind, then the rest."""
    later: list[Made] = []
    seen: set[str | Span | None] = set()
    for one in made:
        family = one.kind.split("_")[0]
        if one.answer in seen or family in seen:
            later.append(one)
            continue
        seen |= {one.answer, family}
        yield one
    yield from later
