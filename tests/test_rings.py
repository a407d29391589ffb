"""The quick ring is kept: a test is marked by what it names, and what it hides is refused."""

import multiprocessing
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.rings import OutsideTheRing, is_quick, watched

RUNS_TRUE = [sys.executable, "-c", ""]
MODEL = Path(__file__).parent.parent / "index" / "models" / "reader" / "calibration.json"


def through_a_helper() -> None:
    subprocess.run(RUNS_TRUE, check=True)


@pytest.fixture
def through_a_fixture() -> None:
    multiprocessing.cpu_count()


def test_a_test_whose_helper_starts_a_process_is_none_of_the_quick_ones(request: pytest.FixtureRequest) -> None:
    """Nobody marks it by hand."""
    through_a_helper()

    assert not is_quick(request.node)


def test_a_test_whose_fixture_names_a_process_is_none_either(
    request: pytest.FixtureRequest, through_a_fixture: None
) -> None:
    """Whatever it does itself."""
    assert not is_quick(request.node)


@pytest.mark.parametrize(
    "does",
    [lambda: subprocess.run(RUNS_TRUE), lambda: socket.socket().bind(("127.0.0.1", 0)), MODEL.read_text],
    ids=["a process", "a port", "a model"],
)
def test_a_quick_test_may_not_do_it(does: Callable[[], object]) -> None:
    """What no name gives away is refused where it happens, and told at the end where that was swallowed."""
    with pytest.raises(OutsideTheRing, match="A quick test may not do this"), watched(), suppress(OutsideTheRing):
        does()


def test_what_is_no_model_can_be_read(tmp_path: Path) -> None:
    """Files are no concern of the guard."""
    with watched():
        (tmp_path / "text").write_text("Peace.")


def test_no_test_measures_time() -> None:
    """Speed is measured by benchmarks: a busy machine fails no test."""
    clocks = re.compile(r"\b(?:perf_counter|process_time)\(")
    files = sorted(Path(__file__).parent.rglob("*.py"))

    assert [path.name for path in files if clocks.search(path.read_text(encoding="utf-8"))] == []
