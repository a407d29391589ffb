"""What several documents say: a question put to each ("compare"), and every paragraph that speaks of something."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response

from corpus.errors import PinciteError, UnknownDocument
from corpus.library.words import word_keys
from corpus.types import Card, Paragraph
from qa_app.ask.question import Inquiry, clean_question
from qa_app.ask.scope import Scope
from qa_app.ask.search import asks_for_mentions
from qa_app.check.reports.files import csv_of
from qa_app.citing.citation import pin_cite
from qa_app.citing.links import rooted
from qa_app.errors import InvalidQuestion
from qa_app.outcomes import Abstention, LookUp
from qa_app.service import Service
from qa_app.web.documents.reader import language_tag
from qa_app.web.rendering import CHECKING, environment, long_page, page, render

MOST_COMPARED = 12  # documents, each of which is asked
MOST_WITH_WORDS = 500  # paragraphs
HEAD = ("document", "title", "date", "place", "citation", "words", "why")
_AT_ONCE = "<!-- at once -->"  # in the template: what stands before it is sent then


class Why(StrEnum):
    """What speaks for a paragraph, as the table says it."""

    ANSWERS = "answers"
    UNSURE = "unsure"
    NUMBER = "asked by its number"
    SPEAKS = "speaks of it"
    WORDS = "has these words"


@dataclass(frozen=True, slots=True)
class Said:
    """A document with a paragraph that was quoted, or with none where it is silent, and `reason` then says why.

    `words` is what of it was meant; `pieces` is the paragraph, cut, each piece with whether it is marked.
    """

    card: Card
    paragraph: Paragraph | None = None
    words: str = ""
    why: Why | None = None
    reason: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def language(self) -> str:
        """For the page."""
        return language_tag(self.card.language)


def add_across_pages(app: FastAPI, service: Service) -> None:
    """/compare and /mentions, each as a page and with `as=csv` as a table for spreadsheets; `q` is what is asked."""

    @app.get("/compare", include_in_schema=False)
    def compared(request: Request) -> Response:
        return _shown(request, service, "compare", partial(compare, service))

    @app.get("/mentions", include_in_schema=False)
    def mentioned(request: Request) -> Response:
        return _shown(request, service, "mentions", partial(mentions, service))


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
            rows.append(Said(service.cited(each).card, reason=outcome.reason))
            continue
        quote = outcome.quotes[0]
        words = " […] ".join(part.quote for part in quote.highlights) or quote.paragraph.text
        why = Why.NUMBER if isinstance(outcome, LookUp) else Why.UNSURE if outcome.is_unsure else Why.ANSWERS
        rows.append(Said(quote.card, quote.paragraph, words, why, pieces=tuple(quote.pieces())))
    return sorted(rows, key=lambda row: row.paragraph is None)


def mentions(service: Service, topic: str, documents: Sequence[str] = ()) -> list[Said]:
    """Every paragraph that speaks of `topic`, those of a document together: what the reader says mentions it, then what
    has the very words. Raises InvalidQuestion.
    """
    asked = topic if asks_for_mentions(topic) else f"Which paragraphs mention {topic.rstrip('?')}?"
    outcome = service.answer(asked, Scope(documents=frozenset(documents) if documents else None))
    quotes = () if isinstance(outcome, Abstention) else outcome.quotes
    rows = {
        each.paragraph.id: Said(each.card, each.paragraph, each.paragraph.text, Why.SPEAKS, pieces=tuple(each.pieces()))
        for each in quotes
    }
    for paragraph in service.library.paragraphs_with_phrase(word_keys(topic), MOST_WITH_WORDS, None):
        if paragraph.id not in rows and (not documents or paragraph.id.document in documents):
            card = service.cited(paragraph.id.document).card
            marked = _marked(paragraph.text, topic)
            rows[paragraph.id] = Said(card, paragraph, paragraph.text, Why.WORDS, pieces=marked)
    order = list(dict.fromkeys(name.document for name in rows))
    return sorted(rows.values(), key=lambda row: order.index(row.card.id))


def _marked(text: str, topic: str) -> tuple[tuple[str, bool], ...]:
    """The text cut at the words of `topic`, however they are capitalised and whatever stands between them."""
    words = re.findall(r"\w+", topic)
    together = r"\W+".join(map(re.escape, words))
    cut = re.split(rf"\b({together})\b", text, flags=re.IGNORECASE) if words else [text]
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(cut))


def as_table(rows: Sequence[Said]) -> str:
    """The rows as CSV that is safe to open in a spreadsheet (RFC 4180)."""
    return csv_of((HEAD, *map(_cells, rows)))


def _cells(row: Said) -> tuple[str, ...]:
    day = row.card.date.isoformat() if row.card.date else ""
    place, cite = (row.paragraph.number, pin_cite(row.card, row.paragraph)) if row.paragraph else ("", "")
    return (row.card.id, row.card.title, day, place, cite, row.words, row.why or row.reason)


Find = Callable[[str, Sequence[str]], list[Said]]


def _shown(request: Request, service: Service, kind: str, find: Find) -> Response:
    """The page, or the table; what cannot be asked is said on the page."""
    question, documents = request.query_params.get("q", "").strip(), request.query_params.getlist("document")
    try:
        if question:
            clean_question(question)
        for each in documents:
            service.library.record(each)
    except (InvalidQuestion, UnknownDocument) as error:
        return page(render("across.html", **_values(request, kind, question, lambda: (), str(error))), 400, CHECKING)
    if request.query_params.get("as") == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
        table = as_table(find(question, documents) if question else ()).encode("utf-8-sig")
        return Response(table, media_type="text/csv; charset=utf-8", headers=headers)
    if not question:
        return page(render("across.html", **_values(request, kind, "", lambda: ())), policy=CHECKING)
    searched = len(set(documents)) or len(service.entries())
    values = _values(request, kind, question, lambda: find(question, documents), searched=searched)
    return long_page(_in_two(values), CHECKING)


def _values(
    request: Request, kind: str, question: str, find: Callable[[], Sequence[Said]], notice: str = "", searched: int = 0
) -> dict[str, object]:
    """What the page shows; `found` is asked for only once what stands above it is written."""

    def found() -> tuple[str, list[tuple[Card, list[Said]]], int]:
        """What went wrong, what each document says, and in how many paragraphs."""
        try:
            rows = find()
        except PinciteError as error:
            return str(error), [], 0
        documents = [(card, list(said)) for card, said in groupby(rows, key=lambda row: row.card)]
        return "", documents, sum(row.paragraph is not None for row in rows)

    table = f"{rooted(f'/{kind}')}?{urlencode([*request.query_params.multi_items(), ('as', 'csv')])}"
    return {
        "kind": kind, "question": question, "notice": notice, "found": found, "searched": searched, "table": table,
        "most": MOST_COMPARED,
    }  # fmt: skip


def _in_two(values: dict[str, object]) -> Iterator[str]:
    """What stands above the answers, and then these, for which every document is read."""
    written: list[str] = []
    for piece in environment().get_template("across.html").generate(**values):
        written.append(piece)
        if _AT_ONCE in piece:
            yield "".join(written)
            written.clear()
    yield "".join(written)
