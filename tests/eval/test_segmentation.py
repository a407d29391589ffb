"""How well files are cut into paragraphs is counted right, and does not get worse."""

import json
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.types import Card
from eval.errors import InvalidQuestionSet
from eval.measure.segmentation import (
    SETS,
    GoldDocument,
    GoldParagraph,
    figures,
    measure,
    pair,
    read_gold,
    report_on,
    score,
)
from eval.reports.gate import findings, measured_cutting, read_floors

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "data"
CARD = Card("talks", "Talks", None, None, None, None, "en")


def gold(*paragraphs: tuple[str, str]) -> GoldDocument:
    return GoldDocument("talks", tuple(GoldParagraph(frozenset({number}), text) for number, text in paragraphs))


def test_numbers_found_missed_and_invented_are_counted() -> None:
    """Of 1, 2 and 4, where the gold has 1, 2 and 3: two found, 3 missed, 4 counts on from nothing."""
    document = segment("1. Peace.\n2. Trade.\n4. Thanks.", CARD)

    counted = score("talks.txt", gold(("1", "Peace."), ("2", "Commerce."), ("3", "Thanks.")), document)

    assert (counted.gold, counted.found, counted.printed, counted.invented, counted.exact) == (3, 2, 3, 1, 1)
    assert (counted.missing, counted.extra) == (("3",), ("4",))


def test_a_gold_that_stops_early_makes_no_number_invented() -> None:
    """What counts on from the last gold number is the document's own."""
    document = segment("1. Peace.\n2. Trade.\n3. Thanks.", CARD)

    counted = score("talks.txt", gold(("1", "Peace."), ("2", "Trade.")), document)

    assert (counted.found, counted.invented) == (2, 0)


def test_a_subparagraph_that_the_gold_lists_beside_its_paragraph_is_found() -> None:
    """Some sets list (a) on its own, where it is 1(a) here."""
    document = segment("1. We ask for:\n(a) peace;\n(b) trade.\n2. Thanks.", CARD)

    counted = score("talks.txt", gold(("1", "We ask for:"), ("a", "peace;"), ("2", "Thanks.")), document)

    assert (counted.found, counted.exact, counted.missing) == (3, 2, ())


def test_shares_are_over_all_paragraphs_and_intervals_over_files() -> None:
    """3 of 4 paragraphs are right: .75, though the files' own shares are 1 and .5."""
    first = score("a.txt", gold(("1", "Peace."), ("2", "Trade.")), segment("1. Peace.\n2. Trade.", CARD))
    second = score("b.txt", gold(("1", "Peace."), ("2", "War.")), segment("1. Peace.\n2. Trade.", CARD))

    found = figures([first, second])

    assert (found["paragraphs"], found["recall"], found["exact"]) == (4, 1.0, 0.75)
    assert found["per file"]["exact"] == [0.75, 0.5, 1.0]


def test_a_file_belongs_to_the_document_of_its_name_or_of_its_words(tmp_path: Path) -> None:
    """An id that ends in the file's name, or else most of the paragraphs."""
    named = GoldDocument("set_a1", (GoldParagraph(frozenset({"1"}), "Peace."),))
    other = GoldDocument("S/2013/1", (GoldParagraph(frozenset({"1"}), "Trade and transit."),))
    texts = {tmp_path / "a1.txt": "Peace.", tmp_path / "x.txt": "1. Trade and  transit.", tmp_path / "y.txt": "War."}

    pairs = {path.name: document.id for path, document in pair(texts, (named, other)).items()}

    assert pairs == {"a1.txt": "set_a1", "x.txt": "S/2013/1"}


def test_a_broken_gold_set_is_told(tmp_path: Path) -> None:
    """The file and what is wrong with it."""
    (tmp_path / "documents.jsonl").write_text('{"paragraphs": []}\n', encoding="utf-8")

    with pytest.raises(
        InvalidQuestionSet, match=r"documents\.jsonl is not a set of documents with paragraphs \('doc_id'\)"
    ):
        read_gold(tmp_path)


def test_a_folder_without_gold_is_told(tmp_path: Path) -> None:
    """It is named, and so is the option."""
    with pytest.raises(InvalidQuestionSet, match=r"holds none of the gold sets .* --gold names the folder"):
        report_on(tmp_path)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold sets are not beside the project")
@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_segmentation_does_not_get_worse(name: str) -> None:
    """Each share is at least its floor, on the very data that the floor was measured on, and every file is read.

    Of draft resolutions every number is found.
    """
    report = measure(read_gold(GOLD / name))

    assert findings(read_floors(), [measured_cutting(report)]) == ()
    assert name != "unsc_drafts" or report["kinds"]["pdf"]["recall"] == 1.0


def test_the_committed_report_keeps_the_floors() -> None:
    """What is published was measured on the same data and is not below the floors."""
    report = json.loads((ROOT / "eval" / "results" / "segmentation.json").read_text(encoding="utf-8"))

    assert findings(read_floors(), [measured_cutting(of) for of in report["sets"]]) == ()
    assert {of["set"] for of in report["sets"]} == set(read_floors()) & set(SETS) == set(SETS)
