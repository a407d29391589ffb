"""A benchmark as it is shown: speed and memory beside their baselines, and speed against size where it was measured."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.pages.shown import Bar, BarPlot, Cell, CurvePlot, NoPlot, Panel, Part, Series, Sheet, Shown, Stretch, Table
from eval.pages.wording import amount, axis, day, opened, percent, place, plural, stretches

Report = Mapping[str, Any]
Rows = Sequence[Report]

# What a figure is beside that no other program gives: the same in a library of a tenth of the size, if there is one.
TENTH, ITSELF = "a tenth of the paragraphs", "itself"
_SIZE = re.compile(r"(?P<name>.+?),? (?:over|in) (?P<size>[\d,]+) paragraphs")
_GROWN = re.compile(r"(?P<size>[\d,]+) paragraphs: (?P<name>.+)")
_STAGE = re.compile(r"^of (a question over [\d,]+ paragraphs): (.+)$")
_MEMORY = "memory of "
_TITLES = {
    "everything": ("Speed and memory", 4),
    "quotations": ("How fast quotations are checked", 5),
    "routes": ("The API beside the chat’s own route", 6),
    "load": ("Many clients at a time", 7),
    "growth": ("How it grows with the library", 8),
}
_WHERE_IT_GOES: dict[str, Part] = {"encoder": "ours", "reader": "refused", "rest": "other"}
_HOW = {
    "a question": "pincite bench --documents FILE asks over a larger collection too",
    "quotation p50": "pincite bench --quotes --paragraphs N checks in one of another size",
}
_MORE = "pincite bench --scale --paragraphs N measures at every power of ten up to N"
_SIZE_TITLES = {
    "a question": "Speed of a question against size of the collection",
    "quotation p50": "Speed of checking a quotation against size of the collection",
}
Sized = Mapping[str, Mapping[int, Report]]


def shown_bench(report: Report) -> Shown:
    """The report of `pincite bench`."""
    rows, subject = report["rows"], _subject(report)
    title, order = _TITLES[subject]
    settings = {name: value for name, value in report.items() if name not in {"rows", "date"}}
    measured = day(report["date"]) if "date" in report else None
    head = ("name", "value", "unit", "baseline", "baseline_value", "ratio")
    return Shown(
        title=title,
        order=order,
        day=measured,
        sentences=tuple(_sentences(report)),
        plots=tuple(_plots(rows) if subject != "growth" else _each_against_size(_sized(rows, _GROWN))),
        tables=(_table("Every measurement", rows) if subject != "growth" else _by_size(_sized(rows, _GROWN)),),
        signature=opened(settings),
        figures=Sheet(head, tuple(tuple(str(row[name]) for name in head) for row in rows)),
        notes=()
        if measured
        else ("The report does not say when it was measured, or on which machine: read the ratios.",),
    )


def _subject(report: Report) -> str:
    """Which of the benchmarks made the report."""
    names = [row["name"] for row in report["rows"]]
    if "failed_or_mixed_up" in report:
        return "load"
    if all(map(_GROWN.fullmatch, names)):
        return "growth"
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
        case "growth":
            figures = _sized(rows, _GROWN)
            sizes = {size for of in figures.values() for size in of}
            yield f"{plural(len(figures), 'figure')} at {plural(len(sizes), 'size')}, up to {max(sizes):,} paragraphs."
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
    size = _SIZE.fullmatch(row["name"])
    return f" in {size['size']} paragraphs" if size else ""


def _starting(rows: Rows, beginning: str) -> Report | None:
    return next((row for row in rows if row["name"].startswith(beginning)), None)


def _plots(rows: Rows) -> Iterator[BarPlot | CurvePlot | NoPlot]:
    sized = _sized(rows, _SIZE)
    yield from _each_against_size({name: sized[name] for name in _HOW if name in sized})
    yield from _where_time_goes(rows)
    plain = [row for row in rows if not _STAGE.match(row["name"])]
    for title, chosen in {
        "Questions and quotations": [r for r in plain if r["unit"] in {"ms", "texts/s"}],
        "Commands, from start to end": [r for r in plain if r["unit"] == "s"],
        "Memory": [r for r in plain if r["name"].startswith(_MEMORY)],
    }.items():
        if chosen:
            yield _beside_baselines(title, chosen)


def _sized(rows: Rows, pattern: re.Pattern[str]) -> Sized:
    """Each figure's rows by the size of the collection, the smallest first."""
    figures: dict[str, dict[int, Report]] = {}
    for row in rows:
        if found := pattern.fullmatch(row["name"]):
            figures.setdefault(found["name"], {})[int(found["size"].replace(",", ""))] = row
    return {name: dict(sorted(of.items())) for name, of in figures.items()}


def _lines(name: str, sized: Mapping[int, Report]) -> dict[str, str]:
    """What is drawn and listed of a figure: itself and, where there is one, what another program takes."""
    baseline = next(iter(sized.values()))["baseline"]
    return {name: "value"} | ({} if baseline in (TENTH, ITSELF) else {baseline: "baseline_value"})


def _by_size(figures: Sized) -> Table:
    """A column for each size; what another program takes stands in a row below."""
    sizes = sorted({size for of in figures.values() for size in of})
    rows = tuple(
        (
            says if says == name else f"… {says}",
            tuple(_amount(of[size][field], of[size]["unit"]) if size in of else Cell("") for size in sizes),
        )
        for name, of in figures.items()
        for says, field in _lines(name, of).items()
    )
    return Table("By number of paragraphs", ("What", *(f"{size:,}" for size in sizes)), rows)


def _each_against_size(figures: Sized) -> Iterator[CurvePlot | NoPlot]:
    """A point for each size; one size alone is no plot, and none is made up."""
    for name, of in figures.items():
        title = _SIZE_TITLES.get(name, _capital(name))
        if len(of) < 2:
            told = f"Measured only with {min(of):,} paragraphs; {_HOW.get(name, _MORE)}."
            yield NoPlot(title, f"{told} There is nothing to draw until then.")
        else:
            yield _against_size(title, name, of)


def _against_size(title: str, name: str, sized: Mapping[int, Report]) -> CurvePlot:
    unit, lines = next(iter(sized.values()))["unit"], _lines(name, sized)
    x_ticks, right = axis(max(sized), "")
    y_ticks, top = axis(max(row[field] for row in sized.values() for field in lines.values()), unit)
    series = tuple(
        Series(says, tuple(place(size, row[field], right, top) for size, row in sized.items()))
        for says, field in lines.items()
    )
    cells = tuple(
        (f"{size:,}", tuple(_amount(row[field], unit) for field in lines.values())) for size, row in sized.items()
    )
    return CurvePlot(
        title,
        f"Measured at {plural(len(sized), 'size')} of the collection. Lower is faster.",
        " ".join(f"{size} paragraphs: {', '.join(cell.value for cell in row)}." for size, row in cells),
        ("paragraphs in the collection", x_ticks),
        (unit, y_ticks),
        series,
        Table(title, ("Paragraphs", *map(str.capitalize, lines)), cells),
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
    return Cell(f"{amount(value)}\u00a0{unit}" if unit else amount(value))
