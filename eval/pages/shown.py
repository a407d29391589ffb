"""What a page shows of a report: sentences, plots, tables and what went wrong, before anything is HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

# What a stretch of a bar stands for; each has a look of its own, and words beside it.
Part = Literal["right", "refused", "wrong", "ours", "other"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table and its interval, "" where it has none."""

    value: str
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the columns (the first names the row), the rows, and notes on how to read them."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar, in percent of the widest that a bar can be."""

    part: Part
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name and its figures in words; `interval` is drawn over it, in percent."""

    name: str
    says: str
    stretches: tuple[Stretch, ...]
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars that belong together; all of a panel have one scale, which begins at zero."""

    title: str
    about: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarPlot:
    """`says` is what is drawn, `figures` what it shows, for whoever cannot see it; `parts` names the looks of bars."""

    title: str
    says: str
    figures: str
    parts: tuple[tuple[Part, str], ...]
    panels: tuple[Panel, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, in percent of its length, and what is written there."""

    place: float
    says: str


@dataclass(frozen=True, slots=True)
class Series:
    """A line, or points where `is_line` is not set; places in percent from the left and from the top."""

    name: str
    places: tuple[tuple[float, float], ...]
    is_line: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """One place on a plot that words belong to; in percent from the left and from the top."""

    x: float
    y: float
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurvePlot:
    """Lines or points over two axes that begin at zero; `says` and `figures` as of a BarPlot."""

    title: str
    says: str
    figures: str
    x: tuple[str, tuple[Tick, ...]]
    y: tuple[str, tuple[Tick, ...]]
    series: tuple[Series, ...]
    table: Table
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class NoPlot:
    """In place of a plot that there are no figures for: what is lacking, and what would measure it."""

    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that went wrong: what was asked or quoted, how it was judged, and the paragraphs by their addresses.

    `again` says where it can be tried: "ask", "check", or "" where that makes no sense; `document` and `paragraph` are
    what a quotation is credited to.
    """

    words: str
    about: str
    shown: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    again: Literal["ask", "check", ""] = ""
    document: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Those that went wrong in the same way."""

    title: str
    each: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a spreadsheet."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as it is shown: `title` says what was measured, the first of `sentences` is the figure that matters.

    `day` is when it was measured, None where the report does not say; `since` the day of its oldest part, where it is
    older. `order` places it among the others. `figures` and `wrong` are the figures and the mistakes for a spreadsheet.
    """

    title: str
    order: int
    day: date | None
    sentences: tuple[str, ...]
    plots: tuple[BarPlot | CurvePlot | NoPlot, ...]
    signature: Mapping[str, str]
    figures: Sheet
    wrong: Sheet = field(default_factory=lambda: Sheet((), ()))
    tables: tuple[Table, ...] = ()
    mistakes: tuple[Mistakes, ...] = ()
    notes: tuple[str, ...] = ()
    since: date | None = None
