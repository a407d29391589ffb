"""What can be wrong with a library's stored documents, a sentence each. SQL over an open connection."""

from collections.abc import Iterator

from corpus.errors import InvalidDocument
from corpus.library_documents import load
from corpus.library_file import Connection
from corpus.rows import digest


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
    stored = db.execute(
        "SELECT sha256, digest FROM document LEFT JOIN version ON document = id WHERE id = ?", (document_id,)
    ).fetchone()
    try:
        document = load(db, document_id)
    except InvalidDocument as error:
        yield str(error)
        return
    if document.sha256 != stored[0]:
        yield f"The text of {document_id} is not the one that was stored."
    elif digest(document) != stored[1]:
        yield f"The card or the paragraphs of {document_id} are not those that were stored."


def _numbers_by_series(db: Connection) -> Iterator[tuple[str, list[int]]]:
    rows = db.execute(
        "SELECT series, group_concat(number) FROM (SELECT series, number FROM version UNION"
        " SELECT series, number FROM removed WHERE series IN (SELECT series FROM version)) GROUP BY series"
    )
    for series, numbers in rows:
        yield series, [int(number) for number in numbers.split(",")]
