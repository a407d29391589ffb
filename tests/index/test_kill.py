"""A process that is killed at any moment leaves a whole library and an index that is whole or rebuilt."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.vectors.embed import embed_library
from index.vectors.index import open_index
from index.vectors.segment import UNITS

ROOT = Path(__file__).parents[2]
# Writes for ever: forgets the vectors, encodes again, builds a new generation.
WRITER = """
import sys
from pathlib import Path
from corpus.library.library import Library
from corpus.intake.shipped import shipped_documents
from index.vectors.embed import embed_library
from index.encoders.hashing import HashingEncoder
from index.vectors.index import build_index
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
        assert [len(index[unit].spans) for unit in UNITS] == [12, 25, 77]
        assert len(list((folder / "index").glob("generation-*"))) == 1


# Adds documents for ever, replaces one of them over and over, and says each time when it is on disk.
ADDER = """
import sys
from itertools import count
from pathlib import Path
from corpus.library.library import Library, Origin
from index.engine import Engine
from index.encoders.hashing import HashingEncoder
from tests.index.test_kill import law
with Library.open(Path(sys.argv[1]), tuple) as library, library.writing():
    engine = Engine(library, HashingEncoder)
    for number in count():
        name = "law" if number % 3 == 0 else f"law-{number}"
        added = library.add(law(name, number), Origin(f"{number}.txt", f"{number:064}"))
        print(added.document, added.version, number, flush=True)
        if number % 10 == 9:
            engine.encode()
            engine.bring_up_to_date()
"""


def law(name: str, number: int) -> Document:
    """A document of 30 paragraphs that name its number."""
    text = "\n".join(f"{n}. Article {n} of law {number}." for n in range(1, 31))
    return segment(text, Card(name, name, None, None, None, None, "en"))


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_adder_keeps_all_that_it_acknowledged(tmp_path: Path, seed: int) -> None:
    """Every document said to be stored is whole, with every version of it, and the index comes back to match."""
    folder = tmp_path / "library"
    adder = subprocess.Popen([sys.executable, "-c", ADDER, str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
    assert adder.stdout
    first = adder.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.6))
    adder.send_signal(signal.SIGKILL)
    said = [line.split() for line in (first + adder.stdout.read()).decode().splitlines(keepends=True) if "\n" in line]
    adder.wait()
    adder.stdout.close()

    with Library.open(folder, tuple) as library, library.writing():
        newest = {name: int(version) for name, version, _ in said}
        for name, version, number in said:
            kept = library.versions(name)[int(version) - 1].id
            assert library.document(kept).text == law(name, int(number)).text
            assert library.knows_file(f"{int(number):064}") == kept
        # One more may have been stored than was said: killed between the two.
        assert len(library.entries(include_superseded=True)) in (len(said), len(said) + 1)
        assert newest.keys() <= set(library.document_ids())
        assert library.problems() == []

        engine = Engine(library, HashingEncoder)
        engine.open()
        spans = open_index(library)["paragraph"].spans
        assert {span.document for span in spans} == set(library.document_ids())
        assert len(spans) == 30 * len(library.document_ids())
        assert engine.search_many(["Article 7"], 1, ["law"])[0][0].paragraph.id.document == "law"
        assert len(list((folder / "index").glob("generation-*"))) == 1
