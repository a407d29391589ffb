"""What stands at the edges of a document and of its pages is told from its words, and ends what it ends."""

from pathlib import Path

import pytest

from corpus.cutting.segment import segment_reading
from corpus.formats.text import read_text_format
from corpus.types import Card, Kind
from tests.corpus.test_cases import read

CASES = Path(__file__).parent / "cases" / "edges"
ARTICLES = ["Article 1(1)", "Article 1(2)", "Article 2(1)", "Article 2(2)"]


def furniture(name: str) -> list[str]:
    document = read(CASES / name)
    return [span.of(document.text) for span in document.furniture]


def test_a_notice_of_copyright_ends_no_document_that_goes_on() -> None:
    """Neither in the middle of its numbers nor above its first words; the rest of a web page goes all the same."""
    numbered, unnumbered = read(CASES / "notice.html"), read(CASES / "notice.md")

    assert numbered.numbers == ("1", "2", "3", "4")
    assert [words.split("\n\n")[:2] for words in furniture("notice.html")] == [
        ["Comments", "A fine old boat. I took it to school every day."]
    ]
    assert unnumbered.paragraphs[-1].text.startswith("It agreed that children")
    assert furniture("notice.md") == ["Share this\n\nNext post: The bridge"]


def test_an_annex_below_the_words_of_a_page_is_no_furniture(tmp_path: Path) -> None:
    """A page's tail holds no part of the document."""
    path = tmp_path / "talks.txt"
    numbered = ["1. They met.", "2. They left.", "Comments", "ANNEX I", "1. A boat.", "2. A bell."]
    path.write_text("\n\n".join(["Talks on the ferry", *numbered]), encoding="utf-8")

    assert read(path).furniture == ()


def test_each_language_version_ends_with_its_own_formula() -> None:
    """What comes after "Fait à" is no part of the last article, also where another version follows."""
    document = read(CASES / "two-languages.md")

    words = [p.text for p in document.in_order if p.number.startswith("Article 2") and p.number.endswith("(2)")]
    assert words == [
        "Il peut être dénoncé à tout moment par écrit.",
        "Zij kan te allen tijde schriftelijk worden opgezegd.",
    ]


def test_notes_below_the_signatures_are_no_subdivisions() -> None:
    """A list that begins anew after the formal end is not what the last article holds."""
    document = read(CASES / "notes-below.html")

    assert [p.number for p in document.in_order if p.kind is Kind.NUMBERED] == [*ARTICLES[:2], "Article 2"]
    assert document.paragraph("Article 2").text.endswith("nach seiner Bekanntmachung in Kraft.")
    assert document.paragraph("closing").text.startswith("Geschehen zu Oberufer")


@pytest.mark.parametrize("name", ["grounds.txt", "adopted.md", "adopted-in-french.md", "promulgated.md"])
def test_a_formula_is_no_part_of_the_paragraph_above_it(name: str) -> None:
    """Before the operative part of a judgment, and below the last section of by-laws."""
    document = read(CASES / name)
    last = {
        "grounds.txt": ("33", "landing stage."),
        "adopted.md": ("3", "vote on it."),
        "adopted-in-french.md": ("Article 3", "qui suit l'assemblée."),
        "promulgated.md": ("Article 3", "met ingang van 1 mei."),
    }[name]

    assert document.paragraph(last[0]).text.endswith(last[1])


def test_contents_are_told_from_the_text_they_list() -> None:
    """Whether a colon follows their heading, or the number of a page stands below each line."""
    headed, paged = read(CASES / "contents.html"), read(CASES / "pages-below.txt")

    assert headed.numbers == ("1.01", "1.02", "2.01", "2.02", "2.03")
    assert headed.paragraph("2.03").text == "Loss\n\nWhoever loses a lantern buys another."
    assert any(p.text.startswith("Be it enacted") for p in headed.paragraphs)
    assert paged.numbers == ("1", "2", "3")


@pytest.mark.parametrize("name", ["odd-and-even.txt", "head-and-foot.txt"])
def test_lines_that_count_pages_interrupt_no_paragraph(name: str) -> None:
    """Without form feeds too, and whatever else stands at the same edge of a page."""
    document = read(CASES / name)
    printed = (CASES / name).read_text(encoding="utf-8")

    assert document.numbers == tuple(str(number) for number in range(1, 25))
    assert not any(mark in p.text for p in document.paragraphs for mark in ("[Page", "Approved", "Rules of"))
    assert sorted(" ".join(document.text.split())) == sorted(" ".join(printed.split()))


def test_chapters_that_count_up_are_no_page_numbers() -> None:
    """They stand between sentences."""
    lines = [f"Chapter {c}\n\n" + "\n".join(f"{n}. The gate is shut." for n in range(15)) for c in range(1, 9)]
    reading = read_text_format("\n\n".join(lines).encode())

    assert "Chapter 3\n" in reading.text[: reading.text.index("Chapter 4")]
    assert segment_reading(reading, Card("gate", "Gate", None, None, None, None, "en")).text == "\n\n".join(lines)
