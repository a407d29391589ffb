"""Embeddings in the library's tables: a vector for each paragraph and sentence. SQL over an open connection."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.library_documents import CURRENT, text_sha256
from corpus.library_file import Connection
from corpus.types import Span

Unit = Literal["paragraph", "sentence"]

_BYTES_A_NUMBER = 4  # float32


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


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text of the library and its vector: little-endian float32, 4 bytes a number."""

    unit: Unit
    place: EmbeddedSpan
    text: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class StoredEmbedding:
    """A vector as it is stored, with the SHA-256 of the text that it was made from (empty where not known)."""

    unit: Unit
    place: EmbeddedSpan
    vector: bytes
    text_sha256: bytes

    def is_of(self, text: str) -> bool:
        """Whether the vector was made from `text`."""
        return self.text_sha256 == text_sha256(text)


def encoder(db: Connection) -> EncoderIdentity | None:
    """Which encoder made the stored vectors; None before the first."""
    row = db.execute("SELECT name, dimension FROM encoder").fetchone()
    return EncoderIdentity(*row) if row else None


def put(db: Connection, identity: EncoderIdentity, embeddings: Iterable[Embedding]) -> None:
    """Store vectors; those of a paragraph that has been removed meanwhile are passed over."""
    db.execute("INSERT OR IGNORE INTO encoder VALUES (?, ?)", (identity.name, identity.dimension))
    db.executemany(
        "INSERT OR REPLACE INTO embedding SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
        " WHERE EXISTS (SELECT 1 FROM paragraph WHERE document = ?1 AND ordinal = ?2)",
        (
            (p.document, p.ordinal, e.unit, p.span.start, p.span.end, e.vector, text_sha256(e.text))
            for e in embeddings
            if (p := e.place)
        ),
    )


def stored_vectors(db: Connection, identity: EncoderIdentity, texts: Iterable[str]) -> dict[str, bytes]:
    """The vectors that are stored for any of `texts`, wherever in the library they stand."""
    found = {}
    query = "SELECT vector FROM embedding WHERE text_sha256 = ? AND length(vector) = ? LIMIT 1"
    for text in texts:
        row = db.execute(query, (text_sha256(text), identity.dimension * _BYTES_A_NUMBER)).fetchone()
        if row:
            found[text] = row[0]
    return found


def drop_all(db: Connection) -> None:
    """Forget every vector and the encoder's name."""
    db.execute("DELETE FROM embedding")
    db.execute("DELETE FROM encoder")


def drop_of_paragraphs(db: Connection, paragraphs: Iterable[tuple[str, int]]) -> int:
    """Forget the vectors of each (document, ordinal) and of its sentences; how many there were."""
    return db.executemany("DELETE FROM embedding WHERE document = ? AND ordinal = ?", paragraphs).rowcount


def orphans(db: Connection) -> list[tuple[str, int]]:
    """The (document, ordinal) of vectors that belong to no paragraph."""
    return db.execute(
        "SELECT DISTINCT e.document, e.ordinal FROM embedding e LEFT JOIN paragraph p"
        " ON p.document = e.document AND p.ordinal = e.ordinal WHERE p.document IS NULL"
    ).fetchall()


# What str.strip() takes off: a paragraph of nothing else cannot answer.
_WHITE = ", ".join(str(code) for code in range(0x3001) if chr(code).isspace())


def without(db: Connection) -> tuple[str, ...]:
    """The ids of the current documents of which a paragraph that can answer has no vector, in order."""
    rows = db.execute(
        f"""SELECT id FROM document WHERE id {CURRENT} AND EXISTS (
            SELECT 1 FROM paragraph p
            WHERE p.document = document.id AND p.kind <> 'heading'
            AND trim(substr(document.text, p."start" + 1, p."end" - p."start"), char({_WHITE})) <> '' AND NOT EXISTS (
                SELECT 1 FROM embedding e
                WHERE e.document = p.document AND e.ordinal = p.ordinal AND e.unit = 'paragraph'))
        ORDER BY id"""  # noqa: S608
    )
    return tuple(row[0] for row in rows)


def spans(db: Connection, unit: Unit) -> tuple[EmbeddedSpan, ...]:
    """What has a vector of that unit in a current document, ordered by document, paragraph and place."""
    rows = db.execute(
        f"""SELECT document, ordinal, "start", "end" FROM embedding WHERE unit = ? AND document {CURRENT}
        ORDER BY document, ordinal, "start" """,  # noqa: S608
        (unit,),
    ).fetchall()
    return tuple(EmbeddedSpan(document, ordinal, Span(start, end)) for document, ordinal, start, end in rows)


def vectors(db: Connection, unit: Unit) -> bytes:
    """The vectors of that unit one after the other, in the order of `spans`."""
    rows = db.execute(
        f"""SELECT vector FROM embedding WHERE unit = ? AND document {CURRENT}
        ORDER BY document, ordinal, "start" """,  # noqa: S608
        (unit,),
    )
    return b"".join(row[0] for row in rows)


def of_document(db: Connection, document_id: str) -> tuple[StoredEmbedding, ...]:
    """Every vector of one document as it is stored."""
    rows = db.execute(
        'SELECT unit, ordinal, "start", "end", vector, text_sha256 FROM embedding WHERE document = ?'
        ' ORDER BY ordinal, unit, "start"',
        (document_id,),
    ).fetchall()
    return tuple(
        StoredEmbedding(unit, EmbeddedSpan(document_id, ordinal, Span(start, end)), vector, sha or b"")
        for unit, ordinal, start, end, vector, sha in rows
    )
