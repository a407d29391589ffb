"""The paragraphs that a check cites as the page shows them: the words marked, the neighbours, long ones cut. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Document, Paragraph, Span
from qa_app.citation import Citation, copy_text, pin_cite, spoken_place
from qa_app.links import document_path, paragraph_path
from qa_app.quotes.attribution import is_furniture
from qa_app.quotes.report_words import Documents
from qa_app.quotes.types import SOUND_WORDS, Check
from qa_app.web.document_rows import language_tag

_LONGEST_WHOLE = 2_500  # characters of a paragraph, beyond which only what is around the quoted words is shown
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


@dataclass(frozen=True, slots=True)
class Source:
    """A source's paragraph: its text in pieces, of which those quoted are marked, and its neighbours.

    `cut_before` and `cut_after` say that a long paragraph goes on there. `words` are the source's from the first to
    the last of those quoted, `copied` is what goes on the clipboard.
    """

    place: str
    cite: str
    path: str
    language: str
    pieces: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool
    before: Neighbour | None
    after: Neighbour | None
    words: str
    copied: str
    document: str
    number: str


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
            yield _source(paragraph, sorted(quoted), document, is_sound=check.verdict in SOUND_WORDS)


def _source(paragraph: Paragraph, quoted: Sequence[Span], document: Document, *, is_sound: bool) -> Source:
    whole = document.paragraphs[paragraph.ordinal]
    marked = [span.shifted(paragraph.span.start - whole.span.start) for span in quoted]
    view = _view(whole.text, marked[0].start, max(span.end for span in marked))
    words = Span(quoted[0].start, max(span.end for span in quoted)).of(paragraph.text)
    sound = " […] ".join(span.of(paragraph.text) for span in quoted)
    before, after = _neighbours(document, whole)
    return Source(
        spoken_place(paragraph),
        pin_cite(document.card, paragraph),
        paragraph_path(paragraph),
        language_tag(document.card.language),
        tuple(_pieces(whole.text, marked, view)),
        view.start > 0,
        view.end < len(whole.text),
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
        tuple(_pieces(paragraph.text, sorted(quoted), Span(0, len(paragraph.text)))),
        False,
        False,
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
    return _before(before[-1]) if before else None, _after(after[0]) if after else None


def _before(paragraph: Paragraph) -> Neighbour:
    view = _view(paragraph.text, len(paragraph.text), len(paragraph.text))
    return Neighbour(spoken_place(paragraph), view.of(paragraph.text), cut_before=view.start > 0)


def _after(paragraph: Paragraph) -> Neighbour:
    view = _view(paragraph.text, 0, 0)
    return Neighbour(spoken_place(paragraph), view.of(paragraph.text), cut_after=view.end < len(paragraph.text))


def _view(text: str, start: int, end: int) -> Span:
    """The whole of a text, or of a long one what is around the characters from `start` to `end`, no word cut."""
    if len(text) <= _LONGEST_WHOLE:
        return Span(0, len(text))
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first > 0 and (space := re.search(r"\s", text[first:start])):
        first += space.end()
    if last < len(text):
        last = end + (len(text[end:last].rpartition(" ")[0]) or last - end)
    return Span(first, last)


def _pieces(text: str, spans: Sequence[Span], view: Span) -> Iterator[tuple[str, bool]]:
    """What is in view, cut at `spans`: every piece in order, and whether it is one of them."""
    end = view.start
    for span in spans:
        start = max(end, span.start)
        yield text[end:start], False
        yield text[start : max(start, span.end)], True
        end = max(start, span.end)
    yield text[end : view.end], False
