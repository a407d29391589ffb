"""A run as figures: the report as JSON, which is the truth; the pages are made from it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from eval.measure.curves import aurc, auroc, calibration, calibration_error, risk_coverage, with_interval
from eval.measure.measures import ANSWERING, RETRIEVAL, SHOWING, Values, first_is_right, measure, shown
from eval.measure.stats import estimate
from eval.reports.file import Report, as_json, count_of, read_report, sealed, write_report
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet

__all__ = [
    "Report",
    "as_json",
    "groups",
    "make_report",
    "markdown",
    "read_report",
    "sealed",
    "summary",
    "write_report",
]

Groups = Mapping[str, Mapping[str, Collection[str]]]
Costs = Mapping[str, Mapping[str, float | None]]


def make_report(
    question_set: QuestionSet,
    responses: Mapping[str, Sequence[Response]],
    signature: Mapping[str, Any],
    costs: Costs | None = None,
) -> Report:
    """Every system's figures over all questions, per kind, split and document, and each question's own result.

    `costs` adds figures of cost to a system's own latency, such as {"pincite": {"memory_mb": 610.0}}. The report ends
    with its checksum; after adding to it, call `sealed` again.
    """
    seed = int(signature["seed"])
    questions = question_set.questions
    systems = {name: _system(questions, of, seed) for name, of in responses.items()}
    for name, system in systems.items():
        system["costs"] |= (costs or {}).get(name, {})
    return sealed({"questions": question_set.name, "signature": dict(signature), "systems": systems})


def summary(values: Values, ids: Collection[str], grouped: Groups, seed: int) -> Report:
    """Means with intervals of any measures: over all `ids` as "all", and over each group under the title it has.

    `values` is {measure: {id: value}}; an id without a value is one that the measure does not apply to. The order in
    which ids are given makes no difference.
    """
    order = {i: place for place, i in enumerate(dict.fromkeys(i for of in values.values() for i in of))}

    def figures(members: Collection[str]) -> Report:
        return _figures(values, sorted(members, key=lambda i: (order.get(i, len(order)), i)), seed)

    report: Report = {"all": figures(ids)}
    for title, named in grouped.items():
        report[title] = {name: figures(members) for name, members in named.items()}
    return report


def groups(questions: Sequence[GoldQuestion]) -> dict[str, dict[str, list[str]]]:
    """The ids of the questions of each kind, split and document; one that two documents answer stands under both."""
    by: dict[str, Callable[[GoldQuestion], tuple[str, ...]]] = {
        "kinds": lambda question: (question.kind,),
        "splits": lambda question: (question.split,),
        "documents": _documents,
    }
    grouped: dict[str, dict[str, list[str]]] = {title: {} for title in by}
    for title, names in by.items():
        for question in questions:
            for name in names(question):
                grouped[title].setdefault(name, []).append(question.id)
    return grouped


def _documents(question: GoldQuestion) -> tuple[str, ...]:
    """Those of its relevant paragraphs, else the one it was asked of; none for a question about no document."""
    found = dict.fromkeys(address.rpartition("#")[0] for address in question.relevant)
    return tuple(found) or ((question.document,) if question.document else ())


def _system(questions: Sequence[GoldQuestion], responses: Sequence[Response], seed: int) -> Report:
    values = measure(questions, responses)
    report = summary(values, [q.id for q in questions], groups(questions), seed)
    report["curves"] = _curves(questions, responses, seed)
    report["costs"] = _latency(responses)
    report["values"] = {name: {i: round(value, 6) for i, value in of.items()} for name, of in values.items()}
    report["results"] = [_result(q, r) for q, r in zip(questions, responses, strict=True)]
    return report


def _figures(values: Values, ids: Sequence[str], seed: int) -> Report:
    def rounded(of: Mapping[str, float]) -> Report:
        figures = asdict(estimate([of[i] for i in ids if i in of], seed))
        return {name: round(value, 4) for name, value in figures.items()}

    return {"n": len(ids), **{measure: rounded(of) for measure, of in values.items()}}


def _curves(questions: Sequence[GoldQuestion], responses: Sequence[Response], seed: int) -> Report:
    """Confidence against whether the first paragraph answers, shown or not: so where nothing answers it is wrong."""
    sure = [response.confidence for response in responses]
    right = [first_is_right(q, r) for q, r in zip(questions, responses, strict=True)]
    answerable = [question.answerable for question in questions]
    curves: dict[str, Any] = {
        "risk coverage": replace(risk_coverage(sure, right), area=with_interval(aurc, sure, right, seed)),
        "AUROC, right or wrong": with_interval(auroc, sure, right, seed),
        "AUROC, answerable or not": with_interval(auroc, sure, answerable, seed),
        "calibration": replace(calibration(sure, right), error=with_interval(calibration_error, sure, right, seed)),
    }
    return {name: _rounded(asdict(curve)) for name, curve in curves.items()}


def _rounded(value: Any) -> Any:
    """The same shape with its numbers to four digits, as JSON has it."""
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


def _latency(responses: Sequence[Response]) -> Report:
    """The milliseconds that half, and that 95 in 100, of the questions stay within; None where no time was taken.

    A batch shares its time evenly, so that 95 in 100 says how batches differ more than how questions do.
    """
    seconds = [response.seconds for response in responses]
    if not any(seconds):
        return {"p50_ms": None, "p95_ms": None}
    return {f"p{share}_ms": round(1000 * float(np.percentile(seconds, share)), 3) for share in (50, 95)}


def _result(question: GoldQuestion, response: Response) -> Report:
    return {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "split": question.split,
        "relevant": list(question.relevant),
        "ranking": list(response.ranking),
        "shown": len(shown(response)),
        "answered": response.answered,
        "confidence": round(response.confidence, 4),
        "marked": list(response.marked),
        "ms": round(1000 * response.seconds, 3),
    }


# A report as a Markdown page.

# What Markdown would take for more than a letter; a line end or a bar would break a table's row.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&])")


def markdown(report: Report) -> str:
    """The report as a page: all systems side by side, then the first system's kinds, splits and documents."""
    first = next(iter(report["systems"]))
    lines = [f"# Evaluation: {escape(report['questions'])}", ""]
    lines += [escape(" ".join(in_words(report, first))), ""]
    for table in (*side_by_side(report), *per_group(report, first)):
        lines += [*_section(table), ""]
    lines += ["## Signature", ""]
    lines += [f"- {escape(name)}: {escape(value)}" for name, value in signature_lines(report["signature"])]
    lines += ["", LEGEND]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """`text` on one line, its letters all taken as letters."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


# A report's figures as tables and sentences, before anybody has decided whether they end up in Markdown or HTML.


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the columns (the first names the row), rows of as many cells, and notes on what has no figure."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def _section(table: Table) -> Iterator[str]:
    yield f"## {escape(table.caption)}"
    yield ""
    yield _row(table.columns)
    yield "|---|" + "---:|" * (len(table.columns) - 1)
    for first, *cells in table.rows:
        yield _row((escape(first), *cells))
    for note in table.notes:
        yield ""
        yield escape(note)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


# A group's table has no room for all measures; the JSON has them.
MAIN = ("P@1", "R@3", "nDCG@10", *ANSWERING[:-1])
MOST_DOCUMENTS = 20
DASH = "–"
LEGEND = (
    "Means with 95 % bootstrap intervals and the number of questions. P@1, R@k, MRR, nDCG@10 and MAP are over the"
    " answerable questions, whether or not the system showed what it found; a question without any ranking counts"
    " as 0. *exact set F1*: the paragraphs shown against those that answer, 0 for a refusal. *sentence overlap*: the"
    " best token F1 of a marked sentence, where the gold names one. *answered right*: shown, with a paragraph that"
    " answers first; a refusal counts as 0. *wrong paragraph*: answerable, and something else was shown first. *wrongly"
    " refused*: answerable, not answered. *wrongly answered*: not answerable, answered all the same; *rightly refused*"
    " is the rest of those. AURC: the area under the curve of risk (the share wrong among those answered) against"
    " coverage (the share answered), less is better, with the best area that the same answers could have. AUROC: the"
    " chance that a right (an answerable) question has the higher confidence of two. *calibration error*: how far the"
    " confidences lie from the shares that were right, over ten bins."
)
_COSTS = {"p50_ms": "mean ms, p50 of batches", "p95_ms": "mean ms, p95 of batches", "memory_mb": "peak memory MB"}


def side_by_side(report: Report) -> tuple[Table, ...]:
    """All systems: what they found, what they showed or refused, and what their confidence is worth at what cost."""
    figures = {name: system["all"] for name, system in report["systems"].items()}
    return (
        _figures_table("Finding", "system", figures, tuple(RETRIEVAL)),
        _figures_table("Answering and refusing", "system", figures, (*ANSWERING, *SHOWING)),
        _confidence(report["systems"]),
    )


def per_group(report: Report, system: str) -> tuple[Table, ...]:
    """One system's kinds, splits and documents; of many documents those with the fewest answered right."""
    of = report["systems"][system]
    kinds = _figures_table(f"{system}, per kind of question", "kind", of["kinds"], MAIN)
    splits = _figures_table(f"{system}, per split", "split", of["splits"], MAIN)
    return kinds, splits, _per_document(system, of["documents"])


def in_words(report: Report, system: str) -> tuple[str, ...]:
    """What one system did, in sentences with counts, shares and intervals."""
    of = report["systems"][system]
    sentences = []
    if of["all"]["answered right"]["n"]:
        right, wrong, refused = (
            count_of(of["all"], name) for name in ("answered right", "wrong paragraph", "wrongly refused")
        )
        sentences.append(
            f"Of {of['all']['answered right']['n']:,} questions that the documents answer, {system} answered {right:,}"
            f" right ({_share(of['all']['answered right'])}), showed a wrong paragraph for {wrong:,} and refused"
            f" {refused:,}."
        )
    if of["all"]["rightly refused"]["n"]:
        refused, answered = (count_of(of["all"], name) for name in ("rightly refused", "wrongly answered"))
        sentences.append(
            f"Of {of['all']['rightly refused']['n']:,} that they do not answer, it refused {refused:,}"
            f" ({_share(of['all']['rightly refused'])}) and answered {answered:,} all the same."
        )
    if of["costs"].get("p50_ms") is not None:
        p50, p95 = (number(of["costs"][name]) for name in ("p50_ms", "p95_ms"))
        sentences.append(f"In half of the batches a question took {p50} ms at most in the mean, in 95 in 100 {p95} ms.")
    return tuple(sentences)


def signature_lines(signature: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(name, value) of each setting, those that hold several settings opened up."""
    lines: list[tuple[str, str]] = []
    for name, value in signature.items():
        if isinstance(value, dict):
            lines += [(f"{name}, {inner}", str(each)) for inner, each in value.items()]
        else:
            lines.append((name, str(value)))
    return tuple(lines)


def cell(figure: Mapping[str, Any]) -> str:
    """ ".71 [.60, .81] (48)", or a dash where there is no question to measure."""
    if not figure["n"]:
        return DASH
    mean, low, high = (f"{figure[name]:.2f}".removeprefix("0") for name in ("mean", "low", "high"))
    return f"{mean} [{low}, {high}] ({figure['n']})"


def number(value: Any) -> str:
    """A figure to three digits that matter, without an exponent; a dash where there is none."""
    if not isinstance(value, int | float):
        return DASH if value is None else str(value)
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 or value == 0 else f"{value:.4f}"


def _figures_table(caption: str, heading: str, rows: Mapping[str, Report], measures: Sequence[str]) -> Table:
    cells = ((name, str(of["n"]), *(cell(of[measure]) for measure in measures)) for name, of in rows.items())
    return Table(caption, (heading, "n", *measures), tuple(cells))


def _per_document(system: str, documents: Mapping[str, Report]) -> Table:
    caption = f"{system}, per document"
    worst = sorted(documents, key=lambda name: documents[name]["answered right"]["mean"])
    worst = [name for name in worst if documents[name]["answered right"]["n"]][:MOST_DOCUMENTS]
    few = len(documents) <= MOST_DOCUMENTS
    chosen = documents if few else {name: documents[name] for name in worst}
    notes = () if few else (f"The {len(chosen)} of {len(documents):,} documents with the fewest answered right.",)
    table = _figures_table(caption, "document", chosen, MAIN)
    return Table(table.caption, table.columns, table.rows, notes)


def _confidence(systems: Mapping[str, Report]) -> Table:
    costs = list(dict.fromkeys(name for system in systems.values() for name in system["costs"]))
    rows, notes = [], []
    for name, system in systems.items():
        curves = system["curves"]
        sorted_out, answerable = curves["AUROC, right or wrong"], curves["AUROC, answerable or not"]
        area, error = curves["risk coverage"]["area"], curves["calibration"]["error"]
        figures = (sorted_out, answerable, error)
        notes += [f"{name}: {f['reason']}" for f in (area, *figures) if f["reason"]]
        cells = (_thousandths(curves["risk coverage"]["optimal"]), *(_interval(figure) for figure in figures))
        spent = (number(system["costs"].get(cost)) for cost in costs)
        rows.append((name, _interval(area), *cells, *spent))
    columns = ("system", "AURC", "best AURC", "AUROC right or wrong", "AUROC answerable or not", "calibration error")
    named = (_COSTS.get(cost, cost.replace("_", " ")) for cost in costs)
    return Table("Confidence and cost", (*columns, *named), tuple(rows), tuple(dict.fromkeys(notes)))


def _interval(figure: Mapping[str, Any]) -> str:
    """ ".177 [.120, .240]", or a dash."""
    if figure["value"] is None:
        return DASH
    return "{} [{}, {}]".format(*(_thousandths(figure[name]) for name in ("value", "low", "high")))


def _thousandths(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}".removeprefix("0")


def _share(figure: Mapping[str, Any]) -> str:
    mean, low, high = (f"{100 * figure[name]:.0f}" for name in ("mean", "low", "high"))
    return f"{mean} %, 95 % interval {low} to {high}"
