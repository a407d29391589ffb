"""The page of a document: its words with an anchor for every paragraph, its versions, what was found in it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from corpus.library.library import Entry
from corpus.numbering.notes import number_notes
from corpus.types import Document, Kind, Paragraph
from qa_app.citation import pin_cite, spoken_place, written_date
from qa_app.copying import copies, web_address
from qa_app.links import document_path, rooted
from qa_app.web.document_find import NOTHING, Found
from qa_app.web.document_rows import direction, document_rows, language_tag
from qa_app.web.rendering import render, render_in_pieces

# From so many paragraphs on, words out of sight are laid out when they come into sight, and a page is sent in pieces.
LONG = 150


@dataclass(frozen=True, slots=True)
class Standing:
    """Every version of a document, the oldest first, and what supersedes the one that is shown."""

    versions: tuple[Entry, ...] = ()
    superseded_by: Entry | None = None

    def version(self, document: Document) -> Entry | None:
        """What is known of the version that is shown; None where nothing is."""
        return next((entry for entry in self.versions if entry.id == document.id), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of the page: words to find; a paragraph that is not there, and the sentence on it."""

    find: str = ""
    found: Found = NOTHING
    paragraph: str = ""
    notice: str = ""


_UNKNOWN, _NOTHING_ASKED = Standing(), Asked()


def document_page(document: Document, standing: Standing = _UNKNOWN, asked: Asked = _NOTHING_ASKED) -> str:
    """The document as a page of its own: an anchor for every paragraph and every part of one, furniture kept apart."""
    return "".join(document_pieces(document, standing, asked))


def document_pieces(document: Document, standing: Standing = _UNKNOWN, asked: Asked = _NOTHING_ASKED) -> Iterator[str]:
    """The same page, a piece at a time."""
    rows = document_rows(document, asked.found)
    return render_in_pieces(
        "document.html",
        document=document,
        rows=rows,
        headings=[row for row in rows if row.paragraph.kind is Kind.HEADING],
        language=language_tag(document.card.language),
        direction=direction(document.card.language),
        furniture=[span.of(document.text) for span in document.furniture],
        notes=number_notes(document),
        source=web_address(document.card),
        is_long=len(rows) > LONG,
        citation=_citation(document),
        versions=standing.versions,
        version=standing.version(document),
        superseded_by=standing.superseded_by,
        asked=asked,
        found=asked.found,
        ask=ask_path(document.id),
        check=check_path(document.id),
        about_path=about_path,
        day_added=day_added,
    )


def paragraph_page(document: Document, paragraph: Paragraph) -> str:
    """What can be done with one paragraph: cite it, link to it, ask about it, check a quotation against it."""
    place = spoken_place(paragraph)
    return render(
        "document_paragraph.html",
        document=document,
        paragraph=paragraph,
        citation=pin_cite(document.card, paragraph),
        copies=copies(paragraph.text, document.card, paragraph),
        language=language_tag(document.card.language),
        place=place,
        spoken=_within_a_sentence(place),
        ask=ask_path(document.id, f"What does {_within_a_sentence(place)} say about "),
        check=check_path(document.id, paragraph.number),
    )


def about_path(paragraph: Paragraph) -> str:
    """The page of that paragraph alone."""
    return f"{document_path(paragraph.id.document)}?{urlencode({'about': paragraph.number})}"


def ask_path(document_id: str, question: str = "") -> str:
    """The chat, to be asked of that document, with the beginning of a question in its box."""
    fields = {"draft": question, "document": document_id} if question else {"document": document_id}
    return rooted(f"/?{urlencode(fields)}")


def check_path(document_id: str, number: str = "") -> str:
    """The page that checks quotations, with that document and paragraph credited."""
    fields = {"document": document_id, "paragraph": number} if number else {"document": document_id}
    return rooted(f"/check?{urlencode(fields)}")


def day_added(entry: Entry) -> str:
    """ "27 November 2026", the day in UTC on which it came into the library; "" where that was not recorded."""
    return written_date(datetime.fromisoformat(entry.added).date()) if entry.added else ""


def _citation(document: Document) -> str:
    """Title, symbol and date as they stand in every pin cite, then who published it and where."""
    card = document.card
    symbol = card.symbol if card.symbol and card.symbol not in card.title else None
    parts = [card.title, symbol, written_date(card.date) if card.date else None, card.publisher, web_address(card)]
    return ", ".join(part for part in parts if part)


def _within_a_sentence(place: str) -> str:
    """ "paragraph 4", but "Article 17(1)"; "the preamble"."""
    if place.startswith("Paragraph "):
        return place[:1].lower() + place[1:]
    return place if any(character.isdecimal() for character in place) else f"the {place.lower()}"
