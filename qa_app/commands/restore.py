"""`pincite restore`: put a backup in the place of the library."""

import sys
from pathlib import Path

import click

from qa_app.commands.options import library_option, settings
from qa_app.errors import InvalidSetting


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def command(file: Path, yes: bool, library: str | None) -> int:
    """Verify the backup FILE and put it in the place of the library, whatever that holds or has lost."""
    from corpus.library.backup import restore

    folder = settings(library).library
    if not yes:
        if not sys.stdin.isatty():
            raise InvalidSetting("Nothing was restored: say --yes where nobody can be asked.")
        click.confirm(f"Put {file} in the place of all that {folder} holds?", abort=True, err=True)
    documents = restore(folder, file)
    click.echo(f"restored: {documents:,} document{'s' * (documents != 1)} from {file}")
    return 0
