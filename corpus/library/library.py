"""The SQLite library: the only truth about documents, their paragraphs, their versions and their embeddings."""

import hashlib
import shlex
import uuid
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import update_wrapper
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from corpus.errors import DamagedDocument, EncoderMismatch, LibraryDamaged, LibraryReadOnly, UnknownDocument
from corpus.library import documents as library_documents
from corpus.library import originals as library_originals
from corpus.library import problems as library_problems
from corpus.library import vectors as library_vectors
from corpus.library import words as library_words
from corpus.library.documents import Added, Entry, Origin
from corpus.library.file import FILE_NAME, Connection, LibraryFile, WriterLock
from corpus.library.originals import Original
from corpus.library.schema import APPLICATION_ID, CURRENT, STEPS, VERSION
from corpus.library.vectors import (
    EmbeddedSpan,
    Embedding,
    EncodedParagraph,
    EncoderIdentity,
    Place,
    StoredEmbedding,
    StoredParagraph,
    Unit,
)
from corpus.types import Document

__all__ = [
    "FILE_NAME",
    "Added",
    "EmbeddedSpan",
    "Embedding",
    "EncodedParagraph",
    "EncoderIdentity",
    "Entry",
    "Library",
    "Origin",
    "Original",
    "Place",
    "StoredEmbedding",
    "StoredParagraph",
    "Unit",
]

_NO_FILE = Origin()
_Given = ParamSpec("_Given")
_Told = TypeVar("_Told")


def _asks(
    query: Callable[Concatenate[Connection, _Given], _Told], *, at_once: bool = False
) -> "Callable[Concatenate[Library, _Given], _Told]":
    """A method of the library that asks its file; what is read `at_once` belongs together."""

    def ask(library: "Library", /, *given: _Given.args, **named: _Given.kwargs) -> _Told:
        together = library.snapshot() if at_once else nullcontext()
        with together, library._file.reading() as db:
            return query(db, *given, **named)

    update_wrapper(ask, query)  # its words are the method's
    return ask


class Library:
    """A folder with a SQLite file. Open with `Library.open`; safe to share between threads.

    A document that has been superseded, by a newer version of itself or by another, keeps its place and its id
    ("ID@1" for a version) and is left out of what is searched. Every method raises a LibraryError with a sentence
    for people where SQLite fails.
    """

    def __init__(self, file: LibraryFile) -> None:
        self.folder = file.folder
        self.writable = file.writable
        self._file = file
        self._writer = WriterLock(file.folder)

    @classmethod
    def open(cls, folder: Path, first_documents: Callable[[], Iterable[Document]]) -> Self:
        """The library in `folder`, created with `first_documents()` in one transaction if there is none.

        A library of an older schema is brought up to date. Where the folder cannot be written, an
        existing library is opened for reading only. Raises NotALibrary, LibraryTooNew,
        LibraryReadOnly, LibraryDamaged.
        """
        library = cls(LibraryFile.open(folder))
        try:
            library._prepare(first_documents)
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read inside belongs together, whatever another process writes meanwhile."""
        return self._file.snapshot()

    @contextmanager
    def writing(self, wait_seconds: float = 0) -> Iterator[None]:
        """Be the only pincite that writes; around a whole run, while others go on reading.

        Raises LibraryBusy, which names the process that is writing, and LibraryReadOnly.
        """
        if not self.writable:
            raise LibraryReadOnly(f"The library {self.folder} cannot be written.")
        with self._writer.held(wait_seconds):
            yield

    # Documents.

    def documents(self, *, include_superseded: bool = False) -> tuple[Document, ...]:
        """Every document, by id."""
        return tuple(self.each_document(include_superseded=include_superseded))

    def each_document(self, *, include_superseded: bool = False) -> Iterator[Document]:
        """The documents by id, one in memory at a time; one that is removed meanwhile is passed over."""
        for document_id in self.document_ids(include_superseded=include_superseded):
            try:
                document = self.document(document_id)
            except UnknownDocument:
                if document_id not in self.document_ids(include_superseded=include_superseded):
                    continue
                raise DamagedDocument(document_id, "The id of {} cannot be read.") from None
            yield document

    document_ids = _asks(library_documents.find_ids)
    document = _asks(library_documents.load, at_once=True)
    entries = _asks(library_documents.entries)
    entries_of = _asks(library_documents.entries_of)
    changed_since = _asks(library_documents.changed_since)
    numbers = _asks(library_documents.numbers)
    record = _asks(library_documents.entry)
    versions = _asks(library_documents.versions)

    def superseded_by(self, document_id: str) -> str | None:
        """What was last said to supersede the document; None where it is current. Raises UnknownDocument."""
        return self.record(document_id).superseded_by

    knows_file = _asks(library_documents.read_from)

    def add(
        self,
        document: Document,
        origin: Origin = _NO_FILE,
        supersedes: str | None = None,
        original: Original | None = None,
    ) -> Added:
        """Store `document` as the newest version of its id, and mark `supersedes` as superseded by it.

        One transaction, on disk when this returns. A document that is equal to the stored one changes nothing. The
        version before it is kept as "ID@1". Raises UnknownDocument where what is to be superseded is not there,
        InvalidDocument where a document would supersede itself, by way of others or at once.
        """
        with self._file.writing() as db:
            if supersedes is not None:
                library_documents.require_supersedable(db, supersedes, document.id)
            added = library_documents.store(db, document, origin, _now())
            marked = supersedes is not None and library_documents.supersede(db, supersedes, document.id)
            if original is not None:
                library_originals.put(db, added.document, original)
                library_originals.drop_unused(db)
            if marked or added.status != "unchanged":
                _has_changed(db)
        return added

    def remove(self, document_id: str) -> tuple[str, ...]:
        """Remove a document with all its versions and vectors, or one earlier version ("ID@1"); the ids removed.

        What only the removed document superseded is current again. Raises UnknownDocument.
        """
        with self._file.writing() as db:
            removed = library_documents.remove(db, document_id)
            _has_changed(db)
        return removed

    def take_over(self, other: "Library") -> None:
        """Hold what `other` holds in place of all that was held, in one transaction; see corpus.library.backup."""
        with other._file.writing() as db:  # so that whoever has read either sees that this is another state
            library_documents.forget_changes(db, max(self.generation, other.generation) + 1)
        self._file.replace_with(other._file)

    # The files that documents were read from.

    original_sha256 = _asks(library_originals.sha256_of)
    original = _asks(library_originals.raw_of)
    places = _asks(library_originals.places_of)

    # Words, cut by `corpus.library.words.word_keys`.

    paragraph_at = _asks(library_documents.load_paragraph)
    paragraphs_with_phrase = _asks(library_words.with_phrase, at_once=True)
    paragraphs_with_words = _asks(library_words.with_words, at_once=True)

    def furniture(self, besides: Container[str] = ()) -> tuple[tuple[str, str], ...]:
        """(document id, text) of every piece of page furniture, in the order it stands in each document.

        Of the documents `besides` these nothing is read.
        """
        with self._file.reading() as db:
            return tuple(library_documents.furniture(db, besides))

    def index_words_again(self) -> None:
        """Make what words are looked up in anew from the documents."""
        with self._file.writing() as db:
            library_documents.index_words_again(db)

    # The state that an index is made from.

    @property
    def generation(self) -> int:
        """A number that grows with every change of documents or embeddings."""
        with self._file.reading() as db:
            return int(db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])

    @property
    def state(self) -> tuple[int, int]:
        """Changes with every change of the library, and when another one takes its place."""
        with self._file.reading():
            return self._file.opened, self.generation

    def identity(self) -> str:
        """What this library has in common with its copies alone; "" where it has none and cannot be written."""
        with self._file.reading() as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
        if row is None and self.writable:
            with self._file.writing() as db:
                db.execute("INSERT OR IGNORE INTO meta VALUES ('identity', ?)", (uuid.uuid4().hex,))
            return self.identity()
        return row[0] if row else ""

    def fingerprint(self) -> str:
        """Hexadecimal SHA-256 over the id and text of every current document, the same for the same collection."""
        with self._file.reading() as db:
            rows = db.execute(f"SELECT id, sha256 FROM document WHERE id {CURRENT} ORDER BY id").fetchall()  # noqa: S608
        return hashlib.sha256("\n".join(f"{i} {sha}" for i, sha in rows).encode()).hexdigest()

    searchable = _asks(library_vectors.searchable)
    is_sound = _asks(library_documents.is_sound, at_once=True)

    def digest_of(self, document_id: str) -> str | None:
        """The digest of all that is stored of one document; None where it is not there."""
        with self._file.reading() as db:
            row = db.execute("SELECT digest FROM version WHERE document = ?", (document_id,)).fetchone()
            return row[0] if row else None

    fingerprint_of = _asks(library_documents.stored_sha256)

    # Embeddings.

    encoder = _asks(library_vectors.encoder)

    def require_encoder(self, encoder: EncoderIdentity) -> None:
        """Raise EncoderMismatch unless the stored vectors, if any, were made by `encoder`."""
        stored = self.encoder()
        if stored is not None and stored != encoder:
            raise EncoderMismatch(
                f"The library {self.folder} was encoded with {stored.name} ({stored.dimension} dimensions"
                f"{_of_tokens(stored)}), not with {encoder.name} ({encoder.dimension}{_of_tokens(encoder)}); "
                "choose that encoder, or encode again with "
                f"`pincite index --encode-again --encoder {shlex.quote(encoder.name)}`."
            )

    documents_without_embeddings = _asks(library_vectors.without)
    stored_vectors = _asks(library_vectors.stored_vectors)
    stored_tokens = _asks(library_vectors.stored_tokens)

    def keep_vectors(self, encoder: EncoderIdentity, made: Mapping[str, tuple[bytes, bytes | None]]) -> None:
        """Keep the vector and the tokens that were made of each text, so that nothing is encoded twice.

        They are found by `stored_vectors` and let go of with the next `put_embeddings`; a process that is killed in
        between loses none, a machine that loses its power the last.
        """
        with self._file.writing(synced=False) as db:
            library_vectors.keep(db, encoder, made)

    def put_embeddings(
        self, encoder: EncoderIdentity, embeddings: Iterable[Embedding], whole: Iterable[EncodedParagraph] = ()
    ) -> None:
        """Store vectors in one transaction; raises EncoderMismatch where another encoder's vectors are there.

        `whole` are the paragraphs that have all their vectors by that, in place of whatever they had.
        """
        paragraphs = tuple(whole)
        with self._file.writing() as db:
            self.require_encoder(encoder)
            library_vectors.drop_of_paragraphs(db, (each.place for each in paragraphs))
            library_vectors.put(db, encoder, embeddings)
            library_vectors.put_paragraphs(db, paragraphs)
            library_vectors.settle(db, {document for document, _ in (each.place for each in paragraphs)})
            _has_changed(db)

    def drop_embeddings(self) -> None:
        """Forget every vector and the encoder's name, so that another encoder may follow."""
        with self._file.writing() as db:
            library_vectors.drop_all(db)
            _has_changed(db)

    def drop_embeddings_of(self, paragraphs: Iterable[Place]) -> int:
        """Forget the vectors of each paragraph, its sentences, clauses and tokens; how many, tokens not counted."""
        with self._file.writing() as db:
            dropped = library_vectors.drop_of_paragraphs(db, paragraphs)
            if dropped:
                _has_changed(db)
        return dropped

    embedded_spans = _asks(library_vectors.spans)
    vectors = _asks(library_vectors.vectors)
    embeddings_of = _asks(library_vectors.of_document)
    embeddings_at = _asks(library_vectors.at)
    embedded_documents = _asks(library_vectors.states)

    def vector_rows(self, document_id: str) -> Iterator[tuple[Unit, int, int, int, bytes]]:
        """The vectors of one document as (unit, ordinal, start, end, vector), by ordinal, unit and start."""
        with self._file.reading() as db:
            rows = library_vectors.rows_of_document(db, document_id)
        return (row[:5] for row in rows)

    tokens = _asks(library_vectors.tokens)
    encoded_paragraphs_of = _asks(library_vectors.paragraphs_of_document)
    orphaned_embeddings = _asks(library_vectors.orphans)

    # What may be wrong.

    def problems(self) -> list[str]:
        """What is wrong with the stored documents, a sentence each; empty where all is well."""
        found = self.problems_of_file()
        for document_id in self.document_ids(include_superseded=True):
            found += self.problems_of(document_id)
        return found

    def problems_of_file(self) -> list[str]:
        """What SQLite finds, and what is wrong with the chains of versions."""
        with self._file.reading() as db:
            return [*library_problems.of_file(db), *library_problems.of_versions(db)]

    def problems_of_words(self) -> list[str]:
        """What is wrong with the words that are looked up, as against the documents."""
        try:
            with self._file.snapshot(), self._file.reading() as db:
                return list(library_problems.of_words(db))
        except LibraryDamaged as error:
            return [str(error)]

    def problems_of(self, document_id: str) -> list[str]:
        """What is wrong with one stored document; raises UnknownDocument."""
        with self._file.snapshot(), self._file.reading() as db:
            return list(library_problems.of_document(db, document_id))

    def _prepare(self, first_documents: Callable[[], Iterable[Document]]) -> None:
        if self._file.version() == VERSION:
            return
        if not self.writable:
            raise LibraryReadOnly(f"The library {self.folder} cannot be written, and it has to be brought up to date.")
        with self._file.writing() as db:
            version = self._file.version()  # another process may have been faster
            for step in STEPS[version:]:
                for statement in step:
                    db.execute(statement)
            if version == 0:
                for document in first_documents():
                    library_documents.store(db, document, _NO_FILE, _now())
            library_documents.complete(db)
            if version:
                library_documents.index_words_again(db)
                library_vectors.settle_all(db)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {VERSION}")
            _has_changed(db)


def _has_changed(db: Connection) -> None:
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")


def _of_tokens(encoder: EncoderIdentity) -> str:
    return f", {encoder.token_dimension} a token" if encoder.token_dimension else ""


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
