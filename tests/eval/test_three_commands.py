"""A stranger with a folder of PDFs and a spreadsheet of questions gets a report in three commands."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Pincite
from tests.corpus.test_pdf import column, pdf

STATEMENT = (
    "Statement of the Talks",
    "1. The parties agree to a ceasefire in Herat.",
    "2. Trade over the bridge goes on.",
)
QUESTIONS = (
    ("What did the parties agree to?", "para 1"),
    ("Does trade go on over the bridge?", "2"),
    ("Who pays for the road to Kandahar?", ""),
)


@pytest.mark.slow
def test_add_import_and_measure(pincite_process: Pincite, tmp_path: Path) -> None:
    """The three commands of docs/quality.md, with files that are not ours."""
    reports, table = tmp_path / "reports", tmp_path / "questions.csv"
    reports.mkdir()
    (reports / "talks.pdf").write_bytes(pdf(column(72, 720, *STATEMENT)))
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("question", "document", "relevant"))
        rows.writerows((question, "talks", relevant) for question, relevant in QUESTIONS)

    added = pincite_process("add", str(reports))
    imported = pincite_process("eval", "import", str(table), "--output", str(tmp_path / "questions.jsonl"))
    measured = pincite_process(
        "eval", "--questions", str(tmp_path / "questions.jsonl"), "--output", str(tmp_path / "measured")
    )

    assert (added.returncode, imported.returncode, measured.returncode) == (0, 0, 0), imported.stderr + measured.stderr
    report = json.loads((tmp_path / "measured" / "questions.json").read_text(encoding="utf-8"))
    assert list(report["systems"]) == ["pincite", "pincite without the reader", "BM25", "paragraph vectors"]
    assert report["systems"]["pincite"]["all"]["n"] == 3
    suffixes = {path.suffix for path in (tmp_path / "measured").iterdir()}
    assert {".json", ".md", ".html", ".run", ".qrels"} <= suffixes
