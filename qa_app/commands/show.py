"""`pincite show`: a document, or one paragraph of it, as it stands."""

import json
from typing import TYPE_CHECKING

import click

from qa_app.commands.options import library_option, open_library, settings

if TYPE_CHECKING:
    from corpus.types import Document, Paragraph


@click.command()
@click.argument("document")
@click.argument("number", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph.")
@library_option
def command(document: str, number: str | None, as_json: bool, library: str | None) -> None:
    """Print DOCUMENT, or its paragraph NUMBER ("3", "preamble")."""
    with open_library(settings(library)) as opened:
        found = opened.document(document)
    paragraph = found.paragraph(number.strip("¶#. ")) if number is not None else None
    if as_json:
        _print_json((paragraph,) if paragraph else found.paragraphs)
    else:
        _print(found, paragraph)


def _print_json(paragraphs: "tuple[Paragraph, ...]") -> None:
    from qa_app.contract import paragraph_record

    for paragraph in paragraphs:
        click.echo(json.dumps(paragraph_record(paragraph), ensure_ascii=False))


def _print(document: "Document", paragraph: "Paragraph | None") -> None:
    from qa_app.citation import pin_cite
    from qa_app.terminal import output, print_document, print_paragraph

    console = output()
    if paragraph is None:
        print_document(console, document)
        return
    print_paragraph(console, paragraph)
    console.print(f"— {pin_cite(document.card, paragraph)}", style="dim", soft_wrap=not console.is_terminal)
