"""`pincite ask`: one question, or a file of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from qa_app.commands.options import (
    encoder_option,
    library_option,
    lines_options,
    make_answerer,
    open_engine,
    reader_option,
    settings,
    store_option,
)
from qa_app.json_lines import Failure, open_lines

if TYPE_CHECKING:
    from index.reader.cross_encoder import Kind
    from qa_app.ask.answer import Answerer
    from qa_app.ask.batch import Request


@click.command()
@click.argument("question", nargs=-1)
@click.option("--document", "documents", metavar="ID", multiple=True, help="Only from this document (or these).")
@click.option("--language", "languages", metavar="CODE", multiple=True, help="Only from documents in this language.")
@click.option("--since", metavar="DATE", help="Only from documents of this day and later; 2021 and 2021-06 will do.")
@click.option("--until", metavar="DATE", help="Only from documents of this day and earlier; 2021 is all of it.")
@lines_options(
    "Questions, one a line, as JSON objects with the fields id, question, and, where wanted, document, language,"
    " since, until and history"
)
@library_option
@encoder_option
@reader_option
@store_option
def command(
    question: tuple[str, ...],
    input_file: str | None,
    as_json: bool,
    library: str | None,
    encoder: str | None,
    store: str | None,
    reader: "Kind",
    **chosen: Any,
) -> int:
    """Ask a question; the paragraphs that answer are quoted, or it is said that none does."""
    if bool(question) == bool(input_file):
        raise click.UsageError("Give either a question or --input FILE.")
    lines = open_lines(input_file) if input_file else iter(())
    from qa_app.ask.batch import Request
    from qa_app.ask.question import clean_question
    from qa_app.ask.scope import read_scope

    filters = _filters(**chosen)
    scope = read_scope(filters)
    if question:
        clean_question(" ".join(question))  # what cannot be asked waits for no model
    with open_engine(settings(library, encoder, store)) as engine:
        answerer = make_answerer(engine, reader)
        if input_file:
            return _ask_many(answerer, lines, filters, as_json)
        _ask_one(answerer, Request(None, " ".join(question), scope), as_json)
    return 0


def _filters(
    documents: tuple[str, ...], languages: tuple[str, ...], since: str | None, until: str | None
) -> dict[str, object]:
    """The options as the fields of a line of --input; an option that is not given is no field."""
    given = {"document": list(documents), "language": list(languages), "since": since, "until": until}
    return {name: value for name, value in given.items() if value}


def _ask_one(answerer: "Answerer", request: "Request", as_json: bool) -> None:
    from qa_app.records import outcome_record
    from qa_app.terminal import output, print_outcome

    outcome = answerer.answer(request.question, request.scope)
    if as_json:
        _write(outcome_record(outcome, request.id))
    else:
        print_outcome(output(), outcome)


def _ask_many(answerer: "Answerer", lines: Iterator[bytes], filters: dict[str, object], as_json: bool) -> int:
    """Answer every line in order; 2 if any of them could not be answered, after all the others were."""
    from qa_app.ask.batch import answer_lines
    from qa_app.records import error_record, outcome_record
    from qa_app.terminal import output, print_outcome

    console, failed, total = output(), 0, 0
    for request_id, result in answer_lines(answerer, lines, filters):
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


def _write(record: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(record, ensure_ascii=False))
