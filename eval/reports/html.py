"""A report as one HTML page that needs nothing but itself: no script, no address, plots drawn within it."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from eval.reports.file import Report
from eval.reports.report import LEGEND, Table, in_words, number, per_group, side_by_side, signature_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


# A page that nobody can scroll through helps nobody; the JSON has every question.
MOST_MISTAKES = 200
_MOST_BARS = 20
_MOST_LINES = 8
_POINTS = 120
_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, what it shows in one sentence for whoever cannot see it, and its figures."""

    svg: Markup
    alternative: str
    table: Table


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that went wrong: how, and the paragraphs shown and wanted, with their words where they are known."""

    question: str
    kind: str
    how: str
    confidence: float
    shown: tuple[tuple[str, str], ...]
    wanted: tuple[tuple[str, str], ...]


def html(report: Report, texts: Mapping[str, str] | None = None) -> str:
    """The report as a page; `texts` gives the words of paragraphs by their address."""
    first = next(iter(report["systems"]))
    mistakes = list(_mistakes(report["systems"][first], texts or {}))
    mistakes.sort(key=lambda mistake: -mistake.confidence)
    groups = [table for table in per_group(report, first) if table.rows]
    return _template().render(
        name=report["questions"],
        first=first,
        sentences=in_words(report, first),
        tables=side_by_side(report),
        plots=list(_plots(report, first)),
        groups=groups,
        mistakes=mistakes[:MOST_MISTAKES],
        mistakes_in_all=len(mistakes),
        signature=signature_lines(report["signature"]),
        sha256=report["sha256"],
        legend=LEGEND.replace("*", ""),
    )


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("report.html")


def _plots(report: Report, first: str) -> Iterator[Plot]:
    yield from _outcomes(first, report["systems"][first])
    yield from _risk(report["systems"])
    yield from _reliability(first, report["systems"][first]["curves"]["calibration"]["bins"])
    yield from _quality(report["systems"])


def _outcomes(first: str, system: Report) -> Iterator[Plot]:
    """Of the kinds with the most questions, as many as there is room for."""
    counts = {kind: _outcome_counts(system, kind) for kind in system["kinds"]}
    largest = sorted(counts, key=lambda kind: -sum(counts[kind]))[:_MOST_BARS]
    counts = {kind: three for kind, three in counts.items() if kind in largest}
    if not counts:
        return
    shares = {kind: _shares(three) for kind, three in counts.items()}
    rows = tuple((kind, *map(str, three), str(sum(three))) for kind, three in counts.items())
    yield Plot(
        _drawn(outcome_bars(shares)),
        f"A bar for each of {len(rows)} kinds of question: the shares that {first} got right (answered with a paragraph"
        " that answers, or refused where nothing does), refused though there is an answer, and got wrong.",
        Table("Right, refused and wrong, by kind", ("kind", "right", "refused", "wrong", "questions"), rows),
    )


def _outcome_counts(system: Report, kind: str) -> tuple[int, int, int]:
    ids = [result["id"] for result in system["results"] if result["kind"] == kind]

    def count(*measures: str) -> int:
        return sum(int(system["values"][measure].get(i, 0)) for measure in measures for i in ids)

    right = count("answered right", "rightly refused")
    return right, count("wrongly refused"), count("wrong paragraph", "wrongly answered")


def _shares(counts: tuple[int, int, int]) -> tuple[float, float, float]:
    right, refused, wrong = counts
    whole = sum(counts) or 1
    return right / whole, refused / whole, wrong / whole


def _risk(systems: Mapping[str, Report]) -> Iterator[Plot]:
    curves = {name: system["curves"]["risk coverage"]["points"] for name, system in systems.items()}
    curves = {name: points for name, points in list(curves.items())[:_MOST_LINES] if points}
    if not curves:
        return
    lines = {name: [(coverage, risk) for coverage, risk, _ in _thinned(points)] for name, points in curves.items()}
    tenths = [tenth / 10 for tenth in range(1, 11)]
    rows = tuple((name, *(number(_risk_at(points, tenth)) for tenth in tenths)) for name, points in curves.items())
    yield Plot(
        _drawn(risk_lines(lines)),
        f"A line for each of {len(lines)} systems: the share wrong among those answered, against the share answered"
        " when the surest are answered first. Lower is better.",
        Table("Risk against coverage", ("system, risk at coverage", *(f"{tenth:.1f}" for tenth in tenths)), rows),
    )


def _thinned(points: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """So many points that a line looks the same, the last one among them."""
    step = max(1, len(points) // _POINTS)
    return [*points[:-1:step], points[-1]]


def _risk_at(points: Sequence[Sequence[float]], coverage: float) -> float:
    """The risk at the first threshold that answers at least that share."""
    return next((risk for covered, risk, _ in points if covered >= coverage - 1e-9), points[-1][1])


def _reliability(first: str, bins: Sequence[Mapping[str, float]]) -> Iterator[Plot]:
    if not bins:
        return
    rows = tuple(
        (f"{b['low']:.1f} to {b['high']:.1f}", str(b["n"]), *(number(b[name] if b["n"] else None) for name in _SHARES))
        for b in bins
    )
    yield Plot(
        _drawn(reliability([(b["low"], b["high"], b["right"]) for b in bins if b["n"]])),
        f"A bar for each tenth of confidence: the share of {first}'s questions whose first paragraph answers. Bars that"
        " reach the dashed line are as often right as they claim.",
        Table("Confidence against what was right", ("confidence", "questions", "mean confidence", "share right"), rows),
    )


_SHARES = ("confidence", "right")


def _quality(systems: Mapping[str, Report]) -> Iterator[Plot]:
    points = {
        name: (system["costs"]["p50_ms"], system["all"]["answered right"]["mean"])
        for name, system in systems.items()
        if system["costs"].get("p50_ms") is not None and system["all"]["answered right"]["n"]
    }
    if not points:
        return
    rows = tuple((name, number(ms), f"{share:.2f}") for name, (ms, share) in points.items())
    yield Plot(
        _drawn(quality_points(points)),
        f"A point for each of {len(points)} systems: the share answered right against the milliseconds that a question"
        " takes. Higher is better, and so is further left.",
        Table("Quality against time", ("system", "ms a question", "answered right"), rows),
    )


def _drawn(svg: str) -> Markup:
    # matplotlib has escaped every name that it wrote into the drawing.
    return Markup(svg)  # noqa: S704


def _mistakes(system: Report, texts: Mapping[str, str]) -> Iterator[Mistake]:
    names = ("wrong paragraph", "wrongly refused", "wrongly answered")
    for result in system["results"]:
        how = next((name for name in names if system["values"][name].get(result["id"])), None)
        if how is None:
            continue
        yield Mistake(
            result["question"],
            result["kind"],
            how,
            result["confidence"],
            _quoted(result["ranking"][: result["shown"]], texts),
            _quoted(result["relevant"], texts),
        )


def _quoted(addresses: Sequence[str], texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((address, _cut(texts.get(address, ""))) for address in addresses)


def _cut(text: str) -> str:
    """The beginning of a long paragraph, up to a word's end."""
    words = " ".join(text.split())
    return words if len(words) <= _LETTERS else words[:_LETTERS].rpartition(" ")[0] + " …"


# The plots of a report, as SVG that takes its colours from the page around it. Pure but for matplotlib's own state.

# Each colour is a stand-in for a variable of the page's style, so that light and dark need one drawing only.
INK, LINE, PAPER = "#010203", "#010204", "#010205"
RIGHT, REFUSED, WRONG = "#010206", "#010207", "#010208"
SERIES = tuple(f"#0103{number:02x}" for number in range(8))
_VARIABLES = {INK: "ink", LINE: "line", PAPER: "paper", RIGHT: "right", REFUSED: "refused", WRONG: "wrong"}


_VARIABLES |= {colour: f"series-{number}" for number, colour in enumerate(SERIES)}


# Lines differ in their dashes too, for whoever does not see the colours.
_DASHES = ("-", "--", "-.", ":")
_LABEL_LETTERS = 28
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
    cut = name if len(name) <= _LABEL_LETTERS else f"{name[: _LABEL_LETTERS - 1]}…"
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
