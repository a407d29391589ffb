"""Addresses within the app: where a document and its paragraphs are read."""

from urllib.parse import quote

from corpus.types import Kind, Paragraph


def anchor(paragraph: Paragraph) -> str:
    """The id of a paragraph on its document's page: "p3", "preamble"."""
    name = "-".join(paragraph.number.split())
    return f"p{name}" if paragraph.kind is Kind.NUMBERED else name


def document_path(document_id: str) -> str:
    """ "/doc/kabul-process-2017"."""
    return f"/doc/{quote(document_id, safe='')}"


def paragraph_path(paragraph: Paragraph) -> str:
    """ "/doc/kabul-process-2017#p3"."""
    return f"{document_path(paragraph.id.document)}#{quote(anchor(paragraph))}"
