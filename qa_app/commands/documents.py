"""`pincite documents`: what the library holds."""

import json

import click

from qa_app.commands.options import library_option, open_library, settings


@click.command()
@click.argument("words", nargs=-1, metavar="[FILTER]...")
@click.option("--superseded", is_flag=True, help="Older versions too, and documents that another one replaces.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document.")
@library_option
def command(words: tuple[str, ...], superseded: bool, as_json: bool, library: str | None) -> None:
    """List the documents with their dates, paragraphs and missing numbers.

    With FILTER only those whose id, title, symbol or date has every word of it.
    """
    from qa_app.collection import matches
    from qa_app.records import listed_record
    from qa_app.terminal import output, print_documents

    with open_library(settings(library)) as opened:
        entries = [entry for entry in opened.entries(include_superseded=superseded) if matches(entry, words)]
        if as_json:
            for entry in entries:
                click.echo(json.dumps(listed_record(entry, opened.document), ensure_ascii=False))
            return
        rows = [(entry, opened.numbers(entry.id)) for entry in entries]
    if not rows:
        click.echo("pincite: No document matches.", err=True)
        return
    print_documents(output(), rows)
