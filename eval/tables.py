"""A report's figures as tables and sentences, before anybody has decided whether they end up in Markdown or HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.measures import ANSWERING, RETRIEVAL, SHOWING
from eval.report_file import Report

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
_COSTS = {"p50_ms": "p50 ms", "p95_ms": "p95 ms", "memory_mb": "peak memory MB"}


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the columns (the first names the row), rows of as many cells, and notes on what has no figure."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def side_by_side(report: Report) -> tuple[Table, ...]:
    """All systems: what they found, what they showed or refused, and what their confidence is worth at what cost."""
    figures = {name: system["all"] for name, system in report["systems"].items()}
    return (
        _figures("Finding", "system", figures, tuple(RETRIEVAL)),
        _figures("Answering and refusing", "system", figures, (*ANSWERING, *SHOWING)),
        _confidence(report["systems"]),
    )


def per_group(report: Report, system: str) -> tuple[Table, ...]:
    """One system's kinds, splits and documents; of many documents those with the fewest answered right."""
    of = report["systems"][system]
    kinds = _figures(f"{system}, per kind of question", "kind", of["kinds"], MAIN)
    splits = _figures(f"{system}, per split", "split", of["splits"], MAIN)
    return kinds, splits, _documents(system, of["documents"])


def in_words(report: Report, system: str) -> tuple[str, ...]:
    """What one system did, in sentences with counts, shares and intervals."""
    of = report["systems"][system]
    sentences = []
    if of["all"]["answered right"]["n"]:
        right, wrong, refused = (_count(of, name) for name in ("answered right", "wrong paragraph", "wrongly refused"))
        sentences.append(
            f"Of {of['all']['answered right']['n']:,} questions that the documents answer, {system} answered {right:,}"
            f" right ({_share(of['all']['answered right'])}), showed a wrong paragraph for {wrong:,} and refused"
            f" {refused:,}."
        )
    if of["all"]["rightly refused"]["n"]:
        refused, answered = (_count(of, name) for name in ("rightly refused", "wrongly answered"))
        sentences.append(
            f"Of {of['all']['rightly refused']['n']:,} that they do not answer, it refused {refused:,}"
            f" ({_share(of['all']['rightly refused'])}) and answered {answered:,} all the same."
        )
    if of["costs"].get("p50_ms") is not None:
        p50, p95 = (number(of["costs"][name]) for name in ("p50_ms", "p95_ms"))
        sentences.append(f"Half of the questions took at most {p50} ms each, 95 in 100 at most {p95} ms.")
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


def _figures(caption: str, heading: str, rows: Mapping[str, Report], measures: Sequence[str]) -> Table:
    cells = ((name, str(of["n"]), *(cell(of[measure]) for measure in measures)) for name, of in rows.items())
    return Table(caption, (heading, "n", *measures), tuple(cells))


def _documents(system: str, documents: Mapping[str, Report]) -> Table:
    caption = f"{system}, per document"
    worst = sorted(documents, key=lambda name: documents[name]["answered right"]["mean"])
    worst = [name for name in worst if documents[name]["answered right"]["n"]][:MOST_DOCUMENTS]
    few = len(documents) <= MOST_DOCUMENTS
    chosen = documents if few else {name: documents[name] for name in worst}
    notes = () if few else (f"The {len(chosen)} of {len(documents):,} documents with the fewest answered right.",)
    table = _figures(caption, "document", chosen, MAIN)
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


def _count(system: Report, measure: str) -> int:
    values: Mapping[str, float] = system["values"][measure]
    return round(sum(values.values()))


def _share(figure: Mapping[str, Any]) -> str:
    mean, low, high = (f"{100 * figure[name]:.0f}" for name in ("mean", "low", "high"))
    return f"{mean} %, 95 % interval {low} to {high}"
