"""A run as figures: the report as JSON, which is the truth; the pages are made from it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from eval.measure.curves import aurc, auroc, calibration, calibration_error, risk_coverage, with_interval
from eval.measure.measures import Values, first_is_right, measure, shown
from eval.measure.stats import estimate
from eval.reports.file import Report, sealed
from eval.run.systems import Response
from eval.sets.dataset import GoldQuestion, QuestionSet

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
