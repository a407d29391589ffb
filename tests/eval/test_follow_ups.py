"""How much of what people add to a follow-up its readings have."""

import json
from pathlib import Path

import pytest

from eval.errors import InvalidQuestionSet
from eval.measure.follow_ups import Recall, Rewrite, read_rewrites, recall

CAST = Path(__file__).parents[2].parent / "shared" / "data" / "canard" / "questions.cast2019.jsonl"
CANCER = Rewrite("Is it treatable?", ("What is throat cancer?",), "Is throat cancer treatable?")
UNRELATED = Rewrite("Why?", ("What is throat cancer?",), "Why do sharks swim?")


def test_a_reading_with_all_added_words_counts_as_one() -> None:
    """ "throat" and "cancer" were added, and the reading has both."""
    assert recall([CANCER]) == Recall(1, 1.0, 1.0, 1.0, 1.0)


def test_words_that_nobody_said_are_found_nowhere() -> None:
    """The mean runs over both follow-ups: one found, one not."""
    assert recall([CANCER, UNRELATED]) == Recall(2, 0.5, 0.5, 0.5, 0.5)


def test_a_follow_up_without_added_words_does_not_count() -> None:
    """A question that stands alone already says nothing about carrying words."""
    complete = Rewrite("What is lung cancer?", ("What is throat cancer?",), "What is lung cancer?")

    assert recall([complete]) == Recall(0, 0.0, 0.0, 0.0, 0.0)


def test_a_line_without_a_rewrite_is_named(tmp_path: Path) -> None:
    """The file and the number of the line."""
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"question": "Why?", "history": []}) + "\n")

    with pytest.raises(InvalidQuestionSet, match="line 1 is no follow-up with its rewrite"):
        read_rewrites(path)


@pytest.mark.skipif(not CAST.exists(), reason="the follow-ups with rewrites are not here")
def test_readings_have_more_of_the_added_words_than_the_previous_question() -> None:
    """On conversations written for search, the first reading alone has half again as many."""
    found = recall(read_rewrites(CAST)[:120])

    assert found.first > 1.5 * found.previous
    assert found.any_reading > 0.7
