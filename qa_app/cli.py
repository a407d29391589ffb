"""The command line: every command is a module that is imported only when it is called."""

import importlib
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any, ClassVar

import click

from corpus.errors import PinciteError
from qa_app import __version__
from qa_app.citing.citation import HouseStyle, cited_as
from qa_app.words import catalogue, language_of, speaking

# Where each command lives. `eval` stands on top of this room, so it is named here and never imported.
COMMANDS = {
    "serve": "qa_app.commands.serve",
    "mcp": "qa_app.commands.serve:over_pipes",
    "ask": "qa_app.commands.ask",
    "check": "qa_app.commands.check",
    "add": "qa_app.commands.add",
    "watch": "qa_app.commands.add:watching",
    "remove": "qa_app.commands.remove",
    "documents": "qa_app.commands.documents",
    "show": "qa_app.commands.show",
    "diff": "qa_app.commands.show:comparing",
    "export": "qa_app.commands.export",
    "index": "qa_app.commands.index",
    "verify": "qa_app.commands.verify",
    "backup": "qa_app.commands.backup",
    "restore": "qa_app.commands.backup:restoring",
    "eval": "eval.commands.eval",
    "bench": "eval.commands.bench",
}


class LazyGroup(click.Group):
    """A group whose commands are imported one at a time, so that `pincite show` need not load what `ask` needs."""

    places: ClassVar[Mapping[str, str]] = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order that a newcomer meets them."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name: its module's `command`, or what is named after a colon."""
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name or "command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pincite")
@click.option("--library", metavar="DIR", help="The library's folder, for every command.")
@click.option(
    "--lang",
    metavar="CODE",
    type=click.Choice(sorted(catalogue())),
    envvar="PINCITE_LANG",
    help="The language of what is said around the documents' words: de, en or fr (default: that of the terminal).",
)
@click.option(
    "--citation",
    type=click.Choice([each.value for each in HouseStyle]),
    default=HouseStyle.PLAIN.value,
    envvar="PINCITE_CITATION",
    help="How everything is cited, by `serve` too (default: $PINCITE_CITATION, else plain).",
)
@click.pass_context
def pincite(ctx: click.Context, library: str | None, lang: str | None, citation: str) -> None:
    """Ask official statements; get the numbered paragraph, word for word."""
    ctx.obj = library
    ctx.with_resource(speaking(catalogue()[lang or language_of(os.environ)]))
    ctx.with_resource(cited_as(HouseStyle(citation)))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 fine, 1 something was found, 2 it could not be done."""
    logging.basicConfig(level=logging.WARNING, format="pincite: %(message)s", stream=sys.stderr)
    try:
        result: Any = pincite.main(arguments, prog_name="pincite", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_text:
        click.echo(help_text.format_message())
        return 0
    except click.ClickException as error:
        return _fail(error.format_message())
    except PinciteError as error:
        return _fail(str(error))
    except (click.Abort, KeyboardInterrupt):
        return _fail("Stopped.")
    except BrokenPipeError:
        # Whoever read the output has stopped reading; Python would complain once more on flushing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return result if isinstance(result, int) else 0


def _fail(message: str) -> int:
    click.echo(f"pincite: {' '.join(message.split())}", err=True)
    return 2


def run() -> None:
    """The `pincite` command."""
    sys.exit(main())
