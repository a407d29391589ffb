"""Embeddings in the library's tables: a vector for each paragraph, sentence, clause and token.

SQL over an open connection.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Literal

from corpus.library.documents import text_sha256
from corpus.library.file import Connection
from corpus.library.schema import CURRENT
from corpus.types import Span

Unit = Literal["paragraph", "sentence", "clause"]
Place = tuple[str, int]  # a document's id and the ordinal of a paragraph in it

_BYTES_A_NUMBER = 4  # float32
# What str.strip() takes off: a paragraph of nothing else cannot answer.
_WHITE = ", ".join(str(code) for code in range(0x3001) if chr(code).isspace())
# A paragraph that can answer lacks a vector: it has not as many as it has when it has all.
_LACKS = f"""EXISTS (
    SELECT 1 FROM paragraph p JOIN document ON document.id = p.document
    LEFT JOIN encoded_paragraph e ON e.document = p.document AND e.ordinal = p.ordinal
    WHERE p.document = unencoded.document AND p.kind <> 'heading'
    AND e.vectors IS NOT (
        SELECT count(*) FROM embedding v WHERE v.document = p.document AND v.ordinal = p.ordinal)
    AND trim(substr(document.text, p."start" + 1, p."end" - p."start"), char({_WHITE})) <> '')"""  # noqa: S608
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
    documents: set[str] = set()

    def row(each: Embedding) -> Sequence[str | int | bytes]:
        place = each.place
        documents.add(place.document)
        span = place.span.start, place.span.end
        return (place.document, place.ordinal, each.unit, *span, each.vector, text_sha256(each.text))

    db.execute(
        "INSERT OR IGNORE INTO encoder VALUES (?, ?, ?)", (identity.name, identity.dimension, identity.token_dimension)
    )
    db.executemany(
        f"INSERT OR REPLACE INTO embedding SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 {_WHERE_PARAGRAPH}",
        map(row, embeddings),
    )
    marks = "INSERT OR IGNORE INTO unencoded SELECT id FROM document WHERE id = ?"
    db.executemany(marks, ((document,) for document in documents))


def put_paragraphs(db: Connection, paragraphs: Iterable[EncodedParagraph]) -> None:
    """Say that paragraphs have all their vectors, and store those of their tokens; removed ones are passed over."""
    db.executemany(
        f"INSERT OR REPLACE INTO encoded_paragraph SELECT ?1, ?2, ?3, ?4, ?5 {_WHERE_PARAGRAPH}",
        ((*p.place, p.vectors, text_sha256(p.text), p.tokens) for p in paragraphs),
    )


def settle(db: Connection, documents: Iterable[str]) -> None:
    """Note which of `documents` lack no vector any more, and let go of what was kept for them."""
    db.executemany(
        f"DELETE FROM unencoded WHERE document = ? AND NOT {_LACKS}",  # noqa: S608
        ((document,) for document in documents),
    )
    db.execute("DELETE FROM fresh")


def settle_all(db: Connection) -> None:
    """Note the same of every document."""
    db.execute(f"DELETE FROM unencoded WHERE NOT {_LACKS}")  # noqa: S608


def keep(db: Connection, identity: EncoderIdentity, made: Mapping[str, tuple[bytes, bytes | None]]) -> None:
    """Keep the vector and the tokens of each text until they are stored where they belong."""
    if _kept_of(db) != identity:
        db.execute("DELETE FROM fresh")
        db.execute("INSERT OR REPLACE INTO meta VALUES ('fresh', ?)", (json.dumps(astuple(identity)),))
    rows = ((text_sha256(text), vector, tokens) for text, (vector, tokens) in made.items())
    db.executemany("INSERT OR REPLACE INTO fresh VALUES (?, ?, ?)", rows)


def _kept_of(db: Connection) -> EncoderIdentity | None:
    """The encoder that made what is kept."""
    row = db.execute("SELECT value FROM meta WHERE key = 'fresh'").fetchone()
    return EncoderIdentity(*json.loads(row[0])) if row else None


def stored_vectors(db: Connection, identity: EncoderIdentity, texts: Iterable[str]) -> dict[str, bytes]:
    """The vectors that `identity` has made for any of `texts`, wherever in the library they stand."""
    size = identity.dimension * _BYTES_A_NUMBER
    return _by_text(db, identity, "vector", ("embedding", "fresh"), f"AND length(vector) = {size}", texts)


def stored_tokens(db: Connection, identity: EncoderIdentity, texts: Iterable[str]) -> dict[str, bytes]:
    """The same for the tokens of whole paragraphs."""
    tables = ("encoded_paragraph", "fresh")
    return _by_text(db, identity, "tokens", tables, "AND tokens IS NOT NULL", texts)


def _by_text(
    db: Connection, identity: EncoderIdentity, column: str, tables: Sequence[str], more: str, texts: Iterable[str]
) -> dict[str, bytes]:
    makers, wanted = (encoder(db), _kept_of(db)), tuple(texts)
    found: dict[str, bytes] = {}
    for table in (table for table, maker in zip(tables, makers, strict=True) if maker == identity):
        query = f"SELECT {column} FROM {table} WHERE text_sha256 = ? {more} LIMIT 1"  # noqa: S608
        rows = ((text, db.execute(query, (text_sha256(text),)).fetchone()) for text in wanted)
        found |= {text: row[0] for text, row in rows if row}
    return found


def drop_all(db: Connection) -> None:
    """Forget every vector and the encoder's name."""
    for table in ("embedding", "encoded_paragraph", "encoder", "fresh"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608


def drop_of_paragraphs(db: Connection, paragraphs: Iterable[Place]) -> int:
    """Forget the vectors of each (document, ordinal), of its sentences and clauses; how many, tokens not counted."""
    places = list(paragraphs)
    db.executemany("DELETE FROM encoded_paragraph WHERE document = ? AND ordinal = ?", places)
    return db.executemany("DELETE FROM embedding WHERE document = ? AND ordinal = ?", places).rowcount


def orphans(db: Connection) -> list[Place]:
    """The paragraphs (document, ordinal) that are not there, but have vectors."""
    return db.execute(
        "SELECT DISTINCT e.document, e.ordinal FROM"
        " (SELECT document, ordinal FROM embedding UNION SELECT document, ordinal FROM encoded_paragraph) e"
        " LEFT JOIN paragraph p ON p.document = e.document AND p.ordinal = e.ordinal WHERE p.document IS NULL"
    ).fetchall()


def without(db: Connection) -> tuple[str, ...]:
    """The ids of the current documents that have yet to be encoded, or some of whose paragraphs have."""
    query = f"SELECT document FROM unencoded WHERE document {CURRENT} AND {_LACKS} ORDER BY document"  # noqa: S608
    return tuple(row[0] for row in db.execute(query))


def spans(db: Connection, unit: Unit) -> tuple[EmbeddedSpan, ...]:
    """What is searched by its vector of that unit, ordered by document, paragraph and place."""
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
    """Every vector of one document, superseded or not, as it is stored."""
    return tuple(
        StoredEmbedding(unit, EmbeddedSpan(document_id, ordinal, Span(start, end)), vector, sha or b"")
        for unit, ordinal, start, end, vector, sha in rows_of_document(db, document_id)
    )


def rows_of_document(db: Connection, document_id: str) -> Sequence[tuple[Unit, int, int, int, bytes, bytes | None]]:
    """The same as rows: (unit, ordinal, start, end, vector, SHA-256 of the text), by ordinal, unit and start."""
    return db.execute(
        'SELECT unit, ordinal, "start", "end", vector, text_sha256 FROM embedding WHERE document = ?'
        ' ORDER BY ordinal, unit, "start"',
        (document_id,),
    ).fetchall()


def searchable(db: Connection) -> dict[str, str]:
    """For the id of each current document that has vectors a key of its state and theirs: its digest.

    Where a paragraph lacks one, how many there are belongs to the key; a document that has yet to get all is left out.
    """
    query = f"SELECT document, digest FROM version WHERE document {CURRENT} AND document IN (SELECT id FROM document)"  # noqa: S608
    keys = dict(db.execute(query))
    for document_id in without(db):
        (count,) = db.execute("SELECT count(*) FROM embedding WHERE document = ?", (document_id,)).fetchone()
        if count:
            keys[document_id] = f"{keys.get(document_id)}+{count}"
        else:
            keys.pop(document_id, None)
    return keys


def at(db: Connection, place: Place) -> tuple[StoredEmbedding, ...]:
    """Every vector of one paragraph, those of each unit in order; none of a document that is superseded."""
    rows = db.execute(
        f"""SELECT unit, "start", "end", vector, text_sha256 FROM embedding
        WHERE document = ? AND ordinal = ? AND document {CURRENT} ORDER BY unit, "start" """,  # noqa: S608
        place,
    ).fetchall()
    return tuple(
        StoredEmbedding(unit, EmbeddedSpan(*place, Span(start, end)), vector, sha or b"")
        for unit, start, end, vector, sha in rows
    )


def states(db: Connection) -> dict[str, str]:
    """For each current document that has vectors its state, which changes with it and with their number."""
    rows = db.execute(
        f"""SELECT v.document, v.digest || ':' || count(*) FROM version v JOIN embedding e ON e.document = v.document
        WHERE v.document {CURRENT} GROUP BY v.document"""  # noqa: S608
    )
    return dict(rows.fetchall())


def tokens(db: Connection, places: Iterable[Place]) -> dict[Place, bytes]:
    """The vectors of the tokens of each paragraph in `places` that has any: a signed byte a number."""
    query = "SELECT tokens FROM encoded_paragraph WHERE document = ? AND ordinal = ?"
    rows = ((place, db.execute(query, place).fetchone()) for place in places)
    return {place: row[0] for place, row in rows if row and row[0]}


def paragraphs_of_document(db: Connection, document_id: str) -> tuple[StoredParagraph, ...]:
    """The paragraphs of one document, superseded or not, that have all their vectors, with their tokens."""
    rows = db.execute(
        "SELECT ordinal, vectors, text_sha256, tokens FROM encoded_paragraph WHERE document = ? ORDER BY ordinal",
        (document_id,),
    ).fetchall()
    return tuple(StoredParagraph(*row) for row in rows)
