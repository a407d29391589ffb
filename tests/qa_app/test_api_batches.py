"""Batches over HTTP: JSON lines in and out, the command line's objects, one by one and only while somebody listens."""

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app.api import create_api
from qa_app.api.lines import MOST_LINES
from qa_app.ask.batch import answer_lines
from qa_app.ask.question import Inquiry
from qa_app.check.articles.check import check_lines
from qa_app.check.reports.json import check_record
from qa_app.commands.options import make_answerer
from qa_app.json_lines import LONGEST_LINE, Failure
from qa_app.outcomes import Outcome
from qa_app.records import error_record, outcome_record
from qa_app.service import Service

LINES = "application/x-ndjson"
QUESTIONS = [
    b'{"id": 1, "question": "quote point 3"}',
    b"",
    b"no JSON",
    b'{"id": "two", "question": "who hosted the meeting?", "document": "kabul-process-2017"}',
    b'{"id": 3, "question": "and the next paragraph?", "history": ["what does paragraph 3 say?"]}',
    b'{"id": 4, "question": 4}',
    b'{"id": 5, "question": "who?", "document": "none"}',
    b'\xff{"id": 6}',
    '{"id": 7, "question": "¿Quién?"}'.encode(),
]
QUOTATIONS = [
    b'{"id": 1, "quote": "The region should take a united approach", "paragraph": 4}',
    b'{"id": 2, "quote": 2}',
    b"[]",
    b'{"id": 3, "quote": "agree to a ceasefire and start peace talks", "document": "none"}',
]


class Listened(Service):
    """A service that counts what it is asked."""

    asked = 0

    def answer_many(self, inquiries: Sequence[Inquiry]) -> list[Outcome]:
        self.asked += len(inquiries)
        return super().answer_many(inquiries)


@pytest.fixture
def service(library: Library) -> Listened:
    return Listened(library, HashingEncoder, make_answerer)


@pytest.fixture
def app(service: Service) -> FastAPI:
    return create_api(service)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def sent(client: TestClient, path: str, lines: Sequence[bytes]) -> list[dict[str, Any]]:
    response = client.post(path, content=b"\n".join(lines), headers={"Content-Type": LINES})
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, LINES)
    return [json.loads(line) for line in response.text.splitlines()]


def test_a_batch_of_questions_gives_the_lines_of_the_command_line(client: TestClient, service: Listened) -> None:
    """In order, ids and errors included; blank lines are none."""
    expected = [
        error_record(each, result.message) if isinstance(result, Failure) else outcome_record(result, each)
        for each, result in answer_lines(service, QUESTIONS)
    ]

    records = sent(client, "/api/ask/batch", QUESTIONS)

    assert records == expected
    assert [record["id"] for record in records] == [1, None, "two", 3, 4, 5, None, 7]
    assert [record.get("status", record.get("error")) for record in records][:2] == [
        "looked_up",
        "Line 3 is not a JSON object.",
    ]
    assert records[3]["quotes"][0]["number"] == "4"


def test_a_batch_of_quotations_gives_the_lines_of_the_command_line(client: TestClient, service: Listened) -> None:
    """In order, ids and errors included."""
    expected = [
        error_record(each, result.message) if isinstance(result, Failure) else check_record(result, each)
        for each, result in check_lines(service.desk, service.library, QUOTATIONS, {})
    ]

    records = sent(client, "/api/check/batch", QUOTATIONS)

    assert records == expected
    assert [record.get("verdict", record.get("error")) for record in records] == [
        "altered_meaning",
        "Line 2: 'quote' must be text.",
        "Line 3 is not a JSON object.",
        "verbatim",
    ]


@pytest.mark.parametrize("path", ["/api/ask/batch", "/api/check/batch"])
def test_half_a_character_in_an_id_comes_back_as_it_came(client: TestClient, path: str) -> None:
    """As an escape; there are no bytes for it in UTF-8."""
    assert sent(client, path, [b'{"id": "\\ud800"}'])[0]["id"] == "\ud800"


@pytest.mark.parametrize("path", ["/api/ask/batch", "/api/check/batch"])
def test_an_empty_batch_has_no_lines(client: TestClient, path: str) -> None:
    """Nothing was asked."""
    assert sent(client, path, [b"", b"  "]) == []


def test_a_line_that_is_too_long_is_an_error_of_its_own(client: TestClient) -> None:
    """The lines after it are answered."""
    long = b'{"id": 1, "question": "' + b"x" * LONGEST_LINE + b'"}'

    records = sent(client, "/api/ask/batch", [long, QUESTIONS[0]])

    assert records[0] == {"id": None, "error": "Line 1 is longer than 1,000,000 bytes."}
    assert records[1]["status"] == "looked_up"


@pytest.mark.parametrize("path", ["/api/ask/batch", "/api/check/batch"])
def test_too_many_lines_are_refused_before_any_is_answered(client: TestClient, service: Listened, path: str) -> None:
    """413, with how many there were."""
    body = b"{}\n" * (MOST_LINES + 1)

    response = client.post(path, content=body, headers={"Content-Type": LINES})

    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (413, "The batch has 1,001 lines; 1,000 are the most.")
    assert service.asked == 0


@pytest.mark.parametrize("path", ["/api/ask/batch", "/api/check/batch"])
def test_a_body_that_is_not_said_to_be_lines_is_refused(client: TestClient, path: str) -> None:
    """415, with what is taken."""
    response = client.post(path, json={"id": 1})

    assert (response.status_code, response.headers["accept-post"]) == (415, LINES)
    assert response.json()["detail"] == "The body must be application/x-ndjson, not application/json."


def test_a_library_that_cannot_be_read_is_a_problem_and_no_line(client: TestClient, service: Listened) -> None:
    """The first line is worked out before anything is sent."""
    service.library.close()

    response = client.post("/api/ask/batch", content=QUESTIONS[3], headers={"Content-Type": LINES})

    assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")


def test_a_failure_in_the_middle_is_the_last_line(
    client: TestClient, service: Listened, caplog: pytest.LogCaptureFixture
) -> None:
    """The status has been sent by then; the line says that the rest was not done."""
    with client.stream("POST", "/api/ask/batch", content=failing(service), headers={"Content-Type": LINES}) as response:
        records = [json.loads(line) for line in response.iter_lines()]

    assert (response.status_code, len(records), records[0]["id"]) == (200, 2, 1)
    assert records[1]["id"] is None
    assert records[1]["error"].startswith("Stopped: The library")
    assert caplog.record_tuples[-1][:2] == ("pincite.api", logging.ERROR)


def failing(service: Listened) -> bytes:
    """Two questions, after the first of which the library is gone."""
    answer = service.answer_many

    def once(inquiries: Sequence[Inquiry]) -> list[Outcome]:
        outcomes = answer(inquiries)
        service.library.close()
        return outcomes

    service.answer_many = once  # type: ignore[method-assign]
    return b"\n".join([QUESTIONS[0], QUESTIONS[3]])


def test_nothing_is_answered_for_a_client_that_has_gone(app: FastAPI, service: Listened) -> None:
    """Of a thousand questions, those after the one at which it went away are not asked."""
    body = b"\n".join([QUESTIONS[0]] * MOST_LINES)

    lines = asyncio.run(lines_until_gone(app, body, after=3))

    assert len(lines) >= 3
    assert service.asked <= len(lines) + 1 < 20


def test_each_line_is_sent_as_soon_as_it_is_there(app: FastAPI, service: Listened) -> None:
    """When the first is sent, the second has not been asked yet."""
    asked: list[int] = []

    asyncio.run(lines_until_gone(app, b"\n".join([QUESTIONS[0]] * 3), 3, lambda: asked.append(service.asked)))

    assert asked[0] == 1


async def lines_until_gone(app: FastAPI, body: bytes, after: int, seen: Any = lambda: None) -> list[bytes]:
    """The lines that are sent to a client that goes away after some of them."""
    gone, lines = asyncio.Event(), []
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in messages:
            return message
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body" and message["body"]:
            seen()
            lines.append(message["body"])
            if len(lines) == after:
                gone.set()

    headers = [(b"content-type", LINES.encode()), (b"host", b"testserver")]
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": "/api/ask/batch", "raw_path": b"/api/ask/batch", "query_string": b"",
        "root_path": "", "headers": headers, "client": ("test", 1), "server": ("testserver", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return lines
