"""`pincite export`: documents as JSON lines, Akoma Ntoso or Markdown."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from qa_app.commands.options import library_option, open_library, settings

if TYPE_CHECKING:
    from corpus.library.library import Library

_ENDINGS = {"jsonl": ".jsonl", "akn": ".xml", "markdown": ".md"}
_NOT_IN_FILE_NAMES = '%/\\:*?"<>|'


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option(
    "--format", "chosen", type=click.Choice(list(_ENDINGS)), help="JSON lines (the default), Akoma Ntoso or Markdown."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
@click.option("--output", default="-", metavar="DIR|FILE|-", help="A folder for a file a document, or one file.")
@library_option
def command(documents: tuple[str, ...], chosen: str | None, as_json: bool, output: str, library: str | None) -> None:
    """Write out the DOCUMENTs, or every current one: a line a paragraph in reading order, or a file a document."""
    if as_json and chosen not in (None, "jsonl"):
        raise click.UsageError(f"--json is --format jsonl, not {chosen}: give one of the two.")
    form = chosen or "jsonl"
    with open_library(settings(library)) as opened:
        ids = documents or opened.document_ids()
        for document_id in documents:
            opened.record(document_id)  # so that an unknown one is told before anything is written
        _write(opened, ids, form, output)


def _write(library: "Library", ids: tuple[str, ...], form: str, output: str) -> None:
    if output != "-" and (Path(output).is_dir() or output.endswith((os.sep, "/"))):
        _write_folder(library, ids, form, Path(output))
        return
    if form == "akn" and len(ids) != 1:
        raise click.UsageError(f"An XML file holds one document, not {len(ids)}: name one, or give --output a folder.")
    texts = _texts(library, ids, form)
    if output == "-":
        sys.stdout.flush()
        _write_texts(sys.stdout.buffer, texts)
        return
    with _opened(Path(output)) as file:
        _write_texts(file, texts)


def _texts(library: "Library", ids: Iterable[str], form: str) -> Iterator[str]:
    from corpus.export.akoma_ntoso import as_akoma_ntoso
    from corpus.export.jsonl import as_jsonl
    from corpus.export.markdown import as_markdown

    write = {"jsonl": as_jsonl, "akn": as_akoma_ntoso, "markdown": as_markdown}[form]
    for place, document_id in enumerate(ids):
        if place and form == "markdown":
            yield "\n---\n\n"
        yield write(library.document(document_id))


def _write_folder(library: "Library", ids: Iterable[str], form: str, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"The folder {folder} cannot be made: {error.strerror}.") from error
    for document_id in ids:
        with _opened(folder / f"{_file_name(document_id)}{_ENDINGS[form]}") as file:
            _write_texts(file, _texts(library, (document_id,), form))


def _write_texts(file: IO[bytes], texts: Iterable[str]) -> None:
    for text in texts:
        file.write(text.encode("utf-8"))


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The file at `path`, in whose place the new one comes when all of it is written."""
    whole = path.exists() and not path.is_file()  # a pipe or a device cannot be replaced
    partial = path if whole else path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
        if not whole:
            partial.replace(path)
    except OSError as error:
        if not whole:
            partial.unlink(missing_ok=True)
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}.") from error


def _file_name(document_id: str) -> str:
    """The id with what a file name cannot hold written as in an address: "a/b" -> "a%2Fb"."""
    name = "".join(f"%{ord(c):02X}" if c in _NOT_IN_FILE_NAMES or c < " " else c for c in document_id)
    return f"%2E{name[1:]}" if name.startswith(".") else name
