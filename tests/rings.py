"""The three rings that tests run in: which one a test belongs to, and what the first of them may not do.

A test belongs to the ring of what it, its fixtures and its helpers name, so that no list of tests is kept by hand:
what drives Chromium, loads a model or computes with torch is slow, what starts a process or listens on a port is of
the process ring, and all the rest is quick. Names alone are read; what a quick test really does, `watched` sees.
A law that is held over generated examples is tried on a few of them in the first ring, on all in the last.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import disk_usage
from types import CodeType, FunctionType
from typing import Any

import pytest
import urllib3.util.connection  # noqa: F401 - tries a port for IPv6 when it is imported, which is nobody's test
from hypothesis import settings

ROOT = Path(__file__).parent.parent
FEW = 10
_MEMORY, _ROOM = Path("/dev/shm"), 2_000_000_000  # containers often have 64 MB there
# What a file that imports it on its first lines is for: all of its tests are of the slow ring.
_FOR_SLOW = re.compile(
    r"^(?:from|import) (?:torch|transformers|playwright|schemathesis|tests\.index\.small_base)\b", re.MULTILINE
)
SLOW = {"sync_playwright", "load_encoder", "load_plain", "make_tokenizer", "LazyReader", "torch"}
SLOW |= {"load_encoder_once", "load_once"}
PROCESS = {
    "subprocess",
    "multiprocessing",
    "run_forked",
    "serving",
    "FileReader",
    "read_article",
    "Uploads",
    "bind",
    "bind_socket",
}
PROCESS |= {"MilvusDouble", "server", "server_process", "under_load", "ThreadingHTTPServer", "stdio_client"}
# What loading a model opens in Python; its weights are mapped where no audit hook sees it.
_MODELS = str(ROOT / "index" / "models")
_MODEL_FILES = {"sentence_bert_config.json", "config_sentence_transformers.json"}
_STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "socket.bind", "socket.connect"}

_watching: list[list[str]] = []


class OutsideTheRing(AssertionError):
    """A quick test opened a port, started a process or loaded a model."""


def mark(item: pytest.Function) -> None:
    """Mark a test that was collected as slow or as one of processes, unless it says so itself or is quick."""
    if not is_quick(item):
        return
    fixtures = [each.func for found in item._fixtureinfo.name2fixturedefs.values() for each in found]
    names = _named([item.function, *fixtures])
    if names & SLOW or _is_slow(item.path):
        item.add_marker("slow")
    elif names & PROCESS:
        item.add_marker("process")
    elif getattr(item.function, "is_hypothesis_test", False):
        item.add_marker("generated")


def choose_examples(markers: str) -> None:
    """Let few examples be generated where the slow ring is left out by `markers`, which say what is run.

    What takes long on a busy machine is measured by benchmarks and fails no test.
    """
    settings.register_profile("few", deadline=None, max_examples=FEW)
    settings.register_profile("all", deadline=None)
    settings.load_profile("few" if _leaves_out_slow(markers) else "all")


def choose_memory(markers: str) -> None:
    """Keep the files of tests in memory where only the first ring is run: a library is put on disk at each step."""
    if _leaves_out_slow(markers) and _MEMORY.is_dir() and disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def examples(most: int) -> int:
    """How many examples a test is given that takes so many in the last ring."""
    return min(most, FEW) if settings.get_current_profile_name() == "few" else most


def is_left_out(path: Path, markers: str) -> bool:
    """Whether no test of a file can be among those that `markers` choose, so that it need not be imported."""
    return path.suffix == ".py" and _leaves_out_slow(markers) and _is_slow(path)


def _leaves_out_slow(markers: str) -> bool:
    return markers == "process" or "not slow" in markers


@cache
def _is_slow(path: Path) -> bool:
    return path.parent.name == "browser" or bool(_FOR_SLOW.search(path.read_text(encoding="utf-8")))


def is_quick(item: pytest.Item) -> bool:
    """Whether a test belongs to the first ring."""
    return not any(item.get_closest_marker(ring) for ring in ("slow", "process"))


def is_guarded(item: pytest.Item) -> bool:
    """Whether a test is run as one of the first ring, and held to it."""
    return is_quick(item) and "not process" in item.config.option.markexpr


def _named(functions: Iterable[Any]) -> set[str]:
    """Every name that functions use, those of the tests' own helpers that they call included."""
    names: set[str] = set()
    left, seen = list(functions), set()
    while left:
        function = left.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        used = set(_used(function.__code__))
        names |= used
        known = [function.__globals__.get(name) for name in used] + [getattr(function, "__wrapped__", None)]
        left += [each for each in known if getattr(each, "__module__", "").startswith("tests.")]
    return names


def _used(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _used(inner)


@contextmanager
def watched() -> Iterator[None]:
    """Refuse processes, ports and models meanwhile. Raises OutsideTheRing, at the end too where it was swallowed."""
    seen: list[str] = []
    _watching.append(seen)
    try:
        yield
    finally:
        _watching.remove(seen)
    if seen:
        raise OutsideTheRing(f"A quick test may not do this: {'; '.join(seen)}. See tests/rings.py.")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "open" and isinstance(arguments[0], str) and _is_of_a_model(arguments[0]):
        _refuse(f"load a model ({arguments[0]})")
    if event in _STARTS and not (event.startswith("socket") and isinstance(arguments[1], str | bytes)):
        _refuse(f"{event} {arguments[:2]}")


def _is_of_a_model(path: str) -> bool:
    return os.path.basename(path) in _MODEL_FILES or path.startswith(_MODELS)  # noqa: PTH119 (at every open)


def _refuse(what: str) -> None:
    _watching[-1].append(what)
    raise OutsideTheRing(f"A quick test may not {what}. See tests/rings.py.")


sys.addaudithook(_hear)
