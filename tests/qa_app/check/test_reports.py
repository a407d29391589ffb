"""A checked article in every form it is reported in."""

import csv
import io
import json
import re

import pytest
from lxml import html

from corpus.cutting.segment import segment
from corpus.types import Card, Document
from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.check import ArticleCheck, check_article
from qa_app.check.checker import Desk
from qa_app.check.reports.files import HEAD, as_csv, as_markdown_report
from qa_app.check.reports.html import as_html
from qa_app.check.reports.json import as_json_lines
from qa_app.check.reports.rows import SIGNS, Piece, summary, word_differences
from qa_app.check.reports.text import as_text
from qa_app.check.types import Verdict
from tests.qa_app.check.shelves import ListedShelf, ListedSources

CHARTER = segment(
    "1. Keepers shall not let the lamps of the harbour go out before sunrise.\n\n"
    "2. The council decided to buy new oil for every lamp on the northern coast.\n",
    Card("charter", "Charter of the Lamps", None, None, None, None, "en"),
)
ARTICLE = """Paragraph 1 of the charter says "Keepers shall not let the lamps of the harbour go out before sunrise".
It also says "Keepers shall let the lamps of the harbour go out before sunrise". Paragraph 1 adds that
"the council decided to buy new oil for every lamp". In the '90s a "lamp" burned.
"""
HOSTILE = """"=cmd|' /C calc'!A0 <script>alert(1)</script> & **bold** | cell \x1b[31m red" said nobody at all."""


def checked(text: str) -> ArticleCheck:
    """The article checked against the charter."""
    article = article_from_text(text, "a <b>.txt")
    return check_article(article, Desk(ListedSources([CHARTER])), ListedShelf([CHARTER]))


def document(document_id: str) -> Document:
    """The one document that there is."""
    assert document_id == "charter"
    return CHARTER


@pytest.fixture(scope="module")
def result() -> ArticleCheck:
    """Three quotations: sound, altered, credited to the wrong paragraph."""
    return checked(ARTICLE)


def test_each_quotation_is_credited_and_checked(result: ArticleCheck) -> None:
    """In the order of the article."""
    found = [(each.check.verdict.value, each.check.attribution.value, each.line) for each in result.checked]

    assert found == [
        ("verbatim", "as_cited", 1),
        ("altered_meaning", "as_cited", 2),
        ("typography", "wrong_paragraph", 3),
    ]
    assert not result.sound


def test_a_split_quotation_whose_parts_stand_together_is_sound() -> None:
    """With the comma that house style brought in, or without."""
    result = checked('"The council," paragraph 2 says, "decided to buy new oil for every lamp."')

    assert [each.check.sound for each in result.checked] == [True]
    assert result.sound


def test_a_split_quotation_that_leaves_words_out_is_not_sound() -> None:
    """An attribution is no ellipsis."""
    result = checked('"The council decided to buy," paragraph 2 says, "oil for every lamp on the northern coast."')

    assert [each.check.verdict for each in result.checked] == [Verdict.SILENT_OMISSION]


@pytest.mark.parametrize("text", ["No quotation here.", 'An "open mark only.', "A 'scare' quote."])
def test_an_article_in_which_nothing_was_checked_is_no_pass(text: str) -> None:
    """ "No quotations found" is said in so many words."""
    result = checked(text)

    assert not result.sound
    assert summary(result) == "No quotations found: nothing was checked, which is not a pass."


def test_a_mark_without_a_partner_is_no_pass() -> None:
    """What it quotes could not be checked."""
    result = checked('Paragraph 2 says "the council decided to buy new oil". An “open mark.')

    assert summary(result) == "1 quotation: 1 sound, 0 to look at; 1 mark without a partner."
    assert not result.sound


def test_the_text_report_says_where_what_and_what_to_do(result: ArticleCheck) -> None:
    """Line, verdict in words, source words, advice."""
    lines = as_text(result, document).splitlines()

    assert lines[0] == "1. Line 1  ✓ Word for word"
    assert "   To do: Credit para. 2, not 1." in lines
    assert 'Passed over in line 3: "lamp" (one or two words: scare quotes)' in lines
    assert "Passed over: 1 apostrophe" in lines
    assert lines[-1] == "3 quotations: 1 sound, 2 to look at."


def test_the_json_report_keeps_the_contract(result: ArticleCheck) -> None:
    """The keys of every check, then "article"; what was passed over has "skipped"."""
    records = [json.loads(line) for line in as_json_lines(result, document).splitlines()]

    first = records[0]
    keys = "id quote verdict attribution document numbers source start end differences flags sound"
    assert list(first)[:12] == keys.split()
    assert CHARTER.paragraph("1").text[first["start"] : first["end"]] == first["source"]
    place = ARTICLE.index('"Keepers')
    end = ARTICLE.index('".') + 1
    parts = [[place + 1, end - 1]]
    assert first["article"] == {"file": "a <b>.txt", "start": place, "end": end, "line": 1, "parts": parts}
    assert [record.get("skipped") for record in records[3:]] == ["apostrophe", "one or two words: scare quotes"]


def test_the_csv_report_cannot_run_as_a_formula() -> None:
    """A cell that a spreadsheet would take for one begins with an apostrophe."""
    rows = list(csv.DictReader(io.StringIO(as_csv(checked(HOSTILE), document), newline="")))

    assert rows[0]["quotation"].startswith("'=cmd|")
    assert tuple(rows[0]) == HEAD


def test_the_markdown_report_shows_quoted_words_as_words() -> None:
    """Neither markup nor HTML in the article takes effect."""
    report = as_markdown_report(checked(HOSTILE), document)

    assert r"\<script\>alert(1)\</script\> \& \*\*bold\*\* \| cell" in report
    assert "a \\<b\\>.txt" in report


def test_control_characters_never_reach_the_terminal() -> None:
    """They could steer it."""
    assert "\x1b" not in as_text(checked(HOSTILE), document)


def test_the_html_report_escapes_everything_and_needs_nothing_beside_it() -> None:
    """No script, no address, no style from elsewhere."""
    page = as_html(checked(HOSTILE), document)
    tree = html.fromstring(page)

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert tree.xpath("//script | //link | //img | //iframe | //@src | //@onclick") == []
    assert {address for address in tree.xpath("//@href") if not address.startswith("#")} == set()


def test_every_mark_in_the_html_report_leads_to_its_verdict_and_back(result: ArticleCheck) -> None:
    """Symbol and words are there beside the colour."""
    tree = html.fromstring(as_html(result, document))

    marks = tree.xpath("//a[@class='quote']")
    assert [mark.get("href") for mark in marks] == ["#v1", "#v2", "#v3"]
    assert [mark.xpath("string(.//span[contains(@class, 'tag')])") for mark in marks] == [
        "✓ 1 Sound", "✗ 2 Meaning altered", "≠ 3 Wrong paragraph",
    ]  # fmt: skip
    assert [card.get("id") for card in tree.xpath("//article")] == ["v1", "v2", "v3"]
    assert tree.xpath("//article[@id='v3']//mark/text()") == ["The council decided to buy new oil for every lamp"]


def test_the_article_stands_whole_in_the_html_report(result: ArticleCheck) -> None:
    """Nothing but the labels is added."""
    tree = html.fromstring(as_html(result, document))
    for tag in tree.xpath("//div[@class='text']//span[starts-with(@class, 'tag')]"):
        tag.drop_tree()

    shown = tree.xpath("string(//div[@class='text'])")
    assert re.sub(r"\s+", " ", shown).replace('" ', '"') == re.sub(r"\s+", " ", ARTICLE).replace('" ', '"')


def test_words_that_only_one_side_has_are_told_apart() -> None:
    """ "not" is missing from the quotation."""
    assert word_differences("shall let go", "shall not let them go") == [
        Piece("same", "shall"),
        Piece("missing", "not"),
        Piece("same", "let"),
        Piece("missing", "them"),
        Piece("same", "go"),
    ]


def test_every_verdict_has_a_symbol() -> None:
    """Colour never stands alone."""
    assert set(SIGNS) == set(Verdict)
    assert all(symbol for symbol, _ in SIGNS.values())


def test_a_number_with_a_separator_is_one_word() -> None:
    """ "4,000" beside "40,000" is a number replaced, not "4" replaced with ",000" left alone."""
    assert word_differences("some 40,000 troops", "some 4,000 troops") == [
        Piece("same", "some"),
        Piece("missing", "4,000"),
        Piece("added", "40,000"),
        Piece("same", "troops"),
    ]
