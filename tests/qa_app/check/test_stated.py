"""Sentences without quotation marks that say what a document says, and the paragraph they rest on."""

from collections.abc import Sequence

import pytest

from corpus.types import Span
from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.check import ArticleCheck, check_article
from qa_app.check.checker import Desk
from qa_app.check.reports.files import as_csv, as_markdown_report
from qa_app.check.reports.html import as_html
from qa_app.check.reports.json import article_records
from qa_app.check.reports.text import as_text
from qa_app.check.types import Meant, Quotation
from qa_app.citing.citation import Citation
from tests.qa_app.check.desk_documents import COAST
from tests.qa_app.check.shelves import ListedShelf, ListedSources

ARTICLE = (
    "The statement urges captains to tell the coast guard within a day. It rained.\n\n"
    "The conference said: “It demands that every captain report such attacks to the Coast Guard within 24 hours.”\n\n"
    "The conference agreed on a new lighthouse."
)


class _Meaning:
    """Finds paragraph 2 of the coast's statement for words on captains, and nothing for others."""

    def nearest(self, words: str, document: str | None) -> Sequence[Meant]:
        """See MeaningSearch."""
        paragraph = COAST.paragraphs[1]
        probability = 0.95 if "captain" in words else 0.2
        return [Meant(Citation(paragraph, Span(0, len(paragraph.text))), probability)]


@pytest.fixture
def result() -> ArticleCheck:
    """The article checked by meaning as well."""
    desk = Desk(ListedSources([COAST]), meaning=_Meaning())
    return check_article(article_from_text(ARTICLE), desk, ListedShelf([COAST]), meaning=desk.meaning)


def test_a_sentence_without_marks_is_listed_with_what_says_it_or_with_nothing(result: ArticleCheck) -> None:
    """Neither what speaks of no document, nor what holds a quotation."""
    stated = [(each.line, each.words, each.rests_on is not None) for each in result.stated]

    assert stated == [
        (1, "The statement urges captains to tell the coast guard within a day.", True),
        (5, "The conference agreed on a new lighthouse.", False),
    ]


def test_reports_say_what_it_rests_on_and_that_nothing_says_it(result: ArticleCheck) -> None:
    """For people, and as records for programs."""
    sources = ListedSources([COAST])
    records = [record for record in article_records(result, sources.document) if "stated" in record]

    assert [record["rests_on"] and record["rests_on"]["number"] for record in records] == ["2", None]  # type: ignore[index]
    for report in (as_text, as_markdown_report, as_csv, as_html):
        text = report(result, sources.document).replace("\\", "")
        assert "Rests on Statement of the Coastal Conference, 6 June 2017, para. 2: It demands" in text
        assert "Nothing in the collection says this." in text


def test_without_a_search_by_meaning_no_sentence_is_listed() -> None:
    """Nothing is loaded for what nobody asked for."""
    desk = Desk(ListedSources([COAST]))

    assert check_article(article_from_text(ARTICLE), desk, ListedShelf([COAST])).stated == ()


def test_a_paraphrase_between_marks_is_one_by_meaning_alone() -> None:
    """With no word of the source near another."""
    quotation = Quotation("tell the guard at once, every captain", "coast")

    found = [Desk(ListedSources([COAST]), meaning=meaning).check(quotation) for meaning in (_Meaning(), None)]

    assert found[0].verdict.value == "paraphrase"
    assert found[0].citations[0].paragraph.number == "2"
    assert not found[0].sound
