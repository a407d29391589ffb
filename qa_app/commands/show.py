"""`pincite show` and `pincite diff`: a document, or one paragraph of it, as it stands; two of them side by side."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from qa_app.commands.options import library_option, open_library, settings

if TYPE_CHECKING:
    from corpus.library.library import Library
    from corpus.types import Document, Paragraph


@click.command()
@click.argument("document")
@click.argument("number", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a paragraph, as `pincite export` writes it.")
@click.option("--raw", is_flag=True, help="The stored text itself, which `start` and `end` count in.")
@library_option
def command(document: str, number: tuple[str, ...], as_json: bool, raw: bool, library: str | None) -> None:
    """Print DOCUMENT, or its paragraph NUMBER ("3", "4(a)(ii)", "Art. 17(1)", "preamble").

    DOCUMENT may name an earlier version: "kabul-process-2017@1".
    """
    if raw and as_json:
        raise click.UsageError("--raw and --json exclude each other.")
    with open_library(settings(library)) as opened:
        found = opened.document(document)
        superseded = _superseded(opened, document)
    paragraph = _paragraph(found, " ".join(number)) if number else None
    if superseded:
        click.echo(f"pincite: {superseded}", err=True)
    if raw:
        sys.stdout.buffer.write((paragraph.text if paragraph else found.text).encode("utf-8"))
    elif as_json:
        from corpus.export.jsonl import as_json_line

        for record in _records(found, paragraph):
            click.echo(as_json_line(record))
    else:
        _print(found, paragraph)


def _superseded(library: "Library", document_id: str) -> str:
    """A sentence where the document is not current; empty otherwise."""
    by = library.superseded_by(document_id)
    return f"{document_id} is superseded by {by}: this is not the current text." if by else ""


def _paragraph(document: "Document", asked: str) -> "Paragraph":
    from qa_app.references.paragraphs import again, find_paragraph

    paragraph = find_paragraph(document, asked)
    others = again(paragraph.number, (p.number for p in document.in_order))
    if others:
        click.echo(f"pincite: That number is printed more than once; see also {', '.join(others)}.", err=True)
    return paragraph


def _records(document: "Document", paragraph: "Paragraph | None") -> "Iterator[dict[str, object]]":
    from qa_app.records import paragraph_records

    for record in paragraph_records(document):
        if paragraph is None or record["number"] == paragraph.number:
            yield record


def _print(document: "Document", paragraph: "Paragraph | None") -> None:
    from qa_app.citing.citation import pin_cite
    from qa_app.terminal import output, print_document, print_paragraph, visible

    console = output()
    if paragraph is None:
        print_document(console, document)
        return
    print_paragraph(console, document, paragraph)
    console.print(f"— {visible(pin_cite(document.card, paragraph))}", style="dim", soft_wrap=not console.is_terminal)


@click.command("diff")
@click.argument("old", metavar="DOCUMENT")
@click.argument("new", metavar="OTHER")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@library_option
def comparing(old: str, new: str, as_json: bool, library: str | None) -> int:
    """Say what changed from DOCUMENT to OTHER, paragraph by paragraph; 1 where something did.

    Versions are named by their numbers: "pincite diff kabul-process-2017@1 kabul-process-2017".
    """
    import json

    from qa_app.diff.diff import compare, differences_record
    from qa_app.terminal import output, print_differences

    with open_library(settings(library)) as opened:
        found = compare(opened.document(old), opened.document(new))
    if as_json:
        click.echo(json.dumps(differences_record(found), ensure_ascii=False))
    else:
        print_differences(output(), found)
    return 0 if found.is_same else 1
