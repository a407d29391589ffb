"""A report file: read as it was written, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvaluationError
from eval.reports.file import Report, read_report, sealed, summarised, went_wrong, write_report
from eval.reports.report import make_report
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet

QUESTIONS = QuestionSet(
    "talks",
    "0" * 64,
    (
        GoldQuestion("a", "What was agreed?", ("talks#1",), "plain", "dev", None),
        GoldQuestion("b", "Who came?", ("talks#2",), "plain", "test", None),
    ),
)
RESPONSES = (Response(("talks#1", "talks#2"), True, 0.9, 0.0), Response(("talks#1", "talks#2"), False, 0.1, 0.0))
SIGNATURE = {"pincite": "0.1.0", "questions_sha256": "0" * 64, "seed": 7, "encoder": "hashing"}


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report(QUESTIONS, {"careful": RESPONSES, "bold": RESPONSES}, SIGNATURE)


def test_a_report_is_read_as_it_was_written(report: Report, tmp_path: Path) -> None:
    """A question has a line of its own, and so has a figure."""
    write_report(tmp_path / "new" / "talks.json", report)

    assert read_report(tmp_path / "new" / "talks.json") == report
    lines = (tmp_path / "new" / "talks.json").read_text(encoding="utf-8").splitlines()
    assert any(line.strip().startswith('{"id": "a", "question": "What was agreed?"') for line in lines)


def test_laying_out_a_report_anew_changes_nothing(report: Report, tmp_path: Path) -> None:
    """The order of fields and the white space are no results."""
    (tmp_path / "r.json").write_text(json.dumps(report, indent=4, sort_keys=True), encoding="utf-8")

    assert read_report(tmp_path / "r.json") == report


def test_a_summary_keeps_the_figures_and_what_the_first_system_got_wrong(report: Report, tmp_path: Path) -> None:
    """It is a report like any other, sealed anew."""
    write_report(tmp_path / "r.json", summarised(report))

    kept = read_report(tmp_path / "r.json")

    first, second = kept["systems"].values()
    assert [went_wrong(result) for result in first["results"]] == [
        how for result in report["systems"]["careful"]["results"] if (how := went_wrong(result))
    ]
    assert (second["results"], second["values"], first["values"]) == ([], {}, {})
    assert first["all"] == report["systems"]["careful"]["all"]


def spoil(report: Report, *path: Any) -> Report:
    """The report with one field set to the last of `path`, or left out where that is ...; not sealed again."""
    copy: Report = json.loads(json.dumps(report))
    *places, field, value = path
    inner: Any = copy
    for place in places:
        inner = inner[place]
    if value is ...:
        del inner[field]
    else:
        inner[field] = value
    return copy


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (("systems", "careful", "all", "P@1", "mean", 0.9), "was changed after it was written.*'sha256'"),
        (("systems", "careful", "values", "MRR", "b", 1.0), "was changed after it was written.*'sha256'"),
        (("signature", "encoder", "another"), "was changed after it was written.*'sha256'"),
        (("sha256", ...), "has no 'sha256'; make it again"),
        (("sha256", 7), "'sha256' must be text, not 7"),
        (("systems", {}), "has no system under 'systems'"),
        (("systems", []), r"'systems' must be an object, not \[\]"),
        (("signature", "questions_sha256", ...), "has no 'signature.questions_sha256'"),
        (("signature", "seed", "7"), "'signature.seed' must be a whole number, not \"7\""),
        (("signature", "seed", True), "'signature.seed' must be a whole number, not true"),
        (("systems", "bold", "curves", ...), "has no 'systems.bold.curves'"),
        (("systems", "bold", "results", 1, "ranking", ...), r"has no 'systems.bold.results\[1\].ranking'"),
        (("systems", "bold", "results", 1, []), r"must be an object at 'systems.bold.results\[1\]'"),
        (("systems", "bold", "values", "MRR", "a", "x"), "'systems.bold.values.MRR.a' must be a number, not \"x\""),
    ],
)
def test_a_report_edited_by_hand_is_noticed(
    report: Report, tmp_path: Path, path: tuple[Any, ...], message: str
) -> None:
    """The field that is missing or wrong is named; a figure that was changed does not match the checksum."""
    (tmp_path / "r.json").write_text(json.dumps(spoil(report, *path)), encoding="utf-8")

    with pytest.raises(EvaluationError, match=rf"r\.json.*{message}"):
        read_report(tmp_path / "r.json")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": NaN}', "\udcff", "[" * 100_000])
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    """So is one that is not there."""
    (tmp_path / "r.json").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(EvaluationError, match=r"r\.json (is not JSON|must be an object)"):
        read_report(tmp_path / "r.json")
    with pytest.raises(EvaluationError, match=r"none\.json cannot be read: No such file"):
        read_report(tmp_path / "none.json")


def test_a_report_that_was_added_to_is_sealed_again(report: Report, tmp_path: Path) -> None:
    """The checksum is over everything else, and is the last field."""
    longer = sealed({**report, "seconds": {"encoder": 1.5}})
    write_report(tmp_path / "r.json", longer)

    assert longer["sha256"] != report["sha256"]
    assert list(read_report(tmp_path / "r.json"))[-1] == "sha256"


def test_a_report_needs_a_place(report: Report, tmp_path: Path) -> None:
    """Where nothing can be written the file is named."""
    (tmp_path / "file").write_text("")

    with pytest.raises(EvaluationError, match="cannot be written"):
        write_report(tmp_path / "file" / "r.json", report)
