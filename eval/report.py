"""A run as figures: JSON, which is the truth, and Markdown made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from eval.dataset import GoldQuestion, QuestionSet
from eval.measures import ANSWERING, RETRIEVAL, answering, retrieval
from eval.stats import estimate
from eval.systems import Response

Report = dict[str, Any]
MEASURES = (*RETRIEVAL, *ANSWERING)


def make_report(
    question_set: QuestionSet, responses: Mapping[str, Sequence[Response]], signature: Mapping[str, Any]
) -> Report:
    """Every system's figures over all questions, per kind and per split, and each question's own result."""
    seed = int(signature["seed"])
    return {
        "questions": question_set.name,
        "signature": dict(signature),
        "systems": {name: _system(question_set.questions, rows, seed) for name, rows in responses.items()},
    }


def markdown(report: Report) -> str:
    """The report as a page: all systems side by side, then the first system's kinds and splits."""
    systems = report["systems"]
    first = next(iter(systems))
    side_by_side = {name: system["all"] for name, system in systems.items()}
    lines = [f"# Evaluation: {report['questions']}", "", *_table("system", side_by_side)]
    lines += ["", f"## {first}, per kind of question", "", *_table("kind", systems[first]["kinds"])]
    lines += ["", f"## {first}, per split", "", *_table("split", systems[first]["splits"])]
    lines += ["", "## Signature", "", *(f"- {name}: {value}" for name, value in report["signature"].items())]
    lines += ["", _LEGEND]
    return "\n".join(lines) + "\n"


_LEGEND = (
    "Means with 95 % bootstrap intervals and the number of questions. P@1, R@1, R@3, MRR and nDCG@10 are over the"
    " answerable questions, whether or not the system showed what it found; a question without any ranking counts"
    " as 0. *answered right*: shown, with a paragraph that answers first; a refusal counts as 0. *wrongly refused*:"
    " answerable, not answered. *wrongly answered*: not answerable, answered all the same. The baselines show"
    " whatever they find first."
)


def _system(questions: Sequence[GoldQuestion], responses: Sequence[Response], seed: int) -> Report:
    values = {**retrieval(questions, responses), **answering(questions, responses)}
    report: Report = {"all": _figures(values, {q.id for q in questions}, seed)}
    for title, group in (("kinds", attrgetter("kind")), ("splits", attrgetter("split"))):
        names = dict.fromkeys(map(group, questions))
        report[title] = {n: _figures(values, {q.id for q in questions if group(q) == n}, seed) for n in names}
    report["results"] = [_result(q, r) for q, r in zip(questions, responses, strict=True)]
    return report


def _figures(values: Mapping[str, Mapping[str, float]], ids: set[str], seed: int) -> Report:
    def rounded(of: Mapping[str, float]) -> Report:
        figures = asdict(estimate([value for question, value in of.items() if question in ids], seed))
        return {name: round(value, 4) for name, value in figures.items()}

    return {"n": len(ids), **{measure: rounded(of) for measure, of in values.items()}}


def _result(question: GoldQuestion, response: Response) -> Report:
    return {
        "id": question.id,
        "question": question.question,
        "relevant": list(question.relevant),
        "ranking": list(response.ranking),
        "answered": response.answered,
        "confidence": round(response.confidence, 4),
    }


def _table(heading: str, rows: Mapping[str, Report]) -> list[str]:
    lines = [
        "| " + " | ".join((heading, "n", *MEASURES)) + " |",
        "|---|" + "---:|" * (len(MEASURES) + 1),
    ]
    for name, figures in rows.items():
        cells = (_cell(figures[measure]) for measure in MEASURES)
        lines.append("| " + " | ".join((name, str(figures["n"]), *cells)) + " |")
    return lines


def _cell(figure: Report) -> str:
    """ ".71 [.60, .81] (48)", or a dash where there is no question to measure."""
    if not figure["n"]:
        return "–"
    mean, low, high = (f"{figure[name]:.2f}".removeprefix("0") for name in ("mean", "low", "high"))
    return f"{mean} [{low}, {high}] ({figure['n']})"
