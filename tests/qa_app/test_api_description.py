"""The description of the API: complete, of the API alone, and true of what is answered."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app import __version__
from qa_app.api.bodies import ASKED, QUOTED
from qa_app.api.schema import (
    ANSWERED,
    CHECKED,
    PARAGRAPH,
    ArticleRecord,
    AskRecord,
    CheckRecord,
    DocumentList,
    DocumentRecord,
    Model,
    ParagraphList,
    ParagraphRecord,
)
from qa_app.citing.links import served_under
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site
from qa_app.web.options import WebOptions

OPERATIONS = {
    ("/api/ask", "post"): "ask",
    ("/api/ask/batch", "post"): "askMany",
    ("/api/check", "post"): "check",
    ("/api/check/batch", "post"): "checkMany",
    ("/api/documents", "get"): "listDocuments",
    ("/api/documents/{document}", "get"): "getDocument",
    ("/api/documents/{document}/diff/{other}", "get"): "compareDocuments",
    ("/api/documents/{document}/paragraphs", "get"): "listParagraphs",
    ("/api/documents/{document}/paragraphs/{number}", "get"): "getParagraph",
    ("/healthz", "get"): "health",
    ("/readyz", "get"): "readiness",
}


@pytest.fixture
def app(library: Library) -> FastAPI:
    return create_site(Service(library, HashingEncoder, make_answerer))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


@pytest.fixture
def described(client: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/api/openapi.json").json()
    return document


def operations(described: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(path, method): each for path, methods in described["paths"].items() for method, each in methods.items()}


def test_the_description_is_of_the_api_and_of_nothing_else(described: dict[str, Any]) -> None:
    """OpenAPI 3.1 with the version of pincite; no page is in it."""
    assert described["openapi"].startswith("3.1.")
    assert described["info"]["version"] == __version__
    assert {place: each["operationId"] for place, each in operations(described).items()} == OPERATIONS


def test_every_operation_says_what_it_is(described: dict[str, Any]) -> None:
    """A tag that is described, a summary, a description."""
    tags = {tag["name"] for tag in described["tags"] if tag["description"]}

    for operation in operations(described).values():
        assert set(operation["tags"]) <= tags
        assert operation["summary"]
        assert operation["description"]


def test_every_error_is_a_problem_document(described: dict[str, Any]) -> None:
    """Each with a description of its own; FastAPI's own form of error is not there."""
    for operation in operations(described).values():
        for status, response in operation["responses"].items():
            assert response["description"]
            if status != "200":
                assert response["content"] == {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                }
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_every_object_is_described_and_is_closed(described: dict[str, Any]) -> None:
    """No field may come that the description has not."""
    for name, schema in described["components"]["schemas"].items():
        assert schema["description"], name
        assert schema["type"] != "object" or schema["additionalProperties"] is False, name


def test_the_examples_are_true(client: TestClient) -> None:
    """They are what is answered about the shipped statement."""
    assert client.post("/api/ask", json=ASKED).json() == ANSWERED
    assert client.post("/api/check", json=QUOTED).json() == CHECKED
    assert client.get("/api/documents/kabul-process-2017/paragraphs/3").json() == PARAGRAPH


@pytest.mark.parametrize(
    ("model", "method", "path", "body"),
    [
        (AskRecord, "POST", "/api/ask", {"question": "what did Pakistan promise?"}),
        (AskRecord, "POST", "/api/ask", {"question": "and it?", "history": ["what is terrorism?"]}),
        (CheckRecord, "POST", "/api/check", {"quote": "agree to a ceasefire and start peace talks", "paragraph": "5"}),
        (ArticleRecord, "POST", "/api/check", {"article": 'He said "agree to a ceasefire and peace", a "so-called".'}),
        (DocumentList, "GET", "/api/documents", None),
        (DocumentRecord, "GET", "/api/documents/kabul-process-2017", None),
        (ParagraphList, "GET", "/api/documents/kabul-process-2017/paragraphs", None),
        (ParagraphRecord, "GET", "/api/documents/kabul-process-2017/paragraphs/11", None),
    ],
)
def test_what_is_answered_is_what_is_described(
    client: TestClient, model: type[Model], method: str, path: str, body: object
) -> None:
    """Every field, and no other; what is left out is left out."""
    record = client.request(method, path, json=body).json()

    assert model.model_validate(record).model_dump(mode="json", exclude_unset=True) == record


def test_behind_a_proxy_the_description_says_where_the_api_is(client: TestClient) -> None:
    """Under the path that it is served under."""
    with served_under("/pincite"):
        described = client.get("/api/openapi.json").json()

    assert described["servers"] == [{"url": "/pincite"}]
    assert "servers" not in client.get("/api/openapi.json").json()


def test_what_is_sent_is_flat_and_has_no_defaults(described: dict[str, Any]) -> None:
    """Assistants refuse a schema that is one of two, and makers of clients take what has a default for required."""
    schemas = described["components"]["schemas"]

    for name in ("AskBody", "CheckBody", "QuotationLine"):
        assert not {"oneOf", "anyOf", "allOf"} & set(schemas[name])
        assert [field for field, said in schemas[name]["properties"].items() if "default" in said] == []
    assert set(schemas["CheckBody"]["properties"]) >= {"quote", "article", "document", "paragraph", "context", "id"}
    assert "Send either `quote` or `article`" in schemas["CheckBody"]["description"]


def test_a_password_is_declared_where_one_is_asked_for(library: Library, described: dict[str, Any]) -> None:
    """As HTTP Basic, for every operation."""
    service = Service(library, HashingEncoder, make_answerer)
    asked = TestClient(create_site(service, WebOptions(password="open sesame"))).get("/api/openapi.json").json()

    assert asked["components"]["securitySchemes"]["password"]["scheme"] == "basic"
    assert asked["security"] == [{"password": []}]
    assert "security" not in described
