"""What questions are made of sentences of official texts."""

from random import Random

import pytest

from eval.training.made_questions import made_questions, stands_alone

CALL = "The participants called on all armed groups to lay down their arms, and to talk."
EXTENDED = "Decides to extend the mandate of the Panel of Experts until 31 March 2018."
DUTY = "The controller shall notify the authority of the breach within 72 hours."
DEFINED = "“Resident” means a person who lives in the territory of a Party."
CONDITION = "If a member fails to pay the levy, the Council may suspend its vote."


def questions(sentence: str, kind: str) -> set[str]:
    """All wordings of one kind over many seeds."""
    return {made.question for seed in range(60) for made in made_questions(sentence, Random(seed)) if made.kind == kind}


@pytest.mark.parametrize(
    ("sentence", "kind", "question"),
    [
        (CALL, "call_whether", "Should all armed groups lay down their arms?"),
        (CALL, "call_who", "Who is asked to lay down their arms?"),
        (EXTENDED, "time", "Until when does the Council decide to extend the mandate of the Panel of Experts?"),
        (DUTY, "time", "How soon shall the controller notify the authority of the breach?"),
        (DUTY, "duty_who", "Who must notify the authority of the breach within 72 hours?"),
        (DEFINED, "definition", "What is meant by Resident?"),
        (CONDITION, "condition_then", "What happens if a member fails to pay the levy?"),
    ],
)
def test_a_sentence_gives_the_questions_that_it_answers(sentence: str, kind: str, question: str) -> None:
    """Calls, mandates, duties, definitions and conditions are each asked for."""
    assert question in questions(sentence, kind)


@pytest.mark.parametrize("sentence", [CALL, EXTENDED, DUTY, DEFINED, CONDITION])
def test_the_answer_is_the_sentence(sentence: str) -> None:
    """Whatever is made of a paragraph's second sentence is answered there."""
    paragraph = f"It rained. {sentence}"

    answers = {made.answer.of(paragraph) for made in made_questions(paragraph, Random(1)) if made.answer}

    assert answers == {sentence}


def test_the_same_seed_gives_the_same_questions() -> None:
    """Nothing but the given random numbers decides."""
    assert list(made_questions(CALL, Random(3))) == list(made_questions(CALL, Random(3)))


@pytest.mark.parametrize(
    "sentence",
    [
        "It shall enter into force on the same day.",
        "The measures adopted under this Article shall be published.",
        "They agreed to do so.",
        "",
    ],
)
def test_what_cannot_be_understood_alone_is_not_asked(sentence: str) -> None:
    """No question is made of "it", "this Article" and "they"."""
    assert list(made_questions(sentence, Random(1))) == []


def test_a_question_that_leans_on_what_was_said_before_does_not_stand_alone() -> None:
    """ "This order" means nothing to somebody who has not read it."""
    assert [stands_alone(text) for text in ("Who must obey this order?", "Who must obey the order of the court?")] == [
        False,
        True,
    ]
