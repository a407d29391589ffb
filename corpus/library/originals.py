"""The files that documents were read from, kept as they came, and where the words stand on their pages.

SQL over an open connection. A file is kept once, by its SHA-256, as long as a document was read from it.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import DamagedDocument
from corpus.library.file import Connection
from corpus.library.rows import places_from_fields, places_to_fields
from corpus.types import PlacedLine

MOST_BYTES = 64 << 20  # a larger file is read and not kept


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came; `lines` are those of the text read from it, with their places on its pages."""

    raw: bytes
    lines: tuple[PlacedLine, ...]

    @property
    def sha256(self) -> str:
        """Hexadecimal, of its bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def put(db: Connection, document_id: str, original: Original) -> None:
    """Keep `original` as what the document was read from."""
    packed = zlib.compress(json.dumps(places_to_fields(original.lines), separators=(",", ":")).encode())
    sha256 = original.sha256
    db.execute("INSERT OR REPLACE INTO original VALUES (?, ?)", (sha256, original.raw))
    db.execute(
        "INSERT OR REPLACE INTO read_from VALUES (?, ?, ?, ?)",
        (document_id, sha256, packed, hashlib.sha256(packed).hexdigest()),
    )


def drop_unused(db: Connection) -> None:
    """Let go of the files that no document is read from any more."""
    db.execute("DELETE FROM original WHERE sha256 NOT IN (SELECT original FROM read_from)")


def sha256_of(db: Connection, document_id: str) -> str | None:
    """Hexadecimal, of the file that the document was read from; None where it is not kept."""
    row = db.execute("SELECT original FROM read_from WHERE document = ?", (document_id,)).fetchone()
    return row[0] if row else None


def raw_of(db: Connection, document_id: str) -> bytes | None:
    """The file that the document was read from; None where it is not kept. Raises DamagedDocument."""
    row = db.execute(
        "SELECT sha256, bytes FROM original WHERE sha256 = (SELECT original FROM read_from WHERE document = ?)",
        (document_id,),
    ).fetchone()
    if row is None:
        return None
    sha256, raw = row
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise DamagedDocument(document_id, "The file that {} was read from is not the one that was kept.")
    return bytes(raw)


def places_of(db: Connection, document_id: str) -> tuple[PlacedLine, ...]:
    """Where the words of a document stand on the pages of its file; raises DamagedDocument."""
    row = db.execute("SELECT lines, sha256 FROM read_from WHERE document = ?", (document_id,)).fetchone()
    if row is None:
        return ()
    packed, sha256 = row
    if hashlib.sha256(packed).hexdigest() != sha256:
        raise DamagedDocument(document_id, "What is stored of the places of {} is not what was put in.")
    return places_from_fields(json.loads(zlib.decompress(packed)))


def problems(db: Connection, document_id: str) -> Iterator[str]:
    """What is wrong with what is kept of one document's file."""
    try:
        raw_of(db, document_id)
        places_of(db, document_id)
    except DamagedDocument as error:
        yield str(error)
