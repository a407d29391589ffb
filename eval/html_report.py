"""A report as one HTML page that needs nothing but itself: no script, no address, plots drawn within it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from eval.plots import outcome_bars, quality_points, reliability, risk_lines
from eval.report_file import Report
from eval.tables import LEGEND, Table, in_words, number, per_group, side_by_side, signature_lines

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
