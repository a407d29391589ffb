"""Axes that begin at zero, with round numbers at their ticks. Pure."""

from math import ceil, floor, log10

from eval.pages.shown import Tick

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
