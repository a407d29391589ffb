"""A report: every system, kind and split with its figures, as JSON and as a page."""

import json

import pytest

from eval.pages.alone import html, markdown
from eval.pages.question_report import shown_questions
from eval.reports.file import Report, as_json
from eval.reports.report import make_report, summary
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet

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
    Response(("talks#1", "talks#2"), True, 0.91239, 0.002),
    Response(("talks#1", "talks#2"), False, 0.1, 0.004),
    Response(("talks#1",), False, 0.05, 0.006),
)
# Always shows paragraph 1, and found nothing for the second.
BOLD = (Response(("talks#1",), True, 3.0, 0.0), Response((), False, 0.0, 0.0), Response(("talks#1",), True, 1.0, 0.0))

SIGNATURE = {"date": "2020-02-03", "pincite": "0.1.0", "questions_sha256": "0" * 64, "seed": 7, "machine": {"cores": 2}}


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report(QUESTIONS, {"careful": CAREFUL, "bold": BOLD}, SIGNATURE, {"careful": {"memory_mb": 612.5}})


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


def test_documents_are_reported_apart(report: Report) -> None:
    """A question counts for the document that answers it; one about no document counts for none."""
    documents = report["systems"]["careful"]["documents"]

    assert {name: of["n"] for name, of in documents.items()} == {"talks": 2}
    assert figures(documents["talks"], "answered right", "wrongly answered") == [(0.5, 2), (0.0, 0)]


def test_every_question_has_its_own_result(report: Report) -> None:
    """A reader can look up what came first for a question, how sure the system was and how long it took."""
    assert report["systems"]["careful"]["results"][0] == {
        "id": "a",
        "question": "What was agreed?",
        "kind": "plain",
        "split": "dev",
        "relevant": ["talks#1"],
        "ranking": ["talks#1", "talks#2"],
        "shown": 1,
        "answered": True,
        "confidence": 0.9124,
        "marked": [],
        "ms": 2.0,
    }


def test_every_question_has_its_own_values(report: Report) -> None:
    """Those of the measures that apply to it."""
    values = report["systems"]["careful"]["values"]

    assert values["MRR"] == {"a": 1.0, "b": 0.5}
    assert values["wrongly answered"] == {"c": 0.0}


def test_confidence_is_measured_against_what_comes_first(report: Report) -> None:
    """The careful one is surest of the only right one, so its risks, 0, 1/2 and 2/3, are the best there can be."""
    curves = report["systems"]["careful"]["curves"]

    assert curves["risk coverage"]["area"]["value"] == 0.3889
    assert curves["risk coverage"]["area"]["low"] < 0.3889 < curves["risk coverage"]["area"]["high"]
    assert curves["risk coverage"]["optimal"] == 0.3889
    assert curves["risk coverage"]["points"] == [[0.3333, 0.0, 0.9124], [0.6667, 0.5, 0.1], [1.0, 0.6667, 0.05]]
    assert curves["AUROC, right or wrong"]["value"] == curves["AUROC, answerable or not"]["value"] == 1.0
    # |.9124 - 1| and .1 and .05 - in one bin, .15 together - over three questions.
    assert curves["calibration"]["error"]["value"] == 0.0792


def test_what_cannot_be_measured_says_why(report: Report) -> None:
    """A baseline's score of 3 is no probability."""
    error = report["systems"]["bold"]["curves"]["calibration"]["error"]

    reason = "The confidences, 0 to 3, are no probabilities."
    assert error == {"value": None, "n": 3, "reason": reason, "low": None, "high": None}


def test_time_and_memory_stand_beside_quality(report: Report) -> None:
    """2, 4 and 6 ms: half within 4, and 95 in 100 within 5.8; where no time was taken there is none."""
    assert report["systems"]["careful"]["costs"] == {"p50_ms": 4.0, "p95_ms": 5.8, "memory_mb": 612.5}
    assert report["systems"]["bold"]["costs"] == {"p50_ms": None, "p95_ms": None}


def test_any_measure_of_anything_can_be_summed_up() -> None:
    """Values by id and groups of ids are all it takes; the order of the ids makes no difference."""
    values = {"verdict right": {"x": 1.0, "y": 0.0, "z": 1.0}, "span": {"y": 0.25}}
    groups = {"verdicts": {"altered": ["z", "y"], "verbatim": ["x"]}}

    figures = summary(values, {"z", "x", "y"}, groups, seed=1)

    assert figures == summary(values, ["x", "y", "z"], groups, seed=1)
    assert (figures["all"]["n"], figures["all"]["verdict right"]["mean"]) == (3, 0.6667)
    assert figures["verdicts"]["altered"]["verdict right"]["mean"] == 0.5
    assert figures["verdicts"]["verbatim"]["span"] == {"mean": 0.0, "low": 0.0, "high": 0.0, "n": 0}


@pytest.mark.parametrize(
    "questions",
    [
        (GoldQuestion("a", "What?", ("talks#1",), "all", "all", None),),
        (GoldQuestion("a", "What?", (), "all", "all", None), GoldQuestion("b", "Who?", (), "all", "all", None)),
    ],
    ids=["one question", "all unanswerable"],
)
def test_a_small_or_one_sided_set_has_a_report(questions: tuple[GoldQuestion, ...]) -> None:
    """In JSON, without NaN, as a Markdown page, and as an HTML page."""
    responses = [Response((), False, 0.0, 0.0)] * len(questions)
    report = make_report(QuestionSet("few", "0" * 64, questions), {"none": responses}, SIGNATURE)

    assert json.loads(as_json(report)) == report
    assert "Answering questions: few" in page_of(report)
    assert "Answering questions: few" in html("few", shown_questions(report))


def test_a_report_carries_its_settings(report: Report) -> None:
    """Figures without the settings they came from cannot be compared."""
    assert (report["questions"], report["signature"]) == ("talks", SIGNATURE)


def test_a_report_is_the_same_when_made_again(report: Report) -> None:
    """The seed fixes the intervals, and JSON keeps every figure."""
    again = make_report(QUESTIONS, {"careful": CAREFUL, "bold": BOLD}, SIGNATURE, {"careful": {"memory_mb": 612.5}})

    assert json.loads(json.dumps(report)) == again


def page_of(report: Report) -> str:
    """As Markdown, with plain spaces."""
    return markdown(shown_questions(report)).replace("\u00a0", " ")


def test_the_page_says_in_words_what_came_out(report: Report) -> None:
    """Counts first, then shares with their intervals, of the half that nothing was tuned on."""
    assert page_of(report).splitlines()[:5] == [
        "# Answering questions: talks",
        "",
        "Measured on 3 February 2020.",
        "",
        "Of 1 question that it was not tuned on, the right paragraph comes first for 0 (0 %, 95 % interval 0 to 0). It"
        " is shown as the answer for 0 (0 %); another is shown first for 0, and 1 are refused. Of 1 more that the"
        " documents do not answer, 1 are refused (100 %, 95 % interval 100 to 100) and 0 answered all the same.",
    ]


def test_the_page_has_every_measure_of_every_system(report: Report) -> None:
    """With its interval; where there is no figure there is a dash, and the reason below."""
    page = page_of(report)
    half, one = "50 % (0 to 100)", "100 % (100 to 100)"

    for row in (
        f"| P@1 | {half} | {half} |",
        f"| R@3 | {one} | {half} |",
        "| MRR | 75 % (50 to 100) | 50 % (0 to 100) |",
        f"| wrongly answered | 0 % (0 to 0) | {one} |",
        "| sentence overlap | – | – |",
        "| the least area that the same answers could have | 39 % | 39 % |",
    ):
        assert row in page
    assert "bold: The confidences, 0 to 3, are no probabilities." in page
    assert "| careful | 4.0 ms | 5.8 ms | 612.5 MB |" in page


def test_the_page_shows_the_first_systems_kinds_splits_and_documents(report: Report) -> None:
    """Where there is no question to measure there is a dash, not a 0."""
    lines = page_of(report).splitlines()

    assert {"## careful, by kind of question", "## careful, by document"} <= set(lines)
    assert f"| off | 1 | {' | '.join(['–'] * 5)} | 0 % (0 to 0) |" in lines
    one, none = "100 % (100 to 100)", "0 % (0 to 0)"
    assert f"| dev | 1 | {one} | {one} | {one} | {none} | {none} | – |" in lines


def test_what_went_wrong_is_listed(report: Report) -> None:
    """With what was wanted and what was shown."""
    assert "- Who came?: plain · test · confidence 0.10; wanted: talks#2\n" in page_of(report)


def test_of_many_documents_the_worst_are_shown() -> None:
    """Twenty of thirty, those answered wrong first, and the page says so."""
    questions = tuple(GoldQuestion(f"{i:02}", f"What is {i}?", (f"d{i:02}#1",), "all", "all", None) for i in range(30))
    responses = [Response((q.relevant if int(q.id) % 2 else ()), True, 0.5, 0.0) for q in questions]

    page = page_of(make_report(QuestionSet("many", "0" * 64, questions), {"odd": responses}, SIGNATURE))

    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| d")]
    assert rows == [*(f"d{i:02}" for i in range(0, 30, 2)), *(f"d{i:02}" for i in range(1, 11, 2))]
    assert "The 20 of 30 documents with the fewest answered right." in page


def test_a_name_cannot_break_the_page() -> None:
    """Bars, line ends and markup in the names of kinds and systems stay letters."""
    questions = QuestionSet("a|b", "0" * 64, (GoldQuestion("a", "What?", ("d#1",), "x | <b>\n*y*", "all", None),))
    page = page_of(make_report(questions, {"s_1": [Response(("d#1",), True, 0.5, 0.0)]}, SIGNATURE))

    assert "# Answering questions: a\\|b\n" in page
    assert "| x \\| \\<b\\> \\*y\\* | 1 |" in page
