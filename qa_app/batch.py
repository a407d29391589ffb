"""Many questions in one go: JSON lines in, one result for each in the same order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.errors import UnknownDocument
from qa_app.answer import Answerer
from qa_app.errors import InvalidQuestion
from qa_app.outcomes import Outcome
from qa_app.question import clean_question

TOGETHER = 64
LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it came in, with the id its answer is to carry."""

    id: str | int | None
    question: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a line could not be answered."""

    message: str


def answer_lines(
    answerer: Answerer, lines: Iterable[bytes], document: str | None = None
) -> Iterator[tuple[str | int | None, Outcome | Failure]]:
    """(id, outcome or failure) for every line that is not blank, in order; a bad line stops nothing.

    A line that names no document is answered from `document`, or from all of them.
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, TOGETHER)):
        requests = [_parse(number, line, document) for number, line in batch]
        good = [request for _, request in requests if isinstance(request, Request)]
        outcomes = iter(_answer(answerer, good))
        for request_id, request in requests:
            yield request_id, next(outcomes) if isinstance(request, Request) else request


def _answer(answerer: Answerer, requests: list[Request]) -> list[Outcome | Failure]:
    known: dict[str | None, Failure | None] = {None: None}
    for document in {request.document for request in requests} - {None}:
        known[document] = _unknown(answerer, document)
    asked = [(r.question, r.document) for r in requests if known[r.document] is None]
    outcomes = iter(answerer.answer_many(asked))
    return [known[r.document] or next(outcomes) for r in requests]


def _unknown(answerer: Answerer, document: str | None) -> Failure | None:
    try:
        answerer.require_document(document)
    except UnknownDocument as error:
        return Failure(str(error))
    return None


def _parse(number: int, line: bytes, document: str | None) -> tuple[str | int | None, Request | Failure]:
    """The id, where there is one, and the request or what is wrong with it."""
    if len(line) > LONGEST_LINE:
        return None, Failure(f"Line {number} is longer than {LONGEST_LINE:,} bytes.")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None, Failure(f"Line {number} is not a JSON object.")
    if not isinstance(row, dict):
        return None, Failure(f"Line {number} is not a JSON object.")
    request_id = row.get("id")
    if isinstance(request_id, bool) or not isinstance(request_id, str | int | None):
        return None, Failure(f"Line {number}: 'id' must be text or a whole number.")
    return request_id, _request(number, request_id, {"document": document} | row)


def _request(number: int, request_id: str | int | None, row: dict[str, Any]) -> Request | Failure:
    question, document, history = row.get("question"), row.get("document"), row.get("history", [])
    if not isinstance(question, str):
        return Failure(f"Line {number}: 'question' must be text.")
    if document is not None and not isinstance(document, str):
        return Failure(f"Line {number}: 'document' must be the id of a document.")
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return Failure(f"Line {number}: 'history' must be a list of earlier questions.")
    try:
        return Request(request_id, clean_question(question), document)
    except InvalidQuestion as error:
        return Failure(f"Line {number}: {error}")
