"""`pincite eval`: a question set against pincite and the baselines, and the commands around it."""

import hashlib
import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from eval.errors import MissingExtra
from qa_app.commands.options import encoder_option, library_option, settings

if TYPE_CHECKING:
    from eval.commands.measuring import Bench
    from eval.run.systems import System
    from eval.sets.dataset import QuestionSet

# Each is imported when it is called, as the commands of `pincite` are.
SUBCOMMANDS = {
    "import": ("eval.commands.importing", "import_command"),
    "new": ("eval.commands.importing", "new_command"),
    "compare": ("eval.commands.compare", "compare_command"),
    "gate": ("eval.commands.gate", "gate_command"),
    "standing": ("eval.commands.standing", "standing_command"),
}
EXTRA = ("ir_measures", "openpyxl", "sklearn")


class EvalGroup(click.Group):
    """A group whose commands are imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a question set meets them."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        require_extra()
        module, name = SUBCOMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line asked for."""

    questions: str | None
    documents: str | None
    split: str | None
    systems: str | None
    ablations: bool
    runs: tuple[str, ...]
    segmentation: bool
    quotes: str | None
    gold: str | None
    output: str | None
    summary: bool
    cache: str | None
    as_json: bool
    library: str | None
    encoder: str | None


@click.group(cls=EvalGroup, invoke_without_command=True)
@click.option("--questions", metavar="FILE", help="The question set (default: the shipped one).")
@click.option("--documents", metavar="FILE", help="Documents cut into paragraphs, JSON lines, in place of the library.")
@click.option("--split", metavar="NAME", help="Only the questions of this split, such as test.")
@click.option("--systems", metavar="NAME,NAME...", help="Which to measure (default: pincite,BM25,paragraph vectors).")
@click.option("--ablations", is_flag=True, help="Also pincite without words, without sentences, without look-ups.")
@click.option("--run", "runs", metavar="FILE", multiple=True, help="Also a TREC run made elsewhere; may be repeated.")
@click.option("--segmentation", is_flag=True, help="Measure how files are cut into paragraphs, not questions.")
@click.option(
    "--quotes",
    metavar="[FILE|DIR|kabul|library]",
    is_flag=False,
    flag_value="everything",
    help="Measure how quotations are checked, not questions; alone: on the shipped statement and the gold set.",
)
@click.option("--gold", metavar="DIR", help="Where the gold sets lie (default: $PINCITE_GOLD, else ../shared/data).")
@click.option("--output", metavar="DIR", help="Write NAME.json, .md, .html, .run and .qrels there.")
@click.option("--summary", is_flag=True, help="Write NAME.json and .md alone there, without every question's result.")
@click.option("--cache", metavar="DIR", help="Where libraries of --documents are kept (default: the user's cache).")
@click.option("--json", "as_json", is_flag=True, help="The whole report as one JSON object on standard output.")
@library_option
@encoder_option
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Measure finding, answering and refusing, beside BM25 and paragraph vectors alone.

    A run that was broken off goes on from where it was, if --output is given again. With --segmentation: how well
    files are cut into paragraphs, against sets of documents whose paragraphs are known. With --quotes: how well
    quotations are checked: a FILE of them against the library, the folder quote_check, or those that are made, every
    kind of alteration and of fair edit, from the shipped statement ("kabul") or the whole library ("library").
    """
    require_extra()
    given = Given(**options)
    if ctx.invoked_subcommand:
        _pass_on(ctx, given)
    elif given.segmentation:
        _tell_segmentation(given)
    elif given.quotes:
        _tell_quotes(given)
    else:
        _measure(given)


def require_extra() -> None:
    """Said before anything is measured; raises MissingExtra."""
    if missing := [name for name in EXTRA if find_spec(name) is None]:
        names = ", ".join(missing)
        raise MissingExtra(f"`pincite eval` needs {names}: `pip install 'pincite[eval]'` adds what is missing.")


def gold_folder(gold: str | None) -> Path:
    """Where the gold sets lie: as the option says, else the environment, else beside the project."""
    return Path(gold or os.environ.get("PINCITE_GOLD") or "../shared/data")


def _pass_on(ctx: click.Context, given: Given) -> None:
    """`--library` counts for the subcommands too; any other option before them would be lost without a word."""
    ctx.obj = given.library or ctx.obj
    lost = [p for p in ctx.command.params if ctx.get_parameter_source(p.name or "") is ParameterSource.COMMANDLINE]
    names = [parameter.opts[0] for parameter in lost if parameter.name != "library"]
    if names:
        raise click.UsageError(f"{names[0]} belongs after `{ctx.invoked_subcommand}`, or to `pincite eval` alone.")


def _measure(given: Given) -> None:
    from eval.commands.measuring import known_paragraphs, open_bench
    from eval.commands.writing import tell
    from eval.pages.question_report import shown_questions
    from eval.sets.dataset import SHIPPED, read_questions

    names, runs = _names(given), _runs(given.runs)
    documents, cache = (Path(path) if path else None for path in (given.documents, given.cache))
    with open_bench(settings(given.library, given.encoder), documents, cache) as bench:
        known = known_paragraphs(bench.over.engine.library)
        question_set = read_questions(Path(given.questions or SHIPPED), known, given.split)
        for warning in question_set.warnings:
            click.echo(f"Note: {warning}", err=True)
        report = _run(bench, names, runs, question_set, given)
    tell(report, shown_questions(report), as_json=given.as_json)


def _names(given: Given) -> Sequence[str]:
    """The systems asked for, as they call themselves."""
    from eval.run.systems import ABLATIONS, DEFAULT, NAMES

    spelt = {name.casefold(): name for name in NAMES}
    asked = [name.strip() for name in given.systems.split(",")] if given.systems else DEFAULT
    unknown = [name for name in asked if name.casefold() not in spelt]
    if unknown:
        raise click.BadParameter(f"there is no system {unknown[0]!r}; there are {', '.join(NAMES)}.")
    chosen = [spelt[name.casefold()] for name in asked]
    return list(dict.fromkeys((*chosen, *(ABLATIONS if given.ablations else ()))))


def _runs(paths: Sequence[str]) -> "Sequence[System]":
    from eval.run.systems import RunSystem
    from eval.sets.trec import read_run

    return [RunSystem(f"run {Path(path).name}", read_run(Path(path))) for path in dict.fromkeys(paths)]


def _run(
    bench: "Bench", names: Sequence[str], runs: "Sequence[System]", question_set: "QuestionSet", given: Given
) -> dict[str, Any]:
    from eval.commands.measuring import ask, signature
    from eval.commands.writing import journal_in, write_pages, write_trec
    from eval.pages.question_report import shown_questions
    from eval.reports.file import sealed, summarised
    from eval.reports.report import make_report
    from eval.run.run import time_report
    from eval.run.systems import systems

    bench.warm_up()
    measured = [*systems(bench.over, names), *runs]
    signed = signature(bench, question_set, given.split)
    folder = Path(given.output) if given.output else None
    journal = journal_in(folder, question_set.name, {**signed, "runs": _digests(given.runs)})
    responses, costs = ask(bench, measured, question_set, journal)
    report = make_report(question_set, responses, signed, costs)
    report = sealed({**report, "time": time_report({system.name: journal.times[system.name] for system in measured})})
    if folder:
        kept = summarised(report) if given.summary else report
        write_pages(folder, question_set.name, kept, shown_questions(kept), with_html=not given.summary)
    if folder and not given.summary:
        write_trec(folder, question_set, responses)
    journal.finish()
    return report


def _digests(paths: Sequence[str]) -> Sequence[str]:
    return [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths]


def _tell_segmentation(given: Given) -> None:
    from eval.commands.writing import tell, write_pages
    from eval.measure.segmentation import report_on
    from eval.pages.cutting_report import shown_cutting
    from qa_app.terminal import progress_bar

    with progress_bar() as bar:
        task = bar.add_task("Cutting", total=None)
        report = report_on(
            gold_folder(given.gold),
            lambda name, done, total: bar.update(task, description=name, completed=done, total=total),
        )
    if given.output:
        write_pages(Path(given.output), "segmentation", report, shown_cutting(report))
    tell(report, shown_cutting(report), as_json=given.as_json)


def _tell_quotes(given: Given) -> None:
    from eval.commands.quotes import evaluate
    from eval.commands.writing import tell, write_pages
    from eval.pages.quote_report import shown_quotations

    report = evaluate(given.quotes or "", gold_folder(given.gold), given.library)
    if given.output:
        write_pages(Path(given.output), "quotes", report, shown_quotations(report))
    tell(report, shown_quotations(report), as_json=given.as_json)
