"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/*.tsv or *.jsonl (Thakur et al. 2021)."""

from collections.abc import Iterator
from pathlib import Path

from corpus.errors import InvalidDocument, UnreadableFile
from corpus.types import Document
from eval.errors import InvalidQuestionSet
from eval.sets.jsonl import turns
from eval.sets.known import article
from eval.sets.rows import Choices, Fields, Problem, Reading, Row, json_rows, sha256_of, told_apart
from eval.sets.trec import joined, read_judgements


def read_beir(path: Path, choices: Choices) -> Reading:
    """The queries of the folder that are judged, each in the split that its qrels file is named after."""
    folder = path if path.is_dir() else path.parent
    beside = (folder / "qrels").glob("*") if not choices.qrels else ()
    qrels = [choices.qrels] if choices.qrels else sorted(file for file in beside if file.suffix in {".tsv", ".jsonl"})
    if not qrels:
        raise InvalidQuestionSet(f"{folder} has no judgements: qrels/*.tsv is missing, and so is qrels/*.jsonl.")
    key = choices.columns.get("question", "text")
    queries = json_rows(folder / "queries.jsonl", "queries.jsonl")
    rows, problems = told_apart(found for place, row in queries for found in _query(place, row, key))
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
    for place, row in json_rows(file, file.name):
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


def _query(place: str, row: Fields | Problem, question: str) -> Iterator[Row | Problem]:
    if isinstance(row, Problem):
        yield row
        return
    wrong = [name for name in ("_id", question) if not isinstance(row.get(name), str)]
    yield from (Problem(place, name, "it must be text.") for name in wrong)
    if not wrong:
        asked, text = turns(row[question])
        yield Row(place, row["_id"], text, history=asked)
