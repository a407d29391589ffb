"""The page of a document: its words with an anchor for every paragraph, its versions, what was found in it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from corpus.export.tree import Branch, branches, headings_over, pieces, shown_label
from corpus.library.library import Entry
from corpus.numbering.notes import number_notes
from corpus.types import Document, Kind, Paragraph, Span
from qa_app.citing.citation import pin_cite, spoken_date, written_date
from qa_app.citing.copies import copies, web_address
from qa_app.citing.links import anchor, document_path, rooted
from qa_app.diff.diff import Differences
from qa_app.web.documents.find import NOTHING, Bit, Found
from qa_app.web.rendering import place_asked, place_said, render, render_in_pieces
from qa_app.words import say

# From so many paragraphs on, words out of sight are laid out when they come into sight, and a page is sent in pieces.
LONG = 150


@dataclass(frozen=True, slots=True)
class Standing:
    """Every version of a document, the oldest first, what supersedes the one that is shown, and whether its file is
    kept.
    """

    versions: tuple[Entry, ...] = ()
    superseded_by: Entry | None = None
    has_original: bool = False

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
        has_original=standing.has_original,
        asked=asked,
        found=asked.found,
        ask=ask_path(document.id),
        check=check_path(document.id),
        about_path=about_path,
        day_added=day_added,
    )


def paragraph_page(document: Document, paragraph: Paragraph, *, has_original: bool = False) -> str:
    """What can be done with one paragraph: cite it, link to it, ask about it, check a quotation against it."""
    place = place_said(paragraph)
    return render(
        "document_paragraph.html",
        document=document,
        paragraph=paragraph,
        has_original=has_original,
        citation=pin_cite(document.card, paragraph),
        copies=copies(paragraph.text, document.card, paragraph),
        language=language_tag(document.card.language),
        place=place,
        ask=ask_path(document.id, say("read.ask_draft", place=place_asked(paragraph))),
        check=check_path(document.id, paragraph.number),
    )


def differences_page(found: Differences) -> Iterator[str]:
    """Two documents side by side, a piece at a time: what changed first, what did not folded away."""
    return render_in_pieces(
        "differences.html",
        found=found,
        runs=[(is_quiet, list(rows)) for is_quiet, rows in groupby(found.rows, key=lambda row: row.is_quiet)],
        in_substance=[row for row in found.rows if row.in_substance],
        sides=[(each, language_tag(each.card.language)) for each in (found.old, found.new)],
        row_id=lambda row: f"from-{anchor(row.old[0])}" if row.old else f"to-{anchor(row.new[0])}",
    )


def choosing_page(document: Document, words: str, entries: Sequence[Entry], versions: Sequence[Entry]) -> str:
    """With what the document may be compared: its other versions, and the documents that match `words`."""
    return render(
        "differences_choose.html",
        document=document,
        words=words,
        entries=entries,
        versions=[entry for entry in versions if entry.id != document.id],
        language=language_tag(document.card.language),
        day_added=day_added,
        language_tag=language_tag,
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
    return spoken_date(datetime.fromisoformat(entry.added).date()) if entry.added else ""


def _citation(document: Document) -> str:
    """Title, symbol and date as they stand in every pin cite, then who published it and where."""
    card = document.card
    symbol = card.symbol if card.symbol and card.symbol not in card.title else None
    parts = [card.title, symbol, written_date(card.date) if card.date else None, card.publisher, web_address(card)]
    return ", ".join(part for part in parts if part)


# A document as the rows of its page: paragraphs cut into words and parts, heading levels, page turns.

_DEEPEST = 6
_WIDEST_NUMBER = 5
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Languages written from right to left where their tag names no script.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw lrc mzn nqo pnb prs ps sd syr ug ur yi".split())
_RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg syrc thaa".split())


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph or a part of one: its words as shown, each stretch of them or a part of its own.

    A stretch is cut at what was found in it.
    `label` is what is printed of its number, `level` that of its heading in HTML (2 is the outermost), `page` the
    page it begins on where that is another than before.
    """

    paragraph: Paragraph
    label: str
    level: int
    page: int | None
    content: tuple["tuple[Bit, ...] | Row", ...]

    @property
    def is_wide(self) -> bool:
        """Whether the number does not fit beside the words and goes above them."""
        return len(self.label) > _WIDEST_NUMBER


def document_rows(document: Document, found: Found = NOTHING) -> tuple[Row, ...]:
    """The rows of `document` in reading order; the title, and what has no words, is left out."""
    return tuple(_rows(document, found))


def direction(language: str) -> str:
    """ "rtl" for a language written from right to left ("ar", "fa-AF", "az-Arab"), "ltr" for the others."""
    main, *more = language.casefold().replace("_", "-").split("-")
    script = next((tag for tag in more if len(tag) == 4 and tag.isalpha()), None)
    right_to_left = script in _RIGHT_TO_LEFT_SCRIPTS if script else main in _RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"


def language_tag(language: str) -> str:
    """`language` if it has the shape of a language tag, else "" which in HTML says that it is not known."""
    return language if _LANGUAGE_TAG.fullmatch(language) else ""


def _rows(document: Document, found: Found) -> Iterator[Row]:
    make = _Rows(document, found)
    level, page = 1, None
    for branch in branches(document):
        paragraph = branch.paragraph
        if paragraph.number == "title" or not paragraph.text.strip():
            continue
        level = min(len(headings_over(paragraph)) + 2, level + 1, _DEEPEST)  # HTML wants no level left out
        yield make.row(branch, level, None if paragraph.page == page else paragraph.page)
        page = paragraph.page if paragraph.page is not None else page


@dataclass(frozen=True, slots=True)
class _Rows:
    """The document that is cut, what was found in it, and which hits have begun on the page."""

    document: Document
    found: Found
    begun: set[int] = field(default_factory=set)

    def row(self, branch: Branch, level: int, page: int | None, *, is_part: bool = False) -> Row:
        text = self.document.text
        content: list[tuple[Bit, ...] | Row] = []
        for piece in pieces(branch):
            if piece.branch:
                content.append(self.row(piece.branch, level, None, is_part=True))
            elif words := piece.span.trimmed(text):
                content.append(self._bits(piece.span if len(branch.within) == 0 else words))
        label = shown_label(self.document, branch.paragraph, is_part=is_part)
        return Row(branch.paragraph, " ".join(label.split()), level, page, tuple(content))

    def _bits(self, span: Span) -> tuple[Bit, ...]:
        """The words of `span`; a hit that starts in a number, which is shown apart, begins with the words after it."""
        bits = self.found.bits(self.document.text, span)
        if bits[0].hit and bits[0].hit not in self.begun:
            bits = (replace(bits[0], begins=True), *bits[1:])
        self.begun.update(bit.hit for bit in bits)
        return bits


# The paragraphs before and after one, for reading words in their place; long ones cut where no word is.

_LONGEST_WHOLE = 2_500  # characters of a paragraph, beyond which only what is around the words in question is shown
_AROUND = 800  # characters on either side of them
_LONG_NEIGHBOUR = 420  # characters, beyond which it is folded away


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The paragraph before or after a source's; `cut_before` and `cut_after` say that it goes on there."""

    place: str
    text: str
    cut_before: bool = False
    cut_after: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it would push the source out of sight."""
        return len(self.text) > _LONG_NEIGHBOUR


def neighbours(document: Document, paragraph: Paragraph) -> tuple[Neighbour | None, Neighbour | None]:
    """The paragraphs with words before and after one, headings among them."""
    before = [each for each in document.paragraphs[: paragraph.ordinal] if each.text.strip()]
    after = [each for each in document.paragraphs[paragraph.ordinal + 1 :] if each.text.strip()]
    return _before(before[-1]) if before else None, _after(after[0]) if after else None


def _before(paragraph: Paragraph) -> Neighbour:
    view = around(paragraph.text, len(paragraph.text), len(paragraph.text))
    return Neighbour(place_said(paragraph), view.of(paragraph.text), cut_before=view.start > 0)


def _after(paragraph: Paragraph) -> Neighbour:
    view = around(paragraph.text, 0, 0)
    return Neighbour(place_said(paragraph), view.of(paragraph.text), cut_after=view.end < len(paragraph.text))


def around(text: str, start: int, end: int) -> Span:
    """The whole of a text, or of a long one what is around the characters from `start` to `end`, no word cut."""
    if len(text) <= _LONGEST_WHOLE:
        return Span(0, len(text))
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first > 0 and (space := re.search(r"\s", text[first:start])):
        first += space.end()
    if last < len(text):
        last = end + (len(text[end:last].rpartition(" ")[0]) or last - end)
    return Span(first, last)
