"""The library's SQLite file: how it is opened, read and written, and what SQLite says in words for people."""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from corpus.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryReadOnly,
    LibraryTooNew,
    NotALibrary,
)
from corpus.library.schema import APPLICATION_ID, VERSION

FILE_NAME = "library.sqlite3"
# What a library leaves beside its file: where one of these is and the file is not, it is gone and not yet to be made.
_BESIDE = ("index", "index.lock", "tidying.lock", "writing.lock", "writing.pid", f"{FILE_NAME}-wal", "encoding-again")
_WAIT_SECONDS = 10
# Rows come at places all over the indexes of words and hashes: each page is written once for many of them.
_CACHE_KIB, _LOG_PAGES = 64_000, 16_000
_MOUNTS = Path("/proc/self/mountinfo")  # of Linux; elsewhere a network is not noticed
_NETWORK = ("nfs", "cifs", "smb", "afs", "ceph", "lustre", "fuse.gluster", "fuse.ceph", "fuse.sshfs")
_DAMAGED = ("malformed", "not a database", "disk image", "corrupt")

Connection = sqlite3.Connection


class LibraryFile:
    """The one connection to a library's file; safe to share between threads.

    It follows the file's name: where another file has taken its place, that one is read from then on, and `opened`
    grows. Otherwise what is written would go into a file that nobody finds again.
    """

    def __init__(self, folder: Path, connection: Connection, *, writable: bool) -> None:
        self.folder = folder
        self.writable = writable
        self.opened = 1
        self._connection = connection
        self._identity = _identity(folder)
        self._lock = threading.RLock()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The file in `folder`, which is made where there is none; only for reading where it cannot be written.

        Raises NotALibrary, LibraryReadOnly, LibraryDamaged.
        """
        with _in_words(folder):
            if folder.exists() and not folder.is_dir():
                raise NotALibrary(f"The library {folder} is a file; --library takes a folder.")
            file = folder / FILE_NAME
            _require_not_lost(folder, file)
            require_local(folder, _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.exists() else "")
            writable = _make_writable(folder, file)
            return cls(folder, _connect(file, writable=writable), writable=writable)

    def close(self) -> None:
        """Close the file when nobody reads in it any more; the object is of no use afterwards."""
        with self._lock:
            self._connection.close()

    def version(self) -> int:
        """The schema's version, 0 for an empty file; raises NotALibrary, LibraryTooNew."""
        with self.reading() as db:
            # One statement, so that another process cannot change the file in between.
            version, application, tables = db.execute(
                "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)"
                " FROM pragma_user_version, pragma_application_id"
            ).fetchone()
        if tables and application != APPLICATION_ID:
            raise NotALibrary(f"{self.folder / FILE_NAME} is a database, but not a library of pincite.")
        if version > VERSION:
            raise LibraryTooNew(
                f"The library {self.folder} has schema {version}; this pincite knows up to {VERSION}: update it."
            )
        return int(version)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection, for one thread at a time."""
        with self._lock, _in_words(self.folder):
            if not self._connection.in_transaction and _identity(self.folder) != self._identity:
                self._follow()
            yield self._connection

    def _follow(self) -> None:
        """Open the file that has taken the place of the one that was open; raises NotALibrary, LibraryError."""
        identity, file = _identity(self.folder), self.folder / FILE_NAME
        connection = _connect(file, writable=self.writable)
        try:
            _require_library(connection, file)
        except BaseException:
            connection.close()
            raise
        self._connection.close()
        self._connection, self._identity, self.opened = connection, identity, self.opened + 1

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside belongs together, whatever another process writes meanwhile."""
        with self.reading() as db:
            if db.in_transaction:
                yield
                return
            db.execute("BEGIN")
            try:
                yield
            finally:
                db.execute("COMMIT")

    @contextmanager
    def writing(self, *, synced: bool = True) -> Iterator[Connection]:
        """The connection in one transaction: what is written inside is on disk afterwards, or nothing of it.

        Where it is not `synced` it is safe from this process's end, and not yet from the machine's.
        """
        with self.reading() as db:
            db.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def replace_with(self, other: Self) -> None:
        """Put all that `other` holds in the place of all that this holds, in one transaction."""
        with other.reading() as source, self.reading() as db:
            source.backup(db)


def copy_file(source: Path, target: Path) -> None:
    """SQLite's own online copy of the file `source`, which may be in use, to the new file `target`.

    Raises LibraryError, and NotALibrary where `source` is no library.
    """
    with (
        _in_words(source.parent),
        closing(_connect(source, writable=False)) as db,
        closing(sqlite3.connect(target)) as copy,
    ):
        (application,) = db.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise NotALibrary(f"{source} is a database, but not a library of pincite.")
        db.backup(copy)


def _identity(folder: Path) -> tuple[int, int]:
    """Which file stands there, whatever it is called; raises LibraryError where there is none."""
    try:
        status = os.stat(os.path.join(folder, FILE_NAME))  # noqa: PTH116, PTH118 - at every read, and so quicker
    except OSError as error:
        raise LibraryError(f"The library {folder} is not there any more ({error.strerror}).") from error
    return status.st_dev, status.st_ino


def _require_library(connection: Connection, file: Path) -> None:
    (application,), (version,) = (
        connection.execute(f"PRAGMA {of}").fetchone() for of in ("application_id", "user_version")
    )
    if application != APPLICATION_ID:
        raise NotALibrary(f"{file} has been replaced by what is no library of pincite.")
    if version != VERSION:
        raise LibraryError(f"{file} has been replaced by one of schema {version}: start pincite anew.")


def _require_not_lost(folder: Path, file: Path) -> None:
    """Raise LibraryDamaged where the file is gone or empty, and what stands beside it shows that it was not.

    A new library in its place would say of every quotation that it is not found.
    """
    beside = next((name for name in _BESIDE if (folder / name).exists()), None)
    if beside and (not file.exists() or not file.stat().st_size):
        lost = "is empty" if file.exists() else "is gone"
        raise LibraryDamaged(
            f"The library file {file} {lost}, and {beside!r} still stands beside it: `pincite restore FILE` puts a"
            f" backup in its place; to begin anew, remove the folder {folder}."
        )


def require_local(folder: Path, mounts: str) -> None:
    """Raise LibraryError where a new library would lie on a network, as the kernel's list of `mounts` tells.

    SQLite's log needs memory that all who use the file share, so that two machines would damage it unseen. A library
    that is there already is used, with a warning.
    """
    kinds = {}
    for line in mounts.splitlines():
        place, _, mounted = line.partition(" - ")
        kinds[place.split()[4].replace("\\040", " ")] = mounted.split()[0]
    path = folder.absolute().resolve()
    kind = next((kinds[str(each)] for each in (path, *path.parents) if str(each) in kinds), "")
    if not kind.startswith(_NETWORK):
        return
    told = f"The library {folder} lies on a network ({kind}), where two machines that use it would damage it"
    if not (folder / FILE_NAME).exists():
        raise LibraryError(f"{told}: choose a folder of this machine with --library.")
    logging.getLogger("pincite.library").warning("%s: let one alone do so.", told)


def _make_writable(folder: Path, file: Path) -> bool:
    """Whether the library may be written; makes the folder where there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryReadOnly(f"The library folder {folder} cannot be made: {error.strerror}.") from error
    writable = os.access(folder, os.W_OK) and (not file.exists() or os.access(file, os.W_OK))
    if not writable and not file.exists():
        raise LibraryReadOnly(f"There is no library in {folder}, and none can be made there: it cannot be written.")
    return writable


def _connect(file: Path, *, writable: bool) -> Connection:
    # An immutable file needs no -wal and -shm beside it, which a folder for reading only cannot hold; a -wal that
    # is there holds the latest writes, and is read.
    written_ahead = file.with_name(f"{file.name}-wal").exists()
    mode = "rwc" if writable else "ro" if written_ahead else "ro&immutable=1"
    uri = f"{file.resolve().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    # A byte that is no text must not keep anybody from reading the rest; the SHA-256 of what it is in tells of it.
    db.text_factory = lambda raw: raw.decode(errors="replace")
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        if writable and not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            _use_write_ahead_log(db)
    except BaseException:
        db.close()
        raise
    return db


def _use_write_ahead_log(db: Connection) -> None:
    """Switching a file to WAL does not wait for another process as everything else does, so it is tried again."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn what SQLite raises into one sentence that names the library."""
    try:
        yield
    except sqlite3.Error as error:
        raise _error_in_words(folder, error) from error
    except UnicodeDecodeError as error:  # of the names of tables: no factory is asked for these
        raise _error_in_words(folder, sqlite3.DatabaseError("malformed")) from error


def _error_in_words(folder: Path, error: sqlite3.Error) -> LibraryError:
    words, name = str(error), getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return LibraryError(f"There is no space left for the library {folder}; what it held before is untouched.")
    # A quota, a file that may not grow, or no room to open it in look like a broken disk to SQLite.
    if name == "SQLITE_IOERR_WRITE" or name.startswith("SQLITE_IOERR_SHM"):
        return LibraryError(
            f"There is no space left for the library {folder}, or its disk is broken ({words});"
            " what it held before is untouched."
        )
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return LibraryReadOnly(f"The library {folder} cannot be written ({words}).")
    if "locked" in words or "busy" in words:
        return LibraryBusy(f"The library {folder} is being written by another process; try again.")
    if name == "SQLITE_CORRUPT_VTAB":
        return LibraryDamaged(
            f"The words of the library {folder} cannot be looked up: their index is damaged;"
            " `pincite verify --repair` makes it anew."
        )
    if any(sign in words for sign in _DAMAGED):
        return LibraryDamaged(
            f"The library file {folder / FILE_NAME} is damaged ({words});"
            " `pincite restore FILE` puts a backup in its place."
        )
    return LibraryError(f"The library {folder} could not be used ({words}).")


# One writer at a time: a lock in the library's folder that names the process that holds it.

LOCK, HOLDER = "writing.lock", "writing.pid"


class WriterLock:
    """Held around a whole run that writes. The kernel releases it when its holder ends, however that happens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK)

    @contextmanager
    def held(self, wait_seconds: float = 0) -> Iterator[None]:
        """Hold the lock, also within a block that holds it; raises LibraryBusy, LibraryReadOnly."""
        try:
            self._lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise LibraryBusy(
                f"The library {self._folder} is being written by another pincite{self._holder()};"
                " try again when it is done."
            ) from error
        except OSError as error:
            raise LibraryReadOnly(f"The library {self._folder} cannot be written ({error.strerror}).") from error
        try:
            with self._told():
                yield
        finally:
            self._lock.release()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say who holds the lock, in a file of its own: on some systems nobody else may read a locked one."""
        path = self._folder / HOLDER
        if self._lock.lock_counter > 1:
            yield
            return
        _write(path, str(os.getpid()))
        try:
            yield
        finally:
            _write(path, "")

    def _holder(self) -> str:
        """The holder's number in brackets; nothing where it has not been written yet."""
        for _ in range(10):
            try:
                number = (self._folder / HOLDER).read_text(encoding="ascii", errors="replace").strip()
            except OSError:
                number = ""
            if number.isdigit():
                return f" (process {number})"
            time.sleep(0.02)
        return ""


def _write(path: Path, text: str) -> None:
    """The name of the holder is a courtesy: where the disk is full it is left out, and the writing says so itself."""
    try:
        path.write_text(text, encoding="ascii")
    except OSError:
        with suppress(OSError):
            path.unlink()
