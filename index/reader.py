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

    The two numbers are what `eval.calibrate` fits on the shipped statement's dev questions, SQuAD 2 articles and
    ClapNQ, of which about half cannot be answered, each set weighing the same. A score tells what is off the subject,
    hardly what is near it; a model that reads the question takes this one's place by the same method.
    """

    def __init__(self, slope: float = 4.57, intercept: float = -2.84) -> None:
        self._slope = slope
        self._intercept = intercept

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
        """See Reader."""
        return tuple(1 / (1 + math.exp(-(self._slope * hit.score + self._intercept))) for hit in hits)
