"""The gate: floors under what is measured, tied to the very data that they were measured on. Pure but for the file."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.measure.segmentation import MEASURES as SHARES
from eval.measure.stats import Estimate
from eval.reports.file import Report, write_text

FLOORS = Path(__file__).parents[1] / "floors.json"
SHIPPED = "kabul-process-2017, test"
# What keeps a floor below the value it is raised to: two questions of the shipped test half, which another processor
# may rank otherwise, and some lines of a file.
MARGIN, CUTTING_MARGIN = 0.04, 0.005
ALWAYS = ("unsound caught",)  # of quotations: one that passes is a fault, however many there are
# Of each kind of question that can be got wholly right; all others count through the figures over all.
WHOLLY_RIGHT = {"lookup": ("answered right", "rightly refused"), "off": ("rightly refused",)}
OVERALL = ("P@1", "R@3", "MRR", "answered right", "rightly refused")
STANDING = ("P@1", "R@10", "hit@10", "AUC", "answered right")
ROW = "standing: "
QUOTES = "quotes: "
ROW_MARGIN = 0.02
QUOTES_MARGIN = 0.01


@dataclass(frozen=True, slots=True)
class Floor:
    """The least values of a set's measures, the SHA-256 of what they were measured on, and how they came down.

    `lowered` are notes {"measure", "from", "to", "reason", "date"}, one for each floor that was lowered and, with
    "data: questions" or "data: documents" as the measure, for data that was exchanged.
    """

    questions_sha256: str | None
    documents_sha256: str
    measures: Mapping[str, float]
    lowered: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What a set's measures came to this time, and on what; `failed` are files that could not be measured at all."""

    name: str
    questions_sha256: str | None
    documents_sha256: str
    values: Mapping[str, Estimate]
    failed: tuple[str, ...] = ()
    margin: float = MARGIN


Floors = Mapping[str, Floor]


def read_floors(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors of each set; raises EvaluationError naming the set that is not what it should be."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {name: _floor(path, name, row) for name, row in rows.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise EvaluationError(f"The floors in {path} cannot be read: {error}.") from error


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors; raises EvaluationError where the file cannot be written."""
    write_text(path, json.dumps({name: asdict(floor) for name, floor in floors.items()}, indent=1) + "\n")


def measured_questions(report: Report) -> Measured:
    """What a report of the shipped set's test half says for the gate."""
    of, signed = report["systems"]["pincite"], report["signature"]
    values = {name: _estimate(of["all"][name]) for name in OVERALL}
    for kind, names in WHOLLY_RIGHT.items():
        values |= {f"{kind}: {name}": _estimate(of["kinds"][kind][name]) for name in names}
    return Measured(SHIPPED, signed["questions_sha256"], signed["library"], values)


def measured_cutting(of: Mapping[str, Any]) -> Measured:
    """What the measurement of one segmentation set says for the gate."""
    values = {
        f"{kind}: {share}": Estimate(figures[share], *_interval(figures, share), figures["paragraphs"])
        for kind, figures in of["kinds"].items()
        for share in SHARES
    }
    failed = tuple(f"{of['set']}/{name}: {reason}" for name, reason in of["failed"].items())
    return Measured(of["set"], None, of["gold_sha256"], values, failed, CUTTING_MARGIN)


def measured_standing(name: str, row: Mapping[str, Any]) -> Measured:
    """What a row of the standing table says for the gate: the table is checked, the set is not asked again."""
    figures = row["systems"]["pincite"]
    values = {measure: _estimate(figures[measure]) for measure in STANDING if figures.get(measure, {}).get("n")}
    if (answered := figures["wrongly answered"])["n"]:
        values["rightly refused"] = Estimate(
            1 - answered["mean"], 1 - answered["high"], 1 - answered["low"], int(answered["n"])
        )
    return Measured(f"{ROW}{name}", row["questions_sha256"], row["documents_sha256"], values, (), ROW_MARGIN)


def measured_quotes(of: Mapping[str, Any]) -> Measured:
    """What the report of one quotation set says for the gate, over all its quotations."""
    values = {name: _estimate(figure) for name, figure in of["all"].items()}
    name = f"{QUOTES}{of['set']}"
    return Measured(name, of["quotations_sha256"], of["documents_sha256"], values, (), QUOTES_MARGIN)


def _interval(figures: Mapping[str, Any], share: str) -> tuple[float, float]:
    _, low, high = figures["per file"][share]
    return low, high


def findings(floors: Floors, measured: Sequence[Measured]) -> tuple[str, ...]:
    """What is below its floor, was measured on other data or not at all: a sentence each, none where all is well."""
    return tuple(sentence for each in measured for sentence in _findings(floors.get(each.name), each))


def _findings(under: Floor | None, measured: Measured) -> Iterator[str]:
    if under is None:
        yield f"{measured.name} has no floors; `pincite eval gate --raise` sets them."
        return
    yield from (f"{each} (it counts as a fall)." for each in measured.failed)
    changed = list(_changed(under, measured))
    if changed:
        yield f"{measured.name}: {' and '.join(changed)}; `--new-data --reason` says that it should have."
        return
    for name, least in under.measures.items():
        value = measured.values.get(name)
        if value is None or not value.n:
            yield f"{measured.name}: {name} has a floor of {_short(least)} and was not measured."
        elif value.mean < least:
            interval = f"[{_short(value.low)}, {_short(value.high)}], n = {value.n:,}"
            yield f"{measured.name}: {name} is {_short(value.mean)} {interval}, below its floor {_short(least)}."


def _changed(under: Floor, measured: Measured) -> Iterator[str]:
    for what in ("questions", "documents"):
        before, now = getattr(under, f"{what}_sha256"), getattr(measured, f"{what}_sha256")
        if before != now:
            yield f"the {what} have changed since the floors were set ({_start(before)} then, {_start(now)} now)"


def raised(floors: Floors, measured: Sequence[Measured]) -> dict[str, Floor]:
    """The floors, each as high as the value less its margin where that is higher; none comes down.

    A set without floors gets them; one whose data has changed stays as it is.
    """
    return {**floors, **{each.name: _raised(floors.get(each.name), each) for each in measured}}


def _raised(under: Floor | None, measured: Measured) -> Floor:
    if under is None:
        under = Floor(measured.questions_sha256, measured.documents_sha256, {})
    elif list(_changed(under, measured)):
        return under
    possible = {name: _least(name, value.mean, measured.margin) for name, value in measured.values.items() if value.n}
    higher = {name: max(least, under.measures.get(name, 0.0)) for name, least in possible.items()}
    return replace(under, measures={**under.measures, **higher})


def lowered(floors: Floors, name: str, measure: str, value: float, why: tuple[str, str]) -> dict[str, Floor]:
    """The floors with that one lowered, and `why` (reason and date) kept beside it; raises EvaluationError."""
    under = _require(floors, name)
    if measure not in under.measures:
        raise EvaluationError(f"{name} has no floor for {measure!r}; it has {', '.join(under.measures)}.")
    before = under.measures[measure]
    if not 0 <= value < before:
        raise EvaluationError(f"{value} does not lower {measure!r} of {name}, whose floor is {before}.")
    note = _note(measure, before, value, why)
    changed = replace(under, measures={**under.measures, measure: value}, lowered=(*under.lowered, note))
    return {**floors, name: changed}


def with_new_data(floors: Floors, measured: Measured, why: tuple[str, str]) -> dict[str, Floor]:
    """The floors tied to the data of `measured`, each as high as it was; what was exchanged is kept with `why`."""
    under = _require(floors, measured.name)
    notes = [
        _note(f"data: {what}", str(before), str(now), why)
        for what in ("questions", "documents")
        if (before := getattr(under, f"{what}_sha256")) != (now := getattr(measured, f"{what}_sha256"))
    ]
    if not notes:
        raise EvaluationError(f"The data of {measured.name} has not changed.")
    now = replace(under, questions_sha256=measured.questions_sha256, documents_sha256=measured.documents_sha256)
    return {**floors, measured.name: replace(now, lowered=(*under.lowered, *notes))}


def _require(floors: Floors, name: str) -> Floor:
    if name not in floors:
        raise EvaluationError(f"There are no floors for {name!r}; there are floors for {', '.join(floors)}.")
    return floors[name]


def _least(name: str, value: float, margin: float) -> float:
    """What can be got wholly right has to stay as it is; anything else may fall by the margin."""
    kind, _, of_kind = name.partition(": ")
    strict = name in ALWAYS or of_kind in WHOLLY_RIGHT.get(kind, ())
    return max(0.0, math.floor(1000 * (value - (0 if strict else margin)) + 1e-9) / 1000)


def _estimate(figure: Mapping[str, Any]) -> Estimate:
    return Estimate(figure["mean"], figure["low"], figure["high"], int(figure["n"]))


def _floor(path: Path, name: str, row: Any) -> Floor:
    try:
        for note in row["lowered"]:
            _note(note["measure"], note["from"], note["to"], (note["reason"], note["date"]))
        measures = {measure: float(least) for measure, least in row["measures"].items()}
        return Floor(row["questions_sha256"], row["documents_sha256"], measures, tuple(row["lowered"]))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EvaluationError(f"{path}: {name!r} is not a set with floors ({error!r}).") from error


def _note(measure: str, before: float | str, now: float | str, why: tuple[str, str]) -> Mapping[str, Any]:
    return {"measure": measure, "from": before, "to": now, "reason": why[0], "date": why[1]}


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _start(sha256: str | None) -> str:
    return sha256[:12] if sha256 else "none"
