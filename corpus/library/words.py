"""The words of every paragraph in the library's tables, looked up as a phrase or by the rarest of them.

SQL over an open connection. `words` is a full-text table (FTS5) that keeps no text; `paragraph_words` says which
paragraph each of its rows is and where its bytes stand, `word` in how many rows a word stands.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from corpus.errors import DamagedDocument
from corpus.library.file import Connection
from corpus.library.rows import paragraph_digest, paragraph_from_row
from corpus.library.schema import CURRENT, SUPERSEDED
from corpus.types import Paragraph

RAREST = 12  # words of a question, so that a long one takes no longer
_FEWEST = 3
_ROWS = 3_000  # about as many as a question may go through
_COMPARED, _COMPARED_BYTES = 50, 50_000  # paragraphs, and their bytes, in which a phrase is looked for among the words
_WINDOW = 8  # words around the rarest of a phrase are looked up otherwise; the rest is compared
# CROSS JOIN: from the full-text table to the others; the other way round, each paragraph would be a search of its own.
_MATCHING = """
    SELECT words.rowid, w.bytes FROM words CROSS JOIN paragraph_words w ON w.id = words.rowid
    WHERE words MATCH ?
"""
_WITHIN = "AND words.rowid BETWEEN ? AND ? AND w.document = ?"
# As corpus.library.rows has it.
_ROW = 'ordinal, number, kind, "start", "end", label_start, label_end, page, headings, doubt, part'
_PARAGRAPH = """
    SELECT p.document, p.ordinal, p.number, p.kind, p."start", p."end", p.label_start, p.label_end, p.page, p.headings,
        p.doubt, p.part, w.sha256, d.rowid, w.first_byte, w.bytes
    FROM paragraph_words w JOIN paragraph p ON p.document = w.document AND p.ordinal = w.ordinal
    JOIN document d ON d.id = w.document WHERE w.id = ?
"""


@dataclass(frozen=True, slots=True)
class WordsRow:
    """The words of one paragraph, where its text stands in its document's as UTF-8, and what it is known by."""

    ordinal: int
    first_byte: int
    size: int
    words: tuple[str, ...]
    sha256: bytes


def add(db: Connection, document_id: str, *, sound: bool = True) -> None:
    """Make the words of a stored document findable; where it is not `sound` its paragraphs are found, never shown."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM paragraph_words").fetchone()
    rows = list(enumerate(rows_of(db, document_id), last + 1))
    db.executemany(
        "INSERT INTO paragraph_words VALUES (?, ?, ?, ?, ?, ?)",
        ((row, document_id, e.ordinal, e.first_byte, e.size, e.sha256 if sound else None) for row, e in rows),
    )
    db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", ((row, " ".join(e.words)) for row, e in rows))
    db.executemany(
        "INSERT INTO word VALUES (?, ?) ON CONFLICT DO UPDATE SET paragraphs = paragraphs + excluded.paragraphs",
        _paragraphs_by_word(each for _, each in rows).items(),
    )


def drop(db: Connection, document_id: str) -> None:
    """Forget the words of a document that is about to be removed."""
    ids = dict(db.execute("SELECT ordinal, id FROM paragraph_words WHERE document = ?", (document_id,)))
    rows = [each for each in rows_of(db, document_id) if each.ordinal in ids]
    db.executemany(
        "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
        ((ids[each.ordinal], " ".join(each.words)) for each in rows),
    )
    counts = _paragraphs_by_word(rows)
    db.executemany("UPDATE word SET paragraphs = paragraphs - ?2 WHERE word = ?1", counts.items())
    db.executemany("DELETE FROM word WHERE word = ? AND paragraphs <= 0", ((word,) for word in counts))
    db.execute("DELETE FROM paragraph_words WHERE document = ?", (document_id,))


def rows_of(db: Connection, document_id: str) -> Iterator[WordsRow]:
    """The paragraphs of a stored document that have words, as they are to be looked up."""
    (text,) = db.execute("SELECT text FROM document WHERE id = ?", (document_id,)).fetchone()
    at = byte = 0
    query = f'SELECT {_ROW} FROM paragraph WHERE document = ? ORDER BY "start", ordinal'  # noqa: S608
    for row in db.execute(query, (document_id,)).fetchall():
        ordinal, _, _, start, end, *_ = row
        at, byte = start, byte + len(text[at:start].encode())
        if words := word_keys(text[start:end]):
            size, sha256 = len(text[start:end].encode()), paragraph_digest(row, text[start:end])
            yield WordsRow(ordinal, byte, size, words, sha256)


def rebuild(db: Connection, is_sound: Callable[[str], bool]) -> None:
    """Make all of it anew from the documents; `is_sound` tells by its id whether one is as it was stored."""
    db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    db.execute("DELETE FROM word")
    db.execute("DELETE FROM paragraph_words")
    for (document_id,) in db.execute("SELECT id FROM document ORDER BY id").fetchall():
        add(db, document_id, sound=is_sound(document_id))


def at(db: Connection, document_id: str, ordinal: int) -> Paragraph | None:
    """One paragraph, read alone; None where it has no word. Raises DamagedDocument."""
    row = db.execute("SELECT id FROM paragraph_words WHERE document = ? AND ordinal = ?", (document_id, ordinal))
    found = row.fetchone()
    return _paragraph(db, *found) if found else None


def with_phrase(
    db: Connection, words: Sequence[str], most: int, document_id: str | None = None
) -> tuple[Paragraph, ...]:
    """At most `most` paragraphs of any document, or of one, that have `words`, cut by `word_keys`, one after the other.

    Those of current documents come first, then the superseded; for the rest in the order they were stored in.
    """
    counts = _counts(db, words)
    if not words or any(word not in counts for word in words):
        return ()
    found: list[Paragraph] = []
    (is_any_superseded,) = db.execute("SELECT EXISTS (SELECT 1 FROM superseded)").fetchone()
    for which in (CURRENT, SUPERSEDED) if is_any_superseded else (CURRENT,):
        rows, is_it = _having(db, words, counts, document_id, f"AND w.document {which}")
        for row in rows:
            if len(found) == most:
                return tuple(found)
            paragraph = _paragraph(db, row)
            if is_it or f" {' '.join(words)} " in f" {' '.join(word_keys(paragraph.text))} ":
                found.append(paragraph)
    return tuple(found)


def _having(
    db: Connection, words: Sequence[str], counts: Mapping[str, int], document_id: str | None, rest: str
) -> tuple[Iterable[int], bool]:
    """The rows that may have `words` one after the other, and whether they have: those of the rarest words, if few.

    Else those of a part of the phrase. Of frequent words, of which a phrase mostly has some, the places in all
    paragraphs would be gone through; to cut a few long paragraphs into words takes longer than that.
    """
    rare = " AND ".join(f'"{word}"' for word in sorted(counts, key=counts.__getitem__)[:_FEWEST])
    few = list(islice(_matching(db, rare, document_id, rest), _COMPARED + 1))
    if len(few) <= _COMPARED and sum(size for _, size in few) <= _COMPARED_BYTES:
        return [row for row, _ in few], False
    rarest = min(range(len(words)), key=lambda at: counts[words[at]])
    start = max(0, min(rarest - _WINDOW // 2, len(words) - _WINDOW))
    part = words[start : start + _WINDOW]
    return (row for row, _ in _matching(db, f'"{" ".join(part)}"', document_id, rest)), len(part) == len(words)


def with_words(
    db: Connection,
    words: Iterable[str],
    most: int,
    document_id: str | None = None,
    *,
    include_superseded: bool = False,
) -> tuple[Paragraph, ...]:
    """Paragraphs that have any of the rarest of `words`, cut by `word_keys`, at most `most`, the best by BM25 first."""
    rarest = _rarest(_counts(db, words))
    if not rarest:
        return ()
    which = "" if include_superseded else f"AND w.document {CURRENT}"
    best = f"{which} ORDER BY words.rank, words.rowid LIMIT {int(most)}"
    rows = _matching(db, " OR ".join(f'"{word}"' for word in rarest), document_id, best)
    return tuple(_paragraph(db, row) for row, _ in rows)


def _matching(db: Connection, query: str, document_id: str | None, rest: str) -> Iterator[tuple[int, int]]:
    """The rows that a full-text query finds, in all documents or one, with their bytes; `rest` ends the SQL."""
    asked: list[str | int] = [query]
    within = ""
    if document_id is not None:
        span = db.execute("SELECT min(id), max(id) FROM paragraph_words WHERE document = ?", (document_id,)).fetchone()
        asked, within = [query, *span, document_id], _WITHIN
    yield from db.execute(f"{_MATCHING} {within} {rest}", asked)


def _counts(db: Connection, words: Iterable[str]) -> dict[str, int]:
    """In how many paragraphs each of `words` stands, those that stand in none left out."""
    query = "SELECT paragraphs FROM word WHERE word = ?"
    rows = ((word, db.execute(query, (word,)).fetchone()) for word in dict.fromkeys(words))
    return {word: row[0] for word, row in rows if row}


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """The rarest words, few enough that a question goes through a bounded lot."""
    rarest = sorted(counts, key=lambda word: (counts[word], word))[:RAREST]
    within = sum(total <= _ROWS for total in accumulate(counts[word] for word in rarest))
    return rarest[: max(within, _FEWEST)]


def _paragraphs_by_word(rows: Iterable[WordsRow]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in rows:
        counts.update(set(each.words))
    return counts


def _paragraph(db: Connection, row: int) -> Paragraph:
    """The paragraph that a row is of, compared with its SHA-256; only its own bytes of the text are read."""
    found = db.execute(_PARAGRAPH, (row,)).fetchone()
    if found is None:
        (document_id,) = db.execute("SELECT document FROM paragraph_words WHERE id = ?", (row,)).fetchone()
        raise DamagedDocument(document_id, "A paragraph of {} is not there any more.")
    document_id, *stored, sha256, document_row, first, size = found
    try:
        with db.blobopen("document", "text", document_row, readonly=True) as text:
            text.seek(first)
            words = text.read(size).decode()
        paragraph = paragraph_from_row(document_id, words, stored)
    except (ValueError, TypeError) as error:
        raise _damaged(document_id, stored[0]) from error
    if paragraph_digest(stored, words) != sha256:
        raise _damaged(document_id, stored[0])
    return paragraph


def _damaged(document_id: str, ordinal: int) -> DamagedDocument:
    return DamagedDocument(document_id, f"Paragraph {ordinal} of {{}} is not what was stored.")


# How words are cut to be looked up: small letters, line-end hyphens undone, punctuation left out.

_MARKS_ON_LETTERS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
# Scripts that put no space between words: each character is looked up for itself.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])[^\W_])(?:(?![{_SPACELESS}])[^\W_]|[{_MARKS_ON_LETTERS}])*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")

_LETTER = r"[^\W\d_]"
_APOSTROPHE = re.compile(r"(?<=[^\W_])['’‘ʼ＇`´](?=[^\W_])")
# "resol-\nution"; "Israeli-\nPalestinian" and "2016-\n2018" keep their hyphen, as does "one - two".
_LINE_END = re.compile(rf"(?<={_LETTER})[-\u2010\u00ad]\s+(?={_LETTER})")
# What is there without being seen: soft hyphens, joiners, marks of direction, a byte order mark.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)


def word_keys(text: str) -> tuple[str, ...]:
    r"""The words of `text` in order as they are looked up: NFKC, case folded, letters and digits alone.

    Two texts with the same words have the same keys, whatever marks and spaces stand around these: "resol-\nution"
    is "resolution", "well-known" is "well", "known", "party’s" is "partys". Accents are kept.
    """
    if "-" in text or "\u2010" in text or "\u00ad" in text:
        text = _LINE_END.sub(lambda hyphen: "" if text[hyphen.end()].islower() else hyphen[0], text)
    text = _APOSTROPHE.sub("", text)
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text.lower()))
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold()))
