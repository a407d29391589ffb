"""Copies of a library's file, made and put back while others read: SQLite's online backup, verified both ways."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import LibraryDamaged, LibraryError, LibraryReadOnly, NotALibrary
from corpus.library.file import FILE_NAME, WriterLock, copy_file
from corpus.library.library import Library

_REPLACED = f"{FILE_NAME}.damaged"


def back_up(library: Library, file: Path) -> int:
    """Copy `library` into `file`, which must not be there yet; how many documents that are, superseded ones too.

    The copy is verified before it gets its name. Raises LibraryDamaged where what is copied is not as it was put in,
    LibraryError where `file` is there or cannot be written.
    """
    if file.exists():
        raise LibraryError(f"{file} is there already; a backup takes the place of nothing.")
    if not file.parent.is_dir():
        raise LibraryError(f"There is no folder {file.parent} to put the backup into.")
    return _made_beside(file.parent, lambda folder: _copied(library.folder / FILE_NAME, folder, file))


def _copied(source: Path, folder: Path, file: Path) -> int:
    copy_file(source, folder / FILE_NAME)
    with Library.open(folder, tuple) as copy:
        _require_sound(copy, "This library is damaged, so no backup was made of it")
        documents = len(copy.document_ids(include_superseded=True))
    _move(folder / FILE_NAME, file)
    return documents


def restore(folder: Path, file: Path) -> int:
    """Put the backup `file` in the place of the library in `folder`; how many documents it holds.

    Whoever reads the library goes on with what the backup holds. A library file that can no longer be opened is kept
    beside the new one as "library.sqlite3.damaged". Raises NotALibrary, LibraryTooNew, and LibraryDamaged where the
    backup is not sound itself; the library is as it was then.
    """
    if not file.is_file():
        raise NotALibrary(f"{file} is no file, so nothing was restored.")
    return _made_beside(folder, lambda beside: _restored(folder, file, beside))


def _restored(folder: Path, file: Path, beside: Path) -> int:
    copy_file(file, beside / FILE_NAME)
    with Library.open(beside, tuple) as backup:
        if not backup.document_ids(include_superseded=True):
            raise LibraryError(f"The backup {file} holds no documents, so nothing was restored.")
        _require_sound(backup, f"The backup {file} is damaged, so nothing was restored")
        with WriterLock(folder).held():
            try:
                with Library.open(folder, tuple) as library:
                    library.take_over(backup)
            except (LibraryDamaged, NotALibrary):
                backup.close()
                if (folder / FILE_NAME).exists():
                    _move(folder / FILE_NAME, folder / _REPLACED)
                for left in ("-wal", "-shm"):
                    (folder / f"{FILE_NAME}{left}").unlink(missing_ok=True)
                _move(beside / FILE_NAME, folder / FILE_NAME)
    with Library.open(folder, tuple) as library:
        return len(library.document_ids(include_superseded=True))


def _made_beside(folder: Path, make: Callable[[Path], int]) -> int:
    """What is not whole yet lies in a folder of its own, which goes with it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".pincite-", dir=folder) as beside:
            return make(Path(beside))
    except OSError as error:
        raise LibraryReadOnly(f"{folder} cannot be written ({error.strerror}).") from error


def _require_sound(library: Library, otherwise: str) -> None:
    if problems := library.problems():
        raise LibraryDamaged(f"{otherwise}: {problems[0]}")


def _move(source: Path, target: Path) -> None:
    """Under its new name it is on disk."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.replace(target)
