"""The standing table: pincite beside the baselines on every set, a row for each, with what each row depends on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.errors import InvalidReport
from eval.measure.curves import auroc, with_interval
from eval.measure.measures import measure
from eval.pages.cutting_report import figures_of
from eval.reports.file import read_json, require_sealed
from eval.reports.report import summary
from eval.run.systems import Response
from eval.sets.dataset import QuestionSet
from eval.standing.sets import SEGMENTATION, SETS, StandingSet, by_article

ANSWERABLE = "AUC"
MEASURES = ("P@1", "R@3", "R@10", "hit@10", "MRR", "answered right", "wrongly refused", "wrongly answered")
# What of a signature each row shows.
SIGNED = ("pincite", "library", "encoder", "precision", "reader", "threshold", "date", "machine")

RESULTS = Path(__file__).parents[1] / "results"

Table = dict[str, Any]


def make_row(
    of: StandingSet,
    question_set: QuestionSet,
    responses: Mapping[str, Sequence[Response]],
    signature: Mapping[str, Any],
    made: Mapping[str, Any],
) -> Table:
    """The set's row: figures of each system and what they depend on.

    `made` says how the row came about: "documents_sha256", "of" (questions in the whole set), "seconds", "command".
    """
    ids, seed = [question.id for question in question_set.questions], int(signature["seed"])
    systems = {}
    for name, each in responses.items():
        counted = [by_article(response) for response in each] if of.by_article else each
        figures = summary(measure(question_set.questions, counted), ids, {}, seed)["all"]
        systems[name] = {
            **{measure: figures[measure] for measure in MEASURES},
            ANSWERABLE: _area(question_set, each, seed),
        }
    return {
        "title": of.title,
        "note": of.note,
        "n": len(ids),
        "answerable": sum(question.answerable for question in question_set.questions),
        **made,
        "questions_sha256": question_set.sha256,
        **{name: signature[name] for name in SIGNED},
        "systems": systems,
    }


def _area(question_set: QuestionSet, responses: Sequence[Response], seed: int) -> Table:
    """The area under the ROC curve of the confidence, answerable questions against the others, with its interval."""
    sure = [response.confidence for response in responses]
    figure = with_interval(auroc, sure, [question.answerable for question in question_set.questions], seed)
    if figure.value is None:
        return {"mean": 0.0, "low": 0.0, "high": 0.0, "n": 0}
    values = {"mean": figure.value, "low": figure.low, "high": figure.high}
    return {**{name: round(float(value or 0.0), 4) for name, value in values.items()}, "n": len(sure)}


def make_segmentation_row(report: Mapping[str, Any], made: Mapping[str, Any]) -> Table:
    """The row for how files are cut: for each set and kind of file the shares, with intervals over files."""
    kinds = {f"{gold['set']}, {kind}": figures_of(of) for gold in report["sets"] for kind, of in gold["kinds"].items()}
    documents = {gold["set"]: gold["gold_sha256"] for gold in report["sets"]}
    return {"title": "Segmentation", **made, "documents_sha256": documents, **report["signature"], "kinds": kinds}


def read_table(path: Path) -> Table:
    """The rows in the file by name; none where there is no file. Raises InvalidReport where it was changed by hand."""
    if not path.exists():
        return {}
    table = read_json(path)
    if not isinstance(table, dict) or not isinstance(table.get("sets"), dict):
        raise InvalidReport(f"{path} is not a standing table; remove it to make it anew.")
    require_sealed(path, table)
    rows: Table = table["sets"]
    return rows


def in_order(rows: Mapping[str, Table]) -> Table:
    """The rows in the order of the table."""
    return {name: rows[name] for name in (*(of.name for of in SETS), SEGMENTATION) if name in rows}
