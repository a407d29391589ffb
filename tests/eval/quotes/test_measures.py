"""The measures of checking quotations, with arithmetic that a reader can redo."""

from dataclasses import replace

import pytest

from corpus.types import Document, ParagraphId
from eval.quotes.cases import PLACED, Case
from eval.quotes.measures import Outcome, by_kind, confusion, figures, is_within, percentile, wilson
from qa_app.check.checker import Desk
from qa_app.check.types import Attribution, Quotation, Verdict
from tests.qa_app.check.shelves import ListedSources

WORDS = "A stable Afghanistan is more valuable than an Afghanistan at war."
PLACE = ParagraphId("kabul-process-2017", "10")
SOUND = Case("1", "untouched", "exact", Quotation(WORDS), frozenset({Verdict.VERBATIM}), PLACED, frozenset({PLACE}))
ALTERED = Case(
    "2", "altered", "number", Quotation(WORDS), frozenset({Verdict.ALTERED_MEANING}), frozenset(), frozenset()
)


@pytest.fixture(scope="module")
def outcomes(statement: Document) -> list[Outcome]:
    """What the desk says of sound words: right of one case, wrong of two."""
    check = Desk(ListedSources([statement])).check(Quotation(WORDS, "kabul-process-2017", "10"))
    misplaced = replace(check, attribution=Attribution.WRONG_PARAGRAPH)
    return [Outcome(SOUND, check, 1.0), Outcome(SOUND, misplaced, 2.0), Outcome(ALTERED, check, 3.0)]


def test_each_measure_counts_the_quotations_that_it_is_about(outcomes: list[Outcome]) -> None:
    """One sound of two passed; the altered one was not caught; two verdicts of three are right."""
    found = {name: (estimate.mean, estimate.n) for name, estimate in figures(outcomes).items()}

    assert found == {
        "unsound caught": (0.0, 1),
        "sound passed": (0.5, 2),
        "fair ellipses to be read": (0.0, 0),
        "verdict right": (2 / 3, 3),
        "attribution right": (0.5, 2),
        "place right": (1.0, 2),
    }


def test_kinds_and_verdicts_are_counted(outcomes: list[Outcome]) -> None:
    """By what was done, in the order in which they come."""
    assert list(by_kind(outcomes)) == [("untouched", "exact"), ("altered", "number")]
    assert confusion(outcomes) == {"exact": {"verbatim": 2}, "number": {"verbatim": 1}}


def test_the_interval_is_wilsons() -> None:
    """Of 10 of 10 it begins at 10 / (10 + 1.96²); of nothing there is none."""
    assert wilson(10, 10).low == pytest.approx(10 / (10 + 1.959964**2))
    assert wilson(10, 10).high == pytest.approx(1.0)
    assert wilson(0, 0).n == 0


def test_a_place_stands_for_what_lies_within_it() -> None:
    """4(a) lies in 4, 40 and 4 of another document do not."""
    four = ParagraphId("d", "4")

    assert [is_within(ParagraphId("d", n), four) for n in ("4", "4(a)", "4.1", "40")] == [True, True, True, False]
    assert not is_within(ParagraphId("e", "4"), four)


def test_a_percentile_is_one_of_the_values() -> None:
    """By nearest rank; 0 of nothing."""
    assert (percentile([3.0, 1.0, 2.0], 50), percentile([3.0, 1.0, 2.0], 95), percentile([], 95)) == (2.0, 3.0, 0.0)
