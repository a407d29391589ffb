"""The parts of `pincite check` for a whole article and for receipts: reading, reporting, repeating."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from corpus.library.library import Library
    from corpus.types import Document
    from qa_app.quotes.article_checking import ArticleCheck, Checker
    from qa_app.quotes.receipt import Circumstances
    from qa_app.quotes.types import Check

    Documents = Callable[[str], Document]
    Report = Callable[[ArticleCheck, Documents], str]

Command = TypeVar("Command", bound=Callable[..., Any])
REPORTS = ("text", "json", "csv", "markdown", "html")
_KEPT = 64  # documents, for reports that name many quotations of the same few


def article_options(command: Command) -> Command:
    """The options of `pincite check` that this module carries out, in the order they are shown."""
    receipt = "Write a receipt of the checks there: what was asked, what decided, from which text."
    repeat = "Repeat the checks of a receipt and say what is not as it was."
    report = "How an article is reported (default: text; with --json, JSON lines)."
    for names, settings in (
        (("--verify-receipt",), {"metavar": "FILE", "help": repeat}),
        (("--receipt",), {"metavar": "FILE", "help": receipt}),
        (("--output",), {"metavar": "FILE", "help": "Write the report there."}),
        (("--report",), {"type": click.Choice(REPORTS), "help": report}),
        (
            ("--article",),
            {"metavar": "FILE", "help": "Check every quotation in an article (text, Markdown, HTML, DOCX)."},
        ),
    ):
        command = click.option(*names, **settings)(command)
    return command


def check_article_file(path: Path, checker: "Checker", library: "Library", document: str | None) -> "ArticleCheck":
    """The article at `path` with its quotations checked; raises UnreadableInput, UnknownDocument."""
    from qa_app.quotes.article_checking import check_article
    from qa_app.quotes.article_formats import read_article

    if document is not None:
        library.record(document)
    return check_article(read_article(path), checker, library, document)


def show_report(result: "ArticleCheck", library: "Library", form: str, output: str | None) -> int:
    """Write the report of that form to `output` or standard output; 0 where every quotation is sound, else 1."""
    from qa_app.quotes.report_rows import summary

    if output and Path(output).resolve() == Path(result.article.file).resolve():
        raise click.UsageError(f"--output {output} is the article itself.")
    report = _report(form)(result, documents_of(library))
    if output:
        write_file(output, report, "utf-8-sig" if form == "csv" else "utf-8")  # spreadsheets need the mark
    else:
        click.echo(report.encode("utf-8"), nl=False)
    if output or form == "json":
        click.echo(f"pincite: {summary(result)}", err=True)
    return 0 if result.sound else 1


def write_receipt(
    file: str, checks: "Iterable[tuple[str | int | None, Check]]", library: "Library", article: str | None = None
) -> None:
    """Write a receipt of `checks` with their ids to `file`."""
    from qa_app.quotes.receipt import as_receipt_text, receipt

    made = receipt(checks, documents_of(library), _circumstances(library), article)
    write_file(file, as_receipt_text(made), "utf-8")


def verify_receipt(file: str, checker: "Checker", library: "Library", *, as_json: bool) -> int:
    """Make every check of the receipt again and say what differs; 0 where the same comes out, else 1."""
    from qa_app.quotes.receipt import read_receipt, repeat, what_else_changed

    record = read_receipt(_bytes(file), file)
    notes = list(what_else_changed(record, _circumstances(library)))
    repeated = list(repeat(record, checker, documents_of(library)))
    for note in notes:
        click.echo(f"pincite: {note}", err=True)
    for each in repeated:
        if as_json:
            _echo_json({"id": each.id, "quote": each.quote, "same": each.same, "changed": list(each.changed)})
        else:
            click.echo(_visible(f"{'same' if each.same else 'CHANGED'}: “{' '.join(each.quote.split())}”"))
            for change in each.changed:
                click.echo(_visible(f"  {change}"))
    return 0 if all(each.same for each in repeated) else 1


def documents_of(library: "Library") -> "Documents":
    """The library's documents by id, the last few kept."""
    return lru_cache(maxsize=_KEPT)(library.document)


def write_file(file: str, text: str, encoding: str) -> None:
    """Write `text` to `file` in place of what is there."""
    try:
        Path(file).write_bytes(text.encode(encoding))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error


def _report(form: str) -> "Report":
    """Imported one at a time: only HTML needs the templates."""
    if form == "json":
        from qa_app.quotes.report_json import as_json_lines as report
    elif form == "csv":
        from qa_app.quotes.report_csv import as_csv as report
    elif form == "markdown":
        from qa_app.quotes.report_markdown import as_markdown_report as report
    elif form == "html":
        from qa_app.quotes.report_html import as_html as report
    else:
        from qa_app.quotes.report_text import as_text as report
    return report


def _circumstances(library: "Library") -> "Circumstances":
    from qa_app import __version__
    from qa_app.quotes.receipt import Circumstances

    time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Circumstances(__version__, library.fingerprint(), library.generation, time)


def _bytes(file: str) -> bytes:
    from qa_app.errors import UnreadableInput

    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror}.") from error


def _echo_json(record: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(record, ensure_ascii=False))


def _visible(line: str) -> str:
    from qa_app.quotes.report_text import visible

    return visible(line)
