"""`pincite backup` and `pincite restore`: a verified copy of the library in one file, while others use it."""

import sys
from pathlib import Path

import click

from qa_app.commands.options import library_option, open_library, settings
from qa_app.errors import InvalidSetting


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@library_option
def command(file: Path, library: str | None) -> int:
    """Copy the library to FILE, which must not be there yet, and verify the copy."""
    from corpus.library.backup import back_up

    with open_library(settings(library)) as opened:
        documents = back_up(opened, file)
    click.echo(f"backed up: {documents:,} document{'s' * (documents != 1)} to {file}")
    return 0


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
def restoring(file: Path, yes: bool, library: str | None) -> int:
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
