"""The paragraphs that a check cites as the page shows them: the words marked, the neighbours, long ones cut. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Document, Paragraph, Span
from qa_app.citation import Citation, copy_text, pin_cite, spoken_place
from qa_app.links import document_path, paragraph_path
from qa_app.quotes.attribution import is_furniture
from qa_app.quotes.report_words import Documents
from qa_app.quotes.types import SOUND_WORDS, Check
from qa_app.web.document_rows import language_tag
from qa_app.web.neighbours import Neighbour, around, neighbours


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
    view = around(whole.text, marked[0].start, max(span.end for span in marked))
    words = Span(quoted[0].start, max(span.end for span in quoted)).of(paragraph.text)
    sound = " […] ".join(span.of(paragraph.text) for span in quoted)
    before, after = neighbours(document, whole)
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


def _pieces(text: str, spans: Sequence[Span], view: Span) -> Iterator[tuple[str, bool]]:
    """What is in view, cut at `spans`: every piece in order, and whether it is one of them."""
    end = view.start
    for span in spans:
        start = max(end, span.start)
        yield text[end:start], False
        yield text[start : max(start, span.end)], True
        end = max(start, span.end)
    yield text[end : view.end], False
