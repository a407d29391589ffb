"""`pincite add` and `pincite watch`: put documents into the library, from files of any kind that is known."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import LibraryBusy
from qa_app.commands.options import encoder_option, library_option, open_engine, open_library, settings, store_option

if TYPE_CHECKING:
    from corpus.intake.add import Outcome
    from corpus.intake.files import Given, NotFound
    from qa_app.settings import Settings

# Above this many, what people want to know is how many went in and which did not.
_FEW = 20


def _about_the_document(command: Callable[..., Any]) -> Callable[..., Any]:
    """What can be said of a document on the command line; it goes before the card, the card before the text."""
    for name, metavar, text in reversed(
        (
            ("--id", "ID", "The document's id (one file only; default: from the file's name)."),
            ("--title", "TEXT", "Its title (one file only)."),
            ("--place", "TEXT", "Where it was made or agreed."),
            ("--publisher", "TEXT", "Who published it."),
            ("--source", "ADDRESS", "Where it can be found."),
            ("--language", "CODE", "Its language, such as en."),
            ("--symbol", "TEXT", "Its number with its publisher, such as A/RES/70/1 (one file only)."),
            ("--supersedes", "ID", "The document whose place it takes (one file only)."),
        )
    ):
        command = click.option(name, metavar=metavar, help=text)(command)
    day = click.DateTime(["%Y-%m-%d"])
    return click.option("--date", "day", type=day, metavar="YYYY-MM-DD", help="Its date.")(command)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_about_the_document
@click.option("--no-encode", is_flag=True, help="Encode later, with `pincite index` or at the next question.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document on standard output, nothing else.")
@library_option
@encoder_option
@store_option
def command(
    paths: tuple[str, ...],
    day: datetime | None,
    no_encode: bool,
    as_json: bool,
    library: str | None,
    encoder: str | None,
    store: str | None,
    **said: str | None,
) -> int:
    """Add the files at PATH (files, folders, patterns); a card FILE.toml or STEM.toml beside a file says more of it."""
    from corpus.intake.add import ONE_FILE_ONLY, exit_code
    from corpus.intake.files import find_files

    if not all(path.strip() for path in paths):
        raise click.UsageError("PATH is empty.")
    supersedes = said.get("supersedes")
    given = _given(said, day.date() if day else None)
    files = list(find_files(paths))
    only_one = [f"--{name}" for name in ONE_FILE_ONLY if said.get(name)]
    if only_one and len(files) > 1:
        raise click.UsageError(f"{only_one[0]} is for one file, and these are {len(files)}.")
    chosen = settings(library, encoder, store)
    counts = _add(chosen, files, given, supersedes, as_json)
    if not no_encode and counts.total() > counts["failed"]:
        encode_added(chosen)
    return exit_code(counts)


@click.command("watch")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--every", type=click.FloatRange(min=0.1), default=5, show_default=True, metavar="SECONDS")
@click.option("--no-encode", is_flag=True, help="Encode later, with `pincite index` or at the next question.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document on standard output, nothing else.")
@library_option
@encoder_option
def watching(
    folder: Path, every: float, no_encode: bool, as_json: bool, library: str | None, encoder: str | None
) -> int:
    """Add what comes into FOLDER, or is changed in it, until Ctrl+C; what goes from there stays in the library."""
    from corpus.intake.files import Given

    chosen = settings(library, encoder)
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is no folder.")
    click.echo(f"pincite: Watching {folder} (Ctrl+C ends it).", err=True)
    for files in coming_into(folder, every):
        try:
            counts = _add(chosen, files, Given(), None, as_json)
        except LibraryBusy as error:
            click.echo(f"pincite: {error} It is tried again.", err=True)
            files.clear()
            continue
        if not no_encode and counts["added"] + counts["updated"]:
            encode_added(chosen)
        said = [_documents(counts["added"], "new"), _documents(counts["updated"], "changed")]
        if told := ", ".join(part for part in said if part):
            click.echo(f"pincite: {told}.", err=True)
    raise click.ClickException(f"{folder} is gone, so nothing is watched any more; what was added stays.")


def coming_into(folder: Path, every: float) -> "Iterator[list[Path | NotFound]]":
    """The files that are new or changed, once they have stayed as they are from one look to the next.

    What is taken out of a list is looked at again. It ends where the folder is gone.
    """
    from corpus.intake.files import find_files

    before: dict[Path, tuple[int, int]] = {}
    done: dict[Path, tuple[int, int]] = {}
    while folder.is_dir():
        now = {}
        for file in find_files([str(folder)]):
            with suppress(OSError):
                if isinstance(file, Path):
                    now[file] = (file.stat().st_mtime_ns, file.stat().st_size)
        ready = [file for file, stamp in now.items() if before.get(file) == stamp != done.get(file)]
        if ready:
            files: list[Path | NotFound] = [*ready]
            yield files
            done.update({file: now[file] for file in ready if file in files})
        before = now
        time.sleep(every)


def _documents(number: int, which: str) -> str:
    return f"{number:,} {which} document{'s' * (number != 1)}" if number else ""


def _given(said: dict[str, str | None], day: date | None) -> "Given":
    from corpus.intake.files import Given, check_id

    for name, value in said.items():
        if value is not None and not value.strip():
            raise click.UsageError(f"--{name} is empty.")
    if said["id"]:
        check_id(said["id"])
    return Given(date=day, **{name: value for name, value in said.items() if name != "supersedes"})


def _add(
    chosen: "Settings", files: "list[Path | NotFound]", given: "Given", supersedes: str | None, as_json: bool
) -> Counter[str]:
    """Add them all, each told when it is in; returns how many there are of each status."""
    from corpus.intake.add import Intake
    from corpus.intake.reader import FileReader

    counts: Counter[str] = Counter()
    few: list[Outcome] = []
    with (
        open_library(chosen) as opened,
        opened.writing(),
        FileReader() as reader,
        _progress(len(files)) as (step, tell),
    ):
        intake = Intake(opened, reader, given, supersedes)
        for found in files:
            for outcome in intake.add(found):
                counts[outcome.status] += 1
                if as_json:
                    click.echo(json.dumps(outcome.record(), ensure_ascii=False))
                elif outcome.status == "failed":
                    tell(f"pincite: {outcome.file}: {outcome.reason}")
                elif len(few) <= _FEW:
                    few.append(outcome)
            step()
    if not as_json:
        _print(few, counts)
    return counts


def _print(few: "list[Outcome]", counts: Counter[str]) -> None:
    if len(few) <= _FEW:
        for outcome in few:
            click.echo(_line(outcome))
            for note in outcome.notes:
                click.echo(f"  note: {note}")
    if sum(counts.values()) > 1:
        click.echo(", ".join(f"{counts[status]:,} {status}" for status in _STATUSES if counts[status]) + ".")


_STATUSES = ("added", "updated", "unchanged", "failed")


def _line(outcome: "Outcome") -> str:
    from corpus.intake.files import shown

    paragraphs = "1 paragraph" if outcome.paragraphs == 1 else f"{outcome.paragraphs:,} paragraphs"
    version = f", version {outcome.version}" if outcome.version and outcome.version > 1 else ""
    return f"{outcome.status}: {outcome.file} as {shown(outcome.document or '')}{version}, {paragraphs}"


def encode_added(chosen: "Settings") -> None:
    """Give what is new its vectors; the encoder is not loaded where nothing is."""
    from index.errors import StoreUnavailable

    with open_library(chosen) as opened:
        if not opened.documents_without_embeddings():
            return
    try:
        with open_engine(chosen) as engine, engine.library.writing():
            engine.encode()
            engine.bring_up_to_date()
    except StoreUnavailable as error:
        click.echo(f"pincite: {error} What was added is stored, and searched when it can be.", err=True)
    except LibraryBusy as error:  # what is in is in, and whoever writes now encodes it, or the next question does
        click.echo(f"pincite: {error} What was added is encoded then.", err=True)


@contextmanager
def _progress(total: int) -> Iterator[tuple[Callable[[], None], Callable[[str], None]]]:
    """Two callbacks: one file is done, and a sentence for standard error that leaves the bar whole."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Files a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} files/s" if speed else "")

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=total < 2 or not console.is_terminal) as bar:
        task = bar.add_task("Adding", total=total)
        yield lambda: bar.advance(task), lambda sentence: console.print(sentence, soft_wrap=True)
