"""A report: every system, kind and split with its figures, as JSON and as a page."""

import json

import pytest

from eval.dataset import GoldQuestion, QuestionSet
from eval.report import Report, make_report, markdown
from eval.systems import Response

QUESTIONS = QuestionSet(
    "talks",
    "0" * 64,
    (
        GoldQuestion("a", "What was agreed?", ("talks#1",), "plain", "dev", None),
        GoldQuestion("b", "Who came?", ("talks#2",), "plain", "test", None),
        GoldQuestion("c", "What did it cost?", (), "off", "test", None),
    ),
)
# The first is right, the second refused though the paragraph was found second, the third well refused.
CAREFUL = (
    Response(("talks#1", "talks#2"), True, 0.91239, 0.0),
    Response(("talks#1", "talks#2"), False, 0.1, 0.0),
    Response(("talks#1",), False, 0.05, 0.0),
)
# Always shows paragraph 1, and found nothing for the second.
BOLD = (Response(("talks#1",), True, 3.0, 0.0), Response((), False, 0.0, 0.0), Response(("talks#1",), True, 1.0, 0.0))


@pytest.fixture
def report() -> Report:
    return make_report(QUESTIONS, {"careful": CAREFUL, "bold": BOLD}, {"seed": 7, "encoder": "hashing"})


def figures(of: Report, *measures: str) -> list[tuple[float, int]]:
    """Mean and number of questions of each measure."""
    return [(of[measure]["mean"], of[measure]["n"]) for measure in measures]


def test_figures_are_means_over_the_questions_they_apply_to(report: Report) -> None:
    """Finding and refusing wrongly are over two questions, answering wrongly over the one without an answer."""
    careful, bold = report["systems"]["careful"]["all"], report["systems"]["bold"]["all"]
    measures = ("P@1", "R@3", "MRR", "answered right", "wrongly refused", "wrongly answered")

    assert figures(careful, *measures) == [(0.5, 2), (1.0, 2), (0.75, 2), (0.5, 2), (0.5, 2), (0.0, 1)]
    assert figures(bold, *measures) == [(0.5, 2), (0.5, 2), (0.5, 2), (0.5, 2), (0.5, 2), (1.0, 1)]


def test_kinds_and_splits_are_reported_apart(report: Report) -> None:
    """Each has the number of its questions and its own figures."""
    careful = report["systems"]["careful"]
    counts = {name: group["n"] for title in ("kinds", "splits") for name, group in careful[title].items()}

    assert counts == {"plain": 2, "off": 1, "dev": 1, "test": 2}
    assert figures(careful["splits"]["test"], "MRR", "wrongly answered") == [(0.5, 1), (0.0, 1)]
    assert figures(careful["kinds"]["off"], "MRR", "wrongly answered") == [(0.0, 0), (0.0, 1)]


def test_every_question_has_its_own_result(report: Report) -> None:
    """A reader can look up what came first for a question, and how sure the system was."""
    assert report["systems"]["careful"]["results"][0] == {
        "id": "a",
        "question": "What was agreed?",
        "relevant": ["talks#1"],
        "ranking": ["talks#1", "talks#2"],
        "answered": True,
        "confidence": 0.9124,
    }


def test_a_report_carries_its_settings(report: Report) -> None:
    """Figures without the settings they came from cannot be compared."""
    assert (report["questions"], report["signature"]) == ("talks", {"seed": 7, "encoder": "hashing"})


def test_a_report_is_the_same_when_made_again(report: Report) -> None:
    """The seed fixes the intervals, and JSON keeps every figure."""
    again = make_report(QUESTIONS, {"careful": CAREFUL, "bold": BOLD}, {"seed": 7, "encoder": "hashing"})

    assert json.loads(json.dumps(report)) == again


def test_the_page_has_a_row_for_each_system(report: Report) -> None:
    """A cell is mean, interval and number of questions; one question leaves no doubt, two leave all."""
    half, one = ".50 [.00, 1.00] (2)", "1.00 [1.00, 1.00] (2)"
    lines = markdown(report).splitlines()

    assert lines[0] == "# Evaluation: talks"
    assert (
        lines[2]
        == "| system | n | P@1 | R@1 | R@3 | MRR | nDCG@10 | answered right | wrongly refused | wrongly answered |"
    )
    assert lines[4].startswith(f"| careful | 3 | {half} | {half} | {one} | .75 [.50, 1.00] (2) | ")
    assert lines[4].endswith(f" | {half} | {half} | .00 [.00, .00] (1) |")
    assert lines[5] == f"| bold | 3 | {' | '.join([half] * 7)} | 1.00 [1.00, 1.00] (1) |"


def test_the_page_shows_the_first_systems_kinds_and_splits(report: Report) -> None:
    """Where there is no question to measure there is a dash, not a 0."""
    page = markdown(report)

    assert "## careful, per kind of question" in page
    assert f"| off | 1 | {' | '.join(['–'] * 7)} | .00 [.00, .00] (1) |" in page
    assert "## careful, per split" in page
    assert f"| dev | 1 | {' | '.join(['1.00 [1.00, 1.00] (1)'] * 6)} | .00 [.00, .00] (1) | – |" in page


def test_the_page_ends_with_settings_and_a_legend(report: Report) -> None:
    """What each figure means stands below the figures."""
    page = markdown(report)

    assert "- seed: 7\n- encoder: hashing\n" in page
    assert "*answered right*: shown, with a paragraph that answers first" in page
