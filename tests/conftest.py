"""What many tests need: the shipped document, a library with it, and engines over it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.shipped import shipped_documents
from corpus.types import Document
from index.encoder import DEFAULT_ENCODER, Encoder, load_encoder
from index.engine import Engine
from index.hashing import HashingEncoder
from index.reader import ScoreReader
from qa_app.answer import Answerer
from qa_app.settings import THRESHOLD

Pincite = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def statement() -> Document:
    """The document that comes with pincite."""
    (document,) = shipped_documents()
    return document


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library with the shipped document in it."""
    with Library.open(tmp_path / "library", shipped_documents) as opened:
        yield opened


@pytest.fixture
def engine(library: Library) -> Engine:
    """An engine over the library whose encoder needs no model."""
    return Engine(library, HashingEncoder)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The bundled encoder, loaded once."""
    return load_encoder(DEFAULT_ENCODER)


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
def answerer(shared_engine: Engine) -> Answerer:
    """What people ask, over the shipped statement."""
    return Answerer(shared_engine, ScoreReader(), THRESHOLD)


@pytest.fixture
def pincite(tmp_path: Path) -> Pincite:
    """Run `pincite` as people do, in a process and with a library of its own."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, "PINCITE_LIBRARY": str(tmp_path / "pincite"), "COLUMNS": "100", **environment}
        return subprocess.run(
            [sys.executable, "-m", "qa_app", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=variables,
            timeout=120,
        )

    return run
