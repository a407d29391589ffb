"""Question sets: JSON lines with the paragraphs that answer, validated row by row."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.formats.text import read_text
from eval.errors import InvalidQuestionSet
from qa_app.errors import InvalidQuestion
from qa_app.question import clean_question

SHIPPED = Path(__file__).parent / "questions" / "kabul-process-2017.jsonl"


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and the paragraphs ("DOCUMENT#NUMBER") that answer it; none where nothing does."""

    id: str
    question: str
    relevant: tuple[str, ...]
    kind: str
    split: str
    document: str | None

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return bool(self.relevant)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file, and the SHA-256 of its bytes."""

    name: str
    sha256: str
    questions: tuple[GoldQuestion, ...]


def read_questions(path: Path, known: Collection[str], split: str | None = None) -> QuestionSet:
    """The set in `path`; only the questions of `split`, if given.

    A row is `{"id", "question", "relevant": ["DOCUMENT#NUMBER", ...], "answerable"?, "kind"?, "split"?, "document"?}`.
    `known` holds every paragraph's address. Raises InvalidQuestionSet naming the row and the field that is wrong.
    """
    try:
        text = read_text(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, UnreadableFile) as error:
        raise InvalidQuestionSet(f"The question set cannot be used: {error}") from error
    rows = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    questions: dict[str, GoldQuestion] = {}
    for number, line in rows:
        question = _question(path, number, line, known)
        if question.id in questions:
            raise InvalidQuestionSet(f"{path}, line {number}: the 'id' {question.id!r} stands twice.")
        questions[question.id] = question
    chosen = tuple(question for question in questions.values() if split in {None, question.split})
    if not chosen:
        which = f" of split {split!r}" if split else ""
        raise InvalidQuestionSet(f"The question set {path} has no questions{which}.")
    return QuestionSet(path.stem, sha256, chosen)


def _question(path: Path, number: int, line: str, known: Collection[str]) -> GoldQuestion:
    where = f"{path}, line {number}"
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InvalidQuestionSet(f"{where} is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise InvalidQuestionSet(f"{where} is not a JSON object.")
    for field in ("id", "question"):
        if not isinstance(row.get(field), str) or not row[field].strip():
            raise InvalidQuestionSet(f"{where}: 'id' and 'question' must be text, and {field!r} is not.")
    try:
        text = clean_question(row["question"])
    except InvalidQuestion as error:
        raise InvalidQuestionSet(f"{where}, 'question': {error}") from error
    return GoldQuestion(
        id=row["id"],
        question=text,
        relevant=_relevant(where, row, known),
        kind=str(row.get("kind") or "all"),
        split=str(row.get("split") or "all"),
        document=row.get("document"),
    )


def _relevant(where: str, row: dict[str, Any], known: Collection[str]) -> tuple[str, ...]:
    relevant = row.get("relevant")
    if not isinstance(relevant, list) or not all(isinstance(address, str) for address in relevant):
        raise InvalidQuestionSet(f"{where}: 'relevant' must be a list of paragraphs.")
    answerable = row.get("answerable", bool(relevant))
    if not answerable:
        return ()
    addresses = [address if "#" in address else f"{address}#1" for address in relevant]
    missing = [address for address in addresses if address not in known]
    if missing:
        raise InvalidQuestionSet(f"{where}, 'relevant': there is no paragraph {missing[0]!r} in the documents.")
    if not addresses:
        raise InvalidQuestionSet(f"{where}: 'answerable' is true and 'relevant' is empty.")
    return tuple(dict.fromkeys(addresses))
