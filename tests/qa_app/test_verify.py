"""`pincite verify`: every kind of damage is found and named, and what is derived is made anew without encoding."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from corpus.cutting.segment import segment
from corpus.errors import DamagedDocument, LibraryBusy
from corpus.library.library import FILE_NAME, Library
from corpus.types import Card
from index.encoders.hashing import HashingEncoder
from index.vectors.embed import embed_library
from index.vectors.index import build_index, read_index
from index.verify import Finding, repair, verify
from qa_app.commands.verify import command

ROOT = Path(__file__).parents[2]
KABUL = "kabul-process-2017"
NOTE = segment("1. Peace.\n2. Trade.", Card("note", "Note", None, None, None, None, "en"))


@pytest.fixture
def built(library: Library) -> Library:
    """A library that is encoded and indexed."""
    embed_library(library, HashingEncoder())
    build_index(library)
    return library


def change(library: Library, *statements: str) -> None:
    """Change the file behind pincite's back; foreign keys are not looked at."""
    db = sqlite3.connect(library.folder / FILE_NAME)
    with db:
        for statement in statements:
            db.execute(statement)
    db.close()


def checked(library: Library, name: str) -> Finding:
    """What one check finds; the encoder, which no test here has, is left out of it."""
    return next(finding for finding in verify(library, "/no/encoder") if finding.check == name)


def wrong(library: Library) -> list[str]:
    """The checks that find something."""
    return [f.check for f in verify(library, "/no/encoder") if not f.ok and f.check != "encoder"]


def blob(*numbers: float) -> str:
    return f"X'{np.array(numbers, '<f4').tobytes().hex()}'"


def test_a_sound_library_is_said_to_be_so_with_counts(built: Library) -> None:
    """Each check says what it looked at."""
    built.add(NOTE)
    built.add(segment("1. Peace.\n2. Free trade.", NOTE.card))
    embed_library(built, HashingEncoder())
    build_index(built)

    details = {f.check: f.detail for f in verify(built, "/no/encoder")}

    assert wrong(built) == []
    assert details["library"].endswith("SQLite and its references sound, 3 texts as stored by SHA-256")
    assert details["paragraphs"] == "3 documents (1 superseded), 16 paragraphs, each equal to its span"
    assert details["words"] == "each looked up where it stands"
    assert details["vectors"] == "hashing, 256 dimensions, 118 vectors, each of unit length and of its text"
    counts = "14 paragraph vectors, 27 sentence vectors, 77 clause vectors"
    assert details["index"] == f"SHA-256 of every file as written; {counts}"
    assert details["encoder"] == "There is no encoder folder '/no/encoder'."


@pytest.mark.parametrize(
    ("damage", "checks"),
    [
        ("UPDATE document SET text = replace(text, 'peace', 'war!!')", ["library", "words"]),
        ("UPDATE paragraph SET number = '99' WHERE number = '3'", ["library"]),
        ('UPDATE paragraph SET "end" = "start" WHERE ordinal = 5', ["library", "words"]),
        ('UPDATE paragraph SET "start" = 0 WHERE ordinal = 5', ["library", "words"]),
        ("DELETE FROM paragraph_words WHERE ordinal = 5", ["words"]),
        ("DELETE FROM document", ["library", "words", "index"]),
        ("DELETE FROM version", ["library", "index"]),
        ("UPDATE embedding SET vector = X'0000' WHERE ordinal = 3 AND unit = 'paragraph'", ["vectors"]),
        ("DELETE FROM embedding WHERE ordinal = 3", ["vectors", "index"]),
        ("DELETE FROM embedding WHERE ordinal = 3 AND unit = 'sentence'", ["vectors", "index"]),
        ("UPDATE embedding SET ordinal = 77 WHERE ordinal = 3 AND unit = 'paragraph'", ["library", "vectors"]),
        (f"UPDATE embedding SET vector = {blob(*[0.5] * 256)} WHERE ordinal = 3", ["vectors"]),
        (f"UPDATE embedding SET vector = {blob(*[float('nan')] * 256)} WHERE ordinal = 3", ["vectors"]),
        ("UPDATE embedding SET text_sha256 = NULL WHERE ordinal = 3", ["vectors"]),
        ("DELETE FROM embedding WHERE ordinal = 3 AND unit = 'clause'", ["vectors", "index"]),
        ("DELETE FROM encoded_paragraph WHERE ordinal = 3", ["vectors", "index"]),
        ("UPDATE encoded_paragraph SET tokens = X'00' WHERE ordinal = 3", ["vectors"]),
        ("UPDATE encoded_paragraph SET text_sha256 = X'00' WHERE ordinal = 3", ["vectors"]),
        ("DELETE FROM encoder", ["vectors", "index"]),
    ],
)
def test_damage_is_found_where_it_is(built: Library, damage: str, checks: list[str]) -> None:
    """The stored data, the paragraphs, the vectors and the index are told apart, and none raises."""
    change(built, damage)

    assert wrong(built) == checks


@pytest.mark.parametrize(
    ("damage", "done"),
    [
        (
            "UPDATE embedding SET vector = X'0000' WHERE ordinal = 3",
            "Dropped 6 vectors of 1 paragraph; `pincite index` makes them again.",
        ),
        (
            "UPDATE embedding SET ordinal = 77 WHERE ordinal = 3",
            "Dropped 6 vectors that belonged to no paragraph.",
        ),
        (
            "DELETE FROM encoder",
            "Dropped 114 vectors of an encoder that is not named; `pincite index` makes them again.",
        ),
    ],
)
def test_vectors_that_must_not_be_used_are_dropped_and_made_by_the_next_index(
    built: Library, damage: str, done: str
) -> None:
    """Nothing is encoded by the repair itself, and the documents are as they were."""
    before = built.documents(), built.vectors("paragraph"), built.vectors("sentence")
    change(built, damage)

    repaired = repair(built)

    assert repaired[0] == done
    assert wrong(built) in (["vectors"], ["vectors", "index"])  # what was dropped has yet to be encoded
    embed_library(built, HashingEncoder())
    build_index(built)
    assert (built.documents(), built.vectors("paragraph"), built.vectors("sentence")) == before
    assert wrong(built) == []


def test_only_the_dropped_vectors_are_encoded_again(built: Library) -> None:
    """Paragraph 3 has two sentences and three clauses; the other 108 texts keep their vectors."""
    change(built, "UPDATE embedding SET vector = X'0000' WHERE ordinal = 3")

    repair(built)

    assert built.documents_without_embeddings() == (KABUL,)
    assert embed_library(built, HashingEncoder()) == 6


@pytest.mark.parametrize("file", ["paragraphs.f32", "manifest.json", "../CURRENT"])
def test_an_index_is_built_anew(built: Library, file: str) -> None:
    """From the stored vectors, and it is said why."""
    (folder,) = (built.folder / "index").glob("generation-*")
    (path,) = [folder / file] if file.startswith("..") else folder.rglob(file)
    path.write_bytes(b"garbage")

    (done,) = repair(built)

    assert done.endswith("It was built anew from 12 paragraph vectors, 25 sentence vectors, 77 clause vectors.")
    assert wrong(built) == []


def test_leftovers_are_removed(built: Library) -> None:
    """What a killed builder left beside the index."""
    root = built.folder / "index"
    (root / "generation-000000-orphaned").mkdir()
    (root / "CURRENT.generation-000000-orphaned").write_text("generation-000000-orphaned")

    assert repair(built) == ["Removed 2 leftovers beside the index."]
    assert len(list(root.iterdir())) == 2
    read_index(built)


def test_a_sound_library_is_left_alone(built: Library) -> None:
    """Nothing is done, so nothing is said."""
    before = built.generation

    assert repair(built) == []
    assert built.generation == before


def test_a_document_is_never_repaired(built: Library) -> None:
    """What was changed in it is still told afterwards."""
    change(built, "UPDATE document SET text = replace(text, 'peace', 'war!!')")

    repair(built)

    assert checked(built, "library").detail.startswith(f"The text of {KABUL} is not the one that was stored.")
    with pytest.raises(DamagedDocument, match="is not the one that was stored"):
        built.document(KABUL)


def test_a_library_without_vectors_is_sound_and_told_how_to_get_them(library: Library) -> None:
    """Before the first `pincite index`; a repair has nothing to do."""
    assert checked(library, "vectors").detail == "none yet; the first question or `pincite index` makes them"
    assert wrong(library) == []
    assert repair(library) == []


def test_a_repair_waits_for_no_other_writer(built: Library) -> None:
    """It is told who is writing."""
    code = (
        "import sys; from pathlib import Path; from corpus.library.library import Library\n"
        "with Library.open(Path(sys.argv[1]), tuple) as library, library.writing():\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(built.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"

    with pytest.raises(LibraryBusy, match=rf"another pincite \(process {other.pid}\)"):
        repair(built)
    other.communicate(input="done\n", timeout=30)


def test_the_command_says_what_it_mended(built: Library) -> None:
    """A line a deed for people, a list for programs; without --repair nothing is changed."""
    change(built, "UPDATE embedding SET vector = X'0000' WHERE ordinal = 3")
    arguments = ["--library", str(built.folder), "--encoder", "/no/encoder"]
    run = CliRunner()

    looked = run.invoke(command, [*arguments, "--json"], standalone_mode=False)
    mended = run.invoke(command, [*arguments, "--repair", "--json"], standalone_mode=False)
    again = run.invoke(command, [*arguments, "--repair"], standalone_mode=False)

    found = json.loads(looked.stdout)
    assert (found["ok"], found["repaired"], looked.return_value) == (False, [], 1)
    assert [row["check"] for row in found["checks"] if row["ok"]] == ["library", "paragraphs", "words", "index"]
    assert json.loads(mended.stdout)["repaired"][0].startswith("Dropped 6 vectors of 1 paragraph;")
    assert [line.split(":")[0] for line in again.stdout.splitlines()] == [
        "ok     library",
        "ok     paragraphs",
        "ok     words",
        "WRONG  vectors",
        "ok     index",
        "WRONG  encoder",
    ]
