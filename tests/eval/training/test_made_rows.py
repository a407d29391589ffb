"""The rows that the reader learns from."""

import json
from pathlib import Path
from random import Random

import pytest

from eval.training.domain_documents import cleaned, domain_documents
from eval.training.made_rows import made_rows

PARAGRAPHS = ["The Council shall elect the judges of the court.", "The Council shall elect the judges of the tribunal."]
SHARED = Path(__file__).parents[4] / "shared" / "data"


def test_a_row_is_answered_by_its_own_paragraph_alone() -> None:
    """ "Who shall elect the judges?" is left out, because two paragraphs answer it."""
    rows = [row for seed in range(20) for row in made_rows([("charter", PARAGRAPHS)], Random(seed)) if row.label]

    assert {("court" in row.question, "tribunal" in row.question) for row in rows} == {(True, False), (False, True)}


def test_the_answer_of_a_row_stands_in_its_paragraph() -> None:
    """A positive row carries the sentence that answers."""
    rows = [row for row in made_rows([("charter", PARAGRAPHS)], Random(2)) if row.label]

    assert all(row.answer in row.paragraph for row in rows if row.answer)


def test_a_paragraph_is_read_without_marks_and_line_breaks() -> None:
    """Markdown and HTML do not reach the reader."""
    assert (
        cleaned("####Aim\nThe [Treaty](x/y.md) **binds**\nall<sup>1</sup> Parties.") == "The Treaty binds all1 Parties."
    )


def test_english_documents_are_read_with_or_without_paragraphs(tmp_path: Path) -> None:
    """A text without paragraphs is cut at its articles; other languages are left out."""
    text = (
        "Article 1\n" + "Every one of the Members shall pay the sums that are due each year. " + "\nArticle 2\nShort."
    )
    rows = [{"doc_id": "en", "lang": "en", "text": text}, {"doc_id": "fr", "lang": "fr", "text": text}]
    (tmp_path / "un_charter").mkdir()
    (tmp_path / "un_charter" / "documents.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    assert list(domain_documents(tmp_path)) == [
        ("en", ["Every one of the Members shall pay the sums that are due each year."])
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents to train on are not here")
def test_what_answers_are_measured_on_is_left_out() -> None:
    """No document of the GDPR or the Kabul statement is trained on."""
    assert not [name for name, _ in domain_documents(SHARED) if "gdpr" in name.lower() or "kabul" in name.lower()]
