"""Measures, worked out by hand."""

from math import log2

import pytest

from eval.dataset import GoldQuestion
from eval.measures import answering, retrieval
from eval.systems import Response


def asked(name: str, *relevant: str) -> GoldQuestion:
    return GoldQuestion(name, f"Question {name}?", relevant, "plain", "test", None)


def ranked(*addresses: str, answered: bool = True) -> Response:
    return Response(addresses, answered, 0.5, 0.0)


def test_a_question_with_one_right_paragraph() -> None:
    """Found second: the first is wrong, it is among three, 1/2 of a rank, and 1/log2(3) of the gain."""
    values = retrieval([asked("a", "d#1")], [ranked("d#9", "d#1", "d#8")])

    assert values == {
        "P@1": {"a": 0.0},
        "R@1": {"a": 0.0},
        "R@3": {"a": 1.0},
        "MRR": {"a": 1 / 2},
        "nDCG@10": {"a": pytest.approx(1 / log2(3))},
    }


def test_a_question_with_two_right_paragraphs() -> None:
    """Found first and fourth: one of two at 1 and at 3; the gain 1 + 1/log2(5) of the best, 1 + 1/log2(3)."""
    values = retrieval([asked("a", "d#1", "d#2")], [ranked("d#2", "d#9", "d#8", "d#1")])

    assert values == {
        "P@1": {"a": 1.0},
        "R@1": {"a": 1 / 2},
        "R@3": {"a": 1 / 2},
        "MRR": {"a": 1.0},
        "nDCG@10": {"a": pytest.approx((1 + 1 / log2(5)) / (1 + 1 / log2(3)))},
    }


def test_the_gain_is_cut_off_at_ten_and_the_reciprocal_rank_is_not() -> None:
    """A paragraph at rank 11 gains nothing, and has 1/11 of a rank."""
    ranking = [f"d#{number}" for number in range(11, 0, -1)]
    values = retrieval([asked("a", "d#1")], [ranked(*ranking)])

    assert [values["nDCG@10"]["a"], values["MRR"]["a"]] == pytest.approx([0, 1 / 11])


def test_a_question_without_a_ranking_counts_as_nothing_found() -> None:
    """It stays among the values as 0, beside one that was found first."""
    values = retrieval([asked("a", "d#1"), asked("b", "d#2")], [ranked(), ranked("d#2")])

    assert values == {measure: {"a": 0.0, "b": 1.0} for measure in ("P@1", "R@1", "R@3", "MRR", "nDCG@10")}


def test_when_nothing_was_found_at_all_every_value_is_0() -> None:
    """A system that ranks nothing gets zeros, not an error."""
    values = retrieval([asked("a", "d#1")], [ranked(answered=False)])

    assert values == {measure: {"a": 0.0} for measure in ("P@1", "R@1", "R@3", "MRR", "nDCG@10")}


def test_finding_is_measured_whether_or_not_it_was_shown() -> None:
    """A refusal that had the right paragraph first has found it."""
    assert retrieval([asked("a", "d#1")], [ranked("d#1", answered=False)])["P@1"] == {"a": 1.0}


def test_a_question_without_an_answer_is_not_measured_for_finding() -> None:
    """There is nothing to find."""
    assert retrieval([asked("a")], [ranked("d#1")])["MRR"] == {}


def test_an_answer_is_right_when_a_relevant_paragraph_comes_first() -> None:
    """Any of the relevant ones will do."""
    values = answering([asked("a", "d#1", "d#2")], [ranked("d#2", "d#9")])

    assert values == {"answered right": {"a": 1.0}, "wrongly refused": {"a": 0.0}, "wrongly answered": {}}


@pytest.mark.parametrize("ranking", [("d#9", "d#1"), ()])
def test_a_wrong_paragraph_first_is_neither_right_nor_refused(ranking: tuple[str, ...]) -> None:
    """It was shown, so it was not refused; it does not answer, so it is not right. An empty answer fares the same."""
    values = answering([asked("a", "d#1")], [ranked(*ranking)])

    assert values == {"answered right": {"a": 0.0}, "wrongly refused": {"a": 0.0}, "wrongly answered": {}}


def test_a_refusal_is_wrong_where_there_is_an_answer() -> None:
    """However well the paragraph was found, nobody was shown it."""
    values = answering([asked("a", "d#1")], [ranked("d#1", answered=False)])

    assert values == {"answered right": {"a": 0.0}, "wrongly refused": {"a": 1.0}, "wrongly answered": {}}


def test_an_answer_is_wrong_where_there_is_none() -> None:
    """Of two questions that the documents do not answer, the one refused is well refused."""
    values = answering([asked("a"), asked("b")], [ranked("d#1"), ranked("d#1", answered=False)])

    assert values == {"answered right": {}, "wrongly refused": {}, "wrongly answered": {"a": 1.0, "b": 0.0}}


def test_every_question_needs_a_response() -> None:
    """A run that lost a question cannot be measured as if it had not been asked."""
    with pytest.raises(ValueError, match="shorter"):
        answering([asked("a", "d#1"), asked("b", "d#1")], [ranked("d#1")])
    with pytest.raises(ValueError, match="shorter"):
        retrieval([asked("a", "d#1"), asked("b", "d#1")], [ranked("d#1")])
