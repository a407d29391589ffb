"""Intervals around a mean: the same for the same seed, and around the mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.stats import Estimate, estimate


def test_an_estimate_is_the_mean() -> None:
    """Of 1, 1, 0 and 0.5 it is 2.5 / 4."""
    figure = estimate([1, 1, 0, 0.5], seed=1)

    assert (figure.mean, figure.n) == (0.625, 4)


def test_an_estimate_can_be_made_again() -> None:
    """The same values and seed give the same interval, another seed one that differs a little."""
    values = [number / 40 for number in range(41)]

    assert estimate(values, seed=1) == estimate(values, seed=1)
    assert estimate(values, seed=1) != estimate(values, seed=2)
    assert estimate(values, seed=1).low == pytest.approx(estimate(values, seed=2).low, abs=0.02)


def test_an_interval_is_as_wide_as_chance() -> None:
    """100 questions, half of them right: 1.96 standard errors of 0.05 either side of 0.5."""
    figure = estimate([0, 1] * 50, seed=1)

    assert [figure.low, figure.high] == pytest.approx([0.5 - 1.96 * 0.05, 0.5 + 1.96 * 0.05], abs=0.02)


def test_more_questions_make_a_narrower_interval() -> None:
    """A figure over 400 questions is surer than one over 25."""
    few, many = estimate([0, 1, 1, 1, 1] * 5, seed=1), estimate([0, 1, 1, 1, 1] * 80, seed=1)

    assert few.mean == many.mean == 0.8
    assert few.low < many.low < 0.8 < many.high < few.high


def test_equal_values_leave_no_doubt() -> None:
    """Where every question came out the same, resampling them changes nothing."""
    assert estimate([1, 1, 1], seed=1) == Estimate(1.0, 1.0, 1.0, 3)


def test_no_values_make_an_empty_estimate() -> None:
    """Over no question at all the estimate is 0 with `n` 0, not NaN."""
    assert estimate([], seed=1) == Estimate(0.0, 0.0, 0.0, 0)


@settings(max_examples=50, deadline=None)
@given(values=st.lists(st.sampled_from([0, 0.5, 1]), min_size=1, max_size=60), seed=st.integers(0, 2**32))
def test_an_interval_contains_its_mean(values: list[float], seed: int) -> None:
    """And it never leaves the range of the values."""
    figure = estimate(values, seed)

    assert min(values) <= figure.low <= figure.mean <= figure.high <= max(values)
