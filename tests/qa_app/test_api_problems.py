"""What goes wrong over HTTP is a problem document (RFC 9457): never a page under /api, never a traceback."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import NoReturn

import pytest
from fastapi.testclient import TestClient

from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site


class Broken(Service):
    """A service with a fault of its own."""

    def answer_after(self, *_: object) -> NoReturn:
        raise ZeroDivisionError("secret words")


@pytest.fixture
def service(library: Library) -> Service:
    return Service(library, HashingEncoder, make_answerer)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_site(service), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/nothing", 404),
        ("POST", "/api/ask/", 404),
        ("GET", "/api/../api/none", 404),
        ("GET", "/api/%2e%2e/%2e%2e/etc/passwd", 404),
        ("GET", "/docs", 404),
        ("GET", "/redoc/", 404),
        ("GET", "/api/ask", 405),
        ("BREW", "/api/check", 405),
        ("DELETE", "/api/documents/kabul-process-2017", 405),
        ("POST", "/healthz", 405),
        ("HEAD", "/readyz", 405),
    ],
)
def test_what_the_api_has_not_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    """404, or 405 with the methods that there are."""
    response = client.request(method, path)

    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    if method != "HEAD":
        problem = response.json()
        assert set(problem) == {"type", "title", "status", "detail"}
        assert (problem["type"], problem["title"]) == ("about:blank", HTTPStatus(status).phrase)
    allowed = {"/api/ask": "POST", "/api/check": "POST", "/healthz": "GET", "/readyz": "GET"}
    assert response.headers.get("allow") == (allowed.get(path, "GET") if status == 405 else None)


def test_where_other_servers_describe_their_api_it_says_where_ours_is(client: TestClient) -> None:
    """To programs and to people."""
    problem = client.get("/openapi.json").json()
    page = client.get("/docs", headers={"Accept": "text/html"})

    assert problem["detail"] == "The API has nothing at /openapi.json; /api/openapi.json says what it has."
    assert (page.status_code, "/api/openapi.json says what it has." in page.text) == (404, True)


@pytest.mark.parametrize("sent", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
@pytest.mark.parametrize("path", ["/api/ask", "/api/check"])
def test_a_body_that_is_not_said_to_be_json_is_refused(client: TestClient, path: str, sent: str) -> None:
    """415: a form on somebody else's page can send these, and JSON it cannot."""
    headers = {"Content-Type": sent} if sent else {}

    response = client.post(path, content=b'{"question": "who?"}', headers=headers)

    assert (response.status_code, response.headers["accept-post"]) == (415, "application/json")
    assert response.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_no_json_is_told_where(client: TestClient) -> None:
    """422, with the place."""
    response = client.post("/api/ask", content=b'{"question": }', headers={"Content-Type": "application/json"})

    assert (response.status_code, response.json()["detail"]) == (
        422,
        "The body is no JSON: Expecting value (character 13).",
    )


@pytest.mark.parametrize(
    ("method", "path", "detail"),
    [
        ("GET", "/api/documents?serach=x", "'serach'; those taken are: search, superseded, limit, offset."),
        ("GET", "/api/documents/kabul-process-2017/paragraphs/3?limit=2", "'limit'; none is taken here."),
        ("POST", "/api/ask?question=who", "'question'; none is taken here."),
    ],
)
def test_an_unknown_parameter_is_refused_as_an_unknown_field_is(
    client: TestClient, method: str, path: str, detail: str
) -> None:
    """Whoever has mistyped it would take the answer for what was asked; only a probe of the server's may bring any."""
    response = client.request(method, path, json={"question": "paragraph 3"} if method == "POST" else None)

    assert (response.status_code, response.json()["detail"]) == (422, f"There is no parameter {detail}")
    assert client.get("/healthz?t=5").status_code == 200


def test_a_fault_of_the_program_is_a_problem_without_a_traceback(library: Library) -> None:
    """The server's log has it; whoever asked is told that it failed, and nothing of how."""
    app = create_site(Broken(library, HashingEncoder, make_answerer))

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.post("/api/ask", json={"question": "who?"})

    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert response.json()["detail"] == "Something failed that should not have; the server’s log says what."
    with TestClient(app) as client, pytest.raises(ZeroDivisionError):  # raised again, for the log
        client.post("/api/ask", json={"question": "who?"})


def test_a_server_is_ready_once_the_next_question_can_be_answered(client: TestClient, service: Service) -> None:
    """Not before the encoder is loaded; again after a document has been added."""
    before = client.get("/readyz")
    service.warm()
    after = client.get("/readyz")

    assert (before.status_code, before.json()["detail"]) == (503, "The encoder is not loaded yet.")
    assert before.headers["content-type"] == "application/problem+json"
    assert (after.status_code, after.json()) == (200, {"status": "ready", "version": "0.1.0"})


def test_a_server_without_its_library_lives_and_is_not_ready(client: TestClient, service: Service) -> None:
    """What watches over it can tell the two apart."""
    service.warm()
    service.library.close()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
