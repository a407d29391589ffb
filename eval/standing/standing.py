"""The standing table: pincite beside the baselines on every set, a row for each, with what each row depends on."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.errors import InvalidReport
from eval.measure.curves import auroc, with_interval
from eval.measure.measures import measure
from eval.measure.segmentation import MEASURES as SHARES
from eval.reports.file import sealed
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
    kinds = {
        f"{gold['set']}, {kind}": {"n": of["paragraphs"], "files": of["files"], **{s: _share(of, s) for s in SHARES}}
        for gold in report["sets"]
        for kind, of in gold["kinds"].items()
    }
    documents = {gold["set"]: gold["gold_sha256"] for gold in report["sets"]}
    return {"title": "Segmentation", **made, "documents_sha256": documents, **report["signature"], "kinds": kinds}


def _share(of: Mapping[str, Any], name: str) -> Table:
    _, low, high = of["per file"][name]
    return {"mean": of[name], "low": low, "high": high, "n": of["paragraphs"]}


def read_table(path: Path) -> Table:
    """The rows in the file by name; none where there is no file. Raises InvalidReport where it was changed by hand."""
    if not path.exists():
        return {}
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        whole = sealed(table)["sha256"] == table["sha256"]
        rows: Table = table["sets"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidReport(f"{path} is not a standing table ({error!r}); remove it to make it anew.") from error
    if not whole:
        raise InvalidReport(f"{path} was changed after it was written: its checksum does not fit; make it anew.")
    return rows


def in_order(rows: Mapping[str, Table]) -> Table:
    """The rows in the order of the table."""
    return {name: rows[name] for name in (*(of.name for of in SETS), SEGMENTATION) if name in rows}


def as_json(rows: Mapping[str, Table]) -> str:
    """The table as JSON with its checksum."""
    return json.dumps(sealed({"sets": rows}), indent=1, ensure_ascii=False) + "\n"


def markdown(rows: Mapping[str, Table]) -> str:
    """The table as a page: figures, how files are cut, and what each row depends on."""
    lines = ["# The standing table", "", *_figures(rows), "", _LEGEND]
    if SEGMENTATION in rows:
        lines += ["", "## How files are cut", "", *_segmentation(rows[SEGMENTATION])]
    lines += ["", "## What each row depends on", "", *_origins(rows)]
    return "\n".join(lines) + "\n"


def _figures(rows: Mapping[str, Table]) -> list[str]:
    columns = (*MEASURES, ANSWERABLE)
    lines = ["| set | n | system | " + " | ".join(columns) + " |", "|---|---:|---|" + "---:|" * len(columns)]
    for name in (of.name for of in SETS if of.name in rows):
        row = rows[name]
        for place, (system, figures) in enumerate(row["systems"].items()):
            head = (row["title"], _count(row)) if place == 0 else ("", "")
            cells = (_cell(figures.get(measure)) for measure in columns)
            lines.append("| " + " | ".join((*head, system, *cells)) + " |")
    return lines


def short_table(rows: Mapping[str, Table]) -> list[str]:
    """A line a set for docs/quality.md: pincite's figures, and the baselines' P@1 beside them."""
    first, *others = ("pincite", "BM25", "paragraph vectors")
    shown = ("P@1", "R@10", "answered right", "wrongly refused", "wrongly answered", ANSWERABLE)
    heads = (*shown, *(f"P@1, {other}" for other in others))
    lines = ["| set | n | " + " | ".join(heads) + " |", "|---|---:|" + "---:|" * len(heads)]
    for row in (rows[of.name] for of in SETS if of.name in rows):
        cells = [_cell(row["systems"][first].get(measure)) for measure in shown]
        cells += [_cell(row["systems"][other]["P@1"]).split(" ")[0] for other in others]
        lines.append("| " + " | ".join((row["title"], _count(row), *cells)) + " |")
    return lines


def _count(row: Table) -> str:
    return f"{row['n']:,}" if row["n"] == row["of"] else f"{row['n']:,} of {row['of']:,}"


def _cell(figure: Mapping[str, Any] | None) -> str:
    """ ".71 [.60, .81]", or a dash where there is no question to measure, or it was not when the row was made."""
    if not figure or not figure["n"]:
        return "–"
    mean, low, high = (f"{figure[name]:.2f}".removeprefix("0") for name in ("mean", "low", "high"))
    return f"{mean} [{low}, {high}]"


def _segmentation(row: Table) -> list[str]:
    lines = ["| set | files | paragraphs | " + " | ".join(SHARES) + " |", "|---|---:|---:|" + "---:|" * len(SHARES)]
    for name, of in row["kinds"].items():
        shares = " | ".join(f"{of[s]['mean']:.3f} [{of[s]['low']:.2f}, {of[s]['high']:.2f}]" for s in SHARES)
        lines.append(f"| {name} | {of['files']} | {of['n']:,} | {shares} |")
    return lines


def _origins(rows: Mapping[str, Table]) -> list[str]:
    lines = ["| set | questions | documents | encoder, reader | pincite | date | seconds | made by |"]
    lines.append("|---|---|---|---|---|---|---:|---|")
    for name, row in rows.items():
        is_set = name != SEGMENTATION
        questions = f"`{row['questions_sha256'][:12]}`" if is_set else "–"
        documents = f"`{row['documents_sha256'][:12]}`" if is_set else "as in standing.json"
        models = f"{row['encoder']} ({row['precision']}), {row['reader']}" if is_set else "–"
        cells = (row["title"], questions, documents, models, row["pincite"], row["date"], f"{row['seconds']:.0f}")
        lines.append("| " + " | ".join((*cells, f"`{row['command']}`")) + " |")
    notes = {row["title"]: row["note"] for row in rows.values() if row.get("note")}
    return [*lines, "", *(f"- {title}: {note}." for title, note in notes.items())]


_LEGEND = (
    "Means with 95 % bootstrap intervals. P@1, R@3, R@10, hit@10 (whether any paragraph that answers is among the first"
    " ten) and MRR are over the answerable questions, shown or not; AUC is the area under the ROC curve of the"
    " confidence, answerable questions against the others. *answered"
    " right*: shown, with a paragraph that answers first. *wrongly refused*: answerable and not answered. *wrongly"
    " answered*: not answerable and answered all the same. The baselines show whatever they find first. Where n says"
    ' "100 of 2,788", the 100 questions whose id has the smallest SHA-256 were asked.'
)
