"""Question sets: what a row says, and how a wrong one is named."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.types import Document
from eval.dataset import SHIPPED, GoldQuestion, read_questions
from eval.errors import InvalidQuestionSet

KNOWN = {"talks#1", "talks#2", "treaty#1"}
GOOD = {"id": "a", "question": "What was agreed?", "relevant": ["talks#1"]}


def write(folder: Path, *rows: Any) -> Path:
    path = folder / "set.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return path


def test_a_row_needs_an_id_a_question_and_what_answers_it(tmp_path: Path) -> None:
    """Everything else has a default: kind and split are "all", and every document is searched."""
    path = write(tmp_path, GOOD)

    assert read_questions(path, KNOWN).questions == (
        GoldQuestion("a", "What was agreed?", ("talks#1",), "all", "all", None),
    )


def test_a_row_may_say_more(tmp_path: Path) -> None:
    """Kind, split and document are kept; white space in a question is folded, a paragraph named twice counts once."""
    row = {"id": "a", "question": " What\u00a0 was\nagreed? ", "relevant": ["talks#2", "talks#1", "talks#2"]}
    path = write(tmp_path, {**row, "kind": "plain", "split": "test", "document": "talks"})

    assert read_questions(path, KNOWN).questions == (
        GoldQuestion("a", "What was agreed?", ("talks#2", "talks#1"), "plain", "test", "talks"),
    )


def test_a_document_of_one_paragraph_is_named_by_its_id(tmp_path: Path) -> None:
    """An address without a number means paragraph 1."""
    path = write(tmp_path, {**GOOD, "relevant": ["treaty"]})

    assert read_questions(path, KNOWN).questions[0].relevant == ("treaty#1",)


def test_a_question_without_relevant_paragraphs_cannot_be_answered(tmp_path: Path) -> None:
    """So may one that says it is not answerable, though a paragraph comes near."""
    path = write(tmp_path, {**GOOD, "relevant": []}, {**GOOD, "id": "b", "answerable": False})

    assert [(q.relevant, q.answerable) for q in read_questions(path, KNOWN).questions] == [((), False), ((), False)]


def test_a_set_has_a_name_and_a_fingerprint(tmp_path: Path) -> None:
    """The SHA-256 is that of the file's bytes, whichever split is asked for."""
    path = write(tmp_path, {**GOOD, "split": "dev"}, {**GOOD, "id": "b", "split": "test"})
    read = read_questions(path, KNOWN, "test")

    assert [question.id for question in read.questions] == ["b"]
    assert (read.name, read.sha256) == ("set", hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{not json", "line 2 is not JSON: Expecting property name"),
        ("[]", "line 2 is not a JSON object"),
        ({"question": "What?", "relevant": []}, "line 2: .*'id' is not"),
        ({**GOOD, "id": 7}, "line 2: .*'id' is not"),
        ({"id": "b", "relevant": []}, "line 2: .*'question' is not"),
        ({**GOOD, "id": "b", "question": ""}, "line 2: .*'question' is not"),
        ({**GOOD, "id": "b", "question": " \u00a0"}, "line 2: .*'question' is not"),
        ({**GOOD, "id": "b", "question": "What\x07?"}, r"line 2, 'question': .*control character \(U\+0007\)"),
        ({"id": "b", "question": "What?"}, "line 2: 'relevant' must be a list"),
        ({**GOOD, "id": "b", "relevant": "talks#1"}, "line 2: 'relevant' must be a list"),
        ({**GOOD, "id": "b", "relevant": [1]}, "line 2: 'relevant' must be a list"),
        ({**GOOD, "id": "b", "relevant": ["talks#9"]}, "line 2, 'relevant': there is no paragraph 'talks#9'"),
        (
            {**GOOD, "id": "b", "answerable": True, "relevant": []},
            "line 2: 'answerable' is true and 'relevant' is empty",
        ),
        (GOOD, "line 2.* 'id' 'a' stands twice"),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_field(tmp_path: Path, row: Any, message: str) -> None:
    """The error says which file, which line and which field to mend."""
    path = write(tmp_path, GOOD, row)

    with pytest.raises(InvalidQuestionSet, match=rf"set\.jsonl.*{message}"):
        read_questions(path, KNOWN)


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    """Empty lines are passed over and still counted."""
    with pytest.raises(InvalidQuestionSet, match="line 4 is not JSON"):
        read_questions(write(tmp_path, "", GOOD, "", "{"), KNOWN)


def test_an_unknown_split_is_named(tmp_path: Path) -> None:
    """Measuring nothing is an error, not a report of zeros."""
    with pytest.raises(InvalidQuestionSet, match="has no questions of split 'tset'"):
        read_questions(write(tmp_path, {**GOOD, "split": "test"}), KNOWN, "tset")


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    """So is a file that is not there."""
    with pytest.raises(InvalidQuestionSet, match=r"set\.jsonl has no questions\."):
        read_questions(write(tmp_path, ""), KNOWN)
    with pytest.raises(InvalidQuestionSet, match=r"none\.jsonl cannot be read"):
        read_questions(tmp_path / "none.jsonl", KNOWN)


def test_the_shipped_questions_are_about_the_shipped_statement(statement: Document) -> None:
    """Each paragraph that can answer has a question, half of them are kept for testing, and some have no answer."""
    addresses = {str(p.id) for p in statement.paragraphs}
    questions = read_questions(SHIPPED, addresses).questions
    splits = [question.split for question in questions]

    assert {address for q in questions for address in q.relevant} == addresses - {f"{statement.id}#title"}
    assert (splits.count("dev"), splits.count("test")) == (75, 75)
    assert sum(not question.answerable for question in questions) == 36
