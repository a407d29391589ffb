"""`pincite check`: one quotation, a file of them, a whole article, or a receipt."""

from typing import TYPE_CHECKING, Any

import click

from qa_app.commands.check_article import (
    article_options,
    check_article_file,
    documents_of,
    show_report,
    verify_receipt,
    write_receipt,
)
from qa_app.commands.options import library_option, open_library, settings
from qa_app.json_lines import Failure, open_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.library.library import Library
    from qa_app.quotes.desk import Desk
    from qa_app.quotes.types import Check


@click.command()
@click.argument("quotation", nargs=-1)
@click.option("--document", metavar="ID", help="The document that it is credited to, by its id or symbol.")
@click.option("--paragraph", metavar="N", help='The paragraph that it is credited to: "3", "4(a)", "preamble".')
@click.option("--context", metavar="TEXT", help="The words around it, which may say whose words these are.")
@click.option(
    "--input",
    "input_file",
    metavar="FILE",
    help="Quotations, one a line, as JSON objects with the fields id, quote, and, where known, document, paragraph and"
    " context; - reads standard input.",
)
@article_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on standard output, nothing else.")
@library_option
def command(quotation: tuple[str, ...], **options: Any) -> int:
    """Check whether a quotation is word for word what a document says, where it is said to.

    The words decide, never a model: nothing is loaded, and what only means the same is called a paraphrase. Exit
    codes: 0 every quotation can be printed as it stands, 1 one cannot or there was none, 2 it could not be checked.
    """
    _require_one(quotation, options)
    lines = open_lines(options["input_file"]) if options["input_file"] else iter(())
    with open_library(settings(options["library"])) as library:
        from qa_app.quotes.desk import Desk
        from qa_app.quotes.library_sources import LibrarySources

        sources = LibrarySources(library)
        if options["document"] and not sources.known_as(options["document"]):
            library.record(options["document"])  # says that there is none
        return _carry_out(quotation, lines, options, library, Desk(sources))


def _require_one(quotation: tuple[str, ...], options: dict[str, Any]) -> None:
    """Exactly one thing to do, and no option that has nothing to do with it."""
    asked = [name for name in ("input_file", "article", "verify_receipt") if options[name]]
    if len(asked) + bool(quotation) != 1:
        raise click.UsageError("Give either a quotation, --input FILE, --article FILE or --verify-receipt FILE.")
    article = bool(options["article"])
    for name, fits in (
        ("report", article),
        ("output", article),
        ("receipt", not options["verify_receipt"]),
        ("paragraph", not (article or options["verify_receipt"])),
        ("context", not (article or options["verify_receipt"])),
        ("document", not options["verify_receipt"]),
    ):
        if options[name] and not fits:
            raise click.UsageError(f"--{name} does not go with what is asked.")


def _carry_out(
    quotation: tuple[str, ...], lines: "Iterator[bytes]", options: dict[str, Any], library: "Library", desk: "Desk"
) -> int:
    as_json, receipt = options["as_json"], options["receipt"]
    if options["verify_receipt"]:
        return verify_receipt(options["verify_receipt"], desk, library, as_json=as_json)
    if options["article"]:
        return _article(options, library, desk)
    if options["input_file"]:
        return _many(lines, options, library, desk)
    from qa_app.quotes.types import Quotation

    asked = Quotation(" ".join(quotation), options["document"], options["paragraph"], options["context"] or "")
    check = desk.check(asked)
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
    from qa_app.contract import error_record
    from qa_app.quotes.batch import check_lines

    otherwise = {name: options[name] for name in ("document", "paragraph", "context") if options[name]}
    done: list[tuple[str | int | None, Check]] = []
    failed = sound = 0
    for check_id, result in check_lines(desk, lines, otherwise):
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
        from qa_app.quotes.record import check_record

        _write(check_record(check, check_id))
        return
    from qa_app.quotes.report_one import as_text
    from qa_app.quotes.report_text import visible

    if quoted:
        click.echo(visible(f"“{' '.join(check.quotation.text.split())}”"))
    click.echo(as_text(check, documents_of(library)), nl=quoted)


def _write(record: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(record, ensure_ascii=False))
