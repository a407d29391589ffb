"""`pincite backup`: a verified copy of the library in one file, made while others go on using it."""

from pathlib import Path

import click

from qa_app.commands.options import library_option, open_library, settings


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
