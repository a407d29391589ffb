"""What the server keeps of conversations, and what it takes from a browser."""

import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.ask.scope import EVERYTHING, Scope
from qa_app.web.chat.conversation import (
    MOST_EXCHANGES,
    BrowserState,
    Conversation,
    Conversations,
    Exchange,
    is_token,
    read_state,
)

TOKEN, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2


def exchange(question: str) -> Exchange:
    return Exchange(question, "2024-01-02T03:04:05+00:00", f"<p>{question}</p>", "<p>answer</p>", None, None)


def questions(conversation: Conversation) -> list[str]:
    return [each.question for each in conversation.exchanges]


def test_a_conversation_is_there_again_under_its_token() -> None:
    """And under no other."""
    kept = Conversations()
    kept.add(TOKEN, exchange("one"))
    kept.add(TOKEN, exchange("two"))

    assert questions(kept.get(TOKEN)) == ["one", "two"]
    assert kept.get(OTHER) == Conversation()


def test_a_long_conversation_says_how_much_of_it_is_gone() -> None:
    """Thousands of turns take no more memory than fifty."""
    kept = Conversations()
    for number in range(3 * MOST_EXCHANGES):
        kept.add(TOKEN, exchange(str(number)))

    assert questions(kept.get(TOKEN)) == [str(number) for number in range(2 * MOST_EXCHANGES, 3 * MOST_EXCHANGES)]
    assert kept.get(TOKEN).forgotten == 2 * MOST_EXCHANGES


def test_the_conversation_longest_untouched_goes_first() -> None:
    """However many tabs are opened, only so many are kept; reading one counts as touching it."""
    kept = Conversations(most=2)
    kept.add(TOKEN, exchange("one"))
    kept.add(OTHER, exchange("two"))
    kept.get(TOKEN)

    kept.add("ab" * 16, exchange("three"))

    assert questions(kept.get(TOKEN)) == ["one"]
    assert questions(kept.get(OTHER)) == []


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper(), "../" + TOKEN, TOKEN * 3, "g" * 32])
def test_what_is_no_token_keeps_nothing(token: str) -> None:
    """It is answered once and forgotten, so that nobody reads a conversation under a name that can be guessed."""
    kept = Conversations()

    assert questions(kept.add(token, exchange("one"))) == ["one"]
    assert questions(kept.get(token)) == []


def test_many_at_once_lose_nothing() -> None:
    """Every question of a conversation is in it, whichever thread asked."""
    kept = Conversations()
    threads = [threading.Thread(target=kept.add, args=(TOKEN, exchange(str(number)))) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(int, questions(kept.get(TOKEN)))) == list(range(40))


def test_the_state_of_a_browser_is_read() -> None:
    """Whose conversation, where to search, and what a link asks or puts into the box."""
    said = json.dumps({"token": TOKEN, "documents": ["b", "a"], "question": "Who?", "draft": "What"})

    state = read_state(said)

    assert state == BrowserState(TOKEN, frozenset({"a", "b"}), "Who?", "What")
    assert state.scope == Scope(documents=frozenset({"a", "b"}))
    assert read_state("{}").scope == EVERYTHING


@pytest.mark.parametrize(
    "said",
    [None, 7, "", "[]", "null", '"x"', "{", "[" * 100_000, {"token": TOKEN}, '{"token": 7, "documents": {"a": 1}}',
     '{"token": "../../etc/passwd", "documents": [1, null, ["a"]], "question": ["x"]}'],
)  # fmt: skip
def test_of_a_forged_state_nothing_is_taken(said: object) -> None:
    """Whatever a browser sends: a new conversation over everything, and nothing asked."""
    assert read_state(said) == BrowserState()


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_any_json_is_a_state(value: object) -> None:
    """No shape of it crashes, and a token is a token."""
    state = read_state(json.dumps({"token": value, "documents": value, "question": value}))

    assert not state.token or is_token(state.token)
    assert all(isinstance(name, str) for name in state.documents)
