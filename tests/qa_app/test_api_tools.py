"""pincite as tools for assistants: the Model Context Protocol at /mcp, with the records of the API."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app.check.types import Attribution, Verdict
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site
from qa_app.web.options import WebOptions

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

Given = TypeVar("Given")
ACCEPT = {"Accept": "application/json, text/event-stream"}
# Each tool, what it is asked, and the request of the API that has the same answer.
CALLS: tuple[tuple[str, dict[str, Any], tuple[str, str, Any]], ...] = (
    ("ask", {"question": "quote point 3"}, ("POST", "/api/ask", {"question": "quote point 3"})),
    (
        "ask",
        {"question": "what did Pakistan promise?", "document": "kabul-process-2017"},
        ("POST", "/api/ask", {"question": "what did Pakistan promise?", "document": "kabul-process-2017"}),
    ),
    (
        "check",
        {"quote": "The region should take a united approach", "paragraph": 4},
        ("POST", "/api/check", {"quote": "The region should take a united approach", "paragraph": 4}),
    ),
    (
        "check",
        {"article": 'They want to "agree to a ceasefire and start peace talks", and "so-called" things.'},
        (
            "POST",
            "/api/check",
            {"article": 'They want to "agree to a ceasefire and start peace talks", and "so-called" things.'},
        ),
    ),
    (
        "check",
        {"article": 'They want to "agree to a ceasefire and start peace talks".', "offset": 1, "limit": 1},
        (
            "POST",
            "/api/check",
            {"article": 'They want to "agree to a ceasefire and start peace talks".', "offset": 1, "limit": 1},
        ),
    ),
    ("documents", {"search": "kabul", "limit": 3}, ("GET", "/api/documents?search=kabul&limit=3", None)),
    ("show", {"document": "kabul-process-2017"}, ("GET", "/api/documents/kabul-process-2017/paragraphs", None)),
    (
        "show",
        {"document": "kabul-process-2017", "offset": 2, "limit": 3},
        ("GET", "/api/documents/kabul-process-2017/paragraphs?offset=2&limit=3", None),
    ),
    (
        "show",
        {"document": "kabul-process-2017", "number": 4},
        ("GET", "/api/documents/kabul-process-2017/paragraphs/4", None),
    ),
    (
        "show",
        {"document": "kabul-process-2017", "number": "para. 4"},
        ("GET", "/api/documents/kabul-process-2017/paragraphs/4", None),
    ),
)


@pytest.fixture
def app(library: Library) -> FastAPI:
    return create_site(Service(library, HashingEncoder, make_answerer), WebOptions(mcp=True))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def call(client: TestClient, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The result of one message to the server."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    response = client.post("/mcp", json=message, headers=ACCEPT)
    assert response.status_code == 200
    result: dict[str, Any] = response.json()["result"]
    return result


def test_the_server_lists_its_tools(client: TestClient) -> None:
    """Each with what it does, what it takes and what it gives, and that it only reads."""
    tools = {tool["name"]: tool for tool in call(client, "tools/list", {})["tools"]}

    assert set(tools) == {"ask", "check", "documents", "show"}
    assert tools["ask"]["inputSchema"]["required"] == ["question"]
    for tool in tools.values():
        assert tool["description"]
        assert tool["inputSchema"]["additionalProperties"] is False
        assert tool["outputSchema"]["type"] == "object"
        assert tool["annotations"]["readOnlyHint"] is True


def test_the_descriptions_name_what_every_code_means(client: TestClient) -> None:
    """Every verdict and credit, where an assistant chooses the tool."""
    tools = {tool["name"]: tool["description"] for tool in call(client, "tools/list", {})["tools"]}

    for code in (*Verdict, *Attribution):
        assert f"{code.value}: " in tools["check"]
    assert "altered_meaning: altered, and with it the meaning" in tools["check"]


@pytest.mark.parametrize(("name", "arguments", "request_"), CALLS, ids=lambda value: str(value)[:30])
def test_a_tool_gives_the_record_of_the_api(
    client: TestClient, name: str, arguments: dict[str, Any], request_: tuple[str, str, Any]
) -> None:
    """The same JSON, which is the command line's, as an object and as text."""
    method, path, body = request_
    expected = client.request(method, path, json=body).json()

    result = call(client, "tools/call", {"name": name, "arguments": arguments})

    assert result["isError"] is False
    assert result["structuredContent"] == expected
    assert json.loads(result["content"][0]["text"]) == expected


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {}, "'question' is missing."),
        ("ask", {"question": " "}, "The question is empty."),
        (
            "ask",
            {"question": "who?", "more": 1},
            "There is no field 'more'; those taken are: question, document, language, since, until, id, history.",
        ),
        ("documents", {"limit": 0}, "'limit' must be at least 1."),
        ("show", {"document": "none"}, "There is no document 'none' in the library; it holds kabul-process-2017."),
        ("answer", {}, "There is no tool 'answer'; there are ask, check, documents, show."),
    ],
)
def test_what_a_tool_cannot_do_is_an_error_in_one_sentence(
    client: TestClient, name: str, arguments: dict[str, Any], said: str
) -> None:
    """Which an assistant can read, and never an answer."""
    result = call(client, "tools/call", {"name": name, "arguments": arguments})

    assert (result["isError"], result["content"][0]["text"]) == (True, said)
    assert "structuredContent" not in result


def test_only_posting_is_served(client: TestClient) -> None:
    """No stream is kept open in which nothing ever comes."""
    for method in ("GET", "DELETE"):
        response = client.request(method, "/mcp", headers=ACCEPT)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_a_client_of_the_protocol_uses_the_tools(app: FastAPI) -> None:
    """The SDK's own, which holds what comes to the schema that was listed."""

    async def use(client: Client) -> tuple[list[str], list[Any]]:
        listed = await client.list_tools()
        results = [await client.call_tool(name, arguments) for name, arguments, _ in CALLS]
        return [tool.name for tool in listed.tools], results

    names, results = asyncio.run(within(app, use))

    assert names == ["ask", "check", "documents", "show"]
    assert [result.is_error for result in results] == [False] * len(CALLS)
    assert results[0].structured_content["quotes"][0]["number"] == "3"


async def within(app: FastAPI, use: Callable[[Client], Awaitable[Given]]) -> Given:
    """What `use` makes of a client that is connected to `app` in this process."""
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://testserver") as http,
        Client(streamable_http_client("http://testserver/mcp", http_client=http)) as client,
    ):
        return await use(client)


def test_there_are_no_tools_unless_they_are_asked_for(library: Library) -> None:
    """An assistant finds nothing at /mcp."""
    app = create_site(Service(library, HashingEncoder, make_answerer))

    assert TestClient(app).post("/mcp", json={}, headers=ACCEPT).status_code == 404


@pytest.mark.parametrize(
    ("arguments", "asked"), [(("serve", "--mcp", "--port", "0"), "--mcp"), (("mcp",), "pincite mcp")]
)
def test_serving_tools_without_the_extra_says_what_to_install(arguments: tuple[str, ...], asked: str) -> None:
    """One sentence and exit code 2, before anything is loaded."""
    code = "import sys; sys.modules['mcp'] = None; from qa_app.cli import run; run()"

    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=300)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"pincite: {asked} needs what is not installed: pip install 'pincite[mcp]'.\n"
