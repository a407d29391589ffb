"""The statement that comes with pincite is the one that was published, slips and all."""

from datetime import date
from pathlib import Path

import pytest

from corpus.intake.shipped import FOLDER, shipped_documents
from corpus.numbering.notes import gaps
from corpus.types import Card, Document, Kind

ROOT = Path(__file__).parent.parent.parent
PUBLISHED = ROOT.parent / "shared" / "seed" / "kabul-process-2017.txt"


def test_the_statement_is_the_published_one_byte_for_byte() -> None:
    """Nothing was mended, folded or trimmed in the shipped file."""
    if not PUBLISHED.exists():
        pytest.skip("the file as it was published does not lie beside this checkout")

    assert (FOLDER / "kabul-process-2017.txt").read_bytes() == PUBLISHED.read_bytes()


def test_the_statement_is_read_without_changing_a_character(statement: Document) -> None:
    """The document's text is the file's bytes in UTF-8."""
    assert statement.text.encode() == (FOLDER / "kabul-process-2017.txt").read_bytes()


def test_one_document_is_shipped() -> None:
    """A new library holds the statement and nothing else."""
    assert [document.id for document in shipped_documents()] == ["kabul-process-2017"]


def test_the_card_says_where_the_statement_is_from(statement: Document) -> None:
    """Title, date, place, publisher and address are what a footnote needs."""
    assert statement.card == Card(
        id="kabul-process-2017",
        title="Statement of Kabul Process for Peace and Security Cooperation",
        date=date(2017, 6, 6),
        place="Kabul",
        publisher="Afghanistan Times",
        source="https://www.afghanistantimes.af/statement-of-kabul-process-for-peace-and-security-cooperation/",
        language="en",
    )


def test_the_statement_has_eleven_numbered_paragraphs(statement: Document) -> None:
    """They run from 1 to 11 without a gap, after a title and a preamble."""
    assert statement.numbers == ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")
    assert gaps(statement.numbers) == ()
    assert [p.number for p in statement.paragraphs if p.kind is not Kind.NUMBERED] == ["title", "preamble"]


def test_the_labels_are_as_printed(statement: Document) -> None:
    """Number and hyphen, glued to the first word or not."""
    labels = [p.label.of(statement.text) for p in statement.paragraphs if p.label]

    assert labels == ["1-", "2-", "3-", "4-", "5-", "6-", "7-", "8-", "9-", "10-", "11-"]


def test_the_title_is_the_second_time_it_is_printed(statement: Document) -> None:
    """The breadcrumb ends in the title as well, and is not the heading."""
    title = statement.paragraph("title")

    assert (title.kind, title.text) == (Kind.HEADING, statement.card.title)
    assert title.span.start == statement.text.index("\n\nStatement of Kabul") + 2


def test_the_preamble_begins_and_ends_as_published(statement: Document) -> None:
    """The words before paragraph 1 can be cited too."""
    preamble = statement.paragraph("preamble").text

    assert preamble.startswith("On 6th of June 2017, Afghan government hosted the first meeting")
    assert preamble.endswith("The Chairman summarizes the meeting as following:")


def test_the_page_around_the_statement_is_furniture(statement: Document) -> None:
    """The breadcrumb above and what the newspaper put below are kept and never quoted."""
    above, below = [span.of(statement.text) for span in statement.furniture]

    assert above == "Home / Latest Updates / Statement of Kabul Process for Peace and Security Cooperation"
    assert below.split("\n\n")[:3] == [
        "About admin",
        "Check Also",
        "UN states that aid programs in Afghanistan are encountering a shortage of funds",
    ]
    assert below.endswith("(OCHA) has highlighted …")


def test_the_last_paragraph_ends_before_the_newspaper_goes_on(statement: Document) -> None:
    """Paragraph 11 does not run into "About admin"."""
    assert statement.paragraph("11").text.endswith("foster peace and stability in Afghanistan and region.")


def test_paragraph_3_is_what_the_participants_asked_for(statement: Document) -> None:
    """A whole paragraph, without its number."""
    assert statement.paragraph("3").text == (
        "The participants called on all the armed groups to agree to a ceasefire"
        " and start peace talks with the Afghan Government immediately."
    )


def test_a_non_breaking_space_stays(statement: Document) -> None:
    """Paragraph 7 has the statement's only one, between two sentences."""
    assert "peace in Afghanistan.\u00a0 Joint and concerted efforts" in statement.paragraph("7").text
    assert statement.text.count("\u00a0") == 1


def test_a_slip_of_the_original_stays(statement: Document) -> None:
    """Paragraph 9 says "under Afghan the Government’s", curly apostrophe included, and is quoted so."""
    assert "coordination of efforts under Afghan the Government’s stewardship" in statement.paragraph("9").text
