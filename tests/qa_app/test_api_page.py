"""docs/api.md tells the truth: its commands run, and print what it says."""

import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from qa_app.api import create_api
from qa_app.api.lines import MOST_LINES
from qa_app.commands.options import make_answerer
from qa_app.json_lines import LONGEST_LINE
from qa_app.service import MOST_ARTICLE, Service
from tests.qa_app.test_api_description import OPERATIONS
from tests.test_readme import transcripts

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API on a port of its own, in a thread."""
    with Library.open(tmp_path_factory.mktemp("page") / "library", shipped_documents) as library:
        app = create_api(Service(library, HashingEncoder, make_answerer))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        listener = server.config.bind_socket()
        listener.listen()  # so that what comes before it runs waits
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.mark.slow
@pytest.mark.parametrize(("command", "output"), transcripts(PAGE), ids=lambda value: value[:60])
def test_a_command_of_the_page_prints_what_the_page_says(address: str, command: str, output: str) -> None:
    """To the letter, where it says it."""
    here = command.replace("http://127.0.0.1:7860", address)

    result = subprocess.run(here, shell=True, capture_output=True, text=True, timeout=300)

    assert result.returncode == 0
    assert result.stdout.startswith("{")
    assert result.stdout.strip() == (output.strip() or result.stdout.strip())


def test_the_page_names_every_route() -> None:
    """The table and the description know the same ones."""
    named = re.findall(r"^\| `(GET|POST) (\S+)`", PAGE, re.MULTILINE)

    described = {(path.replace("{document}", "{id}"), method) for path, method in OPERATIONS}
    assert {(path, method.lower()) for method, path in named} == described


def test_the_page_names_the_limits_and_the_errors_as_they_are() -> None:
    """Lines, characters and statuses."""
    words = " ".join(PAGE.split())

    assert f"At most {MOST_LINES:,} lines and 4 MB" in words
    assert f"{LONGEST_LINE // 1_000_000} MB a line" in words
    assert f"up to {MOST_ARTICLE:,} characters" in words
    statuses = re.findall(r"^\| (\d{3}(?:, \d{3})*) \|", PAGE, re.MULTILINE)
    assert {int(each) for row in statuses for each in row.split(", ")} >= {400, 404, 405, 413, 415, 422, 500, 503}
