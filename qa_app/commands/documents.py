"""`pincite documents`: what the library holds."""

import json

import click

from qa_app.commands.options import library_option, open_library, settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document.")
@library_option
def command(as_json: bool, library: str | None) -> None:
    """List the documents with their dates, paragraphs and missing numbers."""
    from qa_app.contract import document_record

    with open_library(settings(library)) as opened:
        records = [document_record(document) for document in opened.documents()]
    if as_json:
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False))
        return
    from qa_app.terminal import output, print_documents

    print_documents(output(), records)
