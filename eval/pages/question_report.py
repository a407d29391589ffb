"""A report on a question set as it is shown: right, refused or wrong, what confidence is worth, and every mistake."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.pages.shown import (
    Bar,
    BarPlot,
    Cell,
    CurvePlot,
    Mark,
    Mistake,
    Mistakes,
    NoPlot,
    Panel,
    Part,
    Series,
    Sheet,
    Shown,
    Table,
)
from eval.pages.wording import (
    DASH,
    LEGEND,
    SPREAD,
    axis,
    cell,
    count,
    day,
    number,
    opened,
    other_version,
    percent,
    place,
    plural,
    share,
    spread,
    stretches,
)
from eval.reports.file import count_of, went_wrong

Report = Mapping[str, Any]
Counts = tuple[int, int, int]

BASELINE = "BM25"
HELD_OUT = "test"
PARTS: tuple[tuple[Part, str], ...] = (
    ("right", "right: the right paragraph first, or refused where nothing answers"),
    ("refused", "refused, though there is an answer"),
    ("wrong", "wrong: another paragraph first, or an answer where there is none"),
)
COLUMNS = {
    "P@1": "Right paragraph first",
    "R@3": "Among the first three",
    "answered right": "Answered right",
    "wrong paragraph": "Wrong paragraph",
    "wrongly refused": "Wrongly refused",
    "wrongly answered": "Wrongly answered",
}
WENT_WRONG = {
    "wrong paragraph": "Showed another paragraph first",
    "wrongly refused": "Refused, though there is an answer",
    "wrongly answered": "Answered, though nothing answers it",
}
KINDS = {
    "plain": "in words like the document's",
    "paraphrase": "in other words than the document's",
    "several": "more than one paragraph answers",
    "facts": "a detail, such as a date or a number",
    "terse": "a few words, as typed into a search box",
    "lookup": "a paragraph by its number",
    "near": "on the document's subject, but it has no answer",
    "off": "about something else",
}
MOST_MISTAKES, MOST_DOCUMENTS = 300, 20
MEANINGS = (
    "P@1, R@k, MRR, nDCG@10 and MAP are over the answerable questions, whether or not the system showed what it found;"
    " a question without any ranking counts as 0. Exact set F1: the paragraphs shown against those that answer, 0 for a"
    " refusal. Sentence overlap: the best token F1 of a marked sentence, where the gold names one.",
    "Answered right: shown, with a paragraph that answers first; a refusal counts as 0. Wrong paragraph: answerable,"
    " and something else was shown first. Wrongly refused: answerable, not answered. Wrongly answered: not answerable,"
    " answered all the same; rightly refused is the rest of those.",
    "Risk is the share wrong among those answered, coverage the share answered; less area is better. AUROC: the chance"
    " that a right (an answerable) question has the higher confidence of two. Calibration error: how far the"
    " confidences lie from the shares that were right, over ten bins.",
)
_NOTE = (
    "The first two columns count what was found, shown or not; the next three add up to all questions that have an"
    " answer; the last is over the questions that have none."
)


def shown_questions(report: Report) -> Shown:
    """The report of `pincite eval`, with its first system as ours."""
    systems = report["systems"]
    first = next(iter(systems))
    wrong = list(_wrong(systems[first]))
    return Shown(
        title=f"Answering questions: {report['questions']}",
        order=0,
        day=day(report["signature"]["date"]),
        sentences=tuple(_sentences(first, systems)),
        plots=(_over_all(systems), _per_kind(first, systems), risk_plot(systems, first, report["signature"])),
        tables=tuple(_tables(first, systems)),
        mistakes=tuple(_mistakes(wrong)),
        signature={**opened(report["signature"]), "checksum of the report": report["sha256"]},
        figures=_figures(systems),
        wrong=_wrong_sheet(wrong),
        notes=other_version(report["signature"]["pincite"]),
    )


def _sentences(first: str, systems: Report) -> Iterator[str]:
    """Of the questions kept apart from tuning, where the set has such; else of all."""
    kept_apart = HELD_OUT in systems[first]["splits"]
    of, which = _of(systems[first]), " that it was not tuned on" if kept_apart else ""
    found, none = of["P@1"], of["rightly refused"]
    if found["n"]:
        beside = _of(systems[BASELINE])["P@1"] if BASELINE in systems and first != BASELINE else None
        others = f" {BASELINE}, which matches words alone: {percent(beside['mean'])}." if beside else ""
        yield (
            f"Of {plural(found['n'], 'question')}{which}, the right paragraph comes first for {count(found)}"
            f" ({share(found)}).{others}"
        )
        yield (
            f"It is shown as the answer for {count(of['answered right'])} ({percent(of['answered right']['mean'])});"
            f" another is shown first for {count(of['wrong paragraph'])}, and {count(of['wrongly refused'])} are"
            " refused."
        )
    if none["n"]:
        yield (
            f"Of {none['n']:,}{' more' if found['n'] else ''} that the documents do not answer, {count(none)} are"
            f" refused ({share(none)}) and {count(of['wrongly answered'])} answered all the same."
        )


def _of(system: Report) -> Report:
    held_out: Report = system["splits"].get(HELD_OUT, system["all"])
    return held_out


def _over_all(systems: Report) -> BarPlot:
    counts = {name: _counts(system["all"]) for name, system in systems.items()}
    questions = sum(next(iter(counts.values())))
    panel = Panel("All questions", plural(questions, "question"), tuple(_bar(n, c) for n, c in counts.items()))
    return BarPlot(
        "Right, refused or wrong",
        f"All {questions:,} questions of the set, those that it was tuned on among them.",
        f"A bar for each of {plural(len(counts), 'system')}. {_in_words(counts)}",
        PARTS,
        (panel,),
        _count_table("Right, refused and wrong, by system", "System", {(n,): c for n, c in counts.items()}),
    )


def _per_kind(first: str, systems: Report) -> BarPlot:
    """Ours beside the plain baseline; the table has every system."""
    counts: dict[tuple[str, ...], Counts] = {
        (kind, name): _counts(system["kinds"][kind])
        for kind in systems[first]["kinds"]
        for name, system in systems.items()
    }
    drawn = [name for name in (first, BASELINE) if name in systems]
    panels = tuple(
        Panel(
            kind,
            plural(sum(counts[kind, first]), "question"),
            tuple(_bar(name, counts[kind, name]) for name in dict.fromkeys(drawn)),
        )
        for kind in systems[first]["kinds"]
    )
    return BarPlot(
        "By kind of question",
        f"Every bar is all questions of the kind wide. {_kinds_in_words(systems[first]['kinds'])}".strip(),
        f"For each of {plural(len(panels), 'kind')} of question a bar for {' and for '.join(drawn)}. {first}:"
        f" {_in_words({kind: counts[kind, first] for kind in systems[first]['kinds']})}",
        PARTS,
        panels,
        _count_table("Right, refused and wrong, by kind and system", "Kind", counts),
    )


def _counts(figures: Report) -> Counts:
    return (
        count_of(figures, "answered right", "rightly refused"),
        count_of(figures, "wrongly refused"),
        count_of(figures, "wrong paragraph", "wrongly answered"),
    )


def _bar(name: str, counts: Counts) -> Bar:
    right, refused, wrong = counts
    says = f"{right} right, {refused} refused, {wrong} wrong"
    return Bar(name, says, stretches({"right": right, "refused": refused, "wrong": wrong}))


def _in_words(counts: Mapping[str, Counts]) -> str:
    return " ".join(f"{name}: {a} right, {b} refused, {c} wrong." for name, (a, b, c) in counts.items())


def _kinds_in_words(kinds: Report) -> str:
    """What the names of the shipped kinds mean, of those that there are."""
    return " ".join(f"{kind.capitalize()}: {KINDS[kind]}." for kind in kinds if kind in KINDS)


def _count_table(caption: str, head: str, counts: Mapping[tuple[str, ...], Counts]) -> Table:
    rows = tuple((": ".join(named), (*(Cell(str(n)) for n in c), Cell(str(sum(c))))) for named, c in counts.items())
    return Table(caption, (head, "Right", "Refused", "Wrong", "Questions"), rows)


def _tables(first: str, systems: Report) -> Iterator[Table]:
    legend = (_NOTE, f"{LEGEND.format('questions')} Where all went the same way, resampling cannot tell.")
    yield _table("Systems side by side", "System", {name: of["all"] for name, of in systems.items()}, legend)
    yield _table(f"{first}, by kind of question", "Kind", systems[first]["kinds"])
    if len(systems[first]["splits"]) > 1:
        yield _table(f"{first}, tuned on (dev) and kept apart (test)", "Half", systems[first]["splits"])
    yield _by_document(first, systems[first]["documents"])
    yield _every_measure(systems)
    if bins := systems[first]["curves"]["calibration"]["bins"]:
        yield _reliability(first, bins)
    costs = {name: of["costs"] for name, of in systems.items() if of["costs"].get("p50_ms") is not None}
    if costs:
        rows = tuple(
            (name, tuple(Cell(number(of.get(cost), unit)) for cost, (_, unit) in _COSTS.items()))
            for name, of in costs.items()
        )
        yield Table("Mean time of a question in a batch", ("System", *(says for says, _ in _COSTS.values())), rows)


_COSTS = {
    "p50_ms": ("Half of the batches", "ms"),
    "p95_ms": ("95 in 100 of them", "ms"),
    "memory_mb": ("Most memory", "MB"),
}
# Of confidence, by where they stand under "curves".
_CURVES = {
    "area under risk against coverage": ("risk coverage", "area"),
    "AUROC, right or wrong": ("AUROC, right or wrong", None),
    "AUROC, answerable or not": ("AUROC, answerable or not", None),
    "calibration error": ("calibration", "error"),
}


def _every_measure(systems: Report) -> Table:
    """A row for each measure, a column for each system; why a figure of confidence is missing stands below."""
    figures = {name: {**of["all"], **dict(_confidence(of["curves"]))} for name, of in systems.items()}
    names = [name for name in next(iter(figures.values())) if name != "n"]
    rows = tuple((name, tuple(cell(of[name]) for of in figures.values())) for name in names)
    missing = dict.fromkeys(
        f"{name}: {of[curve]['reason']}" for name, of in figures.items() for curve in _CURVES if of[curve].get("reason")
    )
    return Table("Every measure", ("Measure", *systems), rows, (*missing, *MEANINGS))


def _confidence(curves: Report) -> Iterator[tuple[str, Report]]:
    """The figures of confidence in the shape that the others have."""
    for name, (curve, part) in _CURVES.items():
        figure = curves[curve][part] if part else curves[curve]
        yield name, {**figure, "mean": figure["value"], "n": 0 if figure["value"] is None else figure["n"]}
    best, n = curves["risk coverage"]["optimal"], curves["risk coverage"]["area"]["n"]
    yield "the least area that the same answers could have", {"mean": best, "n": 0 if best is None else n}


def _by_document(first: str, documents: Report) -> Table:
    """Of many documents those with the fewest answered right."""
    worst = sorted(documents, key=lambda name: documents[name]["answered right"]["mean"])
    worst = [name for name in worst if documents[name]["answered right"]["n"]][:MOST_DOCUMENTS]
    caption = f"{first}, by document"
    if len(documents) <= MOST_DOCUMENTS:
        return _table(caption, "Document", documents)
    note = f"The {len(worst)} of {len(documents):,} documents with the fewest answered right."
    return _table(caption, "Document", {name: documents[name] for name in worst}, (note,))


def _reliability(first: str, bins: Sequence[Report]) -> Table:
    """Whether questions are as often right as their confidence claims, for each tenth of it."""
    rows = tuple(
        (f"{tenth['low']:.1f} to {tenth['high']:.1f}", (Cell(f"{tenth['n']:,}"), *map(Cell, _claimed(tenth))))
        for tenth in bins
    )
    return Table(
        f"{first}: confidence, and what was right",
        ("Confidence", "Questions", "Confidence on the mean", "Right"),
        rows,
        ("Confidence is worth most where both say the same.",),
    )


def _claimed(tenth: Report) -> tuple[str, str]:
    return (percent(tenth["confidence"]), percent(tenth["right"])) if tenth["n"] else (DASH, DASH)


def _table(caption: str, head: str, rows: Report, notes: tuple[str, ...] = ()) -> Table:
    cells = tuple((name, (Cell(f"{of['n']:,}"), *(cell(of[m]) for m in COLUMNS))) for name, of in rows.items())
    return Table(caption, (head, "Questions", *COLUMNS.values()), cells, notes)


def _wrong(system: Report) -> Iterator[tuple[str, Report]]:
    """(what went wrong, the result), the surest first."""
    for result in sorted(system["results"], key=lambda result: -result["confidence"]):
        if how := went_wrong(result):
            yield how, result


def _mistakes(wrong: Sequence[tuple[str, Report]]) -> Iterator[Mistakes]:
    for how, title in WENT_WRONG.items():
        each = tuple(_mistake(result) for which, result in wrong[:MOST_MISTAKES] if which == how)
        if each:
            yield Mistakes(title, each)


def _mistake(result: Report) -> Mistake:
    return Mistake(
        result["question"],
        f"{result['kind']} · {result['split']} · confidence {result['confidence']:.2f}",
        tuple(_shown_of(result)),
        tuple(result["relevant"]),
        "ask",
    )


def _shown_of(result: Report) -> Sequence[str]:
    of: Sequence[str] = result["ranking"][: result["shown"]] if result["answered"] else ()
    return of


def _figures(systems: Report) -> Sheet:
    """Every measure of every system over all, and per kind, half and document."""
    rows = []
    for name, system in systems.items():
        groups = {"all": {"all": system["all"]}, **{each: system[each] for each in ("kinds", "splits", "documents")}}
        for group, named in groups.items():
            for of, figures in named.items():
                rows += [
                    (name, group, of, measure, *spread(figure))
                    for measure, figure in figures.items()
                    if measure != "n" and figure["n"]
                ]
    return Sheet(("system", "group", "of", "measure", *SPREAD), tuple(rows))


def _wrong_sheet(wrong: Sequence[tuple[str, Report]]) -> Sheet:
    rows = tuple(
        (
            result["id"],
            result["question"],
            result["kind"],
            result["split"],
            how,
            str(result["confidence"]),
            " ".join(_shown_of(result)),
            " ".join(result["relevant"]),
        )
        for how, result in wrong
    )
    return Sheet(("id", "question", "kind", "split", "what went wrong", "confidence", "shown", "wanted"), rows)


# Risk against coverage as a plot: what is wrong among those answered, when the surest are answered first.

TITLE = "Answering less, and erring less"
_X, _Y = "share of the questions answered, the surest first", "share wrong among those answered"
_MOST_LINES = 4
_POINTS = 150
_TENTHS = tuple(tenth / 10 for tenth in range(1, 11))

Points = Sequence[Sequence[float]]


def risk_plot(systems: Mapping[str, Any], first: str, signature: Mapping[str, Any]) -> CurvePlot | NoPlot:
    """A line for each of the first systems, and the threshold of ours marked where the report names it."""
    curves = {name: of["curves"]["risk coverage"]["points"] for name, of in systems.items()}
    curves = {name: points for name, points in list(curves.items())[:_MOST_LINES] if points}
    if not curves:
        return NoPlot(TITLE, "No system gave confidences that tell one question from another.")
    ticks, top = axis(max(risk for points in curves.values() for _, risk, _ in points), "share")
    series = tuple(Series(name, tuple(place(c, r, 1, top) for c, r, _ in _thinned(p))) for name, p in curves.items())
    chosen = _at_threshold(curves.get(first, ()), signature.get("threshold"))
    return CurvePlot(
        TITLE,
        "How much is wrong when only the surest questions are answered, out of all questions, with an answer and"
        f" without. Lower is better.{_chosen_in_words(first, chosen)}",
        " ".join(f"{name}: {percent(_risk_at(p, 0.5))} wrong with half answered." for name, p in curves.items()),
        (_X, axis(1, "share")[0]),
        (_Y, ticks),
        series,
        _risk_table(curves),
        _mark(chosen, signature, top) if chosen else None,
    )


def _at_threshold(points: Points, threshold: Any) -> tuple[float, float] | None:
    """(coverage, risk) of what reaches the threshold; None where nothing does, or there is none."""
    reached = [] if threshold is None else [(cover, risk) for cover, risk, least in points if least >= threshold]
    return reached[-1] if reached else None


def _chosen_in_words(first: str, chosen: tuple[float, float] | None) -> str:
    if not chosen:
        return ""
    return f" At its threshold {first} answers {percent(chosen[0])}, and {percent(chosen[1])} of those are wrong."


def _mark(chosen: tuple[float, float], signature: Mapping[str, Any], top: float) -> Mark:
    coverage, risk = chosen
    return Mark(*place(coverage, risk, 1, top), ("threshold", f"{signature['threshold']:g}"))


def _thinned(points: Points) -> Points:
    """So many that a line looks the same, the last one among them."""
    step = max(1, len(points) // _POINTS)
    return [*points[:-1:step], points[-1]]


def _risk_table(curves: Mapping[str, Points]) -> Table:
    rows = tuple((name, tuple(Cell(percent(_risk_at(points, t))) for t in _TENTHS)) for name, points in curves.items())
    columns = ("Wrong, when this share is answered", *(f"{100 * tenth:.0f} %" for tenth in _TENTHS))
    return Table("Risk against coverage", columns, rows)


def _risk_at(points: Points, coverage: float) -> float:
    """The risk at the first threshold that answers at least that share."""
    return next((risk for covered, risk, _ in points if covered >= coverage - 1e-9), points[-1][1])
