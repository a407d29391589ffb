"""A document's page: finding in it, going to a paragraph, its versions, and what can be done with one paragraph."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document, Span
from index.encoders.hashing import HashingEncoder
from qa_app.collection import find_loosely, loose, loose_pattern
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site
from qa_app.web.documents.find import MOST_HITS, find_in
from qa_app.web.documents.reader import LONG, Asked, document_page
from tests.shapes import RESOLUTION, SHAPES

CAFE = "The delegates’ café resumé said “peace—now”."
NOTE = segment(
    f"1. {CAFE}\n\n2. Peace in the cafe\u0301s.\n\n4. End.", Card("note", "Note", None, None, None, None, "en")
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The note alone, and a second version of it."""
    with Library.open(tmp_path / "library", lambda: (NOTE,)) as opened:
        yield opened


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_site(Service(library, HashingEncoder, make_answerer))) as client:
        yield client


def edited(text: str) -> Document:
    return segment(text, NOTE.card)


def marked(page: str) -> list[str]:
    return [html.unescape(words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)]


def found(text: str, words: str) -> list[str]:
    pattern = loose_pattern(words)
    return [span.of(text) for span in find_loosely(text, pattern)] if pattern else []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (CAFE, "cafe resume", ["café resumé"]),
        (CAFE, "DELEGATES' café", ["delegates’ café"]),
        (CAFE, '"peace-now"', ["“peace—now”"]),
        ("the cafe\u0301s", "cafe", ["cafe\u0301"]),
        ("two\n  words", "two words", ["two\n  words"]),
        ("co\u00adopera\u200btion", "cooperation", ["co\u00adopera\u200btion"]),
        ("Straße", "strasse", ["Straße"]),
        ("أَكَّدَ المشاركون", "اكد", ["أَكَّدَ"]),
        ("کشورهای", "كشورهاي", ["کشورهای"]),
        ("각국", "가", []),
        ("ﬁve ½", "five 1⁄2", ["ﬁve ½"]),
        ("a.b", "a?b", []),
    ],
)
def test_words_are_found_as_they_are_typed(text: str, words: str, expected: list[str]) -> None:
    """Accents, capitals, marks, white space and unseen characters make no difference; letters do."""
    assert found(text, words) == expected


@given(st.text(max_size=60), st.data())
def test_what_is_found_is_the_text_itself(text: str, data: st.DataObject) -> None:
    """Any stretch of a text is found in it, and every hit is equal to what was sought, loosely."""
    start = data.draw(st.integers(0, len(text)))
    words = text[start : data.draw(st.integers(start, len(text)))]
    pattern = loose_pattern(words)

    hits = list(find_loosely(text, pattern)) if pattern else []

    assert [loose(hit.of(text)).split() for hit in hits] == [loose(words).split()] * len(hits)
    assert hits or not loose(words).split()
    assert all(before.end <= after.start for before, after in pairwise(hits))


def words_of_article(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page.split("<article")[1].split("</article>")[0]))


@pytest.mark.parametrize("document", SHAPES, ids=lambda document: document.id)
def test_marks_change_no_word_of_the_page(document: Document) -> None:
    """With a search for letters that are everywhere, the words and the spaces between them are the same."""
    for letters in ("e", "ال", "the"):
        page = document_page(document, asked=Asked(letters, find_in(document, letters)))
        assert words_of_article(page) == words_of_article(document_page(document))


def test_a_hit_that_runs_into_a_part_is_one_hit_with_one_place() -> None:
    """It is marked in both, counted once, and can be gone to."""
    text = RESOLUTION.text
    start = text.index("mission:\n(a) To protect")
    hits = find_in(RESOLUTION, "mission: (a) to protect")

    assert hits.hits == (Span(start, start + len("mission:\n(a) To protect")),)
    assert [(place.paragraph.number, place.count) for place in hits.places if place.paragraph] == [("2", 1)]


def test_finding_marks_and_counts(client: TestClient) -> None:
    """Every place in the words as they are stored, which one is looked at, and the ways to the ones beside it."""
    page = client.get("/doc/note", params={"find": "CAFE", "hit": "2"}).text

    assert marked(page) == ["café", "cafe\u0301"]
    assert '<span id="found-at" role="status">2 of 2</span>' in page
    assert '<mark id="hit-2" class="at">' in page
    assert re.findall(r'rel="(?:prev|next)" href="([^"]*)"', page) == ["/doc/note?find=CAFE&amp;hit=1#hit-1"] * 2
    assert re.findall(r'<li><a href="[^"]*">(Paragraph \d)</a></li>', re.sub(r"\n", "", page)) == [
        "Paragraph 1",
        "Paragraph 2",
    ]


def test_what_is_not_found_is_said(client: TestClient) -> None:
    """Nothing is marked, and what was typed stays in its box, escaped."""
    page = client.get("/doc/note", params={"find": "<b>war"}).text

    assert "“<bdi>&lt;b&gt;war</bdi>” does not stand in this document" in page
    assert marked(page) == []
    assert 'name="find" value="&lt;b&gt;war"' in page


def test_an_empty_search_is_none(client: TestClient) -> None:
    """Neither for blanks nor for what is folded away altogether."""
    for words in ("", "  ", "\u200b"):
        page = client.get("/doc/note", params={"find": words}).text
        assert 'id="found"' not in page or "does not stand" in page
        assert marked(page) == []


def test_no_more_are_marked_than_anybody_looks_at() -> None:
    """A letter of a long text is marked a thousand times, and it is said that there may be more."""
    many = segment("1. " + "ab " * (MOST_HITS + 5), Card("many", "Many", None, None, None, None, "en"))

    hits = find_in(many, "a")

    assert len(hits.hits) == MOST_HITS
    assert hits.is_cut_short
    assert find_in(many, "a", 999_999).at == MOST_HITS


@pytest.mark.parametrize(("asked", "where"), [("2", "#p2"), ("para 4", "#p4"), ("¶1", "#p1")])
def test_going_to_a_paragraph(client: TestClient, asked: str, where: str) -> None:
    """Its number as people write it leads to its place."""
    response = client.get("/doc/note", params={"paragraph": asked}, follow_redirects=False)

    assert (response.status_code, response.headers["location"]) == (303, f"/doc/note{where}")


def test_going_to_a_paragraph_that_is_not_there(client: TestClient) -> None:
    """The page says so, and keeps what was typed."""
    page = client.get("/doc/note", params={"paragraph": "3"}).text

    assert "note has no paragraph &#39;3&#39;; this document&#39;s paragraphs run from 1 to 4." in page
    assert 'name="paragraph" value="3"' in page


def test_every_version_is_listed_with_its_day(client: TestClient, library: Library) -> None:
    """The one that is shown is named; an earlier one says that it is not the current text, and where that is."""
    library.add(edited("1. Other words.\n\n2. End."))

    current, earlier = client.get("/doc/note").text, client.get("/doc/note@1").text

    assert "This is not the current text." not in current
    assert re.search(
        r"It is version 1, added \d+ \w+ \d{4}; the current one is\s<a href=\"/doc/note\">version 2</a>", earlier
    )
    assert re.findall(r'<li value="(\d)">', current) == ["2", "1"]
    assert 'aria-current="page">Version 2, shown here</span>' in current
    assert '<a href="/doc/note%401">Version 1</a>' in current
    assert "Ask this document" not in earlier
    assert CAFE in html.unescape(earlier)


def test_what_supersedes_a_text_is_named_by_its_title(client: TestClient, library: Library) -> None:
    """A document of another id that takes its place."""
    library.add(
        segment("1. New.\n\n2. End.", Card("new", "A <new> note", None, None, None, None, "en")), supersedes="note"
    )

    page = client.get("/doc/note").text

    assert 'It is superseded by <a href="/doc/new"><bdi>A &lt;new&gt; note</bdi></a>.' in page


def test_one_paragraph_can_be_cited_asked_about_and_checked_against(client: TestClient) -> None:
    """Its words with their citation in every form, a question begun, and the page that checks with its credit."""
    page = client.get("/doc/note", params={"about": "1"}).text

    copied = [html.unescape(words) for words in re.findall(r'data-copy="([^"]*)"', page)]
    assert copied[:2] == [f"“{CAFE}” (Note, para. 1)", "Note, para. 1"]
    assert 'data-address="/doc/note#p1"' in page
    assert 'href="/?draft=What+does+paragraph+1+say+about+&amp;document=note"' in page
    assert 'href="/check?document=note&amp;paragraph=1"' in page
    assert html.unescape(re.search(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)[1]) == CAFE  # type: ignore[index]


@pytest.mark.parametrize("path", ["/doc/none", "/doc/note?about=77", "/doc/note@7", "/doc/none?find=x&hit=x"])
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    """404, for documents, versions and paragraphs."""
    response = client.get(path)

    assert response.status_code == 404
    assert re.search("<p>(There is no document|note has no paragraph)", response.text)


@pytest.mark.parametrize("hit", ["0", "-1", "x", "9" * 40, "٣", ""])
def test_a_hit_that_is_none_is_the_nearest(client: TestClient, hit: str) -> None:
    """Whatever an address says, one of the places is looked at."""
    assert re.search(r'role="status">[12] of 2<', client.get("/doc/note", params={"find": "cafe", "hit": hit}).text)


def test_a_long_document_is_sent_in_pieces(client: TestClient, library: Library) -> None:
    """Put together they are the page, whole and with its policy."""
    text = "\n\n".join(f"{number}. Words {number} of many." for number in range(1, LONG + 50))
    library.add(segment(text, Card("many", "Many", None, None, None, None, "en")))

    with client.stream("GET", "/doc/many") as response:
        pieces = list(response.iter_text())

    assert len(pieces) > 1
    assert re.findall(r'id="p(\d+)"', "".join(pieces)) == [str(number) for number in range(1, LONG + 50)]
    assert "".join(pieces).rstrip().endswith("</html>")
    assert response.headers["content-security-policy"] == client.get("/doc/note").headers["content-security-policy"]


def test_the_page_may_run_nothing_but_its_own_scripts(client: TestClient) -> None:
    """No inline script or style, no frame, no other address."""
    response = client.get("/doc/note")
    policy = response.headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert policy.endswith("form-action 'self'; script-src 'self'; connect-src 'self'")
    assert re.findall(r"<script[^>]*>(.*?)</script>", response.text, re.DOTALL) == ["", ""]
    assert " style=" not in response.text
