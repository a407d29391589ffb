"""The place that a quotation is credited to, as the documents have it, and whether slices lie in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import UnknownDocument, UnknownParagraph
from corpus.types import Document, Paragraph, Span
from qa_app.address import find_paragraph, printed_number
from qa_app.citation import Citation
from qa_app.quotes.sources import Sources
from qa_app.quotes.types import Quotation

_PART = re.compile(r"\d+|[^\W\d_]+")
_SAYS_NOTHING = frozenset("paragraph paragraphs para paras par number no article articles art section sec".split())
_MOST = 40  # paragraphs that a number may mean


@dataclass(frozen=True, slots=True)
class Cited:
    """`document` is None where none is given or none is known by that name; `paragraphs` are those of that number."""

    given: str | None
    number: str | None
    document: Document | None
    paragraphs: tuple[Paragraph, ...]

    @property
    def document_id(self) -> str | None:
        """The id of the document, where there is one."""
        return self.document.id if self.document else None

    @property
    def anything(self) -> bool:
        """Whether a place is given at all."""
        return bool(self.given or self.number)


def cited_place(quotation: Quotation, sources: Sources) -> Cited:
    """What the quotation's `document` and `number` mean in these sources."""
    given, number = (quotation.document or "").strip() or None, (quotation.number or "").strip() or None
    found = sources.known_as(given) if given else None
    try:
        document = sources.document(found) if found else None
    except UnknownDocument:
        document = None
    paragraphs = paragraphs_of_number(document, number) if document and number else ()
    return Cited(given, number, document, paragraphs)


def paragraphs_of_number(document: Document, asked: str) -> tuple[Paragraph, ...]:
    """The paragraph of that number; where it may be several, each of them; empty where there is none."""
    try:
        found = find_paragraph(document, asked)
    except UnknownParagraph:
        found = None
    parts = _parts(asked)
    if found is not None and "~" not in asked and _parts(printed_number(found.number)) == parts:
        return tuple(p for p in document.in_order if printed_number(p.number) == printed_number(found.number))[:_MOST]
    if found is not None:
        return (found,)
    ending = [p for p in document.in_order if parts and _parts(printed_number(p.number))[-len(parts) :] == parts]
    return tuple(ending[:_MOST])


def same_number(one: str, other: str) -> bool:
    """Whether two numbers as people write them are the same, or one lies within the other: "4" and "para. 4(a)"."""
    first, second = _parts(printed_number(one)), _parts(printed_number(other))
    shorter = min(len(first), len(second))
    return bool(shorter) and first[:shorter] == second[:shorter]


def _parts(number: str) -> tuple[str, ...]:
    return tuple(part for part in _PART.findall(number.casefold()) if part not in _SAYS_NOTHING)


def lies_in(citations: Sequence[Citation], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether any of the slices overlaps any of the paragraphs, where both are of one document."""
    return any(_overlap(citation, paragraph) for citation in citations for paragraph in paragraphs)


def _overlap(citation: Citation, paragraph: Paragraph) -> bool:
    if citation.paragraph_id.document != paragraph.id.document:
        return False
    slice_ = citation.span.shifted(citation.paragraph.span.start)
    return slice_.start < paragraph.span.end and paragraph.span.start < slice_.end


def narrowed(citation: Citation, document: Document, wanted: Sequence[Paragraph]) -> Citation:
    """The same slice as one of the smallest paragraph that holds it, or of a wanted one where that holds it."""
    slice_ = citation.span.shifted(citation.paragraph.span.start)
    holding = [p for p in document.in_order if p.span.start <= slice_.start and slice_.end <= p.span.end]
    named = [p for p in wanted if p in holding]
    if not holding:
        return citation
    best = named[0] if named else min(holding, key=lambda p: len(p.span))
    return Citation(best, Span(slice_.start - best.span.start, slice_.end - best.span.start))
