"""HTML out of values, escaped by the templates: the document page, the error page. Pure."""

from corpus.types import Document, Kind
from qa_app.number_notes import number_notes
from qa_app.web.document_rows import direction, document_rows, language_tag
from qa_app.web.rendering import render


def document_page(document: Document, superseded_by: str | None = None) -> str:
    """The document as a page of its own: an anchor for every paragraph and every part of one, furniture kept apart."""
    rows = document_rows(document)
    return render(
        "document.html",
        document=document,
        rows=rows,
        headings=[row for row in rows if row.paragraph.kind is Kind.HEADING],
        language=language_tag(document.card.language),
        direction=direction(document.card.language),
        furniture=[span.of(document.text) for span in document.furniture],
        notes=number_notes(document),
        superseded_by=superseded_by,
    )


def error_page(title: str, message: str) -> str:
    """A page that says what could not be shown."""
    return render("error.html", title=title, message=message)
