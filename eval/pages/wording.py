"""Figures in words, in cells and on axes: shares as percent, intervals, dates, settings. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from math import ceil, floor, log10
from typing import Any

from eval.pages.shown import Bar, Cell, Part, Stretch, Tick
from qa_app import __version__
from qa_app.citing.citation import written_date

DASH = "–"
SPREAD = ("mean", "low", "high", "n")
LEGEND = "In brackets: the 95 % interval, which says how far the figure could be off with other {}."

Figure = Mapping[str, Any]


def percent(share: float) -> str:
    """ "84 %"; "99.9 %" and "0.1 %" where "100 %" and "0 %" would say that there was no exception."""
    if 0.995 <= share < 1:
        return f"{min(99.9, 100 * share):.1f}\u00a0%"
    if 0 < share < 0.005:
        return f"{max(0.1, 100 * share):.1f}\u00a0%"
    return f"{100 * share:.0f}\u00a0%"


def interval(figure: Figure) -> str:
    """ "74 to 93": the 95 % interval in percent."""
    return f"{100 * figure['low']:.0f} to {100 * figure['high']:.0f}"


def share(figure: Figure) -> str:
    """ "84 %, 95 % interval 74 to 93"."""
    return f"{percent(figure['mean'])}, 95\u00a0% interval {interval(figure)}"


def count(figure: Figure) -> int:
    """How many of the figure's `n` its mean makes."""
    right: float = figure["mean"] * figure["n"]
    return round(right)


def cell(figure: Figure | None) -> Cell:
    """The share with its interval; a dash where there was nothing to measure, or it was not measured."""
    if not figure or not figure["n"]:
        return Cell(DASH)
    return Cell(percent(figure["mean"]), interval(figure) if figure.get("low") is not None else "")


def spread(figure: Figure) -> tuple[str, ...]:
    """Mean, interval and number of a figure as cells of a spreadsheet, under the heads of SPREAD."""
    return tuple(str(figure[part]) for part in SPREAD)


def amount(value: float) -> str:
    """Three digits that matter, and no exponent: "13,085", "318", "15.1", "0.12"."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 or value == 0 else f"{value:.4f}"


def number(value: float | None, unit: str) -> str:
    """ "4.0 ms"; a dash where there is none."""
    return DASH if value is None else f"{value:,.1f}\u00a0{unit}"


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 question", "2,788 questions"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def day(written: Any) -> date:
    """The date that a report names; raises ValueError where it is none."""
    return date.fromisoformat(written)


def figure_bar(name: str, figure: Figure, part: Part, says: str = "") -> Bar:
    """A share as a bar, with its interval drawn over it."""
    stretch = Stretch(part, 0, _clipped(figure["mean"]))
    return Bar(name, says or percent(figure["mean"]), (stretch,), (_clipped(figure["low"]), _clipped(figure["high"])))


def stretches(parts: Mapping[Part, float]) -> tuple[Stretch, ...]:
    """Amounts one after the other, in percent of them all."""
    whole, start, made = sum(parts.values()) or 1, 0.0, []
    for part, size in parts.items():
        width = round(100 * size / whole, 3)
        made.append(Stretch(part, round(start, 3), width))
        start += width
    return tuple(made)


def opened(signature: Mapping[str, Any]) -> dict[str, str]:
    """Every setting on a line of its own, those within others under the names of both."""
    return dict(_opened("", signature))


def other_version(version: Any) -> tuple[str, ...]:
    """That this is another pincite than the one that was measured, if it is."""
    if version == __version__:
        return ()
    return (f"Measured with pincite {version}; this is {__version__}.",)


def dated(of: date) -> str:
    """ "27 November 2026"."""
    return written_date(of)


def _clipped(of: float) -> float:
    return round(100 * min(1.0, max(0.0, of)), 3)


def _opened(before: str, of: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in of.items():
        named = f"{before}{name}".replace("_", " ")
        if isinstance(value, dict):
            yield from _opened(f"{named}, ", value)
        else:
            yield named, "not known" if value is None else str(value)


# Axes that begin at zero, with round numbers at their ticks.

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS = 5


def axis(highest: float, unit: str) -> tuple[tuple[Tick, ...], float]:
    """Ticks from 0 to a round number that is not below `highest`, and that number; "share" is written as percent."""
    step = _step(highest)
    count = max(1, ceil(highest / step - 1e-9))
    top = count * step
    return tuple(Tick(round(100 * i / count, 3), _written(i * step, unit)) for i in range(count + 1)), top


def place(x: float, y: float, right: float, top: float) -> tuple[float, float]:
    """Where a point is, in percent from the left and from the top of a plot that ends at `right` and at `top`."""
    return round(100 * x / right, 3), round(100 - 100 * y / top, 3)


def _step(highest: float) -> float:
    """The smallest round step that comes out with few ticks."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** floor(log10(highest / _MOST_TICKS))
    return next(step * power for step in _STEPS if highest / (step * power) <= _MOST_TICKS)


def _written(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * value:g} %"
    number = f"{value:,.0f}" if value >= 1 or not value else f"{value:g}"
    return f"{number} {unit}".strip()
