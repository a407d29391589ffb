"""What public questions are for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.sets.public import part_of


def test_the_questions_of_one_document_are_all_for_the_same() -> None:
    """Two halves that shared a policy would share its paragraphs."""
    rows = [{"id": str(n), "relevant": [f"policyqa-site_com#{n}"]} for n in range(50)]

    assert len({part_of("policyqa", row) for row in rows}) == 1


def test_an_article_is_for_the_same_in_every_language() -> None:
    """A paragraph of XQuAD stands there in three languages."""
    rows = [{"id": code, "relevant": [f"xquad-{code}-Warsaw#2"]} for code in ("en", "de", "es")]

    assert len({part_of("xquad", row) for row in rows}) == 1


def test_the_turns_of_a_conversation_are_all_for_the_same() -> None:
    """They ask about the same things."""
    rows = [{"id": f"62a5aee8<::>{turn}", "relevant": []} for turn in range(9)]

    assert len({part_of("mtrag_un", row) for row in rows}) == 1


def test_an_unanswerable_question_goes_with_the_paragraph_it_was_written_against() -> None:
    """SQuAD 2 names it in `context`."""
    asked = {"id": "a", "relevant": ["squad2-Normans#1"], "context": "squad2-Normans#1"}
    against = {"id": "b", "relevant": [], "context": "squad2-Normans#1"}

    assert part_of("squad2_cs224n_dev", asked) == part_of("squad2_cs224n_dev", against)


def test_a_set_that_is_not_listed_is_for_measuring_whole() -> None:
    """GDPR's few questions are never learnt from."""
    assert {part_of("gdpr_qa", {"id": str(n), "relevant": ["gdpr#1"]}) for n in range(100)} == {"measuring"}


def test_half_is_for_training_and_three_in_ten_of_the_rest_for_calibration() -> None:
    """Within what chance allows over 4,000 questions."""
    parts = [part_of("clapnq", {"id": str(n)}) for n in range(4000)]

    shares = {part: parts.count(part) / 4000 for part in ("training", "calibration", "measuring")}

    assert shares == pytest.approx({"training": 0.5, "calibration": 0.15, "measuring": 0.35}, abs=0.02)


@given(st.text(), st.sampled_from(["obliqa", "clapnq", "gdpr_qa", "squad2_cs224n_dev"]))
def test_a_question_is_always_for_the_same(question_id: str, folder: str) -> None:
    """By its hash alone: no order of questions and no chance comes in."""
    row = {"id": question_id, "relevant": [f"{question_id}#1"]}

    assert part_of(folder, row) == part_of(folder, dict(row))
