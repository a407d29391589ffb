"""A Document as JSON and back: its text once, everything else as places in it."""

import json
from datetime import date
from typing import IO, Any

from corpus.errors import InvalidDocument
from corpus.types import Card, Document, Footnote, Kind, Mark, Paragraph, ParagraphId, Span

Fields = dict[str, Any]


def document_to_fields(document: Document) -> Fields:
    """What `json.dumps` takes; paragraphs without their words, which stand in the text."""
    card = document.card
    return {
        "card": {
            "id": card.id,
            "title": card.title,
            "date": card.date.isoformat() if card.date else None,
            "place": card.place,
            "publisher": card.publisher,
            "source": card.source,
            "language": card.language,
            "symbol": card.symbol,
        },
        "text": document.text,
        "paragraphs": [_from_paragraph(paragraph) for paragraph in document.paragraphs],
        "subparagraphs": [_from_paragraph(paragraph) for paragraph in document.subparagraphs],
        "furniture": [_from_span(span) for span in document.furniture],
        "footnotes": [[note.mark, _from_span(note.span), note.page] for note in document.footnotes],
        "notes": list(document.notes),
        "marks": [[mark.place, mark.text] for mark in document.marks],
    }


def document_from_fields(fields: Fields) -> Document:
    """The document of `document_to_fields`, held to all its laws; raises InvalidDocument."""
    try:
        return _document(fields)
    except (TypeError, KeyError, IndexError, ValueError, AttributeError) as error:
        raise InvalidDocument(f"This is not a document as JSON: {error}.") from error


def _document(fields: Fields) -> Document:
    given = fields["card"]
    day = given["date"]
    card = Card(**{**given, "date": date.fromisoformat(day) if day is not None else None})
    text = fields["text"]
    for words in (text, card.id, card.title, card.language):
        if not isinstance(words, str):
            raise InvalidDocument("The text, the id, the title and the language of a document must be text.")
    return Document(
        card,
        text,
        tuple(_to_paragraph(row, card.id, text) for row in fields["paragraphs"]),
        tuple(_to_span(row) for row in fields["furniture"]),
        tuple(_to_paragraph(row, card.id, text) for row in fields["subparagraphs"]),
        tuple(Footnote(str(mark), _to_span(span), page) for mark, span, page in fields["footnotes"]),
        tuple(map(str, fields["notes"])),
        tuple(Mark(int(place), str(mark)) for place, mark in fields["marks"]),
    )


def _from_paragraph(paragraph: Paragraph) -> list[Any]:
    return [
        paragraph.number,
        paragraph.ordinal,
        paragraph.kind.value,
        _from_span(paragraph.span),
        _from_span(paragraph.label) if paragraph.label else None,
        paragraph.page,
        list(paragraph.headings),
        paragraph.doubt,
        paragraph.part,
    ]


def _to_paragraph(row: list[Any], document: str, text: str) -> Paragraph:
    number, ordinal, kind, span, label, page, headings, doubt, part = row
    place = _to_span(span)
    if place.end > len(text):
        raise InvalidDocument(f"Paragraph {number} of {document} goes on after the end of the text.")
    return Paragraph(
        id=ParagraphId(document, str(number)),
        ordinal=int(ordinal),
        kind=Kind(kind),
        text=place.of(text),
        span=place,
        label=_to_span(label) if label else None,
        page=int(page) if page is not None else None,
        headings=tuple(map(str, headings)),
        doubt=str(doubt) if doubt is not None else None,
        part=str(part) if part is not None else None,
    )


def _from_span(span: Span) -> list[int]:
    return [span.start, span.end]


def _to_span(row: list[int]) -> Span:
    start, end = row
    return Span(int(start), int(end))


# The messages between the two processes: JSON objects, each after its length in eight bytes.

Message = dict[str, Any]
MOST_BYTES = 1 << 30
_LENGTH = 8


class BrokenFrame(Exception):
    """What came is not a message: the other side stopped in the middle, or something else was written."""


def encode(message: Message) -> bytes:
    """One frame; raises ValueError where a string in it is not valid Unicode."""
    body = json.dumps(message, ensure_ascii=False, check_circular=False).encode("utf-8")
    return len(body).to_bytes(_LENGTH, "big") + body


def write(stream: IO[bytes], message: Message) -> None:
    """Send one message; raises OSError where nobody reads any more, ValueError as `encode` does."""
    stream.write(encode(message))
    stream.flush()


def read(stream: IO[bytes]) -> Message | None:
    """The next message, None where the other side has closed; raises BrokenFrame."""
    head = stream.read(_LENGTH)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > MOST_BYTES:
        raise BrokenFrame("the length of a message is not whole")
    body = stream.read(length)
    if len(body) < length:
        raise BrokenFrame("a message was cut short")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BrokenFrame("a message is not JSON") from error
    if not isinstance(message, dict):
        raise BrokenFrame("a message is not an object")
    return message
