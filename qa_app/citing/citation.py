"""Citations, which exist only as spans of stored paragraphs, and the ways they are written out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from textwrap import shorten

from corpus.errors import InvalidDocument
from corpus.numbering.numerals import roman_value
from corpus.numbering.parts import printed_number
from corpus.types import Card, Kind, Paragraph, ParagraphId, Span
from qa_app.words import ENGLISH, say

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


class HouseStyle(StrEnum):
    """How a house cites: as pincite does, or much as OSCOLA or the Chicago Manual of HouseStyle have it."""

    PLAIN = "plain"
    OSCOLA = "oscola"
    CHICAGO = "chicago"


_STYLE: ContextVar[HouseStyle] = ContextVar("style", default=HouseStyle.PLAIN)


@contextmanager
def cited_as(style: HouseStyle) -> Iterator[None]:
    """Within it, everything is cited in that style."""
    token = _STYLE.set(style)
    try:
        yield
    finally:
        _STYLE.reset(token)


def pin_cite(card: Card, paragraph: Paragraph) -> str:
    """ "Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3", or as a style has it."""
    symbol = card.symbol if card.symbol and card.symbol not in card.title else ""
    place = place_in_document(paragraph, card.language)
    match _STYLE.get():
        case HouseStyle.OSCOLA:
            title = f"{card.title} ({written_date(card.date)})" if card.date else card.title
            parts = [f"{title} {symbol}".rstrip(), place.replace("para. ", "para ")]
        case HouseStyle.CHICAGO:
            title = f"“{card.title},”"
            day = f"{_MONTHS[card.date.month - 1]} {card.date.day}, {card.date.year}" if card.date else ""
            first, *rest = (part for part in (symbol, day, place) if part)
            parts = [card.publisher or "", f"{title} {first}", *rest]
        case HouseStyle.PLAIN:
            parts = [card.title, symbol, written_date(card.date) if card.date else "", place]
    return ", ".join(part for part in parts if part)


_LONGEST_TITLE = 70  # characters of a name


def name_of(card: Card) -> str:
    """Title and date, a long title cut: "Charter of the Lamps, 2 May 2020"."""
    title = shorten(card.title, _LONGEST_TITLE, placeholder=" …")
    return f"{title}, {written_date(card.date)}" if card.date else title


def place_in_document(paragraph: Paragraph, language: str = "en") -> str:
    """ "para. 3", "Article 17(1)", or "preamble" and the like where nothing is numbered.

    In the words of the document's language where they are known: "Artikel 2 Absatz 2". A number that is printed again
    goes with its part ("Annex I, para. 3"), or where no heading tells with its count: "para. 1 (repeat 2)".
    """
    number = printed_number(paragraph.number)
    if paragraph.kind is not Kind.NUMBERED:
        return _unnumbered(paragraph)
    words = _WORDS.get(language.split("-")[0])
    if _has_a_word(number):
        place = words.article(number) if words else number
    else:
        place = f"{words.paragraph if words else 'para.'} {number}"
    return f"{f'{paragraph.part}, ' if paragraph.part else ''}{place}{_which(paragraph)}"


def spoken_place(paragraph: Paragraph, language: str = "en", named: str = "Paragraph") -> str:
    """ "Paragraph 3", "Article 17(1)", "Artikel 17 Absatz 1", or "Preamble" and the like where nothing is numbered.

    `named` is the reader's word for what has a number alone.
    """
    number = printed_number(paragraph.number)
    if paragraph.kind is not Kind.NUMBERED or language.split("-")[0] in _WORDS:
        words = place_in_document(paragraph, language)
        return words[:1].upper() + words[1:]
    place = number if _has_a_word(number) else f"{within(named) if paragraph.part else named} {number}"
    return f"{f'{paragraph.part}, ' if paragraph.part else ''}{place}{_which(paragraph)}"


_WITH_CAPITALS = frozenset({"de"})  # every noun has one


def within(place: str) -> str:
    """A place within a sentence, without its capital where the language spoken has none there."""
    return place if say("lang") in _WITH_CAPITALS else place.lower()


@dataclass(frozen=True, slots=True)
class _Words:
    """How a language names a paragraph, an article, a paragraph within it and a letter within that."""

    paragraph: str
    outer: str
    inner: str
    letter: str

    def article(self, number: str) -> str:
        """ "Article 2(2)(a)" as "Artikel 2 Absatz 2 Buchstabe a"; as it is where the shape is another."""
        match = _ARTICLE.fullmatch(number)
        if not match:
            return number
        outer = "§" if match["word"] == "§" else self.outer
        inner = self.inner + match["inner"] if match["inner"] else ""
        letter = self.letter + match["letter"] if match["letter"] else ""
        return f"{outer} {match['number']}{inner}{letter}"


_ARTICLE = re.compile(
    r"(?P<word>Article|§) (?P<number>[\w.-]+(?: \w+)?)(?:\((?P<inner>\d+\w?)\))?(?:\((?P<letter>[a-z])\))?"
)
_WORDS = {
    "de": _Words("Ziffer", "Artikel", " Absatz ", " Buchstabe "),
    "fr": _Words("par.", "article", ", paragraphe ", ", point "),
    "es": _Words("párr.", "artículo", ", apartado ", ", letra "),
    "it": _Words("par.", "articolo", ", paragrafo ", ", lettera "),
    "nl": _Words("punt", "artikel", ", lid ", ", onder "),
    "pt": _Words("par.", "artigo", ", n.º ", ", alínea "),
}


def _has_a_word(number: str) -> bool:
    """Whether the number itself says what it numbers: "Article 17", "Recital 12", but not "1 bis"."""
    word, _, rest = number.partition(" ")
    if not rest:  # "SEGUNDA" among the last provisions of a law, not "VIII"
        return len(word) > 3 and word.isalpha() and roman_value(word) is None
    return word == "§" or (len(word) > 2 and word.isalpha())


def _which(paragraph: Paragraph) -> str:
    repeat = re.search(r"~(\d+)", paragraph.number)
    if repeat is None or paragraph.part:
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


def spoken_date(day: date) -> str:
    """The same in the language spoken: "6 June 2017", "6. Juni 2017", "6 juin 2017"."""
    from babel.dates import format_date  # which takes longer to import than most commands run

    return written_date(day) if say("lang") == ENGLISH else format_date(day, "long", locale=say("lang"))


def copy_text(quote: str, card: Card, paragraph: Paragraph) -> str:
    """What "copy with citation" puts on the clipboard: the quotation, where it stands, and the source's address."""
    source = f" {card.source}" if card.source else ""
    return f"“{quote}” ({pin_cite(card, paragraph)}){source}"
