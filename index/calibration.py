"""From what is seen of a hit to the probability that it answers: a logistic model over standardised features. Pure."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReaderUnavailable

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by the name of a feature, with the mean and deviation that each is standardised by.

    The probability is 1 / (1 + e^-(intercept + sum of weight x (value - mean) / deviation)); a feature that is not
    given counts as its mean. Fitted by `python -m eval.calibrate` (Platt 1999, with more than one score).
    """

    intercept: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    deviations: Mapping[str, float]

    def probability(self, features: Features) -> float:
        """0 to 1."""
        total = self.intercept
        for name, weight in self.weights.items():
            if name in features:
                total += weight * (features[name] - self.means[name]) / self.deviations[name]
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def read_calibration(path: Path) -> Calibration:
    """The calibration in a JSON file; raises ReaderUnavailable where it is none."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Calibration(
            float(stored["intercept"]),
            {name: float(each["weight"]) for name, each in stored["features"].items()},
            {name: float(each["mean"]) for name, each in stored["features"].items()},
            {name: float(each["deviation"]) for name, each in stored["features"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderUnavailable(f"The reader's calibration {path} cannot be read: {error!r}.") from error


def margins(scores: Sequence[float]) -> list[float]:
    """For each score how far it is above the best of the others; 0 for one alone."""
    if len(scores) < 2:
        return [0.0] * len(scores)
    first, second = sorted(scores, reverse=True)[:2]
    return [score - (second if score == first else first) for score in scores]
