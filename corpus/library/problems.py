"""What can be wrong with a library's stored documents, a sentence each. SQL over an open connection."""

from collections import Counter
from collections.abc import Iterator

from corpus.errors import DamagedDocument
from corpus.library import originals as library_originals
from corpus.library.documents import is_sound, load
from corpus.library.file import Connection
from corpus.library.words import rows_of


def of_file(db: Connection) -> Iterator[str]:
    """What SQLite finds: damaged pages, rows that refer to nothing."""
    for (found,) in db.execute("PRAGMA integrity_check"):
        if found != "ok":
            yield f"SQLite: {found}."
    for table in dict.fromkeys(row[0] for row in db.execute("PRAGMA foreign_key_check")):
        yield f"A row of {table} refers to nothing."


def of_versions(db: Connection) -> Iterator[str]:
    """What is wrong with the chains of versions: one that lacks, or that nothing supersedes."""
    for (document_id,) in db.execute("SELECT id FROM document WHERE id NOT IN (SELECT document FROM version)"):
        yield f"{document_id} is a version of nothing."
    for series, numbers in _numbers_by_series(db):
        lacking = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        if lacking:
            yield f"{series} lacks its version {', '.join(map(str, lacking))}."
    wrong = db.execute(
        "SELECT document FROM version v WHERE document <> series AND (document <> series || '@' || number OR NOT EXISTS"
        ' (SELECT 1 FROM superseded s WHERE s.document = v.document AND s."by" = v.series))'
    )
    for (document_id,) in wrong:
        yield f"{document_id} is an earlier version that nothing supersedes."
    newest = db.execute(
        "SELECT series FROM version GROUP BY series HAVING max(number) <> max(iif(document = series, number, 0))"
    )
    for (series,) in newest:
        yield f"The newest version of {series} does not have its id."


def of_document(db: Connection, document_id: str) -> Iterator[str]:
    """What is wrong with one document: its text, or where its paragraphs stand."""
    try:
        load(db, document_id)
    except DamagedDocument as error:
        yield str(error)
    yield from library_originals.problems(db, document_id)


def of_words(db: Connection) -> Iterator[str]:
    """Where the words that are looked up are not those of the paragraphs: a document's rows, or a word's places.

    Of each word its places are added up four ways, here and there, which tells all but a made-up coincidence.
    """
    expected: dict[str, list[int]] = {}
    paragraphs: Counter[str] = Counter()
    for (document_id,) in db.execute("SELECT id FROM document ORDER BY id").fetchall():
        rows = list(rows_of(db, document_id))
        stored = db.execute(
            "SELECT ordinal, w.id, first_byte, bytes, sha256 FROM paragraph_words w"
            " JOIN words_docsize s ON s.id = w.id WHERE document = ?",
            (document_id,),
        ).fetchall()
        ids = {ordinal: row for ordinal, row, *_ in stored}
        sound = is_sound(db, document_id)  # the paragraphs of one that is not have no SHA-256
        found = {(o, f, b, s if sound else b"") for o, _, f, b, s in stored}
        if {(e.ordinal, e.first_byte, e.size, e.sha256 if sound else b"") for e in rows} != found:
            yield f"The words of {document_id} are not looked up where they stand."
        for each in rows:
            _count(expected, ids.get(each.ordinal, 0), each.words)
            paragraphs.update(set(each.words))
    if Counter(dict(db.execute("SELECT word, paragraphs FROM word"))) != paragraphs:
        yield "It is not recorded as it is how many paragraphs have each word."
    sums = "SELECT term, count(*), sum(doc), sum(offset), sum(doc * offset) FROM word_place GROUP BY term"
    wrong = sum(expected.pop(word, None) != found for word, *found in db.execute(sums)) + len(expected)
    if wrong:
        yield f"Words are looked up where they are not, or not where they are ({wrong} of them)."


def _count(sums: dict[str, list[int]], row: int, words: tuple[str, ...]) -> None:
    for offset, word in enumerate(words):
        of = sums.setdefault(word, [0, 0, 0, 0])
        of[0] += 1
        of[1] += row
        of[2] += offset
        of[3] += row * offset


def _numbers_by_series(db: Connection) -> Iterator[tuple[str, list[int]]]:
    rows = db.execute(
        "SELECT series, group_concat(number) FROM (SELECT series, number FROM version UNION"
        " SELECT series, number FROM removed WHERE series IN (SELECT series FROM version)) GROUP BY series"
    )
    for series, numbers in rows:
        yield series, [int(number) for number in numbers.split(",")]
