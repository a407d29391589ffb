"""A web page is read as a browser shows it, and what stands around its text is set apart."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats.html.page import read_html
from corpus.formats.reading import About, Reading, Role

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def read(page: str) -> Reading:
    return read_html(page.encode())


def words(page: str) -> list[str]:
    reading = read(page)
    return [block.span.of(reading.text) for block in reading.blocks]


def labelled(page: str) -> list[tuple[str | None, str]]:
    reading = read(page)
    return [(b.label.of(reading.text) if b.label else None, b.span.of(reading.text)) for b in reading.blocks]


def in_role(reading: Reading, role: Role) -> list[str]:
    return [block.span.of(reading.text) for block in reading.blocks if block.role is role]


def test_white_space_is_folded_and_entities_are_read() -> None:
    """As a browser does: one space for many, a line end only where the page breaks the line."""
    assert words("<p>  We,\n  the <b>leaders</b>&nbsp;&amp; peoples<br> met.</p>") == [
        "We, the leaders\u00a0& peoples\nmet."
    ]


def test_what_a_browser_hides_is_left_out() -> None:
    """Scripts, comments and hidden elements are not words of the page."""
    page = (
        "<style>p {}</style><script>x()</script><!-- no --><template>t</template><p hidden>a</p>"
        "<p style='color:red; display : none'>b</p><p aria-hidden=true>c</p><noscript>d</noscript><p>Seen"
    )
    assert words(page) == ["Seen"]


def test_blocks_are_those_of_the_page() -> None:
    """Paragraphs, headings with their level, quotations, lines of preformatted text."""
    reading = read("<div>One<p>Two</p>Three</div><h2>Four</h2><blockquote>Five</blockquote><pre>Six\n  seven</pre>")

    assert [(block.span.of(reading.text), block.role, block.level) for block in reading.blocks] == [
        ("One", Role.BODY, None),
        ("Two", Role.BODY, None),
        ("Three", Role.BODY, None),
        ("Four", Role.HEADING, 2),
        ("Five", Role.BODY, None),
        ("Six\n  seven", Role.BODY, None),
    ]


@pytest.mark.parametrize(
    ("opening", "printed"),
    [
        ("<ol>", ["1. One", "2. Two"]),
        ("<ol start=9>", ["9. One", "10. Two"]),
        ("<ol reversed>", ["2. One", "1. Two"]),
        ("<ol type=a>", ["a. One", "b. Two"]),
        ("<ol type=I start=3>", ["III. One", "IV. Two"]),
        ("<ol style='list-style-type: lower-roman'>", ["i. One", "ii. Two"]),
        ("<ol style='list-style:none'>", ["One", "Two"]),
        ("<ol style='list-style-type: arabic-indic'>", ["١. One", "٢. Two"]),
        ("<ul>", ["• One", "• Two"]),
        ("<ul style='list-style-type: none'>", ["One", "Two"]),
    ],
)
def test_lists_are_numbered_as_a_browser_prints_them(opening: str, printed: list[str]) -> None:
    """The number is nowhere in the file, but it is what people see and cite."""
    assert words(f"{opening}<li>One<li>Two") == printed


def test_numbers_of_lists_are_labels_with_level_and_list() -> None:
    """A list within an entry is one level deeper."""
    reading = read("<ol><li>One<ol type=a><li value=3>Deep</ol><li><p>Two<p>more</ol>")

    assert [(b.span.of(reading.text), b.label is not None, b.level, b.list_id) for b in reading.blocks] == [
        ("1. One", True, 0, "list-1"),
        ("c. Deep", True, 1, "list-2"),
        ("2. Two", True, 0, "list-1"),
        ("more", False, 0, None),
    ]


def test_a_number_that_is_typed_in_a_list_is_not_printed_twice() -> None:
    """Pages hide the automatic numbers by a style sheet and type their own."""
    assert words("<ol><li>(a) one<li>2. two</ol><ul><li>(c) three</ul>") == ["(a) one", "2. two", "(c) three"]


def test_a_number_in_a_cell_of_its_own_belongs_to_the_paragraph() -> None:
    """The Official Journal sets recitals and points in tables of two columns."""
    page = (
        "<table><tr><td><p>(1)</p></td><td><p>The protection of persons.</p>"
        "<table><tr><td>(a)</td><td>first;</td></tr></table><table><tr><td>—</td><td>second.</td></tr></table></td></tr>"
    )
    assert labelled(page) == [("(1)", "(1)\tThe protection of persons."), ("(a)", "(a)\tfirst;"), (None, "—\tsecond.")]


def test_a_number_in_an_element_of_its_own_belongs_to_the_paragraph() -> None:
    """Whether its class says so or only its shape."""
    page = (
        "<section><h2><span class=num>42 </span></h2><p>Section 4 details.</p></section>"
        "<p><span class='LegP1No'>7.15</span>Children</p><p>(b)</p><p>typed</p><h2><span class=num>3</span> Scope</h2>"
    )
    assert labelled(page) == [
        ("42", "42 Section 4 details."),
        ("7.15", "7.15 Children"),
        (None, "(b) typed"),
        ("3", "3 Scope"),
    ]


def test_rows_of_a_table_are_blocks() -> None:
    """Facts in columns: cells are separated by tabs."""
    reading = read("<table><tr><th>State<th>Votes<tr><td><p>Fiji</p><p>(Pacific)</p><td>14</table>")

    assert in_role(reading, Role.TABLE) == ["State\tVotes", "Fiji (Pacific)\t14"]


def test_tables_that_lay_out_a_page_are_no_tables() -> None:
    """One column, or tables in tables, is how pages were once built."""
    reading = read("<table><tr><td><p>One</p><p>two</p></td></tr></table>")

    assert in_role(reading, Role.BODY) == ["One", "two"]


def test_notes_stand_last_with_their_marks() -> None:
    """A note is what a raised link leads to; the link back from it leads to the text."""
    page = (
        "<table><tr><td>(1)</td><td>The parties <a id=r1 href='#n1'>(<span class=super>1</span>)</a> met.</td></table>"
        "<p><a id=n1 href='#r1'>(<span class=super>1</span>)</a> OJ L 1.</p><p>They agreed.</p>"
        "<div class=footnote><p>2 Another.</p><p>It goes on.</p></div>"
    )
    reading = read(page)

    assert in_role(reading, Role.BODY) == ["(1)\tThe parties met.", "They agreed."]
    assert in_role(reading, Role.FOOTNOTE) == ["(1) OJ L 1.", "2 Another.", "It goes on."]
    assert [b.label.of(reading.text) for b in reading.blocks if b.label] == ["(1)", "(1)", "2"]


def test_the_head_tells_of_the_document() -> None:
    """Title, date, language, publisher and address."""
    page = (
        "<html lang=en-GB><head><title>Statement | Site</title><meta property=og:title content='Statement'>"
        "<meta name=DC.date content=2017-06-06><meta property=og:site_name content='Office'>"
        "<link rel=canonical href='https://a.org/s'></head><body><p>Text"
    )
    assert read(page).about == About("Statement", date(2017, 6, 6), "en", "Office", "https://a.org/s")


def test_a_title_that_is_a_file_name_is_no_title() -> None:
    """Converters put the name of the file there."""
    assert read("<title>L_2016119EN.01000101.xml</title><p>Text").about.title is None


def test_the_declared_encoding_is_used() -> None:
    """Old pages say in their head how they are encoded."""
    page = "<meta charset=windows-1251><p>Стороны</p>"

    assert read_html(page.encode("cp1251")).text == "Стороны"


SENTENCE = "The participants reaffirmed their commitment to peace and to the sovereignty of all states in the region. "
PAGE = (
    "<html><body><header><a href=/>Ministry</a></header><nav><ol><li>1. Home<li>2. News</ol></nav>"
    "<div class='cookie-banner'>We use cookies.</div><main><h1>Joint Statement</h1>"
    + "".join(f"<p>{number}. {SENTENCE * 3}</p>" for number in range(1, 6))
    + "<p>6. Short.</p></main><aside>Most read</aside><footer>© Ministry</footer></body></html>"
)


def test_menus_and_banners_are_furniture() -> None:
    """They are kept apart, after the text, and never an answer."""
    reading = read(PAGE)

    assert in_role(reading, Role.FURNITURE) == [
        "Ministry",
        "1. Home",
        "2. News",
        "We use cookies.",
        "Most read",
        "© Ministry",
    ]


def test_no_numbered_paragraph_is_lost_among_furniture() -> None:
    """However short it is, and whatever the extraction of the main text makes of it."""
    reading = read(PAGE)

    assert [text.split()[0] for text in in_role(reading, Role.BODY)] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert in_role(reading, Role.HEADING) == ["Joint Statement"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 1500 + "deep" + "</div>" * 1500 + "<p>after",
        "<b>" * 400 + "deep<p>after",
        "<table><tr><td>" * 300 + "deep",
    ],
)
def test_deep_nesting_is_read(page: str) -> None:
    """Elements that nobody closed pile up; nothing after them is lost."""
    assert "deep" in read(page).text
    assert ("after" in page) == ("after" in read(page).text)


def test_nesting_without_end_is_refused_in_words() -> None:
    """A hundred thousand open elements are no web page."""
    with pytest.raises(UnreadableFile, match=r"^Its elements are nested too deeply for a web page\.$"):
        read("<div>" * 100_000 + "deep")


@pytest.mark.slow  # 15 MB
def test_a_line_of_many_megabytes_is_read_whole() -> None:
    """The parser's limits do not cut a text short."""
    assert len(read("<p>" + "word " * 3_000_000).text) == 5 * 3_000_000 - 1


@pytest.mark.parametrize(
    "page", ["<p> </p>", "<!-- only -->", "<html><head><title>T</title></head></html>", "<ol><li></ol>"]
)
def test_a_page_without_words_holds_no_text(page: str) -> None:
    """What cannot be quoted cannot be added."""
    with pytest.raises(UnreadableFile, match=r"^It holds no text\.$"):
        read(page)


TAGS = (
    "p|div|ol|ul|li|table|tr|td|th|h1|h2|span class=num|a href=#n|a id=n|p id=n|sup|pre|br|q|nav|main|footer|b|i|style"
).split("|")


@given(
    st.binary()
    | st.lists(st.sampled_from([*(f"<{t}>" for t in TAGS), *(f"</{t}>" for t in TAGS), "1.", "(a)", "x y", "•", " "]))
    .map("".join)
    .map(str.encode)
)
def test_any_bytes_give_a_reading_or_a_sentence(raw: bytes) -> None:
    """No page is so broken that reading fails otherwise."""
    try:
        assert isinstance(read_html(raw), Reading)
    except UnreadableFile as error:
        assert str(error).endswith(".")


@pytest.mark.slow  # reads a megabyte
def test_the_official_journal_keeps_its_recitals_and_articles() -> None:
    """Every recital and every article of a regulation, each number once, the notes apart."""
    page = SHARED / "gdpr_qa" / "raw" / "L_2016119EN.01000101.xml.html"
    if not page.is_file():
        pytest.skip("the shared documents are not at hand")
    reading = read_html(page.read_bytes())

    body = in_role(reading, Role.BODY)
    first = body.index("Whereas:") + 1
    recitals = [text.split("\t")[0] for text in body[first:] if re.match(r"\(\d+\)\t", text)][:173]
    articles = [text for text in in_role(reading, Role.HEADING) if re.fullmatch(r"Article \d+", text)]
    assert recitals == [f"({number})" for number in range(1, 174)]
    assert [text.replace("\u00a0", " ") for text in articles] == [f"Article {number}" for number in range(1, 100)]
    assert len(in_role(reading, Role.FOOTNOTE)) == 21


def test_explanatory_memoranda_keep_their_numbers() -> None:
    """The numbers of the paragraphs stand before their words, as the publisher marks them."""
    folder = SHARED / "uk_explanatory_docs"
    if not folder.is_dir():
        pytest.skip("the shared documents are not at hand")
    reading = read_html((folder / "raw" / "ukdsicop_9780111162422_en.html").read_bytes())
    lines = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    document = next(d for d in map(json.loads, lines) if d["doc_id"].endswith("ukdsicop_9780111162422_en"))

    expected = [p["number"] for p in document["paragraphs"] if p["number"][0].isdigit()]
    labels = {block.label.of(reading.text) for block in reading.blocks if block.label}
    assert [number for number in expected if number not in labels] == []
