"""Intervals around a mean, and whether a difference is more than chance."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measure.stats import EXACT, FLIPS, Estimate, estimate, holm, randomisation_p
from tests.rings import examples


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


@settings(max_examples=examples(50))
@given(values=st.lists(st.sampled_from([0, 0.5, 1]), min_size=1, max_size=60), seed=st.integers(0, 2**32))
def test_an_interval_contains_its_mean(values: list[float], seed: int) -> None:
    """And it never leaves the range of the values."""
    figure = estimate(values, seed)

    assert min(values) <= figure.low <= figure.mean <= figure.high <= max(values)


def test_three_wins_could_be_chance() -> None:
    """Of the eight ways to give 1, 1, 1 their signs, two are as far from 0: all plus and all minus."""
    assert randomisation_p([1, 1, 1], seed=1) == 2 / 8


def test_the_size_of_a_difference_counts() -> None:
    """Of 2, 1, -1 with sum 2, six of eight flips come to at least 2 either way; those with the 2 against both do not.

    The sums are 4, 2, 2, 0 and their negatives.
    """
    assert randomisation_p([2, 1, -1], seed=1) == 6 / 8


def test_questions_on_which_nothing_differs_say_nothing() -> None:
    """A hundred ties beside three wins leave the p of three wins; ties alone have 1."""
    assert randomisation_p([0] * 100 + [1, 1, 1], seed=1) == 2 / 8
    assert randomisation_p([0, 0], seed=1) == randomisation_p([], seed=1) == 1


def test_sums_that_differ_by_rounding_are_equal() -> None:
    """.1 + .2 is not quite .3, and three tenths still tie with themselves in another order."""
    assert randomisation_p([0.1, 0.2, -0.3], seed=1) == 1


@settings(max_examples=examples(50))
@given(st.lists(st.sampled_from([-1, -0.5, 0, 0.5, 1]), max_size=8))
def test_few_differences_are_tried_every_way(differences: list[float]) -> None:
    """The share of all sign flips that are as far from 0 as what was seen."""
    flips = [
        abs(sum(sign * d for sign, d in zip(signs, differences, strict=True)))
        for signs in product([1, -1], repeat=len(differences))
    ]

    expected = sum(flip >= abs(sum(differences)) for flip in flips) / len(flips)
    assert randomisation_p(differences, seed=1) == expected


def test_many_differences_are_tried_at_random() -> None:
    """Fourteen: 9 wins and 5 losses are as far from even in 6,946 of 2^14 flips, .424; the seed fixes what is drawn."""
    differences = [1] * 9 + [-1] * 5

    p = randomisation_p(differences, seed=1)

    assert len(differences) > EXACT
    assert p == pytest.approx(6946 / 2**14, abs=0.02)
    assert p == randomisation_p(differences, seed=1) != randomisation_p(differences, seed=2)


def test_p_is_never_0() -> None:
    """What was seen is one of the ways it could have come: 1 in 10,001 at the least."""
    assert randomisation_p([1] * 60, seed=1) == 1 / (FLIPS + 1)


def test_three_measures_share_one_chance_of_error() -> None:
    """.01 times 3; .04 times 2; .03 times 2 is less than the one before it in order, so .06 for both."""
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=6))
def test_a_corrected_p_is_no_smaller_and_keeps_its_place(p_values: dict[str, float]) -> None:
    """It stays at most 1, and the order of measures is kept."""
    corrected = holm(p_values)

    assert list(corrected) == list(p_values)
    assert all(p_values[name] <= corrected[name] <= 1 for name in p_values)
    assert all(corrected[a] <= corrected[b] for a in p_values for b in p_values if p_values[a] < p_values[b])
