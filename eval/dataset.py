"""Question sets: read in any format, checked against the paragraphs there are, written as JSON lines."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.errors import WrongRows
from eval.sets.checking import Checked, check
from eval.sets.known import Known
from eval.sets.reading import read_rows
from eval.sets.rows import Choices, GoldQuestion

__all__ = ["SHIPPED", "GoldQuestion", "QuestionSet", "as_jsonl", "check_questions", "read_questions", "with_splits"]

SHIPPED = Path(__file__).parent / "questions" / "kabul-process-2017.jsonl"
# Where a set says that a question has no answer and names paragraphs all the same, those come near and do not answer.
USUAL = Choices(trust="answerable")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file, the SHA-256 of its bytes, and what is odd about them, a sentence each."""

    name: str
    sha256: str
    questions: tuple[GoldQuestion, ...]
    warnings: tuple[str, ...] = ()


def read_questions(
    path: Path, known: Collection[str], split: str | None = None, choices: Choices = USUAL
) -> QuestionSet:
    """The set in `path`, a file or folder in any format of eval.sets; only the questions of `split`, if given.

    `known` holds every paragraph's address; a `Known` also has their words and what is superseded. Raises
    InvalidQuestionSet where the set cannot be read, WrongRows naming each row and field that is wrong.
    """
    checked = check_questions(path, known, choices)
    if checked.problems:
        raise WrongRows(str(path), [str(problem) for problem in checked.problems])
    chosen = tuple(question for question in checked.questions if split in {None, question.split})
    if not chosen:
        splits = ", ".join(sorted({question.split for question in checked.questions}))
        which = f" of split {split!r}; it has {splits}" if split and splits else ""
        raise WrongRows(str(path), [f"it has no questions{which}."])
    return QuestionSet(path.stem, checked.sha256, chosen, checked.warnings)


def check_questions(path: Path, known: Collection[str], choices: Choices = USUAL) -> Checked:
    """The sound questions of the set in `path` and the problems of its other rows.

    Raises InvalidQuestionSet where the set cannot be read at all.
    """
    everything = known if isinstance(known, Known) else Known.of_addresses(known)
    return check(read_rows(path, choices), everything, choices)


def split_of(question_id: str) -> str:
    """ "dev" or "test", half and half, by the SHA-256 of the id: the same whenever and wherever it is worked out."""
    return "test" if hashlib.sha256(question_id.encode()).digest()[0] % 2 else "dev"


def with_splits(questions: Iterable[GoldQuestion]) -> tuple[GoldQuestion, ...]:
    """The questions, each of which has a split: its own, or the one that its id leads to."""
    return tuple(q if q.split != "all" else replace(q, split=split_of(q.id)) for q in questions)


def as_jsonl(questions: Iterable[GoldQuestion]) -> str:
    """The questions as JSON lines in the order given; fields that say nothing are left out."""
    return "".join(f"{json.dumps(_row(question), ensure_ascii=False)}\n" for question in questions)


def _row(question: GoldQuestion) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "relevant": list(question.relevant),
        "answerable": question.answerable,
        "split": question.split,
    }
    more = {"document": question.document, "sentence": question.sentence, "history": list(question.history)}
    return row | {name: value for name, value in more.items() if value}
