"""What was changed on disk is never shown as a source: it is named, and can be got back."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.errors import DamagedDocument, LibraryDamaged, LibraryError, NotALibrary, PinciteError
from corpus.library.backup import back_up, restore
from corpus.library.file import require_local
from corpus.library.library import FILE_NAME, Added, Library
from corpus.library.words import word_keys
from corpus.types import Card, Document


def document(name: str, text: str) -> Document:
    return segment(text, Card(name, name.title(), None, None, None, None, "en"))


TALKS = document("talks", "Talks\n\n1. The parties shall not resume fighting before the talks.\n\n2. Trade is free.")
PACT = document("pact", "Pact\n\n1. All borders stay open.\n\n2. Taxes are paid in kind.\n\nSigned in Bonn.")


@pytest.fixture
def both(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", lambda: [TALKS, PACT])


def execute(library: Library, *statements: str) -> None:
    """Change the file behind pincite's back."""
    connection = sqlite3.connect(library.folder / FILE_NAME)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


NOT = "UPDATE document SET text = replace(text, 'shall not', 'shall now') WHERE id = 'talks'"


def test_a_text_with_one_letter_changed_is_not_shown(both: Library) -> None:
    """Not as a document, not as the paragraph that a quotation is found in; the error says how to get it back."""
    execute(both, NOT)

    with pytest.raises(DamagedDocument, match=r"The text of talks is not .*Add its file again or put a backup"):
        both.document("talks")
    with pytest.raises(DamagedDocument, match=r"Paragraph 1 of talks is not what was stored"):
        both.paragraphs_with_phrase(word_keys("resume fighting"), 5)
    assert both.document("pact") == PACT
    assert [p.text for p in both.paragraphs_with_phrase(word_keys("all borders"), 5)] == ["All borders stay open."]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE paragraph SET number = '7' WHERE document = 'talks' AND ordinal = 1",
        'UPDATE paragraph SET "end" = "end" - 8 WHERE document = \'talks\' AND ordinal = 1',
        "UPDATE document SET title = 'Walks' WHERE id = 'talks'",
        "UPDATE version SET digest = NULL WHERE document = 'talks'",
        "DELETE FROM version WHERE document = 'talks'",
        "DELETE FROM paragraph WHERE document = 'talks' AND ordinal = 2",
        "UPDATE document SET text = CAST(X'ff00fe' AS TEXT) WHERE id = 'talks'",
        "UPDATE document SET title = CAST(X'54ff' AS TEXT) WHERE id = 'talks'",
        "UPDATE paragraph SET headings = CAST(X'5bff' AS TEXT) WHERE document = 'talks'",
        "UPDATE document SET date = 'soon' WHERE id = 'talks'",
    ],
)
def test_a_document_that_is_damaged_in_any_place_blocks_itself_alone(both: Library, change: str) -> None:
    """It is named, listing goes on, and it can be taken out."""
    execute(both, change)

    with pytest.raises(DamagedDocument) as told:
        both.document("talks")
    assert told.value.document == "talks"
    assert [entry.id for entry in both.entries()] == ["pact", "talks"]
    assert both.document("pact") == PACT
    assert [line for line in both.problems() if "talks" in line]

    if "version" not in change:
        both.remove("talks")
        assert both.problems() == both.problems_of_words() == []


def test_a_document_whose_id_is_no_text_can_be_taken_out(both: Library) -> None:
    """By its id as it is listed."""
    execute(both, "UPDATE document SET id = CAST(X'74ff' AS TEXT) WHERE id = 'talks'")

    with pytest.raises(DamagedDocument, match="The id of t\ufffd cannot be read"):
        both.documents()
    both.remove("t\ufffd")

    assert both.documents() == (PACT,)
    assert both.problems() == both.problems_of_words() == []


def test_adding_a_damaged_document_again_mends_it(both: Library) -> None:
    """Its version stays what it was."""
    execute(both, NOT)

    assert both.add(TALKS) == Added("updated", "talks", 1)

    assert both.document("talks") == TALKS
    assert both.problems() == both.problems_of_words() == []
    assert both.add(TALKS) == Added("unchanged", "talks", 1)


def test_words_that_are_made_anew_do_not_hallow_what_is_damaged(both: Library) -> None:
    """A paragraph of a damaged document is found by its words as they are now, and still not shown."""
    execute(both, NOT)

    both.index_words_again()

    assert both.problems_of_words() == []
    with pytest.raises(DamagedDocument):
        both.paragraphs_with_phrase(word_keys("shall now resume"), 5)


@pytest.mark.parametrize("left", ["index", "index.lock", "writing.lock"])
@pytest.mark.parametrize("empty", [True, False])
def test_a_library_whose_file_is_gone_is_not_made_anew(tmp_path: Path, left: str, empty: bool) -> None:
    """A new one in its place would say of every quotation that it is not found."""
    (tmp_path / left).mkdir()
    if empty:
        (tmp_path / FILE_NAME).touch()

    with pytest.raises(LibraryDamaged, match=rf"library file .* is (gone|empty), and '{left}' still stands beside it"):
        Library.open(tmp_path, lambda: [TALKS])


def test_a_backup_brings_everything_back(both: Library, tmp_path: Path) -> None:
    """Whoever has the library open reads what was restored."""
    file = tmp_path / "backup.sqlite3"
    state = both.state

    assert back_up(both, file) == 2
    both.remove("pact")
    assert restore(both.folder, file) == 2

    assert both.documents() == (PACT, TALKS)
    assert both.state != state
    assert both.problems() == both.problems_of_words() == []
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize("damage", ["gone", "header", "middle", "another"])
def test_a_library_that_cannot_be_opened_is_restored(both: Library, tmp_path: Path, damage: str) -> None:
    """Its file may be gone, be overwritten at its beginning or in the middle, or be another program's."""
    file = tmp_path / "backup.sqlite3"
    back_up(both, file)
    both.close()
    lost = both.folder / FILE_NAME
    raw = lost.read_bytes()
    (both.folder / "writing.lock").touch()
    match damage:
        case "gone":
            lost.unlink()
        case "header":
            lost.write_bytes(bytes(200) + raw[200:])
        case "middle":
            lost.write_bytes(raw[:4096] + bytes(40_000) + raw[44_096:])
        case _:
            lost.unlink()
            with sqlite3.connect(lost) as other:
                other.execute("CREATE TABLE theirs (a)")
            other.close()

    assert restore(both.folder, file) == 2

    with Library.open(both.folder, tuple) as again:
        assert again.documents() == (PACT, TALKS)
        assert again.problems() == []


def test_what_is_damaged_is_neither_backed_up_nor_restored(both: Library, tmp_path: Path) -> None:
    """And nothing is written over."""
    file = tmp_path / "backup.sqlite3"
    back_up(both, file)
    with pytest.raises(LibraryError, match="is there already"):
        back_up(both, file)
    raw = file.read_bytes()
    file.write_bytes(raw.replace(b"shall not", b"shall now"))

    with pytest.raises(LibraryDamaged, match=r"backup .* is damaged, so nothing was restored: The text of talks"):
        restore(both.folder, file)
    execute(both, NOT)
    with pytest.raises(LibraryDamaged, match=r"This library is damaged, so no backup was made of it: The text of talk"):
        back_up(both, tmp_path / "other")

    assert not (tmp_path / "other").exists()
    assert both.document("pact") == PACT


@pytest.mark.parametrize("content", [b"", b"not a database at all, but text" * 200])
def test_what_is_no_library_is_not_restored(both: Library, tmp_path: Path, content: bytes) -> None:
    """One sentence, and the library is as it was."""
    file = tmp_path / "file"
    file.write_bytes(content)

    with pytest.raises(LibraryError):
        restore(both.folder, file)
    with pytest.raises(NotALibrary, match="is no file"):
        restore(both.folder, tmp_path / "nothing")

    assert both.documents() == (PACT, TALKS)


def test_no_damage_of_the_file_lets_another_text_out(tmp_path: Path) -> None:
    """Sixty single bytes changed anywhere: each document is as it was put in, or an error."""
    given = [*(document(f"talks-{number}", TALKS.text) for number in range(5)), PACT]
    Library.open(tmp_path / "sound", lambda: given).close()
    raw = (tmp_path / "sound" / FILE_NAME).read_bytes()
    dice = random.Random(7)
    told = 0
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        at = dice.randrange(len(raw))
        changed = bytes([(raw[at] + dice.randrange(1, 256)) % 256])
        (folder / FILE_NAME).write_bytes(raw[:at] + changed + raw[at + 1 :])
        try:
            with Library.open(folder, tuple) as library:
                told += _told(library, given)
        except LibraryError:
            told += 1
        shutil.rmtree(folder)

    assert told


def _told(library: Library, given: list[Document]) -> int:
    told = 0
    for each in given:
        try:
            assert library.document(each.id) == each
        except PinciteError:
            told += 1
        try:
            found = library.paragraphs_with_phrase(word_keys(each.paragraphs[-1].text)[:3], 50)
        except PinciteError:
            told += 1
        else:
            assert all(p in next(d for d in given if d.id == p.id.document).paragraphs for p in found)
    return told


MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:50 / /srv/news\\040room rw - nfs4 files:/newsroom rw
41 40 0:51 / /srv/news\\040room/own rw - ext4 /dev/vdb rw
42 27 0:52 / /mnt/share rw - cifs //files/share rw
"""


@pytest.mark.parametrize(("folder", "kind"), [("/srv/news room/library", "nfs4"), ("/mnt/share", "cifs")])
def test_no_library_is_made_on_a_network(folder: str, kind: str) -> None:
    """Two machines that write one SQLite file damage it, and neither is told."""
    with pytest.raises(LibraryError, match=rf"{folder} lies on a network \({kind}\).*--library"):
        require_local(Path(folder), MOUNTS)


def test_a_library_on_a_network_is_used_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is there, and one machine may go on with it."""
    with Library.open(tmp_path, lambda: [TALKS]):
        require_local(tmp_path, f"40 27 0:50 / {tmp_path} rw - nfs4 files:/x rw")

    assert "let one alone do so" in caplog.text


@pytest.mark.parametrize("folder", ["/srv/news room/own/library", "/home/library"])
def test_a_folder_of_this_machine_is_no_network(folder: str) -> None:
    """The innermost mount counts; where no mounts are known nothing is said."""
    require_local(Path(folder), MOUNTS)
    require_local(Path(folder), "")


def test_a_clock_that_goes_back_makes_nothing_older(both: Library) -> None:
    """Versions are counted: what comes later is the newest, whatever time it was then."""
    execute(both, "UPDATE version SET added = '2999-01-01T00:00:00Z'")
    state = both.state

    both.add(document("talks", "Talks\n\n1. The parties shall talk."))

    assert [entry.version for entry in both.versions("talks")] == [1, 2]
    assert both.record("talks").version == 2
    assert both.document("talks").paragraphs[-1].text == "The parties shall talk."
    assert both.state > state
