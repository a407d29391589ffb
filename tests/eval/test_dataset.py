"""Question sets: what a row says, and how a wrong one is named."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Document
from eval.errors import InvalidQuestionSet, WrongRows
from eval.sets.check import copied_run, copied_share
from eval.sets.dataset import SHIPPED, GoldQuestion, as_jsonl, check_questions, read_questions, split_of
from eval.sets.known import Known
from eval.sets.rows import Choices

KNOWN = {"talks#1", "talks#2", "treaty#1"}
GOOD = {"id": "a", "question": "What was agreed?", "relevant": ["talks#1"]}


def write(folder: Path, *rows: Any) -> Path:
    path = folder / "set.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return path


def test_a_row_needs_an_id_a_question_and_what_answers_it(tmp_path: Path) -> None:
    """Everything else has a default: kind and split are "all", and every document is searched."""
    path = write(tmp_path, GOOD)

    assert read_questions(path, KNOWN).questions == (
        GoldQuestion("a", "What was agreed?", ("talks#1",), "all", "all", None),
    )


def test_a_row_may_say_more(tmp_path: Path) -> None:
    """Kind, split and document are kept; white space in a question is folded, a paragraph named twice counts once."""
    row = {"id": "a", "question": " What\u00a0 was\nagreed? ", "relevant": ["talks#2", "talks#1", "talks#2"]}
    path = write(tmp_path, {**row, "kind": "plain", "split": "test", "document": "talks"})

    assert read_questions(path, KNOWN).questions == (
        GoldQuestion("a", "What was agreed?", ("talks#2", "talks#1"), "plain", "test", "talks"),
    )


def test_a_document_of_one_paragraph_is_named_by_its_id(tmp_path: Path) -> None:
    """An address without a number means paragraph 1."""
    path = write(tmp_path, {**GOOD, "relevant": ["treaty"]})

    assert read_questions(path, KNOWN).questions[0].relevant == ("treaty#1",)


def test_a_question_without_relevant_paragraphs_cannot_be_answered(tmp_path: Path) -> None:
    """So may one that says it is not answerable, though a paragraph comes near."""
    path = write(tmp_path, {**GOOD, "relevant": []}, {**GOOD, "id": "b", "answerable": False})

    assert [(q.relevant, q.answerable) for q in read_questions(path, KNOWN).questions] == [((), False), ((), False)]


def test_a_set_has_a_name_and_a_fingerprint(tmp_path: Path) -> None:
    """The SHA-256 is that of the file's bytes, whichever split is asked for."""
    path = write(tmp_path, {**GOOD, "split": "dev"}, {**GOOD, "id": "b", "split": "test"})
    read = read_questions(path, KNOWN, "test")

    assert [question.id for question in read.questions] == ["b"]
    assert (read.name, read.sha256) == ("set", hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{not json", "line 2: it is not JSON: Expecting property name"),
        ("[]", "line 2: it is not a JSON object"),
        ({"question": "What?", "relevant": []}, "line 2, 'id': it is missing"),
        ({**GOOD, "id": 7}, "line 2, 'id': it must be text, not 7"),
        (r'{"id": "\ud800", "question": "What?", "relevant": []}', "line 2, 'id': it holds a NUL or half a surrogate"),
        ({**GOOD, "id": " "}, "line 2, 'id': it is empty"),
        ({"id": "b", "relevant": []}, "line 2, 'question': it is missing"),
        ({**GOOD, "id": "b", "question": ""}, "line 2, 'question': the question is empty"),
        ({**GOOD, "id": "b", "question": " \u00a0"}, "line 2, 'question': the question is empty"),
        ({**GOOD, "id": "b", "question": "What\x07?"}, r"line 2, 'question': .*control character \(U\+0007\)"),
        ({"id": "b", "question": "What?"}, "line 2, 'relevant': it is missing"),
        ({**GOOD, "id": "b", "relevant": "talks#1"}, "line 2, 'relevant': it must be a list of paragraphs, not"),
        ({**GOOD, "id": "b", "relevant": [1]}, r"line 2, 'relevant': it must be a list of paragraphs, not \[1\]"),
        ({**GOOD, "id": "b", "relevant": ["talks#9"]}, "line 2, 'relevant': talks has no paragraph '9'.*Nearest: 2"),
        ({**GOOD, "id": "b", "relevant": ["task#9"]}, "line 2, 'relevant': there is no document 'task'.*is 'talks'"),
        ({**GOOD, "id": "b", "answerable": "no"}, "line 2, 'answerable': it must be true or false, not \"no\""),
        ({**GOOD, "id": "b", "document": "none"}, "line 2, 'document': there is no document 'none'"),
        ({**GOOD, "id": "b", "history": [3]}, "line 2, 'history': it must be a list of texts"),
        (
            {**GOOD, "id": "b", "answerable": True, "relevant": []},
            "line 2, 'relevant': it is empty, though the question is answerable",
        ),
        (GOOD, "line 2, 'id': 'a' stands twice, first in line 1"),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_field(tmp_path: Path, row: Any, message: str) -> None:
    """The error says which file, which line and which field to mend."""
    path = write(tmp_path, GOOD, row)

    with pytest.raises(InvalidQuestionSet, match=rf"set\.jsonl.*{message}"):
        read_questions(path, KNOWN)


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    """Empty lines are passed over and still counted."""
    with pytest.raises(InvalidQuestionSet, match="line 4: it is not JSON"):
        read_questions(write(tmp_path, "", GOOD, "", "{"), KNOWN)


def test_an_unknown_split_is_named(tmp_path: Path) -> None:
    """Measuring nothing is an error, not a report of zeros."""
    with pytest.raises(InvalidQuestionSet, match="it has no questions of split 'tset'; it has test"):
        read_questions(write(tmp_path, {**GOOD, "split": "test"}), KNOWN, "tset")


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    """So is a file that is not there."""
    with pytest.raises(InvalidQuestionSet, match=r"set\.jsonl: it has no questions\."):
        read_questions(write(tmp_path, ""), KNOWN)
    with pytest.raises(InvalidQuestionSet, match=r"none\.jsonl cannot be read"):
        read_questions(tmp_path / "none.jsonl", KNOWN)


def test_the_shipped_questions_are_about_the_shipped_statement(statement: Document) -> None:
    """Each paragraph that can answer has a question, half of them are kept for testing, and some have no answer."""
    addresses = {str(p.id) for p in statement.paragraphs}
    questions = read_questions(SHIPPED, addresses).questions
    splits = [question.split for question in questions]

    assert {address for q in questions for address in q.relevant} == addresses - {f"{statement.id}#title"}
    assert (splits.count("dev"), splits.count("test")) == (75, 75)
    assert sum(not question.answerable for question in questions) == 36


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Twenty are named and the rest counted; the error has them all."""
    rows = [{**GOOD, "id": f"q{number}", "relevant": ["talks#9"]} for number in range(25)]

    with pytest.raises(WrongRows) as error:
        read_questions(write(tmp_path, GOOD, *rows), KNOWN)

    assert len(error.value.problems) == 25
    assert str(error.value).split("\n")[0].endswith("set.jsonl has 25 problems:")
    assert str(error.value).split("\n")[1].startswith("line 2, 'relevant': talks has no paragraph '9'")
    assert str(error.value).split("\n")[-1] == "and 5 more."


def test_a_row_may_be_wrong_in_several_fields(tmp_path: Path) -> None:
    """Each is named, so that a row is mended once."""
    path = write(tmp_path, GOOD, {"id": "a", "question": " ", "relevant": ["talks#9", "talks#1"]})

    assert [(p.place, p.field) for p in check_questions(path, KNOWN).problems] == [
        ("line 2", "id"),
        ("line 2", "question"),
        ("line 2", "relevant"),
    ]


def test_a_set_for_another_library_is_told_first(tmp_path: Path) -> None:
    """Where more than half of the documents named are unknown: here two of three."""
    rows = [{**GOOD, "id": name, "relevant": [f"{name}#1"]} for name in ("talks", "alpha", "beta")]

    problems = check_questions(write(tmp_path, *rows), KNOWN).problems

    assert str(problems[0]) == (
        "the set is made for another library: 2 of the 3 documents that it names are not in this one ('alpha', 'beta')."
    )
    assert len(problems) == 3


def test_what_is_superseded_is_told_so(tmp_path: Path) -> None:
    """A paragraph that only an earlier version has, and a document that another replaced."""
    known = Known.of_addresses(KNOWN)
    known = replace(known, superseded={"talks@1#7": "talks", "draft#1": "talks"})
    path = write(tmp_path, {**GOOD, "relevant": ["talks#7"]}, {**GOOD, "id": "b", "relevant": ["draft#1"]})

    assert [str(problem) for problem in check_questions(path, known).problems[-2:]] == [
        "line 1, 'relevant': there is no paragraph 'talks#7' any more: it stands in talks@1, which is superseded.",
        "line 2, 'relevant': draft is superseded by talks, and only documents that are current are searched.",
    ]


def test_a_sentence_must_stand_in_its_paragraph(tmp_path: Path) -> None:
    """White space apart; what comes nearest is shown."""
    known = Known(dict.fromkeys(["talks#1"]), {"talks#1": "They met.\nAll sides agreed to a ceasefire at noon."})
    good = {**GOOD, "sentence": "All sides  agreed to a ceasefire at noon."}
    path = write(tmp_path, good, {**good, "id": "b", "sentence": "All sides agreed to a truce at noon."})

    (problem,) = check_questions(path, known).problems

    assert str(problem) == (
        "line 2, 'sentence': 'All sides agreed to a truce at noon.' does not stand in talks#1;"
        " the nearest words are 'All sides agreed to a ceasefire at noon.'."
    )


def test_unanswerable_and_relevant_contradict_each_other(tmp_path: Path) -> None:
    """A problem on import; in measuring the paragraph counts as near, with a warning. It can be said which counts."""
    path = write(tmp_path, GOOD, {**GOOD, "id": "b", "answerable": False})

    assert [str(p) for p in check_questions(path, KNOWN, Choices()).problems] == [
        "line 2, 'relevant': it names 'talks#1', though the question is not answerable (see --trust)."
    ]
    assert read_questions(path, KNOWN).warnings == (
        "In 1 question (b) 'relevant' and 'answerable' contradict each other; 'answerable' was believed.",
        "2 questions (a, b) have the same words as another question.",
    )
    assert read_questions(path, KNOWN, None, Choices(trust="relevant")).questions[1].relevant == ("talks#1",)


def test_a_conversation_is_a_question_and_what_was_asked_before(tmp_path: Path) -> None:
    """Written as a list of turns, as a list of questions or as one text; what was answered is left out."""
    said = [{"role": "user", "text": "Who met?"}, {"role": "agent", "text": "All."}]
    path = write(
        tmp_path,
        {**GOOD, "history": said},
        {**GOOD, "id": "b", "history": ["Who met?"]},
        {**GOOD, "id": "c", "question": "|user|: Who met?\n|agent|: All.\n|user|: What was agreed?"},
    )

    assert [(q.history, q.question) for q in read_questions(path, KNOWN).questions] == [
        (("Who met?",), "What was agreed?")
    ] * 3


def test_the_question_may_be_taken_from_another_field(tmp_path: Path) -> None:
    """A field that is not there is a problem of its row."""
    path = write(tmp_path, {**GOOD, "colloquial": "so what did they say"}, {**GOOD, "id": "b"})
    checked = check_questions(path, KNOWN, Choices({"question": "colloquial"}))

    assert [question.question for question in checked.questions] == ["so what did they say"]
    assert [str(problem) for problem in checked.problems] == ["line 2, 'colloquial': it is missing."]


def test_an_odd_set_is_read_with_a_warning(tmp_path: Path) -> None:
    """One question, no question with an answer, none without."""
    one = read_questions(write(tmp_path, GOOD), KNOWN).warnings
    without = [{"id": name, "question": f"Who is {name}?", "relevant": []} for name in "ab"]

    assert one == ("There is only one question: no interval can be given.",)
    assert read_questions(write(tmp_path, *without), KNOWN).warnings == (
        "No question can be answered: finding and answering cannot be measured.",
    )
    assert read_questions(write(tmp_path, GOOD, {**GOOD, "id": "b", "question": "Who?"}), KNOWN).warnings == (
        "Every question can be answered: refusing cannot be measured.",
    )


def test_a_question_in_the_words_of_its_paragraph_is_told(tmp_path: Path) -> None:
    """Half of its runs of four words stand there: of "agreed to a ceasefire at noon yesterday then" 3 of 5."""
    known = Known(dict.fromkeys(["talks#1"]), {"talks#1": "All sides agreed to a ceasefire at noon."})
    path = write(tmp_path, {**GOOD, "question": "agreed to a ceasefire at noon yesterday then"})

    assert copied_share("agreed to a ceasefire at noon yesterday then", known.texts["talks#1"]) == 0.6
    assert copied_run("Who agreed to a truce?", known.texts["talks#1"]) == "agreed to a"
    assert "1 question (a) copies the words of the paragraph" in read_questions(path, known).warnings[-1]


def test_a_question_about_a_heading_is_told(tmp_path: Path, statement: Document) -> None:
    """No system can find it, so it would count against each."""
    path = write(tmp_path, {**GOOD, "relevant": [f"{statement.id}#title"]}, {**GOOD, "id": "b", "relevant": []})

    assert read_questions(path, Known.of_documents([statement])).warnings[0] == (
        "1 question (a) names a heading or an empty paragraph, which is never shown as an answer."
    )


def test_a_question_is_split_by_its_id() -> None:
    """The same id always falls on the same side, and about half fall on each."""
    sides = [split_of(f"q{number}") for number in range(1000)]

    assert [split_of("q1"), split_of("q2"), split_of("q1")] == ["test", "dev", "test"]
    assert 450 < sides.count("test") < 550


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(
    st.lists(
        st.builds(
            GoldQuestion,
            id=WORDS,
            question=WORDS,
            relevant=st.lists(st.sampled_from(sorted(KNOWN)), unique=True).map(tuple),
            kind=WORDS,
            split=WORDS,
            document=st.sampled_from([None, "talks"]),
            sentence=st.none() | WORDS,
            history=st.lists(WORDS, max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda question: question.id,
    )
)
def test_what_is_written_is_read_again(questions: list[GoldQuestion]) -> None:
    """Questions -> JSON lines -> the same questions, and the same lines again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "set.jsonl"
        path.write_text(as_jsonl(questions), encoding="utf-8", newline="")
        read = read_questions(path, KNOWN).questions

    assert read == tuple(questions)
    assert as_jsonl(read) == as_jsonl(questions)
