"""The plots of a report, as SVG that takes its colours from the page around it. Pure but for matplotlib's own state."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Each colour is a stand-in for a variable of the page's style, so that light and dark need one drawing only.
INK, LINE, PAPER = "#010203", "#010204", "#010205"
RIGHT, REFUSED, WRONG = "#010206", "#010207", "#010208"
SERIES = tuple(f"#0103{number:02x}" for number in range(8))
_VARIABLES = {INK: "ink", LINE: "line", PAPER: "paper", RIGHT: "right", REFUSED: "refused", WRONG: "wrong"}
_VARIABLES |= {colour: f"series-{number}" for number, colour in enumerate(SERIES)}
# Lines differ in their dashes too, for whoever does not see the colours.
_DASHES = ("-", "--", "-.", ":")
_LETTERS = 28
_WIDTH, _HEIGHT = 4.8, 3.2

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "pincite",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
}


def outcome_bars(shares: Mapping[str, tuple[float, float, float]]) -> str:
    """A bar for each kind, cut into the shares that came out right, refused wrongly, and wrong."""
    with _drawing("bars", 1.1 + 0.34 * len(shares)) as (figure, axes):
        names = [_short(name) for name in shares]
        places = range(len(names))
        left = [0.0] * len(names)
        for part, (label, colour) in enumerate((("right", RIGHT), ("refused", REFUSED), ("wrong", WRONG))):
            widths = [each[part] for each in shares.values()]
            axes.barh(places, widths, left=left, color=colour, edgecolor=PAPER, label=label, height=0.7)
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.set_xlabel("share of the questions")
        figure.legend(loc="outside upper center", ncols=3)
        return _svg(figure, "bars")


def risk_lines(curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Risk against coverage, a line for each system; points are (coverage, risk)."""
    with _drawing("risk", _HEIGHT + 0.2 * len(curves)) as (figure, axes):
        for number, (name, points) in enumerate(curves.items()):
            axes.plot(*zip(*points, strict=True), label=_short(name), lw=1.8, **_style(number))
        axes.set(xlim=(0, 1), xlabel="coverage: share answered", ylabel="risk: share of those wrong")
        axes.set_ylim(0, max(risk for points in curves.values() for _, risk in points) * 1.05 or 1)
        figure.legend(loc="outside upper left")
        return _svg(figure, "risk")


def reliability(bins: Sequence[tuple[float, float, float]]) -> str:
    """The share that was right in each bin of confidence, beside the line on which both are equal.

    `bins` are (low, high, share right) of the bins that hold a question.
    """
    with _drawing("reliability", _HEIGHT) as (figure, axes):
        lows, widths = [low for low, _, _ in bins], [high - low for low, high, _ in bins]
        axes.bar(lows, [right for _, _, right in bins], widths, align="edge", color=RIGHT, edgecolor=PAPER)
        axes.plot((0, 1), (0, 1), color=INK, ls="--", lw=1)
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence", ylabel="share right")
        return _svg(figure, "reliability")


def quality_points(systems: Mapping[str, tuple[float, float]]) -> str:
    """Share answered right against milliseconds a question, a point for each system: (ms, share)."""
    with _drawing("quality", _HEIGHT + 0.2 * len(systems)) as (figure, axes):
        for number, (name, (ms, share)) in enumerate(systems.items()):
            axes.plot([ms], [share], "o^sDvP*X"[number % 8], ls="", ms=8, color=SERIES[number % 8], label=_short(name))
        axes.set(ylim=(0, 1.02), xlabel="milliseconds a question (median)", ylabel="share answered right")
        axes.set_xlim(0, max(ms for ms, _ in systems.values()) * 1.1 or 1)
        figure.legend(loc="outside upper left")
        return _svg(figure, "quality")


@contextmanager
def _drawing(name: str, height: float) -> "Iterator[tuple[Figure, Axes]]":
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        axes.grid(visible=True, color=LINE, lw=0.6)
        axes.set_axisbelow(True)
        yield figure, axes


def _style(number: int) -> dict[str, Any]:
    return {"color": SERIES[number % len(SERIES)], "ls": _DASHES[number % len(_DASHES)]}


def _short(name: str) -> str:
    """`name` cut to fit; a leading underscore would keep matplotlib from listing it."""
    cut = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
    return f"\u200b{cut}" if cut.startswith("_") else cut


def _svg(figure: "Figure", name: str) -> str:
    """The figure's `<svg>` element: no prologue, no address, ids of its own, colours as variables, no fixed size."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href=", "href=")
    svg = re.sub(r'(\sid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    head, _, rest = svg.partition(">")
    svg = re.sub(r' (width|height)="[^"]*"', "", head) + ">" + rest
    svg = re.sub(r"font-family: [^;\"]*; ", "", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var(--{variable})")
    return svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1).strip()
