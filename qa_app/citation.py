"""Citations, which exist only as spans of stored paragraphs, and the ways they are written out."""

from dataclasses import dataclass
from datetime import date

from corpus.errors import InvalidDocument
from corpus.types import Card, Kind, Paragraph, ParagraphId, Span

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
    parts = [card.title, written_date(card.date) if card.date else "", place_in_document(paragraph)]
    return ", ".join(part for part in parts if part)


def place_in_document(paragraph: Paragraph) -> str:
    """ "para. 3", or "preamble" and the like where nothing is numbered."""
    return f"para. {paragraph.number}" if paragraph.kind is Kind.NUMBERED else paragraph.number


def spoken_place(paragraph: Paragraph) -> str:
    """ "Paragraph 3", or "Preamble" and the like where nothing is numbered."""
    return f"Paragraph {paragraph.number}" if paragraph.kind is Kind.NUMBERED else paragraph.number.capitalize()


def written_date(day: date) -> str:
    """ "6 June 2017", in English whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def copy_text(quote: str, card: Card, paragraph: Paragraph) -> str:
    """What "copy with citation" puts on the clipboard: the quotation, where it stands, and the source's address."""
    source = f" {card.source}" if card.source else ""
    return f"“{quote}” ({pin_cite(card, paragraph)}){source}"
