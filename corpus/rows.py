"""Documents as rows of the library's tables, and back. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span

Row = Sequence[Any]


def document_row(document: Document) -> Row:
    """A row of `document`: the card, the text and its SHA-256."""
    card = document.card
    day = card.date.isoformat() if card.date else None
    about = (card.id, card.title, day, card.place, card.publisher, card.source, card.language)
    return (*about, document.sha256, document.text)


def paragraph_row(paragraph: Paragraph) -> Row:
    """A row of `paragraph`: where it stands; its words are the document's own."""
    label = (paragraph.label.start, paragraph.label.end) if paragraph.label else (None, None)
    place = (paragraph.id.document, paragraph.ordinal, paragraph.number, paragraph.kind.value)
    return (*place, paragraph.span.start, paragraph.span.end, *label, paragraph.page)


def document_from_rows(row: Row, paragraphs: Iterable[Row], furniture: Iterable[Row]) -> Document:
    """The document of (id, title, date, place, publisher, source, language, text).

    A paragraph is (ordinal, number, kind, start, end, label start, label end, page), a piece of furniture (start,
    end). Raises InvalidDocument where they do not fit together.
    """
    document_id, title, day, place, publisher, source, language, text = row
    card = Card(document_id, title, date.fromisoformat(day) if day else None, place, publisher, source, language)
    return Document(
        card,
        text,
        tuple(_paragraph(document_id, text, paragraph) for paragraph in paragraphs),
        tuple(Span(start, end) for start, end in furniture),
    )


def _paragraph(document_id: str, text: str, row: Row) -> Paragraph:
    ordinal, number, kind, start, end, label_start, label_end, page = row
    return Paragraph(
        id=ParagraphId(document_id, number),
        ordinal=ordinal,
        kind=Kind(kind),
        text=text[start:end],
        span=Span(start, end),
        label=Span(label_start, label_end) if label_start is not None else None,
        page=page,
    )
