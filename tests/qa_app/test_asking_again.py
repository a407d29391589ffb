"""Follow-ups, from the chat, the API and files: what was asked before counts."""

from pytest import MonkeyPatch

from qa_app.ask.answer import Answerer
from qa_app.ask.scope import Scope
from qa_app.follow_ups.turns import Turn, turn_of
from qa_app.outcomes import Abstention, Answer, LookUp, Outcome


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


def test_only_what_leans_on_paragraphs_has_them_found_again(answerer: Answerer, monkeypatch: MonkeyPatch) -> None:
    """A program that sends a conversation along with each question would else wait for all of its answers anew."""
    history = ["hello", "what did participants call on armed groups to do?"]
    found: list[str] = []
    answer = answerer.answer

    def again(question: str, scope: Scope, turns: tuple[Turn, ...]) -> Outcome:
        found.append(question)
        return answer(question, scope, turns)

    monkeypatch.setattr(answerer, "answer", again)

    by_words = answerer.turns(history, following="and what about the Taliban?")
    assert ([turn.question for turn in by_words], found) == (history[1:], [])

    by_place = answerer.turns(history, following="the next paragraph")
    assert (len(by_place[0].answers) > 0, found) == (True, history)


def test_a_new_subject_starts_afresh(answerer: Answerer) -> None:
    """A question that is complete in itself is taken as it was asked."""
    turns = answerer.turns(["what did participants call on armed groups to do?"])

    outcome = answerer.answer("Who hosted the first meeting of the Kabul Process?", turns=turns)

    assert outcome.understood == ""
    assert numbers(outcome)[0] == "preamble"
