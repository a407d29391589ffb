"""Two reports side by side: what differs by more than chance, and which questions it comes from."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eval.commands.compare import compare_command
from eval.errors import EvaluationError
from eval.reports.compare import compare
from eval.reports.file import Report, write_report
from eval.reports.report import make_report
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet

SHA, OTHER_SHA = "a" * 64, "b" * 64
Write = Callable[..., str]


def questions(count: int, unanswerable: int = 0, first: int = 0) -> tuple[GoldQuestion, ...]:
    return tuple(
        GoldQuestion(f"q{i}", f"Question {i}?", ("d#1",) if i - first < count else (), "all", "all", None)
        for i in range(first, first + count + unanswerable)
    )


def report(asked: Sequence[GoldQuestion], right: Iterable[bool], sha: str = SHA, **signature: Any) -> Report:
    """A report of a system "careful" that is right or not on each question, and of "bold", that always is."""
    both = zip(asked, right, strict=True)
    careful = [Response(("d#1",) if good else ("d#9",), q.answerable or not good, 0.5, 0.0) for q, good in both]
    bold = [Response(("d#1",), True, 0.5, 0.0) for _ in asked]
    signed = {"pincite": "0.1.0", "questions_sha256": sha, "seed": 7, **signature}
    return make_report(QuestionSet("talks", sha, tuple(asked)), {"careful": careful, "bold": bold}, signed)


def of(first: Report, second: Report, **choice: Any) -> Any:
    return compare(first, second, **choice)


def test_a_report_does_not_differ_from_itself() -> None:
    """Every question is a tie, every p 1."""
    same = report(questions(4), [True, False, True, True])

    found = of(same, same)

    assert {d.measure: (d.ties, d.p, d.p_holm, d.difference.mean) for d in found.differences} == {
        d.measure: (4, 1.0, 1.0, 0.0) for d in found.differences
    }
    assert (found.losses, found.left_out, found.notices) == ((), 0, ())


def test_wins_and_losses_are_named() -> None:
    """One question won, two lost, one tied; three differences of one size have a p of 1 where they do not agree."""
    asked = questions(4)
    before, after = report(asked, [False, True, True, True]), report(asked, [True, False, False, True])

    (found,) = of(before, after, measures=("answered right",)).differences

    assert [(c.id, c.question, c.before, c.after) for c in found.wins] == [("q0", "Question 0?", 0.0, 1.0)]
    assert [change.id for change in found.losses] == ["q1", "q2"]
    assert (found.n, found.ties, found.before, found.after, found.difference.mean) == (4, 1, 0.75, 0.5, -0.25)
    assert found.p == found.p_holm == 1.0


def test_a_loss_on_every_question_is_more_than_chance() -> None:
    """Ten of ten lost: 2 of 2^10 sign flips are as far; corrected for one measure it is the same."""
    asked = questions(10)

    found = of(report(asked, [True] * 10), report(asked, [False] * 10), measures=("answered right",))

    (difference,) = found.differences
    assert (difference.p, difference.is_loss, difference.is_gain) == (2 / 1024, True, False)
    assert (difference.difference.low, difference.difference.high) == (-1, -1)
    assert found.losses == ("answered right",)


def test_p_is_corrected_for_the_number_of_measures() -> None:
    """Seven of seven lost is 2 / 128 = .016 for one measure, and no more than chance among a dozen."""
    asked = questions(7)
    before, after = report(asked, [True] * 7), report(asked, [False] * 7)

    together = of(before, after)

    right = next(d for d in together.differences if d.measure == "answered right")
    assert (right.p, right.p_holm) == (2 / 128, len(together.differences) * 2 / 128)
    assert together.losses == ()
    assert of(before, after, measures=("answered right",)).losses == ("answered right",)


def test_more_of_what_goes_wrong_is_a_loss() -> None:
    """Answering what cannot be answered counts the other way round."""
    asked = questions(1, unanswerable=8)
    careful, careless = report(asked, [True] * 9), report(asked, [True] + [False] * 8)

    (worse,) = of(careful, careless, measures=("wrongly answered",)).differences
    (better,) = of(careless, careful, measures=("wrongly answered",)).differences

    assert (worse.difference.mean, len(worse.losses), worse.is_loss) == (1.0, 8, True)
    assert (better.difference.mean, len(better.wins), better.is_gain) == (-1.0, 8, True)


def test_two_systems_of_one_report_can_be_compared() -> None:
    """ "bold" answers everything, "careful" nothing right."""
    one = report(questions(8), [False] * 8)

    found = of(one, one, systems=("careful", "bold"), measures=("answered right",))

    assert (found.systems, found.differences[0].is_gain) == (("careful", "bold"), True)


def test_other_settings_are_noticed() -> None:
    """So that a difference is not put down to the wrong thing; the date is no setting."""
    asked = questions(2)
    first = report(asked, [True, True], encoder="small", date="2026-01-01")
    second = report(asked, [True, True], encoder="large", date="2026-02-02")

    assert of(first, second).notices == ("encoder: small against large",)


def test_other_questions_are_refused() -> None:
    """Another set by its checksum, another split by its questions; forced, those in common are compared."""
    whole, part = report(questions(4), [True] * 4), report(questions(2), [False] * 2)
    other = report(questions(4, first=2), [False] * 4, OTHER_SHA)

    with pytest.raises(EvaluationError, match=r"different question sets: 'questions_sha256' is aaaaaaaaaaaa.*--force"):
        of(whole, other)
    with pytest.raises(EvaluationError, match="2 stand in one of them only; --force"):
        of(whole, part)
    forced = of(whole, other, force=True)
    assert (forced.left_out, forced.differences[0].n) == (4, 2)


def test_a_question_put_in_other_words_is_another_question() -> None:
    """Forced or not, an id alone does not make two questions the same."""
    renamed = tuple(GoldQuestion(q.id, q.question + "!", q.relevant, "all", "all", None) for q in questions(2))

    with pytest.raises(EvaluationError, match="no question in common"):
        of(report(questions(2), [True] * 2), report(renamed, [True] * 2, OTHER_SHA), force=True)


def test_an_unknown_system_or_measure_is_named() -> None:
    """With those that there are."""
    one = report(questions(1), [True])

    with pytest.raises(EvaluationError, match="first report has no system 'x'; it has 'careful', 'bold'"):
        of(one, one, systems=("x", "x"))
    with pytest.raises(EvaluationError, match="do not both have a measure 'P@2'; they have 'P@1'"):
        of(one, one, measures=("P@2",))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, *given: Any, **signature: Any) -> str:
        path = tmp_path / f"{name}.json"
        write_report(path, report(*given, **signature))
        return str(path)

    return written


def run(*arguments: str) -> Result:
    return CliRunner().invoke(compare_command, arguments, standalone_mode=False)


def test_the_command_says_1_for_a_loss_and_0_for_none(write: Write) -> None:
    """B against A is a loss, A against B a gain, A against A neither."""
    asked = questions(14)
    a, b = write("a", asked, [True] * 14), write("b", asked, [False] * 14)

    assert [run(*pair).return_value for pair in ((a, b), (b, a), (a, a))] == [1, 0, 0]
    assert "B is worse by more than chance on: P@1, " in run(a, b).output
    assert "B is better by more than chance on: P@1, " in run(b, a).output
    assert "No measure differs by more than chance." in run(a, a).output


def test_the_command_prints_a_table_and_the_questions(write: Write) -> None:
    """With --measure every win and loss, without it the first ten of a measure that differs."""
    asked = questions(12)
    a, b = write("a", asked, [False] * 12), write("b", asked, [True] * 12)

    lines = run(a, b, "--measure", "answered right").output.splitlines()
    assert lines[0] == "careful: B against A"
    assert " ".join(lines[2].split()) == "measure n A B B - A 95 % interval p p (Holm) won lost tied"
    row = "answered right 12 0.000 1.000 +1.000 +1.000 to +1.000 0.0005 0.0005 12 0 0"
    assert " ".join(lines[3].split()) == row
    assert "  q11  0.00 -> 1.00  Question 11?" in lines
    assert "  and 2 more; --measure or --json lists them all." in run(a, b).output


def test_the_command_prints_json(write: Write) -> None:
    """One object, with what B is worse on."""
    asked = questions(6)
    a, b = write("a", asked, [True] * 6), write("b", asked, [False] * 6)

    found = json.loads(run(a, b, "--measure", "P@1", "--json").output)

    assert found["worse_on"] == ["P@1"]
    assert found["differences"][0]["p"] == 2 / 64
    assert found["differences"][0]["losses"][5] == {"id": "q5", "question": "Question 5?", "before": 1.0, "after": 0.0}


def test_the_command_takes_a_system_of_each(write: Write) -> None:
    """Once for both, twice for one of each, and no more."""
    a = write("a", questions(6), [False] * 6)

    assert run(a, a, "--system", "careful", "--system", "bold").output.startswith("bold of B against careful of A")
    assert run(a, a, "--system", "bold").output.startswith("bold: B against A")
    assert "name one system" in str(run(a, a, *["--system", "bold"] * 3).exception)


def test_a_report_edited_by_hand_is_not_compared(write: Write) -> None:
    """Nor is what is no report."""
    a = write("a", questions(2), [True, True])
    Path(a).write_text(Path(a).read_text(encoding="utf-8").replace("careful", "caring"), encoding="utf-8")

    assert isinstance(run(a, a).exception, EvaluationError)
