"""`pincite eval`: a question set against pincite and the baselines, and the commands around it."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from eval.errors import MissingExtra
from qa_app.cli import LazyGroup
from qa_app.commands.options import encoder_option, library_option

# Each is imported when it is called, as the commands of `pincite` are.
SUBCOMMANDS = {
    "import": "eval.commands.importing:import_command",
    "new": "eval.commands.importing:new_command",
    "compare": "eval.commands.compare:compare_command",
    "gate": "eval.commands.gate:gate_command",
    "standing": "eval.commands.standing:standing_command",
}
EXTRA = ("ir_measures", "openpyxl", "sklearn")


class EvalGroup(LazyGroup):
    """Its commands, each behind the check that what evaluation needs is installed."""

    places = SUBCOMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name in SUBCOMMANDS:
            require_extra()
        return super().get_command(ctx, cmd_name)


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
    if ctx.invoked_subcommand:
        _pass_on(ctx, options["library"])
        return
    from eval.commands import measuring, quotes  # now that what they need is known to be there

    gold = gold_folder(options["gold"])
    if options["segmentation"]:
        measuring.tell_segmentation(gold, options["output"], as_json=options["as_json"])
    elif options["quotes"]:
        quotes.tell_quotes(options["quotes"], gold, options)
    else:
        measuring.tell_questions(options)


def require_extra() -> None:
    """Said before anything is measured; raises MissingExtra."""
    if missing := [name for name in EXTRA if find_spec(name) is None]:
        names = ", ".join(missing)
        raise MissingExtra(f"`pincite eval` needs {names}: `pip install 'pincite[eval]'` adds what is missing.")


def gold_folder(gold: str | None) -> Path:
    """Where the gold sets lie: as the option says, else the environment, else beside the project."""
    return Path(gold or os.environ.get("PINCITE_GOLD") or "../shared/data")


def _pass_on(ctx: click.Context, library: str | None) -> None:
    """`--library` counts for the subcommands too; any other option before them would be lost without a word."""
    ctx.obj = library or ctx.obj
    lost = [p for p in ctx.command.params if ctx.get_parameter_source(p.name or "") is ParameterSource.COMMANDLINE]
    names = [parameter.opts[0] for parameter in lost if parameter.name != "library"]
    if names:
        raise click.UsageError(f"{names[0]} belongs after `{ctx.invoked_subcommand}`, or to `pincite eval` alone.")
