"""A report on checking quotations, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.measure.stats import Estimate
from eval.quotes.cases import QuotationSet
from eval.quotes.measures import Outcome, by_kind, confusion, figures, percentile
from eval.quotes.mutations import SEED
from eval.run.run import surroundings
from qa_app import __version__

Fields = Mapping[str, Any]


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
