"""Passages that people shortened, fairly and unfairly: none that misleads passes as fair."""

from pathlib import Path

import pytest

from corpus.types import Span
from eval.quotes.quote_check import ELIDED_DOCUMENTS, ELISIONS, read_elisions
from qa_app.check.checker import Desk
from qa_app.check.omissions.ellipses import changes_nothing
from qa_app.check.types import Omission, Verdict
from tests.qa_app.check.shelves import ListedSources

DATA = Path(__file__).parents[3].parent / "shared" / "data"


def needs_elisions() -> None:
    """Skip where the passages are not there."""
    if not (DATA / ELISIONS).is_dir():
        pytest.skip(f"{DATA / ELISIONS} is not there")


@pytest.mark.slow  # checks some two thousand passages
@pytest.mark.parametrize("part", ["train", "dev"])
def test_no_unfair_ellipsis_passes_and_hardly_a_fair_one_is_called_misleading(part: str) -> None:
    """With rules alone: at most 1 in 100 unfair ones pass, at most 3 in 100 fair ones mislead; the rest is to be read.

    The rules were developed on the first part.
    """
    needs_elisions()
    elisions = read_elisions(DATA / ELISIONS, DATA / ELIDED_DOCUMENTS, part)
    desk = Desk(ListedSources(elisions.documents))
    checks = [(case, desk.check(case.quotation)) for case in elisions.cases]

    passed = [check.quotation.text for case, check in checks if check.sound and not case.sound]
    misleading = [check.verdict for case, check in checks if case.sound].count(Verdict.ELLIPSIS_CHANGES_MEANING)
    unfair, fair = (sum(case.sound is sound for case, _ in checks) for sound in (False, True))

    assert len(passed) <= 0.01 * unfair, passed
    assert misleading <= 0.03 * fair


def test_only_what_provably_changes_nothing_is_left_out_without_being_read() -> None:
    """Of a reference, an example, a linking phrase and a purpose.

    Not of a second actor, nor of one of several things that somebody is to do; nor in a foreign language.
    """
    passages = [
        ("In this regard, the parties meet again in May.", "In this regard,"),
        ("The toll, as set out in paragraph 2, is paid by the owner.", ", as set out in paragraph 2,"),
        ("The parties welcome all work, including that of volunteers, on the pier.", ", including that of volunteers,"),
        ("The council shall meet in June, to prepare the fair of the town.", ", to prepare the fair of the town"),
        ("The council and the bishop pay for the work.", "and the bishop"),
        ("They called on the council to stop all work and meet the owners at once.", "stop all work and"),
        ("They called on the council to stop all work and meet the owners at once.", "and meet the owners"),
        ("The council shall repair the pier and the lamp of the quay.", "and the lamp of the quay"),
        (
            "Die Fähre (im Folgenden „das Schiff“) wird von der Stadt und dem Land bezahlt.",
            "(im Folgenden „das Schiff“)",
        ),
    ]
    omissions = [Omission(text, (Span(text.index(part), text.index(part) + len(part)),)) for text, part in passages]

    assert [*map(changes_nothing, omissions)] == [True] * 4 + [False] * 5
