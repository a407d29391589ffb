"""What many tests need: the shipped document, a library with it, and engines over it."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from corpus.cutting.segment import segment
from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from corpus.types import Card, Document
from index import DEFAULT_ENCODER
from index.encoders.encoder import Encoder, load_encoder
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.reader.cross_encoder import load_reader, reader_for
from index.reader.judgement import Reader
from qa_app.ask.answer import Answerer
from qa_app.settings import THRESHOLD
from tests import rings
from tests.forked import run_forked
from tests.in_process import run_in_process
from tests.milvus import MilvusDouble

HOSTILE = segment(
    '1. Zanzibar <img src=x onerror="window.__xss=1"> *cloves* $$x$$ ~~gone~~ {{7*7}} ${1+1}'
    " 1. list\u00a0 two  spaces\n\n2. End.",
    Card("hostile", "<i>Hostile</i> note", None, None, None, None, "en"),
)

Pincite = Callable[..., subprocess.CompletedProcess[str]]

load_encoder_once, load_reader_once = cache(load_encoder), cache(load_reader)


def pytest_configure(config: pytest.Config) -> None:
    """Before a test is imported."""
    rings.choose_examples(config.option.markexpr)
    rings.choose_memory(config.option.markexpr)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that holds tests of other rings alone is not imported, nor what it needs."""
    return True if rings.is_left_out(collection_path, config.option.markexpr) else None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test belongs to a ring."""
    if isinstance(item, pytest.Function):
        rings.mark(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A quick test starts no process, opens no port and loads no model."""
    with rings.watched() if rings.is_guarded(item) else nullcontext():
        return (yield)


@dataclass
class Server:
    """A running server and the host names it looked up."""

    address: str
    lookups: Path


@pytest.fixture(scope="session")
def statement() -> Document:
    """The document that comes with pincite."""
    (document,) = shipped_documents()
    return document


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with the shipped document in it, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("made") / "library"
    with Library.open(folder, shipped_documents):
        return folder


@pytest.fixture
def library(tmp_path: Path, made_library: Path) -> Iterator[Library]:
    """A new library with the shipped document in it."""
    with Library.open(copytree(made_library, tmp_path / "library"), tuple) as opened:
        yield opened


@pytest.fixture
def engine(library: Library) -> Engine:
    """An engine over the library whose encoder needs no model."""
    return Engine(library, HashingEncoder)


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusDouble]:
    """One for all tests that leave it running; each takes a collection of its own.

    PINCITE_TEST_MILVUS is the port of a server of this machine to be tested in its place.
    """
    port = int(os.environ.get("PINCITE_TEST_MILVUS", "0"))
    if not port:
        pytest.importorskip("milvus_lite", reason="milvus-lite stands for a Milvus server")
    double = MilvusDouble(tmp_path_factory.mktemp("milvus") / "data", port)
    yield double
    double.stop()


def load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process runs takes the models that it has loaded before, as what a server is asked does."""
    monkeypatch.setattr("index.encoders.encoder.load_encoder", load_encoder_once)
    monkeypatch.setattr("index.reader.cross_encoder.load_reader", load_reader_once)


@pytest.fixture
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So does what one test runs."""
    load_once(monkeypatch)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled encoder, loaded once."""
    return load_encoder_once(DEFAULT_ENCODER)


@pytest.fixture(scope="session")
def reader(encoder: Encoder) -> Reader:
    """What judges the paragraphs that it finds, loaded once."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        load_once(monkeypatch)
        return reader_for(encoder)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that tests only read, encoded with the bundled encoder."""
    return tmp_path_factory.mktemp("shared") / "library"


@pytest.fixture(scope="session")
def shared_engine(shared_folder: Path, encoder: Encoder) -> Iterator[Engine]:
    """An engine over that library."""
    with Library.open(shared_folder, shipped_documents) as opened:
        yield Engine(opened, lambda: encoder)


@pytest.fixture(scope="session")
def answerer(shared_engine: Engine, reader: Reader) -> Answerer:
    """What people ask, over the shipped statement."""
    return Answerer(shared_engine, reader, THRESHOLD)


def own_environment(folder: Path) -> dict[str, str]:
    """The environment of a command with a library of its own, and with the encoder that loads fast."""
    return {**os.environ, "PINCITE_LIBRARY": str(folder / "pincite"), "PINCITE_ENCODER": "light", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def encoded_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with the shipped document, encoded once by the encoder that loads fast."""
    folder = tmp_path_factory.mktemp("encoded")
    assert run_forked(["index"], "", own_environment(folder)).returncode == 0
    return folder / "pincite"


@pytest.fixture
def encoded(tmp_path: Path, encoded_library: Path) -> None:
    """What `pincite` and `pincite_process` find where their library is: a copy of that one."""
    copytree(encoded_library, tmp_path / "pincite")


@pytest.fixture
def pincite(tmp_path: Path) -> Pincite:
    """Run `pincite` with a library of its own in this process, which takes a hundredth of a second."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return run_in_process(arguments, stdin, {**own_environment(tmp_path), **environment})

    return run


@pytest.fixture
def pincite_process(tmp_path: Path) -> Pincite:
    """Run `pincite` as people do, in a process: for what loads a model, reads files or ends by a signal.

    Where the default encoder and the reader matter, a test says PINCITE_ENCODER="".
    """

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return run_forked(arguments, stdin, {**own_environment(tmp_path), **environment})

    return run


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`pincite serve` on a free port, with the encoder that loads fast; every host name it resolves is written down."""
    folder = tmp_path_factory.mktemp("served")
    with Library.open(folder / "library", lambda: (*shipped_documents(), HOSTILE)):
        pass
    lookups = folder / "lookups"
    lookups.touch()
    code = (
        "import socket, sys\n"
        "real = socket.getaddrinfo\n"
        "def told(host, *more, **named):\n"
        f"    open({str(lookups)!r}, 'a').write(f'{{host}}\\n')\n"
        "    return real(host, *more, **named)\n"
        "socket.getaddrinfo = told\n"
        "from qa_app.cli import main\n"
        "sys.exit(main(['serve', '--port', '0']))\n"
    )
    environment = {**os.environ, "PINCITE_LIBRARY": str(folder / "library"), "PINCITE_ENCODER": "light"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    line = process.stdout.readline() if process.stdout else ""
    if "http" not in line:
        process.kill()
        pytest.fail(f"the server did not start: {process.stderr.read() if process.stderr else ''}")
    yield Server(next(word for word in line.split() if word.startswith("http")), lookups)
    process.terminate()
    process.wait(timeout=30)
