"""Questions to try come from the documents at hand."""

import pytest

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from qa_app.commands.options import make_answerer
from qa_app.outcomes import Answer, LookUp
from qa_app.service import Service
from qa_app.web.chat.page import LONGEST, MOST, WELL, Suggested, questions
from qa_app.words import catalogue, speaking


def document(text: str, language: str = "en") -> Document:
    return segment(text, Card("d", "Title", None, None, None, None, language))


def test_the_shipped_statement_suggests_what_it_answers(statement: Document) -> None:
    """Who called on whom, and what was said."""
    assert questions([statement]) == (
        "What did the participants call on all the armed groups to do?",
        "What did the participants reaffirm?",
    )


def test_a_resolution_suggests_what_it_asks_of_whom() -> None:
    """Its paragraphs begin with what they do."""
    resolution = document(
        "1. Calls upon Member States to report.\n\n2. Urges the lamp keepers to stay.\n\n3. Decides so."
    )

    assert questions([resolution]) == (
        "What is asked of Member States?",
        "What is asked of the lamp keepers?",
    )


def test_several_documents_take_turns(statement: Document) -> None:
    """None is too long for a line."""
    other = document("1. The ministers urged the lamp keepers to stay.\n\n2. Done.")

    made = questions([statement, other])

    assert made[:2] == (
        "What did the participants call on all the armed groups to do?",
        "What did the ministers urge the lamp keepers to do?",
    )
    assert max(map(len, made)) <= LONGEST


def test_nobody_is_asked_what_they_did_who_is_not_named() -> None:
    """A paragraph that begins with "They" or "It" says nothing to whoever has not read the one before."""
    text = "1. They agreed on a fund.\n\n2. It urged the lamp keepers to stay.\n\n3. Also decided so."

    assert questions([document(text)]) == ()


def test_other_languages_and_empty_collections_suggest_no_english_sentence() -> None:
    """Where there is no document, nothing is suggested."""
    assert questions([document("1. Les ministres.\n\n2. Fin.", "fr")]) == ()
    assert questions([]) == ()


def test_only_what_is_answered_well_is_suggested(library: Library) -> None:
    """By the reader's own word, once each was asked; a look-up stands there whatever the language."""
    library.add(document("1. The keepers agreed.\n\n2. The keepers decided to go home early.\n\n3. End."))
    service = Service(library, HashingEncoder, make_answerer)
    service.encode_new()
    suggested = Suggested(service)
    untried = suggested.now()
    suggested.try_out()

    shown = suggested.now()

    answers = [service.answer(question) for question in shown[:-1]]
    assert len(untried) == MOST
    assert shown[-1] == untried[-1]
    assert all(isinstance(each, Answer) and each.confidence >= WELL for each in answers)


ARTICLES = "Article 1\n\nKeepers shall not let the lamps go out.\n\nArticle 2\n\nOil is bought by the council.\n"


@pytest.mark.parametrize(
    ("language", "of_one", "of_articles"),
    [
        ("en", "What does paragraph 11 say?", "What does Article 2 of Charter of the Lamps say?"),
        ("de", "Was sagt Absatz 11?", "Was sagt Artikel 2 von Charter of the Lamps?"),
        ("fr", "Que dit le paragraphe 11 ?", "Que dit article 2 de Charter of the Lamps ?"),
    ],
)
def test_a_look_up_is_in_the_language_of_the_page(
    library: Library, language: str, of_one: str, of_articles: str
) -> None:
    """And is answered in each."""
    service = Service(library, HashingEncoder, make_answerer)
    with speaking(catalogue()[language]):
        one = Suggested(service).now()[-1]
        library.add(segment(ARTICLES, Card("lamps", "Charter of the Lamps", None, None, None, None, "en")))
        several = Suggested(service).now()[-1]

    assert (one, several) == (of_one, of_articles)
    for question, number in ((one, "11"), (several, "Article 2")):
        outcome = service.answer(question)
        assert isinstance(outcome, LookUp)
        assert [quote.paragraph.number for quote in outcome.quotes] == [number]
