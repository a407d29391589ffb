"""A check as the values that the page shows: what changed, where the words stand, and what mends it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.types import Document, Paragraph, Span
from qa_app.check.articles.check import ArticleCheck, Decision, names_of
from qa_app.check.attribution import is_furniture
from qa_app.check.reports.rows import (
    Documents,
    Label,
    Piece,
    credited_to,
    flag_words,
    label_of,
    left_out,
    what_to_do,
    word_differences,
)
from qa_app.check.types import SOUND_WORDS, Attribution, Check, Verdict
from qa_app.citing.citation import Citation, name_of, pin_cite
from qa_app.citing.copies import copies
from qa_app.citing.links import document_path, paragraph_path
from qa_app.web.documents.reader import Neighbour, around, language_tag, neighbours
from qa_app.web.rendering import place_said

_MOST_ELSEWHERE = 8
_POINTS = frozenset(" .,;:!?\"'“”‘’„«»…()[]")
_SAME_WORDS = frozenset({Verdict.VERBATIM, Verdict.TYPOGRAPHY, Verdict.TOO_SHORT})
_HAS_SOURCE_WORDS = frozenset(
    {
        Verdict.ALTERED_MINOR, Verdict.ALTERED_MEANING, Verdict.SILENT_OMISSION, Verdict.ELLIPSIS_CHANGES_MEANING,
        Verdict.SPLICED,
    }
)  # fmt: skip
_WRONG_PLACE = frozenset({Attribution.WRONG_PARAGRAPH, Attribution.WRONG_DOCUMENT})


@dataclass(frozen=True, slots=True)
class Place:
    """A place in words and where it is read."""

    cite: str
    path: str


# The paragraphs that a check cites as the page shows them: the words marked, the neighbours, long ones cut.


@dataclass(frozen=True, slots=True)
class Source:
    """A source's paragraph: its neighbours, and its text in pieces: plain (""), "quoted" or "hidden" by an ellipsis.

    `cut_before` and `cut_after` say that a long paragraph goes on there. `words` are the source's from the first to
    the last of those quoted, `copied` and `rich` (HTML) go on the clipboard. `seen` is where they stand in the text,
    `page` on which page of its file, where it has pages.
    """

    place: str
    cite: str
    path: str
    language: str
    pieces: tuple[tuple[str, str], ...]
    cut_before: bool
    cut_after: bool
    before: Neighbour | None
    after: Neighbour | None
    words: str
    copied: str
    rich: str
    document: str
    number: str
    name: str = ""
    page: int | None = None
    seen: Span | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one check."""

    check: Check
    label: Label
    advice: str
    credited: str
    compared: list[Piece]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    sources: tuple[Source, ...]
    elsewhere: tuple[Place, ...]
    more_elsewhere: int

    @property
    def offers_words(self) -> bool:
        """Whether the source's words are to be put in the place of the quotation's."""
        return bool(self.sources) and self.check.verdict in _HAS_SOURCE_WORDS

    @property
    def offers_credit(self) -> bool:
        """Whether the place that is credited is wrong and the right one is known."""
        found = self.check.citations and not is_furniture(self.check.citations[0])
        return bool(found) and self.check.attribution in _WRONG_PLACE

    @property
    def right_place(self) -> str:
        """What is to be credited: another paragraph, or one of another document."""
        source = self.sources[0]
        place = source.place[:1].lower() + source.place[1:]
        return f"{source.name}, {place}" if self.check.attribution is Attribution.WRONG_DOCUMENT else place


def check_card(check: Check, documents: Documents) -> Card:
    """The card of a check; `documents` gives what it cites."""
    elsewhere = [_place(citation, documents) for citation in check.elsewhere]
    distinct = tuple(dict.fromkeys(elsewhere))
    return Card(
        check,
        label_of(check),
        what_to_do(check, documents),
        credited_to(check, documents),
        _compared(check),
        left_out(check),
        tuple(map(flag_words, check.flags)),
        tuple(sources_of(check, documents)),
        distinct[:_MOST_ELSEWHERE],
        max(0, len(distinct) - _MOST_ELSEWHERE),
    )


def _compared(check: Check) -> list[Piece]:
    if check.verdict in _SAME_WORDS or not check.citations:
        return []
    source = " … ".join(citation.quote for citation in check.citations)
    return _without_points(word_differences(check.quotation.text, source))


def _without_points(pieces: Sequence[Piece]) -> list[Piece]:
    """Points and quotation marks alone are set as the house sets them, which is no change of words."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == "same" or set(piece.words) - _POINTS:
            kept.append(piece)
        elif piece.kind == "added" and kept and kept[-1].kind == "same":
            kept[-1] = Piece("same", kept[-1].words + piece.words)
    return kept


def _place(citation: Citation, documents: Documents) -> Place:
    card, paragraph = documents(citation.paragraph_id.document).card, citation.paragraph
    if is_furniture(citation):
        return Place(f"{card.title}, around the text", document_path(card.id))
    which = "" if card.symbol else f" ({card.id})"  # titles such as "Draft resolution" are many documents'
    return Place(f"{pin_cite(card, paragraph)}{which}", paragraph_path(paragraph))


# A checked article as the values that the page shows: the text cut at its quotations, and a card for each.

_END_POINTS = frozenset(".,;:!?")


@dataclass(frozen=True, slots=True)
class QuotationCard:
    """A quotation of the article: `place` counts from 1; `name` is told by forms, `replaceable` whether the source's
    words can take its place, `decision` is an editor's last word.
    """

    place: int
    line: int
    card: Card
    name: str
    replaceable: bool
    decision: Decision | None


def quotation_cards(result: ArticleCheck, documents: Documents) -> list[QuotationCard]:
    """A card a quotation, in the order of the article."""
    cards = []
    for place, (name, each) in enumerate(zip(names_of(result), result.checked, strict=True), start=1):
        card = check_card(each.check, documents)
        is_one = len(each.quoted.parts) == len(card.sources) == 1
        cards.append(QuotationCard(place, each.line, card, name, card.offers_words and is_one, each.decision))
    return cards


def replaced(result: ArticleCheck, documents: Documents, name: str) -> str | None:
    """The article with the source's words in the place of a quotation; None where it has no quotation of that name."""
    for card, each in zip(quotation_cards(result, documents), result.checked, strict=True):
        if card.replaceable and card.name == name:
            (part,) = each.quoted.parts
            text = result.article.text
            words = _pointed(card.card.sources[0].words, part.of(text))
            return text[: part.start] + words + text[part.end :]
    return None


def _pointed(words: str, instead_of: str) -> str:
    """The source's words with the point that the article's sentence needs after them."""
    point = instead_of.rstrip()[-1:]
    return words + point if point in _END_POINTS and words[-1:] not in _END_POINTS else words


def sources_of(check: Check, documents: Documents) -> Iterator[Source]:
    """The paragraphs that a check cites, each once, in the order of the quotation."""
    spans: dict[Paragraph, list[Span]] = {}
    for citation in check.citations:
        spans.setdefault(citation.paragraph, []).append(citation.span)
    for paragraph, quoted in spans.items():
        document = documents(paragraph.id.document)
        if is_furniture(Citation(paragraph, quoted[0])):
            yield _around_the_text(paragraph, quoted, document)
        else:
            yield _source(paragraph, sorted(quoted), document, check)


def _source(paragraph: Paragraph, quoted: Sequence[Span], document: Document, check: Check) -> Source:
    whole, is_sound = document.paragraphs[paragraph.ordinal], check.verdict in SOUND_WORDS
    marked = [(span.shifted(paragraph.span.start - whole.span.start), "quoted") for span in quoted]
    hidden = [each for each in check.omitted if each.paragraph_id.document == document.id]
    marked += [
        (each.span.shifted(each.paragraph.span.start - whole.span.start), "hidden")
        for each in hidden
        if each.paragraph.ordinal == paragraph.ordinal
    ]
    marked.sort()
    view = around(whole.text, marked[0][0].start, max(span.end for span, _ in marked))
    words = Span(quoted[0].start, max(span.end for span in quoted)).of(paragraph.text)
    sound = " […] ".join(span.of(paragraph.text) for span in quoted)
    before, after = neighbours(document, whole)
    taken = copies(sound if is_sound else words, document.card, paragraph)
    return Source(
        place_said(paragraph),
        pin_cite(document.card, paragraph),
        paragraph_path(paragraph),
        language_tag(document.card.language),
        tuple(_pieces(whole.text, marked, view)),
        view.start > 0,
        view.end < len(whole.text),
        before,
        after,
        words,
        taken.plain,
        taken.html,
        document.id,
        paragraph.number,
        name_of(document.card),
        paragraph.page,
        Span(quoted[0].start, max(span.end for span in quoted)).shifted(paragraph.span.start),
    )


def _around_the_text(paragraph: Paragraph, quoted: Sequence[Span], document: Document) -> Source:
    """What stands on the page around a document: nothing to cite, so nothing to copy either."""
    return Source(
        "On the page around the document",
        f"{document.card.title}, around the text",
        document_path(document.id),
        language_tag(document.card.language),
        tuple(_pieces(paragraph.text, [(span, "quoted") for span in sorted(quoted)], Span(0, len(paragraph.text)))),
        False,
        False,
        None,
        None,
        "",
        "",
        "",
        document.id,
        "",
    )


def _pieces(text: str, spans: Sequence[tuple[Span, str]], view: Span) -> Iterator[tuple[str, str]]:
    """What is in view, cut at `spans`: every piece in order and its kind; the hidden may be within the quoted."""
    ends = {view.start, view.end, *(end for span, _ in spans for end in (span.start, span.end))}
    for start, end in pairwise(sorted(end for end in ends if view.start <= end <= view.end)):
        kinds = {kind for span, kind in spans if span.start <= start and end <= span.end}
        yield text[start:end], min(kinds, default="")  # "hidden" before "quoted"
