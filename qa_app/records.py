"""The JSON that others rely on: the same objects from the command line and from the HTTP API."""

from collections.abc import Callable
from typing import Any

from corpus.errors import DamagedDocument
from corpus.export.jsonl import paragraph_records
from corpus.library.library import Entry
from corpus.numbering.notes import gaps, repeated
from corpus.types import Card, Document
from qa_app.citing.citation import pin_cite
from qa_app.outcomes import Abstention, Answer, LookUp, Outcome, QuotedParagraph

__all__ = ["Record", "document_record", "error_record", "listed_record", "outcome_record", "paragraph_records"]

Record = dict[str, Any]


def outcome_record(outcome: Outcome, request_id: str | int | None = None) -> Record:
    """A question's outcome; `status` is "answered", "looked_up", "abstained" or "not_a_question".

    "understood" is there where the question was not taken just as it was asked; the "reason" of what was looked up
    says which of the paragraphs asked for are not there.
    """
    match outcome:
        case Answer():
            status, confidence, reason = "answered", outcome.confidence, None
        case LookUp():
            status, confidence, reason = "looked_up", 1.0, outcome.missing or None
        case Abstention():
            status = "abstained" if outcome.is_question else "not_a_question"
            confidence, reason = outcome.confidence, outcome.reason
    record: Record = {
        "id": request_id,
        "question": outcome.question,
        "status": status,
        "confidence": round(confidence, 4),
        "reason": reason,
        "quotes": [] if isinstance(outcome, Abstention) else [_quote(quote) for quote in outcome.quotes],
        "nearest": [_quote(quote) for quote in outcome.nearest] if isinstance(outcome, Abstention) else [],
    }
    if outcome.understood:
        record["understood"] = outcome.understood
    if isinstance(outcome, Abstention) and outcome.is_question:
        record["searched"] = {"documents": outcome.searched.documents, "paragraphs": outcome.searched.paragraphs}
    return record


def error_record(request_id: str | int | None, message: str) -> Record:
    """A line of a batch that could not be answered."""
    return {"id": request_id, "error": message}


def document_record(entry: Entry, document: Document) -> Record:
    """A document's card, its numbers, what is odd about them, and which version of it this is."""
    card = document.card
    restarts, repeats = repeated(document.numbers)
    return {
        "document": card.id,
        "title": card.title,
        "date": card.date.isoformat() if card.date else None,
        "place": card.place,
        "publisher": card.publisher,
        "source": card.source,
        "language": card.language,
        "sha256": document.sha256,
        "paragraphs": sum(paragraph.answers for paragraph in document.paragraphs),
        "numbers": list(document.numbers),
        "gaps": list(gaps(document.numbers)),
        "symbol": card.symbol,
        "version": entry.version,
        "superseded_by": entry.superseded_by,
        "file": entry.origin.file or None,
        "restarts": list(restarts),
        "repeats": list(repeats),
        "doubtful": [paragraph.address for paragraph in document.paragraphs if paragraph.doubt],
        "notes": list(document.notes),
    }


def listed_record(entry: Entry, read: Callable[[str], Document]) -> Record:
    """The same in a list, where one that is damaged is there without its text and with a note that says so."""
    try:
        return document_record(entry, read(entry.id))
    except DamagedDocument as error:
        card = Card(entry.id, entry.title, entry.date, None, None, None, entry.language, entry.symbol)
        return document_record(entry, Document(card, "", (), ())) | {"sha256": "", "notes": [str(error)]}


def _quote(quote: QuotedParagraph) -> Record:
    return {
        "document": quote.paragraph.id.document,
        "number": quote.paragraph.number,
        "citation": pin_cite(quote.card, quote.paragraph),
        "text": quote.paragraph.text,
        "highlights": [
            {"start": citation.span.start, "end": citation.span.end, "text": citation.quote}
            for citation in quote.highlights
        ],
        "score": round(quote.score, 4),
    }
