"""Numbers that a document prints again are told apart by the headings over them; doubtful ones say why."""

from pathlib import Path

import pytest

from corpus.types import Document
from qa_app.citing.citation import pin_cite, place_in_document, spoken_place
from qa_app.references.paragraphs import find_paragraph
from tests.corpus.test_cases import CASES, read


@pytest.fixture(scope="module")
def annexes() -> Document:
    """Three paragraphs, then three in each of two annexes."""
    return read(CASES / "part-of-the-credit" / "annex.txt")


def test_a_restart_is_addressed_by_the_heading_over_it(annexes: Document) -> None:
    """As one would write it; the addresses that count repeats go on resolving."""
    copies = annexes.paragraph("Annex II, para. 3")

    assert copies.text == "A copy costs one crown."
    assert annexes.paragraph("3~3") == copies
    assert [p.address for p in annexes.paragraphs if p.label][3:] == [
        f"Annex {annex}, para. {number}" for annex in ("I", "II") for number in (1, 2, 3)
    ]
    assert spoken_place(copies) == "Annex II, paragraph 3"
    assert pin_cite(annexes.card, copies).endswith(", Annex II, para. 3")


@pytest.mark.parametrize(
    "asked",
    ["Annex II, para. 3", "annex 2 para 3", "para. 3 of Annex II", "Paragraph 3, annex II", "ANNEX II 3", "3~3"],
)
def test_a_part_is_found_under_any_usual_form(annexes: Document, asked: str) -> None:
    """Roman or not, in either order."""
    assert find_paragraph(annexes, asked).text == "A copy costs one crown."


def test_a_german_text_is_cited_in_german() -> None:
    """Its own words for article and paragraph; any usual form finds it."""
    document = read(CASES / "german-law" / "art.md")
    section = read(CASES / "german-law" / "par2.md")

    assert place_in_document(document.paragraph("Article 2(2)"), "de") == "Artikel 2 Absatz 2"
    assert place_in_document(section.paragraph("§ 2(2)"), "de") == "§ 2 Absatz 2"
    assert spoken_place(document.paragraph("Article 2(2)"), "de") == "Artikel 2 Absatz 2"
    for asked in ("Artikel 2 Absatz 2", "Art. 2 Abs. 2", "Article 2(2)", "art 2(2)"):
        assert find_paragraph(document, asked).text == "Kinder zahlen nichts."
    assert find_paragraph(section, "§ 2 Abs. 3").text == "Sie wird veröffentlicht."


def test_an_opinion_is_named_by_its_judge(tmp_path: Path) -> None:
    """A heading that is no numbered division is the part's name, capitals put right."""
    path = tmp_path / "judgment.md"
    path.write_text(
        "# Ash v Riverland\n\n1. The court finds for the applicant.\n\n2. The costs are borne by the council.\n\n"
        "## OPINION OF JUDGE BIRCH\n\n1. I agree with the result.\n\n2. I do not agree with the reasons.\n",
        encoding="utf-8",
    )
    document = read(path)

    assert document.paragraph("Opinion of Judge Birch, para. 2").text == "I do not agree with the reasons."


def test_a_number_that_nothing_tells_apart_is_doubtful(tmp_path: Path) -> None:
    """Where no heading says which is meant, and where a number is missing before it."""
    path = tmp_path / "twice.txt"
    path.write_text(
        "The council met in May.\n\n1. It opened the ferry.\n\n2. It rang the bell.\n\n4. It went home.\n\n"
        "1. It met again in June.\n\n2. It closed the ferry.\n",
        encoding="utf-8",
    )
    document = read(path)

    assert document.paragraph("1~2").address == "1~2"
    assert {p.number: p.doubt for p in document.paragraphs if p.label} == {
        "1": "This number is printed more than once, and no heading tells which is meant.",
        "2": "This number is printed more than once, and no heading tells which is meant.",
        "4": "The number before it is missing in the document.",
        "1~2": "This number is printed more than once, and no heading tells which is meant.",
        "2~2": "This number is printed more than once, and no heading tells which is meant.",
    }
