"""What a question asks for, and whether a text lacks it."""

import pytest

from index.reader.calibration import expected, lacking

PLEDGED = "The participants pledged support for the Afghan Government."


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many countries attended?", {"number"}),
        ("when will the next meeting be held", {"time"}),
        ("Who chaired the meeting?", {"name"}),
        ("Which country hosted it, and in what year?", {"name", "time"}),
        ("Why did they condemn it?", {"reason"}),
        ("What did they condemn?", set()),
        ("Wie viele Länder nahmen teil?", set()),
    ],
)
def test_a_question_says_what_kind_of_thing_it_asks_for(question: str, kinds: set[str]) -> None:
    """By its question words, in English."""
    assert expected(question) == kinds


@pytest.mark.parametrize(
    ("question", "text", "kinds"),
    [
        ("How much money was pledged?", PLEDGED, {"number"}),
        ("How much money was pledged?", f"{PLEDGED} They gave five million.", set()),
        ("Who pledged support?", "The participants pledged support.", {"name"}),
        ("Who pledged support?", "Support was pledged by Norway.", set()),
        ("Who in Norway pledged support?", "Support was pledged in Norway.", {"name"}),
        ("When was it pledged?", PLEDGED, {"time"}),
        ("When was it pledged?", "It was pledged on 6 June 2017.", set()),
    ],
)
def test_a_text_without_such_a_thing_lacks_it(question: str, text: str, kinds: set[str]) -> None:
    """A name that the question gives itself is no answer to "who"."""
    assert {name.removesuffix(" lacking") for name, value in lacking(question, text).items() if value} == kinds
