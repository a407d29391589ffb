"""Measures, worked out by hand."""

from math import log2

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measure.measures import (
    ANSWERING,
    LOWER_IS_BETTER,
    MEASURES,
    RETRIEVAL,
    answering,
    measure,
    retrieval,
    set_f1,
    showing,
    token_f1,
    tokens,
)
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion
from tests.rings import examples


def asked(name: str, *relevant: str, sentence: str | None = None) -> GoldQuestion:
    return GoldQuestion(name, f"Question {name}?", relevant, "plain", "test", None, sentence)


def ranked(*addresses: str, answered: bool = True, marked: tuple[str, ...] = (), shown: int = 1) -> Response:
    return Response(addresses, answered, 0.5, 0.0, marked, shown)


def test_a_question_with_one_right_paragraph() -> None:
    """Found second: the first is wrong, it is among three, 1/2 of a rank, and 1/log2(3) of the gain."""
    values = retrieval([asked("a", "d#1")], [ranked("d#9", "d#1", "d#8")])

    assert values == {
        "P@1": {"a": 0.0},
        "R@1": {"a": 0.0},
        "R@3": {"a": 1.0},
        "R@10": {"a": 1.0},
        "hit@10": {"a": 1.0},
        "MRR": {"a": 1 / 2},
        "nDCG@10": {"a": pytest.approx(1 / log2(3))},
        "MAP": {"a": 1 / 2},
    }


def test_a_question_with_two_right_paragraphs() -> None:
    """Found first and fourth: one of two at 1 and at 3; the gain 1 + 1/log2(5) of the best, 1 + 1/log2(3).

    The precision is 1/1 at the first and 2/4 at the second, 3/4 on average.
    """
    values = retrieval([asked("a", "d#1", "d#2")], [ranked("d#2", "d#9", "d#8", "d#1")])

    assert values == {
        "P@1": {"a": 1.0},
        "R@1": {"a": 1 / 2},
        "R@3": {"a": 1 / 2},
        "R@10": {"a": 1.0},
        "hit@10": {"a": 1.0},
        "MRR": {"a": 1.0},
        "nDCG@10": {"a": pytest.approx((1 + 1 / log2(5)) / (1 + 1 / log2(3)))},
        "MAP": {"a": 3 / 4},
    }


def test_the_gain_is_cut_off_at_ten_and_the_reciprocal_rank_is_not() -> None:
    """A paragraph at rank 11 gains nothing and is not among ten, and has 1/11 of a rank."""
    ranking = [f"d#{number}" for number in range(11, 0, -1)]
    values = retrieval([asked("a", "d#1")], [ranked(*ranking)])

    found = [values[name]["a"] for name in ("nDCG@10", "R@10", "MRR", "MAP")]
    assert found == pytest.approx([0, 0, 1 / 11, 1 / 11])


def test_a_question_without_a_ranking_counts_as_nothing_found() -> None:
    """It stays among the values as 0, beside one that was found first."""
    values = retrieval([asked("a", "d#1"), asked("b", "d#2")], [ranked(), ranked("d#2")])

    assert values == {name: {"a": 0.0, "b": 1.0} for name in RETRIEVAL}


def test_when_nothing_was_found_at_all_every_value_is_0() -> None:
    """A system that ranks nothing gets zeros, not an error."""
    values = retrieval([asked("a", "d#1")], [ranked(answered=False)])

    assert values == {name: {"a": 0.0} for name in RETRIEVAL}


def test_finding_is_measured_whether_or_not_it_was_shown() -> None:
    """A refusal that had the right paragraph first has found it."""
    assert retrieval([asked("a", "d#1")], [ranked("d#1", answered=False)])["P@1"] == {"a": 1.0}


def test_a_question_without_an_answer_is_not_measured_for_finding() -> None:
    """There is nothing to find."""
    assert retrieval([asked("a")], [ranked("d#1")])["MRR"] == {}


def test_the_measures_are_those_of_ir_measures() -> None:
    """The same run and qrels given to ir_measures directly have the same values."""
    questions = [asked("a", "d#1", "d#2"), asked("b", "d#3"), asked("c", "d#4")]
    responses = [ranked("d#9", "d#2", "d#8", "d#1"), ranked("d#3"), ranked("d#1", "d#2")]
    qrels = {question.id: dict.fromkeys(question.relevant, 1) for question in questions}
    run = {q.id: {a: 1 / n for n, a in enumerate(r.ranking, 1)} for q, r in zip(questions, responses, strict=True)}

    values = retrieval(questions, responses)

    for name, of in RETRIEVAL.items():
        expected = {metric.query_id: metric.value for metric in ir_measures.iter_calc([of], qrels, run)}
        assert values[name] == expected


def outcome(question: GoldQuestion, response: Response) -> dict[str, float]:
    """The answering measures that the question has."""
    return {name: of["a"] for name, of in answering([question], [response]).items() if of}


def test_an_answer_is_right_when_a_relevant_paragraph_comes_first() -> None:
    """Any of the relevant ones will do."""
    values = outcome(asked("a", "d#1", "d#2"), ranked("d#2", "d#9"))

    assert values == {"answered right": 1.0, "wrong paragraph": 0.0, "wrongly refused": 0.0}


@pytest.mark.parametrize("ranking", [("d#9", "d#1"), ()])
def test_a_wrong_paragraph_first_is_neither_right_nor_refused(ranking: tuple[str, ...]) -> None:
    """It was shown, so it was not refused; it does not answer, so it is not right. An empty answer fares the same."""
    values = outcome(asked("a", "d#1"), ranked(*ranking))

    assert values == {"answered right": 0.0, "wrong paragraph": 1.0, "wrongly refused": 0.0}


def test_a_refusal_is_wrong_where_there_is_an_answer() -> None:
    """However well the paragraph was found, nobody was shown it."""
    values = outcome(asked("a", "d#1"), ranked("d#1", answered=False))

    assert values == {"answered right": 0.0, "wrong paragraph": 0.0, "wrongly refused": 1.0}


def test_an_answer_is_wrong_where_there_is_none() -> None:
    """Of two questions that the documents do not answer, the one refused is well refused."""
    values = answering([asked("a"), asked("b")], [ranked("d#1"), ranked("d#1", answered=False)])

    assert values == {
        **{name: {} for name in ANSWERING},
        "wrongly answered": {"a": 1.0, "b": 0.0},
        "rightly refused": {"a": 0.0, "b": 1.0},
    }


def test_the_paragraphs_shown_are_held_against_those_that_answer() -> None:
    """Two shown and three wanted, one in common: 2 * 1 / (2 + 3)."""
    question, response = asked("a", "d#1", "d#2", "d#3"), ranked("d#1", "d#9", "d#2", shown=2)

    assert showing([question], [response])["exact set F1"] == {"a": 2 / 5}


def test_one_paragraph_is_shown_where_a_response_does_not_say_more() -> None:
    """Of two that answer, the one shown makes 2 * 1 / (1 + 2)."""
    assert showing([asked("a", "d#1", "d#2")], [ranked("d#1", "d#2")])["exact set F1"] == {"a": 2 / 3}


@pytest.mark.parametrize("response", [ranked("d#1", answered=False), ranked()], ids=["refused", "nothing found"])
def test_where_nothing_is_shown_the_set_is_wrong(response: Response) -> None:
    """A refusal counts as 0 though the paragraph had been found."""
    assert showing([asked("a", "d#1")], [response])["exact set F1"] == {"a": 0.0}


def test_a_marked_sentence_is_held_against_the_gold_sentence() -> None:
    """ "participants condemned terror" shares 3 words of 3 and 5: 2 * 3 / (3 + 5); the best marked sentence counts."""
    question = asked("a", "d#1", sentence="The participants condemned all terror strongly.")
    marked = ("Nothing else.", "Participants condemned terror,")

    assert showing([question], [ranked("d#1", marked=marked)])["sentence overlap"] == {"a": 6 / 8}


def test_a_sentence_is_measured_only_where_the_gold_names_one() -> None:
    """Where it does and nothing was marked, or the answer was refused, it is 0."""
    gold = "It condemned terror."
    questions = [asked("a", "d#1"), asked("b", "d#1", sentence=gold), asked("c", "d#1", sentence=gold)]
    responses = [ranked("d#1", marked=(gold,)), ranked("d#1"), ranked("d#1", marked=(gold,), answered=False)]

    assert showing(questions, responses)["sentence overlap"] == {"b": 0.0, "c": 0.0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The  Taliban’s talks, a “start”!", ["talibans", "talks", "start"]),
        ("5,000 men", ["5000", "men"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("عملية كابول،", ["عملية", "كابول"]),
        ("喀布尔 2017", ["喀", "布", "尔", "2017"]),
        ("… — “”", []),
    ],
)
def test_words_are_compared_without_case_punctuation_and_articles(text: str, words: list[str]) -> None:
    """As SQuAD's own script does it, for any script; where no space parts words, letters are compared."""
    assert tokens(text) == words


def test_a_word_said_twice_counts_twice() -> None:
    """ "no no" and "no" share one of 2 and 1: 2 * 1 / 3."""
    assert token_f1("no no", "no") == 2 / 3
    assert token_f1("the", "a") == 0.0


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_the_f1_of_two_sets_is_the_mean_of_precision_and_recall(left: set[int], right: set[int]) -> None:
    """The harmonic mean, either way round; 1 only for equal sets."""
    given_set, gold = {str(i) for i in left}, {str(i) for i in right}
    shared = len(given_set & gold)

    expected = 2 / (len(given_set) / shared + len(gold) / shared) if shared else 0.0
    assert set_f1(given_set, gold) == pytest.approx(expected) == set_f1(gold, given_set)
    assert (set_f1(given_set, gold) == 1) == (given_set == gold and bool(gold))


RESPONSES = st.builds(
    Response,
    ranking=st.lists(st.sampled_from(["d#1", "d#2", "d#3", "e#1"]), unique=True).map(tuple),
    answered=st.booleans(),
    confidence=st.floats(0, 1),
    seconds=st.just(0.0),
    marked=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    shown=st.integers(1, 3),
)
RELEVANT = st.lists(st.sampled_from(["d#1", "d#2", "e#1"]), unique=True)


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(RELEVANT, RESPONSES), min_size=1, max_size=6))
def test_every_question_has_a_value_of_every_measure_that_applies(rows: list[tuple[list[str], Response]]) -> None:
    """Between 0 and 1; what an answerable question came to adds up to 1, and so for the others."""
    questions = [asked(str(i), *relevant, sentence="Words.") for i, (relevant, _) in enumerate(rows)]
    values = measure(questions, [response for _, response in rows])

    answerable, others = ({q.id for q in questions if q.answerable is sort} for sort in (True, False))
    unanswerable = {"wrongly answered", "rightly refused"}
    assert list(values) == list(MEASURES)
    assert {name: set(of) for name, of in values.items()} == {
        name: others if name in unanswerable else answerable for name in MEASURES
    }
    assert all(0 <= value <= 1 for of in values.values() for value in of.values())
    assert all(sum(values[name].get(q.id, 0.0) for name in ANSWERING) == 1 for q in questions)


def test_lower_is_better_for_what_goes_wrong() -> None:
    """Only these measures count the other way round."""
    assert {"wrong paragraph", "wrongly refused", "wrongly answered"} == LOWER_IS_BETTER < set(MEASURES)


def test_every_question_needs_a_response() -> None:
    """A run that lost a question cannot be measured as if it had not been asked."""
    with pytest.raises(ValueError, match="shorter"):
        answering([asked("a", "d#1"), asked("b", "d#1")], [ranked("d#1")])
    with pytest.raises(ValueError, match="shorter"):
        retrieval([asked("a", "d#1"), asked("b", "d#1")], [ranked("d#1")])
