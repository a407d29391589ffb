"""HTML out of values, escaped by the templates: the answer card, the document page, the error page. Pure."""

from corpus.types import Document, Kind
from qa_app.citation import copy_text
from qa_app.number_notes import number_notes
from qa_app.outcomes import UNSURE, Abstention, Answer, Outcome, QuotedParagraph
from qa_app.web.document_rows import direction, document_rows, language_tag
from qa_app.web.rendering import render

MOST_SHOWN = 3000


def answer_card(outcome: Outcome) -> str:
    """One chat message: the lead sentence and the quoted paragraphs, or the refusal with what came nearest."""
    if isinstance(outcome, Abstention):
        return render("abstention.html", outcome=outcome, copy=_copy)
    unsure = UNSURE if isinstance(outcome, Answer) and outcome.is_unsure else ""
    return render("answer.html", outcome=outcome, quotes=outcome.quotes, unsure=unsure, copy=_copy)


def question_card(question: str) -> str:
    """What was asked, as it was typed; the first few thousand characters of it."""
    return render("question.html", question=question[:MOST_SHOWN] + "…" * (len(question) > MOST_SHOWN))


def notice_card(message: str) -> str:
    """A message that is no answer: a question that cannot be asked, or a failure."""
    return render("notice.html", message=message)


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


def header(documents: tuple[Document, ...], suggestions: tuple[str, ...]) -> str:
    """What stands above the chat: what can be asked, and from which documents."""
    return render("header.html", documents=documents, suggestions=suggestions)


def _copy(quote: QuotedParagraph) -> str:
    """The marked sentences, or the whole paragraph where none is marked, with the citation."""
    words = " […] ".join(citation.quote for citation in quote.highlights) or quote.paragraph.text
    return copy_text(words, quote.card, quote.paragraph)
