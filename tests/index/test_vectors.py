"""The FAISS generations: what is damaged, stale or foreign is noticed before it is read, and rebuilt."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.library.library import Embedding, EncoderIdentity, Library
from corpus.types import Card
from index.encoders.hashing import HashingEncoder
from index.errors import IndexDamaged, IndexStale
from index.vectors.embed import embed_library
from index.vectors.index import UNITS, Index, build_index, open_index, read_index

CARD = Card("note", "Note", None, None, None, None, "en")


@pytest.fixture
def built(library: Library) -> Library:
    embed_library(library, HashingEncoder())
    build_index(library)
    return library


def generation(library: Library) -> Path:
    root = library.folder / "index"
    return root / (root / "CURRENT").read_text()


def rows(index: Index) -> dict[str, list[list[float]]]:
    return {unit: index[unit].vectors(0, len(index[unit].spans)).tolist() for unit in UNITS}


def test_an_index_is_read_back_as_it_was_built(built: Library) -> None:
    """What is on disk gives the same vectors as what SQLite holds."""
    stored = np.frombuffer(built.vectors("paragraph"), "<f4").reshape(12, -1)

    index = read_index(built)

    assert index["paragraph"].vectors(0, 12).tolist() == stored.tolist()
    assert index["sentence"].spans == built.embedded_spans("sentence")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_anywhere_is_noticed_before_faiss_reads_it(built: Library, data: st.DataObject) -> None:
    """FAISS has no checksum and answers from most damaged files without a word; the manifest's SHA-256 notices."""
    path = generation(built) / f"{data.draw(st.sampled_from(UNITS))}s.f32"
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[place] ^ data.draw(st.integers(1, 255))
    path.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])

    try:
        with pytest.raises(IndexDamaged, match="SHA-256"):
            read_index(built)
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("damage", ["truncate", "empty", "delete", "zeros"])
@pytest.mark.parametrize("name", ["paragraphs.f32", "sentences.f32", "clauses.f32", "manifest.json"])
def test_a_damaged_file_is_rebuilt_from_the_stored_vectors(
    built: Library, name: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is encoded again, the vectors are the same, and it is said aloud."""
    before = rows(read_index(built))
    path = generation(built) / name
    size = path.stat().st_size
    path.unlink()
    if damage != "delete":
        path.write_bytes({"truncate": b"x" * (size // 2), "empty": b"", "zeros": b"\0" * size}[damage])

    with caplog.at_level(logging.WARNING):
        rebuilt = rows(open_index(built))

    assert rebuilt == before
    assert rows(read_index(built)) == before
    assert "rebuilt from the stored vectors" in caplog.text


@pytest.mark.parametrize(
    "pointer", ["", "generation-none", "../../etc", "/", "generation-x/../../..", "\xff", "x" * 2_000_000]
)
def test_a_pointer_that_leads_nowhere_is_not_followed(built: Library, pointer: str) -> None:
    """CURRENT names a generation beside it or is refused, and the index is rebuilt."""
    before = rows(read_index(built))
    (built.folder / "index" / "CURRENT").write_bytes(pointer.encode("latin-1"))

    with pytest.raises(IndexDamaged):
        read_index(built)

    assert rows(open_index(built)) == before


def test_an_index_of_an_earlier_state_is_stale(built: Library) -> None:
    """A document that came later is found, though the index on disk does not know it."""
    built.add(segment("1. A stable region.\n\n2. More.", CARD))
    embed_library(built, HashingEncoder())

    with pytest.raises(IndexStale, match="library_generation"):
        read_index(built)

    assert {span.document for span in open_index(built)["paragraph"].spans} == {"kabul-process-2017", "note"}


@pytest.mark.parametrize(
    ("field", "value"), [("encoder", "another"), ("dimension", 384), ("library_fingerprint", "0" * 64), ("format", 99)]
)
def test_an_index_made_from_something_else_is_stale(built: Library, field: str, value: object) -> None:
    """A manifest that names another encoder, dimension, collection or format is refused."""
    path = generation(built) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))

    with pytest.raises(IndexStale):
        read_index(built)


def test_building_again_leaves_one_generation(built: Library) -> None:
    """A new generation is swapped in whole and the old one goes."""
    old = generation(built)

    build_index(built)

    assert [path.name for path in (built.folder / "index").glob("generation-*")] == [generation(built).name]
    assert generation(built) != old


def test_what_a_killed_process_left_is_removed_at_the_next_start(built: Library) -> None:
    """A generation that CURRENT does not name goes when the index is opened."""
    orphan = built.folder / "index" / "generation-000000-orphaned"
    orphan.mkdir()

    open_index(built)

    assert [path.name for path in (built.folder / "index").glob("generation-*")] == [generation(built).name]


FILL = """
import logging, resource, sys
from pathlib import Path
from corpus.errors import LibraryError
from corpus.library.library import Library
from index.vectors.index import build_index, open_index
logging.basicConfig(format="%(message)s", stream=sys.stdout)
with Library.open(Path(sys.argv[1]), tuple) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    try:
        build_index(library)
    except LibraryError as error:
        print(error)
    (library.folder / "index" / "CURRENT").write_text("nowhere")
    print(len(open_index(library)["paragraph"].spans))
"""


def test_an_index_that_finds_no_space_is_kept_in_memory(built: Library) -> None:
    """`pincite index` says so in one sentence; a question is answered all the same, and no half folder is left."""
    before = generation(built)
    command = [sys.executable, "-c", FILL, str(built.folder)]

    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60)

    sentence = f"There is no space left for the index of {built.folder}."
    said = done.stdout.splitlines()
    assert (said[0], said[-2:]) == (sentence, [f"{sentence} The index is kept in memory.", "12"])
    assert list((built.folder / "index").glob("generation-*")) == [before]


def test_a_library_without_vectors_has_no_index(library: Library) -> None:
    """It is said which command makes them."""
    with pytest.raises(IndexStale, match="pincite index"):
        open_index(library)


def test_vectors_cut_short_in_the_library_are_told(built: Library) -> None:
    """An index is never built from fewer numbers than there are paragraphs."""
    short = Embedding("paragraph", built.embedded_spans("paragraph")[0], "Peace.", b"\0\0\0\0")
    built.put_embeddings(EncoderIdentity("hashing", 256), [short])

    with pytest.raises(IndexDamaged, match="12 paragraph vectors"):
        build_index(built)


def test_a_file_that_was_found_whole_is_gone_through_again_when_it_was_written_to(built: Library) -> None:
    """Until then its size, times and place are enough, so that a large library opens at once."""
    path = generation(built) / "paragraphs.f32"
    earlier = path.stat().st_mtime - 10
    for file in path.parent.iterdir():
        os.utime(file, (earlier, earlier))
    noted = path.parent / "whole.json"
    noted.unlink(missing_ok=True)
    look = path.stat()
    known = [look.st_size, look.st_mtime_ns, look.st_ctime_ns, look.st_ino]
    noted.write_text(json.dumps({path.name: known}))
    manifest = path.parent / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"sha256": "', '"sha256": "0', 1))

    read_index(built)

    with pytest.raises(IndexDamaged, match="SHA-256"):
        read_index(built, thoroughly=True)
    path.write_bytes(path.read_bytes())
    with pytest.raises(IndexDamaged, match="SHA-256"):
        read_index(built)
