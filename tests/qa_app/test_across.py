"""What several documents say: the question put to each, and every mention, as a page and as a table."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card
from index.encoders.hashing import HashingEncoder
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site

LAMPS = "The keepers shall light every lamp of the harbour at dusk."
SAME = "=cmd() lamps of the harbour are counted each spring."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    """Two documents, of which one says nothing of lamps."""
    texts = {
        "lamps": f"1. {LAMPS}\n\n2. {SAME}\n\n3. End.",
        "bread": "1. Bread is baked.\n\n2. It is eaten.\n\n3. End.",
    }
    made = [segment(text, Card(name, name.title(), None, None, None, None, "en")) for name, text in texts.items()]
    with Library.open(tmp_path / "library", lambda: made) as library:
        service = Service(library, HashingEncoder, make_answerer)
        service.encode_new()
        with TestClient(create_site(service)) as client:
            yield client


def rows(site: TestClient, path: str, **query: str) -> list[dict[str, str]]:
    text = site.get(path, params={**query, "as": "csv"}).text
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_each_document_has_a_row_and_may_be_silent(site: TestClient) -> None:
    """Asked for a paragraph by its number, both have it; asked for one that is in one alone, the other is silent."""
    both = rows(site, "/compare", q="What does paragraph 1 say?")
    page = site.get("/compare", params={"q": "What does paragraph 1 say?"}).text

    assert [(row["document"], row["place"], row["words"]) for row in both] == [
        ("bread", "1", "Bread is baked."),
        ("lamps", "1", LAMPS),
    ]
    assert "2 paragraphs in 2 of 2 documents" in page
    silent = rows(site, "/compare", q="What does paragraph 9 say?")
    assert [(row["document"], row["words"]) for row in silent] == [("bread", ""), ("lamps", "")]


def test_every_paragraph_that_has_the_words_is_found(site: TestClient) -> None:
    """In the document's own words, and nothing in them is run by a spreadsheet."""
    found = rows(site, "/mentions", q="of the harbour")

    assert {row["place"] for row in found} == {"1", "2"}
    assert {row["document"] for row in found} == {"lamps"}
    assert [row["words"] for row in found if row["place"] == "2"] == [f"'{SAME}"]


@pytest.mark.parametrize("path", ["/compare", "/mentions"])
def test_what_cannot_be_asked_is_told(site: TestClient, path: str) -> None:
    """An empty question shows the form alone, one that is too long a sentence."""
    assert site.get(path).status_code == 200
    assert site.get(path, params={"q": "why " * 900}).status_code == 400


def test_the_page_says_what_it_waits_for_and_marks_the_words(site: TestClient) -> None:
    """What is spoken of stands above what takes a while, and another language keeps the question."""
    page = site.get("/mentions", params={"q": "of the HARBOUR"}).text

    assert page.index("Reading the documents") < page.index("<!-- at once -->") < page.index("<section")
    assert "<mark>" in page
    assert "2 paragraphs in 1 of 2 documents." in page
    assert 'href="?q=of+the+HARBOUR&amp;lang=de"' in page
