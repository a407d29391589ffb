"""`pincite eval import` and `pincite eval new`: what they write, print and return."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from corpus.library.library import Library
from eval.commands.importing import import_command, new_command
from eval.errors import InvalidQuestionSet
from eval.sets.dataset import read_questions
from eval.sets.known import Known
from eval.sets.rows import GoldQuestion
from eval.sets.write import review, suggest, template_rows, with_lines, with_rows
from tests.shapes import PROCESS, REGULATION, Part, card, compose

LONG = compose(
    card("long", "A long one"),
    [Part(str(n), f"{n}. ", [f"Part {n} says this and that{' and more of it' * n} to the end."]) for n in range(1, 7)],
)
SHORT = compose(card("short", "A short one"), [Part("1", "1. ", ["Here are eight words, neither more nor less."])])


@dataclass
class Done:
    """What a command returned and printed."""

    code: Any
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call a command over a library with hand-made documents in it."""
    folder = tmp_path / "library"
    with Library.open(folder, lambda: (PROCESS, REGULATION, SHORT)):
        pass

    def call(command: click.Command, *arguments: object) -> Done:
        given = [*map(str, arguments), "--library", str(folder)]
        result = CliRunner().invoke(command, given, standalone_mode=False)
        if result.exception:
            raise result.exception
        return Done(result.return_value, result.stdout, result.stderr)

    return call


def put(folder: Path, *rows: str) -> Path:
    path = folder / "mine.csv"
    path.write_text("".join(f"{row}\n" for row in ("id,question,document,relevant,kind", *rows)), encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_set_is_written_as_json_lines(run: Run, tmp_path: Path) -> None:
    """In the order of its source, each question in the split that its id leads to."""
    source, target = put(tmp_path, "q1,What first?,process,para 2,plain", "q2,Who won?,,,off"), tmp_path / "out.jsonl"

    done = run(import_command, source, "--output", target)

    assert (done.code, done.err) == (0, "")
    assert done.out == (f"{target}: 2 questions, 1 of them answerable\nkinds: off 1, plain 1\nsplits: dev 1, test 1\n")
    assert lines(target) == [
        {
            "id": "q1",
            "question": "What first?",
            "kind": "plain",
            "relevant": ["process#2"],
            "answerable": True,
            "split": "test",
        },
        {"id": "q2", "question": "Who won?", "kind": "off", "relevant": [], "answerable": False, "split": "dev"},
    ]


def test_nothing_is_written_where_a_row_is_wrong(run: Run, tmp_path: Path) -> None:
    """The rows are named and the exit code is 1; the sound ones can be had by asking for them."""
    source, target = put(tmp_path, "q1,What first?,process,2,", "q1,,process,2,"), tmp_path / "out.jsonl"

    done = run(import_command, source, "--output", target)

    assert (done.code, done.out, target.exists()) == (1, "", False)
    assert done.err.splitlines() == [
        f"{source}: line 3, 'id': 'q1' stands twice, first in line 2.",
        f"{source}: line 3, 'question': the question is empty.",
        "Note: There is only one question: no interval can be given.",
        "2 problems; nothing was written.",
    ]
    assert run(import_command, source, "--output", target, "--skip-wrong").code == 1
    assert [row["id"] for row in lines(target)] == ["q1"]


def test_the_report_is_json_on_request(run: Run, tmp_path: Path) -> None:
    """Every problem is in it, however many."""
    source = put(tmp_path, *(f"q{n},What?,process,9," for n in range(30)))

    done = run(import_command, source, "--json")
    found = json.loads(done.out)

    assert (done.code, found["output"], found["questions"], len(found["problems"])) == (1, None, 0, 30)


def test_documents_may_come_with_the_set(run: Run, tmp_path: Path) -> None:
    """A set for other documents says so first, and how to take its own."""
    paragraphs = [
        {
            "context": "They met.",
            "qas": [{"id": "a", "question": "Who won?", "answers": [{"text": "They", "answer_start": 0}]}],
        }
    ]
    source = tmp_path / "squad.json"
    source.write_text(json.dumps({"data": [{"title": "Talks", "paragraphs": paragraphs}]}), encoding="utf-8")

    done = run(import_command, source, "--output", tmp_path / "out.jsonl")

    assert done.err.splitlines()[:2] == [
        f"{source}: the set is made for another library: 1 of the 1 documents that it names"
        " are not in this one ('talks').",
        f"{source}: the documents that it is about come with it: --documents {source} takes those.",
    ]
    assert run(import_command, source, "--output", tmp_path / "out.jsonl", "--documents", source).code == 0


def test_an_earlier_version_is_recognised(tmp_path: Path) -> None:
    """A paragraph that the newer version of its document no longer has."""
    newer = compose(PROCESS.card, [Part("1", "1-", ["Meeting again is good, all agree on that."])])
    with Library.open(tmp_path / "library", lambda: (PROCESS,)) as library:
        library.add(newer)
    arguments = [str(put(tmp_path, "q1,What?,process,4,")), "--library", str(tmp_path / "library")]

    result = CliRunner().invoke(import_command, arguments, standalone_mode=False)

    assert "no paragraph 'process#4' any more: it stands in process@1, which is superseded" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--column", "question"], "--column 'question' is not FIELD=HEADER"),
        (["--output", "{source}"], "is the source itself: name another file"),
        (["--output", "{folder}/none/out.jsonl"], r"out\.jsonl cannot be written: No such file"),
    ],
)
def test_a_wrong_option_is_told(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    """The source is never written over."""
    source = put(tmp_path, "q1,What first?,process,2,")
    given = [part.format(source=source, folder=tmp_path) for part in arguments]

    with pytest.raises((click.ClickException, InvalidQuestionSet), match=message):
        run(import_command, source, *given)


def test_suggestions_are_spread_over_documents_and_lengths() -> None:
    """The documents take turns; in each, a short paragraph comes before a middling and a long one."""
    chosen = suggest([LONG, SHORT], {"long#1"}, 5, seed=0)
    of_long = [int(paragraph.number) for paragraph in chosen if paragraph.id.document == "long"]

    assert Counter(paragraph.id.document for paragraph in chosen) == {"long": 4, "short": 1}
    assert [paragraph.id.document for paragraph in chosen[:2]].count("short") == 1
    assert (of_long[0], of_long[1] in {3, 4}, of_long[2] in {5, 6}) == (2, True, True)
    assert suggest([LONG, SHORT], {"long#1"}, 5, seed=0) == chosen


def test_what_is_covered_short_or_a_heading_is_not_suggested() -> None:
    """A paragraph of seven words or fewer hardly makes a question; of PROCESS none is left."""
    covered = {str(paragraph.id) for paragraph in LONG.paragraphs}

    assert suggest([PROCESS, LONG], covered, 9, seed=0) == ()
    assert suggest([], (), 9, seed=0) == ()


def test_every_fifth_row_to_fill_in_has_no_paragraph() -> None:
    """Ids that are in use are passed over; the paragraph's words stand beside the empty question."""
    rows = template_rows(LONG.paragraphs[:4], {"q-002"})

    assert [row["id"] for row in rows] == ["q-003", "q-004", "q-005", "q-006", "q-007"]
    assert [row["relevant"] for row in rows] == [["long#1"], ["long#2"], ["long#3"], ["long#4"], []]
    assert [row["answerable"] for row in rows] == [True, True, True, True, False]
    assert {row["question"] for row in rows} == {""}
    assert str(rows[0]["paragraph_text"]).startswith("Part 1 says this")


def test_rows_to_fill_in_go_under_the_header_that_is_there(tmp_path: Path) -> None:
    """A table may have its columns in any order, a JSON lines file gets objects."""
    rows = template_rows(LONG.paragraphs[:1], ())
    (name,) = {row["split"] for row in rows}

    assert with_rows("question;ID;paragraph;split", rows) == (f"question;ID;paragraph;split\n;q-001;long#1;{name}\n")
    assert with_rows("id,question,relevant\r\nq-000,What?,long#2\r\n", rows).endswith("long#2\r\nq-001,,long#1\r\n")
    assert with_rows("", rows).split("\n")[0] == "id,question,relevant,answerable,kind,split,paragraph_text"
    assert json.loads(with_lines("", rows)) == rows[0]
    assert with_rows("question,relevant,paragraph_text\n", [{"paragraph_text": "=1+1"}]).endswith("\n,,'=1+1\n")
    with pytest.raises(InvalidQuestionSet, match="has no column 'question'"):
        with_rows("Frage\n", rows)


@pytest.mark.parametrize("name", ["new.csv", "new.jsonl"])
def test_a_set_is_written_by_filling_in_rows(run: Run, tmp_path: Path, name: str) -> None:
    """Add rows, fill them in, and the set is ready; what has a row is not suggested again."""
    path = tmp_path / name
    assert run(new_command, "--questions", path, "--n", 1, "--add").code == 0
    (first,) = [line for line in path.read_text().splitlines() if "q-001" in line]

    assert "short#1" in first
    assert run(new_command, "--questions", path).out == ""
    empty = '"question": ""' if name.endswith("jsonl") else "q-001,,"
    filled = '"question": "What?"' if name.endswith("jsonl") else "q-001,What?,"
    path.write_text(path.read_text().replace(empty, filled), encoding="utf-8")
    known = Known.of_documents([SHORT])
    assert [question.question for question in read_questions(path, known).questions] == ["What?"]


def test_suggestions_are_printed_with_address_and_words(run: Run) -> None:
    """There is one with eight words or more; adding rows needs a file to add them to."""
    words = "Here are eight words, neither more nor less."

    assert run(new_command).out == f"short#1\n{words}\n\n"
    assert json.loads(run(new_command, "--json").out) == {"relevant": "short#1", "page": None, "text": words}
    with pytest.raises(click.UsageError, match="need the set"):
        run(new_command, "--add")


def question(name: str, text: str, *relevant: str) -> GoldQuestion:
    return GoldQuestion(name, text, relevant, "plain", "dev", None)


def test_a_review_says_what_a_set_lacks() -> None:
    """Copying, repetition, documents and paragraphs without a question, and no question without an answer."""
    found = review(
        [
            question("a", "Who says this and that and more of it to the end?", "long#1"),
            question("b", "How many words are there?", "long#2"),
            question("c", "How many words there are?", "long#2"),
        ],
        [LONG, SHORT],
    )

    assert list(found.lines()) == [
        "3 questions; 0 of them cannot be answered (0%).",
        "Kinds: plain 3",
        "Splits: dev 3",
        "a copies the words of the paragraph: ask as somebody would who has not read it.",
        "c asks almost the same as b.",
        "No question is without an answer: refusing cannot be measured.",
        "Documents without a question: short.",
        "2 of 7 paragraphs have a question; without: long#3, long#4, long#5, long#6, short#1.",
    ]
    assert found.to_mend


def test_a_set_without_fault_is_reviewed_with_exit_code_0(tmp_path: Path) -> None:
    """Nothing copies or repeats, and one of two questions has no answer."""
    with Library.open(tmp_path / "library", lambda: (LONG,)):
        pass
    path = tmp_path / "set.jsonl"
    rows = [
        {"id": "a", "question": "How long is it?", "relevant": ["long#3"]},
        {"id": "b", "question": "Who?", "relevant": []},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    arguments = ["--check", "--questions", str(path), "--library", str(tmp_path / "library")]

    result = CliRunner().invoke(new_command, arguments, standalone_mode=False)

    assert result.return_value == 0
    assert result.stdout.splitlines()[0] == "2 questions; 1 of them cannot be answered (50%)."
