"""Documents as rows of the library's tables, and back. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from corpus.errors import InvalidDocument
from corpus.types import Card, Document, Footnote, Kind, Mark, Paragraph, ParagraphId, PlacedLine, Span

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """The rows of one document as they come from the tables.

    `head` is (id, title, date, place, publisher, source, language, symbol, text), a paragraph or subparagraph
    (ordinal, number, kind, start, end, label start, label end, page, headings as JSON, doubt, part), a piece of
    furniture (start, end), a footnote (mark, start, end, page), a note (sentence,), a mark (place in the text, mark).
    """

    head: Row
    paragraphs: Iterable[Row]
    subparagraphs: Iterable[Row]
    furniture: Iterable[Row]
    footnotes: Iterable[Row]
    notes: Iterable[Row]
    marks: Iterable[Row] = ()


def document_row(document: Document) -> Row:
    """A row of `document`: the card, the text and its SHA-256."""
    card = document.card
    day = card.date.isoformat() if card.date else None
    about = (card.id, card.title, day, card.place, card.publisher, card.source, card.language)
    return (*about, document.sha256, document.text)


def paragraph_row(paragraph: Paragraph) -> Row:
    """Where a paragraph stands, without its document; its words are the document's own."""
    label = (paragraph.label.start, paragraph.label.end) if paragraph.label else (None, None)
    place = (paragraph.ordinal, paragraph.number, paragraph.kind.value, paragraph.span.start, paragraph.span.end)
    return (
        *place,
        *label,
        paragraph.page,
        json.dumps(paragraph.headings, ensure_ascii=False),
        paragraph.doubt,
        paragraph.part,
    )


def footnote_row(footnote: Footnote) -> Row:
    """A footnote's mark and where it stands, without its document."""
    return (footnote.mark, footnote.span.start, footnote.span.end, footnote.page)


def digest(document: Document) -> str:
    """Hexadecimal SHA-256 over all that is stored of `document` but its id, which changes with its version.

    Two documents of one digest are equal but for their ids. Raises UnicodeEncodeError for half a character.
    """
    card = document.card
    everything = [
        [*document_row(document)[1:-1], card.symbol],
        [_digested(paragraph_row(paragraph)) for paragraph in document.paragraphs],
        [_digested(paragraph_row(paragraph)) for paragraph in document.subparagraphs],
        [(span.start, span.end) for span in document.furniture],
        [footnote_row(footnote) for footnote in document.footnotes],
        document.notes,
        *([[(mark.place, mark.text) for mark in document.marks]] if document.marks else []),
    ]
    return hashlib.sha256(json.dumps(everything, ensure_ascii=False).encode()).hexdigest()


def paragraph_digest(row: Row, text: str) -> bytes:
    """SHA-256 over all that is stored of one paragraph, as `paragraph_row` has it, and its words."""
    return hashlib.sha256(json.dumps([*_digested(row), text], ensure_ascii=False).encode()).digest()


def _digested(row: Row) -> Row:
    """A paragraph's row, as short as it was before doubts and parts were kept where it has neither."""
    return row if any(row[-2:]) else row[:-2]


def document_from_rows(stored: StoredDocument) -> Document:
    """The document that was stored; raises InvalidDocument where the rows do not fit together."""
    document_id, title, day, place, publisher, source, language, symbol, text = stored.head
    try:
        when = date.fromisoformat(day) if day else None
        return Document(
            Card(document_id, title, when, place, publisher, source, language, symbol),
            text,
            tuple(_paragraph(document_id, text, row) for row in stored.paragraphs),
            tuple(Span(start, end) for start, end in stored.furniture),
            tuple(_paragraph(document_id, text, row) for row in stored.subparagraphs),
            tuple(Footnote(mark, Span(start, end), page) for mark, start, end, page in stored.footnotes),
            tuple(sentence for (sentence,) in stored.notes),
            tuple(Mark(place, mark) for place, mark in stored.marks),
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidDocument(f"{document_id} is stored with a value that cannot be one ({error}).") from error


def _paragraph(document_id: str, text: str, row: Row) -> Paragraph:
    return paragraph_from_row(document_id, text[row[3] : row[4]], row)


def paragraph_from_row(document_id: str, words: str, row: Row) -> Paragraph:
    """A stored paragraph and its `words`; raises ValueError where a value cannot be one."""
    ordinal, number, kind, start, end, label_start, label_end, page, headings, doubt, part = row
    return Paragraph(
        id=ParagraphId(document_id, number),
        ordinal=ordinal,
        kind=Kind(kind),
        text=words,
        span=Span(start, end),
        label=Span(label_start, label_end) if label_start is not None else None,
        page=page,
        headings=tuple(json.loads(headings)),
        doubt=doubt,
        part=part,
    )


def places_to_fields(lines: Sequence[PlacedLine]) -> list[list[Any]]:
    """As JSON: a list a line, its page and edges, how sure its words are, then where each begins and its edges."""
    return [[e.page, e.bottom, e.top, list(e.sureness), *chain.from_iterable(e.words)] for e in lines]


def places_from_fields(rows: Sequence[Sequence[Any]]) -> tuple[PlacedLine, ...]:
    """The lines of `places_to_fields`; raises TypeError or ValueError where they are none."""
    return tuple(
        PlacedLine(page, bottom, top, tuple(zip(*[iter(words)] * 3, strict=True)), tuple(sureness))
        for page, bottom, top, sureness, *words in rows
    )
