"""`pincite eval` as people call it: the files it leaves, what it may be asked, and how it goes on."""

import json
import sys
from pathlib import Path

import pytest

from eval.commands.eval import SUBCOMMANDS
from eval.reports.file import read_report
from eval.run.libraries import cached_library
from eval.sets.trec import read_run
from qa_app.cli import main

ROWS = [
    {"id": "a", "question": "Where does wheat grow?", "relevant": ["farm#1"]},
    {"id": "b", "question": "What is shipped?", "relevant": ["farm#2"]},
    {"id": "c", "question": "Who won the war?", "relevant": []},
]
FARM = {
    "doc_id": "farm",
    "title": "Farm",
    "lang": "en",
    "paragraphs": [
        {"number": "1", "text": "Wheat grows in the valley."},
        {"number": "2", "text": "Barley is shipped."},
    ],
}


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """A run over three questions and one document, without a model."""
    questions, documents = tmp_path / "farm.jsonl", tmp_path / "documents.jsonl"
    questions.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    documents.write_text(json.dumps(FARM), encoding="utf-8")
    arguments = ["eval", "--questions", str(questions), "--documents", str(documents), "--encoder", "hashing"]
    return [*arguments, "--cache", str(tmp_path / "cache"), "--output", str(tmp_path / "out")]


def test_a_run_leaves_its_report_and_the_files_of_others(command: list[str], tmp_path: Path) -> None:
    """JSON, two pages, a TREC run of pincite and the judgements; a question without an answer has no judgement."""
    assert main(command) == 0

    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "farm.html",
        "farm.json",
        "farm.md",
        "farm.qrels",
        "farm.responses.jsonl",
        "farm.run",
    ]
    report = read_report(out / "farm.json")
    assert list(report["systems"]) == ["pincite", "pincite without the reader", "BM25", "paragraph vectors"]
    assert set(report["time"]) == {"seconds", "outside encoder and reader", "systems"}
    assert 0 < report["time"]["outside encoder and reader"] < 1
    assert (out / "farm.qrels").read_text(encoding="utf-8") == "a 0 farm#1 1\nb 0 farm#2 1\n"
    assert read_run(out / "farm.run")["a"] == ("farm#1", "farm#2")


def test_a_run_made_elsewhere_stands_beside_ours(command: list[str], tmp_path: Path) -> None:
    """It is measured on the same questions, and has no more than its ranking."""
    theirs = tmp_path / "theirs.txt"
    theirs.write_text("a Q0 farm#1 1 9.5 x\nb Q0 farm#1 1 3.1 x\n", encoding="utf-8")

    assert main([*command, "--systems", "bm25", "--run", str(theirs)]) == 0

    systems = read_report(tmp_path / "out" / "farm.json")["systems"]
    assert list(systems) == ["BM25", "run theirs.txt"]
    assert systems["run theirs.txt"]["all"]["P@1"]["mean"] == 0.5


def test_parts_are_switched_off_one_at_a_time(command: list[str], tmp_path: Path) -> None:
    """Beside the systems asked for, each of which is measured once."""
    assert main([*command, "--systems", "pincite, pincite", "--ablations"]) == 0

    assert list(read_report(tmp_path / "out" / "farm.json")["systems"]) == [
        "pincite",
        "pincite without words",
        "pincite without sentences",
        "pincite without late interaction",
        "pincite without look-ups",
    ]


def test_a_second_run_encodes_nothing(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The library of those documents and that encoder is kept; changed documents have another."""
    assert main(command) == 0
    first = capsys.readouterr().err
    assert main(command) == 0

    assert "Encoding" in first
    assert "Encoding" not in capsys.readouterr().err
    documents, cache = tmp_path / "documents.jsonl", tmp_path / "cache"
    before = cached_library(documents, "hashing", cache)
    assert list((cache / "libraries").iterdir()) == [before]
    assert cached_library(documents, "other", cache) != before
    documents.write_text(json.dumps({**FARM, "title": "Field"}), encoding="utf-8")
    assert cached_library(documents, "hashing", cache) != before


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--systems", "pincite,nonsense"], "there is no system 'nonsense'; there are pincite, BM25,"),
        (["--run", "none.txt"], "none.txt cannot be read: No such file or directory."),
        (["--split", "none"], "it has no questions of split 'none'"),
        (["--output", "/dev/null/out"], "The folder /dev/null/out cannot be made"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    command: list[str], capsys: pytest.CaptureFixture[str], more: list[str], message: str
) -> None:
    """With exit code 2."""
    assert main([*command, *more]) == 2
    assert message in capsys.readouterr().err


def test_a_set_for_another_library_is_told(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row, the field, and what is not there."""
    (tmp_path / "farm.jsonl").write_text(json.dumps({**ROWS[0], "relevant": ["sea#1"]}), encoding="utf-8")

    assert main(command) == 2
    assert "line 1, 'relevant': there is no document 'sea', so no paragraph 'sea#1'." in capsys.readouterr().err


def test_the_options_of_a_run_are_not_lost_before_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` before `gate` would have no effect."""
    assert main(["eval", "--json", "gate"]) == 2
    assert "--json belongs after `gate`, or to `pincite eval` alone." in capsys.readouterr().err


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_of_evaluation_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is found and has a help text."""
    assert main(["eval", name, "--help"]) == 0
    assert f"pincite eval {name}" in capsys.readouterr().out


def test_what_evaluation_needs_is_said_before_anything_is_measured(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody waits an hour to be told that the report cannot be made."""
    monkeypatch.setitem(sys.modules, "sklearn", None)

    assert main(command) == 2
    assert capsys.readouterr().err == (
        "pincite: `pincite eval` needs sklearn: `pip install 'pincite[eval]'` adds what is missing.\n"
    )
    assert not (tmp_path / "out").exists()
