"""Documents in the library's tables: their versions, and which text supersedes which. SQL over an open connection."""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from corpus.errors import DamagedDocument, InvalidDocument, UnknownDocument
from corpus.library import originals as library_originals
from corpus.library import words as library_words
from corpus.library.file import Connection
from corpus.library.rows import (
    Row,
    StoredDocument,
    digest,
    document_from_rows,
    document_row,
    footnote_row,
    paragraph_row,
)
from corpus.library.schema import CURRENT
from corpus.types import Document, Paragraph

_NAMES_A_VERSION = re.compile(r".@\d+\Z", re.DOTALL)
_PLACED = '"start", "end", label_start, label_end, page, headings, doubt, part'
# The tables whose rows belong to a document and go with it when it is given another id.
_BELONGING = (
    *("paragraph", "subparagraph", "furniture", "footnote", "note", "mark"),
    *("embedding", "encoded_paragraph", "paragraph_words", "unencoded", "read_from", "version"),
)
_ENTRY = """
    SELECT d.id, d.title, d.date, d.language, v.symbol, coalesce(v.paragraphs, 0), coalesce(v.number, 1),
        (SELECT "by" FROM superseded s WHERE s.document = d.id ORDER BY s.rowid DESC LIMIT 1),
        coalesce(v.file, ''), coalesce(v.file_sha256, ''), v.added
    FROM document d LEFT JOIN version v ON v.document = d.id
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: the file's name as given, and the hexadecimal SHA-256 of its bytes."""

    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document came to: `document` is its id, `version` counts from 1."""

    status: Literal["added", "unchanged", "updated"]
    document: str
    version: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What the library knows of a document without its text.

    `paragraphs` counts those that can answer; `added` is in UTC (ISO 8601), None where it was not recorded.
    """

    id: str
    title: str
    date: date | None
    language: str
    symbol: str | None
    paragraphs: int
    version: int
    superseded_by: str | None
    origin: Origin
    added: str | None


def find_ids(db: Connection, *, include_superseded: bool = False) -> tuple[str, ...]:
    """The ids of every document, in order."""
    where = "" if include_superseded else f" WHERE id {CURRENT}"
    return tuple(row[0] for row in db.execute(f"SELECT id FROM document{where} ORDER BY id"))  # noqa: S608


def load(db: Connection, document_id: str) -> Document:
    """The document of that id, superseded or not ("ID@1" is the first version of ID), compared with its SHA-256.

    Raises UnknownDocument, DamagedDocument.
    """
    document, text_digest, everything = _read(db, document_id)
    if hashlib.sha256(document.text.encode(errors="replace")).hexdigest() != text_digest:
        raise DamagedDocument(document_id, "The text of {} is not the one that was stored.")
    if digest(document) != everything:
        raise DamagedDocument(document_id, "The card or the paragraphs of {} are not those that were stored.")
    return document


def load_paragraph(db: Connection, place: tuple[str, int]) -> Paragraph:
    """The paragraph at an ordinal of a document, as a rule without reading the rest of it; raises as `load` does."""
    return library_words.at(db, *place) or load(db, place[0]).paragraphs[place[1]]


def stored_sha256(db: Connection, document_id: str) -> str:
    """What is stored as the hexadecimal SHA-256 of a document's text; raises UnknownDocument."""
    row = db.execute("SELECT sha256 FROM document WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise unknown(db, document_id)
    return str(row[0])


def is_sound(db: Connection, document_id: str) -> bool:
    """Whether what is stored of a document is what was put in; raises UnknownDocument."""
    try:
        load(db, document_id)
    except DamagedDocument:
        return False
    return True


def _read(db: Connection, document_id: str) -> tuple[Document, str, str | None]:
    """A document as it stands in the tables, and what is stored as the SHA-256 of its text and of all of it."""
    row = db.execute(
        "SELECT id, title, date, place, publisher, source, language, symbol, text, sha256, digest"
        " FROM document LEFT JOIN version ON document = id WHERE id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise unknown(db, document_id)
    *head, text_digest, everything = row

    def rows(query: str) -> Sequence[Row]:
        return db.execute(query, (document_id,)).fetchall()

    stored = StoredDocument(
        head,
        rows(f"SELECT ordinal, number, kind, {_PLACED} FROM paragraph WHERE document = ? ORDER BY ordinal"),  # noqa: S608
        rows(f"SELECT ordinal, number, kind, {_PLACED} FROM subparagraph WHERE document = ? ORDER BY place"),  # noqa: S608
        rows('SELECT "start", "end" FROM furniture WHERE document = ? ORDER BY "start"'),
        rows('SELECT mark, "start", "end", page FROM footnote WHERE document = ? ORDER BY place'),
        rows("SELECT sentence FROM note WHERE document = ? ORDER BY place"),
        rows("SELECT at, mark FROM mark WHERE document = ? ORDER BY place"),
    )
    try:
        return document_from_rows(stored), text_digest, everything
    except InvalidDocument as error:
        raise DamagedDocument(document_id, f"What is stored of {{}} does not fit together ({error}).") from error


def unknown(db: Connection, document_id: str) -> UnknownDocument:
    """The error that names what was asked for and what there is."""
    known = [row[0] for row in db.execute(f"SELECT id FROM document WHERE id {CURRENT} ORDER BY id")]  # noqa: S608
    return UnknownDocument.among(document_id, known)


def store(db: Connection, document: Document, origin: Origin, added: str) -> Added:
    """Store `document` as the newest version of its id, unless the newest is equal to it.

    Raises InvalidDocument where its id is the name of a version or its text is not Unicode.
    """
    if _NAMES_A_VERSION.search(document.id):
        raise InvalidDocument(f"A document cannot have the id {document.id!r}: that names a version of another.")
    new = _digest(document)
    stored = db.execute("SELECT number, digest FROM version WHERE document = ?", (document.id,)).fetchone()
    if stored and stored[1] == new:
        if is_sound(db, document.id):
            return Added("unchanged", document.id, stored[0])
        _replace(db, document)
        return Added("updated", document.id, stored[0])
    if stored:
        _make_earlier(db, document.id, stored[0])
    (last,) = db.execute(
        "SELECT max(number) FROM (SELECT number FROM version WHERE series = ?1"
        " UNION SELECT number FROM removed WHERE series = ?1 UNION SELECT 0)",
        (document.id,),
    ).fetchone()
    _insert(db, document)
    db.execute(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (document.id, document.id, last + 1, document.card.symbol, new, origin.file, origin.sha256, added),
    )
    _count_paragraphs(db, document.id)
    return Added("updated" if stored else "added", document.id, last + 1)


def require_supersedable(db: Connection, old: str, by: str) -> None:
    """Raise UnknownDocument or InvalidDocument where `by`, stored or not yet, cannot supersede `old`."""
    if old == by:
        raise InvalidDocument(f"{by} cannot supersede itself.")
    if not _exists(db, old):
        raise unknown(db, old)
    followed = db.execute(
        'WITH RECURSIVE later (id) AS (VALUES (?) UNION SELECT s."by" FROM superseded s JOIN later'
        " ON s.document = later.id) SELECT 1 FROM later WHERE id = ?",
        (by, old),
    ).fetchone()
    if followed:
        raise InvalidDocument(f"{by} cannot supersede {old}, by which it is itself superseded.")


def supersede(db: Connection, old: str, by: str) -> bool:
    """Mark `old` as superseded by `by`; whether that is new."""
    return db.execute("INSERT OR IGNORE INTO superseded VALUES (?, ?)", (old, by)).rowcount > 0


def furniture(db: Connection, besides: Container[str]) -> Iterator[tuple[str, str]]:
    """(document id, text) of all that stands around the documents, superseded or not, but for those `besides`.

    Raises DamagedDocument.
    """
    spans = 'SELECT document, "start", "end" FROM furniture ORDER BY document, "start"'
    for document_id, of in groupby(db.execute(spans).fetchall(), key=lambda row: str(row[0])):
        if document_id in besides:
            continue
        text, sha256 = db.execute("SELECT text, sha256 FROM document WHERE id = ?", (document_id,)).fetchone()
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            raise DamagedDocument(document_id, "The text of {} is not the one that was stored.")
        yield from ((document_id, text[start:end]) for _, start, end in of)


def remove(db: Connection, document_id: str) -> tuple[str, ...]:
    """Remove a document with its versions, or an earlier version alone; the ids that are gone."""
    entry = db.execute("SELECT series, number FROM version WHERE document = ?", (document_id,)).fetchone()
    if entry is None:
        return _remove_unreadable(db, document_id)
    if document_id != entry[0]:
        db.execute("INSERT INTO removed VALUES (?, ?)", entry)
        gone: tuple[str, ...] = (document_id,)
    else:
        db.execute("DELETE FROM removed WHERE series = ?", (document_id,))
        rows = db.execute("SELECT document FROM version WHERE series = ? ORDER BY number DESC", (document_id,))
        gone = tuple(row[0] for row in rows.fetchall())
    damaged = [each for each in gone if not is_sound(db, each)]
    for each in gone:
        if each not in damaged:
            library_words.drop(db, each)
        db.execute("DELETE FROM document WHERE id = ?", (each,))
    library_originals.drop_unused(db)
    if damaged:  # which words to take out can no longer be told
        index_words_again(db)
    return gone


def _remove_unreadable(db: Connection, document_id: str) -> tuple[str, ...]:
    """Remove a document whose id cannot be read any more, as it is shown; raises UnknownDocument."""
    rows = [row for row, shown in db.execute("SELECT rowid, id FROM document") if shown == document_id]
    if not rows:
        raise unknown(db, document_id)
    db.execute("REINDEX document")
    db.execute("DELETE FROM document WHERE rowid = ?", (rows[0],))
    for table in _BELONGING:
        db.execute(f"DELETE FROM {table} WHERE document NOT IN (SELECT id FROM document)")  # noqa: S608
    index_words_again(db)
    return (document_id,)


def index_words_again(db: Connection) -> None:
    """Make what words are looked up in anew; the paragraphs of a damaged document are found, and never shown."""
    library_words.rebuild(db, lambda document_id: is_sound(db, document_id))


def _replace(db: Connection, document: Document) -> None:
    """Put `document` where what is stored of it is damaged; its version stays, its vectors are made again."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table in _BELONGING:
        if table != "version":
            db.execute(f"DELETE FROM {table} WHERE document = ?", (document.id,))  # noqa: S608
    row, card = document_row(document), document.card
    db.execute(
        "UPDATE document SET title = ?, date = ?, place = ?, publisher = ?, source = ?, language = ?, sha256 = ?,"
        " text = ? WHERE id = ?",
        (*row[1:], document.id),
    )
    db.execute("UPDATE version SET symbol = ?, paragraphs = NULL WHERE document = ?", (card.symbol, document.id))
    _insert_parts(db, document)
    _count_paragraphs(db, document.id)
    index_words_again(db)


def entries(db: Connection, *, include_superseded: bool = False) -> tuple[Entry, ...]:
    """What is known of every document, by id, without loading a text."""
    where = "" if include_superseded else f"WHERE d.id {CURRENT}"
    return tuple(map(_entry, db.execute(f"{_ENTRY} {where} ORDER BY d.id")))


def entries_of(db: Connection, ids: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of some documents, those that are gone left out."""
    found = (db.execute(f"{_ENTRY} WHERE d.id = ?", (document_id,)).fetchone() for document_id in ids)
    return tuple(_entry(row) for row in found if row)


def changed_since(db: Connection, generation: int) -> tuple[str, ...] | None:
    """The documents that came, went or are known otherwise since then; None where that is not known any more."""
    (known_from,) = db.execute("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'changes from'").fetchone()
    if generation < known_from:
        return None
    return tuple(row[0] for row in db.execute("SELECT document FROM change WHERE generation > ?", (generation,)))


def forget_changes(db: Connection, generation: int) -> None:
    """Say that all may have changed in that generation, which is to be the next one that is read."""
    db.execute("DELETE FROM change")
    db.execute("UPDATE meta SET value = ? WHERE key IN ('generation', 'changes from')", (str(generation),))


def numbers(db: Connection, document_id: str) -> tuple[str, ...]:
    """The printed numbers of a document, as `Document.numbers`, without loading its text."""
    query = "SELECT number FROM paragraph WHERE document = ? AND kind = 'numbered' ORDER BY ordinal"
    return tuple(number for (number,) in db.execute(query, (document_id,)))


def entry(db: Connection, document_id: str) -> Entry:
    """What is known of one document without its text; raises UnknownDocument."""
    row = db.execute(f"{_ENTRY} WHERE d.id = ?", (document_id,)).fetchone()
    if row is None:
        raise unknown(db, document_id)
    return _entry(row)


def versions(db: Connection, document_id: str) -> tuple[Entry, ...]:
    """The entries of every version of a document, the oldest first; raises UnknownDocument."""
    if not _exists(db, document_id):
        raise unknown(db, document_id)
    where = "WHERE v.series = (SELECT series FROM version WHERE document = ?) ORDER BY v.number"
    return tuple(map(_entry, db.execute(f"{_ENTRY} {where}", (document_id,))))


def read_from(db: Connection, file_sha256: str) -> str | None:
    """The id of the document that was read from the file of that hexadecimal SHA-256; None where none was.

    A current one, if there is one.
    """
    row = db.execute(
        f"SELECT document FROM version WHERE file_sha256 = ? AND file_sha256 <> ''"  # noqa: S608
        f" ORDER BY document {CURRENT} DESC, document LIMIT 1",
        (file_sha256,),
    ).fetchone()
    return row[0] if row else None


def _count_paragraphs(db: Connection, document_id: str | None = None) -> None:
    """Say of one document, or of all of which it is not said, how many of its paragraphs can answer."""
    db.execute(
        """UPDATE version SET paragraphs = (
            SELECT count(*) FROM paragraph p
            WHERE p.document = version.document AND p.kind <> 'heading' AND p."end" > p."start")
        WHERE document = ?1 OR (?1 IS NULL AND paragraphs IS NULL)""",
        (document_id,),
    )


def complete(db: Connection) -> None:
    """Fill in the digests and the numbers of paragraphs that a library of an earlier schema lacks."""
    _count_paragraphs(db)
    for (document_id,) in db.execute("SELECT document FROM version WHERE digest IS NULL").fetchall():
        document, *_ = _read(db, document_id)
        db.execute("UPDATE version SET digest = ? WHERE document = ?", (_digest(document), document_id))
        spans = db.execute(
            'SELECT rowid, ordinal, "start", "end" FROM embedding WHERE document = ?', (document_id,)
        ).fetchall()
        db.executemany(
            "UPDATE embedding SET text_sha256 = ? WHERE rowid = ?",
            ((text_sha256(document.paragraphs[o].text[start:end]), row) for row, o, start, end in spans),
        )


def text_sha256(text: str) -> bytes:
    """The SHA-256 by which a vector of an equal text is found."""
    return hashlib.sha256(text.encode()).digest()


def _digest(document: Document) -> str:
    try:
        return digest(document)
    except UnicodeEncodeError as error:
        character = ord(error.object[error.start])
        raise InvalidDocument(
            f"{document.id!r} holds half a character (U+{character:04X}), which cannot be stored."
        ) from error


def _make_earlier(db: Connection, document_id: str, number: int) -> None:
    """Give the newest version the id of an earlier one, superseded by what is to take its place."""
    db.execute("PRAGMA defer_foreign_keys = ON")  # until the end of this transaction
    earlier = f"{document_id}@{number}"
    db.execute("UPDATE document SET id = ? WHERE id = ?", (earlier, document_id))
    for table in _BELONGING:
        db.execute(f"UPDATE {table} SET document = ? WHERE document = ?", (earlier, document_id))  # noqa: S608
    db.execute("INSERT INTO superseded VALUES (?, ?)", (earlier, document_id))


def _insert(db: Connection, document: Document) -> None:
    of = document.id
    db.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", document_row(document))
    _insert_parts(db, document)
    library_words.add(db, of)


def _insert_parts(db: Connection, document: Document) -> None:
    of = document.id
    db.execute("INSERT INTO unencoded VALUES (?)", (of,))
    db.executemany(
        "INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((of, *paragraph_row(paragraph)) for paragraph in document.paragraphs),
    )
    db.executemany(
        "INSERT INTO subparagraph VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((of, place, *paragraph_row(paragraph)) for place, paragraph in enumerate(document.subparagraphs)),
    )
    db.executemany(
        "INSERT INTO furniture VALUES (?, ?, ?)", ((of, span.start, span.end) for span in document.furniture)
    )
    db.executemany(
        "INSERT INTO footnote VALUES (?, ?, ?, ?, ?, ?)",
        ((of, place, *footnote_row(footnote)) for place, footnote in enumerate(document.footnotes)),
    )
    db.executemany(
        "INSERT INTO note VALUES (?, ?, ?)", ((of, place, note) for place, note in enumerate(document.notes))
    )
    db.executemany(
        "INSERT INTO mark VALUES (?, ?, ?, ?)",
        ((of, place, mark.place, mark.text) for place, mark in enumerate(document.marks)),
    )


def _exists(db: Connection, document_id: str) -> bool:
    return db.execute("SELECT 1 FROM document WHERE id = ?", (document_id,)).fetchone() is not None


def _entry(row: Row) -> Entry:
    document_id, title, day, language, symbol, paragraphs, number, superseded_by, file, sha256, added = row
    try:
        when = date.fromisoformat(day) if day else None
    except ValueError:  # damaged, which is told where the document is read
        when = None
    origin = Origin(file, sha256)
    return Entry(document_id, title, when, language, symbol, paragraphs, number, superseded_by, origin, added)
