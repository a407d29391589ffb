"""What a system's confidence is worth: risk against coverage, AUROC and calibration. Pure.

Everything is computed from pairs (confidence, right). Where a figure has no meaning it is None, with the reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

BINS = 10
RESAMPLES = 500
_EDGES = np.linspace(0, 1, BINS + 1)

Confidences = Sequence[float] | NDArray[np.float64]
Marks = Sequence[bool] | NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value over `n` questions and its 95 % interval, if asked for; None where there can be none, for `reason`."""

    value: float | None
    n: int
    reason: str | None = None
    low: float | None = None
    high: float | None = None


Measure = Callable[[Confidences, Marks], Figure]


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Risk (the share wrong among those answered) against coverage (the share answered).

    `points` are (coverage, risk, least confidence), one for each confidence that occurs, the surest first. `optimal` is
    the area that the same answers would have in the best order, `unordered` in no order: the share wrong of all.
    """

    area: Figure
    optimal: float | None
    unordered: float | None
    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """The confidences above `low` up to `high`: how many, their mean, and the share that was right (0 where none)."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The expected calibration error and the table it comes from; no bins where there is no error."""

    error: Figure
    bins: tuple[Bin, ...]


def risk_coverage(confidences: Confidences, right: Marks) -> RiskCoverage:
    """The curve of El-Yaniv and Wiener (2010), with `aurc` as its area."""
    sure, good = _arrays(confidences, right)
    area = aurc(confidences, right)
    if area.reason:
        return RiskCoverage(area, None, None, ())
    levels, group, sizes = _levels(sure)
    last = np.cumsum(sizes)
    points = zip(last / len(good), np.cumsum(np.bincount(group, weights=~good)) / last, levels, strict=True)
    answered = np.arange(1, len(good) + 1)
    best = np.maximum(answered - good.sum(), 0) / answered
    return RiskCoverage(
        area,
        float(best.mean()),
        float(1 - good.mean()),
        tuple((float(coverage), float(risk), float(level)) for coverage, risk, level in points),
    )


def aurc(confidences: Confidences, right: Marks) -> Figure:
    """The area under the risk-coverage curve (Geifman and El-Yaniv 2017).

    It is the mean risk over the coverages 1/n, 2/n, ..., 1. Equal confidences share their errors evenly, which is the
    area expected when ties are broken at random.
    """
    sure, good = _arrays(confidences, right)
    if reason := _says_nothing(sure):
        return Figure(None, len(sure), reason)
    _, group, sizes = _levels(sure)
    wrong = np.bincount(group, weights=~good) / sizes
    risks = np.cumsum(np.repeat(wrong, sizes)) / np.arange(1, len(good) + 1)
    return Figure(float(risks.mean()), len(good))


def auroc(confidences: Confidences, positive: Marks) -> Figure:
    """The chance that a positive question has a higher confidence than a negative one, ties counting half.

    It is the area under the receiver operating characteristic (Hanley and McNeil 1982); it takes both sorts.
    """
    sure, good = _arrays(confidences, positive)
    if reason := _says_nothing(sure):
        return Figure(None, len(sure), reason)
    above, below = sure[good], np.sort(sure[~good])
    if not len(above) or not len(below):
        return Figure(None, len(sure), f"All {len(sure)} questions are of one sort.")
    beaten = np.searchsorted(below, above, "left") + np.searchsorted(below, above, "right")
    return Figure(float(beaten.sum() / (2 * len(above) * len(below))), len(sure))


def calibration(confidences: Confidences, right: Marks) -> Calibration:
    """The expected calibration error with its table; see `calibration_error`."""
    error = calibration_error(confidences, right)
    if error.reason:
        return Calibration(error, ())
    sure, good = _arrays(confidences, right)
    place = np.digitize(sure, _EDGES[1:-1], right=True)
    return Calibration(
        error, tuple(_bin(number, sure[place == number], good[place == number]) for number in range(BINS))
    )


def calibration_error(confidences: Confidences, right: Marks) -> Figure:
    """The expected calibration error over ten bins of equal width (Guo et al. 2017).

    It is the gap between mean confidence and share right in each bin, weighted by the bin's size. Confidences that do
    not lie between 0 and 1 are no probabilities, and have no such error.
    """
    sure, good = _arrays(confidences, right)
    if reason := _says_nothing(sure):
        return Figure(None, len(sure), reason)
    if sure.min() < 0 or sure.max() > 1:
        return Figure(None, len(sure), f"The confidences, {sure.min():.4g} to {sure.max():.4g}, are no probabilities.")
    place = np.digitize(sure, _EDGES[1:-1], right=True)
    return Figure(float(np.abs(np.bincount(place, weights=sure - good)).sum() / len(sure)), len(sure))


def with_interval(of: Measure, confidences: Confidences, right: Marks, seed: int) -> Figure:
    """`of` the pairs, with a percentile bootstrap interval (Efron 1979) over 500 resamples of the questions.

    A resample that has no value, such as one whose questions are all of one sort, is passed over.
    """
    figure = of(confidences, right)
    if figure.value is None:
        return figure
    sure, good = _arrays(confidences, right)
    draws = np.random.default_rng(seed).integers(0, len(sure), size=(RESAMPLES, len(sure)))
    values = [value for draw in draws if (value := of(sure[draw], good[draw]).value) is not None]
    low, high = np.percentile(values or [figure.value], [2.5, 97.5])
    return replace(figure, low=float(low), high=float(high))


def _says_nothing(sure: NDArray[np.float64]) -> str | None:
    """Why these confidences tell no question from another; None where they do."""
    if len(sure) <= 1:
        return "There is no question." if not len(sure) else "There is only one question."
    if sure.min() == sure.max():
        return f"All {len(sure)} confidences are the same."
    return None


def _levels(
    sure: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """The confidences that occur, the highest first; for each question which of them it has; how many have each."""
    levels, group, sizes = np.unique(-sure, return_inverse=True, return_counts=True)
    return -levels, group, sizes


def _bin(number: int, sure: NDArray[np.float64], good: NDArray[np.bool_]) -> Bin:
    low, high = (round(float(edge), 10) for edge in _EDGES[number : number + 2])
    if not len(sure):
        return Bin(low, high, 0, 0.0, 0.0)
    return Bin(low, high, len(sure), float(sure.mean()), float(good.mean()))


def _arrays(confidences: Confidences, right: Marks) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    if len(confidences) != len(right):
        raise ValueError(f"There are {len(confidences)} confidences for {len(right)} questions.")
    return np.asarray(confidences, dtype=float), np.asarray(right, dtype=bool)
