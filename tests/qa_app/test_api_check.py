"""Checking over HTTP: the same JSON as the command line, errors as problem details, and no model."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card
from index.encoders.encoder import Encoder
from qa_app.ask.answer import Answerer
from qa_app.check.reports.json import check_record
from qa_app.check.types import Quotation
from qa_app.service import MOST_ARTICLE, Service
from qa_app.web import create_site

WORDS = "The participants called on all the armed groups to agree to a ceasefire"


def no_encoder() -> Encoder:
    raise AssertionError("an encoder was loaded")


def no_answerer(_: object) -> Answerer:
    return Answerer.__new__(Answerer)  # whatever it is asked fails


@pytest.fixture
def service(library: Library) -> Service:
    return Service(library, no_encoder, no_answerer)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_site(service), raise_server_exceptions=False) as client:
        yield client


def test_checking_gives_the_same_json_as_the_command_line(client: TestClient, service: Service) -> None:
    """Field for field, the id included, and without loading a model."""
    body = {"id": "a", "quote": WORDS, "document": "kabul-process-2017", "paragraph": 4}

    record = client.post("/api/check", json=body).json()

    assert record == check_record(service.check(Quotation(WORDS, "kabul-process-2017", "4")), "a")
    assert (record["verdict"], record["attribution"], record["numbers"]) == ("verbatim", "wrong_paragraph", ["3"])


def test_the_words_around_tell_whose_words_they_are(client: TestClient) -> None:
    """Paragraph 6 quotes the words of another text."""
    words = "refrain from organizing, instigating, facilitating, participating in financing"

    record = client.post("/api/check", json={"quote": words, "context": "the participants said that they would"}).json()

    assert record["attribution"] == "wrong_voice"


def test_an_article_gives_each_of_its_quotations(client: TestClient) -> None:
    """With its place, its credit and what to do; what was passed over stands apart."""
    article = f'In paragraph 3 of the Kabul statement: "{WORDS}". In paragraph 4, too: "{WORDS}". A "so-called" one.'

    record = client.post("/api/check", json={"article": article, "id": 7}).json()

    assert (record["id"], record["sound"]) == (7, False)
    assert record["summary"] == "2 quotations: 1 sound, 1 to look at."
    assert [(each["attribution"], each["advice"]) for each in record["quotations"]] == [
        ("as_cited", "Print as it is."),
        ("wrong_paragraph", "Credit para. 3, not 4."),
    ]
    places = [each["article"] for each in record["quotations"]]
    assert [article[place["start"] : place["end"]] for place in places] == [f'"{WORDS}"'] * 2
    assert [each["quote"] for each in record["skipped"]] == ['"so-called"']


def test_the_quotations_of_an_article_come_some_at_a_time(client: TestClient) -> None:
    """With how many there are; the sentence about the whole is the same."""
    article = " ".join(f'"{WORDS}" ({place}).' for place in range(3))

    whole = client.post("/api/check", json={"article": article}).json()
    some = client.post("/api/check", json={"article": article, "offset": 1, "limit": 1}).json()

    assert (whole["total"], some["total"], some["summary"]) == (3, 3, whole["summary"])
    assert [each["id"] for each in some["quotations"]] == [2]


@pytest.mark.parametrize("number", [4, 4.0, "4"])
def test_a_whole_number_is_a_paragraphs_number(client: TestClient, number: float | str) -> None:
    """Alone and in a batch, also where a program writes every number with a point."""
    body = {"quote": WORDS, "document": "kabul-process-2017", "paragraph": number}

    alone = client.post("/api/check", json=body).json()
    line = client.post(
        "/api/check/batch", content=json.dumps(body), headers={"Content-Type": "application/x-ndjson"}
    ).json()

    assert alone == line
    assert (alone["attribution"], alone["numbers"]) == ("wrong_paragraph", ["3"])


def test_an_article_without_quotations_is_no_pass(client: TestClient) -> None:
    """Nothing was checked, which is said."""
    record = client.post("/api/check", json={"article": "No quotation at all."}).json()

    assert record["sound"] is False
    assert record["summary"] == "No quotations found: nothing was checked, which is not a pass."


TAKEN = "quote, article, document, paragraph, context, limit, offset, by_meaning, id"


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ({}, 400, "Give either 'quote' or 'article'."),
        ({"quote": "a", "article": "b"}, 400, "Give either 'quote' or 'article'."),
        ({"article": "b", "paragraph": "3"}, 400, "'paragraph' and 'context' go with 'quote'."),
        ({"quote": " \n"}, 400, "The quotation is empty."),
        ({"quote": "b", "limit": 3}, 400, "'limit' and 'offset' go with 'article'."),
        ({"quote": "a", "more": 1}, 422, f"There is no field 'more'; those taken are: {TAKEN}."),
        ({"quote": 3}, 422, "'quote' must be text."),
        ({"quote": "half \ud800"}, 422, "quote: It holds half a character (U+D800)."),
        (
            {"quote": WORDS, "document": "none"},
            404,
            "There is no document 'none' in the library; it holds kabul-process-2017.",
        ),
        (
            {"article": "x" * (MOST_ARTICLE + 1)},
            400,
            "The article has 300,001 characters; at most 300,000 are checked at a time, so divide it.",
        ),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    client: TestClient, body: dict[str, object], status: int, detail: str
) -> None:
    """Problem details (RFC 9457) with one sentence."""
    response = client.post("/api/check", content=json.dumps(body), headers={"content-type": "application/json"})

    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (status, detail)


def test_a_document_that_is_added_meanwhile_is_searched(client: TestClient, service: Service) -> None:
    """What was not found before is found once it is there."""
    body = {"quote": "Wheat and barley grow well on the northern slopes."}
    before = client.post("/api/check", json=body).json()
    service.library.add(segment(f"1. {body['quote']}\n\n2. End.", Card("farm", "Farm", None, None, None, None, "en")))

    after = client.post("/api/check", json=body).json()

    assert (before["verdict"], after["verdict"], after["document"]) == ("not_found", "verbatim", "farm")
