"""One server for every test that only asks it things."""

from collections.abc import Iterator

import pytest

from tests.served import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`pincite serve` with a log of JSON lines."""
    with serving(tmp_path_factory.mktemp("serving"), "--log", "json") as server:
        yield server
