"""`pincite check`: one quotation, a file of them, a whole article, or a receipt."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qa_app.commands.options import (
    library_option,
    lines_options,
    load_encoder_for,
    make_answerer,
    open_library,
    settings,
    store_option,
    vector_store,
)
from qa_app.json_lines import Failure, open_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.library.library import Library
    from corpus.types import Document
    from qa_app.check.articles.check import ArticleCheck
    from qa_app.check.checker import Desk
    from qa_app.check.reports.receipt import Circumstances, Repeated
    from qa_app.check.types import Check, Checker, MeaningSearch
    from qa_app.settings import Settings

    Documents = Callable[[str], Document]
    Report = Callable[[ArticleCheck, Documents], str]


# The parts of `pincite check` for a whole article and for receipts: reading, reporting, repeating.

Command = TypeVar("Command", bound=Callable[..., Any])
REPORTS = ("text", "json", "csv", "markdown", "html")


def article_options(command: Command) -> Command:
    """The options of `pincite check` that this module carries out, in the order they are shown."""
    receipt = "Write a receipt of the checks there: what was asked, what decided, from which text."
    repeat = "Repeat the checks of a receipt and say what is not as it was."
    folder = "Repeat the checks of every receipt (*.json) in a folder, and say which rest on a text that has changed."
    report = "How an article is reported (default: text; with --json, JSON lines)."
    for names, chosen in (
        (("--receipts",), {"metavar": "FOLDER", "help": folder}),
        (("--verify-receipt",), {"metavar": "FILE", "help": repeat}),
        (("--receipt",), {"metavar": "FILE", "help": receipt}),
        (("--output",), {"metavar": "FILE", "help": "Write the report there."}),
        (("--report",), {"type": click.Choice(REPORTS), "help": report}),
        (
            ("--article",),
            {"metavar": "FILE", "help": "Check every quotation in an article (text, Markdown, HTML, DOCX)."},
        ),
    ):
        command = click.option(*names, **chosen)(command)
    return command


@click.command()
@click.argument("quotation", nargs=-1)
@click.option("--document", metavar="ID", help="The document that it is credited to, by its id or symbol.")
@click.option("--paragraph", metavar="N", help='The paragraph that it is credited to: "3", "4(a)", "preamble".')
@click.option("--context", metavar="TEXT", help="The words around it, which may say whose words these are.")
@lines_options(
    "Quotations, one a line, as JSON objects with the fields id, quote, and, where known, document, paragraph and"
    " context"
)
@article_options
@click.option(
    "--by-meaning",
    is_flag=True,
    help="Look for what stands nowhere by what it means as well, and of an article for what it says without marks;"
    " loads the encoder and the reader.",
)
@library_option
@store_option
def command(quotation: tuple[str, ...], **options: Any) -> int:
    """Check whether a quotation is word for word what a document says, where it is said to.

    The words decide, never a model: nothing is loaded but with --by-meaning, and what only means the same is called a
    paraphrase. Exit codes: 0 every quotation can be printed as it stands, 1 one cannot or there was none, 2 it could
    not be checked.
    """
    _require_one(quotation, options)
    lines = open_lines(options["input_file"]) if options["input_file"] else iter(())
    with open_library(settings(options["library"])) as library:
        from corpus.library.view import LibraryView
        from qa_app.check.checker import Desk
        from qa_app.check.sources import LibrarySources

        sources = LibrarySources(LibraryView(library))
        if options["document"] and not sources.known_as(options["document"]):
            library.record(options["document"])  # says that there is none
        chosen = settings(options["library"], store=options["store"])
        meaning = _in_meaning(library, chosen) if options["by_meaning"] else None
        return _carry_out(quotation, lines, options, library, Desk(sources, meaning=meaning))


def _in_meaning(library: "Library", chosen: "Settings") -> "MeaningSearch":
    from index.engine import Engine
    from qa_app.ask.meaning import InMeaning

    engine = Engine(library, lambda: load_encoder_for(library, chosen), store=vector_store(chosen))
    return InMeaning(make_answerer(engine).answer)


def _require_one(quotation: tuple[str, ...], options: dict[str, Any]) -> None:
    """Exactly one thing to do, and no option that has nothing to do with it."""
    asked = [name for name in ("input_file", "article", "verify_receipt", "receipts") if options[name]]
    if len(asked) + bool(quotation) != 1:
        raise click.UsageError(
            "Give either a quotation, --input FILE, --article FILE, --verify-receipt FILE or --receipts FOLDER."
        )
    if quotation and not " ".join(quotation).strip():
        raise click.UsageError("The quotation is empty.")
    article = bool(options["article"])
    repeats = bool(options["verify_receipt"] or options["receipts"])
    for name, fits in (
        ("report", article),
        ("output", article),
        ("receipt", not repeats),
        ("paragraph", not (article or repeats)),
        ("context", not (article or repeats)),
        ("document", not repeats),
    ):
        if options[name] and not fits:
            raise click.UsageError(f"--{name} does not go with what is asked.")


def _carry_out(
    quotation: tuple[str, ...], lines: "Iterator[bytes]", options: dict[str, Any], library: "Library", desk: "Desk"
) -> int:
    as_json, receipt = options["as_json"], options["receipt"]
    if options["verify_receipt"]:
        return verify_receipt(options["verify_receipt"], desk, library, as_json=as_json)
    if options["receipts"]:
        return verify_receipts(options["receipts"], desk, library, as_json=as_json)
    if options["article"]:
        return _article(options, library, desk)
    if options["input_file"]:
        return _many(lines, options, library, desk)
    from corpus.library.view import LibraryView
    from qa_app.check.articles.check import credited
    from qa_app.check.types import Quotation

    asked = Quotation(" ".join(quotation), options["document"], options["paragraph"], options["context"] or "")
    check = desk.check(credited(asked, LibraryView(library)))
    _show(None, check, library, as_json=as_json)
    if receipt:
        write_receipt(receipt, [(None, check)], library)
    return 0 if check.sound else 1


def _article(options: dict[str, Any], library: "Library", desk: "Desk") -> int:
    from pathlib import Path

    result = check_article_file(Path(options["article"]), desk, library, options["document"])
    if options["receipt"] and result.checked:
        checks = [(place, each.check) for place, each in enumerate(result.checked, start=1)]
        write_receipt(options["receipt"], checks, library, result.article.text)
    form = options["report"] or ("json" if options["as_json"] else "text")
    return show_report(result, library, form, options["output"])


def _many(lines: "Iterator[bytes]", options: dict[str, Any], library: "Library", desk: "Desk") -> int:
    """Check every line in order; 2 if any of them could not be read, after all the others were checked."""
    from corpus.library.view import LibraryView
    from qa_app.check.articles.check import check_lines
    from qa_app.records import error_record

    otherwise = {name: options[name] for name in ("document", "paragraph", "context") if options[name]}
    done: list[tuple[str | int | None, Check]] = []
    failed = sound = 0
    for check_id, result in check_lines(desk, LibraryView(library), lines, otherwise):
        if isinstance(result, Failure):
            failed += 1
            if options["as_json"]:
                _write(error_record(check_id, result.message))
            else:
                click.echo(f"pincite: {result.message}", err=True)
            continue
        sound += result.sound
        done.append((check_id, result))
        _show(check_id, result, library, as_json=options["as_json"], quoted=True)
    if options["receipt"] and done:
        write_receipt(options["receipt"], done, library)
    if failed:
        click.echo(f"pincite: {failed} of {failed + len(done)} lines could not be checked.", err=True)
    elif not done:
        click.echo("pincite: No quotations: nothing was checked, which is not a pass.", err=True)
    return 2 if failed else 0 if done and sound == len(done) else 1


def _show(
    check_id: str | int | None, check: "Check", library: "Library", *, as_json: bool, quoted: bool = False
) -> None:
    if as_json:
        from qa_app.check.reports.json import check_record

        _write(check_record(check, check_id))
        return
    from qa_app.check.reports.text import check_as_text, visible

    if quoted:
        click.echo(visible(f"“{' '.join(check.quotation.text.split())}”"))
    click.echo(check_as_text(check, documents_of(library)), nl=quoted)


def _write(record: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(record, ensure_ascii=False))


_KEPT = 64  # documents, for reports that name many quotations of the same few


def check_article_file(path: Path, desk: "Desk", library: "Library", document: str | None) -> "ArticleCheck":
    """The article at `path` with its quotations checked; raises UnreadableInput, UnknownDocument."""
    from qa_app.check.articles.article import read_article
    from qa_app.check.articles.check import check_article

    if document is not None:
        library.record(document)
    return check_article(read_article(path), desk, library, document, meaning=desk.meaning)


def show_report(result: "ArticleCheck", library: "Library", form: str, output: str | None) -> int:
    """Write the report of that form to `output` or standard output; 0 where every quotation is sound, else 1."""
    from qa_app.check.reports.rows import summary

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
    from qa_app.check.reports.receipt import as_receipt_text, receipt

    made = receipt(checks, documents_of(library), _circumstances(library), article)
    write_file(file, as_receipt_text(made), "utf-8")


def verify_receipt(file: str, checker: "Checker", library: "Library", *, as_json: bool) -> int:
    """Make every check of the receipt again and say what differs; 0 where the same comes out, else 1."""
    from qa_app.check.reports.receipt import read_receipt, repeat, what_else_changed

    record = read_receipt(_bytes(file), file)
    notes = list(what_else_changed(record, _circumstances(library)))
    repeated = list(repeat(record, checker, documents_of(library)))
    for note in notes:
        click.echo(f"pincite: {note}", err=True)
    for each in repeated:
        _show_repeated(each, {} if as_json else None)
    return 0 if all(each.same for each in repeated) else 1


def verify_receipts(folder: str, checker: "Checker", library: "Library", *, as_json: bool) -> int:
    """Make every check of every receipt in a folder again; 2 where one could not be read, after all the others."""
    from qa_app.check.reports.receipt import read_receipt, repeat
    from qa_app.errors import UnreadableInput

    files = sorted(Path(folder).glob("*.json")) if Path(folder).is_dir() else []
    if not files:
        raise UnreadableInput(f"{folder} is no folder with receipts (*.json) in it.")
    documents = documents_of(library)
    checks = changed = failed = 0
    for file in files:
        try:
            record = read_receipt(_bytes(str(file)), str(file))
        except UnreadableInput as error:
            failed += 1
            click.echo(f"pincite: {error}", err=True)
            continue
        repeated = list(repeat(record, checker, documents))
        checks, changed = checks + len(repeated), changed + sum(not each.same for each in repeated)
        for each in repeated:
            if as_json:
                _show_repeated(each, {"receipt": str(file)})
            elif each.changed:
                click.echo(_visible(f"{file}, check {each.id if each.id is not None else 1}:"))
                _show_repeated(each, None)
    told = f"{len(files) - failed} of {len(files)} receipts, {checks} quotations: {changed} not as they were."
    click.echo(f"pincite: {told}", err=True)
    return 2 if failed else 1 if changed else 0


def _show_repeated(each: "Repeated", record: "dict[str, object] | None") -> None:
    """A check made again: as JSON with what `record` has in it, else in words."""
    if record is not None:
        _echo_json({**record, "id": each.id, "quote": each.quote, "same": each.same, "changed": list(each.changed)})
        return
    click.echo(_visible(f"{'same' if each.same else 'CHANGED'}: “{' '.join(each.quote.split())}”"))
    for change in each.changed:
        click.echo(_visible(f"  {change}"))


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
        from qa_app.check.reports.json import as_json_lines as report
    elif form == "csv":
        from qa_app.check.reports.files import as_csv as report
    elif form == "markdown":
        from qa_app.check.reports.files import as_markdown_report as report
    elif form == "html":
        from qa_app.check.reports.html import as_html as report
    else:
        from qa_app.check.reports.text import as_text as report
    return report


def _circumstances(library: "Library") -> "Circumstances":
    from qa_app.check.reports.receipt import circumstances

    return circumstances(library, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


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
    from qa_app.check.reports.text import visible

    return visible(line)
