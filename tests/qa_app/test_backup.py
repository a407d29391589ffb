"""`pincite backup` and `pincite restore`: a library that was damaged comes back whole."""

from pathlib import Path

from tests.conftest import Pincite

KABUL = "kabul-process-2017"


def test_a_damaged_library_is_told_and_restored(pincite: Pincite, tmp_path: Path) -> None:
    """A word changed in the file is no answer; what the error proposes brings the document back."""
    library, file = tmp_path / "library", tmp_path / "backup.sqlite3"
    made = pincite("backup", str(file), "--library", str(library))
    database = library / "library.sqlite3"
    database.write_bytes(database.read_bytes().replace(b"peace", b"war!!"))

    shown = pincite("show", KABUL, "3", "--library", str(library))
    refused = pincite("restore", str(file), "--library", str(library))
    restored = pincite("restore", str(file), "--yes", "--library", str(library))
    again = pincite("show", KABUL, "3", "--library", str(library))
    nowhere = pincite("backup", str(tmp_path / "none" / "b.sqlite3"), "--library", str(library))

    assert nowhere.stderr == f"pincite: There is no folder {tmp_path / 'none'} to put the backup into.\n"
    assert not (tmp_path / "none").exists()
    assert (made.returncode, made.stdout) == (0, f"backed up: 1 document to {file}\n")
    assert shown.returncode == 2
    assert shown.stderr.startswith(f"pincite: The text of {KABUL} is not the one that was stored. Add its file again")
    assert (refused.returncode, restored.returncode) == (2, 0)
    assert restored.stdout == f"restored: 1 document from {file}\n"
    assert "peace" in again.stdout


def test_a_library_without_its_file_is_damaged_and_not_new(pincite: Pincite, tmp_path: Path) -> None:
    """A true quotation is not "not found" there."""
    library = tmp_path / "library"
    pincite("documents", "--library", str(library))
    (library / "library.sqlite3").unlink()
    (library / "index").mkdir()

    result = pincite("check", "Peace.", "--library", str(library))

    assert (result.returncode, result.stdout) == (2, "")
    assert "is gone, and 'index' still stands beside it" in result.stderr
