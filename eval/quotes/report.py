"""A report on checking quotations: as JSON, and as a Markdown page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.measure.stats import Estimate
from eval.quotes.cases import QuotationSet
from eval.quotes.measures import Outcome, by_kind, confusion, figures, percentile
from eval.quotes.mutations import SEED
from eval.reports.report import escape, signature_lines
from eval.run.run import surroundings
from qa_app import __version__

Fields = Mapping[str, Any]

_SHOWN = 40
_LEGEND = (
    "Shares with 95 % Wilson intervals. *unsound caught*: quotations that are altered, spliced, invented or credited to"
    " the wrong place and were not called sound. *sound passed*: untouched or fairly edited ones that were called so,"
    " of those that need not be read first. *fair ellipses to be read*: of those that are fairly abridged."
    " *verdict right*: the verdict on the words is one of those that are right for the kind. *place right*: the first"
    " paragraph shown is one that the words come from, of those that come from one."
)


def report_on(quotation_set: QuotationSet, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of one set: over all, per kind, how kinds were judged, and every quotation judged wrongly."""
    return {
        "set": quotation_set.name,
        "quotations": len(outcomes),
        "documents": len(quotation_set.documents),
        "paragraphs": sum(len(document.paragraphs) for document in quotation_set.documents),
        "quotations_sha256": quotation_set.sha256,
        "documents_sha256": quotation_set.documents_sha256,
        "all": _rounded(figures(outcomes)),
        "kinds": [
            {"group": group, "kind": kind, **_rounded(figures(of))} for (group, kind), of in by_kind(outcomes).items()
        ],
        "confusion": {kind: dict(counts.most_common()) for kind, counts in confusion(outcomes).items()},
        "ms": {f"p{share}": round(percentile([o.ms for o in outcomes], share), 2) for share in (50, 95)},
        "wrong": [_wrong(outcome) for outcome in outcomes if not _right(outcome)],
    }


def full_report(sets: Sequence[Fields]) -> dict[str, Any]:
    """The reports of several sets with what they were made with and when."""
    return {"sets": list(sets), "signature": {"pincite": __version__, "seed": SEED, **surroundings()}}


def markdown(report: Fields) -> str:
    """The report as a page: all sets side by side, then each set's kinds, verdicts and what was judged wrongly."""
    lines = ["# Evaluation: quotations", "", *_side_by_side(report["sets"]), ""]
    for of in report["sets"]:
        lines += [f"## {escape(of['set'])}", "", *_kinds(of), "", *_verdicts(of), "", *_wrongly(of)]
    signature = [f"- {escape(name)}: {escape(said)}" for name, said in signature_lines(report["signature"])]
    lines += ["## Signature", "", *signature, ""]
    return "\n".join([*lines, _LEGEND]) + "\n"


def _right(outcome: Outcome) -> bool:
    right = outcome.verdict_right and outcome.sound_right
    placed = outcome.place_right or not outcome.case.places
    return right and placed and (outcome.attribution_right or not outcome.case.attributions)


def _wrong(outcome: Outcome) -> dict[str, Any]:
    case, check = outcome.case, outcome.check
    return {
        "id": case.id,
        "group": case.group,
        "kind": case.kind,
        "quote": case.quotation.text,
        "document": case.quotation.document,
        "paragraph": case.quotation.number,
        "verdict": check.verdict.value,
        "verdicts that are right": sorted(case.verdicts),
        "attribution": check.attribution.value,
        "attributions that are right": sorted(case.attributions),
        "found": [str(citation.paragraph_id) for citation in check.citations],
        "sound": check.sound,
        "sound that is right": case.sound,
        "rule": check.rule,
    }


def _rounded(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    return {
        name: {key: round(value, 4) for key, value in asdict(estimate).items()}
        for name, estimate in estimates.items()
        if estimate.n
    }


def _side_by_side(sets: Sequence[Fields]) -> Iterator[str]:
    names = list(dict.fromkeys(name for of in sets for name in of["all"]))
    yield f"| set | quotations | {' | '.join(names)} | unsound called sound | p95 ms |"
    yield f"|---|---:|{'---:|' * len(names)}---:|---:|"
    for of in sets:
        passed = sum(row["sound"] and not row["sound that is right"] for row in of["wrong"])
        shares = " | ".join(_share(of["all"].get(name)) for name in names)
        yield f"| {escape(of['set'])} | {of['quotations']:,} | {shares} | {passed} | {of['ms']['p95']} |"


def _kinds(of: Fields) -> Iterator[str]:
    yield "| group | kind | n | right as to sound | verdict right | attribution right | place right |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for row in of["kinds"]:
        sound = row.get("unsound caught") or row.get("sound passed") or row["verdict right"]  # all are to be read
        shares = [_share(row.get(name)) for name in ("verdict right", "attribution right", "place right")]
        yield f"| {row['group']} | {escape(row['kind'])} | {sound['n']} | {_share(sound)} | {' | '.join(shares)} |"


def _verdicts(of: Fields) -> Iterator[str]:
    verdicts = sorted({verdict for counts in of["confusion"].values() for verdict in counts})
    yield f"| kind | {' | '.join(map(escape, verdicts))} |"
    yield f"|---|{'---:|' * len(verdicts)}"
    for kind, counts in of["confusion"].items():
        yield f"| {escape(kind)} | {' | '.join(str(counts.get(verdict, '')) for verdict in verdicts)} |"


def _wrongly(of: Fields) -> Iterator[str]:
    if not of["wrong"]:
        return
    yield f"{len(of['wrong'])} of {of['quotations']:,} were judged wrongly in some way; the gravest first:"
    yield ""
    ordered = sorted(of["wrong"], key=lambda row: (not row["sound"] or row["sound that is right"], row["sound"]))
    for row in ordered[:_SHOWN]:
        said = f"{row['verdict']}, {row['attribution']}" + (", sound" if row["sound"] else "")
        quote = row["quote"] if len(row["quote"]) < 200 else f"{row['quote'][:200]} (goes on)"
        yield f"- {escape(row['id'])}: {escape(said)}; {escape(quote)}"
    yield ""


def _share(figure: Fields | None) -> str:
    if not figure:
        return "–"
    return f"{figure['mean']:.3f} [{figure['low']:.2f}, {figure['high']:.2f}]"
