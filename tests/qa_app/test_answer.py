"""The story of a question: answered with the document's own words, or refused with what was searched."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import InvalidDocument, UnknownDocument
from corpus.library.library import Library
from corpus.types import Document, Span
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.hits import Hit, SentenceScore
from index.reader.judgement import Asked, Judgement, ScoreReader
from qa_app.ask.answer import UNKNOWN, Answerer
from qa_app.ask.question import Inquiry
from qa_app.ask.scope import Scope
from qa_app.ask.search import choose_paragraphs, choose_sentences
from qa_app.citing.citation import Citation
from qa_app.outcomes import Abstention, Answer, QuotedParagraph, Searched
from qa_app.records import outcome_record
from tests.shapes import ARABIC

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions" / "kabul-process-2017.jsonl"


def test_the_main_question_is_answered_by_paragraph_3(answerer: Answerer, statement: Document) -> None:
    """The paragraph is quoted whole and its sentence marked."""
    outcome = answerer.answer("what did participants call on armed groups to do?")

    assert isinstance(outcome, Answer)
    assert outcome.quotes[0].paragraph == statement.paragraph("3")
    assert [citation.quote for citation in outcome.quotes[0].highlights] == [statement.paragraph("3").text]
    assert outcome.confidence > 0.5


@pytest.mark.parametrize(
    ("question", "number", "sentence"),
    [
        ("Too many lives lost?", "7", "Too many lives have been lost"),
        ("When will they meet again?", "11", "It was decided to meet again"),
        ("Who hosted the first meeting?", "preamble", "On 6th of June 2017, Afghan government hosted"),
    ],
)
def test_the_sentence_that_answers_is_marked(answerer: Answerer, question: str, number: str, sentence: str) -> None:
    """One sentence of a longer paragraph, whole."""
    outcome = answerer.answer(question)

    assert isinstance(outcome, Answer)
    assert outcome.quotes[0].paragraph.number == number
    assert outcome.quotes[0].highlights[0].quote.startswith(sentence)
    assert outcome.quotes[0].highlights[0].quote.endswith((".", "?"))


@pytest.mark.parametrize("question", ["Will it rain in Berlin?", "How do I bake bread?"])
def test_what_the_statement_does_not_say_is_refused(answerer: Answerer, question: str) -> None:
    """A refusal says what was searched, and what came nearest is no quote."""
    outcome = answerer.answer(question)

    assert isinstance(outcome, Abstention)
    assert outcome.searched == Searched(documents=1, paragraphs=12)
    assert len(outcome.nearest) == 3
    assert outcome_record(outcome)["quotes"] == []


@pytest.mark.parametrize("question", ["asdfgh jkl qwert", "qwertz yxcvb"])
def test_words_that_nobody_knows_are_refused_and_not_searched_for(answerer: Answerer, question: str) -> None:
    """Whatever would come nearest has nothing to do with them."""
    outcome = answerer.answer(question)

    assert isinstance(outcome, Abstention)
    assert outcome.nearest == ()
    assert outcome.reason == UNKNOWN or not outcome.is_question


def test_a_refusal_says_what_the_nearest_paragraph_lacks(answerer: Answerer) -> None:
    """Paragraph 2 speaks of the deal, and not of when it was signed."""
    outcome = answerer.answer("when was the peace deal with Hizb-e-Islami signed?")

    assert isinstance(outcome, Abstention)
    assert outcome.reason == "Paragraph 2 comes nearest, but gives no date."
    assert outcome.nearest[0].paragraph.number == "2"


def test_a_question_in_other_words_finds_its_paragraph(answerer: Answerer) -> None:
    """Not one word of it but "the" stands in the paragraph."""
    outcome = answerer.answer("did anyone tell the insurgents to quit fighting?")

    assert isinstance(outcome, Answer)
    assert outcome.quotes[0].paragraph.number == "3"


def test_a_name_that_is_not_there_is_the_reason(answerer: Answerer) -> None:
    """The name is told, so that the reader knows why."""
    outcome = answerer.answer("What did Pakistan promise?")

    assert isinstance(outcome, Abstention)
    assert outcome.reason == "What was searched does not mention “Pakistan”."
    assert outcome.searched == Searched(documents=1, paragraphs=12)


def test_a_name_that_is_not_there_is_the_reason_beside_documents_in_other_languages(library: Library) -> None:
    """A paragraph in the question's language does not mention what no document spells so."""
    library.add(ARABIC)
    answerer = Answerer(Engine(library, HashingEncoder), ScoreReader(), 0.0)

    named = answerer.answer("What did Pakistan promise?", Scope(languages=frozenset({"en", "ar"})))
    other = answerer.answer("What did participants promise?")

    assert isinstance(named, Abstention)
    assert named.reason == "What was searched does not mention “Pakistan”."
    assert isinstance(other, Answer)


def test_every_citation_on_every_question_is_a_slice_of_the_stored_text(engine: Engine) -> None:
    """`document.text[paragraph.span][highlight] == highlight.text` for all 150 shipped questions, whatever is found."""
    answerer = Answerer(engine, ScoreReader(), 0.0)
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]

    records = [outcome_record(outcome) for outcome in answerer.answer_many(list(map(Inquiry, questions)))]

    for quote in (quote for record in records for quote in (*record["quotes"], *record["nearest"])):
        document = engine.library.document(quote["document"])
        paragraph = document.paragraph(quote["number"])
        assert paragraph.span.of(document.text) == quote["text"]
        for highlight in quote["highlights"]:
            assert quote["text"][highlight["start"] : highlight["end"]] == highlight["text"]


def test_many_questions_are_answered_as_one_by_one(answerer: Answerer) -> None:
    """A batch changes neither the order nor the outcome."""
    questions = ["paragraph 6", "what about trade and energy?", "paragraph 99", "who hosted it?"]

    together = answerer.answer_many(list(map(Inquiry, questions)))

    one_by_one = [answerer.answer(question) for question in questions]
    for ours, theirs in zip(together, one_by_one, strict=True):
        assert type(ours) is type(theirs)
        assert [(q["number"], q["highlights"]) for q in outcome_record(ours)["quotes"]] == [
            (q["number"], q["highlights"]) for q in outcome_record(theirs)["quotes"]
        ]


def test_an_unknown_document_is_an_error_and_no_refusal(answerer: Answerer) -> None:
    """The message says what the library holds."""
    with pytest.raises(UnknownDocument, match="it holds kabul-process-2017"):
        answerer.answer("who hosted it?", Scope(frozenset({"kabul-2018"})))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_citation_is_always_a_slice_of_its_paragraph(statement: Document, data: st.DataObject) -> None:
    """It holds no words of its own, so none can be invented."""
    paragraph = data.draw(st.sampled_from(statement.paragraphs))
    start = data.draw(st.integers(0, len(paragraph.text)))
    end = data.draw(st.integers(start, len(paragraph.text)))

    assert Citation(paragraph, Span(start, end)).quote == paragraph.text[start:end]


def test_a_citation_beyond_its_paragraph_cannot_be_made(statement: Document) -> None:
    """A span that the paragraph does not have is refused."""
    with pytest.raises(InvalidDocument, match="kabul-process-2017#3 has no characters"):
        Citation(statement.paragraph("3"), Span(0, 134))


def test_an_answer_without_a_marked_sentence_cannot_be_made(statement: Document) -> None:
    """There is no answer without a citation."""
    third = QuotedParagraph(statement.card, statement.paragraph("3"), (), 0.9)

    with pytest.raises(InvalidDocument):
        Answer("?", (), ())
    with pytest.raises(InvalidDocument):
        Answer("?", (third,), ())


def test_a_highlight_of_another_paragraph_cannot_be_quoted(statement: Document) -> None:
    """A quoted paragraph marks its own sentences alone."""
    with pytest.raises(InvalidDocument, match="lies in another paragraph"):
        QuotedParagraph(
            statement.card, statement.paragraph("3"), (Citation(statement.paragraph("5"), Span(0, 3)),), 0.9
        )


@pytest.mark.parametrize(
    ("probabilities", "chosen"),
    [
        ((0.9,), (0,)),
        ((0.9, 0.8, 0.7, 0.6, 0.56, 0.55), (0, 1, 2, 3, 4)),
        ((0.9, 0.4), (0,)),
        ((0.2, 0.16, 0.12), (0, 1)),
        ((0.1,), ()),
        ((), ()),
    ],
)
def test_at_most_five_paragraphs_are_quoted_and_only_likely_ones(
    probabilities: tuple[float, ...], chosen: tuple[int, ...]
) -> None:
    """Each must reach the threshold (.15 here) and .6 of the first one's probability."""
    assert choose_paragraphs(probabilities, 0.15) == chosen


@pytest.mark.parametrize(
    ("scores", "marked"), [((2.0, 9.0, 1.0), [1]), ((8.5, 1.0, 9.0), [0, 2]), ((9.0, 9.0, 9.0), [0, 1, 2])]
)
def test_a_second_sentence_is_marked_only_if_it_is_as_good(
    statement: Document, scores: tuple[float, ...], marked: list[int]
) -> None:
    """Within one of the best one's logits, in reading order."""
    spans = (Span(0, 5), Span(6, 9), Span(10, 12))
    hit = Hit(statement.paragraph("7"), 0.5, tuple(SentenceScore(span, 0.0) for span in spans))

    chosen = choose_sentences(hit, Judgement(0.9, scores))

    assert [citation.span for citation in chosen] == [spans[place] for place in marked]


def test_a_failure_is_never_a_refusal(engine: Engine) -> None:
    """A reader that breaks breaks the answer."""

    class BrokenReader(ScoreReader):
        def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Answerer(engine, BrokenReader(), 0.15).answer("what about peace?")
