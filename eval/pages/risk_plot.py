"""Risk against coverage as a plot: what is wrong among those answered, when the surest are answered first. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.pages.axes import axis, place
from eval.pages.shown import Cell, CurvePlot, Mark, NoPlot, Series, Table
from eval.pages.wording import percent

TITLE = "Answering less, and erring less"
_X, _Y = "share of the questions answered, the surest first", "share wrong among those answered"
_MOST_LINES = 4
_POINTS = 150
_TENTHS = tuple(tenth / 10 for tenth in range(1, 11))

Points = Sequence[Sequence[float]]


def risk_plot(systems: Mapping[str, Any], first: str, signature: Mapping[str, Any]) -> CurvePlot | NoPlot:
    """A line for each of the first systems, and the threshold of ours marked where the report names it."""
    curves = {name: of["curves"]["risk coverage"]["points"] for name, of in systems.items()}
    curves = {name: points for name, points in list(curves.items())[:_MOST_LINES] if points}
    if not curves:
        return NoPlot(TITLE, "No system gave confidences that tell one question from another.")
    ticks, top = axis(max(risk for points in curves.values() for _, risk, _ in points), "share")
    series = tuple(Series(name, tuple(place(c, r, 1, top) for c, r, _ in _thinned(p))) for name, p in curves.items())
    chosen = _at_threshold(curves.get(first, ()), signature.get("threshold"))
    return CurvePlot(
        TITLE,
        "How much is wrong when only the surest questions are answered, out of all questions, with an answer and"
        f" without. Lower is better.{_chosen_in_words(first, chosen)}",
        " ".join(f"{name}: {percent(_risk_at(p, 0.5))} wrong with half answered." for name, p in curves.items()),
        (_X, axis(1, "share")[0]),
        (_Y, ticks),
        series,
        _table(curves),
        _mark(chosen, signature, top) if chosen else None,
    )


def _at_threshold(points: Points, threshold: Any) -> tuple[float, float] | None:
    """(coverage, risk) of what reaches the threshold; None where nothing does, or there is none."""
    reached = [] if threshold is None else [(cover, risk) for cover, risk, least in points if least >= threshold]
    return reached[-1] if reached else None


def _chosen_in_words(first: str, chosen: tuple[float, float] | None) -> str:
    if not chosen:
        return ""
    return f" At its threshold {first} answers {percent(chosen[0])}, and {percent(chosen[1])} of those are wrong."


def _mark(chosen: tuple[float, float], signature: Mapping[str, Any], top: float) -> Mark:
    coverage, risk = chosen
    return Mark(*place(coverage, risk, 1, top), ("threshold", f"{signature['threshold']:g}"))


def _thinned(points: Points) -> Points:
    """So many that a line looks the same, the last one among them."""
    step = max(1, len(points) // _POINTS)
    return [*points[:-1:step], points[-1]]


def _table(curves: Mapping[str, Points]) -> Table:
    rows = tuple((name, tuple(Cell(percent(_risk_at(points, t))) for t in _TENTHS)) for name, points in curves.items())
    columns = ("Wrong, when this share is answered", *(f"{100 * tenth:.0f} %" for tenth in _TENTHS))
    return Table("Risk against coverage", columns, rows)


def _risk_at(points: Points, coverage: float) -> float:
    """The risk at the first threshold that answers at least that share."""
    return next((risk for covered, risk, _ in points if covered >= coverage - 1e-9), points[-1][1])
