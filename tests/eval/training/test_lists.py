"""Lessons as lists of paragraphs."""

import random

from eval.training.lists import PARAGRAPHS, QuestionList, Shown, batches, make_lists
from eval.training.sources import Lesson

GOLD = "The fund was set up in 2014. It holds five million dollars. Members meet twice a year in Geneva. " * 4
OTHERS = tuple(f"Paragraph {n} is about something else. It says no more." for n in range(9))


def lesson(question: str = "How much does the fund hold?", answering: tuple[str, ...] = (GOLD,)) -> Lesson:
    return Lesson("set", question, answering, OTHERS, "five million dollars" if answering else "", "")


def test_every_list_has_the_answering_paragraph_first_and_as_many_as_the_others() -> None:
    """A batch is of one size, and the listwise loss knows where the answer is."""
    lists = list(make_lists([lesson()] * 40, random.Random(1)))

    assert [[each.answers for each in one.shown] for one in lists] == [[True, False, False]] * 40


def test_the_words_that_answer_stay_in_what_is_shown_and_are_where_it_says() -> None:
    """A long paragraph is shown in part; the part holds the answer."""
    for one in make_lists([lesson()] * 60, random.Random(2)):
        first = one.shown[0]
        assert first.words is not None
        assert first.text[slice(*first.words)] == "five million dollars"
        assert first.text in GOLD


def test_an_unanswerable_question_is_always_shown_with_what_it_was_written_against() -> None:
    """That paragraph comes last among the misleading ones, whatever was found beside it."""
    against = lesson("Who set up the fund?", ())

    for one in make_lists([against] * 30, random.Random(3)):
        assert not any(each.answers for each in one.shown)
        assert one.shown[0].text == OTHERS[-1]


def test_the_same_seed_makes_the_same_lists() -> None:
    """Training is to be repeatable."""
    first, second = (list(make_lists([lesson()] * 20, random.Random(7))) for _ in range(2))

    assert first == second


def test_batches_are_of_one_size_and_of_like_length() -> None:
    """A batch takes as long as its longest pair."""
    lists = [QuestionList("set", "q", (Shown("x" * n, True, None),) * PARAGRAPHS) for n in range(1, 97)]
    random.Random(4).shuffle(lists)

    made = batches(lists, 4 * PARAGRAPHS, random.Random(5))

    assert {len(batch) for batch in made} == {4}
    assert all(max(one.length for one in batch) - min(one.length for one in batch) == 3 for batch in made)
    assert sorted(one.length for batch in made for one in batch) == list(range(2, 98))
