"""The HTTP API and the document pages: the same JSON as the command line, errors as problem details."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from qa_app.commands.options import make_answerer
from qa_app.records import outcome_record
from qa_app.service import Service
from qa_app.web import create_site

TAKEN = "question, document, language, since, until, id, history"
HOSTILE = segment(
    '1. <img src=x onerror="window.__xss=1"> *bold* $$x$$ ~~gone~~ {{7*7}} ${1+1} 1. list\u00a0 two  spaces\n\n2. End.',
    Card("hostile", "<script>window.__xss=2</script>", None, None, None, "javascript:alert(1)", "en"),
)


@pytest.fixture
def service(library: Library) -> Service:
    library.add(HOSTILE)
    return Service(library, HashingEncoder, make_answerer)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_site(service), raise_server_exceptions=False) as client:
        yield client


def test_asking_gives_the_same_json_as_the_command_line(client: TestClient, service: Service) -> None:
    """Field for field, the id included."""
    question = "what did participants call on armed groups to do?"

    response = client.post("/api/ask", json={"id": "a", "question": question})

    assert response.status_code == 200
    assert response.json() == outcome_record(service.answer(question), "a")
    assert response.json()["quotes"][0]["number"] == "3"


def test_asking_some_documents_alone(client: TestClient) -> None:
    """By their ids, their language and their date."""
    body = {"question": "paragraph 1", "document": ["hostile", "kabul-process-2017"], "language": "en", "since": "2017"}

    response = client.post("/api/ask", json=body)

    assert [quote["document"] for quote in response.json()["quotes"]] == ["kabul-process-2017"]


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({"question": ""}, 400, "The question is empty."),
        ({"question": "x" * 100_000}, 400, "The question has 100,000 characters; 2,000 are the most."),
        ({"question": "a\x00"}, 400, "The question holds a control character (U+0000) at place 2."),
        (
            {"question": "who?", "document": "none"},
            404,
            "There is no document 'none' in the library; it holds hostile, kabul-process-2017.",
        ),
        (
            {"question": "who?", "until": "2016"},
            400,
            "No document of the library is dated until 2016-12-31; it holds documents in en,"
            " dated 2017-06-06 to 2017-06-06.",
        ),
        ({"question": "who?", "language": "?"}, 400, "'language' must be the code of a language such as en, not '?'."),
        ({}, 422, "'question' is missing."),
        ([1], 422, "The body must be a JSON object."),
        ({"question": 3}, 422, "'question' must be text."),
        ({"question": "x", "document": 3}, 422, "'document' must be text or a list."),
        ({"question": "x", "history": ["y", 3]}, 422, "'history' must be text."),
        (
            {"question": "who?", "more": 1},
            422,
            f"There is no field 'more'; those taken are: {TAKEN}.",
        ),
    ],
)
def test_a_request_that_cannot_be_answered_is_a_problem(
    client: TestClient, body: dict[str, object], status: int, detail: str
) -> None:
    """Problem details (RFC 9457) with one sentence."""
    response = client.post("/api/ask", json=body)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.json()["status"], response.json()["detail"]) == (status, detail)


def test_a_body_that_is_no_json_is_a_problem(client: TestClient) -> None:
    """Not a server error."""
    response = client.post("/api/ask", content=b"{", headers={"content-type": "application/json"})

    assert response.status_code == 422


def test_the_server_says_that_it_lives(client: TestClient) -> None:
    """For whoever watches over it."""
    assert client.get("/healthz").json() == {"status": "ok", "version": "0.1.0"}


def test_the_document_page_holds_every_paragraph_at_its_anchor(client: TestClient, statement: Document) -> None:
    """Number, words, title and source, without any script."""
    page = client.get("/doc/kabul-process-2017").text

    for paragraph in statement.paragraphs[1:]:
        anchor = "preamble" if paragraph.number == "preamble" else f"p{paragraph.number}"
        assert f'<section class="paragraph" id="{anchor}"' in page
        assert paragraph.text in page
    assert f'href="{statement.card.source}"' in page
    assert "<script>" not in page


def test_the_document_page_keeps_the_furniture_apart(client: TestClient) -> None:
    """The page's own lines are folded away after the paragraphs, named as no part of the statement."""
    page = client.get("/doc/kabul-process-2017").text

    body, furniture = page.split("Around the statement on its page, not part of it")
    assert "Check Also" not in body
    assert "Check Also" in furniture


def test_a_hostile_document_is_text_and_nothing_else(client: TestClient) -> None:
    """Markup in a document is shown, never run; a source that is no web address is no link."""
    page = client.get("/doc/hostile").text

    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=&#34;window.__xss=1&#34;&gt; *bold* $$x$$ ~~gone~~ {{7*7}} ${1+1}" in page
    assert "list\u00a0 two  spaces" in page
    assert "javascript:" not in page


@pytest.mark.parametrize("path", ["/doc/none", "/doc/..%2f..%2fetc%2fpasswd", "/doc/%3Cimg%20onerror%3E", "/doc/%00"])
def test_an_unknown_document_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    """404, with what was asked for escaped."""
    response = client.get(path)

    assert response.status_code == 404
    assert "<img" not in response.text


def test_a_document_that_is_added_while_serving_is_found(client: TestClient, service: Service) -> None:
    """The index follows the library without a restart."""
    client.post("/api/ask", json={"question": "what about peace?"})
    service.library.add(
        segment("1. Wheat and barley grow well.\n\n2. End.", Card("farm", "Farm", None, None, None, None, "en"))
    )

    record = client.post("/api/ask", json={"question": "which crops, wheat or barley, grow well?"}).json()

    assert (record["status"], record["quotes"][0]["document"]) == ("answered", "farm")


def test_a_failure_is_an_error_and_no_refusal(client: TestClient, service: Service) -> None:
    """A library that is gone gives 503 with a sentence, not "no answer"."""
    client.post("/api/ask", json={"question": "what about peace?"})
    service.library.close()

    response = client.post("/api/ask", json={"question": "what about peace?"})

    assert response.status_code == 503
    assert "could not be used" in response.json()["detail"]
