"""`pincite ask`: one question, or a file of them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_app.commands.options import encoder_option, library_option, make_answerer, open_engine, settings
from qa_app.errors import UnreadableInput

if TYPE_CHECKING:
    from qa_app.answer import Answerer
    from qa_app.batch import Request


@click.command()
@click.argument("question", nargs=-1)
@click.option("--document", metavar="ID", help="Answer from this document alone.")
@click.option(
    "--input",
    "input_file",
    metavar="FILE",
    help='A question a line: {"id", "question", "document"?}; - reads standard input.',
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on standard output, nothing else.")
@library_option
@encoder_option
def command(
    question: tuple[str, ...],
    document: str | None,
    input_file: str | None,
    as_json: bool,
    library: str | None,
    encoder: str | None,
) -> int:
    """Ask a question; the paragraphs that answer are quoted, or it is said that none does."""
    if bool(question) == bool(input_file):
        raise click.UsageError("Give either a question or --input FILE.")
    lines = _lines(input_file) if input_file else iter(())
    from qa_app.batch import Request

    with open_engine(settings(library, encoder)) as engine:
        answerer = make_answerer(engine)
        if input_file:
            return _ask_many(answerer, lines, document, as_json)
        _ask_one(answerer, Request(None, " ".join(question), document), as_json)
    return 0


def _ask_one(answerer: "Answerer", request: "Request", as_json: bool) -> None:
    from qa_app.contract import outcome_record
    from qa_app.terminal import output, print_outcome

    outcome = answerer.answer(request.question, request.document)
    if as_json:
        _write(outcome_record(outcome, request.id))
    else:
        print_outcome(output(), outcome)


def _ask_many(answerer: "Answerer", lines: Iterator[bytes], document: str | None, as_json: bool) -> int:
    """Answer every line in order; 2 if any of them could not be answered, after all the others were."""
    from qa_app.batch import Failure, answer_lines
    from qa_app.contract import error_record, outcome_record
    from qa_app.terminal import output, print_outcome

    console, failed, total = output(), 0, 0
    for request_id, result in answer_lines(answerer, lines, document):
        total += 1
        if isinstance(result, Failure):
            failed += 1
            if as_json:
                _write(error_record(request_id, result.message))
            else:
                click.echo(f"pincite: {result.message}", err=True)
        elif as_json:
            _write(outcome_record(result, request_id))
        else:
            console.print(f"\n? {result.question}", soft_wrap=True)
            print_outcome(console, result)
    if failed:
        click.echo(f"pincite: {failed} of {total} lines could not be answered.", err=True)
    return 2 if failed else 0


def _lines(path: str) -> Iterator[bytes]:
    if path == "-":
        return iter(sys.stdin.buffer)
    try:
        return iter(Path(path).open("rb"))
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}.") from error


def _write(record: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(record, ensure_ascii=False))
