"""The standing table as it is shown: pincite beside the baselines on every set, and which rows are older."""

from collections.abc import Iterator, Mapping
from typing import Any

from eval.pages.cutting_report import cutting_plot
from eval.pages.shown import BarPlot, Cell, Panel, Sheet, Shown, Table
from eval.pages.wording import (
    LEGEND,
    SPREAD,
    cell,
    count,
    dated,
    day,
    figure_bar,
    other_version,
    plural,
    share,
    spread,
)

Report = Mapping[str, Any]

OURS, BASELINE = "pincite", "BM25"
DRAWN = (OURS, BASELINE, "paragraph vectors")
COLUMNS = {
    "P@1": "Right paragraph first",
    "R@3": "Among the first three",
    "R@10": "Among the first ten",
    "hit@10": "Any among the first ten",
    "MRR": "Mean of 1 / its rank",
    "answered right": "Answered right",
    "wrongly refused": "Wrongly refused",
    "wrongly answered": "Wrongly answered",
    "AUC": "AUROC, answerable or not",
}
_NOTES = (
    LEGEND.format("questions"),
    "What was found is over the questions with an answer, shown or not; the baselines show whatever they find first."
    " Where it says “100 of 2,788 questions”, those whose id has the smallest SHA-256 were asked.",
)
_DEPENDS = ("questions_sha256", "documents_sha256", "library", "machine")


def shown_standing(report: Report) -> Shown:
    """The table of `pincite eval standing`."""
    rows = report["sets"]
    of_questions = {name: row for name, row in rows.items() if "systems" in row}
    of_files = {row["title"]: row for row in rows.values() if "systems" not in row}
    newest = max(day(row["date"]) for row in rows.values())
    return Shown(
        title="Beside other systems, on many question sets",
        order=1,
        day=newest,
        sentences=tuple(_sentences(of_questions)),
        plots=(_plot(of_questions), *(cutting_plot(row["kinds"]) for row in of_files.values())),
        tables=(_table(of_questions), _origins(rows)),
        signature=dict(_signature(rows, report["sha256"])),
        figures=_figures(rows),
        notes=tuple(_notes(rows)),
        since=min(day(row["date"]) for row in rows.values()),
    )


def _sentences(rows: Report) -> Iterator[str]:
    systems = [row["systems"] for row in rows.values()]
    both = [(of[OURS]["P@1"], of[BASELINE]["P@1"]) for of in systems if {OURS, BASELINE} <= of.keys()]
    more = sum(ours["mean"] > theirs["mean"] for ours, theirs in both)
    less = sum(ours["mean"] < theirs["mean"] for ours, theirs in both)
    apart = sum(ours["low"] > theirs["high"] or ours["high"] < theirs["low"] for ours, theirs in both)
    yield (
        f"On {plural(len(both), 'question set')}, pincite puts the right paragraph first more often than {BASELINE}"
        f" on {more}, less often on {less}, and as often on {len(both) - more - less};"
        f" on {apart} of them the 95\u00a0% intervals do not overlap."
    )
    if rows:
        row = next(iter(rows.values()))
        found = row["systems"][OURS]["P@1"]
        yield f"{row['title']}: first for {count(found):,} of {found['n']:,} ({share(found)})."


def _notes(rows: Report) -> Iterator[str]:
    """Which rows are older, or made with another encoder or reader: a figure counts for what it was measured with."""
    newest = max(rows.values(), key=lambda row: day(row["date"]))
    older = [row["title"] for row in rows.values() if row["date"] < newest["date"]]
    if older:
        yield (
            f"{len(older)} of {len(rows)} rows are older than the newest, of {dated(day(newest['date']))};"
            " the date stands with each."
        )
    if "encoder" in newest:
        elsewhere = [row["title"] for row in rows.values() if "encoder" in row and _models(row) != _models(newest)]
        if elsewhere:
            yield f"Measured with another encoder or reader than the newest row: {'; '.join(elsewhere)}."
    yield from other_version(newest["pincite"])


def _models(row: Report) -> tuple[str, str]:
    return row["encoder"], row["reader"]


def _plot(rows: Report) -> BarPlot:
    panels = tuple(
        Panel(
            row["title"],
            f"{_count(row)}, {dated(day(row['date']))}",
            tuple(
                figure_bar(name, row["systems"][name]["P@1"], "ours" if name == OURS else "other")
                for name in DRAWN
                if name in row["systems"]
            ),
        )
        for row in rows.values()
    )
    return BarPlot(
        "The right paragraph first",
        "The share of the questions with an answer for which the right paragraph comes first. The thin line under a"
        " bar is the 95\u00a0% interval.",
        " ".join(f"{p.title}: {', '.join(f'{bar.name} {bar.says}' for bar in p.bars)}." for p in panels),
        (("ours", "pincite"), ("other", "baselines: BM25, which matches words, and paragraph vectors")),
        panels,
        Table(
            "The right paragraph first",
            ("Set", *DRAWN),
            tuple(
                (row["title"], tuple(cell(row["systems"].get(n, {}).get("P@1")) for n in DRAWN))
                for row in rows.values()
            ),
        ),
    )


def _table(rows: Report) -> Table:
    lines = tuple(
        (f"{row['title']}: {system}", (Cell(_count(row)), *(cell(figures.get(m)) for m in COLUMNS)))
        for row in rows.values()
        for system, figures in row["systems"].items()
    )
    notes = (f"{row['title']}: {row['note']}." for row in rows.values() if row.get("note"))
    return Table("Every set and system", ("Set and system", "Questions", *COLUMNS.values()), lines, (*notes, *_NOTES))


def _origins(rows: Report) -> Table:
    newest = max(row["date"] for row in rows.values())
    lines = tuple(
        (
            row["title"],
            (
                Cell(dated(day(row["date"])), "older" if row["date"] < newest else ""),
                Cell(row.get("encoder", "–")),
                Cell(row.get("reader", "–")),
                Cell(row["pincite"]),
                Cell(f"{row['seconds']:,.0f}\u00a0s"),
                Cell(row["command"]),
            ),
        )
        for row in rows.values()
    )
    return Table("When and with what", ("Set", "Measured on", "Encoder", "Reader", "pincite", "Took", "Made by"), lines)


def _count(row: Report) -> str:
    return plural(row["n"], "question") if row["n"] == row["of"] else f"{row['n']:,} of {row['of']:,} questions"


def _signature(rows: Report, checksum: str) -> Iterator[tuple[str, str]]:
    for row in rows.values():
        for name in _DEPENDS:
            if isinstance(row.get(name), str):
                yield f"{row['title']}, {name.replace('_', ' ')}", row[name]
    yield "checksum of the report", checksum


def _figures(rows: Report) -> Sheet:
    lines = []
    for name, row in rows.items():
        for of, figures in row.get("systems", row.get("kinds", {})).items():
            lines += [
                (name, of, measure, *spread(figure), row["date"])
                for measure, figure in figures.items()
                if isinstance(figure, dict) and figure["n"]
            ]
    return Sheet(("set", "of", "measure", *SPREAD, "measured on"), tuple(lines))
