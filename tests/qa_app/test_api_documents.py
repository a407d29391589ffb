"""Documents over HTTP: the records of the command line, searched and a page at a time, and paragraphs by number."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpus.cutting.segment import segment
from corpus.export.jsonl import as_jsonl, paragraph_records
from corpus.library.library import Library
from corpus.types import Card, Document
from qa_app.api import create_api
from qa_app.records import document_record
from qa_app.service import Service
from tests.qa_app.test_api_check import no_answerer, no_encoder

RULES = """Article 17
Rules

1. Members shall report:
(a) on deliveries:
(i) of wheat;
(ii) of barley;
(b) on prices.

2. Nobody else shall.
"""


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_api(Service(library, no_encoder, no_answerer))) as client:
        yield client


def add(library: Library, name: str, title: str, text: str = "1. Wheat grows.\n\n2. Barley, too.") -> Document:
    document = segment(text, Card(name, title, None, None, None, None, "en"))
    library.add(document)
    return document


def test_the_list_has_the_records_of_the_command_line(client: TestClient, library: Library) -> None:
    """Field for field, in the order of their ids."""
    add(library, "farm", "On farming")

    listed = client.get("/api/documents").json()

    records = [document_record(entry, library.document(entry.id)) for entry in library.entries()]
    assert [record["document"] for record in records] == ["farm", "kabul-process-2017"]
    assert listed == {"total": 2, "offset": 0, "limit": 50, "documents": records}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("kabul", ["kabul-process-2017"]),
        ("JUNE kabul 2017", ["kabul-process-2017"]),
        ("cafe", ["cafe"]),
        ("kabul wheat", []),
        ("  ", ["cafe", "kabul-process-2017"]),
    ],
)
def test_every_word_of_a_search_is_in_the_id_the_title_or_the_date(
    client: TestClient, library: Library, search: str, found: list[str]
) -> None:
    """As people type them: in any order, without accents and capitals."""
    add(library, "cafe", "On Cafés")

    listed = client.get("/api/documents", params={"search": search}).json()

    assert ([record["document"] for record in listed["documents"]], listed["total"]) == (found, len(found))


def test_a_long_list_comes_in_pages(client: TestClient, library: Library) -> None:
    """With how many there are in all; a page after the last is empty."""
    for number in range(7):
        add(library, f"farm-{number}", "On farming")

    pages = [client.get(f"/api/documents?search=farm&limit=3&offset={offset}").json() for offset in (0, 3, 6, 9)]

    assert [page["total"] for page in pages] == [7, 7, 7, 7]
    names = [[record["document"] for record in page["documents"]] for page in pages]
    assert names == [["farm-0", "farm-1", "farm-2"], ["farm-3", "farm-4", "farm-5"], ["farm-6"], []]


def test_an_earlier_version_is_listed_where_it_is_asked_for(client: TestClient, library: Library) -> None:
    """It says what replaces it, and is read under its own id."""
    add(library, "farm", "On farming")
    add(library, "farm", "On farming", "1. Rye grows.\n\n2. Oats, too.")

    current = client.get("/api/documents?search=farm").json()["documents"]
    everything = client.get("/api/documents?search=farm&superseded=true").json()["documents"]

    assert [record["document"] for record in current] == ["farm"]
    assert [(record["document"], record["superseded_by"]) for record in everything] == [
        ("farm", None),
        ("farm@1", "farm"),
    ]
    assert client.get("/api/documents/farm@1").json() == everything[1]
    assert client.get("/api/documents/farm@1/paragraphs/1").json()["text"] == "Wheat grows."


def test_a_document_that_is_removed_is_no_longer_listed(client: TestClient, library: Library) -> None:
    """What is kept in memory follows the library."""
    add(library, "farm", "On farming")
    assert client.get("/api/documents/farm").status_code == 200

    library.remove("farm")

    assert client.get("/api/documents?search=farm").json()["total"] == 0
    assert client.get("/api/documents/farm").status_code == 404


def test_the_paragraphs_are_those_of_the_export(client: TestClient, statement: Document) -> None:
    """As one object, and as the very lines where lines are asked for."""
    address = "/api/documents/kabul-process-2017/paragraphs"

    whole = client.get(address)
    lines = client.get(address, headers={"Accept": "application/x-ndjson"})

    records = list(paragraph_records(statement))
    counted = {"total": len(records), "offset": 0, "limit": 200}
    assert whole.json() == {"document": statement.id, **counted, "paragraphs": records}
    some = client.get(address, params={"offset": 3, "limit": 2}).json()
    assert (some["total"], some["paragraphs"]) == (len(records), records[3:5])
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert lines.text == as_jsonl(statement)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("1(a)(ii)", "1(a)(ii)"),
        ("1 (a) (ii)", "1(a)(ii)"),
        ("para. 2", "2"),
        ("p2", "2"),
    ],
)
def test_a_paragraph_is_found_by_its_number(client: TestClient, library: Library, asked: str, number: str) -> None:
    """However it is written; the object is that of the export."""
    document = add(library, "rules", "Rules", RULES.partition("\n\n")[2])

    record = client.get(f"/api/documents/rules/paragraphs/{asked}").json()

    assert record == next(each for each in paragraph_records(document) if each["number"] == number)


def test_the_preamble_is_a_paragraph(client: TestClient, statement: Document) -> None:
    """Its number is its name."""
    record = client.get("/api/documents/kabul-process-2017/paragraphs/preamble").json()

    assert record["text"] == statement.text[record["start"] : record["end"]]
    assert record["kind"] == "preamble"


def test_an_id_and_a_number_may_hold_a_slash(client: TestClient, library: Library) -> None:
    """Written as %2F or as it is."""
    add(library, "a/res/70", "On farming")

    for name in ("a%2Fres%2F70", "a/res/70"):
        assert client.get(f"/api/documents/{name}").json()["document"] == "a/res/70"
        assert client.get(f"/api/documents/{name}/paragraphs/2").json()["text"] == "Barley, too."


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("none", "There is no document 'none' in the library; it holds kabul-process-2017."),
        ("none/paragraphs", "There is no document 'none' in the library; it holds kabul-process-2017."),
        (
            "..%2F..%2Fetc%2Fpasswd",
            "There is no document '../../etc/passwd' in the library; it holds kabul-process-2017.",
        ),
        (
            "kabul-process-2017/paragraphs/99",
            "kabul-process-2017 has no paragraph '99'; this document's paragraphs run from 1 to 11."
            " Nearest: 11, 10, 9.",
        ),
        (
            "kabul-process-2017/paragraphs/",
            "kabul-process-2017 has no paragraph ''; this document's paragraphs run from 1 to 11. Nearest: 1, 2, 3.",
        ),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str, detail: str) -> None:
    """404, with what is there."""
    response = client.get(f"/api/documents/{path}")

    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (404, detail)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("limit=0", "at least 1"),
        ("limit=201", "at most 200"),
        ("offset=-1", "at least 0"),
        ("limit=many", "a whole number"),
        ("superseded=perhaps", "true or false"),
    ],
)
def test_a_page_that_there_cannot_be_is_a_problem(client: TestClient, query: str, wanted: str) -> None:
    """422, with the field and what it must be."""
    response = client.get(f"/api/documents?{query}")

    assert response.status_code == 422
    assert response.json()["detail"] == f"'{query.partition('=')[0]}' must be {wanted}."


def test_hostile_words_come_back_as_they_are(client: TestClient, library: Library) -> None:
    """JSON escapes nothing that a browser could take for a page, because it is told that it is none."""
    add(library, "farm", '<script>alert("1")</script>\u2028 \u202e')

    response = client.get("/api/documents/farm")

    assert response.headers["content-type"] == "application/json"
    assert json.loads(response.content)["title"] == '<script>alert("1")</script>\u2028 \u202e'
