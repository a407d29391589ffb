"""What several documents say: a question put to each ("compare"), and every paragraph that speaks of something."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response

from corpus.errors import UnknownDocument
from corpus.library.words import word_keys
from corpus.types import Card, Paragraph
from qa_app.ask.question import Inquiry
from qa_app.ask.scope import Scope
from qa_app.ask.search import asks_for_mentions
from qa_app.check.reports.files import harmless
from qa_app.citing.citation import pin_cite
from qa_app.citing.links import rooted
from qa_app.errors import InvalidQuestion
from qa_app.outcomes import Abstention, LookUp
from qa_app.service import Service
from qa_app.web.documents.reader import language_tag
from qa_app.web.rendering import CHECKING, page, render

MOST_COMPARED = 12  # documents, each of which is asked
MOST_WITH_WORDS = 500  # paragraphs
HEAD = ("document", "title", "date", "place", "citation", "words", "why")


@dataclass(frozen=True, slots=True)
class Said:
    """A document with a paragraph that was quoted, or with none where it is silent; `why` says what speaks for it."""

    card: Card
    paragraph: Paragraph | None
    words: str
    why: str

    @property
    def language(self) -> str:
        """For the page."""
        return language_tag(self.card.language)


def add_across_pages(app: FastAPI, service: Service) -> None:
    """/compare and /mentions, each as a page and with `as=csv` as a table for spreadsheets; `q` is what is asked."""

    @app.get("/compare", include_in_schema=False)
    def compared(request: Request) -> Response:
        question, documents = request.query_params.get("q", "").strip(), request.query_params.getlist("document")
        return _shown(request, "compare", question, lambda: compare(service, question, documents))

    @app.get("/mentions", include_in_schema=False)
    def mentioned(request: Request) -> Response:
        question, documents = request.query_params.get("q", "").strip(), request.query_params.getlist("document")
        return _shown(request, "mentions", question, lambda: mentions(service, question, documents))


def compare(service: Service, question: str, documents: Sequence[str] = ()) -> list[Said]:
    """A row a document, at most MOST_COMPARED: its likeliest answer, or that it is silent.

    Where more could be asked and none is chosen, those in which most was found come first. Raises InvalidQuestion.
    """
    held = {entry.id for entry in service.entries()}
    asked = [each for each in dict.fromkeys(documents) if each in held] or sorted(held)
    if len(asked) > MOST_COMPARED:
        outcome = service.answer(question, Scope(documents=frozenset(asked)))
        hits = () if isinstance(outcome, LookUp) else outcome.hits
        found = dict.fromkeys(hit.paragraph.id.document for hit in hits)
        asked = [*found, *(each for each in asked if each not in found)][:MOST_COMPARED]
    outcomes = service.answer_many([Inquiry(question, Scope(documents=frozenset({each}))) for each in asked])
    rows = []
    for each, outcome in zip(asked, outcomes, strict=True):
        if isinstance(outcome, Abstention):
            rows.append(Said(service.cited(each).card, None, "", outcome.reason))
            continue
        quote = outcome.quotes[0]
        words = " […] ".join(part.quote for part in quote.highlights) or quote.paragraph.text
        why = "asked by its number" if isinstance(outcome, LookUp) else "unsure" if outcome.is_unsure else "answers"
        rows.append(Said(quote.card, quote.paragraph, words, why))
    return sorted(rows, key=lambda row: row.paragraph is None)


def mentions(service: Service, topic: str, documents: Sequence[str] = ()) -> list[Said]:
    """Every paragraph that speaks of `topic`, those of a document together: what the reader says mentions it, then what
    has the very words. Raises InvalidQuestion.
    """
    asked = topic if asks_for_mentions(topic) else f"Which paragraphs mention {topic.rstrip('?')}?"
    outcome = service.answer(asked, Scope(documents=frozenset(documents) if documents else None))
    quotes = () if isinstance(outcome, Abstention) else outcome.quotes
    rows = {each.paragraph.id: Said(each.card, each.paragraph, each.paragraph.text, "speaks of it") for each in quotes}
    for paragraph in service.library.paragraphs_with_phrase(word_keys(topic), MOST_WITH_WORDS, None):
        if paragraph.id not in rows and (not documents or paragraph.id.document in documents):
            card = service.cited(paragraph.id.document).card
            rows[paragraph.id] = Said(card, paragraph, paragraph.text, "has these words")
    order = list(dict.fromkeys(name.document for name in rows))
    return sorted(rows.values(), key=lambda row: order.index(row.card.id))


def as_table(rows: Sequence[Said]) -> str:
    """The rows as CSV that is safe to open in a spreadsheet (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in rows:
        day = row.card.date.isoformat() if row.card.date else ""
        place, cite = (row.paragraph.number, pin_cite(row.card, row.paragraph)) if row.paragraph else ("", "")
        cells = (row.card.id, row.card.title, day, place, cite, row.words, row.why)
        writer.writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def _shown(request: Request, kind: str, question: str, find: Callable[[], list[Said]]) -> Response:
    """The page, or the table; what cannot be asked is said on the page."""
    notice, rows, status = "", list[Said](), 200
    try:
        rows = find() if question else []
    except (InvalidQuestion, UnknownDocument) as error:
        notice, status = str(error), 400
    if request.query_params.get("as") == "csv" and not notice:
        headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
        return Response(as_table(rows).encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
    table = f"{rooted(f'/{kind}')}?{urlencode([*request.query_params.multi_items(), ('as', 'csv')])}"
    return page(
        render("across.html", kind=kind, question=question, rows=rows, notice=notice, table=table, most=MOST_COMPARED),
        status,
        CHECKING,
    )
