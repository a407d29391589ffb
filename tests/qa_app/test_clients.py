"""Clients that others make use pincite: of the tool protocol, over a pipe and HTTP, and made from its description."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from filelock import FileLock

from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app.api import create_api
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from tests.served import serving

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

pytestmark = pytest.mark.fetched

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "clients"
OF_NODE = ("@modelcontextprotocol/inspector@0.15.0", "openapi-typescript@7.13.0", "typescript@5.9.3")
OF_PYTHON = "openapi-python-client==0.29.1"
OVER_A_PIPE = (sys.executable, "-m", "qa_app", "mcp")
QUOTED = {"quote": "The region should take a united approach", "document": "kabul-process-2017", "paragraph": 4}
USING_TYPESCRIPT = """
import type { components, paths } from "./api";
type Schemas = components["schemas"];
export const quotation: Schemas["CheckBody"] = { quote: "a", document: "b", paragraph: 4, context: "c", id: 1 };
export const article: Schemas["CheckBody"] = { article: "a", limit: 20 };
export const question: Schemas["AskBody"] = { question: "who?" };
type Answer = paths["/api/ask"]["post"]["responses"][200]["content"]["application/json"];
export const first = (answer: Answer): string | undefined => answer.quotes[0]?.text;
"""
USING_PYTHON = """
import sys

from pincite_client import Client
from pincite_client.api.quotations import check
from pincite_client.api.documents import get_paragraph
from pincite_client.models import AskBody, CheckBody, CheckRecord, ParagraphRecord

AskBody(question="who?")
client = Client(base_url=sys.argv[1])
found = check.sync(client=client, body=CheckBody(quote=sys.argv[2], document=sys.argv[3], paragraph=4))
assert isinstance(found, CheckRecord), found
read = get_paragraph.sync(sys.argv[3], "4", client=client)
assert isinstance(read, ParagraphRecord), read
print(found.verdict, read.number)
"""


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """What a command prints; it must end well."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=folder, timeout=600,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fetched(name: str, *commands: tuple[str | Path, ...]) -> None:
    """Run `commands` once, which fetch what is called `name`; skips the test where they cannot."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    marker = FOLDER / f"{name.replace('/', '-')}.there"
    with FileLock(FOLDER / "lock"):
        for command in commands if not marker.exists() else ():
            try:
                done = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER, timeout=600)
            except subprocess.TimeoutExpired:
                pytest.skip(f"{name} cannot be fetched in ten minutes")
            if done.returncode:
                pytest.skip(f"{name} cannot be fetched: {(done.stderr.strip() or 'no reason').splitlines()[-1]}")
        marker.touch()


@pytest.fixture(scope="session")
def node() -> Path:
    """The folder of the programs of node."""
    if shutil.which("npm") is None:
        pytest.skip("node is not installed")
    for package in OF_NODE:
        fetched(package, ("npm", "install", "--no-save", "--no-fund", "--no-audit", "--silent", *OF_NODE))
    return FOLDER / "node_modules" / ".bin"


@pytest.fixture(scope="session")
def made_by_python() -> Path:
    """The generator of clients in Python, in an environment of its own since it wants other versions than we do."""
    python = FOLDER / "python" / "bin"
    fetched(
        OF_PYTHON,
        (sys.executable, "-m", "venv", FOLDER / "python"),
        (python / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", OF_PYTHON),
    )
    return python / "openapi-python-client"


@pytest.fixture
def description(library: Library, tmp_path: Path) -> Path:
    """The file of the API's description."""
    client = TestClient(create_api(Service(library, HashingEncoder, make_answerer)))
    (tmp_path / "openapi.json").write_text(client.get("/api/openapi.json").text, encoding="utf-8")
    return tmp_path / "openapi.json"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with tools."""
    with serving(tmp_path_factory.mktemp("tools"), "--mcp") as served:
        yield served.address


def inspected(node: Path, folder: Path, *where: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The tools that the inspector lists, and what it says of a quotation that it has checked."""
    inspector: tuple[str | Path, ...] = (node / "mcp-inspector", "--cli", *where, "--method")
    given = [word for name, value in QUOTED.items() for word in ("--tool-arg", f"{name}={value}")]
    listed = json.loads(run(*inspector, "tools/list", folder=folder, PINCITE_LIBRARY=str(folder / "library")))
    called = run(
        *inspector, "tools/call", "--tool-name", "check", *given, folder=folder,
        PINCITE_LIBRARY=str(folder / "library"),
    )  # fmt: skip
    return listed["tools"], json.loads(called)["structuredContent"]


def test_the_inspector_uses_the_tools_over_a_pipe(node: Path, tmp_path: Path) -> None:
    """It starts `pincite mcp` itself, and every schema is one that it takes."""
    tools, checked = inspected(node, tmp_path, *OVER_A_PIPE)

    assert [tool["name"] for tool in tools] == ["ask", "check", "documents", "show"]
    assert not {"oneOf", "anyOf", "allOf"} & {key for tool in tools for key in tool["inputSchema"]}
    assert (checked["verdict"], checked["attribution"]) == ("altered_meaning", "as_cited")


def test_the_inspector_uses_the_tools_over_http(node: Path, tmp_path: Path, address: str) -> None:
    """At /mcp of a server, with the same answers."""
    tools, checked = inspected(node, tmp_path, f"{address}/mcp", "--transport", "http")

    assert [tool["name"] for tool in tools] == ["ask", "check", "documents", "show"]
    assert (checked["verdict"], checked["attribution"]) == ("altered_meaning", "as_cited")


@pytest.mark.parametrize("way", ["pipe", "http"])
def test_the_official_client_uses_the_tools(way: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Whole numbers are paragraph numbers, also where a program writes 4.0; what is wrong is said in a sentence."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PINCITE_LIBRARY": str(tmp_path / "library")}
    started = StdioServerParameters(command=OVER_A_PIPE[0], args=[*OVER_A_PIPE[1:]], env=environment)
    server: Any = stdio_client(started) if way == "pipe" else f"{request.getfixturevalue('address')}/mcp"

    async def use() -> tuple[str | None, list[Any]]:
        async with Client(server) as client:
            calls = (
                ("check", {**QUOTED, "paragraph": 4.0}),
                ("show", {"document": "kabul-process-2017", "number": 4}),
                ("ask", {"question": "quote point 3"}),
                ("show", {"document": "none"}),
            )
            return client.instructions, [await client.call_tool(name, given) for name, given in calls]

    said, (checked, shown, asked, refused) = asyncio.run(use())

    assert "`ask`" in (said or "")
    assert checked.structured_content["verdict"] == "altered_meaning"
    assert shown.structured_content["number"] == "4"
    assert asked.structured_content["quotes"][0]["number"] == "3"
    assert (refused.is_error, refused.content[0].text[:32]) == (True, "There is no document 'none' in t")


def test_types_made_for_typescript_hold_what_is_sent(node: Path, description: Path) -> None:
    """`openapi-typescript` reads the description, and `tsc --strict` takes a program that uses what it makes."""
    folder = description.parent
    run(node / "openapi-typescript", description, "-o", folder / "api.ts", folder=folder)
    (folder / "use.ts").write_text(USING_TYPESCRIPT, encoding="utf-8")

    run(node / "tsc", "--strict", "--noEmit", "use.ts", folder=folder)


def test_a_client_made_for_python_is_typed_and_works(made_by_python: Path, description: Path, address: str) -> None:
    """`openapi-python-client` leaves no route out, mypy takes it and a program that uses it, and that gets answers."""
    folder = description.parent
    (folder / "config.yml").write_text("content_type_overrides: {application/x-ndjson: application/octet-stream}")
    made = run(
        made_by_python, "generate", "--path", description, "--config", folder / "config.yml",
        "--output-path", folder / "made", folder=folder,
    )  # fmt: skip
    (folder / "made" / "use.py").write_text(USING_PYTHON, encoding="utf-8")
    run(sys.executable, "-m", "mypy", "--strict", "pincite_client", "use.py", folder=folder / "made")
    given = (address, QUOTED["quote"], QUOTED["document"])
    printed = run(sys.executable, "use.py", *map(str, given), folder=folder / "made", PYTHONPATH="")

    assert "Endpoint will not be generated" not in made
    assert printed == "altered_meaning 4\n"
