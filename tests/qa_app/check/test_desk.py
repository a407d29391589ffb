"""The quotation desk on quotations made by hand: every verdict, every credit, every kind of change."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.intake.shipped import shipped_documents
from qa_app.check.checker import Desk
from qa_app.check.types import Check, Quotation
from tests.qa_app.check.desk_documents import ALL, SUPERSEDED
from tests.qa_app.check.shelves import ListedSources

CASES = [json.loads(line) for line in (Path(__file__).parent / "desk.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk over the shipped statement and the made-up resolutions."""
    return Desk(ListedSources((*shipped_documents(), *ALL), SUPERSEDED))


def asked(case: dict[str, Any]) -> Quotation:
    return Quotation(case["quote"], case.get("document"), case.get("paragraph"), case.get("context", ""))


def wrong(case: dict[str, Any], check: Check) -> dict[str, Any]:
    """What a check says otherwise than its case: one of the verdicts listed is right, and flags and kinds are among
    those found."""
    right = {
        "verdict": check.verdict.value in case["verdict"],
        "sound": check.sound is case["sound"],
        "attribution": check.attribution.value == case.get("attribution", check.attribution.value),
        "flags": {flag.value for flag in check.flags} >= set(case.get("flags", ())),
        "kinds": {difference.kind.value for difference in check.differences} >= set(case.get("kinds", ())),
        "numbers": case.get("numbers", found := [c.paragraph.number for c in check.citations]) == found,
    }
    return {name: check for name, is_right in right.items() if not is_right}


def test_a_quotation_gets_the_verdict_it_deserves(desk: Desk) -> None:
    """Every case of the table."""
    assert {case["fact"]: found for case in CASES if (found := wrong(case, desk.check(asked(case))))} == {}


def test_every_slice_shown_is_the_source_itself(desk: Desk) -> None:
    """`paragraph.text[span] == quote`, and the paragraph is the document's own."""
    documents = {document.id: document for document in (*shipped_documents(), *ALL)}

    for case in CASES:
        check = desk.check(Quotation(case["quote"], case.get("document"), case.get("paragraph")))
        for citation in (*check.citations, *check.elsewhere):
            document, paragraph = documents[citation.paragraph_id.document], citation.paragraph
            assert citation.span.of(paragraph.text) == citation.quote
            assert paragraph.span.of(document.text) == paragraph.text
