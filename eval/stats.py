"""Intervals: how far a figure could be off with other questions of the same kind. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` questions with its 95 % interval; all NaN-free, 0 where `n` is 0."""

    mean: float
    low: float
    high: float
    n: int


def estimate(values: Sequence[float], seed: int) -> Estimate:
    """The mean of `values` with a percentile bootstrap interval (Efron 1979): 2,000 resamples, 2.5 and 97.5 %."""
    if not values:
        return Estimate(0.0, 0.0, 0.0, 0)
    array = np.asarray(values, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(array[draws].mean(axis=1), [2.5, 97.5])
    return Estimate(float(array.mean()), float(low), float(high), len(array))
