"""The FAISS generations: what is damaged, stale or foreign is noticed before it is read, and rebuilt."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.library.library import Embedding, EncoderIdentity, Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from index.errors import IndexDamaged, IndexStale
from index.vectors.embed import embed_library
from index.vectors.index import MOST_SMALL, Index, build_index, open_index, read_index, tidy_index
from index.vectors.segment import UNITS, WHOLE, Layout
from tests.rings import examples

CARD = Card("note", "Note", None, None, None, None, "en")


@pytest.fixture
def built(library: Library) -> Library:
    embed_library(library, HashingEncoder())
    build_index(library)
    return library


def generation(library: Library) -> Path:
    root = library.folder / "index"
    return root / (root / "CURRENT").read_text()


def file_of(library: Library, name: str) -> Path:
    """One of the files, of which there is one segment of vectors and one of words."""
    (path,) = generation(library).rglob(name)
    return path


def rows(index: Index) -> dict[str, list[list[float]]]:
    return {unit: index[unit].vectors().tolist() for unit in UNITS}


def test_an_index_is_read_back_as_it_was_built(built: Library) -> None:
    """What is on disk gives the same vectors as what SQLite holds."""
    stored = np.frombuffer(built.vectors("paragraph"), "<f4").reshape(12, -1)

    index = read_index(built)

    assert index["paragraph"].vectors().tolist() == stored.tolist()
    assert index["sentence"].spans == built.embedded_spans("sentence")


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_anywhere_is_noticed_before_faiss_reads_it(built: Library, data: st.DataObject) -> None:
    """FAISS has no checksum and answers from most damaged files without a word; the manifest's SHA-256 notices."""
    name = data.draw(st.sampled_from(["paragraphs.f32", "clauses.spans", "documents.json", "*.store", "*.idx"]))
    path = file_of(built, name)
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
@pytest.mark.parametrize(
    "name", ["paragraphs.f32", "clauses.spans", "words.json", "meta.json", "*.term", "manifest.json"]
)
def test_a_damaged_file_is_rebuilt_from_the_stored_vectors(
    built: Library, name: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is encoded again, the vectors are the same, and it is said aloud."""
    before = rows(read_index(built))
    path = file_of(built, name)
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

    with pytest.raises(IndexStale, match="lacks 1 documents as they are now, and holds 0 that are gone"):
        read_index(built)

    assert {span.document for span in open_index(built)["paragraph"].spans} == {"kabul-process-2017", "note"}


@pytest.mark.parametrize(("field", "value"), [("encoder", "another"), ("dimension", 384), ("format", 99)])
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

    with pytest.raises(IndexDamaged, match="1 numbers for one of the paragraph vectors of kabul-process-2017"):
        build_index(built)


def test_a_file_that_was_found_whole_is_gone_through_again_when_it_was_written_to(built: Library) -> None:
    """Until then its size, times and place are enough, so that a large library opens at once."""
    path = file_of(built, "paragraphs.f32")
    manifest = generation(built) / "manifest.json"
    told = json.loads(manifest.read_text())
    told["files"][path.relative_to(manifest.parent).as_posix()]["sha256"] = "0" * 64
    manifest.write_text(json.dumps(told))

    read_index(built)

    with pytest.raises(IndexDamaged, match="SHA-256"):
        read_index(built, thoroughly=True)
    path.write_bytes(path.read_bytes())
    with pytest.raises(IndexDamaged, match="SHA-256"):
        read_index(built)


def note(number: int, words: str = "stable") -> Document:
    return segment(
        f"1. A {words} region {number}.\n\n2. More.", Card(f"note-{number}", "N", None, None, None, None, "en")
    )


def brought_up(library: Library, layout: Layout = WHOLE) -> Index:
    embed_library(library, HashingEncoder())
    return open_index(library, layout)


def same(one: Index, other: Index) -> bool:
    """Whether two indexes hold the same vectors of the same texts, and find the same words."""
    spans = all(one[unit].spans == other[unit].spans for unit in UNITS)
    words = [[*index.words(lambda _: note(0)).places("stable region", 50)] for index in (one, other)]
    places = [{place for place, _ in found} for found in words]
    return spans and rows(one) == rows(other) and places[0] == places[1]


def test_a_change_is_put_beside_what_stands(built: Library) -> None:
    """Added, changed and removed: no file that stood is written again, and all is found as if it were made anew."""
    before = {path.stat().st_ino for path in generation(built).rglob("*.f32")}
    built.add(note(1))
    brought_up(built)
    built.add(note(2))
    brought_up(built)
    built.add(note(1, "peaceful"))
    built.remove("note-2")
    changed = brought_up(built)

    assert before <= {path.stat().st_ino for path in generation(built).rglob("*.f32")}
    assert [len(segment.gone) for segment in changed.segments] == [0, 0]
    assert same(changed, build_index(built))
    assert {*changed.held} == {"kabul-process-2017", "note-1"}


def test_many_small_segments_are_put_together(built: Library) -> None:
    """What is found stays the same, and what is gone is left out."""
    for number in range(MOST_SMALL + 1):
        built.add(note(number))
        many = brought_up(built)
    built.remove("note-3")
    before = brought_up(built)

    assert len(many.segments) == MOST_SMALL + 2
    assert tidy_index(built) is True
    tidied = read_index(built)
    assert len(tidied.segments) == 1
    assert same(tidied, before)
    assert tidy_index(built) is False
    assert not list((built.folder / "index").glob("merging-*"))


def test_a_segment_of_many_vectors_lies_in_lists(built: Library) -> None:
    """Small ones are put together before they are too many to compare; what is added later is compared as before."""
    for number in range(3):
        built.add(note(number))
        brought_up(built, layout=Layout(exact=30))
    assert tidy_index(built, layout=Layout(exact=30))
    built.add(note(4))
    index = brought_up(built, layout=Layout(exact=30))

    assert [segment.is_exact for segment in index.segments] == [False, True]
    assert (index["sentence"].is_exact, index["paragraph"].is_exact) == (False, True)
    query = HashingEncoder().encode_questions(["A stable region 4."])
    assert index["sentence"].nearest(query, 3)[0][0] == ("note-4", 0)
