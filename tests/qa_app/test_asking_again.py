"""Follow-ups, from the chat, the API and files: what was asked before counts."""

from qa_app.ask.answer import Answerer
from qa_app.follow_ups.turns import turn_of
from qa_app.outcomes import Abstention, Answer, LookUp


def numbers(outcome: Answer | LookUp | Abstention) -> list[str]:
    return [] if isinstance(outcome, Abstention) else [quote.paragraph.number for quote in outcome.quotes]


def test_the_next_paragraph_is_the_one_after_what_was_shown(answerer: Answerer) -> None:
    """And the one after that, and so on to the end."""
    first = answerer.answer("paragraph 10")
    turns = (turn_of("paragraph 10", first),)

    second = answerer.answer("the next paragraph", turns=turns)
    third = answerer.answer("and the next one?", turns=(*turns, turn_of("the next paragraph", second)))

    assert (numbers(first), numbers(second)) == (["10"], ["11"])
    assert isinstance(third, Abstention)
    assert third.reason == "The paragraph just shown is the last one of its document."


def test_a_history_of_questions_is_answered_first(answerer: Answerer) -> None:
    """Of which only the words are known, as in a file of questions."""
    turns = answerer.turns(["what did participants call on armed groups to do?", "  "])

    assert [turn.question for turn in turns] == ["what did participants call on armed groups to do?"]
    assert numbers(answerer.answer("the next paragraph", turns=turns)) == ["4"]


def test_a_new_subject_starts_afresh(answerer: Answerer) -> None:
    """A question that is complete in itself is taken as it was asked."""
    turns = answerer.turns(["what did participants call on armed groups to do?"])

    outcome = answerer.answer("Who hosted the first meeting of the Kabul Process?", turns=turns)

    assert outcome.understood == ""
    assert numbers(outcome)[0] == "preamble"
