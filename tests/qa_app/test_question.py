"""What may be asked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.ask.question import LONGEST, clean_question
from qa_app.errors import InvalidQuestion


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "The question is empty."),
        (" \n\t ", "The question is empty."),
        ("x" * 2001, "The question has 2,001 characters; 2,000 are the most."),
        ("x" * 100_000, "The question has 100,000 characters; 2,000 are the most."),
        ("who\x07?", "The question holds a control character (U+0007) at place 4."),
        ("\x1b[31mwho?", "The question holds a control character (U+001B) at place 1."),
        ("who\x00?", "The question holds a control character (U+0000) at place 4."),
        (None, "The question must be text, not NoneType."),
        ("who\ud800?", "The question holds a control character (U+D800) at place 4."),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(raw: Any, message: str) -> None:
    """Empty, too long, with control characters, or no text at all."""
    with pytest.raises(InvalidQuestion) as caught:
        clean_question(raw)

    assert str(caught.value) == message


def test_white_space_is_folded() -> None:
    """A question pasted over several lines is one question."""
    assert clean_question("  who\u00a0hosted\n\tthe  meeting? ") == "who hosted the meeting?"


@given(st.text(max_size=LONGEST + 10))
def test_a_question_is_clean_or_refused(raw: str) -> None:
    """Nothing else can happen, and cleaning twice changes nothing."""
    try:
        cleaned = clean_question(raw)
    except InvalidQuestion:
        return

    assert 1 <= len(cleaned) <= LONGEST
    assert clean_question(cleaned) == cleaned
