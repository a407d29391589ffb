"""Which printed numbers are a document's own: those that start a line and continue its sequence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import Label, accept_sequence, find_labels, gaps
from corpus.types import Span


def labels(*lines: str) -> list[tuple[str, str]]:
    """What stands as a label at the start of each line, and the words after it."""
    found = ((line, label) for line in lines for label in find_labels(line, [Span(0, len(line))]))
    return [(label.span.of(line), line[label.body :]) for line, label in found]


def accepted(*printed: str) -> list[int]:
    """The values accepted of labels such as "3." and "4)", in order."""
    made = [Label(int(p[:-1]), p[-1], Span(10 * i, 10 * i + 2), 10 * i + 2) for i, p in enumerate(printed)]
    return [label.value for label in accept_sequence(made)]


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("1-Meeting just after", "1-", "Meeting just after"),
        ("2- A stable region", "2-", "A stable region"),
        ("10-A stable region", "10-", "A stable region"),
        ("3. We welcome", "3.", "We welcome"),
        ("3.We welcome", "3.", "We welcome"),
        ("4) We note", "4)", "We note"),
        ("(5) We urge", "(5)", "We urge"),
        ("[6] We thank", "[6]", "We thank"),
        ("7– We met", "7–", "We met"),
        ("\u00a0 8.\u00a0We left", "8.", "We left"),
        ("9-“Peace”", "9-", "“Peace”"),
    ],
)
def test_a_number_may_be_printed_in_many_ways(line: str, label: str, words: str) -> None:
    """Dot, bracket, hyphen or dash, glued to the first word or not; the label is kept as printed."""
    assert labels(line) == [(label, words)]


@pytest.mark.parametrize(
    "line",
    [
        "3.5 million people fled",
        "6-year-old children",
        "2-3 December",
        "2017 was a hard year",
        "2017. A hard year",
        "4 of the participants",
        "paragraph 3. says so",
        "1.",
        "12- ",
    ],
)
def test_a_figure_is_not_a_label(line: str) -> None:
    """A decimal, an age, a range, a year, a bare figure or a number with no words after it is text."""
    assert labels(line) == []


def test_a_number_counts_only_at_the_start_of_a_line() -> None:
    """A cross-reference in the middle of a line is text."""
    assert labels("1. As agreed in", "paragraph 2. above", "2. We go on") == [
        ("1.", "As agreed in"),
        ("2.", "We go on"),
    ]


def test_a_sequence_opens_with_one() -> None:
    """What is numbered before the first 1 is not the document's own."""
    assert accepted("4.", "1.", "2.") == [1, 2]


def test_without_a_one_nothing_is_numbered() -> None:
    """A lone "17." is text."""
    assert accepted("17.", "18.") == []


def test_a_cross_reference_at_the_start_of_a_line_is_text() -> None:
    """A number that was there already, or is far ahead, does not continue the sequence."""
    assert accepted("1.", "2.", "1.", "9.", "3.") == [1, 2, 3]


def test_a_sequence_keeps_its_style() -> None:
    """Sub-points "1)" and "2)" within "1." do not count as paragraphs."""
    assert accepted("1.", "1)", "2)", "2.", "3.") == [1, 2, 3]


def test_a_gap_is_kept() -> None:
    """A number that the document left out stays left out; the next keeps the number printed on it."""
    assert accepted("1.", "2.", "4.", "5.") == [1, 2, 4, 5]


def test_a_gap_is_not_made_where_the_number_comes_later() -> None:
    """A number ahead of its turn is a reference where its predecessor is still to come."""
    assert accepted("1.", "3.", "2.", "3.") == [1, 2, 3]


def test_a_gap_of_more_than_two_ends_the_sequence() -> None:
    """A jump from 2 to 6 is more likely a date or a reference than three paragraphs left out."""
    assert accepted("1.", "2.", "5.") == [1, 2, 5]
    assert accepted("1.", "2.", "6.") == [1, 2]


@given(st.lists(st.integers(0, 12).map(lambda n: f"{n}."), max_size=30))
def test_accepted_numbers_rise_from_one(printed: list[str]) -> None:
    """Whatever is printed, no number is accepted twice, out of order or far ahead."""
    values = accepted(*printed)

    assert values[:1] == [1] * bool(values)
    assert {after - before for before, after in pairwise(values)} <= {1, 2, 3}


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        (("1", "2", "3"), ()),
        (("1", "2", "4", "7"), ("3", "5", "6")),
        (("3", "1"), ("2",)),
        (("preamble", "1", "2a", "3"), ("2",)),
        (("preamble",), ()),
        ((), ()),
    ],
)
def test_gaps_are_reported(numbers: tuple[str, ...], missing: tuple[str, ...]) -> None:
    """The whole numbers left out between the first and the last are named."""
    assert gaps(numbers) == missing


def test_a_superscript_is_not_a_whole_number() -> None:
    """A number such as "²", which a prepared document may bear, is passed over like "2a"."""
    assert gaps(("1", "²", "3")) == ("2",)
