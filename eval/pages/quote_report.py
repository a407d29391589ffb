"""A report on quotations as it is shown: what was caught, what was passed, and each that was judged wrongly."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.pages.shown import BarPlot, Cell, CurvePlot, Mistake, Mistakes, Panel, Series, Sheet, Shown, Table
from eval.pages.wording import (
    SPREAD,
    amount,
    axis,
    cell,
    count,
    day,
    figure_bar,
    opened,
    other_version,
    percent,
    place,
    plural,
    spread,
)

Report = Mapping[str, Any]

CAUGHT, PASSED = "unsound caught", "sound passed"
COLUMNS = {
    CAUGHT: "Unsound caught",
    PASSED: "Sound passed",
    "fair ellipses to be read": "Fair ellipses to be read",
    "verdict right": "Verdict right",
    "attribution right": "Credit right",
    "place right": "Place right",
}
_FURTHER = ("verdict right", "attribution right", "place right")
# What is to become of the quotations of each group.
GROUPS = {
    "altered": "Altered: to be caught",
    "misattributed": "Credited wrongly: to be caught",
    "fairly edited": "Fairly edited: to be passed",
    "untouched": "Untouched: to be passed",
}
_TIMES = {"p50": "half take at most", "p95": "95 in 100 take at most"}
_INTERVAL = "In brackets: the 95 % interval (Wilson), which says how far the share could be off with other quotations."


def shown_quotations(report: Report) -> Shown:
    """The report of `pincite eval --quotes`."""
    sets = report["sets"]
    mistakes = [_mistake(of, wrong) for of in sets for wrong in of["wrong"]]
    head = ("set", "id", "group", "kind", "quotation", "verdict", "right verdicts", "attribution", "found", "rule")
    rows = tuple(
        (
            of["set"], wrong["id"], wrong["group"], wrong["kind"], wrong["quote"], wrong["verdict"],
            " ".join(wrong["verdicts that are right"]), wrong["attribution"], " ".join(wrong["found"]), wrong["rule"],
        )
        for of in sets
        for wrong in of["wrong"]
    )  # fmt: skip
    return Shown(
        title="Checking quotations",
        order=2,
        day=day(report["signature"]["date"]),
        sentences=tuple(_sentences(sets)),
        plots=(*(_plot(of) for of in sets), _times(sets)),
        tables=(_table(sets), *(_verdicts(of) for of in sets)),
        mistakes=(Mistakes("Judged wrongly in some way", tuple(mistakes)),) if mistakes else (),
        signature={
            **opened(report["signature"]),
            **{f"quotations, {of['set']}": of["quotations_sha256"] for of in sets},
            **{f"documents, {of['set']}": of["documents_sha256"] for of in sets},
        },
        figures=_figures(sets),
        wrong=Sheet(head, rows),
        notes=other_version(report["signature"]["pincite"]),
    )


def _sentences(sets: Sequence[Report]) -> Iterator[str]:
    caught, unsound = _sum(sets, CAUGHT)
    passed, sound = _sum(sets, PASSED)
    if unsound:
        yield (
            f"Of {unsound:,} quotations that were altered, spliced, made up or credited wrongly, {caught:,} were caught"
            f" ({percent(caught / unsound)})."
        )
    if sound:
        yield f"Of {sound:,} that were sound, {passed:,} were passed ({percent(passed / sound)})."
    if unsound - caught:
        yield f"{plural(unsound - caught, 'unsound quotation was', 'unsound quotations were')} called sound."


def _sum(sets: Sequence[Report], measure: str) -> tuple[int, int]:
    """How many, and of how many, over all the sets."""
    of = [each["all"][measure] for each in sets if measure in each["all"]]
    return sum(count(figure) for figure in of), sum(figure["n"] for figure in of)


def _plot(of: Report) -> BarPlot:
    panels = tuple(
        Panel(title, plural(sum(_right(kind)["n"] for kind in kinds), "quotation"), tuple(_bar(kind) for kind in kinds))
        for group, title in GROUPS.items()
        if (kinds := [kind for kind in of["kinds"] if kind["group"] == group])
    )
    rows = tuple(
        (_name(kind), (Cell(kind["group"]), *_counted(_right(kind)), *(cell(kind.get(each)) for each in _FURTHER)))
        for kind in of["kinds"]
    )
    columns = ("Kind", "Group", "Right", "Of", "Share", *(COLUMNS[each] for each in _FURTHER))
    faults = [f"{_name(k)} {count(_right(k))} of {_right(k)['n']}" for k in of["kinds"] if _right(k)["mean"] < 1]
    return BarPlot(
        f"Caught and passed, by kind: {of['set'].replace('_', ' ')}",
        f"{plural(of['quotations'], 'quotation')} in {plural(of['paragraphs'], 'paragraph')}. The thin line under a"
        " bar is the 95\u00a0% interval: the fewer of a kind, the longer.",
        f"A bar for each of {plural(len(of['kinds']), 'kind')}: the share judged rightly as sound or unsound."
        f" {'Less than all: ' + ', '.join(faults) + '.' if faults else 'All of every kind were judged rightly.'}",
        (("ours", "judged rightly: caught, or passed"),),
        panels,
        Table(f"Judged rightly, by kind: {of['set']}", columns, rows, (_INTERVAL,)),
    )


def _right(kind: Report) -> Report:
    """The share judged rightly as to whether they are sound; by their verdict, where all of a kind have to be read."""
    figure: Report = kind.get(CAUGHT) or kind.get(PASSED) or kind["verdict right"]
    return figure


def _bar(kind: Report) -> Any:
    figure = _right(kind)
    return figure_bar(_name(kind), figure, "ours", f"{count(figure)} of {figure['n']}")


def _counted(figure: Report) -> tuple[Cell, ...]:
    return Cell(str(count(figure))), Cell(str(figure["n"])), cell(figure)


def _name(kind: Report) -> str:
    name: str = kind["kind"].replace("_", " ")
    return name


def _times(sets: Sequence[Report]) -> CurvePlot:
    """Milliseconds a quotation against the size of the collection, a point for each set."""
    x_ticks, right = axis(max(of["paragraphs"] for of in sets), "")
    y_ticks, top = axis(max(of["ms"]["p95"] for of in sets), "ms")
    series = tuple(
        Series(says, tuple(place(of["paragraphs"], of["ms"][name], right, top) for of in sets), is_line=False)
        for name, says in _TIMES.items()
    )
    rows = tuple(
        (of["set"], (Cell(f"{of['paragraphs']:,}"), *(Cell(f"{amount(of['ms'][name])}\u00a0ms") for name in _TIMES)))
        for of in sorted(sets, key=lambda of: of["paragraphs"])
    )
    return CurvePlot(
        "Speed against size of the collection",
        f"Two points for each of {plural(len(sets), 'set')}, which differ in their quotations as well as in size.",
        " ".join(f"{row}: {', '.join(cell.value for cell in cells)}." for row, cells in rows),
        ("paragraphs in the collection", x_ticks),
        ("milliseconds a quotation", y_ticks),
        series,
        Table("Speed against size", ("Set", "Paragraphs", *(s.capitalize() for s in _TIMES.values())), rows),
    )


def _table(sets: Sequence[Report]) -> Table:
    rows = tuple(
        (of["set"].replace("_", " "), (Cell(f"{of['quotations']:,}"), *(cell(of["all"].get(m)) for m in COLUMNS)))
        for of in sets
    )
    return Table("Every set", ("Set", "Quotations", *COLUMNS.values()), rows, (_INTERVAL,))


def _verdicts(of: Report) -> Table:
    """How often each verdict was given for each kind; of a misplaced one the verdict on its credit."""
    verdicts = sorted({verdict for counts in of["confusion"].values() for verdict in counts})
    rows = tuple(
        (kind.replace("_", " "), tuple(Cell(str(counts.get(verdict, ""))) for verdict in verdicts))
        for kind, counts in of["confusion"].items()
    )
    columns = ("Kind", *(verdict.replace("_", " ").capitalize() for verdict in verdicts))
    return Table(f"Verdicts given, by kind: {of['set']}", columns, rows)


def _mistake(of: Report, wrong: Report) -> Mistake:
    right = " or ".join(each.replace("_", " ") for each in wrong["verdicts that are right"])
    credits = " or ".join(each.replace("_", " ") for each in wrong["attributions that are right"])
    about = f"{of['set'].replace('_', ' ')}, {wrong['kind'].replace('_', ' ')}: called {_said(wrong)}; right is {right}"
    if credits and wrong["attribution"] not in wrong["attributions that are right"]:
        about += f", {credits}"
    wanted = (f"{wrong['document']}#{wrong['paragraph']}",) if wrong.get("document") and wrong.get("paragraph") else ()
    return Mistake(
        wrong["quote"],
        f"{about}. Decided by: {wrong['rule']}.",
        tuple(wrong["found"]),
        wanted,
        "check",
        wrong.get("document") or "",
        str(wrong.get("paragraph") or ""),
    )


def _said(wrong: Report) -> str:
    credit = "" if wrong["attribution"] == "none_given" else f", {wrong['attribution'].replace('_', ' ')}"
    return f"{wrong['verdict'].replace('_', ' ')}{credit}"


def _figures(sets: Sequence[Report]) -> Sheet:
    rows = []
    for of in sets:
        named = [("all", "", of["all"]), *((kind["group"], kind["kind"], kind) for kind in of["kinds"])]
        rows += [
            (of["set"], group, kind, measure, *spread(figures[measure]))
            for group, kind, figures in named
            for measure in COLUMNS
            if measure in figures
        ]
    return Sheet(("set", "group", "kind", "measure", *SPREAD), tuple(rows))
