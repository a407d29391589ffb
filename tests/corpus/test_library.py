"""The library: what goes in comes out the same, wholly or not at all, whoever else is using it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.errors import (
    EncoderMismatch,
    InvalidDocument,
    LibraryDamaged,
    LibraryError,
    LibraryTooNew,
    NotALibrary,
    UnknownDocument,
)
from corpus.formats.jsonl import read_documents
from corpus.intake.shipped import shipped_documents
from corpus.library.library import FILE_NAME, Added, EmbeddedSpan, Embedding, EncodedParagraph, EncoderIdentity, Library
from corpus.library.schema import APPLICATION_ID, STEPS, VERSION
from corpus.types import Card, Document, Footnote, Kind, Paragraph, ParagraphId, Span
from tests.rings import examples

ROOT = Path(__file__).parent.parent.parent
TALKS = segment("Talks\n\n1. “Peace.”\n2. Trade.", Card("talks", "Talks", None, None, None, None, "en"))
SMALL = EncoderIdentity("small", 2)


def rows(document: Document) -> list[Embedding]:
    """A vector of two numbers for every paragraph that can answer."""
    return [
        Embedding(
            "paragraph", EmbeddedSpan(document.id, p.ordinal, Span(0, len(p.text))), p.text, vector(p.ordinal, 0.5)
        )
        for p in document.paragraphs
        if p.answers
    ]


def whole(document: Document) -> list[EncodedParagraph]:
    """Each of those paragraphs, said to have all its vectors by that."""
    return [EncodedParagraph((document.id, e.place.ordinal), e.text, 1, b"") for e in rows(document)]


def vector(*numbers: float) -> bytes:
    return np.array(numbers, "<f4").tobytes()


def pragma(file: Path, name: str) -> object:
    """What the file says when opened without pincite."""
    connection = sqlite3.connect(file)
    try:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        connection.close()


def execute(file: Path, *statements: str) -> None:
    """Change the file behind pincite's back."""
    connection = sqlite3.connect(file)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def failing(first: list[Embedding]) -> Iterator[Embedding]:
    yield from first
    raise KeyboardInterrupt


# What goes in comes out.


def test_a_new_library_holds_the_shipped_statement(library: Library, statement: Document) -> None:
    """The first opening makes the library and fills it."""
    assert library.documents() == (statement,)


def test_a_library_is_filled_only_once(tmp_path: Path) -> None:
    """Opening it again adds nothing, whatever is shipped by then."""
    Library.open(tmp_path, lambda: [TALKS]).close()

    with Library.open(tmp_path, shipped_documents) as again:
        assert again.documents() == (TALKS,)


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CARDS = st.builds(
    Card,
    id=st.text(LETTERS, min_size=1, max_size=10).filter(lambda text: "@" not in text),
    title=st.sampled_from(["Talks", "“Größe”\u00a0😀"]),
    date=st.none() | st.dates(),
    place=st.none() | st.text(LETTERS, max_size=10),
    publisher=st.none() | st.just("Zeitung"),
    source=st.none() | st.just("https://example.org/?q=“"),
    language=st.sampled_from(["en", "de"]),
    symbol=st.none() | st.just("A/RES/72/1"),
)
LINES = st.sampled_from(["Talks\n", "1. ", "2. ", "\n", "\r\n", "\u00a0", "“Peace.” ", "it’s", "😀", "Share this\n"])
TEXTS = st.lists(LINES, max_size=15).map(lambda lines: "1. " + "".join(lines)) | st.text(LETTERS, max_size=50).map(
    lambda text: f"1. {text}\n\n2. End"
)


@settings(max_examples=examples(60))
@given(card=CARDS, text=TEXTS)
def test_a_document_comes_back_equal(card: Card, text: str) -> None:
    """Card, text, paragraphs, labels and furniture are what was stored, character by character."""
    document = segment(text, card)

    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), lambda: [document]) as library:
        assert library.document(card.id) == document


def test_all_that_was_read_from_a_file_comes_back(library: Library) -> None:
    """Headings, subparagraphs, footnotes, the symbol and what was doubtful in reading."""
    text = "Part one\n4. The States\n(a) agree;\n(b) go on.\n* Held in Kabul."
    whole = Paragraph(
        ParagraphId("pact", "4"), 0, Kind.NUMBERED, text[12:44], Span(12, 44), Span(9, 11), 2, ("Part one", "“I.”")
    )
    subs = tuple(
        replace(whole, id=ParagraphId("pact", n), text=text[a:b], span=Span(a, b), label=Span(a - 4, a - 1))
        for n, a, b in [("4(b)", 39, 44), ("4(a)", 27, 34)]  # the order is the document's own affair
    )
    document = Document(
        Card("pact", "Pact", None, None, None, None, "en", "S/2018/7"),
        text,
        (whole,),
        (Span(0, 8),),
        subs,
        (Footnote("*", Span(47, 61), 3), Footnote("12", Span(47, 61), None)),
        ("Page 3 holds a picture.", "“Two” numbers repeat."),
    )

    library.add(document)

    assert library.document("pact") == document
    assert library.problems() == []


def test_adding_a_document_again_replaces_it(library: Library) -> None:
    """The newer text stands in place of the older, and the other documents are untouched."""
    newer = segment("1. War.", replace(TALKS.card, date=date(2018, 2, 28)))

    library.add(TALKS)
    library.add(newer)

    assert library.documents() == (*shipped_documents(), newer)


def test_half_a_character_is_refused(library: Library) -> None:
    """A lone surrogate cannot be stored, and the error is a sentence."""
    with pytest.raises(InvalidDocument, match=r"'talks' holds half a character \(U\+D83D\), which cannot be stored"):
        library.add(Document(TALKS.card, "Peace \ud83d", (), ()))


def test_an_unknown_document_is_named_with_what_there_is(library: Library) -> None:
    """The error says what was asked for and what the library holds."""
    with pytest.raises(UnknownDocument) as raised:
        library.document("talks")

    assert str(raised.value) == "There is no document 'talks' in the library; it holds kabul-process-2017."
    with pytest.raises(UnknownDocument, match="but there is 'kabul-process-2017'"):
        library.document("Kabul_Process_2017")


def test_the_generation_grows_with_every_change(library: Library) -> None:
    """Whatever was built from the library can tell that it is out of date."""
    before = library.generation

    library.add(TALKS)
    library.put_embeddings(SMALL, rows(TALKS))
    library.drop_embeddings()

    assert library.generation == before + 3


def test_a_library_that_takes_the_place_of_the_open_one_is_read(tmp_path: Path) -> None:
    """It is another state, whatever its generation; what is written goes into the file that has the name."""
    folder, other = tmp_path / "library", tmp_path / "other"
    with Library.open(other, lambda: [TALKS]):
        pass
    with Library.open(folder, shipped_documents) as library:
        before = library.state
        folder.rename(tmp_path / "gone")
        with pytest.raises(LibraryError, match="is not there any more"):
            library.entries()
        other.rename(folder)

        assert library.document_ids() == ("talks",)
        assert (library.generation, library.state) == (before[1], (before[0] + 1, before[1]))
        library.remove("talks")
    with Library.open(folder, shipped_documents) as again:
        assert again.document_ids() == ()


def test_what_is_no_library_does_not_take_the_place_of_the_open_one(tmp_path: Path) -> None:
    """One sentence says so, and when the library is there again it is read again."""
    folder, kept = tmp_path / "library", tmp_path / "kept"
    with Library.open(folder, lambda: [TALKS]) as library:
        folder.rename(kept)
        folder.mkdir()
        (folder / FILE_NAME).write_bytes(b"x" * 5000)
        with pytest.raises(LibraryDamaged):
            library.entries()
        (folder / FILE_NAME).unlink()
        (folder / FILE_NAME).touch()
        with pytest.raises(NotALibrary, match="has been replaced by what is no library"):
            library.entries()
        shutil.rmtree(folder)
        kept.rename(folder)

        assert library.document_ids() == ("talks",)


def test_a_collection_has_a_fingerprint(library: Library, statement: Document) -> None:
    """It is made of every document's id and text, in the order of ids."""
    library.add(TALKS)
    lines = f"kabul-process-2017 {statement.sha256}\ntalks {TALKS.sha256}"

    assert library.fingerprint() == hashlib.sha256(lines.encode()).hexdigest()


# Embeddings.


def test_vectors_come_back_in_the_order_of_their_spans(library: Library) -> None:
    """They are ordered by document, paragraph and place, however they were put in."""
    library.add(TALKS)
    library.put_embeddings(SMALL, reversed(rows(TALKS)))

    assert library.embedded_spans("paragraph") == (
        EmbeddedSpan("talks", 1, Span(0, 8)),
        EmbeddedSpan("talks", 2, Span(0, 6)),
    )
    assert library.vectors("paragraph") == vector(1, 0.5) + vector(2, 0.5)
    assert library.vectors("sentence") == b""


def test_a_library_knows_its_encoder_and_what_is_left_to_encode(library: Library, statement: Document) -> None:
    """Before the first vector there is no encoder; afterwards only new documents are left."""
    library.add(TALKS)
    before = library.encoder(), library.documents_without_embeddings()

    library.put_embeddings(SMALL, rows(TALKS), whole(TALKS))

    assert before == (None, (statement.id, "talks"))
    assert (library.encoder(), library.documents_without_embeddings()) == (SMALL, (statement.id,))


def test_a_replaced_text_is_not_searched(library: Library, statement: Document) -> None:
    """Its vectors stay with the earlier version, and the new one has none yet."""
    library.put_embeddings(SMALL, rows(statement))

    library.add(segment("1. Another text.", statement.card))

    assert library.embedded_spans("paragraph") == ()
    assert library.vectors("paragraph") == b""
    assert len(library.embeddings_of(f"{statement.id}@1")) == 12


@pytest.mark.parametrize("other", [EncoderIdentity("large", 2), EncoderIdentity("small", 3)])
def test_two_encoders_never_share_a_library(library: Library, statement: Document, other: EncoderIdentity) -> None:
    """Vectors of another encoder, or of another length, are refused; the error names both."""
    library.put_embeddings(SMALL, rows(statement)[:1])

    with pytest.raises(EncoderMismatch, match=rf"small \(2 dimensions\), not with {other.name} \({other.dimension}\)"):
        library.put_embeddings(other, rows(statement)[1:])

    assert library.encoder() == SMALL
    assert library.vectors("paragraph") == vector(1, 0.5)


def test_another_encoder_may_follow_once_the_vectors_are_dropped(library: Library, statement: Document) -> None:
    """Dropping forgets the vectors and the encoder's name, not the documents."""
    library.put_embeddings(SMALL, rows(statement))

    library.drop_embeddings()
    library.put_embeddings(EncoderIdentity("large", 2), rows(statement)[:1])

    assert library.encoder() == EncoderIdentity("large", 2)
    assert library.documents() == (statement,)


# Wholly or not at all.


def test_a_paragraph_is_encoded_when_it_has_as_many_vectors_as_it_was_said_to(library: Library) -> None:
    """One that is lost, or one too many, is noticed; putting them again puts them in place of what was there."""
    library.remove("kabul-process-2017")
    library.add(TALKS)
    library.put_embeddings(SMALL, rows(TALKS), whole(TALKS))
    sentence = replace(rows(TALKS)[0], unit="sentence")

    library.put_embeddings(SMALL, [sentence])
    more = library.documents_without_embeddings()
    library.put_embeddings(SMALL, rows(TALKS), whole(TALKS))

    assert more == ("talks",)
    assert library.documents_without_embeddings() == ()
    assert library.vectors("sentence") == b""


def test_tokens_are_kept_with_their_paragraph(library: Library, statement: Document) -> None:
    """They move with it to an earlier version, are found by its text, and go when the vectors do."""
    tokens = EncoderIdentity("small", 2, 3)
    paragraphs = [replace(each, tokens=bytes(range(6))) for each in whole(TALKS)]
    library.add(TALKS)
    library.put_embeddings(tokens, rows(TALKS), paragraphs)
    before = library.tokens([("talks", 1), ("talks", 2), ("talks", 9)])

    library.add(segment("1. “Peace.”", TALKS.card))

    assert before == {("talks", 1): bytes(range(6)), ("talks", 2): bytes(range(6))}
    assert library.tokens([("talks", 1), ("talks@1", 1)]) == {("talks@1", 1): bytes(range(6))}
    assert library.stored_tokens(tokens, ["“Peace.”", "War."]) == {"“Peace.”": bytes(range(6))}
    assert library.stored_tokens(SMALL, ["“Peace.”"]) == {}
    library.drop_embeddings()
    assert library.tokens([("talks@1", 1)]) == {}
    assert library.encoder() is None


def test_an_interrupted_write_leaves_nothing(library: Library, statement: Document) -> None:
    """No vector, no encoder's name and no new generation remain, and the next write goes through."""
    before = library.generation

    with pytest.raises(KeyboardInterrupt):
        library.put_embeddings(SMALL, failing(rows(statement)[:5]))

    assert (library.embedded_spans("paragraph"), library.encoder(), library.generation) == ((), None, before)
    library.put_embeddings(SMALL, rows(statement)[:1])
    assert library.vectors("paragraph") == vector(1, 0.5)


def test_an_interrupted_creation_leaves_nothing(tmp_path: Path) -> None:
    """The next opening makes the library as if it were the first."""

    def interrupted() -> Iterator[Document]:
        yield TALKS
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Library.open(tmp_path, interrupted)

    with Library.open(tmp_path, shipped_documents) as library:
        assert library.document_ids() == ("kabul-process-2017",)


# The file.


def test_the_file_is_made_to_last(library: Library) -> None:
    """Write-ahead log, this schema, and the mark by which a foreign file is told apart."""
    file = library.folder / FILE_NAME

    assert pragma(file, "journal_mode") == "wal"
    assert (pragma(file, "user_version"), pragma(file, "application_id")) == (VERSION, APPLICATION_ID)


@pytest.mark.parametrize(("name", "value"), [("foreign_keys", 1), ("synchronous", 2), ("trusted_schema", 0)])
def test_each_connection_is_careful(library: Library, name: str, value: int) -> None:
    """Foreign keys are enforced, every commit is on disk (FULL is 2), and the schema runs no code of others."""
    # These settings belong to the connection and cannot be seen from another.
    with library._file.reading() as db:
        assert db.execute(f"PRAGMA {name}").fetchone()[0] == value


OLD_TALKS = (
    "INSERT INTO document VALUES ('talks', 'Talks', '2018-02-28', NULL, NULL, NULL, 'en',"
    f" '{TALKS.sha256}', '{TALKS.text}')",
    "INSERT INTO paragraph VALUES ('talks', 0, 'title', 'heading', 0, 5, NULL, NULL, NULL),"
    " ('talks', 1, '1', 'numbered', 10, 18, 7, 9, NULL), ('talks', 2, '2', 'numbered', 22, 28, 19, 21, 7)",
)
DATED = Document(
    replace(TALKS.card, date=date(2018, 2, 28)),
    TALKS.text,
    (TALKS.paragraphs[0], TALKS.paragraphs[1], replace(TALKS.paragraphs[2], page=7)),
    (),
)


def make_old(folder: Path, version: int, *statements: str) -> None:
    """A library as the pincite of that schema left it, with the talks in it."""
    steps = [statement for step in STEPS[1:version] for statement in step]
    mark = (f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {version}")
    execute(folder / FILE_NAME, *STEPS[0], *OLD_TALKS, *steps, *mark, *statements)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_library_of_an_earlier_schema_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    """Its documents stay and are sound, and it takes embeddings and versions, which it may have had no place for."""
    make_old(tmp_path, version)

    with Library.open(tmp_path, shipped_documents) as library:
        library.put_embeddings(SMALL, rows(DATED))

        assert library.documents() == (DATED,)
        assert library.add(DATED) == Added("unchanged", "talks", 1)
        assert library.add(TALKS) == Added("updated", "talks", 2)
        assert library.document("talks@1").text == TALKS.text
        assert library.problems() == []
    assert pragma(tmp_path / FILE_NAME, "user_version") == VERSION


def test_the_vectors_of_an_earlier_schema_stay_and_are_found_by_their_text(tmp_path: Path) -> None:
    """The second schema did not say which text a vector is of; it is found out, so that nothing is encoded again."""
    make_old(
        tmp_path,
        2,
        "INSERT INTO encoder VALUES ('small', 2)",
        f"INSERT INTO embedding VALUES ('talks', 1, 'paragraph', 0, 8, X'{vector(1, 0.5).hex()}')",
    )

    with Library.open(tmp_path, shipped_documents) as library:
        assert library.vectors("paragraph") == vector(1, 0.5)
        assert library.stored_vectors(SMALL, ["“Peace.”", "War."]) == {"“Peace.”": vector(1, 0.5)}


def test_the_vectors_of_the_third_schema_stay_and_are_completed(tmp_path: Path) -> None:
    """It knew no clauses: its vectors are kept, and its documents count as yet to be encoded."""
    sha = hashlib.sha256("“Peace.”".encode()).hexdigest()
    make_old(
        tmp_path,
        3,
        "INSERT INTO encoder VALUES ('small', 2)",
        f"INSERT INTO embedding VALUES ('talks', 1, 'paragraph', 0, 8, X'{vector(1, 0.5).hex()}', X'{sha}')",
        f"INSERT INTO embedding VALUES ('gone', 1, 'paragraph', 0, 8, X'{vector(1, 0.5).hex()}', X'{sha}')",
    )

    with Library.open(tmp_path, shipped_documents) as library:
        assert library.encoder() == SMALL
        assert library.vectors("paragraph") == vector(1, 0.5)
        assert library.orphaned_embeddings() == []
        assert library.documents_without_embeddings() == ("talks",)
        library.put_embeddings(SMALL, [replace(rows(TALKS)[0], unit="clause")])
        assert library.vectors("clause") == vector(1, 0.5)


def test_a_library_of_a_later_pincite_is_left_alone(tmp_path: Path) -> None:
    """The error says to update pincite."""
    Library.open(tmp_path, shipped_documents).close()
    execute(tmp_path / FILE_NAME, f"PRAGMA user_version = {VERSION + 1}")

    with pytest.raises(LibraryTooNew, match=rf"has schema {VERSION + 1}; this pincite knows up to {VERSION}"):
        Library.open(tmp_path, shipped_documents)


def test_a_file_is_not_a_library(tmp_path: Path) -> None:
    """A library is a folder."""
    path = tmp_path / "talks.txt"
    path.write_text("1. Peace.")

    with pytest.raises(NotALibrary, match=r"talks\.txt is a file; --library takes a folder"):
        Library.open(path, shipped_documents)


@pytest.mark.parametrize("version", [0, 1, 77])
def test_a_foreign_database_is_not_a_library(tmp_path: Path, version: int) -> None:
    """A database of another program, whatever version it gives itself, is told apart and not touched."""
    file = tmp_path / FILE_NAME
    execute(file, "CREATE TABLE bookmark (address TEXT)", f"PRAGMA user_version = {version}")
    before = file.read_bytes()

    with pytest.raises(NotALibrary, match="is a database, but not a library of pincite"):
        Library.open(tmp_path, shipped_documents)

    assert file.read_bytes() == before


def test_garbage_is_a_damaged_library(tmp_path: Path) -> None:
    """A file that SQLite cannot read is named and left as it is."""
    file = tmp_path / FILE_NAME
    file.write_bytes(b"garbage " * 512)

    with pytest.raises(LibraryDamaged, match=rf"{FILE_NAME} is damaged"):
        Library.open(tmp_path, shipped_documents)

    assert file.read_bytes() == b"garbage " * 512


def test_a_sound_library_has_no_problems(library: Library) -> None:
    """Checking what was just stored finds nothing."""
    assert library.problems() == []


def test_a_changed_word_is_found(library: Library) -> None:
    """The text no longer has the SHA-256 that it was stored with."""
    execute(library.folder / FILE_NAME, "UPDATE document SET text = replace(text, 'peace', 'war!!')")

    assert library.problems() == [
        "The text of kabul-process-2017 is not the one that was stored. Add its file again or put a backup in place"
        " (`pincite restore FILE`); `pincite remove kabul-process-2017` takes it out."
    ]


def test_a_row_that_lost_its_document_is_found(library: Library) -> None:
    """Paragraphs without a document are named by their table."""
    execute(library.folder / FILE_NAME, "DELETE FROM document")  # foreign keys are off on this connection

    assert set(library.problems()) == {
        "A row of paragraph refers to nothing.",
        "A row of furniture refers to nothing.",
        "A row of version refers to nothing.",
        "A row of unencoded refers to nothing.",
    }


@pytest.mark.parametrize(
    "change",
    [
        'UPDATE paragraph SET "start" = "start" + 1 WHERE ordinal = 3',
        "UPDATE paragraph SET number = '99' WHERE number = '3'",
        "UPDATE document SET title = 'Another'",
        'DELETE FROM furniture WHERE "start" > 0',
    ],
)
def test_a_paragraph_or_card_that_was_changed_behind_its_back_is_found(library: Library, change: str) -> None:
    """Where paragraphs stand and what the card says has a SHA-256 as well."""
    execute(library.folder / FILE_NAME, change)

    (problem,) = library.problems()
    assert problem.startswith("The card or the paragraphs of kabul-process-2017 are not those that were stored. Add")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE paragraph SET kind = 'verse'", "is stored with a value that cannot be one"),
        ("UPDATE document SET date = '2017-13-01'", "is stored with a value that cannot be one"),
        ("UPDATE paragraph SET headings = '{'", "is stored with a value that cannot be one"),
    ],
)
def test_a_value_that_cannot_be_is_told(library: Library, change: str, problem: str) -> None:
    """One sentence and no traceback."""
    execute(library.folder / FILE_NAME, change)

    assert problem in library.problems()[0]


# Whoever else is using it.


def test_two_threads_read_at_once(library: Library, statement: Document) -> None:
    """Both get whole documents, however often they ask."""
    with ThreadPoolExecutor(2) as threads:
        read = list(threads.map(lambda _: library.document(statement.id) == statement, range(60)))

    assert read == [True] * 60


CREATE = """
import sys
from pathlib import Path
from corpus.library.library import Library
from corpus.intake.shipped import shipped_documents
print("ready", flush=True)
sys.stdin.readline()
with Library.open(Path(sys.argv[1]), shipped_documents) as library:
    print(*library.document_ids())
"""


def test_two_processes_create_one_library(tmp_path: Path) -> None:
    """Both succeed, and the statement is in it once."""
    command = [sys.executable, "-c", CREATE, str(tmp_path / "library")]
    both = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()

    assert [(*one.communicate(timeout=60), one.returncode) for one in both] == [("kabul-process-2017\n", "", 0)] * 2
    with Library.open(tmp_path / "library", shipped_documents) as library:
        assert library.documents() == shipped_documents()


def test_creating_waits_for_whoever_holds_the_new_file(tmp_path: Path) -> None:
    """A process that is just making the same file does not turn the other away."""
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
    release.start()

    try:
        with Library.open(tmp_path, shipped_documents) as library:
            assert library.documents() == shipped_documents()
    finally:
        release.join()
        other.close()


READ = """
import os, sys
from pathlib import Path
from corpus.formats.jsonl import read_documents
from corpus.errors import LibraryReadOnly
from corpus.library.library import Library
if os.getuid() == 0:  # root may write anywhere, so become nobody
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    with Library.open(Path(sys.argv[1]), tuple) as library:
        print(library.writable, *library.document_ids())
        library.drop_embeddings()
except LibraryReadOnly as error:
    print(error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach, as pytest's own are not."""
    if not hasattr(os, "setuid"):
        pytest.skip("this system has no users to tell apart by number")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def read_without_writing(folder: Path) -> list[str]:
    """What a process finds in `folder` that may read it and not write it."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
    finally:
        folder.chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o644)
    if "PermissionError" in done.stderr:
        pytest.skip("this process may not give up its rights to write")
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def test_a_library_can_be_read_where_nothing_can_be_written(open_folder: Path) -> None:
    """It is opened for reading, and a change is refused with the folder's name."""
    folder = open_folder / "library"
    Library.open(folder, shipped_documents).close()

    assert read_without_writing(folder) == [
        "False kabul-process-2017",
        f"The library {folder} cannot be written (attempt to write a readonly database).",
    ]


def test_a_library_can_be_read_while_its_owner_has_it_open(open_folder: Path) -> None:
    """A reader who may not write sees what the owner has stored, not an older state of the file."""
    folder = open_folder / "library"
    with Library.open(folder, lambda: [TALKS]):
        first, *_ = read_without_writing(folder)

    assert first == "False talks"


def test_a_library_cannot_be_made_where_nothing_can_be_written(open_folder: Path) -> None:
    """The error says that there is none and that none can be made."""
    folder = open_folder / "library"
    folder.mkdir()

    assert read_without_writing(folder) == [
        f"There is no library in {folder}, and none can be made there: it cannot be written."
    ]


def test_the_numbers_of_a_document_are_known_without_its_text(library: Library, statement: Document) -> None:
    """A table of thousands of documents need not read them."""
    assert library.numbers(statement.id) == statement.numbers


def test_a_paragraph_of_white_space_alone_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    """It cannot answer and gets no vector, so its document is not left to encode for ever."""
    rows = [{"number": "1", "text": " \u00a0\u3000\n"}, {"number": "2", "text": ""}]
    path = tmp_path / "blank.jsonl"
    path.write_text(json.dumps({"doc_id": "blank", "paragraphs": rows}), encoding="utf-8")
    library.add(read_documents(path)[0])

    assert library.documents_without_embeddings() == ("kabul-process-2017",)


def test_a_library_is_closed_when_nobody_reads_in_it(library: Library) -> None:
    """Whoever is reading reads to the end; whoever comes later is told."""
    closing = threading.Thread(target=library.close)

    with library.snapshot():
        closing.start()
        closing.join(0.2)
        assert library.entries()
    closing.join()

    with pytest.raises(LibraryError):
        library.entries()
