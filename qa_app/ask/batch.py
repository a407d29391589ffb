"""Many questions in one go: JSON lines in, one result for each in the same order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from corpus.errors import UnknownDocument
from qa_app.ask.question import Inquiry, clean_question
from qa_app.ask.scope import EVERYTHING, Scope, read_scope
from qa_app.errors import InvalidQuestion
from qa_app.follow_ups.turns import Turn
from qa_app.json_lines import Failure, read_object
from qa_app.outcomes import Outcome

TOGETHER = 64


class Answering(Protocol):
    """What answers questions; qa_app.ask.answer.Answerer is one, qa_app.service.Service another."""

    def answer_many(self, inquiries: Sequence[Inquiry]) -> list[Outcome]:
        """One outcome for each, in order."""

    def turns(self, questions: Sequence[str], scope: Scope = EVERYTHING, following: str = "") -> tuple[Turn, ...]:
        """The turns of a conversation of which only the questions are known."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it came in: the id its answer is to carry, the documents it is asked of, the questions before."""

    id: str | int | None
    question: str
    scope: Scope
    history: tuple[str, ...] = ()


def answer_lines(
    answerer: Answering,
    lines: Iterable[bytes],
    filters: Mapping[str, Any] | None = None,
    together: int = TOGETHER,
) -> Iterator[tuple[str | int | None, Outcome | Failure]]:
    """(id, outcome or failure) for every line that is not blank, in order; a bad line stops nothing.

    A line that lacks a field of `filters` ("document", "language", "since", "until") is read as if it had it.
    So many as `together` says are answered at a time, which is quicker; one by one, none waits for the next.
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, together)):
        requests = [_parse(number, line, filters or {}) for number, line in batch]
        good = [request for _, request in requests if isinstance(request, Request)]
        outcomes = iter(_answer(answerer, good))
        for request_id, request in requests:
            yield request_id, next(outcomes) if isinstance(request, Request) else request


def _answer(answerer: Answering, requests: list[Request]) -> list[Outcome | Failure]:
    """All together; where documents that one of them asks for are not there, those of each scope by themselves."""
    try:
        return [*answerer.answer_many([_inquiry(answerer, request) for request in requests])]
    except (UnknownDocument, InvalidQuestion) as error:
        scopes = {request.scope for request in requests}
        if len(scopes) == 1:
            return [Failure(str(error)) for _ in requests]
    answered = {s: iter(_answer(answerer, [r for r in requests if r.scope == s])) for s in scopes}
    return [next(answered[request.scope]) for request in requests]


def _inquiry(answerer: Answering, request: Request) -> Inquiry:
    return Inquiry(request.question, request.scope, answerer.turns(request.history, request.scope, request.question))


def _parse(number: int, line: bytes, filters: Mapping[str, Any]) -> tuple[str | int | None, Request | Failure]:
    """The id, where there is one, and the request or what is wrong with it."""
    request_id, row = read_object(number, line)
    if isinstance(row, Failure):
        return request_id, row
    return request_id, _request(number, request_id, {**filters, **row})


def _request(number: int, request_id: str | int | None, row: dict[str, Any]) -> Request | Failure:
    question, history = row.get("question"), row.get("history", [])
    if not isinstance(question, str):
        return Failure(f"Line {number}: 'question' must be text.")
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        return Failure(f"Line {number}: 'history' must be a list of earlier questions.")
    try:
        earlier = tuple(clean_question(turn) for turn in history if turn.strip())
        return Request(request_id, clean_question(question), read_scope(row), earlier)
    except InvalidQuestion as error:
        return Failure(f"Line {number}: {error}")
