"""The answer card: what it quotes is the stored text, and everything in it is escaped."""

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.export.tree import walk
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from index.hits import Hit
from qa_app.citing.citation import Citation
from qa_app.citing.links import anchor
from qa_app.outcomes import Abstention, Answer, QuotedParagraph, Searched
from qa_app.web.cards import answer_card, notice_card
from qa_app.web.documents.reader import Standing, direction, document_page, document_rows
from qa_app.web.rendering import STATIC
from tests.shapes import ARABIC, HOSTILE, PROCESS, REGULATION, RESOLUTION, SHAPES, Part, card, compose

REPORTS = STATIC.parents[2] / "eval" / "pages" / "static"
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80)


def quoted(text: str, span: Span, score: float = 0.9) -> QuotedParagraph:
    paragraph = Paragraph(ParagraphId("d", "3"), 0, Kind.NUMBERED, text, Span(0, len(text)), None, None)
    card = Card("d", "Title", None, None, None, "https://example.org/d", "en")
    return QuotedParagraph(card, paragraph, (Citation(paragraph, span),), score)


def answer(*quotes: QuotedParagraph) -> Answer:
    return Answer("?", quotes, tuple(Hit(quote.paragraph, quote.score, ()) for quote in quotes))


def shown(pattern: str, card: str) -> str:
    """The characters a browser shows of what matches `pattern`, tags taken out."""
    match = re.search(pattern, card, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", match[1])) if match else ""


@given(TEXT, st.data())
def test_the_words_on_the_card_are_the_stored_words(text: str, data: st.DataObject) -> None:
    """Paragraph, marked sentence and lead, character by character; what is the whole paragraph stands there once."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    card = answer_card(answer(quoted(text, Span(start, end))))

    assert shown(r"<blockquote[^>]*>(.*?)</blockquote>", card) == text
    assert shown(r"<mark>(.*?)</mark>", card) == text[start:end]
    is_whole = text[start:end].strip() == text.strip()
    assert shown(r"<q [^>]*>(.*?)</q>", card) == ("" if is_whole else text[start:end])


def test_markup_in_a_document_is_shown_and_never_run() -> None:
    """Tags, Markdown and templates of a document are characters like any other."""
    text = "<img onerror=1> *a* $$b$$ {{7*7}} ' \""

    card = answer_card(answer(quoted(text, Span(0, len(text)))))

    assert "<img" not in card
    assert "{{7*7}}" in card
    assert html.escape(text, quote=False).replace("'", "&#39;").replace('"', "&#34;") in card


def test_copying_takes_the_sentence_with_its_citation(statement: Document) -> None:
    """The words, the place and the source's address."""
    third = statement.paragraph("3")
    quote = QuotedParagraph(statement.card, third, (Citation(third, Span(0, len(third.text))),), 0.9)

    card = answer_card(answer(quote))

    assert html.unescape(re.search(r'data-copy="([^"]*)"', card)[1]) == (  # type: ignore[index]
        f"“{third.text}” (Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3)"
        " https://www.afghanistantimes.af/statement-of-kabul-process-for-peace-and-security-cooperation/"
    )
    assert 'href="/doc/kabul-process-2017#p3"' in card


def test_an_answer_that_is_likelier_wrong_says_so() -> None:
    """Below one half it is marked as unsure, above it is not."""
    unsure = "it may not answer the question"

    assert unsure in answer_card(answer(quoted("A text.", Span(0, 7), 0.49)))
    assert unsure not in answer_card(answer(quoted("A text.", Span(0, 7), 0.5)))


def test_a_refusal_marks_and_copies_nothing() -> None:
    """What came nearest is named as not an answer."""
    quote = quoted("A text.", Span(0, 7))

    card = answer_card(Abstention("?", "Because.", (quote,), Searched(2, 24), 0.1, ()))

    assert "Nearest, not an answer: paragraph 3" in card
    assert "Searched 2 documents, 24 paragraphs." in card
    assert "<mark>" not in card
    assert "data-copy" not in card


def test_a_notice_is_escaped() -> None:
    """What went wrong may repeat what was typed."""
    assert "&lt;b&gt;" in notice_card("<b>")


@pytest.mark.parametrize("document", SHAPES, ids=lambda document: document.id)
def test_every_paragraph_and_part_has_an_anchor(document: Document) -> None:
    """Each its own, headings too; what has no words has none."""
    ids = [html.unescape(found) for found in re.findall(r'\bid="([^"]*)"', document_page(document))]

    wanted = [anchor(p) for p, _ in walk(document) if p.text.strip() and p.number != "title"]
    assert [name for name in wanted if ids.count(name) != 1] == []
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("document", SHAPES, ids=lambda document: document.id)
def test_the_words_on_the_document_page_are_the_stored_words(document: Document) -> None:
    """Labels in their places; spaces aside, where a part has a line of its own."""
    page = document_page(document)
    body = re.sub(r'<span class="sr"[^>]*>.*?</span>|<p class="more".*?</p>', "", page)
    shown_words = "".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())

    missing = [p.number for p in document.paragraphs if "".join(p.text.split()) not in shown_words]

    assert missing == []


def test_headings_are_the_contents_of_the_page() -> None:
    """Each links to its place, beside the words and folded above them; their levels leave none out."""
    page = document_page(REGULATION)

    beside, folded = page.split("<details", 1)
    for contents in (beside, folded):
        assert re.findall(r'<li class="depth-(\d)"><a href="([^"]*)">', contents) == [
            ("2", "/doc/regulation#heading-1"),
            ("3", "/doc/regulation#heading-2"),
            ("2", "/doc/regulation#heading-3"),
            ("3", "/doc/regulation#heading-4"),
        ]
    assert '<h2 class="heading" id="heading-1"' in page
    assert '<h3 class="heading" id="heading-2"' in page
    levels = [1, *(row.level for row in document_rows(REGULATION))]
    assert max(after - before for before, after in pairwise(levels)) == 1


def test_a_document_of_one_heading_has_no_contents() -> None:
    """There is nothing to find."""
    assert "Contents" not in document_page(ARABIC)


def test_pages_footnotes_and_doubts_stand_on_the_page() -> None:
    """A page where it begins; notes after the words, doubts apart from both."""
    process, resolution = document_page(PROCESS), document_page(RESOLUTION)
    kept = document_page(PROCESS, Standing(has_original=True))

    assert re.findall(r'class="page" lang="en">(page \d)<', process) == ["page 1", "page 2"]  # nothing to link to
    assert re.findall(r'class="page" lang="en"><a [^>]+>(page \d)<', kept) == ["page 1", "page 2"]
    assert "<li>Numbers missing in the document: 3.</li><li>No paragraph is printed 3.</li>" in process
    assert '<span class="label">*</span><p class="text" dir="auto">Reissued\n\nfor technical reasons.</p>' in resolution


def test_arabic_is_set_from_right_to_left() -> None:
    """Language and direction stand on the words; the page around them stays English."""
    page = document_page(ARABIC)

    assert '<html lang="en">' in page
    assert '<article lang="ar" dir="rtl">' in page
    assert '<p class="text">يؤكد المشاركون أن السلام أولوية.</p>' in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("fa-AF", "rtl"),
        ("he", "rtl"),
        ("ur", "rtl"),
        ("ps", "rtl"),
        ("prs", "rtl"),
        ("az-Arab", "rtl"),
        ("en", "ltr"),
        ("ur-Latn", "ltr"),
        ("az", "ltr"),
        ("", "ltr"),
        ("zh-Hant-TW", "ltr"),
        ("AR_EG", "rtl"),
    ],
)
def test_the_direction_is_that_of_the_script(language: str, expected: str) -> None:
    """A script in the tag goes before the language's usual one."""
    assert direction(language) == expected


def test_a_number_too_long_for_its_column_stands_above_the_words() -> None:
    """Short ones stand beside them."""
    manual = compose(card("m", "M"), [Part("14.2.3.Guidance.10", "", ["a"]), Part("12", "12. ", ["b"])])

    assert [row.is_wide for row in document_rows(manual)] == [True, False]


def test_markup_in_any_part_of_a_document_is_text() -> None:
    """Title, symbol, labels, notes, footnotes, language."""
    page = document_page(HOSTILE)

    assert re.findall(r"<script[^>]*>", page) == [
        '<script src="/pc/copy.js" defer>',
        '<script src="/pc/document.js" defer>',
    ]
    assert "<x>" not in page


def test_pages_have_few_sizes_of_letters() -> None:
    """A browser looks up each family, weight and size once and draws nothing before it has all of them."""
    styles = "".join(path.read_text(encoding="utf-8") for path in (*STATIC.glob("*.css"), *REPORTS.glob("*.css")))

    assert set(re.findall(r"font(?:-size)?:[^;}]*?(\d*\.?\d+)rem", styles)) <= {".9", "1", "1.1", "1.25", "1.5", "1.8"}
    assert set(re.findall(r"font(?:-weight)?: (\d+)[ ;]", styles)) <= {"400", "600"}
