"""Intervals and tests: how far a figure could be off with other questions, and whether two systems differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
FLIPS = 10_000
# Up to here every way to flip the signs is tried, which takes no more than FLIPS tries and leaves nothing to chance.
EXACT = 13
_TOGETHER = 500


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
    if array.min() == array.max():  # resampling equal values changes nothing, and takes long for many small groups
        return Estimate(float(array[0]), float(array[0]), float(array[0]), len(array))
    draws = np.random.default_rng(seed).integers(0, len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(array[draws].mean(axis=1), [2.5, 97.5])
    return Estimate(float(array.mean()), float(low), float(high), len(array))


def randomisation_p(differences: Sequence[float], seed: int) -> float:
    """The two-sided p of a paired randomisation test (Smucker et al. 2007) on per-question differences.

    If the systems were alike, each difference could as well have the other sign. p is the share of sign flips whose
    mean is at least as far from 0 as the one seen: of all flips where at most 13 differences are not 0, else of 10,000
    random ones, with what was seen counted as one of them (Phipson and Smyth 2010). 1 where nothing differs.
    """
    array = np.asarray([difference for difference in differences if difference], dtype=float)
    if not len(array):
        return 1.0
    # Sums that are equal but for rounding count as equal.
    seen = float(abs(array.sum()) - 1e-9 * np.abs(array).sum())
    if len(array) <= EXACT:
        n = len(array)
        bits = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        return _as_far(np.asarray(bits * 2.0 - 1.0, dtype=np.float64), array, seen) / float(2 ** len(array))
    generator, far = np.random.default_rng(seed), 0
    for _ in range(FLIPS // _TOGETHER):
        signs = generator.choice(np.array([-1.0, 1.0]), size=(_TOGETHER, len(array)))
        far += _as_far(signs, array, seen)
    return (far + 1) / (FLIPS + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Each p corrected for how many there are (Holm 1979): the least times n, the next times n - 1, never falling."""
    adjusted: dict[str, float] = {}
    worst = 0.0
    for place, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        worst = max(worst, min(1.0, p_values[name] * (len(p_values) - place)))
        adjusted[name] = worst
    return {name: adjusted[name] for name in p_values}


def _as_far(signs: NDArray[np.float64], differences: NDArray[np.float64], seen: float) -> int:
    return int((np.abs(signs @ differences) >= seen).sum())
