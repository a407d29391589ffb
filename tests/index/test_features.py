"""What the calibration is given of each hit, what hits are ordered by, and what a paragraph can be told to lack."""

import pytest

from corpus.types import Document
from index.hits import Hit
from index.reader.calibration import RETRIEVER_WEIGHT, expected, features_of, missing_kinds, rank_of
from index.reader.judgement import Asked, Reading


def test_a_probability_rests_on_the_reader_and_on_how_much_was_searched(statement: Document) -> None:
    """Shared words, which the retriever sees, are no reason to be surer."""
    asked = Asked("who came", (Hit(statement.paragraph("3"), 0.9, ()),), 1000)

    assert features_of(asked, Reading(2.0, ())) == {"answers": 2.0, "searched": pytest.approx(3.0)}


def test_of_what_the_reader_takes_for_as_likely_the_retrievers_best_comes_first(statement: Document) -> None:
    """A tenth of its score weighs as much as .8 of a logit."""
    hit, other = (Hit(statement.paragraph("3"), score, ()) for score in (0.9, 0.8))
    reading = Reading(2.0, ())

    assert rank_of(hit, reading) - rank_of(other, reading) == pytest.approx(0.1 * RETRIEVER_WEIGHT)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many countries came?", {"number"}),
        ("when was it signed", {"time"}),
        ("By when must they report?", {"time"}),
        ("what is the deadline for payments", {"time"}),
        ("What did they say about women?", set()),
        ("when the war ended, who signed?", {"time"}),
    ],
)
def test_what_a_question_asks_for_is_told_by_its_words(question: str, kinds: set[str]) -> None:
    """A date or a number; of most questions nothing is told."""
    assert expected(question) == kinds


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("When was the deal signed?", "The recent successful peace deal was welcomed.", ("date",)),
        ("When was the deal signed?", "The deal was signed in May.", ()),
        ("When was the deal signed?", "Annual reports are due.", ()),
        ("How many came?", "Delegations came from the region.", ("number",)),
        ("How many came?", "Twelve delegations came.", ()),
        ("Who came?", "Delegations came.", ()),
    ],
)
def test_a_refusal_says_what_is_missing_only_where_nothing_might_be_it(
    question: str, text: str, missing: tuple[str, ...]
) -> None:
    """A month may be the date, whatever month it is."""
    assert missing_kinds(question, text) == missing
