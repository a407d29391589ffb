"""How good it is, at least: on the test half of the shipped questions, on which nothing is tuned."""

import pytest

from corpus.types import Document
from eval.dataset import SHIPPED, QuestionSet, read_questions
from eval.measures import answering, retrieval
from eval.systems import PinciteSystem, Response, run
from qa_app.answer import Answerer


@pytest.fixture(scope="module")
def questions(statement: Document) -> QuestionSet:
    return read_questions(SHIPPED, {str(paragraph.id) for paragraph in statement.paragraphs}, "test")


@pytest.fixture(scope="module")
def responses(questions: QuestionSet, answerer: Answerer) -> list[Response]:
    return run(PinciteSystem(answerer), questions.questions)


def mean(values: object) -> float:
    numbers = list(values.values()) if isinstance(values, dict) else []
    return float(sum(numbers) / len(numbers))


def test_the_right_paragraph_comes_first_for_most_questions(questions: QuestionSet, responses: list[Response]) -> None:
    """At least 75 in 100 answerable ones, whether shown or not, and 75 in 100 shown as the answer."""
    assert mean(retrieval(questions.questions, responses)["P@1"]) >= 0.75
    assert mean(answering(questions.questions, responses)["answered right"]) >= 0.75


def test_look_ups_are_always_right(questions: QuestionSet, responses: list[Response]) -> None:
    """By number or place, the missing ones refused."""
    wrong = [
        question.question
        for question, response in zip(questions.questions, responses, strict=True)
        if question.kind == "lookup" and response.ranking[:1] != question.relevant[:1]
    ]

    assert wrong == []


def test_what_is_off_the_subject_is_refused(questions: QuestionSet, responses: list[Response]) -> None:
    """None of the questions about something else is answered."""
    answered = [
        question.question
        for question, response in zip(questions.questions, responses, strict=True)
        if question.kind == "off" and response.answered
    ]

    assert answered == []


def test_the_set_is_what_it_says(statement: Document) -> None:
    """At least 80 questions, at least 20 without an answer, the same kinds in both halves."""
    known = {str(paragraph.id) for paragraph in statement.paragraphs}
    dev, test = (read_questions(SHIPPED, known, split).questions for split in ("dev", "test"))

    assert len(dev) == len(test) == 75
    assert sum(not question.answerable for question in (*dev, *test)) == 36
    assert {question.kind for question in dev} == {question.kind for question in test}
    assert {address for question in (*dev, *test) for address in question.relevant} == known - {
        "kabul-process-2017#title"
    }
