"""A text is cut into title, preamble, numbered paragraphs and closing without losing a character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.segment import segment
from corpus.types import Card, Document, Span

TITLE = "Statement of the Talks"


def cut(text: str, title: str = TITLE) -> Document:
    return segment(text, Card("talks", title, None, None, None, None, "en"))


def pieces(text: str, title: str = TITLE) -> list[tuple[str, str]]:
    """Number and text of every paragraph."""
    return [(paragraph.number, paragraph.text) for paragraph in cut(text, title).paragraphs]


def test_a_statement_has_title_preamble_numbers_and_closing() -> None:
    """Every part has the number by which a reader cites it."""
    text = f"{TITLE}\n\nWe met.\n\n1. Peace.\n\n2. Trade.\n\nDone at Kabul."

    assert pieces(text) == [
        ("title", TITLE),
        ("preamble", "We met."),
        ("1", "Peace."),
        ("2", "Trade."),
        ("closing", "Done at Kabul."),
    ]


def test_labels_stay_outside_the_words() -> None:
    """The printed number is known as printed and is no part of the quotation."""
    text = "(1) Peace.\n(2)Trade."
    document = cut(text)

    assert [(p.label.of(text), p.text) for p in document.paragraphs if p.label] == [
        ("(1)", "Peace."),
        ("(2)", "Trade."),
    ]


def test_a_paragraph_may_have_several_lines() -> None:
    """Empty lines within a paragraph that another number follows belong to it."""
    assert pieces("1. Peace.\nAnd more.\n\nAnd yet more.\n2. Trade.") == [
        ("1", "Peace.\nAnd more.\n\nAnd yet more."),
        ("2", "Trade."),
    ]


def test_only_numbers_of_the_sequence_begin_a_paragraph() -> None:
    """An amount, an age, a year, a sub-point and a reference at the start of a line are text."""
    inner = "We count\n3.5 million people,\n6-year-old children,\n2017 and\n1) a point and\n1. above."

    assert pieces(f"1. Peace.\n2. {inner}\n3. Trade.") == [("1", "Peace."), ("2", inner), ("3", "Trade.")]


def test_a_gap_in_the_numbers_is_kept() -> None:
    """Paragraph 4 stays paragraph 4 where the document has no 3."""
    assert cut("1. Peace.\n2. Trade.\n4. Thanks.").numbers == ("1", "2", "4")


def test_a_text_without_numbers_is_one_preamble() -> None:
    """A statement that numbers nothing can be read and quoted all the same."""
    assert pieces(f"{TITLE}\n\nWe met.\n\nWe agreed.") == [("title", TITLE), ("preamble", "We met.\n\nWe agreed.")]


def test_an_empty_text_has_no_paragraphs() -> None:
    """White space alone is nothing to quote."""
    assert pieces(" \n\u00a0\r\n") == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(end: str) -> None:
    """A file from Windows or an old Mac has the same paragraphs, its line ends kept."""
    text = end.join([TITLE, "", "We met.", "", "1. Peace.", "2. Trade", "and transit.", "", "Done."])

    assert pieces(text) == [
        ("title", TITLE),
        ("preamble", "We met."),
        ("1", "Peace."),
        ("2", f"Trade{end}and transit."),
        ("closing", "Done."),
    ]


def test_the_title_is_found_however_it_is_spaced() -> None:
    """Capitals and spaces may differ from the card; what is kept is what is printed."""
    assert pieces("STATEMENT  of the\u00a0Talks\n1. Peace.")[0] == ("title", "STATEMENT  of the\u00a0Talks")


def test_the_page_around_a_document_is_furniture() -> None:
    """What stands above the title and after the last paragraph is kept and is not quoted."""
    text = f"Home / News\n\n{TITLE}\n\n1. Peace.\n\nShare this\n\n1. Other news"
    document = cut(text)

    assert [span.of(text) for span in document.furniture] == ["Home / News", "Share this\n\n1. Other news"]
    assert document.numbers == ("1",)


def test_words_of_a_page_within_a_document_are_text() -> None:
    """ "Comments" before the last number is a part of the statement."""
    text = "1. Peace.\nComments are welcome.\n2. Trade."

    assert cut(text).furniture == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Home\n\nComments on the Talks\n\nWe met.", "Comments on the Talks"),
        (f"Home\n\nShare this\n\n{TITLE}\n\nWe met.", TITLE),
        (f"1. Home\nShare this\n{TITLE}\nWe met.", TITLE),
    ],
)
def test_a_document_does_not_end_before_it_begins(text: str, title: str) -> None:
    """Words of a page that stand above or in the title do not end the document."""
    assert pieces(text, title) == [("title", title), ("preamble", "We met.")]


LABELS = ("1. ", "2. ", "3) ", "(1) ", "1-", "2-", "4-")
SPACES = ("\n", "\n\n", "\r\n", "\r", " ", "\u00a0", "\u2003", "\x0b", "\x1c", "\x85", "\u2028")
WORDS = ("3.5 million", "6-year-old", "2017", "peace", "“quoted”", "😀", "Comments", "About admin")
TEXTS = st.lists(st.sampled_from(LABELS + SPACES + WORDS), max_size=25).map("".join) | st.text(max_size=80)


@settings(max_examples=300, deadline=None)
@given(st.data(), TEXTS)
def test_no_character_is_lost_or_changed(data: st.DataObject, text: str) -> None:
    """Each paragraph is its slice, and every character but white space is in one paragraph, label or furniture."""
    lines = [line for line in text.splitlines() if line.strip()]
    document = cut(text, data.draw(st.sampled_from([TITLE, *lines]), label="title"))
    labels = [p.label for p in document.paragraphs if p.label]
    spans: list[Span] = [*(p.span for p in document.paragraphs), *labels, *document.furniture]
    covered = sorted(place for span in spans for place in range(span.start, span.end))

    assert [p.span.of(text) for p in document.paragraphs] == [p.text for p in document.paragraphs]
    assert covered == sorted(set(covered))
    assert {place for place, c in enumerate(text) if not c.isspace()} <= set(covered)
