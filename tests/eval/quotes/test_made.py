"""Quotations made from documents: every kind, the same each time, and what is right of each is known."""

import pytest

from corpus.types import Document
from eval.quotes.cases import QuotationSet
from eval.quotes.dataset import made_set
from eval.quotes.mutations import MADE
from qa_app.check.types import Attribution, Verdict
from tests.qa_app.check.desk_documents import COAST, HARBOUR


@pytest.fixture(scope="module")
def made(statement: Document) -> QuotationSet:
    """Quotations made from the shipped statement and two resolutions."""
    return made_set("talks", (statement, HARBOUR, COAST))


def test_the_same_quotations_are_made_each_time(statement: Document, made: QuotationSet) -> None:
    """Of the same documents with the same seed; another seed makes others."""
    documents = (statement, HARBOUR, COAST)

    assert made_set("talks", documents).sha256 == made.sha256
    assert made_set("talks", documents, seed=1).sha256 != made.sha256


def test_every_kind_is_made(made: QuotationSet) -> None:
    """Of these documents, which have negations, modals, numbers, dates, conditions and caveats."""
    kinds = {case.kind for case in made.cases}

    assert kinds == {kind.name for kind in MADE} | {"wrong paragraph", "wrong document"}


def test_an_untouched_quotation_is_the_paragraphs_own_words(made: QuotationSet) -> None:
    """And only a verdict of sound words is right of it."""
    texts = {p.id: p.text for d in made.documents for p in d.paragraphs}

    for case in made.cases:
        if case.kind == "exact":
            (place,) = case.places
            assert case.quotation.text in texts[place]
            assert case.verdicts == {Verdict.VERBATIM}


def test_no_alteration_stands_in_a_document_by_chance(made: QuotationSet) -> None:
    """Else it would be no alteration."""
    everything = "\n".join(document.text for document in made.documents)

    assert [c.id for c in made.cases if c.group == "altered" and c.quotation.text in everything] == []


def test_a_wrong_place_is_never_one_that_has_the_words(made: QuotationSet) -> None:
    """The attribution that is right says which place is wrong."""
    wrong = [case for case in made.cases if case.group == "misattributed"]

    assert {a for case in wrong for a in case.attributions} == {
        Attribution.WRONG_PARAGRAPH,
        Attribution.WRONG_DOCUMENT,
    }
    for case in wrong:
        assert (case.quotation.document, case.quotation.number) not in {(p.document, p.number) for p in case.places}
