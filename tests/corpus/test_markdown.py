"""Markdown is read as it is seen: no markup, the numbers as typed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats.markdown import read_markdown
from corpus.formats.markdown_words import plain
from corpus.formats.reading import About, Block, Reading, Role

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def words(source: str) -> list[str]:
    reading = read_markdown(source.encode())
    return [block.span.of(reading.text) for block in reading.blocks]


def labels(reading: Reading) -> list[str | None]:
    return [block.label.of(reading.text) if block.label else None for block in reading.blocks]


def in_role(source: str, role: Role) -> list[tuple[str, int | None]]:
    reading = read_markdown(source.encode())
    return [(block.span.of(reading.text), block.level) for block in reading.blocks if block.role is role]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("**1.** We, the *leaders* of", "1. We, the leaders of"),
        ("1\\.  On April 22", "1.  On April 22"),
        ("rights *in rem *in respect", "rights in rem in respect"),
        ("**Section 1.  Policy. ** Equal", "Section 1.  Policy.  Equal"),
        ("the [Charter](../../a/README.md), as", "the Charter, as"),
        ("the [Charter][un], [UN] and [2]", "the Charter, UN and [2]"),
        ("as noted [[1]](#_ftn1)", "as noted \ufdd4[1]\ufdd5"),  # between signs that no text has, to be set apart
        ("![A map](map.png)The map", "The map"),
        ("5 * 3 * 2 and snake_case_word", "5 * 3 * 2 and snake_case_word"),
        ("the 21<sup>st</sup> &amp; last", "the 21st & last"),
        ("\\### the `code` of <https://a.org>", "### the code of https://a.org"),
        ("amount* of *Note", "amount* of *Note"),
        ("Name: ______", "Name: ______"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_markup_is_not_part_of_the_words(source: str, seen: str) -> None:
    """A quotation is compared with what a reader sees."""
    assert plain(source, {"un"}) == seen


def test_a_paragraph_is_a_block_and_its_lines_are_joined() -> None:
    """A line end is a space, two spaces before it make it a line end."""
    assert words("We, the leaders,\nmet in Kabul  \non 6 June.\n\nWe agree.") == [
        "We, the leaders, met in Kabul\non 6 June.",
        "We agree.",
    ]


def test_headings_have_levels_with_or_without_a_space() -> None:
    """Converters of treaties write "###Article 1"."""
    source = "# Title #\n\n###Article 1\n\n####Definitions  \n\nScope\n-----\n\n#hashtag"

    assert in_role(source, Role.HEADING) == [("Title", 1), ("Article 1", 3), ("Definitions", 4), ("Scope", 2)]


@pytest.mark.parametrize(
    ("source", "words", "place"),
    [
        ("33. <sup>1 </sup>We sail.", "33. We sail.", 3),
        ("We sail.<sup>2</sup> They row.", "We sail. They row.", 8),
        ("<sup>14</sup>C and 10<sup>6</sup> boats", "14C and 106 boats", None),
    ],
)
def test_a_raised_figure_that_calls_a_note_is_no_word(source: str, words: str, place: int | None) -> None:
    """Behind a word or a sentence, or before the first word of a paragraph."""
    reading = read_markdown(source.encode())

    assert reading.text == words
    assert [mark.place for mark in reading.marks] == ([] if place is None else [place])


def test_list_numbers_are_those_that_a_reader_sees() -> None:
    """A list in which every entry is typed "1." counts on; a number that was typed otherwise stays as it is."""
    reading = read_markdown(b"1.  One\n1.  Two\n    1. Within\n    1. It\n1.  Three\n\n7) Seven\n   goes on\n\n9) Nine")

    assert reading.text.split("\n\n") == [
        "1. One",
        "2. Two",
        "1. Within",
        "2. It",
        "3. Three",
        "7) Seven goes on",
        "9) Nine",
    ]
    assert labels(reading) == ["1.", "2.", "1.", "2.", "3.", "7)", "9)"]


def test_nested_lists_have_levels_and_names() -> None:
    """A numbered list goes on after the bullets within it."""
    reading = read_markdown(b"1.  One\n    - first\n    - second\n2.  Two\n\nThen:\n\n1. Other")

    assert [(b.span.of(reading.text), b.level, b.list_id) for b in reading.blocks] == [
        ("1. One", 0, "list-1"),
        ("• first", 1, None),
        ("• second", 1, None),
        ("2. Two", 0, "list-1"),
        ("Then:", None, None),
        ("1. Other", 0, "list-3"),
    ]


def test_a_line_that_begins_with_a_year_is_no_list() -> None:
    """A number interrupts a paragraph only where it continues a list or begins one."""
    assert words("They met in the year\n1989. It was cold.") == ["They met in the year 1989. It was cold."]


def test_a_number_after_a_broken_line_begins_a_block() -> None:
    """Web pages break lines where they mean paragraphs."""
    assert words("**Migration**  \n**9.** Both countries") == ["Migration", "9. Both countries"]


def test_bold_over_several_blocks_leaves_no_mark() -> None:
    """Converters close bold in a later paragraph."""
    assert words("**Defending democracy\n\n5. Spain** and others") == ["Defending democracy", "5. Spain and others"]


def test_table_rows_are_blocks() -> None:
    """Cells are separated by tabs; the line of dashes is markup."""
    assert in_role("| Country | Votes |\n|---|:-:|\n| Fiji\\* | **14** |", Role.TABLE) == [
        ("Country\tVotes", None),
        ("Fiji*\t14", None),
    ]


def test_front_matter_tells_of_the_document_and_stands_last() -> None:
    """The text begins where the document begins."""
    reading = read_markdown(
        b"---\ndate: '2022-06-28'\ntitle: \"Joint\\\n  \\ Declaration\\_of \\u2019Two\"\nlang: en-US\n"
        b"source_url: https://a.org/b\ntags: [x]\n---\n\n1. We agree."
    )

    title = "Joint Declaration\u00a0of ’Two"
    assert reading.about == About(title, date(2022, 6, 28), "en", None, "https://a.org/b")
    assert reading.text.startswith("1. We agree.")
    assert [block.role for block in reading.blocks] == [Role.BODY, Role.FURNITURE]


def test_footnotes_stand_last_with_their_marks() -> None:
    """Three ways in which notes are written; where they are called is known and is no word of the text."""
    source = "Text[^1] and[[2]](#_ftn2).\n\n[^1]: One.\n\n[[2]](#_ftnref2) Two.\n\n<sup>3 </sup>Three.\n\nMore."
    reading = read_markdown(source.encode())

    notes = [block for block in reading.blocks if block.role is Role.FOOTNOTE]
    assert reading.text == "Text and.\n\nMore.\n\n[1] One.\n\n[2] Two.\n\n3 Three."
    assert [block.label.of(reading.text) for block in notes if block.label] == ["[1]", "[2]", "3"]
    assert [(mark.place, mark.text) for mark in reading.marks] == [(4, "[1]"), (8, "[2]")]


def test_headings_that_are_set_in_tags_are_headings() -> None:
    """Converters leave whole sections of a page in one line."""
    reading = read_markdown(b'<section><h2 id="a">Part I</h2> <h3>1. Tolls</h3><p>Each boat pays.</p></section>')

    assert [(block.span.of(reading.text), block.role, block.level) for block in reading.blocks] == [
        ("Part I", Role.HEADING, 2),
        ("1. Tolls", Role.HEADING, 3),
        ("Each boat pays.", Role.BODY, None),
    ]


def test_code_comments_rules_and_definitions_are_not_read_as_words() -> None:
    """What a reader does not see is left out; code is kept as it stands."""
    source = "One\n\n***\n\n<!-- hidden\n\nstill -->\n\n[1]: https://a.org\n\n```\n# a *b*\n```\n<br/>\n> quoted"

    assert words(source) == ["One", "# a *b*", "quoted"]


def test_a_file_of_markup_alone_holds_no_text() -> None:
    """There is nothing to quote from a row of dashes."""
    with pytest.raises(UnreadableFile, match=r"^It holds no text\.$"):
        read_markdown(b"---\n\n***\n")


@given(st.binary() | st.text(st.sampled_from("#*_`[]()!<>|-=1.\\ \n\t&a>~^:")).map(str.encode))
def test_any_bytes_give_a_reading_or_a_sentence(raw: bytes) -> None:
    """No markup is so broken that reading fails otherwise."""
    try:
        assert isinstance(read_markdown(raw), Reading)
    except UnreadableFile as error:
        assert str(error).endswith(".")


@given(st.lists(st.text(st.characters(categories=("L", "N"), max_codepoint=0x17F), min_size=1), min_size=1))
def test_plain_words_come_back_unchanged(paragraphs: list[str]) -> None:
    """Where there is no markup, nothing is taken away."""
    assert words("\n\n".join(paragraphs)) == paragraphs


def test_statements_of_the_white_house_keep_their_numbers() -> None:
    """The numbered paragraphs of a communiqué each begin a block."""
    folder = SHARED / "wh_statements" / "raw"
    if not folder.is_dir():
        pytest.skip("the shared documents are not at hand")
    reading = read_markdown((folder / "2021-06-13-carbis-bay-g7-summit-communique.md").read_bytes())

    starts = {_first_word(reading, block) for block in reading.blocks if block.role is Role.BODY}
    assert {f"{number}." for number in range(1, 71)} <= starts


def _first_word(reading: Reading, block: Block) -> str:
    return block.span.of(reading.text).split(None, 1)[0]
