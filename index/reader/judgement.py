"""The seam where a hit becomes a probability: does this paragraph answer this question, and which sentence of it?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.hits import Hit

JUDGED = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the hits to be judged, best first, and how many paragraphs they were the best of.

    `is_english` where both the question and most of the hits are; `judged` are so many of the hits, a few where that is
    enough, more where every paragraph that answers is wanted.
    """

    question: str
    hits: tuple[Hit, ...]
    searched: int
    is_english: bool = True
    judged: int = JUDGED


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cross-encoder says of one hit, as logits: that the paragraph answers, and that the answer's words stand in
    each of the hit's sentences.
    """

    answers: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The probability, 0 to 1, that a hit's paragraph answers, and a score for each of the hit's sentences.

    Sentence scores compare within the paragraph alone, higher is better, and `rank` among the hits of one question.
    """

    probability: float
    sentences: tuple[float, ...]
    rank: float = 0.0


class Reader(Protocol):
    """Judges paragraphs against questions."""

    @property
    def name(self) -> str:
        """What reports call it."""

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """For each question a judgement of each of its hits, in their order."""


class ScoreReader:
    """The reader for encoders that no reader was trained for: a logistic curve over the retriever's score (Platt 1999).

    `eval.training.calibrate` fits the two numbers on questions, about half of which cannot be answered; each set weighs
    the same. A score tells what is off the subject, hardly what is near it.
    """

    name = "ScoreReader"

    def __init__(self, slope: float = 4.57, intercept: float = -2.84) -> None:
        self._slope = slope
        self._intercept = intercept

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See Reader."""
        return [tuple(self._judge(hit) for hit in each.hits) for each in asked]

    def _judge(self, hit: Hit) -> Judgement:
        probability = 1 / (1 + math.exp(-(self._slope * hit.score + self._intercept)))
        return Judgement(probability, tuple(sentence.score for sentence in hit.sentences), hit.score)
