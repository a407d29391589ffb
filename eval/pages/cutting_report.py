"""A report on how files are cut into numbered paragraphs, as it is shown."""

from collections.abc import Iterator, Mapping
from typing import Any

from eval.pages.shown import Bar, BarPlot, Cell, Mistake, Mistakes, Panel, Sheet, Shown, Stretch, Table
from eval.pages.wording import cell, day, opened, other_version, percent, plural, spread

Report = Mapping[str, Any]

MEASURES = {
    "recall": "numbers found",
    "precision": "numbers not invented",
    "exact": "paragraphs with the same words",
    "equal": "the same but for notes and cross-heads",
}
_LISTED = 12


def shown_cutting(report: Report) -> Shown:
    """The report of `pincite eval --segmentation`."""
    kinds = {f"{gold['set']}, {kind}": of for gold in report["sets"] for kind, of in gold["kinds"].items()}
    figures = {name: figures_of(of) for name, of in kinds.items()}
    short = list(_short(report))
    return Shown(
        title="How files are cut into paragraphs",
        order=3,
        day=day(report["signature"]["date"]),
        sentences=tuple(_sentences(report)),
        plots=(cutting_plot(figures),),
        mistakes=(Mistakes("Files that fall short", tuple(short)),) if short else (),
        signature={
            **opened(report["signature"]),
            **{f"gold, {gold['set']}": gold["gold_sha256"] for gold in report["sets"]},
        },
        figures=_sheet(figures),
        wrong=Sheet(("file", "what went wrong"), tuple((each.words, each.about) for each in short)),
        notes=other_version(report["signature"]["pincite"]),
    )


def _sentences(report: Report) -> Iterator[str]:
    files = [file for gold in report["sets"] for file in gold["files"]]
    gold, found, equal = (sum(file[name] for file in files) for name in ("gold", "found", "equal"))
    yield (
        f"Of {gold:,} numbered paragraphs in {plural(len(files), 'file')}, {found:,} are found under their number"
        f" ({percent(found / max(1, gold))}), and {equal:,} have the words that they should"
        f" ({percent(equal / max(1, gold))})."
    )
    failed = sum(len(gold["failed"]) for gold in report["sets"])
    if failed:
        yield f"{plural(failed, 'file')} could not be read at all."


def cutting_plot(kinds: Mapping[str, Report]) -> BarPlot:
    """A panel for each set and kind of file; figures are {"mean", "low", "high", "n"} of each of MEASURES."""
    panels = tuple(
        Panel(
            name.replace("_", " "),
            f"{plural(of['files'], 'file')}, {plural(of['n'], 'paragraph')}",
            tuple(
                Bar(says, percent(of[m]["mean"]), (Stretch("ours", 0, round(100 * of[m]["mean"], 3)),))
                for m, says in MEASURES.items()
            ),
        )
        for name, of in kinds.items()
    )
    rows = tuple(
        (name.replace("_", " "), (Cell(f"{of['files']:,}"), Cell(f"{of['n']:,}"), *(cell(of[m]) for m in MEASURES)))
        for name, of in kinds.items()
    )
    return BarPlot(
        "How files are cut",
        "Of the numbers that a document prints, how many are found and how many are no invention; of its paragraphs,"
        " how many have the words that they should.",
        " ".join(f"{p.title}: {', '.join(f'{bar.name} {bar.says}' for bar in p.bars)}." for p in panels),
        (("ours", "share of the paragraphs"),),
        panels,
        Table(
            "How files are cut",
            ("Set and kind of file", "Files", "Paragraphs", *(says.capitalize() for says in MEASURES.values())),
            rows,
            (
                "Shares of all paragraphs; in brackets the 95 % interval of the mean over files, where a short file"
                " counts as much as a long one.",
            ),
        ),
    )


def figures_of(kind: Report) -> Report:
    """How many files and paragraphs there are of a kind of file, and its shares with their intervals over files."""
    per_file = kind["per file"]
    figures = {
        name: {"mean": kind[name], "low": per_file[name][1], "high": per_file[name][2], "n": kind["paragraphs"]}
        for name in MEASURES
    }
    return {"n": kind["paragraphs"], "files": kind["files"], **figures}


def _short(report: Report) -> Iterator[Mistake]:
    for gold in report["sets"]:
        for name, reason in gold["failed"].items():
            yield Mistake(f"{gold['set']}/{name}", f"could not be read: {reason}")
        for file in gold["files"]:
            told = [f"{what} {_few(file[field])}" for field, what in _LACKS.items() if file[field]]
            if told:
                yield Mistake(f"{gold['set']}/{file['file']}", "; ".join(told))


_LACKS = {"missing": "missing", "extra": "invented"}


def _few(numbers: list[str]) -> str:
    more = len(numbers) - _LISTED
    return ", ".join(numbers[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _sheet(figures: Mapping[str, Report]) -> Sheet:
    rows = tuple((name, measure, *spread(of[measure])) for name, of in figures.items() for measure in MEASURES)
    return Sheet(("set and kind of file", "measure", "share", "low over files", "high over files", "paragraphs"), rows)
