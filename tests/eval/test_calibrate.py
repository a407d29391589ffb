"""The curve that turns a score into a probability, on numbers small enough to check."""

from math import log

import numpy as np
import pytest

from eval.calibrate import fit

# At score 0 one of four is right, at score 1 three of four.
SCORES = np.array([0.0, 0, 0, 0, 1, 1, 1, 1])
RIGHT = np.array([True, False, False, False, True, True, True, False])


def test_the_curve_goes_through_the_shares_of_right_answers() -> None:
    """The odds are 1:3 at score 0 and 3:1 at score 1, so the intercept is -ln 3 and the slope 2 ln 3."""
    assert fit([SCORES], [RIGHT]) == pytest.approx((2 * log(3), -log(3)), abs=0.01)


def test_each_set_weighs_the_same() -> None:
    """Asking the questions of one set ten times over does not give it more say."""
    other = np.array([0.0, 0, 1, 1]), np.array([True, False, True, True])
    once = fit([SCORES, other[0]], [RIGHT, other[1]])

    assert fit([np.tile(SCORES, 10), other[0]], [np.tile(RIGHT, 10), other[1]]) == pytest.approx(once, abs=0.01)


def test_two_sets_meet_in_the_middle() -> None:
    """Shares of 1/4 and 3/4 make 1/2 at score 0, and 3/4 twice make 3/4 at score 1: ln 1 and ln 3."""
    other = np.array([0.0, 0, 0, 0, 1, 1, 1, 1]), np.array([True, True, True, False, True, True, True, False])

    assert fit([SCORES, other[0]], [RIGHT, other[1]]) == pytest.approx((log(3), 0), abs=0.01)


def test_a_score_that_tells_nothing_gets_no_slope() -> None:
    """With half right at either score, the probability is one half throughout."""
    assert fit([SCORES], [np.array([True, True, False, False] * 2)]) == pytest.approx((0, 0), abs=0.01)
