"""A question of a conversation, over the shipped statement and an encoder that needs no model."""

import json
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from corpus.cutting.segment import segment
from corpus.errors import LibraryDamaged
from corpus.library.library import Library
from corpus.types import Document
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.reader.judgement import ScoreReader
from qa_app.ask.answer import Answerer
from qa_app.errors import Stopping
from qa_app.outcomes import Outcome
from qa_app.service import Service
from qa_app.web.cards import progress_card
from qa_app.web.chat.conversation import Conversation, Exchanging, Question
from qa_app.web.chat.saving import as_json, as_markdown
from qa_app.words import catalogue, speaking

TOKEN, KEY = "0123456789abcdef" * 2, "ab" * 16
NOW = "2024-01-02T03:04:05+00:00"
TITLE = "Statement of Kabul Process for Peace and Security Cooperation"


class Damaged(Answerer):
    """An answerer whose library cannot be read."""

    def answer(self, *_arguments: object, **_named: object) -> Outcome:
        raise LibraryDamaged("The library's file is damaged.")


class Broken(Answerer):
    """An answerer with a fault of its own."""

    def answer(self, *_arguments: object, **_named: object) -> Outcome:
        raise ZeroDivisionError


def exchanging(library: Library, kind: type[Answerer] = Answerer) -> Exchanging:
    return Exchanging(Service(library, HashingEncoder, lambda engine: answerer(engine, kind)), lambda: NOW)


def answerer(engine: Engine, kind: type[Answerer]) -> Answerer:
    return kind(engine, ScoreReader(), 0.1)


def asked(library: Library, *questions: str, documents: frozenset[str] = frozenset()) -> Conversation:
    chat, conversation = exchanging(library), Conversation()
    for place, text in enumerate(questions):
        question = Question(f"{place:032x}", text, documents)
        conversation = conversation.and_then(chat.exchange(question, conversation.turns))
    return conversation


def shown(library: Library, conversation: Conversation) -> str:
    """The last question as the page shows it."""
    return exchanging(library).card(conversation.exchanges[-1])


def test_a_paragraph_is_shown_with_its_neighbours_and_copied_in_every_form(
    library: Library, statement: Document
) -> None:
    """Its words as stored, those before and after it, the citation, and a link into the publisher's page."""
    card = shown(library, asked(library, "paragraph 3"))
    text = statement.paragraph("3").text

    assert f">{text}</blockquote>" in card
    assert statement.paragraph("2").text[:80] in card
    assert statement.paragraph("4").text[:80] in card
    assert f"{TITLE}, 6 June 2017, para. 3</p>" in card
    assert 'data-address="/?q=paragraph%203"' in card
    assert f'href="{statement.card.source}#:~:text=The%20participants%20called' in card


def test_a_follow_up_refers_to_what_was_shown(library: Library, statement: Document) -> None:
    """ "The next paragraph" after paragraph 3 is paragraph 4, and a link to it needs no conversation."""
    conversation = asked(library, "paragraph 3", "the next paragraph")

    assert f">{statement.paragraph('4').text}</blockquote>" in shown(library, conversation)
    assert conversation.exchanges[-1].question == "the next paragraph"


@pytest.mark.parametrize(
    ("language", "words", "failure"),
    [
        ("de", ("Ihre Frage: ", "Mit Fundstelle kopieren", "davor"), "weil etwas fehlschlug"),
        ("fr", ("Votre question : ", "Copier avec la référence", "avant"), "quelque chose a échoué"),
        ("en", ("You asked: ", "Copy with citation", "before it"), "because something failed"),
    ],
)
def test_a_conversation_is_shown_in_the_language_of_whoever_reads_it(
    library: Library, language: str, words: tuple[str, ...], failure: str
) -> None:
    """Whatever language it was asked in; so is the sentence on a failure."""
    with speaking(catalogue()["fr" if language == "de" else "de"]):
        conversation = asked(library, "paragraph 3")
        failed = exchanging(library, Damaged).exchange(Question(KEY, "Who?"), ())
    with speaking(catalogue()[language]):
        card, told = shown(library, conversation), exchanging(library).card(failed)

    assert [each for each in words if each not in card] == []
    assert failure in told


def test_documents_are_compared_where_there_are_several(library: Library, statement: Document) -> None:
    """Not where there is one, nor what was asked for by its number."""
    asking = "What did the participants call on armed groups to do?"
    alone = shown(library, asked(library, asking))
    library.add(segment(statement.text, replace(statement.card, id="other")))

    assert ("/mentions?" in alone, "/compare?" in alone) == (True, False)
    assert "/compare?" in shown(library, asked(library, asking))
    assert "/compare?" not in shown(library, asked(library, asking, documents=frozenset({"other"})))
    assert "/compare?" not in shown(library, asked(library, "paragraph 3"))


def test_what_a_follow_up_was_read_after_is_told_in_words(library: Library) -> None:
    """On the page, in the file and in the terminal; a program has it as it can be asked again."""
    first, second = "What did the participants call on armed groups to do?", "and why?"
    conversation = asked(library, first, second)

    assert f"Read as a follow-up to: {first}</p>" in shown(library, conversation)
    assert f"Read as a follow-up to: {first}" in as_markdown(conversation)
    assert json.loads(as_json(conversation))["exchanges"][1]["understood"] == f"{first} | {second}"


def test_only_the_chosen_documents_are_searched(library: Library) -> None:
    """One that is not there is named in a sentence, which is no answer and no refusal."""
    conversation = asked(library, "paragraph 3", documents=frozenset({"nowhere"}))
    card = shown(library, conversation)

    assert "There is no document &#39;nowhere&#39; in the library" in card
    assert "pc-notice" in card
    assert "pc-abstention" not in card
    assert conversation.turns == ()


def test_a_failure_says_that_it_is_one(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    """It never looks like a refusal, and the log has it."""
    chat = exchanging(library, Damaged)
    card = chat.card(chat.exchange(Question(KEY, "Who?"), ()))

    assert "because something failed: The library&#39;s file is damaged." in card
    assert "No answer" not in card
    assert "damaged" in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_server_is_told_and_raised(library: Library) -> None:
    """Whoever asks reads that nothing is said about the documents; whoever runs it sees the fault."""
    chat = exchanging(library, Broken)
    under_way = chat.ask(TOKEN, Question(KEY, "Who?")) or pytest.fail("crowded")

    assert list(under_way.follow()) == []
    assert chat.service.finish(60)
    assert under_way.exchange
    assert "Nothing is said about what the documents hold" in chat.card(under_way.exchange)
    with pytest.raises(ZeroDivisionError):
        exchanging(library, Broken).exchange(Question(KEY, "Who?"), ())


def test_questions_of_one_conversation_are_answered_one_after_the_other(library: Library) -> None:
    """Sent together, the second still refers to what the first has shown; what is searched is told meanwhile."""
    chat = exchanging(library)
    first = chat.ask(TOKEN, Question(KEY, "paragraph 3")) or pytest.fail("crowded")
    list(first.follow())
    others = [
        chat.ask(TOKEN, Question(f"{place:032x}", text)) or pytest.fail("crowded")
        for place, text in enumerate(("the next paragraph", "what about ceasefire talks?"))
    ]

    told = [[progress_card(progress) for progress in each.follow()] for each in others]

    assert [each.exchange.question for each in others if each.exchange] == [
        "the next paragraph",
        "what about ceasefire talks?",
    ]
    assert "Searching 12 paragraphs…" in told[1][0]
    assert "Looking at these:" in told[1][1]
    assert "<strong>Paragraph 3</strong>" in told[1][1]
    assert len(chat.conversations.get(TOKEN).exchanges) == 3


def test_a_saved_conversation_has_every_question_and_citation(library: Library, statement: Document) -> None:
    """JSON with the records that the command line prints, in the order that they were asked."""
    saved = json.loads(as_json(asked(library, "paragraph 3", "What did Pakistan promise?", "x" * 3000)))

    assert [(each["question"][:11], each["status"]) for each in saved["exchanges"]] == [
        ("paragraph 3", "looked_up"),
        ("What did Pa", "abstained"),
        ("xxxxxxxxxxx", "failed"),
    ]
    assert saved["exchanges"][0]["asked"] == NOW
    assert saved["exchanges"][0]["quotes"][0]["citation"] == f"{TITLE}, 6 June 2017, para. 3"
    assert saved["exchanges"][0]["quotes"][0]["text"] == statement.paragraph("3").text


def test_saved_as_markdown_it_reads_as_it_was_shown(library: Library, statement: Document) -> None:
    """Whole paragraphs quoted word for word, refusals with what was searched, and no word of it taken for markup."""
    markdown = as_markdown(asked(library, "paragraph 6", "What about *Pakistan* <b>now</b>?"))
    shown = MarkdownIt().render(markdown)

    def words(html: str) -> str:
        return " ".join(re.sub(r"<[^>]*>", "", html).replace("&quot;", '"').split())

    assert " ".join(statement.paragraph("6").text.split()) in words(shown)
    assert f'<a href="{statement.card.source}">{TITLE}, 6 June 2017, para. 6</a>' in shown
    assert "What about *Pakistan* &lt;b&gt;now&lt;/b&gt;?</h2>" in shown
    assert "Searched: 1 documents, 12 paragraphs." in shown


def test_small_talk_is_nothing_that_a_follow_up_refers_to(library: Library) -> None:
    """Neither here nor where only the words of what was asked before are known."""
    chat = exchanging(library)
    begun = Conversation().and_then(chat.exchange(Question(KEY, "paragraph 3"), ()))
    greeted = begun.and_then(chat.exchange(Question(KEY, "hello"), begun.turns))

    assert not isinstance(greeted.exchanges[-1].outcome, str)
    assert greeted.turns == begun.turns
    assert [turn.question for turn in chat.service.turns(["paragraph 3", "hello"])] == ["paragraph 3"]


def test_a_question_that_waits_when_the_server_stops_is_left_to_the_next(library: Library) -> None:
    """Whoever follows it hears no answer, and none is kept; what needs no model is answered still."""
    chat = exchanging(library)
    chat.service.stop()
    left = chat.ask(TOKEN, Question(KEY, "Who hosted it?")) or pytest.fail("crowded")

    with pytest.raises(Stopping):
        list(left.follow())
    assert chat.conversations.get(TOKEN) == Conversation()
    begun = chat.conversations.begin(TOKEN, KEY)
    assert begun
    assert begun[1]  # asked again it is new
