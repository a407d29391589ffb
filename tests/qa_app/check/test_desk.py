"""The quotation desk on quotations made by hand: every verdict, every credit, every kind of change."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.intake.shipped import shipped_documents
from qa_app.check.checker import Desk
from qa_app.check.sources import ListedSources
from qa_app.check.types import Quotation
from tests.qa_app.check.desk_documents import ALL, SUPERSEDED

CASES = [json.loads(line) for line in (Path(__file__).parent / "desk.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk over the shipped statement and the made-up resolutions."""
    return Desk(ListedSources((*shipped_documents(), *ALL), SUPERSEDED))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_a_quotation_gets_the_verdict_it_deserves(desk: Desk, case: dict[str, Any]) -> None:
    """Each of the verdicts listed is right; flags and kinds of change listed are among those found."""
    quotation = Quotation(case["quote"], case.get("document"), case.get("paragraph"), case.get("context", ""))

    check = desk.check(quotation)

    assert check.verdict.value in case["verdict"]
    assert check.sound is case["sound"]
    assert check.attribution.value == case.get("attribution", check.attribution.value)
    assert {flag.value for flag in check.flags} >= set(case.get("flags", ()))
    assert {difference.kind.value for difference in check.differences} >= set(case.get("kinds", ()))
    if "numbers" in case:
        assert [citation.paragraph.number for citation in check.citations] == case["numbers"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_every_slice_shown_is_the_source_itself(desk: Desk, case: dict[str, Any]) -> None:
    """`paragraph.text[span] == quote`, and the paragraph is the document's own."""
    documents = {document.id: document for document in (*shipped_documents(), *ALL)}
    check = desk.check(Quotation(case["quote"], case.get("document"), case.get("paragraph")))

    for citation in (*check.citations, *check.elsewhere):
        document, paragraph = documents[citation.paragraph_id.document], citation.paragraph
        assert citation.span.of(paragraph.text) == citation.quote
        assert paragraph.span.of(document.text) == paragraph.text
