"""A quotation taken along: the words as they stand, whatever they are made of."""

import html
import re
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.types import Card, Kind, Paragraph, ParagraphId, Span
from qa_app.citing.citation import HouseStyle, cited_as, pin_cite
from qa_app.citing.copies import copies, text_fragment

SOURCE = "https://example.org/statement?a=1&b=2"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=80)


def paragraph(text: str) -> Paragraph:
    return Paragraph(ParagraphId("d", "3"), 0, Kind.NUMBERED, text, Span(0, len(text)), None, None)


def card(source: str | None = SOURCE) -> Card:
    return Card("d", "A [short] *title*", None, None, None, source, "en")


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        (HouseStyle.PLAIN, "Statement, A/RES/70/1, 6 June 2017, para. 3"),
        (HouseStyle.OSCOLA, "Statement (6 June 2017) A/RES/70/1, para 3"),
        (HouseStyle.CHICAGO, "General Assembly, “Statement,” A/RES/70/1, June 6, 2017, para. 3"),
    ],
)
def test_a_house_has_its_own_style(style: HouseStyle, cited: str) -> None:
    """What is copied, shown and printed is all cited in it."""
    full = Card("d", "Statement", date(2017, 6, 6), None, "General Assembly", None, "en", symbol="A/RES/70/1")

    with cited_as(style):
        assert pin_cite(full, paragraph("Words.")) == cited
        assert copies("Words.", full, paragraph("Words.")).plain == f"“Words.” ({cited})"


def test_each_form_has_the_words_the_citation_and_the_address() -> None:
    """As it is pasted into a mail, a wiki, a web page."""
    text = "All parties <shall> stop.\nAt once."

    made = copies(text, card(), paragraph(text))

    assert made.plain == f"“{text}” (A [short] *title*, para. 3) {SOURCE}"
    assert made.markdown == (
        f"> All parties \\<shall\\> stop.\n> At once.\n>\n> — [A \\[short\\] \\*title\\*, para. 3](<{SOURCE}>)\n"
    )
    address = "https://example.org/statement?a=1&amp;b=2"
    assert made.html == (
        f'<blockquote cite="{address}"><p>All parties &lt;shall&gt; stop.<br>\nAt once.</p></blockquote>\n'
        f'<p>— <a href="{address}">A [short] *title*, para. 3</a></p>\n'
    )


@pytest.mark.parametrize("source", [None, "", "javascript:alert(1)", "file:///etc/passwd", "A book, page 3"])
def test_only_a_web_address_is_linked_to(source: str | None) -> None:
    """Whatever a card says, nothing else becomes a link."""
    made = copies("Words.", card(source), paragraph("Words."))

    assert made.source_link == ""
    assert made.html == "<blockquote><p>Words.</p></blockquote>\n<p>— A [short] *title*, para. 3</p>\n"
    assert made.markdown == "> Words.\n>\n> — A \\[short\\] \\*title\\*, para. 3\n"


@given(WORDS)
def test_markdown_and_html_show_the_words_as_they_are(words: str) -> None:
    """A renderer gives back the characters that were quoted, but for white space."""
    made = copies(words, card(), paragraph(words))

    def shown(markup: str) -> str:
        quoted = re.search(r"<blockquote[^>]*>\s*<p>(.*?)</p>", markup, re.DOTALL)
        return html.unescape(quoted[1]) if quoted else ""

    assert shown(made.html) == words
    assert shown(MarkdownIt().render(made.markdown)).split() == words.split()


def test_a_text_fragment_names_short_words_whole_and_long_ones_by_their_ends() -> None:
    """What means something in a fragment is encoded, and one that the address had is replaced."""
    long = " ".join(f"word{number}" for number in range(60))

    assert text_fragment("https://e.org/a#top", "state-to-state, yes & no") == (
        "https://e.org/a#:~:text=state%2Dto%2Dstate%2C%20yes%20%26%20no"
    )
    assert text_fragment("https://e.org/a", long) == (
        "https://e.org/a#:~:text=word0%20word1%20word2%20word3%20word4,word55%20word56%20word57%20word58%20word59"
    )
    assert text_fragment("https://e.org/a", "One:\n\nAnother line.\tThree") == "https://e.org/a#:~:text=Another%20line."
    assert (
        text_fragment("https://e.org/a", "They ask:\n(a) to protect all")
        == "https://e.org/a#:~:text=to%20protect%20all"
    )


@given(WORDS)
def test_a_text_fragment_holds_the_words_of_a_line_and_no_separator(words: str) -> None:
    """Decoded it is a line with single spaces."""
    fragment = text_fragment("https://e.org/", words).partition("#:~:text=")[2]

    assert not set(fragment) & set("-,&#")
    assert any(" ".join(line.split()).endswith(unquote(fragment)) for line in re.split(r"[\n\t]", words))
