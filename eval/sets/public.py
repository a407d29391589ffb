"""Questions about official documents of the gold folder, written for pincite: to train and calibrate the reader on.

Half and more of them sound like the others and are not answered: a detail that is not given, another actor or year, a
step further than the text goes. Their documents lie in the gold folder and are read there.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eval.errors import InvalidQuestionSet
from eval.sets.rows import sound_rows

FOLDER = Path(__file__).parents[1] / "questions" / "official"
SOURCES = ("wh_statements", "unsc_drafts", "treaties_nl", "uk_explanatory_docs")
# Where the second language of a treaty begins: its paragraphs say again what those before them say.
_SECOND_LANGUAGE = {"tr-BWBV0002508": "Article 54(1)", "tr-BWBV0001174": "Article 28(1)"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfficialQuestion:
    """A question about one document, every paragraph that answers it, and some that come near and do not."""

    id: str
    question: str
    kind: str
    document: str
    relevant: tuple[str, ...]
    confusing: tuple[str, ...]


# What each public question is for, training, calibration or measuring: a fixed split by hash.

Part = Literal["training", "calibration", "measuring"]


def read_official(part: Part, folder: Path = FOLDER) -> list[OfficialQuestion]:
    """The questions about the documents that are for `part`; raises InvalidQuestionSet naming the line."""
    questions = (question for path in sorted(folder.glob("*.jsonl")) for question in _questions(path))
    return [question for question in questions if part_of_question(question) == part]


def part_of_question(question: OfficialQuestion) -> Part:
    """Documents are divided, not questions, so that what is calibrated on is new to the reader."""
    is_apart = hashlib.sha256(question.document.encode()).digest()[0] % 4 == 1
    return "calibration" if is_apart else "training"


def read_documents(gold: Path, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The documents of those ids as they lie in the gold folder, in their first language; none where it lacks them."""
    paths = [gold / source / "documents.jsonl" for source in SOURCES]
    found = [row for path in paths if path.is_file() for row in sound_rows(path) if row["doc_id"] in wanted]
    return [_in_one_language(row) for row in found]


def write_documents(gold: Path, path: Path, wanted: Sequence[str]) -> None:
    """Write the documents of those ids to `path` as JSON lines, to be read as one set."""
    fields = ("id", "number", "text")
    rows = (
        {
            "doc_id": row["doc_id"],
            "title": row.get("title") or row["doc_id"],
            "lang": row.get("lang") or "en",
            "paragraphs": [{name: each[name] for name in fields} for each in row["paragraphs"]],
        }
        for row in read_documents(gold, wanted)
    )
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


def _in_one_language(row: dict[str, Any]) -> dict[str, Any]:
    from_here = _SECOND_LANGUAGE.get(row["doc_id"])
    paragraphs = row["paragraphs"]
    numbers = [each["number"] for each in paragraphs]
    return {**row, "paragraphs": paragraphs[: numbers.index(from_here)]} if from_here in numbers else row


def _questions(path: Path) -> Iterator[OfficialQuestion]:
    for number, row in enumerate(sound_rows(path), start=1):
        try:
            told = (row["id"], row["question"], row["kind"], row["document"])
            yield OfficialQuestion(*told, tuple(row["relevant"]), tuple(row["confusing"]))
        except (KeyError, TypeError) as error:
            raise InvalidQuestionSet(f"{path}, line {number} is not an official question: {error!r}.") from error


# Of sets whose questions share paragraphs or documents, what is shared decides, so that the halves share none.
_WHOLE = {
    "obliqa": "document",
    "policyqa": "document",
    "squad2_cs224n_dev": "paragraph",
    "xquad": "article",
    "mtrag_un": "conversation",
    "clapnq": "question",
}


def part_of(folder: str, row: Mapping[str, Any]) -> Part:
    """What the question `row` of that question set is for.

    Half of each listed set is for training; of the other half, the development half, three in ten questions are for
    calibration and the others for measuring. A set that is not listed is for measuring whole.
    """
    by = _WHOLE.get(folder)
    if by is None:
        return "measuring"
    first, second = hashlib.sha256(f"{folder} {_key(by, row)}".encode()).digest()[:2]
    if first % 2 == 1:
        return "training"
    return "calibration" if second < 77 else "measuring"


def _key(by: str, row: Mapping[str, Any]) -> str:
    if by == "conversation":
        return str(row["id"]).partition("<::>")[0]
    if by == "question":
        return str(row["id"])
    context = row.get("context") or row["relevant"]
    address = str(context if isinstance(context, str) else context[0])
    if by == "paragraph":
        return address
    document = address.partition("#")[0]
    return re.sub(r"^xquad-[a-z]{2}-", "", document) if by == "article" else document
