"""What confidence is worth, worked out by hand and beside scikit-learn."""

import json
from dataclasses import asdict
from itertools import permutations
from random import Random
from statistics import mean
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eval.measure.curves import BINS, Figure, aurc, auroc, calibration, calibration_error, risk_coverage, with_interval
from tests.rings import examples

approx: Any = pytest.approx  # mypy takes it for a type that no number can equal
CONFIDENCES = st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.7, 0.9, 1.0])
PAIRS = st.lists(st.tuples(CONFIDENCES, st.booleans()), min_size=2, max_size=40)


def test_risk_grows_as_less_sure_questions_are_answered() -> None:
    """Right, wrong, right, wrong: risks 0/1, 1/2, 1/3 and 2/4, which are 1/3 on average.

    In the best order both right ones come first: 0, 0, 1/3 and 2/4. In no order half are wrong.
    """
    curve = risk_coverage([0.9, 0.8, 0.7, 0.2], [True, False, True, False])

    assert curve.points == ((0.25, 0, 0.9), (0.5, 0.5, 0.8), (0.75, approx(1 / 3), 0.7), (1, 0.5, 0.2))
    assert curve.area == Figure(approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4), 4)
    assert curve.optimal == approx((0 + 0 + 1 / 3 + 2 / 4) / 4)
    assert curve.unordered == 0.5


def test_equal_confidences_are_answered_together() -> None:
    """Two of equal confidence, one wrong, are one point; each carries half an error: risks 1/2, 1/2 and 1/3."""
    curve = risk_coverage([0.8, 0.8, 0.1], [True, False, True])

    assert curve.points == ((approx(2 / 3), 0.5, 0.8), (1, approx(1 / 3), 0.1))
    assert curve.area.value == approx((1 / 2 + 1 / 2 + 1 / 3) / 3)


def test_the_area_with_ties_is_the_one_expected_of_breaking_them_at_random() -> None:
    """The mean over every order of three tied answers before a sure one."""
    right = [True, True, False, False]
    areas = []
    for order in permutations(right[1:]):
        broken = risk_coverage([0.9, 0.5, 0.4, 0.3], [right[0], *order])
        areas.append(broken.area.value)

    tied = risk_coverage([0.9, 0.4, 0.4, 0.4], right)

    assert tied.area.value == approx(mean(area for area in areas if area is not None))


@settings(max_examples=examples(100))
@given(PAIRS, st.randoms())
def test_the_order_of_the_questions_makes_no_difference(pairs: list[tuple[float, bool]], random: Random) -> None:
    """And the area lies between the best and the worst that the same answers could have."""
    sure, right = zip(*pairs, strict=True)
    assume(len(set(sure)) > 1)
    shuffled = sorted(pairs, key=lambda _: random.random())
    again = risk_coverage(*zip(*shuffled, strict=True))
    curve = risk_coverage(sure, right)

    assert again.area.value == approx(curve.area.value)
    assert [point[0] for point in again.points] == [point[0] for point in curve.points]
    assert curve.area.value is not None
    assert curve.optimal is not None
    assert curve.optimal - 1e-9 <= curve.area.value <= 1
    assert curve.points[-1][:2] == (1, approx(right.count(False) / len(right)))


def test_an_order_without_mistakes_has_the_best_area() -> None:
    """Every right one surer than every wrong one."""
    curve = risk_coverage([0.9, 0.8, 0.3, 0.2, 0.1], [True, True, True, False, False])

    assert curve.area.value == curve.optimal


def test_auroc_is_the_chance_of_being_surer_of_the_right_one() -> None:
    """Of the six pairs of a right and a wrong one, four are in order and one is tied: 4.5 of 6."""
    figure = auroc([0.9, 0.5, 0.2, 0.5, 0.1], [True, True, True, False, False])

    assert figure == Figure(4.5 / 6, 5)


@pytest.mark.slow  # loads scikit-learn
@settings(max_examples=100)
@given(PAIRS)
def test_auroc_is_that_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    """Ties and all."""
    sure, right = zip(*pairs, strict=True)
    assume(len(set(right)) == 2 and len(set(sure)) > 1)

    from sklearn.metrics import roc_auc_score

    assert auroc(sure, right).value == approx(roc_auc_score(right, sure))


def test_the_calibration_error_is_the_gap_weighted_by_the_bin() -> None:
    """Half right at .8 and .9 is a gap of .35 for two of four; all right at .95 and none at .05, .05 each."""
    figure = calibration([0.75, 0.8, 0.95, 0.05], [True, False, True, False])

    assert figure.error == Figure(approx((2 * abs(0.775 - 0.5) + 0.05 + 0.05) / 4), 4)
    rows = [(b.low, b.high, b.n, approx(b.confidence), b.right) for b in figure.bins if b.n]
    assert rows == [(0.0, 0.1, 1, 0.05, 0.0), (0.7, 0.8, 2, 0.775, 0.5), (0.9, 1.0, 1, 0.95, 1.0)]


def test_a_bin_holds_its_upper_edge() -> None:
    """.3 belongs to .2 to .3 and 1 to the last; 0, which is above nothing, to the first."""
    table = calibration([0.0, 0.1, 0.3, 0.6, 0.7, 1.0], [True] * 6).bins

    assert [b.n for b in table] == [2, 0, 1, 0, 0, 1, 1, 0, 0, 1]
    assert len(table) == BINS


@pytest.mark.slow  # loads scikit-learn
def test_the_reliability_table_is_that_of_scikit_learn() -> None:
    """Away from the edges, which scikit-learn puts into the bin above."""
    sure = [0.05, 0.12, 0.17, 0.33, 0.38, 0.55, 0.72, 0.74, 0.88, 0.97]
    right = [False, False, True, False, True, True, False, True, True, True]
    from sklearn.calibration import calibration_curve

    shares, confidences = calibration_curve(right, sure, n_bins=10)

    table = [b for b in calibration(sure, right).bins if b.n]

    assert [b.right for b in table] == approx(list(shares))
    assert [b.confidence for b in table] == approx(list(confidences))


def test_scores_that_are_no_probabilities_are_not_calibrated() -> None:
    """BM25's run from 0 to 17; the range is named."""
    figure = calibration([0.0, 17.2], [False, True])

    assert figure.error == Figure(None, 2, "The confidences, 0 to 17.2, are no probabilities.")
    assert figure.bins == ()


@pytest.mark.parametrize(
    ("sure", "right", "reason"),
    [
        ([], [], "There is no question."),
        ([0.4], [True], "There is only one question."),
        ([0.4, 0.4], [True, False], "All 2 confidences are the same."),
    ],
)
def test_confidences_that_tell_no_question_from_another_have_no_figures(
    sure: list[float], right: list[bool], reason: str
) -> None:
    """Each figure is None and says why; there is no NaN, which JSON has not."""
    nothing = {"value": None, "n": len(sure), "reason": reason, "low": None, "high": None}
    figures = (risk_coverage(sure, right), auroc(sure, right), calibration(sure, right))

    assert [json.loads(json.dumps(asdict(figure), allow_nan=False)) for figure in figures] == [
        {"area": nothing, "optimal": None, "unordered": None, "points": []},
        nothing,
        {"error": nothing, "bins": []},
    ]
    assert [with_interval(of, sure, right, 1) for of in (aurc, auroc, calibration_error)] == [figures[1]] * 3


@pytest.mark.parametrize("right", [[True, True], [False, False]], ids=["all right", "all wrong"])
def test_where_all_are_of_one_sort_there_is_nothing_to_tell_apart(right: list[bool]) -> None:
    """The AUROC is None with a reason; the area is what it must be, all risk or none."""
    assert auroc([0.2, 0.6], right) == Figure(None, 2, "All 2 questions are of one sort.")
    curve = risk_coverage([0.2, 0.6], right)
    assert curve.area.value == curve.optimal == float(not right[0])


def test_an_interval_is_as_wide_as_chance() -> None:
    """200 pairs that are told apart by chance alone: half an AUROC, a twentieth either way at 400 questions.

    The standard error is the square root of (m + n + 1) / (12 m n), here .029, and 1.96 of it are .057.
    """
    sure, right = [i % 20 / 20 for i in range(400)], [i % 40 < 20 for i in range(400)]

    figure = with_interval(auroc, sure, right, seed=1)

    assert (figure.value, figure.n) == (0.5, 400)
    assert [figure.low, figure.high] == approx([0.5 - 0.057, 0.5 + 0.057], abs=0.012)
    assert figure == with_interval(auroc, sure, right, seed=1) != with_interval(auroc, sure, right, seed=2)


def test_resamples_of_one_sort_are_passed_over() -> None:
    """With one wrong in three, some resamples have none; the others all have an AUROC of 1."""
    figure = with_interval(auroc, [0.9, 0.8, 0.1], [True, True, False], seed=1)

    assert (figure.low, figure.high) == (1.0, 1.0)


def test_every_question_needs_a_confidence() -> None:
    """A run that lost one cannot be measured."""
    with pytest.raises(ValueError, match="1 confidences for 2 questions"):
        auroc([0.5], [True, False])
