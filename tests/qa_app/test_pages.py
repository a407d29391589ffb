"""The answer card: what it quotes is the stored text, and everything in it is escaped."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from index.hits import Hit
from qa_app.citation import Citation
from qa_app.outcomes import Abstention, Answer, QuotedParagraph, Searched
from qa_app.web.pages import answer_card, notice_card

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
    """Paragraph, marked sentence and lead, character by character, whatever stands in the document."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    card = answer_card(answer(quoted(text, Span(start, end))))

    assert shown(r"<blockquote[^>]*>(.*?)</blockquote>", card) == text
    assert shown(r"<mark>(.*?)</mark>", card) == text[start:end]
    assert shown(r"<q dir=\"auto\">(.*?)</q>", card) == text[start:end]


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
