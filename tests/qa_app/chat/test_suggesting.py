"""Questions to try come from the documents at hand."""

from corpus.cutting.segment import segment
from corpus.types import Card, Document
from qa_app.web.chat.page import LONGEST, MOST, suggestions


def document(text: str, language: str = "en") -> Document:
    return segment(text, Card("d", "Title", None, None, None, None, language))


def test_the_shipped_statement_suggests_what_it_answers(statement: Document) -> None:
    """Who called on whom, what was said, and a look-up."""
    assert suggestions([statement]) == (
        "What did the participants call on all the armed groups to do?",
        "What did the participants reaffirm?",
        "What does paragraph 11 say?",
    )


def test_a_resolution_suggests_what_it_asks_of_whom() -> None:
    """Its paragraphs begin with what they do."""
    resolution = document(
        "1. Calls upon Member States to report.\n\n2. Urges the lamp keepers to stay.\n\n3. Decides so."
    )

    assert suggestions([resolution]) == (
        "What is asked of Member States?",
        "What is asked of the lamp keepers?",
        "What does paragraph 3 say?",
    )


def test_several_documents_take_turns(statement: Document) -> None:
    """Never more than four, and none too long for a line."""
    other = document("1. The ministers urged the lamp keepers to stay.\n\n2. Done.")

    made = suggestions([statement, other])

    assert made[:2] == (
        "What did the participants call on all the armed groups to do?",
        "What did the ministers urge the lamp keepers to do?",
    )
    assert len(made) == MOST
    assert max(map(len, made)) <= LONGEST


def test_other_languages_and_empty_collections_suggest_no_english_sentence() -> None:
    """A look-up works in any document; where there is none, nothing is suggested."""
    assert suggestions([document("1. Les ministres.\n\n2. Fin.", "fr")]) == ("What does paragraph 2 say?",)
    assert suggestions([]) == ()
