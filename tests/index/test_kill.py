"""A process that is killed at any moment leaves a whole library and an index that is whole or rebuilt."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.shipped import shipped_documents
from index.embed import embed_library
from index.hashing import HashingEncoder
from index.vectors import open_index

ROOT = Path(__file__).parents[2]
# Writes for ever: forgets the vectors, encodes again, builds a new generation.
WRITER = """
import sys
from pathlib import Path
from corpus.library import Library
from corpus.shipped import shipped_documents
from index.embed import embed_library
from index.hashing import HashingEncoder
from index.vectors import build_index
with Library.open(Path(sys.argv[1]), shipped_documents) as library:
    print("started", flush=True)
    while True:
        library.drop_embeddings()
        embed_library(library, HashingEncoder())
        build_index(library)
"""


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_writer_loses_nothing(tmp_path: Path, seed: int) -> None:
    """After kill -9 the documents are as they were, and the index has a row for every stored vector."""
    folder = tmp_path / "library"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
    assert writer.stdout
    assert writer.stdout.readline() == b"started\n"
    time.sleep(random.Random(seed).uniform(0.0, 0.4))
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()

    with Library.open(folder, shipped_documents) as library:
        embed_library(library, HashingEncoder())
        index = open_index(library)

        assert library.problems() == []
        assert library.documents() == shipped_documents()
        assert [len(index[unit].spans) for unit in ("paragraph", "sentence")] == [12, 25]
        assert len(list((folder / "index").glob("generation-*"))) == 1
