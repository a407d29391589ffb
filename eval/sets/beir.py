"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/*.tsv or *.jsonl (Thakur et al. 2021)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import InvalidDocument, UnreadableFile
from corpus.types import Document
from eval.errors import InvalidQuestionSet
from eval.sets.jsonl import turns
from eval.sets.rows import Choices, Problem, Reading, Row, read_bytes, sha256_of, utf8_text
from eval.sets.squad import article
from eval.sets.trec import joined, read_judgements


def read_beir(path: Path, choices: Choices) -> Reading:
    """The queries of the folder that are judged, each in the split that its qrels file is named after."""
    folder = path if path.is_dir() else path.parent
    beside = (folder / "qrels").glob("*") if not choices.qrels else ()
    qrels = [choices.qrels] if choices.qrels else sorted(file for file in beside if file.suffix in {".tsv", ".jsonl"})
    if not qrels:
        raise InvalidQuestionSet(f"{folder} has no judgements: qrels/*.tsv is missing, and so is qrels/*.jsonl.")
    rows, problems = _queries(folder / "queries.jsonl", choices.columns.get("question", "text"))
    judged = read_judgements(qrels)
    kept, unmatched, warnings = joined(rows, judged, choices.unjudged)
    sha256 = sha256_of([folder / "queries.jsonl", *qrels])
    return Reading(tuple(kept), (*problems, *unmatched), tuple(warnings), sha256)


def read_beir_documents(path: Path) -> Iterator[Document]:
    """The documents of corpus.jsonl: "_id" is one of one paragraph, "DOCUMENT#NUMBER" a paragraph of one.

    Raises UnreadableFile naming the line and what is wrong with it.
    """
    file = (path if path.is_dir() else path.parent) / "corpus.jsonl"
    grouped: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    for place, row in _objects(file):
        if isinstance(row, Problem) or not isinstance(row.get("_id"), str) or not isinstance(row.get("text"), str):
            raise UnreadableFile(f"{file}, {place}: it is not a JSON object with the texts '_id' and 'text'.")
        document, number = _address(row["_id"])
        title = row["title"] if isinstance(row.get("title"), str) else ""
        titles.setdefault(document, title)
        grouped.setdefault(document, []).append((number, row["text"] or title))
    for document, parts in grouped.items():
        try:
            yield article(document, titles[document], parts)
        except InvalidDocument as error:
            raise UnreadableFile(f"{file}, document {document!r}: {error}") from error


def _address(written: str) -> tuple[str, str]:
    document, _, number = written.partition("#")
    return (document, number) if document and number else (written, "1")


def _queries(file: Path, question: str) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for place, row in _objects(file):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        wrong = [Problem(place, name, "it must be text.") for name in ("_id", question) if not _is_text(row.get(name))]
        problems += wrong
        if not wrong:
            asked, text = turns(row[question])
            rows.append(Row(place, row["_id"], text, history=asked))
    return rows, problems


def _objects(file: Path) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(utf8_text(file, read_bytes(file)).split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{file.name}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield place, Problem(place, None, f"it is not JSON: {error}.")
            continue
        yield place, row if isinstance(row, dict) else Problem(place, None, "it is not a JSON object.")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
