"""HTML out of values, escaped by the templates: the answer card, the document page, the error page. Pure."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corpus.types import Document, Kind
from qa_app.citation import copy_text, pin_cite, spoken_place, written_date
from qa_app.links import anchor, document_path, paragraph_path
from qa_app.number_notes import number_notes
from qa_app.outcomes import UNSURE, Abstention, Answer, Outcome, QuotedParagraph
from qa_app.web.document_rows import direction, document_rows, language_tag

HERE = Path(__file__).parent
STATIC = HERE / "static"
MOST_SHOWN = 3000


def answer_card(outcome: Outcome) -> str:
    """One chat message: the lead sentence and the quoted paragraphs, or the refusal with what came nearest."""
    if isinstance(outcome, Abstention):
        return _render("abstention.html", outcome=outcome)
    unsure = UNSURE if isinstance(outcome, Answer) and outcome.is_unsure else ""
    return _render("answer.html", outcome=outcome, quotes=outcome.quotes, unsure=unsure)


def question_card(question: str) -> str:
    """What was asked, as it was typed; the first few thousand characters of it."""
    return _render("question.html", question=question[:MOST_SHOWN] + "…" * (len(question) > MOST_SHOWN))


def notice_card(message: str) -> str:
    """A message that is no answer: a question that cannot be asked, or a failure."""
    return _render("notice.html", message=message)


def document_page(document: Document, superseded_by: str | None = None) -> str:
    """The document as a page of its own: an anchor for every paragraph and every part of one, furniture kept apart."""
    rows = document_rows(document)
    return _render(
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
    return _render("error.html", title=title, message=message)


def header(documents: tuple[Document, ...], suggestions: tuple[str, ...]) -> str:
    """What stands above the chat: what can be asked, and from which documents."""
    return _render("header.html", documents=documents, suggestions=suggestions)


def _copy(quote: QuotedParagraph) -> str:
    """The marked sentences, or the whole paragraph where none is marked, with the citation."""
    words = " […] ".join(citation.quote for citation in quote.highlights) or quote.paragraph.text
    return copy_text(words, quote.card, quote.paragraph)


@cache
def _environment() -> Environment:
    # Whatever a document says is text, never markup: autoescape has no exception anywhere.
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals.update(
        anchor=anchor,
        copy=_copy,
        document_path=document_path,
        paragraph_path=paragraph_path,
        pin_cite=pin_cite,
        spoken_place=spoken_place,
        written_date=written_date,
    )
    return environment


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)
