"""The library's tables, as the steps that lead from an empty file to today's schema.

`PRAGMA user_version` says how many steps a library has taken. A step that has been released is never
changed; a new schema is a new step at the end, and an older library takes what it lacks when it is opened.
"""

APPLICATION_ID = 0x50494E43  # "PINC", so that a foreign SQLite file is told apart

_DOCUMENTS = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "INSERT INTO meta VALUES ('generation', '0')",
    """CREATE TABLE document (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, date TEXT, place TEXT, publisher TEXT, source TEXT,
        language TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL) STRICT""",
    """CREATE TABLE paragraph (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL,
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
        label_start INTEGER, label_end INTEGER, page INTEGER,
        PRIMARY KEY (document, ordinal), UNIQUE (document, number)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE furniture (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
        PRIMARY KEY (document, "start")) STRICT, WITHOUT ROWID""",
)

# "start" and "end" of an embedding count within its paragraph; vectors are float32, little-endian.
_EMBEDDINGS = (
    "CREATE TABLE encoder (name TEXT PRIMARY KEY, dimension INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE embedding (
        document TEXT NOT NULL, ordinal INTEGER NOT NULL,
        unit TEXT NOT NULL CHECK (unit IN ('paragraph', 'sentence')),
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL,
        PRIMARY KEY (document, ordinal, unit, "start"),
        FOREIGN KEY (document, ordinal) REFERENCES paragraph (document, ordinal) ON DELETE CASCADE) STRICT""",
)

STEPS: tuple[tuple[str, ...], ...] = (_DOCUMENTS, _EMBEDDINGS)
VERSION = len(STEPS)
