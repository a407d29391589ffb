"""A checked article as the values that the page shows: the text cut at its quotations, and a card for each. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.types import Span
from qa_app.quotes.article import Reason
from qa_app.quotes.article_checking import ArticleCheck, CheckedQuotation
from qa_app.quotes.report_words import Documents
from qa_app.web.check_card import Card, check_card

_POINTS = frozenset(".,;:!?")
_MARKS = frozenset("\"“”„‟«»‹›'‘’‚‛「」『』＂")


@dataclass(frozen=True, slots=True)
class QuotationCard:
    """A quotation of the article: `place` counts from 1; `name` is what it is replaced by, "" where it cannot be."""

    place: int
    line: int
    card: Card
    name: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the article: plain, or a quotation or a part of one, or something passed over (`reason`)."""

    text: str
    quotation: QuotationCard | None = None
    reason: str = ""
    begins: bool = False
    ends: bool = False


def quotation_cards(result: ArticleCheck, documents: Documents) -> list[QuotationCard]:
    """A card a quotation, in the order of the article."""
    return [
        QuotationCard(place, each.line, card := check_card(each.check, documents), _name(place, each, card))
        for place, each in enumerate(result.checked, start=1)
    ]


def stretches(result: ArticleCheck, cards: list[QuotationCard]) -> Iterator[Stretch]:
    """The article in order, cut where a quotation or something passed over begins and ends."""
    text, position = result.article.text, 0
    marks = [mark for card, each in zip(cards, result.checked, strict=True) for mark in _parts(text, each, card)]
    for each in result.skipped:
        if each.skipped.reason is not Reason.APOSTROPHE:
            span = each.skipped.span
            marks.append((span, Stretch(span.of(text), reason=each.skipped.reason.value)))
    for span, stretch in sorted(marks, key=lambda mark: mark[0]):
        if span.start >= position:
            yield Stretch(text[position : span.start])
            yield stretch
            position = span.end
    yield Stretch(text[position:])


def replaced(result: ArticleCheck, documents: Documents, name: str) -> str | None:
    """The article with the source's words in the place of a quotation; None where it has no quotation of that name."""
    for card, each in zip(quotation_cards(result, documents), result.checked, strict=True):
        if name and card.name == name:
            (part,) = each.quoted.parts
            text = result.article.text
            words = _pointed(card.card.sources[0].words, part.of(text))
            return text[: part.start] + words + text[part.end :]
    return None


def _pointed(words: str, instead_of: str) -> str:
    """The source's words with the point that the article's sentence needs after them."""
    point = instead_of.rstrip()[-1:]
    return words + point if point in _POINTS and words[-1:] not in _POINTS else words


def _name(place: int, each: CheckedQuotation, card: Card) -> str:
    """Its place and a digest of its words, so that an article that was edited meanwhile keeps its other quotations."""
    if not card.offers_words or len(each.quoted.parts) != 1 or len(card.sources) != 1:
        return ""
    return f"{place}.{hashlib.sha256(each.quoted.text.encode()).hexdigest()[:16]}"


def _parts(text: str, each: CheckedQuotation, card: QuotationCard) -> Iterator[tuple[Span, Stretch]]:
    """The parts of a quotation, each with the marks right beside it."""
    whole, parts = each.quoted.span, each.quoted.parts
    for place, part in enumerate(parts):
        before = part.start > whole.start and text[part.start - 1] in _MARKS
        after = part.end < whole.end and text[part.end] in _MARKS
        span = Span(part.start - before, part.end + after)
        yield span, Stretch(span.of(text), card, begins=place == 0, ends=place == len(parts) - 1)
