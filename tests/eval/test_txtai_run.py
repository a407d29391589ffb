"""What txtai is given is what pincite is measured on."""

import json
from pathlib import Path

from corpus.formats.jsonl import read_documents
from eval.standing.sets import paragraphs, questions


def test_paragraphs_have_the_addresses_that_pincite_gives_them(tmp_path: Path) -> None:
    """By id where there is one, by number where not, and #1 for a document of one text."""
    rows = (
        {"doc_id": "talks", "paragraphs": [{"id": "talks#1", "text": "Peace."}, {"number": "2", "text": "Trade."}]},
        {"doc_id": "note", "text": "Thanks."},
    )
    path = tmp_path / "documents.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    ours = [(str(p.id), p.text) for document in read_documents(path) for p in document.paragraphs]

    assert list(paragraphs(path)) == ours == [("talks#1", "Peace."), ("talks#2", "Trade."), ("note#1", "Thanks.")]


def test_questions_are_asked_in_order(tmp_path: Path) -> None:
    """Each with its id; empty lines are no questions."""
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "q2", "question": "Who?"}\n\n{"id": "q1", "question": "When?"}\n', encoding="utf-8")

    assert list(questions(path)) == [("q2", "Who?"), ("q1", "When?")]
