"""The questions about official documents that the reader is finished and calibrated on."""

import json
from pathlib import Path

import pytest

from eval.errors import InvalidQuestionSet
from eval.sets.public import FOLDER, OfficialQuestion, read_documents, read_official

GOLD = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def questions() -> list[OfficialQuestion]:
    return [*read_official("training"), *read_official("calibration")]


def test_no_document_is_both_learnt_from_and_calibrated_on() -> None:
    """A document's questions are all of one part, and both parts have questions with and without an answer."""
    training, calibration = read_official("training"), read_official("calibration")

    assert not {q.document for q in training} & {q.document for q in calibration}
    assert {bool(q.relevant) for q in training} == {bool(q.relevant) for q in calibration} == {True, False}
    assert read_official("measuring") == []


def test_every_question_is_asked_once_and_counts_for_one_thing(questions: list[OfficialQuestion]) -> None:
    """Ids differ, no two questions about a document are the same, and what answers does not also mislead."""
    assert len({q.id for q in questions}) == len(questions)
    assert len({(q.document, q.question.casefold()) for q in questions}) == len(questions)
    assert [q.id for q in questions if set(q.relevant) & set(q.confusing)] == []
    assert [q.id for q in questions if (q.kind in {"near", "off"}) == bool(q.relevant)] == []


@pytest.mark.skipif(not GOLD.is_dir(), reason=f"the gold sets are not in {GOLD}")
def test_every_paragraph_named_is_in_the_gold_folder(questions: list[OfficialQuestion]) -> None:
    """In the document that the question is about, in its first language."""
    rows = read_documents(GOLD, sorted({q.document for q in questions}))
    addresses = {each["id"] for row in rows for each in row["paragraphs"]}

    assert {row["doc_id"] for row in rows} == {q.document for q in questions}
    assert [a for q in questions for a in (*q.relevant, *q.confusing) if a not in addresses] == []


def test_no_text_of_a_document_is_kept_with_the_questions() -> None:
    """A row has a question, what it is about and addresses; nothing else."""
    rows = [json.loads(line) for path in FOLDER.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]

    fields = {"id", "question", "kind", "document", "relevant", "confusing", "answerable"}
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(fields))}


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    """With its file and number."""
    (tmp_path / "some.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")

    with pytest.raises(InvalidQuestionSet, match=r"some\.jsonl, line 1 is not an official question"):
        read_official("training", tmp_path)
