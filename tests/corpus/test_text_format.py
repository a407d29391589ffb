"""Plain text is kept character by character; lines that were wrapped at a column make one block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats.decode import decode
from corpus.formats.reading import Reading, Role
from corpus.formats.text import begins_with_number, read_text_format


def blocks(text: str) -> list[str]:
    reading = read_text_format(text.encode())
    return [block.span.of(reading.text) for block in reading.blocks]


def test_each_line_is_a_block() -> None:
    """Lines as people type them in an editor: one a paragraph."""
    assert blocks("Statement\r\n\r\n1-Meeting was held.\r\n2- We agree.\r\n") == [
        "Statement",
        "1-Meeting was held.",
        "2- We agree.",
    ]


def test_lines_of_a_long_paragraph_are_not_joined() -> None:
    """Lines much longer than a column were not wrapped."""
    first, second = "1. " + "The parties agree on it. " * 10, "and " + "the others follow them. " * 10

    assert blocks(f"{first.strip()}\n{second.strip()}") == [first.strip(), second.strip()]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Mail and old word processors end lines at a column; the line ends stay in the text."""
    text = """\
We, the leaders, met today to discuss the situation in the region, and
agreed that a lasting peace can only come through talks of all parties,
who have to be ready for it.

We thank our hosts for their generous hospitality and look forward to
meeting again."""

    assert blocks(text) == text.split("\n\n")


def test_a_number_begins_a_paragraph_among_wrapped_lines() -> None:
    """Numbered paragraphs need no empty line between them."""
    text = """\
1. We, the leaders, met today to discuss the situation in the region and
   agreed that a lasting peace can only come through talks of all.
2. We reaffirm that
   (a) the sovereignty of all states must be respected in line with the
       Charter of the United Nations; and
   (b) terrorism in all its forms is to be fought by all means."""

    assert [block.split()[0] for block in blocks(text)] == ["1.", "2.", "(a)", "(b)"]


def test_a_number_in_the_middle_of_a_sentence_begins_no_paragraph() -> None:
    """A reference may fall on the beginning of a line."""
    text = """\
The measures that were agreed upon by all the parties under paragraph
12. apply to all who have signed it and to those who will sign it later
than the others."""

    assert blocks(text) == [text]


@pytest.mark.parametrize("indent", ["", "  ", "            "])
def test_the_rest_of_a_sentence_belongs_to_it_whatever_its_indent(indent: str) -> None:
    """A line in small letters, with no number, goes on where no sentence ended."""
    item = "    (c) the trustees shall from time to time review what they have arranged for the delegation"

    assert blocks(f"  (2) This power is subject to the following -\n{item}\n{indent}of their powers.") == [
        "(2) This power is subject to the following -",
        f"{item.strip()}\n{indent}of their powers.",
    ]


def test_a_poem_or_list_of_names_stays_a_block_a_line() -> None:
    """Short lines that begin with capitals were not wrapped."""
    assert blocks("Kabul\nTashkent\nDushanbe") == ["Kabul", "Tashkent", "Dushanbe"]


def test_the_left_edge_is_told_in_points() -> None:
    """A character is six points wide, a tab reaches to the next eighth character."""
    reading = read_text_format(b"1. One\n  (a) two\n\t(b) three")

    assert [block.indent for block in reading.blocks] == [0.0, 12.0, 48.0]


def test_form_feeds_count_pages() -> None:
    """Text taken from paper marks its pages."""
    reading = read_text_format(b"One\ntwo\n\f\nthree\n\f\ffour")

    assert [block.page for block in reading.blocks] == [1, 1, 2, 4]


def test_text_without_form_feeds_has_no_pages() -> None:
    """A page number is not made up."""
    assert [block.page for block in read_text_format(b"One\ntwo").blocks] == [None, None]


def test_a_guessed_encoding_is_passed_on() -> None:
    """What is doubtful about the characters is doubtful about the reading."""
    reading = read_text_format(("Größe, Übung und schöne Straßen " * 20).encode("cp1252"))

    assert reading.doubts == ("The text is not UTF-8; it was read as windows-1252.",)


@pytest.mark.parametrize(
    "text",
    ["12. We", "(4) We", "3- We", "3-We", "Article 5", "[7] We", "1.2 We", "١٢. نحن", "(iv) we", "第五条", "a) we"],
)
def test_what_begins_with_a_number(text: str) -> None:
    """The shapes in which official texts print numbers, in any digits."""
    assert begins_with_number(text)


@pytest.mark.parametrize("text", ["We", "3.5 million", "6-year-old", "2017", "I am", "a house", "", "(see below)"])
def test_what_does_not_begin_with_a_number(text: str) -> None:
    """Quantities and words are text."""
    assert not begins_with_number(text)


def test_one_line_of_many_words_is_one_block() -> None:
    """A file without line ends is read as fast as any."""
    text = "word " * 2_000_000

    assert blocks(text) == [text.strip()]


@given(st.binary())
def test_any_bytes_give_a_reading_or_a_sentence(raw: bytes) -> None:
    """The text is exactly what was decoded."""
    try:
        reading = read_text_format(raw)
    except UnreadableFile:
        return
    assert isinstance(reading, Reading)
    assert reading.text == decode(raw).text


@given(st.lists(st.text(st.sampled_from("aB1.( \t\f\u2028é")) | st.just("The parties agree on all of this and more,")))
def test_any_lines_are_kept_as_they_are(lines: list[str]) -> None:
    """No line is lost, whatever stands in it; running heads of pages stand at the end."""
    text = "1. Beginning\n" + "\r\n".join(lines)
    read = read_text_format(text.encode()).text

    assert sorted("".join(read.split())) == sorted("".join(text.split()))
    assert read == text or "\f" in text


def test_running_heads_of_pages_do_not_interrupt_a_paragraph() -> None:
    """A standard printed by pages: its head and foot come after its text, and a sentence runs over the page."""
    head = "Ferry Standard 12            Bells            May 2020\n\n"
    first = (
        "A bell of kind {} is rung by the master of the ferry before it leaves\n"
        "   and after it has come to its stage on the river, and by"
    )
    last = "   nobody else than the clerk whom the master of the ferry has named."
    pages = [
        f"{head * (page > 1)}{page}.  Bells of kind {page}\n\n   {first.format(page)}\n\n\n"
        f"Ash                Standards Track                 [Page {page}]\n"
        for page in range(1, 5)
    ]
    reading = read_text_format("\f".join([*pages, f"{head}{last}\n"]).encode())
    body = [block.span.of(reading.text) for block in reading.blocks if block.role is Role.BODY]

    assert body[-1] == f"{first.format(4)}\n{last}"
    assert [block.page for block in reading.blocks if block.role is Role.FURNITURE] == [1, 2, 2, 3, 3, 4, 4, 5]
