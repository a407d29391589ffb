"""`pincite remove`: take documents out of the library, with all their versions."""

import json
import sys

import click

from qa_app.commands.options import library_option, open_engine, settings
from qa_app.errors import InvalidSetting


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document on standard output, nothing else.")
@library_option
def command(documents: tuple[str, ...], yes: bool, as_json: bool, library: str | None) -> int:
    """Remove each DOCUMENT (its id; ID@1 removes an older version alone)."""
    from corpus.errors import UnknownDocument
    from corpus.intake.files import shown

    wanted = list(dict.fromkeys(documents))
    if not yes:
        _ask(wanted)
    failed = 0
    with open_engine(settings(library)) as engine, engine.library.writing():
        for document in wanted:
            try:
                engine.library.remove(document)
            except UnknownDocument as error:
                failed += 1
                _tell(shown(document), shown(str(error)), as_json)
            else:
                _tell(shown(document), None, as_json)
        if failed < len(wanted) and engine.library.encoder() is not None:
            engine.bring_up_to_date()
    return 0 if not failed else 1 if failed < len(wanted) else 2


def _ask(documents: list[str]) -> None:
    """On a terminal, whether it is meant; elsewhere nobody can be asked."""
    from corpus.intake.files import shown

    if not sys.stdin.isatty():
        raise InvalidSetting("Nothing was removed: say --yes where nobody can be asked.")
    what = ", ".join(map(shown, documents))
    click.confirm(f"Remove {what} from the library, with all versions?", abort=True, err=True)


def _tell(document: str, reason: str | None, as_json: bool) -> None:
    if as_json:
        status = "failed" if reason else "removed"
        click.echo(json.dumps({"document": document, "status": status, "reason": reason}, ensure_ascii=False))
    elif reason:
        click.echo(f"pincite: {reason}", err=True)
    else:
        click.echo(f"removed: {document}")
