"""Citations, which exist only as spans of stored paragraphs, and the ways they are written out."""

import re
from dataclasses import dataclass
from datetime import date

from corpus.errors import InvalidDocument
from corpus.types import Card, Kind, Paragraph, ParagraphId, Span
from qa_app.references.paragraphs import printed_number

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a paragraph. It holds no words of its own: `quote` is cut from the paragraph."""

    paragraph: Paragraph
    span: Span

    def __post_init__(self) -> None:
        if self.span.end > len(self.paragraph.text):
            raise InvalidDocument(f"{self.paragraph.id} has no characters {self.span.start} to {self.span.end}.")

    @property
    def paragraph_id(self) -> ParagraphId:
        """Where the quotation stands."""
        return self.paragraph.id

    @property
    def quote(self) -> str:
        """The document's own words, `paragraph.text[span]`."""
        return self.span.of(self.paragraph.text)


def pin_cite(card: Card, paragraph: Paragraph) -> str:
    """ "Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3"."""
    symbol = card.symbol if card.symbol and card.symbol not in card.title else ""
    parts = [card.title, symbol, written_date(card.date) if card.date else "", place_in_document(paragraph)]
    return ", ".join(part for part in parts if part)


def place_in_document(paragraph: Paragraph) -> str:
    """ "para. 3", "Article 17(1)", or "preamble" and the like where nothing is numbered.

    Where a number is printed more than once: "para. 1 (repeat 2, under “Annex”)".
    """
    number = printed_number(paragraph.number)
    if paragraph.kind is not Kind.NUMBERED:
        return _unnumbered(paragraph)
    return f"{number if _has_a_word(number) else f'para. {number}'}{_which(paragraph)}"


def spoken_place(paragraph: Paragraph) -> str:
    """ "Paragraph 3", "Article 17(1)", or "Preamble" and the like where nothing is numbered."""
    number = printed_number(paragraph.number)
    if paragraph.kind is not Kind.NUMBERED:
        words = _unnumbered(paragraph)
        return words[:1].upper() + words[1:]
    return f"{number if _has_a_word(number) else f'Paragraph {number}'}{_which(paragraph)}"


def _has_a_word(number: str) -> bool:
    """Whether the number itself says what it numbers: "Article 17", "Recital 12", but not "1 bis"."""
    word, _, rest = number.partition(" ")
    return bool(rest) and len(word) > 2 and word.isalpha()


def _which(paragraph: Paragraph) -> str:
    repeat = re.search(r"~(\d+)", paragraph.number)
    if repeat is None:
        return ""
    under = f", under “{paragraph.headings[0]}”" if paragraph.headings else ""
    return f" (repeat {repeat[1]}{under})"


def _unnumbered(paragraph: Paragraph) -> str:
    """ "preamble"; "heading" rather than "heading-3", of which nothing is printed; "unnumbered paragraph 3"."""
    if counted := re.fullmatch(r"unnumbered-(\d+)", paragraph.number):
        return f"unnumbered paragraph {counted[1]}"
    name = re.sub(r"-\d+$", "", printed_number(paragraph.number))
    return f"{name}{_which(paragraph)}"


def written_date(day: date) -> str:
    """ "6 June 2017", in English whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def copy_text(quote: str, card: Card, paragraph: Paragraph) -> str:
    """What "copy with citation" puts on the clipboard: the quotation, where it stands, and the source's address."""
    source = f" {card.source}" if card.source else ""
    return f"“{quote}” ({pin_cite(card, paragraph)}){source}"
