"""A benchmark as it is shown: speed and memory beside their baselines, and speed against size where it was measured."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.pages.axes import axis, place
from eval.pages.shown import Bar, BarPlot, Cell, CurvePlot, NoPlot, Panel, Part, Series, Sheet, Shown, Stretch, Table
from eval.pages.wording import amount, day, opened, percent, plural, stretches

Report = Mapping[str, Any]
Rows = Sequence[Report]

_SIZE = re.compile(r"^(.+?),? (?:over|in) ([\d,]+) paragraphs$")
_STAGE = re.compile(r"^of (a question over [\d,]+ paragraphs): (.+)$")
_MEMORY = "memory of "
_TITLES = {
    "everything": ("Speed and memory", 4),
    "quotations": ("How fast quotations are checked", 5),
    "routes": ("The API beside the chat’s own route", 6),
    "load": ("Many clients at a time", 7),
}
_WHERE_IT_GOES: dict[str, Part] = {"encoder": "ours", "reader": "refused", "rest": "other"}
_HOW = {
    "a question": "pincite bench --documents FILE asks over a larger collection too",
    "quotation p50": "pincite bench --quotes --paragraphs N checks in one of another size",
}
_SIZE_TITLES = {
    "a question": "Speed of a question against size of the collection",
    "quotation p50": "Speed of checking a quotation against size of the collection",
}


def shown_bench(report: Report) -> Shown:
    """The report of `pincite bench`."""
    rows = report["rows"]
    title, order = _TITLES[_subject(report)]
    settings = {name: value for name, value in report.items() if name not in {"rows", "date"}}
    measured = day(report["date"]) if "date" in report else None
    return Shown(
        title=title,
        order=order,
        day=measured,
        sentences=tuple(_sentences(report)),
        plots=tuple(_plots(rows)),
        tables=(_table("Every measurement", rows),),
        mistakes=(),
        signature=opened(settings),
        figures=_sheet(rows),
        wrong=Sheet((), ()),
        notes=()
        if measured
        else ("The report does not say when it was measured, or on which machine: read the ratios.",),
    )


def _subject(report: Report) -> str:
    """Which of the benchmarks made the report."""
    names = [row["name"] for row in report["rows"]]
    if "failed_or_mixed_up" in report:
        return "load"
    if all("quotation" in name or name.startswith("pincite check") for name in names):
        return "quotations"
    return "routes" if all(name.startswith("look-ups through") for name in names) else "everything"


def _sentences(report: Report) -> Iterator[str]:
    rows = report["rows"]
    match _subject(report):
        case "load":
            wrong = int(report["failed_or_mixed_up"])
            yield (
                f"{int(report['clients'])} clients asked for {int(report['seconds'])} seconds:"
                f" {int(report['requests']):,} requests, {wrong or 'none'} failed or mixed up."
            )
            return
        case "routes":
            for row in rows:
                yield f"{_capital(row['name'])}: {row['ratio']:.1f} times as many as {row['baseline']}."
            return
    for what, done in (("question", "answered"), ("quotation", "checked")):
        half, most = (_starting(rows, f"{what} p{share}") for share in (50, 95))
        if half and most and half["unit"] == "ms":
            yield (
                f"Half of the {what}s are {done} within {amount(half['value'])}\u00a0ms, 95 in 100 within"
                f" {amount(most['value'])}\u00a0ms{_in(half)}. Beside it, {half['baseline']}:"
                f" {amount(half['baseline_value'])}\u00a0ms."
            )
            return
    yield f"{plural(len(rows), 'measurement')}, each beside a baseline of the same run."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _in(row: Report) -> str:
    size = _SIZE.match(row["name"])
    return f" in {size[2]} paragraphs" if size else ""


def _starting(rows: Rows, beginning: str) -> Report | None:
    return next((row for row in rows if row["name"].startswith(beginning)), None)


def _plots(rows: Rows) -> Iterator[BarPlot | CurvePlot | NoPlot]:
    yield from (_against_size(name, rows) for name in _HOW if any(row["name"].startswith(name) for row in rows))
    yield from _where_time_goes(rows)
    plain = [row for row in rows if not _STAGE.match(row["name"])]
    for title, chosen in {
        "Questions and quotations": [r for r in plain if r["unit"] in {"ms", "texts/s"}],
        "Commands, from start to end": [r for r in plain if r["unit"] == "s"],
        "Memory": [r for r in plain if r["name"].startswith(_MEMORY)],
    }.items():
        if chosen:
            yield _beside_baselines(title, chosen)


def _against_size(name: str, rows: Rows) -> CurvePlot | NoPlot:
    """A point for each size; one size alone is no plot, and none is made up."""
    sized = {
        int(size[2].replace(",", "")): row for row in rows if (size := _SIZE.match(row["name"])) and size[1] == name
    }
    title = _SIZE_TITLES[name]
    if len(sized) < 2:
        measured = f"only with {next(iter(sized)):,} paragraphs" if sized else "at no size"
        return NoPlot(title, f"Measured {measured}; {_HOW[name]}. There is nothing to draw until then.")
    unit = next(iter(sized.values()))["unit"]
    baseline = next(iter(sized.values()))["baseline"]
    x_ticks, right = axis(max(sized), "")
    y_ticks, top = axis(max(max(row["value"], row["baseline_value"]) for row in sized.values()), unit)
    series = tuple(
        Series(says, tuple(place(size, row[field], right, top) for size, row in sorted(sized.items())))
        for says, field in ((name, "value"), (baseline, "baseline_value"))
    )
    cells = tuple(
        (f"{size:,}", (_amount(row["value"], unit), _amount(row["baseline_value"], unit)))
        for size, row in sorted(sized.items())
    )
    return CurvePlot(
        title,
        f"Measured at {plural(len(sized), 'size')} of the collection. Lower is faster.",
        " ".join(f"{size} paragraphs: {', '.join(cell.value for cell in row)}." for size, row in cells),
        ("paragraphs in the collection", x_ticks),
        (unit, y_ticks),
        series,
        Table(title, ("Paragraphs", name.capitalize(), baseline.capitalize()), cells),
    )


def _where_time_goes(rows: Rows) -> Iterator[BarPlot]:
    stages: dict[str, dict[str, Report]] = {}
    for row in rows:
        if stage := _STAGE.match(row["name"]):
            stages.setdefault(stage[1], {})[stage[2]] = row
    if not stages:
        return
    bars = [_stage_bar(name, of) for name, of in stages.items()]
    cells = tuple(
        (f"{name}: {stage}", (_amount(row["value"], row["unit"]), Cell(percent(row["ratio"]))))
        for name, of in stages.items()
        for stage, row in of.items()
    )
    yield BarPlot(
        "Where the time of a question goes",
        "The encoder turns the question into a vector; the reader judges whether the best paragraphs answer it.",
        " ".join(f"{bar.name}: {bar.says}." for bar in bars),
        (("ours", "encoder"), ("refused", "reader"), ("other", "rest")),
        (Panel("Of the mean question", "", tuple(bars)),),
        Table("Where the time goes", ("Stage", "Takes", "Of the whole"), cells),
    )


def _stage_bar(name: str, of: Mapping[str, Report]) -> Bar:
    parts: dict[Part, float] = {part: of[stage]["value"] for stage, part in _WHERE_IT_GOES.items() if stage in of}
    says = ", ".join(f"{stage} {amount(row['value'])}\u00a0{row['unit']}" for stage, row in of.items())
    return Bar(name, says, stretches(parts))


def _beside_baselines(title: str, rows: Rows) -> BarPlot:
    return BarPlot(
        title,
        "Each beside its baseline, measured in the same run; the longer of the two fills the line.",
        " ".join(
            f"{_short(row)}: {amount(row['value'])}\u00a0{row['unit']};"
            f" {row['baseline']}: {amount(row['baseline_value'])}."
            for row in rows
        ),
        (("ours", "pincite"), ("other", "baseline")),
        tuple(_panel(row) for row in rows),
        _table(title, rows),
    )


def _panel(row: Report) -> Panel:
    widest = max(row["value"], row["baseline_value"]) or 1

    def bar(name: str, value: float, part: Part) -> Bar:
        return Bar(name, f"{amount(value)}\u00a0{row['unit']}", (Stretch(part, 0, round(100 * value / widest, 3)),))

    ours, other = bar("pincite", row["value"], "ours"), bar(row["baseline"], row["baseline_value"], "other")
    return Panel(_short(row), f"ratio {amount(row['ratio'])}", (ours, other))


def _short(row: Report) -> str:
    name: str = row["name"].removeprefix(_MEMORY)
    return name if name.startswith("pincite ") else name[:1].upper() + name[1:]


def _table(caption: str, rows: Rows) -> Table:
    cells = tuple(
        (
            row["name"],
            (
                _amount(row["value"], row["unit"]),
                Cell(row["baseline"]),
                _amount(row["baseline_value"], row["unit"]),
                Cell(amount(row["ratio"])),
            ),
        )
        for row in rows
    )
    columns = ("What", "Measured", "Baseline", "Of the baseline", "Ratio")
    return Table(caption, columns, cells, ("The ratio is the measured value divided by the baseline's.",))


def _amount(value: float, unit: str) -> Cell:
    return Cell(f"{amount(value)}\u00a0{unit}")


def _sheet(rows: Rows) -> Sheet:
    head = ("name", "value", "unit", "baseline", "baseline_value", "ratio")
    return Sheet(head, tuple(tuple(str(row[name]) for name in head) for row in rows))
