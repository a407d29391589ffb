"""What changed between two documents: aligned, named, counted; in the terminal, as JSON, on its page, over the API."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.segment import segment, segment_reading
from corpus.formats.markdown import read_markdown
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from qa_app.check.types import Change
from qa_app.commands.options import make_answerer
from qa_app.commands.show import comparing
from qa_app.diff.align import lay_beside
from qa_app.diff.diff import Compared, Fate, compare, differences_record
from qa_app.errors import UnreadableInput
from qa_app.service import Service
from qa_app.web import create_site
from tests.shapes import HOSTILE, Part, card, compose

TARGET = "The Parties shall reduce emissions by 20 per cent by 2030 in every sector of the economy."
NOTICE = "Each member may withdraw from the agreement after giving notice of six months to the depositary."
REPORT = "The secretariat will prepare an annual report on the progress made."
PUBLIC = "The report is made public and translated into the six official languages."
FLAG = "The colour of the flag is blue."
FORCE = "This agreement enters into force upon signature by all the participating delegations."
FUND = "The fund is administered by a board of twelve members who are elected for three years."


def numbered(name: str, *paragraphs: str) -> Document:
    text = "\n\n".join(f"{at}. {words}" for at, words in enumerate(paragraphs, start=1))
    return segment(text, Card(name, f"The {name} text", None, None, None, None, "en"))


OLD = numbered("old", TARGET, NOTICE, f"{REPORT[:-1]}, and {PUBLIC}", FLAG, FORCE)
SOFTER = TARGET.replace("shall", "should").replace("20 per", "30 per")
NEW = numbered("new", SOFTER, FORCE, NOTICE.replace("six", "  six"), REPORT, PUBLIC, FUND)
STRANGE = numbered("strange", "Altogether other words stand here today.", "Nobody knows why.")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", lambda: (OLD, NEW, STRANGE, HOSTILE)) as opened:
        opened.add(numbered("old", TARGET, NOTICE))
        yield opened


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_site(Service(library, HashingEncoder, make_answerer))) as client:
        yield client


def told(row: Compared) -> tuple[list[str], list[str], str]:
    return [p.number for p in row.old], [p.number for p in row.new], row.told


def test_each_paragraph_is_laid_beside_what_became_of_it() -> None:
    """Changed, moved, renumbered, split, added and removed ones, in the order of the new text."""
    assert [told(row) for row in compare(OLD, NEW).rows] == [
        (["1"], ["1"], "changed in substance"),
        (["5"], ["2"], "moved"),
        (["2"], ["3"], "unchanged"),
        (["3"], ["4", "5"], "split, changed in substance"),
        (["4"], [], "removed"),
        ([], ["6"], "added"),
    ]


def test_the_other_way_round_parts_are_merged() -> None:
    """A split read backwards is a merger, an addition a removal."""
    fates = {row.fate for row in compare(NEW, OLD).rows}

    assert {Fate.MERGED, Fate.ADDED, Fate.REMOVED} <= fates
    assert Fate.SPLIT not in fates


def test_a_change_is_named_as_the_check_names_it() -> None:
    """The kinds and the sentences are those of the quotation desk, the older words first."""
    changes = compare(OLD, NEW).rows[0].changes

    assert [(each.difference.kind, each.difference.says) for each in changes] == [
        (Change.MODAL, "shall → should: an obligation became advice"),
        (Change.NUMBER, "20 → 30: a number was changed"),
    ]


def test_what_changed_in_substance_is_said_first() -> None:
    """White space is no change, and a number of its own alone changes no words."""
    assert compare(OLD, NEW).summary == (
        "2 paragraphs changed in substance; 1 added; 1 removed; 1 split; 1 moved; 2 renumbered;"
        " 2 unchanged in their words."
    )
    assert compare(OLD, OLD).summary == "Nothing changed: all 5 paragraphs have the same words, places and numbers."


@pytest.mark.parametrize(
    ("before", "after", "in_substance"),
    [
        ("The office is in the old town hall.", "The office is in an old town hall.", False),
        ("The colour of the harbour wall is grey.", "The color of the harbor wall is gray.", False),
        ("The colour of the wall, once white, is grey.", "The colour of the wall once white is grey.", False),
        ("The board meets in public session.", "The board meets in session.", True),
        ("The board shall not meet in secret.", "The board shall meet in secret.", True),
        ("The board holds 4,000 shares of it.", "The board holds 4 000 shares of it.", False),
        ("The resol-\nution was adopted by all.", "The resolution was adopted by all.", False),
    ],
)
def test_small_words_are_told_from_substance(before: str, after: str, in_substance: bool) -> None:
    """What the check takes for the same meaning is a change of form, and words that went are one of substance."""
    assert compare(numbered("a", before, FORCE), numbered("b", after, FORCE)).rows[0].in_substance is in_substance


def test_a_letter_printed_within_a_paragraph_may_change() -> None:
    """What was (b) is (c) where a part was put before it: only the new part is told."""
    one = segment(f"1. The members shall:\n\n(a) {FLAG}\n\n(b) {FORCE}\n\n2. {FUND}", OLD.card)
    other = segment(f"1. The members shall:\n\n(a) {FLAG}\n\n(b) {NOTICE}\n\n(c) {FORCE}\n\n2. {FUND}", OLD.card)

    (changed, unchanged) = compare(one, other).rows

    assert [each.difference.source for each in changed.changes] == [""]
    assert unchanged.fate is Fate.UNCHANGED


def test_words_of_both_sides_are_whole() -> None:
    """Each side's stretches put together are its paragraphs, character by character."""
    for row in compare(OLD, NEW).rows:
        assert "".join(each.text for each in row.old_words) == "\n".join(p.text for p in row.old)
        assert "".join(each.text for each in row.new_words) == "\n".join(p.text for p in row.new)


WORDS = st.lists(st.sampled_from("peace river bridge office fund report notice".split()), max_size=6).map(tuple)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_no_paragraph_is_lost_or_told_twice(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> None:
    """Whatever is compared, every paragraph of both stands in one row, and the new ones in their order."""
    rows = lay_beside(old, new, [(at, at) for at in range(min(len(old), len(new)))])

    assert sorted(at for row in rows for at in row.old) == list(range(len(old)))
    assert [at for row in rows for at in row.new] == list(range(len(new)))


def test_many_equal_paragraphs_are_laid_beside_each_other_quickly() -> None:
    """As many "[Reserved]" as one likes: in order, none moved."""
    rows = lay_beside([("reserved",)] * 4_000, [("reserved",)] * 4_001, [])

    assert sum(row.moved for row in rows) == 0
    assert sum(not row.old for row in rows) == 1


def test_two_documents_that_share_nothing_are_told_in_one_sentence(library: Library) -> None:
    """No row is made up for them; the exit code says that they are not the same."""
    result = CliRunner().invoke(comparing, ["new", "strange", "--library", str(library.folder)], standalone_mode=False)

    assert result.return_value == 1
    assert result.stdout == "new and strange share no paragraph: there is nothing to lay side by side.\n"


def test_the_terminal_shows_what_changed_and_counts_the_rest(library: Library) -> None:
    """The version before is named by its number."""
    result = CliRunner().invoke(comparing, ["old@1", "old", "--library", str(library.folder)], standalone_mode=False)

    assert result.return_value == 1
    assert result.stdout.startswith("0 paragraphs changed in substance; 3 removed; 2 unchanged in their words.\n")
    assert f"Paragraph 4: removed\n− {FLAG}\n" in result.stdout
    assert "2 paragraphs unchanged" in result.stdout


def test_headings_are_counted_apart_from_paragraphs(tmp_path: Path) -> None:
    """So that what is folded away adds up to the paragraphs that the first line tells."""
    text = f"# Accord\n\n## Part I\n\n1. {TARGET}\n\n## Part II\n\n2. {NOTICE}\n\n3. {{}}\n"
    old, new = (read_markdown(text.format(last).encode()) for last in (FLAG, FUND))
    documents = [
        segment_reading(reading, Card(name, "Accord", None, None, None, None, "en"))
        for name, reading in (("one", old), ("two", new))
    ]
    with Library.open(tmp_path / "headed", lambda: documents) as headed:
        folder = str(headed.folder)
    result = CliRunner().invoke(comparing, ["one", "two", "--library", folder], standalone_mode=False)

    assert "; 2 unchanged in their words." in result.stdout
    assert "2 paragraphs and 2 headings unchanged" in result.stdout


def test_json_is_the_same_on_the_command_line_and_over_http(library: Library, client: TestClient) -> None:
    """Field for field."""
    printed = CliRunner().invoke(
        comparing, ["old@1", "new", "--json", "--library", str(library.folder)], standalone_mode=False
    )
    sent = client.get("/api/documents/old@1/diff/new")

    assert json.loads(printed.stdout) == sent.json() == differences_record(compare(library.document("old@1"), NEW))
    assert sent.json()["rows"][0]["differences"][0] == {
        "kind": "modal",
        "old": "shall",
        "new": "should",
        "says": "shall → should: an obligation became advice",
    }


@pytest.mark.parametrize("path", ["/doc/old/diff/none", "/doc/none/diff/old", "/api/documents/old/diff/none"])
def test_an_unknown_document_is_said_to_be_none(client: TestClient, path: str) -> None:
    """As everywhere: 404 and its name."""
    response = client.get(path)

    assert response.status_code == 404
    assert "There is no document" in response.text
    assert "none" in response.text


def test_the_page_shows_both_sides_and_folds_what_did_not_change(client: TestClient) -> None:
    """What went and what came is marked for whoever sees no colours; markup in a document is text."""
    page = client.get("/doc/old%401/diff/new").text
    strange = client.get("/doc/new/diff/strange").text
    hostile = client.get(f"/doc/{HOSTILE.id}/diff/new").text

    assert '<del><span class="sr" lang="en">[removed] </span>shall</del>' in page
    assert '<ins><span class="sr" lang="en">[added] </span>should</ins>' in page
    assert "1 unchanged: Paragraph 2 → Paragraph 3" in page
    assert "share no paragraph" in strange
    assert "<section" not in strange
    assert "<script>" not in hostile


def test_documents_and_versions_lead_to_what_changed(client: TestClient) -> None:
    """From a document, from each of its versions, and from the list, by way of a choice of others."""
    chosen = client.get("/doc/old/diff?words=new").text

    assert 'href="/doc/old/diff"' in client.get("/documents").text
    assert 'href="/doc/old%401/diff/old"' in client.get("/doc/old").text
    assert 'href="/doc/old%401/diff/old"' in client.get("/doc/old%401").text
    assert 'href="/doc/old%401/diff/old"' in chosen
    assert 'href="/doc/old/diff/new"' in chosen
    assert "strange" not in chosen
    assert "No other document matches." in client.get("/doc/old/diff?words=zanzibar").text


@pytest.mark.slow  # makes one of them
def test_documents_of_too_many_paragraphs_are_refused() -> None:
    """In one sentence, before anything is compared."""
    long = compose(card("long", "Long"), [Part(str(at), f"{at}. ", ["Word."]) for at in range(1, 20_002)])

    with pytest.raises(UnreadableInput, match="more than 20,000 paragraphs"):
        compare(long, OLD)
