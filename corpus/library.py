"""The SQLite library: the only truth about documents, their paragraphs and their embeddings."""

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from corpus.errors import (
    EncoderMismatch,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryReadOnly,
    LibraryTooNew,
    NotALibrary,
    PinciteError,
    UnknownDocument,
)
from corpus.rows import document_from_rows, document_row, paragraph_row
from corpus.schema import APPLICATION_ID, STEPS, VERSION
from corpus.types import Document, Span

FILE_NAME = "library.sqlite3"
_WAIT_SECONDS = 10
_DAMAGED = ("malformed", "not a database", "disk image", "corrupt")

Unit = Literal["paragraph", "sentence"]


@dataclass(frozen=True, slots=True)
class EmbeddedSpan:
    """A whole paragraph or one sentence of it; `span` counts within the paragraph."""

    document: str
    ordinal: int
    span: Span


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """Which encoder made a library's vectors, and how many numbers each has."""

    name: str
    dimension: int


class Library:
    """A folder with a SQLite file. Open with `Library.open`; safe to share between threads.

    Every method raises a LibraryError with a sentence for people where SQLite fails.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, *, writable: bool) -> None:
        self.folder = folder
        self.writable = writable
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, folder: Path, first_documents: Callable[[], Iterable[Document]]) -> Self:
        """The library in `folder`, created with `first_documents()` in one transaction if there is none.

        A library of an older schema is brought up to date. Where the folder cannot be written, an
        existing library is opened for reading only. Raises NotALibrary, LibraryTooNew,
        LibraryReadOnly, LibraryDamaged.
        """
        with _in_words(folder):
            file = _library_file(folder)
            writable = _make_writable(folder, file)
            library = cls(folder, _connect(file, writable=writable), writable=writable)
            try:
                library._prepare(first_documents)
            except BaseException:
                library.close()
                raise
            return library

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def documents(self) -> tuple[Document, ...]:
        """Every document, by id."""
        with self._reading() as db:
            ids = [row[0] for row in db.execute("SELECT id FROM document ORDER BY id")]
        return tuple(self.document(document_id) for document_id in ids)

    def document_ids(self) -> tuple[str, ...]:
        """The ids of every document, in order."""
        with self._reading() as db:
            return tuple(row[0] for row in db.execute("SELECT id FROM document ORDER BY id"))

    def document(self, document_id: str) -> Document:
        """The document of that id; raises UnknownDocument."""
        with self._reading() as db:
            row = db.execute(
                "SELECT id, title, date, place, publisher, source, language, text FROM document WHERE id = ?",
                (document_id,),
            ).fetchone()
            if row is None:
                known = ", ".join(self.document_ids()[:5]) or "nothing"
                raise UnknownDocument(f"There is no document {document_id!r} in the library; it holds {known}.")
            paragraphs = db.execute(
                'SELECT ordinal, number, kind, "start", "end", label_start, label_end, page'
                " FROM paragraph WHERE document = ? ORDER BY ordinal",
                (document_id,),
            ).fetchall()
            furniture = db.execute(
                'SELECT "start", "end" FROM furniture WHERE document = ? ORDER BY "start"', (document_id,)
            ).fetchall()
        return document_from_rows(row, paragraphs, furniture)

    def add(self, document: Document) -> None:
        """Store `document` and its paragraphs, wholly or not at all; replaces one of the same id."""
        with self._writing() as db:
            _insert(db, document)

    @property
    def generation(self) -> int:
        """A number that grows with every change of documents or embeddings."""
        with self._reading() as db:
            return int(db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])

    def fingerprint(self) -> str:
        """Hexadecimal SHA-256 over every document's id and text, the same for the same collection."""
        with self._reading() as db:
            rows = db.execute("SELECT id, sha256 FROM document ORDER BY id").fetchall()
        return hashlib.sha256("\n".join(f"{i} {sha}" for i, sha in rows).encode()).hexdigest()

    def encoder(self) -> EncoderIdentity | None:
        """Which encoder made the stored vectors; None before the first."""
        with self._reading() as db:
            row = db.execute("SELECT name, dimension FROM encoder").fetchone()
        return EncoderIdentity(*row) if row else None

    def documents_without_embeddings(self) -> tuple[Document, ...]:
        """The documents that have yet to be encoded."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT id FROM document WHERE id NOT IN (SELECT document FROM embedding) ORDER BY id"
            ).fetchall()
        return tuple(self.document(row[0]) for row in rows)

    def put_embeddings(self, encoder: EncoderIdentity, rows: Iterable[tuple[Unit, EmbeddedSpan, bytes]]) -> None:
        """Store vectors in one transaction, each little-endian float32, 4 bytes a number.

        Raises EncoderMismatch where another encoder's vectors are there.
        """
        with self._writing() as db:
            self.require_encoder(encoder)
            db.execute("INSERT OR IGNORE INTO encoder VALUES (?, ?)", (encoder.name, encoder.dimension))
            db.executemany(
                "INSERT OR REPLACE INTO embedding VALUES (?, ?, ?, ?, ?, ?)",
                ((s.document, s.ordinal, unit, s.span.start, s.span.end, vector) for unit, s, vector in rows),
            )

    def drop_embeddings(self) -> None:
        """Forget every vector and the encoder's name, so that another encoder may follow."""
        with self._writing() as db:
            db.execute("DELETE FROM embedding")
            db.execute("DELETE FROM encoder")

    def require_encoder(self, encoder: EncoderIdentity) -> None:
        """Raise EncoderMismatch unless the stored vectors, if any, were made by `encoder`."""
        stored = self.encoder()
        if stored is not None and stored != encoder:
            raise EncoderMismatch(
                f"The library {self.folder} was encoded with {stored.name} ({stored.dimension} dimensions), "
                f"not with {encoder.name} ({encoder.dimension}); "
                "choose that encoder, or encode again with `pincite index --encode-again`."
            )

    def embedded_spans(self, unit: Unit) -> tuple[EmbeddedSpan, ...]:
        """What has a vector of that unit, ordered by document, paragraph and place."""
        with self._reading() as db:
            rows = db.execute(
                'SELECT document, ordinal, "start", "end" FROM embedding WHERE unit = ?'
                ' ORDER BY document, ordinal, "start"',
                (unit,),
            ).fetchall()
        return tuple(EmbeddedSpan(document, ordinal, Span(start, end)) for document, ordinal, start, end in rows)

    def vectors(self, unit: Unit) -> bytes:
        """The vectors of that unit one after the other, in the order of `embedded_spans`."""
        with self._reading() as db:
            rows = db.execute(
                'SELECT vector FROM embedding WHERE unit = ? ORDER BY document, ordinal, "start"', (unit,)
            )
            return b"".join(row[0] for row in rows)

    def problems(self) -> list[str]:
        """What is wrong with the stored data, a sentence each; empty where all is well."""
        with self._reading() as db:
            found = [f"SQLite: {row[0]}." for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"A row of {row[0]} refers to nothing." for row in db.execute("PRAGMA foreign_key_check")]
            stored = dict(db.execute("SELECT id, sha256 FROM document").fetchall())
        for document_id, sha256 in stored.items():
            try:
                document = self.document(document_id)
            except PinciteError as error:
                found.append(str(error))
                continue
            if document.sha256 != sha256:
                found.append(f"The text of {document_id} is not the one that was stored.")
        return found

    def _prepare(self, first_documents: Callable[[], Iterable[Document]]) -> None:
        version = _version(self._connection, self.folder)
        if version == VERSION:
            return
        if not self.writable:
            raise LibraryReadOnly(f"The library {self.folder} cannot be written, and it has to be brought up to date.")
        with self._writing() as db:
            version = _version(db, self.folder)  # another process may have been faster
            for step in STEPS[version:]:
                for statement in step:
                    db.execute(statement)
            if version == 0:
                for document in first_documents():
                    _insert(db, document)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _in_words(self.folder):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _in_words(self.folder):
            db = self._connection
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise


def _library_file(folder: Path) -> Path:
    if folder.exists() and not folder.is_dir():
        raise NotALibrary(f"The library {folder} is a file; --library takes a folder.")
    return folder / FILE_NAME


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


def _connect(file: Path, *, writable: bool) -> sqlite3.Connection:
    # An immutable file needs no -wal and -shm beside it, which a folder for reading only cannot hold; a -wal that
    # is there holds the latest writes, and is read.
    written_ahead = file.with_name(f"{FILE_NAME}-wal").exists()
    mode = "rwc" if writable else "ro" if written_ahead else "ro&immutable=1"
    uri = f"{file.resolve().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        if writable and not _has_tables(db):
            _use_write_ahead_log(db)
        if writable:
            db.execute("PRAGMA synchronous = FULL")
    except BaseException:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection, folder: Path) -> int:
    """The schema's version, 0 for an empty file; raises NotALibrary, LibraryTooNew."""
    # One statement, so that another process cannot change the file in between.
    version, application, tables = db.execute(
        "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    if tables and application != APPLICATION_ID:
        raise NotALibrary(f"{folder / FILE_NAME} is a database, but not a library of pincite.")
    if version > VERSION:
        raise LibraryTooNew(
            f"The library {folder} has schema {version}; this pincite knows up to {VERSION}: update it."
        )
    return int(version)


def _use_write_ahead_log(db: sqlite3.Connection) -> None:
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


def _has_tables(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn what SQLite raises into one sentence that names the library."""
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        if "readonly" in words or "read-only" in words or "unable to open" in words:
            raise LibraryReadOnly(f"The library {folder} cannot be written ({words}).") from error
        if "locked" in words or "busy" in words:
            raise LibraryBusy(f"The library {folder} is being written by another process; try again.") from error
        if any(sign in words for sign in _DAMAGED):
            raise LibraryDamaged(f"The library file {folder / FILE_NAME} is damaged ({words}).") from error
        raise LibraryError(f"The library {folder} could not be used ({words}).") from error


def _insert(db: sqlite3.Connection, document: Document) -> None:
    db.execute("DELETE FROM document WHERE id = ?", (document.id,))
    db.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", document_row(document))
    db.executemany(
        "INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(paragraph_row, document.paragraphs),
    )
    db.executemany(
        "INSERT INTO furniture VALUES (?, ?, ?)", ((document.id, span.start, span.end) for span in document.furniture)
    )
