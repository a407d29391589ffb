"""Embeddings in the library's tables: a vector for each paragraph, sentence, clause and token.

SQL over an open connection.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.library.documents import text_sha256
from corpus.library.file import Connection
from corpus.library.schema import CURRENT
from corpus.types import Span

Unit = Literal["paragraph", "sentence", "clause"]
Place = tuple[str, int]  # a document's id and the ordinal of a paragraph in it

_BYTES_A_NUMBER = 4  # float32
_WHERE_PARAGRAPH = "WHERE EXISTS (SELECT 1 FROM paragraph WHERE document = ?1 AND ordinal = ?2)"


@dataclass(frozen=True, slots=True)
class EmbeddedSpan:
    """A whole paragraph, or one sentence or clause of it; `span` counts within the paragraph."""

    document: str
    ordinal: int
    span: Span


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """Which encoder made a library's vectors, how many numbers each has, and how many that of a token, if any."""

    name: str
    dimension: int
    token_dimension: int = 0


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text of the library and its vector: little-endian float32, 4 bytes a number."""

    unit: Unit
    place: EmbeddedSpan
    text: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class EncodedParagraph:
    """A paragraph that has all its vectors, how many these are, and those of its tokens: a signed byte a number."""

    place: Place
    text: str
    vectors: int
    tokens: bytes


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """The same as it is stored, with the SHA-256 of the text that the tokens were made from."""

    ordinal: int
    vectors: int
    text_sha256: bytes
    tokens: bytes

    def is_of(self, text: str) -> bool:
        """Whether the tokens were made from `text`."""
        return self.text_sha256 == text_sha256(text)


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
    row = db.execute("SELECT name, dimension, token_dimension FROM encoder").fetchone()
    return EncoderIdentity(*row) if row else None


def put(db: Connection, identity: EncoderIdentity, embeddings: Iterable[Embedding]) -> None:
    """Store vectors; those of a paragraph that has been removed meanwhile are passed over."""
    db.execute(
        "INSERT OR IGNORE INTO encoder VALUES (?, ?, ?)", (identity.name, identity.dimension, identity.token_dimension)
    )
    db.executemany(
        f"INSERT OR REPLACE INTO embedding SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 {_WHERE_PARAGRAPH}",
        (
            (p.document, p.ordinal, e.unit, p.span.start, p.span.end, e.vector, text_sha256(e.text))
            for e in embeddings
            if (p := e.place)
        ),
    )


def put_paragraphs(db: Connection, paragraphs: Iterable[EncodedParagraph]) -> None:
    """Say that paragraphs have all their vectors, and store those of their tokens; removed ones are passed over."""
    db.executemany(
        f"INSERT OR REPLACE INTO encoded_paragraph SELECT ?1, ?2, ?3, ?4, ?5 {_WHERE_PARAGRAPH}",
        ((*p.place, p.vectors, text_sha256(p.text), p.tokens) for p in paragraphs),
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


def stored_tokens(db: Connection, texts: Iterable[str]) -> dict[str, bytes]:
    """The tokens' vectors that are stored for any of `texts`, wherever in the library they stand."""
    query = "SELECT tokens FROM encoded_paragraph WHERE text_sha256 = ? LIMIT 1"
    rows = ((text, db.execute(query, (text_sha256(text),)).fetchone()) for text in texts)
    return {text: row[0] for text, row in rows if row}


def drop_all(db: Connection) -> None:
    """Forget every vector and the encoder's name."""
    for table in ("embedding", "encoded_paragraph", "encoder"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608


def drop_of_paragraphs(db: Connection, paragraphs: Iterable[Place]) -> int:
    """Forget the vectors of each (document, ordinal), of its sentences and clauses; how many, tokens not counted."""
    places = list(paragraphs)
    db.executemany("DELETE FROM encoded_paragraph WHERE document = ? AND ordinal = ?", places)
    return db.executemany("DELETE FROM embedding WHERE document = ? AND ordinal = ?", places).rowcount


def orphans(db: Connection) -> list[Place]:
    """The (document, ordinal) of vectors that belong to no paragraph."""
    return db.execute(
        "SELECT DISTINCT e.document, e.ordinal FROM"
        " (SELECT document, ordinal FROM embedding UNION SELECT document, ordinal FROM encoded_paragraph) e"
        " LEFT JOIN paragraph p ON p.document = e.document AND p.ordinal = e.ordinal WHERE p.document IS NULL"
    ).fetchall()


# What str.strip() takes off: a paragraph of nothing else cannot answer.
_WHITE = ", ".join(str(code) for code in range(0x3001) if chr(code).isspace())


def without(db: Connection) -> tuple[str, ...]:
    """The ids of the current documents of which a paragraph that can answer lacks a vector, in order."""
    rows = db.execute(
        f"""SELECT id FROM document WHERE id {CURRENT} AND EXISTS (
            SELECT 1 FROM paragraph p
            LEFT JOIN encoded_paragraph e ON e.document = p.document AND e.ordinal = p.ordinal
            WHERE p.document = document.id AND p.kind <> 'heading'
            AND e.vectors IS NOT (
                SELECT count(*) FROM embedding v WHERE v.document = p.document AND v.ordinal = p.ordinal)
            AND trim(substr(document.text, p."start" + 1, p."end" - p."start"), char({_WHITE})) <> '')
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


def tokens(db: Connection, places: Iterable[Place]) -> dict[Place, bytes]:
    """The tokens' vectors of each paragraph (document, ordinal) that has any."""
    query = "SELECT tokens FROM encoded_paragraph WHERE document = ? AND ordinal = ?"
    rows = ((place, db.execute(query, place).fetchone()) for place in places)
    return {place: row[0] for place, row in rows if row and row[0]}


def paragraphs_of_document(db: Connection, document_id: str) -> tuple[StoredParagraph, ...]:
    """The paragraphs of one document that have all their vectors, in order."""
    rows = db.execute(
        "SELECT ordinal, vectors, text_sha256, tokens FROM encoded_paragraph WHERE document = ? ORDER BY ordinal",
        (document_id,),
    ).fetchall()
    return tuple(StoredParagraph(*row) for row in rows)
