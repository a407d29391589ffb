"""`pincite eval gate`: whether what is measured has stayed above its floors."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from eval.commands.eval import gold_folder
from eval.commands.measuring import open_shipped, signature
from eval.commands.quotes import kabul, measure, quote_check
from eval.measure import segmentation
from eval.quotes.quote_check import NAME
from eval.quotes.quote_check import QUOTES as FILE
from eval.reports import gate
from eval.reports.file import Report
from eval.reports.report import make_report
from eval.run.run import run
from eval.run.systems import systems
from eval.sets.dataset import SHIPPED, read_questions
from eval.sets.known import Known
from eval.standing.sets import SEGMENTATION, SHIPPED_SET
from eval.standing.standing import RESULTS, read_table
from index import DEFAULT_ENCODER
from qa_app.commands.options import settings
from qa_app.settings import Settings


@click.command("gate")
@click.option("--raise", "raises", is_flag=True, help="Write higher floors where what is measured allows it.")
@click.option("--lower", metavar="MEASURE=VALUE", help="Lower a floor; --reason says why, and is kept.")
@click.option("--new-data", is_flag=True, help="Tie the floors of --set to its data as it is now; needs --reason.")
@click.option("--quotes", is_flag=True, help="Only how quotations are checked, which needs no model.")
@click.option("--set", "name", metavar="NAME", help="Which set's floor to lower (default: the shipped one).")
@click.option("--reason", metavar="TEXT", help="Why a floor comes down or its data was exchanged.")
@click.option("--gold", metavar="DIR", help="Where the gold sets lie (default: $PINCITE_GOLD, else ../shared/data).")
@click.option("--floors", "path", metavar="FILE", help="The floors (default: those of pincite itself).")
@click.option("--encoder", metavar="MODEL", help="Measure with this encoder (default: the one pincite comes with).")
def gate_command(**options: Any) -> int:
    """Measure the shipped questions' test half, quotations, and how files are cut where the gold sets are at hand.

    Exit code 1 where a measure is below its floor or a floor's data has changed, each named with floor, value and
    interval.
    """
    path = Path(options["path"] or gate.FLOORS)
    floors = gate.read_floors(path)
    name = options["name"] or gate.SHIPPED
    why = _why(options)
    if options["lower"]:
        return _lower(floors, name, options["lower"], why, path)
    gold = gold_folder(options["gold"])
    if options["quotes"]:
        measured = _measured_quotes(floors, gold)
    else:
        measured = measure_all(floors, settings(None, options["encoder"] or DEFAULT_ENCODER), gold)
    if options["new_data"]:
        floors = gate.with_new_data(floors, _of(measured, name), why)
    if options["raises"]:
        floors = gate.raised(floors, measured)
    if options["raises"] or options["new_data"]:
        gate.write_floors(floors, path)
    found = gate.findings(floors, measured)
    for sentence in found:
        click.echo(sentence)
    if not found:
        count = sum(len(floors[each.name].measures) for each in measured)
        click.echo(f"{count} measures of {len(measured)} sets are at or above their floors.")
    return 1 if found else 0


def measure_all(floors: gate.Floors, chosen: Settings, gold: Path) -> list[gate.Measured]:
    """The shipped set, and every set of documents that has floors and is at hand; the others are named."""
    measured = [gate.measured_questions(shipped_report(chosen))]
    for name in segmentation.SETS:
        if (gold / name / "documents.jsonl").is_file():
            measured.append(gate.measured_cutting(segmentation.measure(segmentation.read_gold(gold / name))))
        elif name in floors:
            click.echo(f"{name} is not measured: it is not in {gold}.", err=True)
    measured += _measured_quotes(floors, gold)
    rows = read_table(RESULTS / "standing.json")
    measured += [
        gate.measured_standing(name, row) for name, row in rows.items() if name not in (SEGMENTATION, SHIPPED_SET)
    ]
    known = {gate.SHIPPED, *segmentation.SETS, *(each.name for each in measured)}
    unknown = [name for name in floors if name not in known and not name.startswith(gate.QUOTES)]
    if unknown:
        raise click.ClickException(f"The floors name a set {unknown[0]!r} that nothing measures.")
    return measured


def _measured_quotes(floors: gate.Floors, gold: Path) -> list[gate.Measured]:
    """The quotations made from the shipped statement, and those of the gold set where it is at hand."""
    sets = [kabul()]
    if (gold / NAME / FILE).is_file():
        sets += quote_check(gold, NAME)
    measured = [gate.measured_quotes(measure(each)) for each in sets]
    for name in floors:
        if name.startswith(gate.QUOTES) and name not in {each.name for each in measured}:
            click.echo(f"{name} is not measured: it is not in {gold}.", err=True)
    return measured


def shipped_report(chosen: Settings) -> Report:
    """Pincite alone on the test half of the shipped questions, over the shipped statement."""
    with open_shipped(chosen) as bench:
        question_set = read_questions(SHIPPED, Known.of_library(bench.over.engine.library), "test")
        bench.warm_up()
        (pincite,) = systems(bench.over, ("pincite",))
        responses = {pincite.name: run(pincite, question_set.questions)}
        return make_report(question_set, responses, signature(bench, question_set, "test"))


def _why(options: dict[str, Any]) -> tuple[str, str]:
    """The reason and today's date; what lowers a floor needs one, and what does not has no use for it."""
    reason = (options["reason"] or "").strip()
    if sum(map(bool, (options["lower"], options["new_data"], options["raises"]))) > 1:
        raise click.UsageError("--raise, --lower and --new-data are used one at a time.")
    if bool(reason) is not bool(options["lower"] or options["new_data"]):
        raise click.UsageError("--lower and --new-data need a --reason, which is kept; nothing else takes one.")
    return reason, datetime.now(UTC).date().isoformat()


def _lower(floors: gate.Floors, name: str, asked: str, why: tuple[str, str], path: Path) -> int:
    measure, _, number = asked.rpartition("=")
    try:
        value = float(number if measure else "")
    except ValueError as error:
        raise click.UsageError(f"--lower {asked!r} is not MEASURE=VALUE, as in P@1=0.7.") from error
    gate.write_floors(gate.lowered(floors, name, measure, value, why), path)
    click.echo(f"The floor of {measure} in {name} is {value} now; the reason is kept in {path}.")
    return 0


def _of(measured: Sequence[gate.Measured], name: str) -> gate.Measured:
    named = {each.name: each for each in measured}
    if name not in named:
        raise click.UsageError(f"--set {name!r} is none of {', '.join(named)}.")
    return named[name]
