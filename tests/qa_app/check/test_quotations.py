"""Quotations of communiqués, statutes, judgments and EU acts as journalists print them, with what is right of each.

They were written before anything was mended after them; half A was looked at while mending, half B never.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.check import check_article
from qa_app.check.checker import Desk
from qa_app.check.types import Attribution, Check, Verdict
from tests.corpus.test_cases import read
from tests.qa_app.check.shelves import ListedShelf, ListedSources
from tests.qa_app.check.test_advice import followed

FOLDER = Path(__file__).parent / "quotations"
DOCUMENTS = [read(path) for path in sorted(FOLDER.glob("*")) if path.suffix != ".jsonl"]
DESK = Desk(ListedSources(DOCUMENTS))
_V = Verdict
_AS_PRINTED = {_V.VERBATIM, _V.TYPOGRAPHY}
# What each case is: the verdicts that say so, and whether it may be printed as it stands.
RIGHT: dict[str, tuple[set[Verdict], bool]] = {
    "word for word": (_AS_PRINTED, True),
    "fair": ({_V.ABRIDGED, _V.EDITORIAL}, True),
    "explained": ({_V.EDITORIAL, *_AS_PRINTED}, True),
    "altered in small at most": ({_V.ALTERED_MINOR, *_AS_PRINTED}, True),
    "altered in small": ({_V.ALTERED_MINOR}, False),
    "altered": ({_V.ALTERED_MEANING}, False),
    "unfair ellipsis": ({_V.ELLIPSIS_CHANGES_MEANING, _V.ABRIDGED, _V.EDITORIAL, _V.SPLICED}, False),
    "left out without a mark": ({_V.SILENT_OMISSION}, False),
    "spliced": ({_V.SPLICED}, False),
    "wrong place": (_AS_PRINTED, False),
    "wrong document": ({*_AS_PRINTED, _V.ALTERED_MEANING}, False),
    "wrong voice": (_AS_PRINTED, False),
    "paraphrase": ({_V.PARAPHRASE, _V.NOT_FOUND}, False),  # which of the two, only a model says
    "not there": ({_V.NOT_FOUND, _V.PARAPHRASE}, False),
    "too short": ({_V.TOO_SHORT}, False),
}
_FLAGGED = {_V.ALTERED_MEANING, _V.ELLIPSIS_CHANGES_MEANING, _V.SPLICED, _V.SILENT_OMISSION, _V.ALTERED_MINOR}
Case = dict[str, Any]


@cache
def checked(half: str) -> list[tuple[Case, Check | None]]:
    """Every case of that half with its check; None where nothing was found to check."""
    cases = [json.loads(line) for line in (FOLDER / "cases.jsonl").read_text("utf-8").splitlines()]
    return [(case, _check(case)) for case in cases if case["half"] == half]


def _check(case: Case) -> Check | None:
    result = check_article(article_from_text(case["text"]), DESK, ListedShelf(DOCUMENTS), case.get("document"))
    return result.checked[0].check if result.checked else None


def wrong(half: str, is_wrong: Callable[[Case, Check | None], bool]) -> list[str]:
    """The cases of that half of which that is so."""
    return [case["id"] for case, check in checked(half) if case["is"] != "bad" and is_wrong(case, check)]


def misjudged(case: Case, check: Check | None) -> bool:
    """Whether the verdict is another than is right; that a fair ellipsis has to be read is none."""
    verdicts, sound = RIGHT[case["is"]]
    return check is None or check.verdict not in verdicts or (check.sound and not sound)


def misplaced(case: Case, check: Check | None) -> bool:
    """Whether the words are found elsewhere than where they stand, or the credit is judged wrongly."""
    if "place" not in case or case["is"] in {"paraphrase", "not there"}:
        return False
    if check is None or not check.citations:
        return True
    document, *numbers = case["place"]
    found = {c.paragraph.number.removeprefix("Article ").removeprefix("Recital ").strip("§ ") for c in check.citations}
    right = check.citations[0].paragraph_id.document == document and not found.isdisjoint(numbers)
    return not right or (case["is"] == "wrong place") is not (check.attribution.value == "wrong_paragraph")


def flagged(case: Case, check: Check | None) -> bool:
    """Whether a quotation that may be printed is called altered or misleading."""
    verdicts, sound = RIGHT[case["is"]]
    return check is not None and sound and check.verdict in _FLAGGED - verdicts


def passed(case: Case, check: Check | None) -> bool:
    """Whether a quotation that may not be printed is called sound."""
    return check is not None and check.sound and not RIGHT[case["is"]][1]


@pytest.mark.parametrize("half", ["A", "B"])
def test_no_quotation_that_misleads_passes(half: str) -> None:
    """Cut off at its end without a mark, it has to be read on from."""
    assert wrong(half, passed) == []


@pytest.mark.parametrize("half", ["A", "B"])
def test_hardly_one_that_may_be_printed_is_called_altered_and_the_place_is_right(half: str) -> None:
    """As counted when they were first kept: two of each half are flagged, an ellipsis or a spelling among them."""
    count = len(checked(half))

    assert len(wrong(half, flagged)) <= 2
    assert len(wrong(half, misjudged)) <= 0.09 * count
    assert len(wrong(half, misplaced)) <= 0.03 * count


@pytest.mark.parametrize("half", ["A", "B"])
def test_following_the_advice_ends_sound_where_only_the_quotation_changes(half: str) -> None:
    """Whoever is credited with another's words has to change the sentence around them."""
    contradicted = [
        (case["id"], quotation.text)
        for case, check in checked(half)
        if check and not check.sound and check.attribution is not Attribution.WRONG_VOICE
        for quotation in followed(check)
        if not DESK.check(quotation).sound
    ]

    assert contradicted == []
