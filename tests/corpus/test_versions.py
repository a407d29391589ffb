"""Versions: a changed text never takes an earlier one's words away, and one pincite writes at a time."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import InvalidDocument, LibraryBusy, LibraryError, UnknownDocument
from corpus.library.library import FILE_NAME, Added, EmbeddedSpan, Embedding, EncoderIdentity, Entry, Library, Origin
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from tests.rings import examples

ROOT = Path(__file__).parents[2]
SMALL = EncoderIdentity("small", 2)
FIRST, SECOND = Origin("talks.txt", "1" * 64), Origin("talks-corrected.txt", "2" * 64)


def document(document_id: str, *texts: str) -> Document:
    """A document of numbered paragraphs."""
    text, paragraphs = "", []
    for ordinal, words in enumerate(texts):
        number = str(ordinal + 1)
        start = len(text) + len(number) + 2
        label, span = Span(len(text), len(text) + len(number) + 1), Span(start, start + len(words))
        text += f"{number}. {words}\n"
        paragraphs.append(Paragraph(ParagraphId(document_id, number), ordinal, Kind.NUMBERED, words, span, label, None))
    return Document(Card(document_id, document_id.title(), None, None, None, None, "en"), text, tuple(paragraphs), ())


def vectors_of(document_id: str, *texts: str) -> list[Embedding]:
    places = (EmbeddedSpan(document_id, ordinal, Span(0, len(words))) for ordinal, words in enumerate(texts))
    return [Embedding("paragraph", place, words, of(words)) for place, words in zip(places, texts, strict=True)]


def of(words: str) -> bytes:
    """A vector that tells texts apart."""
    return np.array([len(words), 1], "<f4").tobytes()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", tuple) as opened:
        yield opened


TALKS = document("talks", "Peace.", "Trade.")
CHANGED = document("talks", "Peace.", "Free trade.")


# Versions.


def test_a_new_document_is_the_first_version(empty: Library) -> None:
    """It is told, and so is which file it came from and when."""
    added = empty.add(TALKS, FIRST)

    record = empty.record("talks")
    assert added == Added("added", "talks", 1)
    assert record == Entry("talks", "Talks", None, "en", None, 2, 1, None, FIRST, record.added)
    assert record.added is not None
    assert record.added[4:20:3] == "--T::Z"


def test_the_same_document_again_changes_nothing(empty: Library) -> None:
    """Also where another file held it: the words are the same, so nothing is made anew."""
    empty.add(TALKS, FIRST)
    before = empty.generation

    again = empty.add(TALKS, SECOND)

    assert (again, empty.generation) == (Added("unchanged", "talks", 1), before)
    assert empty.record("talks").origin == FIRST


def test_a_changed_document_becomes_a_new_version_and_the_old_one_stays_citable(empty: Library) -> None:
    """ "talks" is the new text, "talks@1" the old one word for word."""
    empty.add(TALKS, FIRST)

    added = empty.add(CHANGED, SECOND)

    old = empty.document("talks@1")
    assert added == Added("updated", "talks", 2)
    assert empty.documents() == (CHANGED,)
    assert (old.text, old.paragraph("2").text, str(old.paragraph("2").id)) == (TALKS.text, "Trade.", "talks@1#2")
    assert (empty.superseded_by("talks@1"), empty.superseded_by("talks")) == ("talks", None)
    assert empty.document_ids(include_superseded=True) == ("talks", "talks@1")
    assert [(e.id, e.version, e.superseded_by, e.origin) for e in empty.versions("talks@1")] == [
        ("talks@1", 1, "talks", FIRST),
        ("talks", 2, None, SECOND),
    ]
    assert empty.problems() == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(TALKS, card=replace(TALKS.card, symbol="S/2018/1")),
        replace(TALKS, card=replace(TALKS.card, date=date(2018, 2, 28))),
        replace(TALKS, paragraphs=TALKS.paragraphs[:1]),
        replace(TALKS, paragraphs=(replace(TALKS.paragraphs[0], headings=("Part",)), TALKS.paragraphs[1])),
    ],
)
def test_another_card_or_another_reading_is_a_new_version(empty: Library, changed: Document) -> None:
    """What is cited is more than the text: its date, its symbol, its paragraphs."""
    empty.add(TALKS)

    assert empty.add(changed) == Added("updated", "talks", 2)
    assert empty.documents() == (changed,)


TEXTS = st.lists(st.sampled_from(["Peace.", "War.", "Trade."]), min_size=1, max_size=3)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_every_version_keeps_its_words(empty: Library, texts: list[list[str]]) -> None:
    """However often a text changes and changes back, the n-th version is the n-th distinct text in a row."""
    for each in texts:
        empty.add(document("law", *each))
    distinct = [each for each, before in zip(texts, [None, *texts], strict=False) if each != before]

    kept = [[p.text for p in empty.document(e.id).paragraphs] for e in empty.versions("law")]

    assert kept == distinct
    assert [e.version for e in empty.versions("law")] == list(range(1, len(distinct) + 1))
    assert empty.problems() == []
    empty.remove("law")


def test_a_version_is_no_name_for_a_document(empty: Library) -> None:
    """Otherwise a later version could push it aside."""
    with pytest.raises(InvalidDocument, match="'talks@1': that names a version of another"):
        empty.add(document("talks@1", "Peace."))


# What supersedes what.


def test_a_document_can_supersede_another(empty: Library) -> None:
    """The other one is no longer searched, and is still there to be read."""
    empty.add(TALKS)
    empty.add(document("treaty", "Lasting peace."), supersedes="talks")

    assert empty.document_ids() == ("treaty",)
    assert empty.superseded_by("talks") == "treaty"
    assert empty.document("talks") == TALKS


def test_a_document_added_again_can_still_supersede_another(empty: Library) -> None:
    """The text is unchanged; what it supersedes is new, and so is the index."""
    empty.add(TALKS)
    empty.add(document("treaty", "Lasting peace."))
    before = empty.generation

    again = empty.add(document("treaty", "Lasting peace."), supersedes="talks")

    assert (again, empty.generation) == (Added("unchanged", "treaty", 1), before + 1)
    assert empty.document_ids() == ("treaty",)


def test_a_superseded_text_stays_superseded_by_a_later_version(empty: Library) -> None:
    """Neither a new version of the one nor of the other brings it back."""
    empty.add(TALKS)
    empty.add(document("treaty", "Lasting peace."), supersedes="talks")

    empty.add(document("treaty", "Everlasting peace."))
    empty.add(CHANGED)

    assert empty.document_ids() == ("treaty",)
    assert empty.superseded_by("talks") == "treaty"


@pytest.mark.parametrize(
    ("supersedes", "error", "words"),
    [
        ("none", UnknownDocument, "There is no document 'none' in the library; it holds talks."),
        ("treaty", InvalidDocument, "treaty cannot supersede itself."),
    ],
)
def test_nothing_is_stored_where_it_cannot_supersede(
    empty: Library, supersedes: str, error: type[Exception], words: str
) -> None:
    """The document is not added either, so that the command can be given again."""
    empty.add(TALKS)

    with pytest.raises(error) as raised:
        empty.add(document("treaty", "Lasting peace."), supersedes=supersedes)

    assert str(raised.value) == words
    assert empty.document_ids() == ("talks",)


def test_two_documents_cannot_supersede_each_other(empty: Library) -> None:
    """Not by way of a third either: nothing would be left to search."""
    for name, old in [("a", None), ("b", "a"), ("c", "b")]:
        empty.add(document(name, name), supersedes=old)

    with pytest.raises(InvalidDocument, match="a cannot supersede c, by which it is itself superseded"):
        empty.add(document("a", "a"), supersedes="c")


# Removing.


def test_a_document_is_removed_with_its_versions_and_vectors(empty: Library) -> None:
    """Nothing of it remains, and the other documents are untouched."""
    other = document("other", "War.")
    empty.add(other)
    empty.add(TALKS, FIRST)
    empty.put_embeddings(SMALL, [*vectors_of("talks", "Peace.", "Trade."), *vectors_of("other", "War.")])
    empty.add(CHANGED, SECOND)

    removed = empty.remove("talks")

    assert removed == ("talks", "talks@1")
    assert empty.documents(include_superseded=True) == (other,)
    assert empty.stored_vectors(SMALL, ["Peace.", "War."]) == {"War.": of("War.")}
    assert (empty.knows_file(FIRST.sha256), empty.orphaned_embeddings(), empty.problems()) == (None, [], [])


def test_one_version_can_be_removed(empty: Library) -> None:
    """The others keep their numbers, a later version does not take its number, and nothing is wrong."""
    for words in ("One.", "Two.", "Three."):
        empty.add(document("law", words))

    removed = empty.remove("law@2")
    after = empty.add(document("law", "Four."))

    assert (removed, after) == (("law@2",), Added("updated", "law", 4))
    assert [e.id for e in empty.versions("law")] == ["law@1", "law@3", "law"]
    assert empty.problems() == []


def test_what_only_the_removed_document_superseded_is_current_again(empty: Library) -> None:
    """What another document supersedes as well stays superseded."""
    for name, old in [("a", None), ("b", None), ("x", "a"), ("y", "a")]:
        empty.add(document(name, name), supersedes=old)
    empty.add(document("x", "x"), supersedes="b")

    empty.remove("x")

    assert empty.document_ids() == ("b", "y")
    assert empty.superseded_by("a") == "y"


@pytest.mark.parametrize("name", ["none", "talks@1", ""])
def test_what_is_not_there_cannot_be_removed(empty: Library, name: str) -> None:
    """The error names it."""
    empty.add(TALKS)

    with pytest.raises(UnknownDocument, match=f"There is no document {name!r}"):
        empty.remove(name)


def test_a_file_that_was_read_is_known(empty: Library) -> None:
    """By its bytes, also where its text has been replaced meanwhile; a document without a file is no match."""
    empty.add(TALKS, FIRST)
    empty.add(CHANGED, SECOND)
    empty.add(document("shipped", "War."))

    known = [empty.knows_file(sha256) for sha256 in (FIRST.sha256, SECOND.sha256, "3" * 64, "")]

    assert known == ["talks@1", "talks", None, None]


# Searching sees current texts alone.


def test_superseded_texts_are_not_searched_and_their_vectors_are_kept(empty: Library) -> None:
    """Their vectors serve the texts that stayed the same, and the texts themselves once they are current again."""
    empty.add(TALKS)
    empty.put_embeddings(SMALL, vectors_of("talks", "Peace.", "Trade."))
    before = empty.fingerprint()

    empty.add(CHANGED)
    empty.add(document("treaty", "Lasting peace."), supersedes="talks")

    assert (empty.embedded_spans("paragraph"), empty.vectors("paragraph")) == ((), b"")
    assert empty.documents_without_embeddings() == ("treaty",)
    assert empty.stored_vectors(SMALL, ["Peace.", "Free trade."]) == {"Peace.": of("Peace.")}
    assert empty.stored_vectors(EncoderIdentity("large", 2), ["Peace."]) == {}
    assert empty.fingerprint() != before
    empty.remove("treaty")
    assert empty.documents_without_embeddings() == ("talks",)


def test_a_vector_for_a_paragraph_that_is_gone_is_passed_over(empty: Library) -> None:
    """A document may be removed while another process encodes it."""
    empty.add(TALKS)

    empty.put_embeddings(SMALL, [*vectors_of("gone", "War."), *vectors_of("talks", "Peace.")])

    assert [span.document for span in empty.embedded_spans("paragraph")] == ["talks"]


def test_thousands_of_documents_are_listed_without_their_texts(empty: Library) -> None:
    """The list is there though no text can be read any more."""
    for number in range(30):
        empty.add(document(f"note-{number:02}", "One.", "Two."))
    with sqlite3.connect(empty.folder / FILE_NAME) as db:
        db.execute("UPDATE paragraph SET kind = 'unreadable'")
    db.close()

    entries = empty.entries()

    assert [(e.id, e.title, e.paragraphs, e.version) for e in entries] == [
        (f"note-{number:02}", f"Note-{number:02}", 2, 1) for number in range(30)
    ]


# What may be wrong with versions.


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("DELETE FROM superseded", "talks@1 is an earlier version that nothing supersedes."),
        ("UPDATE version SET number = 5 WHERE document = 'talks'", "talks lacks its version 2, 3, 4."),
        ("UPDATE version SET number = 3 - number + 2", "The newest version of talks does not have its id."),
        ("DELETE FROM version WHERE document = 'talks@1'", "talks@1 is a version of nothing."),
        ("UPDATE superseded SET \"by\" = 'gone'", "A row of superseded refers to nothing."),
    ],
)
def test_a_broken_chain_of_versions_is_found(empty: Library, change: str, problem: str) -> None:
    """Each link is looked at."""
    empty.add(TALKS)
    empty.add(CHANGED)
    db = sqlite3.connect(empty.folder / FILE_NAME)
    with db:
        db.execute(change)
    db.close()

    assert problem in empty.problems()


# One writer at a time.

HOLD = """
import sys
from pathlib import Path
from corpus.library.library import Library
with Library.open(Path(sys.argv[1]), tuple) as library, library.writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(empty: Library) -> Iterator[subprocess.Popen[str]]:
    """Another pincite that is writing the library."""
    command = [sys.executable, "-c", HOLD, str(empty.folder)]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    yield other
    other.communicate(input="done\n", timeout=30)


def test_a_second_writer_is_told_who_is_writing(empty: Library, holder: subprocess.Popen[str]) -> None:
    """It is turned away with the other's process number; reading goes on meanwhile."""
    with pytest.raises(LibraryBusy) as raised, empty.writing():
        pass

    assert str(raised.value) == (
        f"The library {empty.folder} is being written by another pincite (process {holder.pid});"
        " try again when it is done."
    )
    assert empty.documents() == ()


def test_a_writer_that_was_killed_blocks_nobody(empty: Library, holder: subprocess.Popen[str]) -> None:
    """Its number is still written there, and the lock is free."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    with empty.writing():
        empty.add(TALKS)

    assert empty.document_ids() == ("talks",)


def test_writing_can_be_asked_for_within_writing(empty: Library) -> None:
    """A command holds it while what it calls asks for it too; afterwards another may have it."""
    with empty.writing():
        with empty.writing():
            empty.add(TALKS)
        busy = subprocess.run(
            [sys.executable, "-c", HOLD, str(empty.folder)], cwd=ROOT, input="", capture_output=True, text=True
        )
    free = subprocess.run(
        [sys.executable, "-c", HOLD, str(empty.folder)], cwd=ROOT, input="", capture_output=True, text=True
    )

    assert f"(process {os.getpid()})" in busy.stderr
    assert (free.stdout, free.stderr) == ("held\n", "")


# A full disk.


def test_a_full_disk_is_one_sentence_and_loses_nothing(empty: Library) -> None:
    """What was stored before is whole, and with space again the document goes in."""
    empty.add(TALKS)
    with empty._file.reading() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(LibraryError) as raised:
        empty.add(document("long", *["Word " * 500] * 50))

    assert str(raised.value) == (
        f"There is no space left for the library {empty.folder}; what it held before is untouched."
    )
    assert (empty.documents(), empty.problems()) == ((TALKS,), [])
    with empty._file.reading() as db:
        db.execute("PRAGMA max_page_count = 1073741823")
    assert empty.add(document("long", *["Word " * 500] * 50)).status == "added"


FILL = """
import json, resource, sys
from pathlib import Path
from corpus.errors import LibraryError
from corpus.library.library import Library
from tests.corpus.test_versions import document
library = Library.open(Path(sys.argv[1]), tuple)
resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))
stored = []
try:
    for number in range(1000):
        stored.append(library.add(document(f"d{number}", *[f"Word {number} " * 200] * 5)).document)
except LibraryError as error:
    print(json.dumps([stored, str(error)]))
"""


def test_a_file_that_may_not_grow_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    """A quota stops the writing in the middle; every document that was acknowledged is whole."""
    folder = tmp_path / "library"
    done = subprocess.run([sys.executable, "-c", FILL, str(folder)], cwd=ROOT, capture_output=True, text=True)
    stored, sentence = json.loads(done.stdout)

    assert sentence.startswith(f"There is no space left for the library {folder}")
    with Library.open(folder, tuple) as library:
        assert library.problems() == []
        assert len(stored) > 3
        assert sorted(library.document_ids()) == sorted(stored)
