"""What the reader is shown: lists drawn from lessons."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.training.lessons import Gold, Lesson, part_of, written
from eval.training.lists import LONGEST, PARAGRAPHS, LessonLists, QuestionList, conversation, steps

TWIN = Lesson("written", "who left kabul?", (), (), ("came to kabul",), ("other one",), "contrast", "d")
LESSON = Lesson(
    "written", "Who came to Kabul?", ("Twenty delegations came.",), ("Twenty delegations",), ("tempting",),
    ("one", "two", "three", "four"), "fact", "d", (), TWIN,
)  # fmt: skip


def drawn(*lessons: Lesson, seed: int = 1) -> list[QuestionList]:
    every = [lesson for each in lessons for lesson in (each, each.twin) if lesson]
    return list(LessonLists(every, {}, random.Random(seed)).draw(every))


@pytest.mark.parametrize("seed", range(8))
def test_what_answers_comes_first_and_alone(seed: int) -> None:
    """A list has one paragraph that answers, and as many others as there is room for."""
    (one,) = drawn(LESSON, seed=seed)

    assert [each.answers for each in one.shown] == [True] + [False] * (PARAGRAPHS - 1)
    assert one.shown[0].words == (0, 18)


def test_a_twin_is_shown_the_paragraph_that_does_not_answer_it() -> None:
    """The same paragraph as its original, and not as an answer."""
    (one,) = drawn(LESSON)

    assert one.twin is not None
    assert one.twin.question.casefold().rstrip("?").endswith("who left kabul")
    assert (one.twin.shown[0].text, one.twin.shown[0].answers) == (one.shown[0].text, False)


def test_of_a_long_paragraph_the_answers_words_are_always_shown() -> None:
    """Whole sentences around them, cut to what is read."""
    text = "It rained a lot in the hills. " * 60 + "Twenty delegations came. " + "It was late by then. " * 60
    lesson = Lesson("written", "who?", (text,), ("Twenty delegations",), (), ("other",), "fact", "d")

    for seed in range(20):
        (one,) = drawn(lesson, seed=seed)
        shown = one.shown[0]
        assert shown.words is not None
        assert shown.text[slice(*shown.words)] == "Twenty delegations"
        assert len(shown.text) <= LONGEST


def test_a_follow_up_is_read_after_the_last_two_questions() -> None:
    """As it is when it is asked."""
    assert conversation("and when?", ["a?", "b?", "c?"]) == "b? | c? | and when?"


def test_a_step_has_at_least_so_many_pairs() -> None:
    """Lists are never divided between steps."""
    lists = drawn(LESSON) * 5

    made = list(steps(lists, 10))

    assert [len(some) for some in made] == [2, 2]


def write(path: Path, rows: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    """Two documents, one of them kept apart, with a question and its twin each."""
    paragraphs = [{"number": "1", "text": "Twenty came."}, {"number": "2", "text": "None left."}]
    documents = [
        {"doc_id": name, "set": "w15", "part": part, "paragraphs": paragraphs}
        for name, part in (("taught", "train"), ("apart", "dev"))
    ]
    write(tmp_path / "written_questions" / "documents.jsonl", documents)
    rows = [
        {"document": name, "question": question, "kind": kind, "relevant": ["1"] if answerable else [],
         "answer_sentences": ["Twenty"], "confusing": ["2"] if answerable else ["1"], "answerable": answerable}
        for name in ("taught", "apart")
        for question, kind, answerable in (("who came?", "fact", True), ("who fell?", "contrast", False))
    ]  # fmt: skip
    write(tmp_path / "written_questions" / "w2.jsonl", rows)
    own = {"doc_id": "ours", "set": "own", "part": "train", "paragraphs": paragraphs}
    write(tmp_path / "own" / "documents.jsonl", [own])
    write(tmp_path / "own" / "questions.jsonl", [{**rows[0], "document": "ours"}])
    return Gold(tmp_path, tmp_path / "own")


def test_documents_that_are_kept_apart_teach_nothing(gold: Gold) -> None:
    """Every file read is known by its SHA-256."""
    assert {lesson.document for lesson in written(gold, "train")} == {"taught", "ours"}
    folders = ("written_questions", "eval/questions/written")
    assert set(gold.sha256) == {
        "written_questions/w2.jsonl", *(f"{of}/documents.jsonl" for of in folders), f"{folders[1]}/questions.jsonl"
    }  # fmt: skip


def test_a_contrast_after_its_original_is_its_twin(gold: Gold) -> None:
    """The same question with one thing changed."""
    first, second, _ = written(gold, "train")

    assert first.twin == second
    assert (second.answering, second.tempting) == ((), ("Twenty came.",))


def test_what_the_start_has_seen_is_neither_taught_nor_measured() -> None:
    """The older documents that were kept apart are no guide any more."""
    assert part_of({"doc_id": "x", "set": "w3", "part": "dev"}) == "seen"
