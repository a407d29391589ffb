"""The question sets that the reader learns from, as questions with the paragraphs that answer and those that do not."""

import gzip
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.sets.public import is_for_training

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question, what answers it, and what does not although it might seem to.

    `answering` and `misleading` are paragraphs; `words` are the answer's, exactly as they stand in the first
    answering paragraph, or "". `pool` names the paragraphs among which harder misleading ones can be found.
    """

    source: str
    question: str
    answering: tuple[str, ...]
    misleading: tuple[str, ...]
    words: str
    pool: str


@dataclass(slots=True)
class Lessons:
    """Every lesson, the paragraphs of each pool, and the SHA-256 of each file read."""

    lessons: list[PublicQuestion] = field(default_factory=list)
    pools: dict[str, dict[str, None]] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)

    def add(self, lesson: PublicQuestion) -> None:
        """One more lesson, its paragraphs into its pool."""
        self.lessons.append(lesson)
        if lesson.pool:
            self.pools.setdefault(lesson.pool, {}).update(dict.fromkeys((*lesson.answering, *lesson.misleading)))


# What is learnt from whole; the others of RT_INDEX.md are narrative, lower-cased or told apart by their words alone.
# TAT-QA is kept out, to see how the reader does on a kind of text that it has not met.
PAIRED = (
    "squad_explorer", "squadshifts", "selqa", "qed_nq", "boolq", "mediqa", "contrast_quoref_drop", "conditionalqa",
)  # fmt: skip
# Those of one article, where the set says which it is, else of the whole set.
_POOL_BY_GROUP = {"squad_explorer"}
_POOL_WHOLE = {"squadshifts", "selqa", "qed_nq"}
SCORED = (
    ("squad2_cs224n_dev", ""), ("xquad", ".en"), ("xquad", ".de"), ("xquad", ".es"), ("clapnq", ""), ("mtrag_un", ""),
)  # fmt: skip
HALVED = ("obliqa", "squad2_cs224n_dev", "clapnq")


def read_lessons(root: Path) -> Lessons:
    """The lessons of every set under `root` that may be trained on.

    A question met twice counts once.
    """
    found = Lessons()
    for name in PAIRED:
        _read_paired(root, name, found)
    for name in HALVED:
        _READERS[name](root / name, found)
    _leave_out_scored(root, found)
    seen: set[tuple[str, str]] = set()
    found.lessons = [lesson for lesson in found.lessons if _is_new(lesson, seen)]
    return found


def _leave_out_scored(root: Path, found: Lessons) -> None:
    """The public sets are cut from the same articles: no question or paragraph of a development half is learnt from."""
    kept_aside: set[str] = set()
    for name, suffix in SCORED:
        texts = _paragraphs(root / name / f"documents{suffix}.jsonl", found)
        learnt: set[str] = set()
        for row in _rows(root / name / f"questions{suffix}.jsonl", found):
            if is_for_training(name, row):
                learnt |= {*row["relevant"], _address(row)}
            else:
                kept_aside.add(_folded(row["question"]))
        kept_aside |= {_folded(text) for address, text in texts.items() if address not in learnt}
    found.lessons = [lesson for lesson in found.lessons if not _is_kept_aside(lesson, kept_aside)]
    for name, texts_of in found.pools.items():
        found.pools[name] = {text: None for text in texts_of if _folded(text) not in kept_aside}


def _is_kept_aside(lesson: PublicQuestion, kept_aside: Collection[str]) -> bool:
    return any(_folded(text) in kept_aside for text in (lesson.question, *lesson.answering, *lesson.misleading))


def _folded(text: str) -> str:
    """The first words alone: the sets differ in white space, marks and where a paragraph ends."""
    return " ".join(re.findall(r"\w+", text.casefold())[:30])


def _is_new(lesson: PublicQuestion, seen: set[tuple[str, str]]) -> bool:
    # The sets cut from SQuAD share questions; the paragraph's start tells a sentence of it from the whole.
    key = (lesson.question.casefold(), (lesson.answering or lesson.misleading or ("",))[0][:80])
    if key in seen:
        return False
    seen.add(key)
    return True


def _rows(path: Path, found: Lessons) -> list[Row]:
    raw = path.read_bytes()
    found.sha256["/".join(path.parts[-2:])] = hashlib.sha256(raw).hexdigest()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return [json.loads(line) for line in text.decode("utf-8").split("\n") if line.strip()]


def _read_paired(root: Path, name: str, found: Lessons) -> None:
    together: dict[tuple[str, str], list[Row]] = {}
    for row in _rows(root / f"rt_{name}" / "pairs.jsonl.gz", found):
        scenario = f"{row['scenario']} " if row.get("scenario") else ""
        together.setdefault((row["group"], scenario + row["question"]), []).append(row)
    for (group, question), rows in together.items():
        pool = f"{name}/{group}" if name in _POOL_BY_GROUP else name if name in _POOL_WHOLE else ""
        found.add(_paired_lesson(name, question, rows, pool))


def _paired_lesson(name: str, question: str, rows: Iterable[Row], pool: str) -> PublicQuestion:
    gold = [row for row in rows if row["label"] == 1]
    answering = tuple(dict.fromkeys(row["paragraph"] for row in gold))
    misleading = tuple(dict.fromkeys(row["paragraph"] for row in rows if row["label"] == 0))
    words = gold[0].get("answer") or "" if gold else ""
    return PublicQuestion(
        name, _tidy(question), answering, misleading, words if gold and words in answering[0] else "", pool
    )


def _paragraphs(path: Path, found: Lessons) -> dict[str, str]:
    """Each paragraph's text by its address; a document without numbered paragraphs is one paragraph."""
    texts = {}
    for document in _rows(path, found):
        for paragraph in document.get("paragraphs") or [{"id": f"{document['doc_id']}#1", "text": document["text"]}]:
            texts[paragraph["id"]] = paragraph["text"]
    return texts


def _read_documents(folder: Path, found: Lessons, suffix: str = "", pool_by_document: bool = True) -> None:
    """Questions with the addresses that answer; misleading paragraphs come from the same document or the whole set."""
    name = folder.name
    texts = _paragraphs(folder / f"documents{suffix}.jsonl", found)
    for address, text in texts.items():
        pool = f"{name}{suffix}/{address.partition('#')[0]}" if pool_by_document else name
        found.pools.setdefault(pool, {})[text] = None
    for row in _rows(folder / f"questions{suffix or _QUESTIONS.get(name, '')}.jsonl", found):
        if is_for_training(name, row):
            pool = f"{name}{suffix}/{_address(row).partition('#')[0]}" if pool_by_document else name
            found.add(_document_lesson(name + suffix, row, texts, pool))


_QUESTIONS = {"obliqa": ".dev"}


def _address(row: Row) -> str:
    """Where the answer is, or the paragraph that an unanswerable question was written against."""
    written = row.get("context") or row["relevant"]
    return str(written if isinstance(written, str) else (*written, "")[0])


def _document_lesson(name: str, row: Row, texts: Mapping[str, str], pool: str) -> PublicQuestion:
    answering = tuple(texts[address] for address in row["relevant"]) if row["answerable"] else ()
    misleading = () if row["answerable"] else (texts[_address(row)],)
    words = row.get("answer") or ""
    words = words if answering and words in answering[0] else ""
    return PublicQuestion(name, _tidy(row["question"]), answering, misleading, words, pool)


def _read_clapnq(folder: Path, found: Lessons) -> None:
    texts = {a.partition("#")[0]: t for a, t in _paragraphs(folder / "documents.jsonl", found).items()}
    for row in _rows(folder / "questions.jsonl", found):
        if is_for_training("clapnq", row):
            text = texts[_address(row).partition("#")[0]]
            gold = (text,) if row["answerable"] else ()
            found.add(PublicQuestion("clapnq", _tidy(row["question"]), gold, () if gold else (text,), "", ""))


def _tidy(question: str) -> str:
    return " ".join(question.split())


_READERS = {
    "obliqa": lambda folder, found: _read_documents(folder, found, pool_by_document=False),
    "squad2_cs224n_dev": _read_documents,
    "clapnq": _read_clapnq,
}
