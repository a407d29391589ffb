"""What the server keeps of conversations."""

import threading
from dataclasses import replace

import pytest

from qa_app.ask.under_way import Progress
from qa_app.web.chat.conversation import MOST_EXCHANGES, MOST_UNDER_WAY, Conversation, Conversations, Exchange

TOKEN, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
KEY = "ab" * 16
SEARCHING = Progress(12)


def exchange(question: str) -> Exchange:
    return Exchange(KEY, question, "2024-01-02T03:04:05+00:00", "It failed.")


def add(kept: Conversations, token: str, question: str) -> None:
    """Ask `question` and answer it."""
    key = f"{hash((token, question)) & (1 << 128) - 1:032x}"
    under_way, _ = kept.begin(token, key) or pytest.fail("crowded")
    kept.end(token, under_way, replace(exchange(question), key=key))


def questions(conversation: Conversation) -> list[str]:
    return [each.question for each in conversation.exchanges]


def test_a_conversation_is_there_again_under_its_token() -> None:
    """And under no other."""
    kept = Conversations()
    add(kept, TOKEN, "one")
    add(kept, TOKEN, "two")

    assert questions(kept.get(TOKEN)) == ["one", "two"]
    assert kept.get(OTHER) == Conversation()


def test_a_long_conversation_says_how_much_of_it_is_gone() -> None:
    """Thousands of turns take no more memory than fifty."""
    kept = Conversations()
    for number in range(3 * MOST_EXCHANGES):
        add(kept, TOKEN, str(number))

    assert questions(kept.get(TOKEN)) == [str(number) for number in range(2 * MOST_EXCHANGES, 3 * MOST_EXCHANGES)]
    assert kept.get(TOKEN).forgotten == 2 * MOST_EXCHANGES


def test_the_conversation_longest_untouched_goes_first() -> None:
    """However many tabs are opened, only so many are kept; reading one counts as touching it."""
    kept = Conversations(most=2)
    add(kept, TOKEN, "one")
    add(kept, OTHER, "two")
    kept.get(TOKEN)

    add(kept, "ab" * 16, "three")

    assert questions(kept.get(TOKEN)) == ["one"]
    assert questions(kept.get(OTHER)) == []


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper(), "../" + TOKEN, TOKEN * 3, "g" * 32])
def test_what_is_no_token_keeps_nothing(token: str) -> None:
    """It is answered once and forgotten, so that nobody reads a conversation under a name that can be guessed."""
    kept = Conversations()

    add(kept, token, "one")

    assert questions(kept.get(token)) == []


def test_many_at_once_lose_nothing() -> None:
    """Every question of a conversation is in it, whichever thread asked."""
    kept = Conversations()
    threads = [threading.Thread(target=add, args=(kept, TOKEN, str(number))) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(int, questions(kept.get(TOKEN)))) == list(range(40))


def test_a_question_sent_twice_is_answered_once() -> None:
    """Whoever did not hear the answer asks again by the same key, and is told the same, from its beginning."""
    kept = Conversations()
    under_way, is_new = kept.begin(TOKEN, KEY) or pytest.fail("crowded")
    again, is_new_again = kept.begin(TOKEN, KEY) or pytest.fail("crowded")
    under_way.tell(SEARCHING)
    kept.end(TOKEN, under_way, exchange("one"))
    later, is_new_later = kept.begin(TOKEN, KEY) or pytest.fail("crowded")

    assert (is_new, is_new_again, is_new_later) == (True, False, False)
    assert again is under_way
    assert (list(again.follow()), list(later.follow())) == ([SEARCHING], [])
    assert later.exchange == exchange("one")
    assert questions(kept.get(TOKEN)) == ["one"]


def test_whoever_follows_is_told_while_it_happens() -> None:
    """Each as soon as it is there, and the end."""
    kept = Conversations()
    under_way, _ = kept.begin(TOKEN, KEY) or pytest.fail("crowded")
    told = under_way.follow()
    under_way.tell(SEARCHING)
    first = next(told)
    threading.Timer(0.05, lambda: kept.end(TOKEN, under_way, exchange("one"))).start()

    assert (first, list(told), under_way.exchange) == (SEARCHING, [], exchange("one"))


def test_a_question_taken_back_is_in_no_conversation() -> None:
    """Whether it is under way or answered; asked again it is a new one."""
    kept = Conversations()
    under_way, _ = kept.begin(TOKEN, KEY) or pytest.fail("crowded")
    kept.take_back(TOKEN, KEY)
    kept.end(TOKEN, under_way, exchange("one"))
    while_under_way = (list(under_way.follow()), under_way.exchange, questions(kept.get(TOKEN)))
    under_way, is_new = kept.begin(TOKEN, KEY) or pytest.fail("crowded")
    kept.end(TOKEN, under_way, exchange("one"))
    before = questions(kept.get(TOKEN))
    kept.take_back(TOKEN, KEY)
    kept.take_back(OTHER, KEY)

    assert while_under_way == ([], None, [])
    assert (is_new, before, questions(kept.get(TOKEN))) == (True, ["one"], [])


def test_only_so_many_are_under_way() -> None:
    """Whoever asks and goes away at once cannot pile up work."""
    kept = Conversations()
    begun = [kept.begin(TOKEN, f"{number:032x}") for number in range(MOST_UNDER_WAY)]
    refused = kept.begin(OTHER, KEY)
    under_way, _ = begun[0] or pytest.fail("crowded")
    kept.end(TOKEN, under_way, exchange("one"))

    assert None not in begun
    assert refused is None
    assert kept.begin(OTHER, KEY) is not None
