"""Question sets: read in any format, checked against the paragraphs there are, written as JSON lines."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.formats.jsonl import read_documents
from corpus.types import Document
from eval.errors import InvalidQuestionSet, WrongRows
from eval.sets.beir import read_beir, read_beir_documents
from eval.sets.check import Checked, check
from eval.sets.jsonl import read_jsonl
from eval.sets.known import Known
from eval.sets.rows import FIELDS, Choices, GoldQuestion, Reading, read_bytes
from eval.sets.spreadsheets import read_sheet, read_table
from eval.sets.squad import read_squad, read_squad_documents
from eval.sets.trec import read_trec

__all__ = ["SHIPPED", "GoldQuestion", "QuestionSet", "as_jsonl", "check_questions", "read_questions", "with_splits"]

SHIPPED = Path(__file__).parents[1] / "questions" / "kabul-process-2017.jsonl"
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


# A question set or its documents, in whichever format: told apart here, read by that format's reader.


def read_rows(path: Path, choices: Choices) -> Reading:
    """The rows of the set at `path`, not checked yet; raises InvalidQuestionSet where they cannot be read at all."""
    unknown = [name for name in choices.columns if name not in FIELDS]
    if unknown:
        raise InvalidQuestionSet(f"There is no field {unknown[0]!r}; the fields are {', '.join(FIELDS)}.")
    match form_of(path):
        case Form.JSONL:
            return read_jsonl(path, choices.columns)
        case Form.TABLE:
            return read_table(path, choices.columns)
        case Form.SHEET:
            return read_sheet(path, choices.columns)
        case Form.BEIR:
            return read_beir(path, choices)
        case Form.TREC:
            return read_trec(path, choices)
        case Form.SQUAD:
            return read_squad(path)


def documents_of(path: Path) -> Iterator[Document]:
    """The documents that a BEIR folder, a SQuAD file or JSON lines hold; raises UnreadableFile."""
    if holds_documents(path):
        yield from read_beir_documents(path) if form_of(path) is Form.BEIR else read_squad_documents(path)
        return
    yield from read_documents(path)


def holds_documents(path: Path) -> bool:
    """Whether the question set at `path` brings the documents that it asks about with it."""
    form = form_of(path)
    folder = path if path.is_dir() else path.parent
    return form is Form.SQUAD or (form is Form.BEIR and (folder / "corpus.jsonl").is_file())


# Which format a question set is in, told by its folder, its first bytes and its name.

_HEAD = 100_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_TSV_TOPIC = re.compile(r"[^\t\n]+\t[^\t\n]+\r?\n?")


class Form(StrEnum):
    """A format that question sets come in."""

    JSONL = "JSON lines"
    TABLE = "table"
    SHEET = "spreadsheet"
    BEIR = "BEIR folder"
    TREC = "TREC topics"
    SQUAD = "SQuAD"


def form_of(path: Path) -> Form:
    """The format of the file or folder at `path`; raises InvalidQuestionSet where it is none of them."""
    if path.is_dir():
        if (path / "queries.jsonl").is_file():
            return Form.BEIR
        if any("topics" in file.name.lower() for file in path.iterdir()):
            return Form.TREC
        raise InvalidQuestionSet(
            f"The folder {path} is no question set: it holds neither queries.jsonl and qrels/ (BEIR) nor topics (TREC)."
        )
    raw = read_bytes(path)
    if raw.startswith(b"PK\x03\x04") and path.suffix.lower() in {".xlsx", ".xlsm"}:
        return Form.SHEET
    if raw.startswith((b"PK\x03\x04", _OLD_OFFICE)) or path.suffix.lower() in {".xls", ".ods", ".xlsx"}:
        raise InvalidQuestionSet(f"{path} is no .xlsx spreadsheet: save it as .xlsx or as CSV.")
    if path.name == "queries.jsonl" and (path.parent / "qrels").is_dir():
        return Form.BEIR
    head = raw[:_HEAD].decode("utf-8-sig", errors="replace").lstrip()
    if head.startswith(("{", "[")) or path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        return _form_of_json(path, raw, head)
    if re.search(r"<(?:top|topic)\b", head, re.IGNORECASE):
        return Form.TREC
    lines = head.splitlines()[:20]
    judged = any("qrel" in file.name.lower() for file in path.parent.glob("*") if file != path)
    topics = bool(lines) and all(_TSV_TOPIC.fullmatch(line) for line in lines)
    if judged and topics and not re.search(r"question|query", lines[0], re.IGNORECASE):
        return Form.TREC
    return Form.TABLE


def _form_of_json(path: Path, raw: bytes, head: str) -> Form:
    """SQuAD is one object with "data"; everything else is a row a line."""
    first = _json(head.split("\n", 1)[0])
    if isinstance(first, dict) and not isinstance(first.get("data"), list):
        return Form.JSONL
    whole = _json(raw.decode("utf-8-sig", errors="replace"))
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        return Form.SQUAD
    if isinstance(whole, list | dict) and path.suffix.lower() == ".json":
        raise InvalidQuestionSet(f"{path} is JSON, but not SQuAD ('data' is missing): write a question a line.")
    return Form.JSONL


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
