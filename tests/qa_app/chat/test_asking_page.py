"""The page that asks, without a browser: forms in, pages out; lines for its script; and never an empty error."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.errors import LibraryDamaged
from corpus.library.library import Entry, Library
from corpus.types import Document
from index.encoders.hashing import HashingEncoder
from index.reader.judgement import ScoreReader
from qa_app.api.problems import add_problems
from qa_app.ask.answer import Answerer
from qa_app.outcomes import Outcome
from qa_app.service import Service
from qa_app.web.chat.page import add_asking_page

TOKEN, KEY = "0123456789abcdef" * 2, "ab" * 16
DAMAGED = "because something failed: The library&#39;s file is damaged."


class Lost(Service):
    """A service whose library was damaged after it was opened."""

    def entries(self) -> tuple[Entry, ...]:
        raise LibraryDamaged("The library's file is damaged.")

    def answer(self, *_arguments: Any, **_named: Any) -> Outcome:
        raise LibraryDamaged("The library's file is damaged.")


def client_of(library: Library, kind: type[Service]) -> TestClient:
    service = kind(library, HashingEncoder, lambda engine: Answerer(engine, ScoreReader(), 0.1))
    app = FastAPI(openapi_url=None)
    add_problems(app)
    add_asking_page(app, service)
    return TestClient(app, base_url="http://127.0.0.1:7860", headers={"accept": "text/html"})


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with client_of(library, Service) as opened:
        yield opened


def typed(client: TestClient, question: str, key: str = KEY, **more: Any) -> list[dict[str, Any]]:
    """The lines that the script of the page gets."""
    answer = client.post(f"/conversation/{TOKEN}", json={"key": key, "question": question, **more})
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_form_is_answered_by_a_page(client: TestClient, statement: Document) -> None:
    """Its address is the conversation's, so that loading it again asks nothing; the next form goes on with it."""
    first = client.post("/", data={"question": "paragraph 3", "document": "kabul-process-2017"})
    token = urlsplit(str(first.url)).path.removeprefix("/conversation/")
    second = client.post("/", data={"question": "the next paragraph", "conversation": token})

    assert f">{statement.paragraph('3').text}</" in first.text.replace("<mark>", "").replace("</mark>", "")
    assert f'name="conversation" value="{token}"' in first.text
    assert re.findall(r'data-number="(\w+)"', second.text) == ["3", "4"]
    assert client.get(str(second.url)).text == second.text


def test_the_page_is_one_response_with_its_style_and_scripts_in_it(client: TestClient) -> None:
    """Nothing of it is fetched, and its policy lets nothing run that is not in it."""
    page = client.get("/")

    assert re.findall(r'(?:src|rel="stylesheet" href)="', page.text) == []
    assert page.text.count("<script>") == page.headers["content-security-policy"].partition("script-src ")[2].partition(
        ";"
    )[0].count("'sha256-")
    assert "unsafe" not in page.headers["content-security-policy"]


def test_a_suggestion_leaves_what_is_in_the_box(client: TestClient) -> None:
    """It is asked instead of it; of nothing at all nothing comes."""
    page = client.post("/", data={"question": "half a quest", "suggested": "paragraph 3"})
    nothing = client.post("/", data={"question": "  "})

    assert re.findall(r'data-number="(\w+)"', page.text) == ["3"]
    assert "half a quest</textarea>" in page.text
    assert (nothing.status_code, str(nothing.url)) == (200, "http://127.0.0.1:7860/")


def test_a_link_fills_the_box(client: TestClient) -> None:
    """Where there is no script to ask what it asks; markup in it is text."""
    page = client.get("/", params={"q": "<b>Who?"})

    assert "&lt;b&gt;Who?</textarea>" in page.text


def test_the_script_is_told_how_far_it_is_and_then_the_answer(client: TestClient) -> None:
    """A line each; asked again by the same key it gets the same answer, and it is there once."""
    lines = typed(client, "what did participants call on armed groups to do?")
    again = typed(client, "what did participants call on armed groups to do?")
    page = client.get(f"/conversation/{TOKEN}")

    assert [next(iter(line)) for line in lines] == ["progress", "progress", "exchange"]
    assert again == lines[-1:]
    assert page.text.count(f'data-key="{KEY}"') == 1


def test_a_question_is_taken_back(client: TestClient) -> None:
    """It is in the conversation no more."""
    typed(client, "paragraph 3")
    status = client.delete(f"/conversation/{TOKEN}/{KEY}").status_code

    assert (status, client.get(f"/conversation/{TOKEN}").status_code) == (204, 404)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"/conversation/{TOKEN}", {"key": KEY}),
        (f"/conversation/{TOKEN}", {"key": "../x", "question": "Who?"}),
        (f"/conversation/{TOKEN}", {"key": KEY, "question": "Who?", "documents": "all"}),
        (f"/conversation/{TOKEN}", {"key": KEY, "question": "Who?", "history": []}),
        ("/conversation/guess", {"key": KEY, "question": "Who?"}),
    ],
)
def test_what_the_script_could_not_have_sent_is_refused(client: TestClient, path: str, body: object) -> None:
    """Of another shape, or for a conversation whose name can be guessed."""
    assert client.post(path, json=body).status_code == 422


def test_an_unknown_conversation_says_so(client: TestClient) -> None:
    """On a page on which one can ask; there is nothing to save of it."""
    page, saved = client.get(f"/conversation/{TOKEN}"), client.get(f"/conversation/{TOKEN}.md")

    assert (page.status_code, saved.status_code) == (404, 404)
    assert "There is no such conversation here" in page.text
    assert "<textarea" in page.text


def test_a_damaged_library_is_told_of(library: Library) -> None:
    """On the page, which can be typed into, and in place of an answer; it never looks like a refusal."""
    with client_of(library, Lost) as client:
        page, answer = client.get("/"), client.post("/", data={"question": "Who hosted it?"})

    assert page.status_code == 503
    assert DAMAGED in page.text
    assert "<textarea" in page.text
    assert DAMAGED in answer.text
    assert 'class="pc-answer pc-abstention"' not in answer.text


@pytest.mark.parametrize("language", ["", "de", "zz;q=1,*"])
def test_any_language_of_a_browser_is_answered(client: TestClient, language: str) -> None:
    """In English where there are no words for it."""
    assert "Ask official statements" in client.get("/", headers={"accept-language": language}).text
