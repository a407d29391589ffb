"""Advice without contradiction: whoever follows it and checks again may print what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from corpus.intake.shipped import shipped_documents
from eval.quotes.dataset import made_set
from qa_app.check.attribution import same_sentence_after, same_sentence_before
from qa_app.check.checker import Desk
from qa_app.check.language.checkable import is_short
from qa_app.check.reports.rows import what_to_do
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Check, Flag, Quotation, Verdict
from qa_app.citing.citation import Citation
from tests.qa_app.check.desk_documents import ALL
from tests.qa_app.check.shelves import ListedSources

SOURCES = ListedSources((*shipped_documents(), *ALL[:2]))
EVERY = 5  # of the made quotations
_WRONG_PLACE = frozenset({Attribution.WRONG_PARAGRAPH, Attribution.WRONG_DOCUMENT})


def followed(check: Check) -> Iterator[Quotation]:
    """The quotations that the advice leads to; none where it says to leave the words out or to find their source."""
    asked, place = check.quotation, check.citations[0] if check.citations else None
    if place is None or check.verdict in {Verdict.NOT_CHECKABLE, Verdict.NOT_FOUND, Verdict.TOO_SHORT}:
        return
    if check.verdict is Verdict.SPLICED:
        whole = Flag.DENIED_BY_SOURCE in check.flags
        pieces = (
            Quotation(c.paragraph.text if whole else c.quote, c.paragraph_id.document, c.paragraph.number)
            for c in check.citations
        )
        yield from (piece for piece in pieces if not is_short(piece.text))
        return
    words = asked.text
    if Flag.DENIED_BY_SOURCE in check.flags:
        words = place.paragraph.text
    elif check.verdict not in SOUND_WORDS or check.has_to_be_read:
        words = " ".join(_restored((*check.citations, *check.omitted), whole=Flag.CONTEXT_CUT in check.flags))
    document, number = asked.document, asked.number
    if check.attribution in _WRONG_PLACE or (number and check.attribution not in SOUND_PLACES):
        document, number = place.paragraph_id.document, place.paragraph.number
    yield replace(asked, text=words, document=document, number=number)


def _restored(citations: Sequence[Citation], *, whole: bool) -> Iterator[str]:
    """Of each paragraph the words from the first slice to the last, with what an ellipsis at either end leaves out.

    With `whole`, from the beginning of their sentence to its end.
    """
    for paragraph in dict.fromkeys(citation.paragraph for citation in citations):
        spans = [citation.span for citation in citations if citation.paragraph == paragraph]
        first, end = min(span.start for span in spans), max(span.end for span in spans)
        if whole:
            first -= len(same_sentence_before(paragraph.text, first))
            end += len(same_sentence_after(paragraph.text, end)) + 1
        yield paragraph.text[first:end].strip()


@pytest.mark.parametrize("documents", [shipped_documents(), ALL[:1]], ids=["kabul", "harbour"])
def test_following_the_advice_ends_sound(documents: tuple[object, ...]) -> None:
    """Over quotations altered in every way: the source's words for the quotation's, the right place for the wrong."""
    desk, wrong = Desk(SOURCES), []
    for case in made_set("advice", documents).cases[::EVERY]:  # type: ignore[arg-type]
        check = desk.check(case.quotation)
        if check.sound:
            continue
        for quotation in followed(check):
            again = desk.check(quotation)
            if Flag.CONTEXT_CUT in again.flags:  # a piece of a splice, told to be read on from
                again = desk.check(next(followed(again)))
            if not again.sound:
                advice = what_to_do(check, SOURCES.document)
                wrong.append((case.kind, case.quotation.text, advice, again.verdict.value, again.flags, quotation.text))

    assert wrong == []
