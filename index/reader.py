"""The seam where a hit becomes a probability: does this paragraph answer this question?"""

import math
from collections.abc import Sequence
from typing import Protocol

from index.hits import Hit


class Reader(Protocol):
    """Judges paragraphs against a question."""

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
        """For each hit the probability, 0 to 1, that its paragraph answers `question`."""


class ScoreReader:
    """The first, honest reader: a logistic curve over the retriever's score (Platt 1999).

    `eval.calibrate` fits the two numbers on questions of which half cannot be answered. A score tells what is off
    the subject, hardly what is near it; a model that reads the question takes this one's place by the same method.
    """

    def __init__(self, slope: float = 6.0, intercept: float = -3.0) -> None:
        self._slope = slope
        self._intercept = intercept

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
        """See Reader."""
        return tuple(1 / (1 + math.exp(-(self._slope * hit.score + self._intercept))) for hit in hits)
