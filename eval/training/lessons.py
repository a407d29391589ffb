"""What the reader learns from: questions with what answers, what tempts and their twins."""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from eval.sets.public import read_documents, read_official

Part = Literal["train", "seen", "calibration", "measuring"]
WRITTEN = "written_questions"
OWN = Path(__file__).parents[1] / "questions" / "written"  # documents and questions of the same shape, written here
READABLE = frozenset({"en"})  # what an English base can read


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, what answers it, and what does not although it might seem to.

    `answering` are paragraphs, `words` for each of them the answer's words exactly as they stand there, or "".
    `tempting` were named by whoever wrote the question, `others` are of the same document. `twin` is the same question
    with one thing changed, which the first answering paragraph does not answer. `history` holds what was asked before.
    """

    source: str
    question: str
    answering: tuple[str, ...]
    words: tuple[str, ...]
    tempting: tuple[str, ...]
    others: tuple[str, ...]
    kind: str = ""
    document: str = ""
    history: tuple[str, ...] = ()
    twin: "Lesson | None" = None


@dataclass(slots=True)
class Gold:
    """The folder of question sets, that of those `written` here, and the SHA-256 of every file read from them."""

    root: Path
    written: Path = OWN
    sha256: dict[str, str] = field(default_factory=dict)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The JSON lines of a file."""
        return self._rows(name, self.root / name)

    def own(self, name: str) -> list[dict[str, Any]]:
        """The JSON lines of a file that lies in the project."""
        return self._rows(f"eval/questions/written/{name}", self.written / name)

    def _rows(self, name: str, path: Path) -> list[dict[str, Any]]:
        raw = path.read_bytes()
        self.sha256[name] = hashlib.sha256(raw).hexdigest()
        text = gzip.decompress(raw) if name.endswith(".gz") else raw
        return [json.loads(line) for line in text.decode("utf-8").split("\n") if line.strip()]


# Documents kept apart that the upper layers which training starts from have seen: they can neither teach nor measure.
UNSEEN = frozenset({"w15", "w16", "w17", "own"})


def part_of(row: Mapping[str, Any]) -> str:
    """What a written document is for: to `train` on; of those kept apart half to calibrate, half to measure on."""
    if row["part"] != "dev":
        return str(row["part"])
    if row["set"] not in UNSEEN:
        return "seen"
    first = hashlib.sha256(str(row["doc_id"]).encode()).digest()[0]
    return "calibration" if first % 2 else "measuring"


def written(gold: Gold, part: Part, languages: frozenset[str] | None = READABLE) -> list[Lesson]:
    """The written questions about the documents that are for `part`; of `languages` alone, of all for None."""
    rows = [*gold.rows(f"{WRITTEN}/documents.jsonl"), *gold.own("documents.jsonl")]
    documents = {
        row["doc_id"]: {each["number"]: each["text"] for each in row["paragraphs"]}
        for row in rows
        if part_of(row) == part
    }
    files = [gold.rows(f"{WRITTEN}/{path.name}") for path in sorted((gold.root / WRITTEN).glob("w*.jsonl"))]
    lessons: list[Lesson] = []
    for questions in (*files, gold.own("questions.jsonl")):
        before: Lesson | None = None
        for row in questions:
            texts = documents.get(row["document"])
            if texts is None or (languages and row.get("lang", "en") not in languages):
                before = None
                continue
            lesson = _lesson(row, texts)
            if before and row["kind"] == "contrast" and before.answering and before.document == lesson.document:
                lessons[-1] = replace(before, twin=lesson)
            lessons.append(lesson)
            before = lesson
    return lessons


def _lesson(row: Mapping[str, Any], texts: Mapping[str, str]) -> Lesson:
    relevant = [number for number in row["relevant"] if number in texts] if row["answerable"] else []
    sentences = row["answer_sentences"]
    return Lesson(
        source="written",
        question=row["question"],
        answering=tuple(texts[number] for number in relevant),
        words=tuple(next((s for s in sentences if s in texts[number]), "") for number in relevant),
        tempting=tuple(texts[number] for number in row["confusing"] if number in texts),
        others=tuple(texts[n] for n in texts if n not in row["relevant"] and n not in row["confusing"]),
        kind=row["kind"],
        document=row["document"],
        history=tuple(row.get("history") or ()),
    )


def official(gold: Gold, part: Literal["training", "calibration"]) -> Iterator[Lesson]:
    """The questions about official documents that lie in the project."""
    questions = read_official(part)
    documents = read_documents(gold.root, sorted({question.document for question in questions}))
    texts = {each["id"]: each["text"] for row in documents for each in row["paragraphs"]}
    of_document: dict[str, list[str]] = defaultdict(list)
    for row in documents:
        of_document[row["doc_id"]] += [each["id"] for each in row["paragraphs"]]
    for question in questions:
        named = (*question.relevant, *question.confusing)
        if all(each in texts for each in named):
            yield Lesson(
                source="official",
                question=question.question,
                answering=tuple(texts[each] for each in question.relevant),
                words=("",) * len(question.relevant),
                tempting=tuple(texts[each] for each in question.confusing),
                others=tuple(texts[each] for each in of_document[question.document] if each not in named),
                kind=question.kind,
                document=question.document,
            )
