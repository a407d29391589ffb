"""A check as the values that the page shows: what changed, where the words stand, and what mends it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Document, Paragraph, Span
from qa_app.citation import Citation, copy_text, pin_cite, spoken_place
from qa_app.links import document_path, paragraph_path
from qa_app.quotes.attribution import is_furniture
from qa_app.quotes.report_differences import Piece, word_differences
from qa_app.quotes.report_words import FLAGS, Documents, Label, credited_to, label_of, what_to_do
from qa_app.quotes.types import SOUND_WORDS, Attribution, Check, Verdict
from qa_app.web.document_rows import language_tag

_LONGEST_WHOLE = 4_000  # characters of a paragraph that is shown around a part of it
_LONG_NEIGHBOUR = 420  # characters, beyond which it is folded away
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
class Neighbour:
    """The paragraph before or after a source's."""

    place: str
    text: str

    @property
    def is_long(self) -> bool:
        """Whether it would push the source out of sight."""
        return len(self.text) > _LONG_NEIGHBOUR


@dataclass(frozen=True, slots=True)
class Source:
    """A source's paragraph: its text in pieces, of which those quoted are marked, and its neighbours.

    `words` are the source's from the first to the last of those quoted, `copied` is what goes on the clipboard.
    """

    place: str
    cite: str
    path: str
    language: str
    pieces: tuple[tuple[str, bool], ...]
    before: Neighbour | None
    after: Neighbour | None
    words: str
    copied: str
    document: str
    number: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in words and where it is read."""

    cite: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one check."""

    check: Check
    label: Label
    advice: str
    credited: str
    compared: list[Piece]
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


def check_card(check: Check, documents: Documents) -> Card:
    """The card of a check; `documents` gives what it cites."""
    elsewhere = [_place(citation, documents) for citation in check.elsewhere]
    distinct = tuple(dict.fromkeys(elsewhere))
    return Card(
        check,
        label_of(check),
        what_to_do(check, documents),
        credited_to(check),
        _compared(check),
        tuple(FLAGS[flag] for flag in check.flags),
        tuple(_sources(check, documents)),
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


def _sources(check: Check, documents: Documents) -> Iterator[Source]:
    spans: dict[Paragraph, list[Span]] = {}
    for citation in check.citations:
        spans.setdefault(citation.paragraph, []).append(citation.span)
    for paragraph, quoted in spans.items():
        document = documents(paragraph.id.document)
        if is_furniture(Citation(paragraph, quoted[0])):
            yield _around_the_text(paragraph, quoted, document)
        else:
            yield _source(paragraph, sorted(quoted), document, is_sound=check.verdict in SOUND_WORDS)


def _source(paragraph: Paragraph, quoted: Sequence[Span], document: Document, *, is_sound: bool) -> Source:
    whole = document.paragraphs[paragraph.ordinal]
    shown = whole if len(whole.text) <= _LONGEST_WHOLE else paragraph
    by = paragraph.span.start - shown.span.start
    words = Span(quoted[0].start, max(span.end for span in quoted)).of(paragraph.text)
    sound = " […] ".join(span.of(paragraph.text) for span in quoted)
    before, after = _neighbours(document, whole)
    return Source(
        spoken_place(paragraph),
        pin_cite(document.card, paragraph),
        paragraph_path(paragraph),
        language_tag(document.card.language),
        tuple(_pieces(shown.text, [span.shifted(by) for span in quoted])),
        before,
        after,
        words,
        copy_text(sound if is_sound else words, document.card, paragraph),
        document.id,
        paragraph.number,
    )


def _around_the_text(paragraph: Paragraph, quoted: Sequence[Span], document: Document) -> Source:
    """What stands on the page around a document: nothing to cite, so nothing to copy either."""
    return Source(
        "On the page around the document",
        f"{document.card.title}, around the text",
        document_path(document.id),
        language_tag(document.card.language),
        tuple(_pieces(paragraph.text, sorted(quoted))),
        None,
        None,
        "",
        "",
        document.id,
        "",
    )


def _neighbours(document: Document, paragraph: Paragraph) -> tuple[Neighbour | None, Neighbour | None]:
    """The paragraphs with words before and after one, headings among them."""
    before = [each for each in document.paragraphs[: paragraph.ordinal] if each.text.strip()]
    after = [each for each in document.paragraphs[paragraph.ordinal + 1 :] if each.text.strip()]
    return _neighbour(before[-1:]), _neighbour(after[:1])


def _neighbour(paragraphs: Sequence[Paragraph]) -> Neighbour | None:
    return Neighbour(spoken_place(paragraphs[0]), paragraphs[0].text) if paragraphs else None


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    end = 0
    for span in spans:
        start = max(end, span.start)
        yield text[end:start], False
        yield text[start : max(start, span.end)], True
        end = max(start, span.end)
    yield text[end:], False


def _place(citation: Citation, documents: Documents) -> Place:
    card, paragraph = documents(citation.paragraph_id.document).card, citation.paragraph
    if is_furniture(citation):
        return Place(f"{card.title}, around the text", document_path(card.id))
    return Place(pin_cite(card, paragraph), paragraph_path(paragraph))
