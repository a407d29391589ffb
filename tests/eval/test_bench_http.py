"""The benchmark over HTTP asks both routes for the same paragraph, and takes no other answer."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.bench.encode import server
from eval.bench.http import PARAGRAPHS, Connect, api, chat
from eval.errors import MeasuringFailed

RESULTS = Path(__file__).parents[2] / "eval" / "results" / "bench_http.json"
PAGE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("benched"), "--encoder", "light") as (address, _):
        yield address


@pytest.mark.parametrize("connect", [api, chat])
def test_both_routes_are_asked_for_the_paragraph_that_is_looked_for(address: str, connect: Connect) -> None:
    """Over one connection each, again and again; one that is not there is no measurement."""
    with connect(address) as ask:
        for number in (1, PARAGRAPHS, 1):
            ask(number)
        with pytest.raises(MeasuringFailed, match=f"paragraph {PARAGRAPHS + 1}"):
            ask(PARAGRAPHS + 1)


def test_the_page_says_what_was_measured() -> None:
    """At least three times the chat's route, whoever asks, and the page has the least of the ratios."""
    ratios = [row["ratio"] for row in json.loads(RESULTS.read_text(encoding="utf-8"))["rows"]]

    assert min(ratios) >= 3
    assert f"{int(min(ratios))} times as many questions" in " ".join(PAGE.read_text(encoding="utf-8").split())
