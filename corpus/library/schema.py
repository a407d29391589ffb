"""The library's tables, as the steps that lead from an empty file to today's schema.

`PRAGMA user_version` says how many steps a library has taken. A step that has been released is never
changed; a new schema is a new step at the end, and an older library takes what it lacks when it is opened.
"""

APPLICATION_ID = 0x50494E43  # "PINC", so that a foreign SQLite file is told apart
CURRENT, SUPERSEDED = "NOT IN (SELECT document FROM superseded)", "IN (SELECT document FROM superseded)"

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

# `version` stands beside `document`, not in it: a column after the text is read only by going through the text, and
# listing thousands of documents must not. `series` is the id that a document's versions share; the newest of them has
# it as its own id, the others are "series@number". `digest` and `text_sha256` are filled in when an older library is
# opened; `removed` holds the numbers of versions that were taken out one by one.
_VERSIONS = (
    "ALTER TABLE paragraph ADD COLUMN headings TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE subparagraph (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        place INTEGER NOT NULL, ordinal INTEGER NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL,
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
        label_start INTEGER, label_end INTEGER, page INTEGER, headings TEXT NOT NULL,
        PRIMARY KEY (document, place), UNIQUE (document, number)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE footnote (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        place INTEGER NOT NULL, mark TEXT NOT NULL,
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER,
        PRIMARY KEY (document, place)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE note (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        place INTEGER NOT NULL, sentence TEXT NOT NULL,
        PRIMARY KEY (document, place)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE version (
        document TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
        series TEXT NOT NULL, number INTEGER NOT NULL, symbol TEXT, digest TEXT,
        file TEXT NOT NULL, file_sha256 TEXT NOT NULL, added TEXT,
        UNIQUE (series, number)) STRICT, WITHOUT ROWID""",
    "INSERT INTO version SELECT id, id, 1, NULL, NULL, '', '', NULL FROM document",
    "CREATE INDEX version_by_file ON version (file_sha256)",
    """CREATE TABLE superseded (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        "by" TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        PRIMARY KEY (document, "by")) STRICT""",
    'CREATE INDEX superseded_by ON superseded ("by")',
    """CREATE TABLE removed (
        series TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (series, number)) STRICT, WITHOUT ROWID""",
    "ALTER TABLE embedding ADD COLUMN text_sha256 BLOB",
    "CREATE INDEX embedding_by_text ON embedding (text_sha256)",
)

# SQLite cannot change a CHECK, so the table is made anew. A row of `encoded_paragraph` says how many vectors
# a paragraph has when it has all, and holds those of its tokens: bytes from -127 to 127, `token_dimension` a token,
# none where the encoder gives none. Paragraphs that were encoded before this step have no such row.
_CLAUSES = (
    """CREATE TABLE embedding_of_unit (
        document TEXT NOT NULL, ordinal INTEGER NOT NULL,
        unit TEXT NOT NULL CHECK (unit IN ('paragraph', 'sentence', 'clause')),
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL, text_sha256 BLOB,
        PRIMARY KEY (document, ordinal, unit, "start"),
        FOREIGN KEY (document, ordinal) REFERENCES paragraph (document, ordinal) ON DELETE CASCADE) STRICT""",
    """INSERT INTO embedding_of_unit
        SELECT document, ordinal, unit, "start", "end", vector, text_sha256 FROM embedding e
        WHERE EXISTS (SELECT 1 FROM paragraph p WHERE p.document = e.document AND p.ordinal = e.ordinal)""",
    "DROP TABLE embedding",
    "ALTER TABLE embedding_of_unit RENAME TO embedding",
    "CREATE INDEX embedding_by_text ON embedding (text_sha256)",
    """CREATE TABLE encoded_paragraph (
        document TEXT NOT NULL, ordinal INTEGER NOT NULL,
        vectors INTEGER NOT NULL, text_sha256 BLOB NOT NULL, tokens BLOB NOT NULL,
        PRIMARY KEY (document, ordinal),
        FOREIGN KEY (document, ordinal) REFERENCES paragraph (document, ordinal) ON DELETE CASCADE) STRICT""",
    "CREATE INDEX encoded_paragraph_by_text ON encoded_paragraph (text_sha256)",
    "ALTER TABLE encoder ADD COLUMN token_dimension INTEGER NOT NULL DEFAULT 0",
)

# The words by which a quotation is found. `words` keeps no text of its own, so that a row is taken out by the words it
# was put in with; they come cut (see words.py) with spaces between, which is all that its tokenizer has to see.
# `first_byte` and `bytes` count in the document's text as UTF-8, so that a paragraph is read without what is before it.
_WORDS = (
    """CREATE TABLE paragraph_words (
        id INTEGER PRIMARY KEY, document TEXT NOT NULL, ordinal INTEGER NOT NULL,
        first_byte INTEGER NOT NULL, bytes INTEGER NOT NULL,
        UNIQUE (document, ordinal),
        FOREIGN KEY (document, ordinal) REFERENCES paragraph (document, ordinal) ON DELETE CASCADE) STRICT""",
    "CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE word_place USING fts5vocab (words, instance)",
    "CREATE TABLE word (word TEXT PRIMARY KEY, paragraphs INTEGER NOT NULL) STRICT, WITHOUT ROWID",
)

# A paragraph that is read alone is compared with a SHA-256 of its own (corpus/rows.py); one that stood in a document
# which was damaged when its words were made anew has none, and is never shown. `unencoded` names the documents that may
# lack vectors, so that nobody has to look through all. `fresh` keeps what an encoder made, by the SHA-256 of the text,
# until the vectors of whole paragraphs are stored: a killed run goes on where it was.
_INTEGRITY = (
    "ALTER TABLE paragraph_words ADD COLUMN sha256 BLOB",
    """CREATE TABLE unencoded (
        document TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    "INSERT INTO unencoded SELECT id FROM document",
    *(
        f"CREATE TRIGGER {table}_lost AFTER DELETE ON {table} BEGIN"  # noqa: S608
        " INSERT OR IGNORE INTO unencoded SELECT id FROM document WHERE id = OLD.document; END"
        for table in ("embedding", "encoded_paragraph")
    ),
    """CREATE TABLE fresh (
        text_sha256 BLOB PRIMARY KEY, vector BLOB NOT NULL, tokens BLOB) STRICT, WITHOUT ROWID""",
)

# What the publisher set into the text and is none of its words; why the number of a paragraph is doubtful, and in
# which part of the document it stands where it is printed again.
_MARKS = (
    """CREATE TABLE mark (
        document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
        place INTEGER NOT NULL, at INTEGER NOT NULL, mark TEXT NOT NULL,
        PRIMARY KEY (document, place)) STRICT, WITHOUT ROWID""",
    "ALTER TABLE paragraph ADD COLUMN doubt TEXT",
    "ALTER TABLE subparagraph ADD COLUMN doubt TEXT",
    "ALTER TABLE paragraph ADD COLUMN part TEXT",
    "ALTER TABLE subparagraph ADD COLUMN part TEXT",
)

# The files that documents were read from, and where the words of each stand on their pages: see originals.py.
_ORIGINALS = (
    "CREATE TABLE original (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
    """CREATE TABLE read_from (
        document TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
        original TEXT NOT NULL REFERENCES original (sha256),
        lines BLOB NOT NULL, sha256 TEXT NOT NULL) STRICT""",
)

# Which documents came, went or are known otherwise since a generation, so that whoever follows a large library reads
# these alone: `change` has the generation in which each last changed, removed ones too, and "changes from" in `meta`
# the one that it goes back to. `paragraphs` counts those that can answer, filled in when an older library is opened.
_TOUCH = "INSERT OR REPLACE INTO change SELECT {}, value + 1 FROM meta WHERE key = 'generation';"
_CHANGES = (
    "ALTER TABLE version ADD COLUMN paragraphs INTEGER",
    "CREATE TABLE change (document TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX change_by_generation ON change (generation)",
    "INSERT INTO meta SELECT 'changes from', value + 1 FROM meta WHERE key = 'generation'",
    *(
        f"CREATE TRIGGER {table}_{event.lower()}_is_a_change AFTER {event} ON {table} BEGIN"
        f" {' '.join(_TOUCH.format(f'{row}.{column}') for row in rows)} END"
        for table, column in (("document", "id"), ("version", "document"), ("superseded", "document"))
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
    ),
)

STEPS: tuple[tuple[str, ...], ...] = (
    _DOCUMENTS,
    _EMBEDDINGS,
    _VERSIONS,
    _CLAUSES,
    _WORDS,
    _INTEGRITY,
    _MARKS,
    _ORIGINALS,
    _CHANGES,
)
VERSION = len(STEPS)
