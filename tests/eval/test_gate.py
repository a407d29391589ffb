"""The gate: what is measured has not got worse, and a floor comes down only with a reason."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.library.library import Library
from corpus.types import Document
from eval.errors import EvaluationError
from eval.measure.stats import Estimate
from eval.reports.gate import (
    FLOORS,
    Floor,
    Measured,
    findings,
    lowered,
    measured_cutting,
    measured_questions,
    raised,
    read_floors,
    with_new_data,
    write_floors,
)
from eval.reports.gate import SHIPPED as SET
from eval.reports.report import make_report
from eval.run.run import run
from eval.run.systems import PinciteSystem, Response
from eval.sets.dataset import SHIPPED, QuestionSet, read_questions
from qa_app.ask.answer import Answerer
from qa_app.cli import main
from tests.conftest import Pincite

WHY = ("The set was asked anew.", "2026-01-31")
FLOOR = {"talks": Floor("q" * 64, "d" * 64, {"P@1": 0.75})}


def measured(value: float, documents: str = "d" * 64, n: int = 57) -> Measured:
    return Measured("talks", "q" * 64, documents, {"P@1": Estimate(value, value - 0.1, value + 0.1, n)})


@pytest.fixture(scope="module")
def questions(statement: Document) -> QuestionSet:
    return read_questions(SHIPPED, {str(paragraph.id) for paragraph in statement.paragraphs}, "test")


@pytest.fixture
def signature(questions: QuestionSet, library: Library) -> dict[str, Any]:
    return {"seed": 7, "questions_sha256": questions.sha256, "library": library.fingerprint()}


def test_pincite_is_as_good_as_it_was(questions: QuestionSet, answerer: Answerer, signature: dict[str, Any]) -> None:
    """On the test half of the shipped questions, on which nothing is tuned, every measure is above its floor."""
    report = make_report(questions, {"pincite": run(PinciteSystem(answerer), questions.questions)}, signature)

    assert findings(read_floors(), [measured_questions(report)]) == ()


def test_a_worse_retriever_fails_the_gate(
    statement: Document, questions: QuestionSet, signature: dict[str, Any]
) -> None:
    """Of one that errs nowhere nothing is said; one that ranks the first paragraph last falls below several floors, and
    value, interval and floor are named.
    """
    everything = [str(paragraph.id) for paragraph in statement.paragraphs]
    ideal = [
        Response(tuple(dict.fromkeys((*q.relevant, *everything))), q.answerable, 0.5, 0.0) for q in questions.questions
    ]
    worse = [replace(r, ranking=(*r.ranking[1:], *r.ranking[:1])) for r in ideal]

    good, found = (
        findings(read_floors(), [measured_questions(make_report(questions, {"pincite": of}, signature))])
        for of in (ideal, worse)
    )

    assert good == ()
    floor = f"{read_floors()[SET].measures['P@1']:.3f}"[1:]
    assert [each.endswith(f"below its floor {floor}.") for each in found if ": P@1 is ." in each] == [True]
    assert {"P@1", "MRR", "answered right"} <= {each.split(": ")[1].split(" is ")[0] for each in found}


def test_the_floors_are_not_below_what_was_promised_first() -> None:
    """75 in 100 questions have the right paragraph first and shown; look-ups and what is off the subject never fail."""
    floors = read_floors()[SET].measures

    assert min(floors["P@1"], floors["answered right"]) >= 0.75
    assert [m for m in floors if ": " in m and floors[m] == 1.0] == [
        "lookup: answered right",
        "lookup: rightly refused",
        "off: rightly refused",
    ]


def test_the_set_is_what_it_says(statement: Document) -> None:
    """75 questions in each half, 36 of all without an answer, the same kinds in both, about every paragraph."""
    known = {str(paragraph.id) for paragraph in statement.paragraphs}
    dev, test = (read_questions(SHIPPED, known, split).questions for split in ("dev", "test"))

    assert len(dev) == len(test) == 75
    assert sum(not question.answerable for question in (*dev, *test)) == 36
    assert {question.kind for question in dev} == {question.kind for question in test}
    assert {address for question in (*dev, *test) for address in question.relevant} == known - {
        "kabul-process-2017#title"
    }


def test_a_value_at_its_floor_passes() -> None:
    """Only below it is a fall."""
    assert findings(FLOOR, [measured(0.75)]) == ()


def test_a_value_below_its_floor_is_named_with_its_interval() -> None:
    """Measure, value, interval, number of questions and floor stand in one sentence."""
    assert findings(FLOOR, [measured(0.7)]) == ("talks: P@1 is .700 [.600, .800], n = 57, below its floor .750.",)


def test_a_floor_whose_data_changed_fails() -> None:
    """However good the value is, it says nothing about the floor."""
    assert findings(FLOOR, [measured(0.9, "e" * 64)]) == (
        "talks: the documents have changed since the floors were set (dddddddddddd then, eeeeeeeeeeee now);"
        " `--new-data --reason` says that it should have.",
    )


def test_a_measure_that_is_gone_fails() -> None:
    """So does a set that has no floors, and a file that could not be read."""
    no_value, no_floor = Measured("talks", "q" * 64, "d" * 64, {}), Measured("news", None, "d" * 64, {})
    failed = Measured("talks", "q" * 64, "d" * 64, measured(0.9).values, ("talks/a.pdf: It is broken",))

    assert findings(FLOOR, [no_value]) == ("talks: P@1 has a floor of .750 and was not measured.",)
    assert findings(FLOOR, [measured(0.9, n=0)]) == ("talks: P@1 has a floor of .750 and was not measured.",)
    assert findings(FLOOR, [no_floor]) == ("news has no floors; `pincite eval gate --raise` sets them.",)
    assert findings(FLOOR, [failed]) == ("talks/a.pdf: It is broken (it counts as a fall).",)


def test_a_floor_is_raised_to_the_value_less_a_margin() -> None:
    """.90 less .04 is .86; a value that allows no more leaves the floor where it is."""
    assert raised(FLOOR, [measured(0.9)])["talks"].measures == {"P@1": 0.86}
    assert raised(FLOOR, [measured(0.76)])["talks"].measures == {"P@1": 0.75}
    assert raised(FLOOR, [measured(0.9, "e" * 64)]) == FLOOR
    assert raised({}, [measured(0.9)])["talks"] == Floor("q" * 64, "d" * 64, {"P@1": 0.86})


def test_what_can_be_got_wholly_right_has_no_margin() -> None:
    """A look-up that fails is a fault, not chance."""
    values = {"lookup: answered right": Estimate(1.0, 1.0, 1.0, 9), "P@1": Estimate(1.0, 1.0, 1.0, 9)}

    floors = raised({}, [Measured("talks", None, "d" * 64, values)])["talks"].measures

    assert floors == {"lookup: answered right": 1.0, "P@1": 0.96}


def test_a_floor_comes_down_with_a_reason_that_is_kept() -> None:
    """From, to, why and when."""
    floor = lowered(FLOOR, "talks", "P@1", 0.7, WHY)["talks"]

    assert floor.measures == {"P@1": 0.7}
    assert floor.lowered == ({"measure": "P@1", "from": 0.75, "to": 0.7, "reason": WHY[0], "date": WHY[1]},)


def test_only_a_lower_floor_of_a_measure_that_has_one_is_lower() -> None:
    """What cannot be done is said with both values."""
    with pytest.raises(EvaluationError, match=r"0\.8 does not lower 'P@1' of talks, whose floor is 0\.75"):
        lowered(FLOOR, "talks", "P@1", 0.8, WHY)
    with pytest.raises(EvaluationError, match="talks has no floor for 'MRR'; it has P@1"):
        lowered(FLOOR, "talks", "MRR", 0.1, WHY)
    with pytest.raises(EvaluationError, match="There are no floors for 'news'; there are floors for talks"):
        lowered(FLOOR, "news", "P@1", 0.1, WHY)


def test_new_data_keeps_the_floors_and_the_reason() -> None:
    """The floors are as high as they were, on the documents as they are now."""
    changed = with_new_data(FLOOR, measured(0.9, "e" * 64), WHY)["talks"]

    assert (changed.documents_sha256, changed.measures) == ("e" * 64, {"P@1": 0.75})
    (note,) = changed.lowered
    assert note == {"measure": "data: documents", "from": "d" * 64, "to": "e" * 64, "reason": WHY[0], "date": WHY[1]}
    with pytest.raises(EvaluationError, match="The data of talks has not changed"):
        with_new_data(FLOOR, measured(0.9), WHY)


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Reasons and all."""
    floors = lowered(FLOOR, "talks", "P@1", 0.7, WHY)
    write_floors(floors, tmp_path / "floors.json")

    assert read_floors(tmp_path / "floors.json") == floors


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"floors\.json cannot be read: Expecting property name"),
        ("[]", r"floors\.json cannot be read"),
        ('{"talks": {"measures": {}}}', r"floors\.json: 'talks' is not a set with floors \(KeyError\('lowered'\)\)"),
        (
            '{"talks": {"questions_sha256": null, "documents_sha256": "d", "measures": {"P@1": "x"}, "lowered": []}}',
            r"'talks' is not a set with floors",
        ),
    ],
)
def test_broken_floors_are_told(tmp_path: Path, text: str, message: str) -> None:
    """The file, and the set that is wrong."""
    (tmp_path / "floors.json").write_text(text, encoding="utf-8")

    with pytest.raises(EvaluationError, match=message):
        read_floors(tmp_path / "floors.json")


def test_shares_of_how_files_are_cut_have_floors_by_kind_of_file() -> None:
    """The share is that over all paragraphs, the interval that over files."""
    shares = {"recall": 0.98, "precision": 0.99, "exact": 0.9, "equal": 0.95}
    per_file = {name: [0.9, 0.85, 1.0] for name in shares}
    of = {"set": "talks", "gold_sha256": "d" * 64, "failed": {}}
    of["kinds"] = {"pdf": {"files": 2, "paragraphs": 40, **shares, "per file": per_file}}

    cut = measured_cutting(of)

    assert cut.values["pdf: recall"] == Estimate(0.98, 0.85, 1.0, 40)
    assert list(cut.values) == ["pdf: recall", "pdf: precision", "pdf: exact", "pdf: equal"]


def test_the_command_lowers_a_floor_only_with_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without one nothing is written and the exit code is 2."""
    path = tmp_path / "floors.json"
    path.write_bytes(FLOORS.read_bytes())
    lower = ["eval", "gate", "--floors", str(path), "--lower", "P@1=0.5"]

    assert main(lower) == 2
    assert path.read_bytes() == FLOORS.read_bytes()
    assert main([*lower, "--reason", "Fewer paragraphs are searched."]) == 0
    assert "The floor of P@1 in kabul-process-2017, test is 0.5 now" in capsys.readouterr().out
    *_, note = json.loads(path.read_text(encoding="utf-8"))[SET]["lowered"]
    assert (note["measure"], note["to"], note["reason"]) == ("P@1", 0.5, "Fewer paragraphs are searched.")


@pytest.mark.slow
def test_the_command_names_what_has_fallen(pincite_process: Pincite, tmp_path: Path) -> None:
    """The exit code is 1; sets that are not at hand are passed over with a word."""
    floors = read_floors()
    path = tmp_path / "floors.json"
    write_floors(raised({SET: floors[SET]}, [Measured(SET, *data(floors), {"P@1": Estimate(1.0, 1.0, 1.0, 9)})]), path)

    result = pincite_process("eval", "gate", "--encoder", "light", "--floors", str(path), "--gold", str(tmp_path))

    assert result.returncode == 1
    assert "P@1 is .8" in result.stdout
    assert "below its floor .960." in result.stdout


def data(floors: dict[str, Floor]) -> tuple[str | None, str]:
    return floors[SET].questions_sha256, floors[SET].documents_sha256
