"""A report outside the app: as one HTML page that needs nothing but itself, and as Markdown."""

import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from eval.pages.shown import Cell, Mistake, NoPlot, Shown, Table
from eval.pages.wording import dated

LISTED = 40
# What Markdown would take for more than a letter; a line end or a bar would break a table's row.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&])")


def html(name: str, shown: Shown) -> str:
    """The report as a page without a link: it opens anywhere, years later too."""
    from eval.pages.kept_reports import Kept
    from eval.pages.routes import HERE, Place, render  # with them all that serves pages, which Markdown has no use for

    style = Markup((HERE / "static" / "evaluation.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours
    return render(
        "evaluation_report.html",
        frame="evaluation_alone.html",
        style=style,
        kept=Kept(name, Path(), is_own=True, sha256="", shown=shown),
        place=lambda address: Place(address, ""),
        again=lambda mistake: "",
    )


def markdown(shown: Shown) -> str:
    """What the page says, its tables, the first of each sort of mistake, and the settings."""
    known = {row for table in shown.tables for row in table.rows}
    drawn = [plot.table for plot in shown.plots if not isinstance(plot, NoPlot)]
    lines = [f"# {escape(shown.title)}", ""]
    if shown.day:
        lines += [f"Measured on {dated(shown.day)}.", ""]
    for said in (" ".join(shown.sentences), *shown.notes):
        lines += [escape(said), ""]
    for table in (*(each for each in drawn if not known.issuperset(each.rows)), *shown.tables):
        lines += [*_section(table), ""]
    for group in shown.mistakes:
        lines += [f"## {escape(group.title)} ({len(group.each):,})", "", *map(_mistake, group.each[:LISTED]), ""]
        if len(group.each) > LISTED:
            lines += [f"{len(group.each) - LISTED:,} more stand in the report as JSON.", ""]
    lines += ["## Settings", ""]
    lines += [f"- {escape(name)}: {escape(value)}" for name, value in shown.signature.items()]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """`text` on one line, its letters all taken as letters."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _section(table: Table) -> Iterator[str]:
    yield from (f"## {escape(table.caption)}", "")
    yield _row(table.columns)
    yield "|---|" + "---:|" * (len(table.columns) - 1)
    for head, cells in table.rows:
        yield _row((head, *map(_words, cells)))
    for note in table.notes:
        yield from ("", escape(note))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(escape, cells))} |"


def _words(cell: Cell) -> str:
    return f"{cell.value} ({cell.interval})" if cell.interval else cell.value


def _mistake(mistake: Mistake) -> str:
    told = [mistake.about]
    for what, addresses in (("wanted", mistake.wanted), ("shown", mistake.shown)):
        told += [f"{what}: {', '.join(addresses)}"] if addresses else []
    return f"- {escape(mistake.words)}: {escape('; '.join(told))}"
