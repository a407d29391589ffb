"""What a follow-up can mean after the turns before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.follow_ups.fragments import fragment_of, is_year, without_lead_in
from qa_app.follow_ups.readings import Place, Reading, Turn, choose, conversation, is_bare, leans, readings
from qa_app.follow_ups.turns import Shown

EDUCATION = "What did participants say about education?"
SENTENCE = "Participants from 24 countries stressed that schools must be open to girls."
WORDS = st.sampled_from(
    "and what about women in 2018 why who it they those countries said the Kabul Process which ones how many 3 und ?"
    " paragraph next other anything else does agree".split()
)
QUESTIONS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def shown(number: str, ordinal: int) -> Shown:
    return Shown(Place("kabul", ordinal), number, SENTENCE, (), "Kabul Process", SENTENCE)


@pytest.mark.parametrize("question", ["and women?", "Why?", "2018?", "Who signed the treaty of Lisbon?", "hello"])
def test_a_question_is_read_by_itself_and_after_what_was_asked(question: str) -> None:
    """No words are put into anybody's mouth: the questions stand one after the other, as they were typed."""
    assert readings(question, (Turn(EDUCATION, EDUCATION),)) == (
        Reading(question, "as asked"),
        Reading(f"{EDUCATION} | {question}", "after"),
    )


def test_without_turns_there_is_only_the_question() -> None:
    """A first question has nothing before it."""
    assert readings("and women?", ()) == (Reading("and women?", "as asked"),)


def test_the_last_two_questions_are_read_before_the_new_one() -> None:
    """And one that came from a link as a conversation counts by its last question."""
    assert conversation("and when?", ["a?", "b?", "c?"]) == "b? | c? | and when?"
    assert conversation("and when?", ["a? | b?", "c?"]) == "b? | c? | and when?"


def test_anything_else_leaves_out_all_that_was_shown_for_the_question() -> None:
    """The same question once more, also where it is asked twice."""
    first = Turn(EDUCATION, EDUCATION, (shown("5", 5),), "answered")
    second = Turn("anything else?", EDUCATION, (shown("3", 3),), "answered")

    assert readings("Anything else?", [first])[1] == Reading(EDUCATION, "more", leave_out=(Place("kabul", 5),))
    assert readings("Anything else?", [first, second])[1].leave_out == (Place("kabul", 3), Place("kabul", 5))


def test_what_else_leaves_out_what_was_just_shown() -> None:
    """Under another subject it is asked for again."""
    turn = Turn(EDUCATION, EDUCATION, (shown("5", 5),), "answered")

    assert readings("what else did they say?", [turn])[1].leave_out == (Place("kabul", 5),)


def test_tell_me_more_asks_the_same_again() -> None:
    """In and around what was shown."""
    turn = Turn(EDUCATION, EDUCATION, (shown("5", 5),), "answered")

    assert readings("tell me more about that", [turn])[1] == Reading(EDUCATION, "more")


def test_a_paragraph_number_stays_in_the_document_shown() -> None:
    """ "and paragraph 5?" after an answer from one of two documents."""
    turn = Turn(EDUCATION, EDUCATION, (shown("5", 5),), "answered")

    assert readings("and paragraph 5?", [turn])[1] == Reading("and paragraph 5?", "look-up", document="kabul")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and 14?", "Paragraph 14 of the Carbis Bay communiqué?"),
        ("the next one?", "The paragraph after paragraph 12 of the Carbis Bay communiqué?"),
    ],
)
def test_a_look_up_is_carried_by_its_words_alone(question: str, expected: str) -> None:
    """Where only the questions are known."""
    history = ["What does paragraph 12 of the Carbis Bay communiqué say?"]

    assert readings(question, [Turn(each, each) for each in history])[1].text == expected


@pytest.mark.parametrize(
    ("alone", "after", "taken"),
    [(0.9, 0.8, 0), (0.1, 0.05, 1), (0.3, 0.1, 0), (0.7, 0.75, 1)],
)
def test_a_question_by_itself_counts_where_it_changes_the_subject(alone: float, after: float, taken: int) -> None:
    """Where it is likelier answered so than after what was asked before, and more than by chance."""
    assert choose([alone, after]) == taken
    assert choose([alone]) == 0


@given(QUESTIONS, st.lists(QUESTIONS, max_size=4))
def test_readings_start_with_the_question_and_keep_its_words(question: str, history: list[str]) -> None:
    """At most two, and what is read after something ends with what was typed."""
    found = readings(question, [Turn(each, each) for each in history])

    assert found[0] == Reading(question, "as asked")
    assert len(found) <= 2
    assert all(reading.text.endswith(question) for reading in found[1:] if reading.kind == "after")


def test_a_fragment_is_told_from_a_sentence() -> None:
    """ "and women?" says what, and not what is asked of it; "2018" is a year and no paragraph."""
    assert fragment_of("and women?") is not None
    assert fragment_of("Why?") is not None
    assert fragment_of("who signed the treaty?") is None
    assert is_year("and 2018?")
    assert without_lead_in("and, well, women?") == "women"


@pytest.mark.parametrize(
    "question", ["why?", "and women?", "who signed that?", "did she appeal?", "Wie lange dauert das?"]
)
def test_what_leans_on_the_question_before_says_nothing_by_itself(question: str) -> None:
    """It is read after what was asked before, however surely a paragraph seems to answer it alone."""
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "who hosted the meeting?",
        "does it say anything about women?",
        "did they agree that women take part?",
        "ok, something else: camps",
    ],
)
def test_a_whole_question_may_stand_alone(question: str) -> None:
    """Though something was asked before."""
    assert not leans(question)


def test_a_question_of_nothing_is_asked_back() -> None:
    """ "how many?" first in a conversation; "and women?" may be looked for."""
    assert [*map(is_bare, ("how many?", "what about it?", "why?", "and women?", "how many died?"))] == [
        True, True, True, False, False,
    ]  # fmt: skip
