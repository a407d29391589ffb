"""Quotation sets read from files, the report on them, and the gate that holds what is measured."""

import json
from pathlib import Path

import pytest

from corpus.types import Document
from eval.commands.quotes import kabul, measure
from eval.errors import WrongRows
from eval.pages.alone import markdown
from eval.pages.quote_report import shown_quotations
from eval.quotes.dataset import read_quotations
from eval.quotes.measures import full_report
from eval.reports.gate import QUOTES, Measured, findings, measured_quotes, read_floors
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Verdict
from qa_app.cli import main

WORDS = "A stable Afghanistan is more valuable than an Afghanistan at war."


def written(folder: Path, *rows: object) -> Path:
    """A file with a row a line."""
    path = folder / "quotes.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_row_says_what_is_right(tmp_path: Path, statement: Document) -> None:
    """By verdict and attribution, one or several, or by a label."""
    path = written(
        tmp_path,
        {"id": 1, "quote": WORDS, "document": "kabul-process-2017", "paragraph": "10", "verdict": "verbatim"},
        {"id": 2, "quote": WORDS, "verdict": ["spliced", "not_found"], "attribution": "none_given"},
        {"id": 3, "quote": WORDS, "label": "misattributed"},
    )

    first, second, third = read_quotations(path, [statement]).cases

    assert (first.verdicts, first.group, first.sound) == (frozenset({Verdict.VERBATIM}), "untouched", True)
    assert (second.verdicts, second.sound) == (frozenset({Verdict.SPLICED, Verdict.NOT_FOUND}), False)
    assert second.attributions == {Attribution.NONE_GIVEN}
    assert (third.verdicts, third.sound) == (SOUND_WORDS, False)
    assert third.attributions == frozenset(Attribution) - SOUND_PLACES


def test_every_wrong_row_is_named(tmp_path: Path, statement: Document) -> None:
    """With its line and what is wrong."""
    path = written(
        tmp_path, "[]", {"verdict": "verbatim"}, {"quote": "w", "label": "fine"}, {"quote": "w", "verdict": "x"}
    )

    with pytest.raises(WrongRows) as raised:
        read_quotations(path, [statement])

    said = str(raised.value)
    assert "not a JSON object" in said
    assert "there is no 'quote'" in said
    assert "the label 'fine' is none of" in said
    assert "'x' is not a valid Verdict" in said


@pytest.fixture(scope="module")
def measured() -> dict[str, object]:
    """What is measured on the shipped statement."""
    return measure(kabul())


@pytest.mark.slow
def test_what_is_measured_stays_above_its_floors(measured: dict[str, object]) -> None:
    """On more than six hundred quotations made from the shipped statement."""
    assert findings(read_floors(), [measured_quotes(measured)]) == ()


def test_no_floor_lets_an_unsound_quotation_pass() -> None:
    """But for one clause of the gold set that stands in its document twice under one number."""
    floors = {n: f.measures["unsound caught"] for n, f in read_floors().items() if n.startswith(QUOTES)}

    assert {name for name, least in floors.items() if least < 1} == {"quotes: quote_check, twins"}
    assert min(floors.values()) == 0.996


@pytest.mark.slow
def test_one_unsound_quotation_that_passes_fails_the_gate(measured: dict[str, object]) -> None:
    """However many were caught."""
    found = measured_quotes(measured)
    caught = found.values["unsound caught"]
    worse = {**found.values, "unsound caught": caught.__class__((caught.n - 1) / caught.n, 0.9, 1.0, caught.n)}

    said = findings(read_floors(), [Measured(found.name, found.questions_sha256, found.documents_sha256, worse)])

    assert [sentence.split(" is ")[0] for sentence in said] == ["quotes: kabul, made: unsound caught"]


@pytest.mark.slow
def test_the_report_has_a_row_for_every_kind(measured: dict[str, object]) -> None:
    """And names what was judged wrongly: nothing, of these."""
    page = markdown(shown_quotations(full_report([measured])))

    assert "| fair ellipsis | fairly edited |" in page
    assert "| wrong paragraph | misattributed |" in page
    assert measured["wrong"] == []


def test_a_file_is_measured_against_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Through `pincite eval --quotes FILE`."""
    path = written(tmp_path, {"quote": WORDS, "verdict": "verbatim"}, {"quote": WORDS, "verdict": "not_found"})

    main(["--library", str(tmp_path / "library"), "eval", "--quotes", str(path), "--json"])

    (of,) = json.loads(capsys.readouterr().out)["sets"]
    assert (of["quotations"], of["all"]["verdict right"]["mean"]) == (2, 0.5)
    assert [wrong["verdict"] for wrong in of["wrong"]] == ["verbatim"]
