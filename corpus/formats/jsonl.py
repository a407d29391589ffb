"""Documents that somebody has cut into paragraphs already: one JSON object a line.

`{"doc_id", "title", "lang"?, "date"?, "url"?, "paragraphs": [{"id": "DOC#NUMBER"?, "number", "text"}]}`, or `"text"` in
place of `"paragraphs"` for a document of one paragraph. The text that results is the paragraphs with an empty
line between them.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import InvalidDocument, UnreadableFile
from corpus.formats.text import read_text
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span

_BETWEEN = "\n\n"
_LOADABLE = re.compile(r"[^\0\ud800-\udfff]*")


def read_documents(path: Path) -> tuple[Document, ...]:
    """Every document of the file, in order; raises UnreadableFile naming the line and what is wrong with it."""
    documents: dict[str, Document] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            document = _document(json.loads(line))
        except (ValueError, InvalidDocument) as error:
            raise UnreadableFile(f"{path}, line {number}: {error}") from error
        if document.id in documents:
            raise UnreadableFile(f"{path}, line {number}: a second document has the id {document.id!r}.")
        documents[document.id] = document
    if not documents:
        raise UnreadableFile(f"{path} holds no documents.")
    return tuple(documents.values())


def _document(row: Any) -> Document:
    if not isinstance(row, dict) or not isinstance(row.get("doc_id"), str) or not row["doc_id"]:
        raise InvalidDocument("a document is a JSON object with a 'doc_id'.")
    doc_id = row["doc_id"]
    for field in ("title", "lang", "url"):
        if not isinstance(row.get(field), str | None):
            raise InvalidDocument(f"{field!r} of {doc_id} must be text.")
    parts = list(_parts(row, doc_id))
    text = _BETWEEN.join(part for _, part in parts)
    starts = _starts([part for _, part in parts])
    paragraphs = tuple(
        Paragraph(ParagraphId(doc_id, number), i, Kind.NUMBERED, part, Span(start, start + len(part)), None, None)
        for i, ((number, part), start) in enumerate(zip(parts, starts, strict=True))
    )
    card = Card(doc_id, row.get("title") or doc_id, _date(row), None, None, row.get("url"), row.get("lang") or "en")
    return Document(card, text, paragraphs, ())


def _parts(row: dict[str, Any], doc_id: str) -> Iterator[tuple[str, str]]:
    """Number and text of each paragraph; an id "DOC#NUMBER" tells repeated numbers apart and so goes first."""
    if "paragraphs" not in row:
        row = {"paragraphs": [{"number": "1", "text": row.get("text")}]}
    if not isinstance(row["paragraphs"], list):
        raise InvalidDocument(f"'paragraphs' of {doc_id} must be a list.")
    for entry in row["paragraphs"]:
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
            raise InvalidDocument(f"a paragraph of {doc_id} has no 'text'.")
        if not _LOADABLE.fullmatch(entry["text"]):
            raise InvalidDocument(f"the text of a paragraph of {doc_id} holds a NUL or half a surrogate pair.")
        number = str(entry.get("id") or "").removeprefix(f"{doc_id}#") or str(entry.get("number") or "")
        if not number:
            raise InvalidDocument(f"a paragraph of {doc_id} has neither 'id' nor 'number'.")
        yield number, entry["text"]


def _starts(parts: list[str]) -> list[int]:
    starts, position = [], 0
    for part in parts:
        starts.append(position)
        position += len(part) + len(_BETWEEN)
    return starts


def _date(row: dict[str, Any]) -> date | None:
    """The date, where it is written as YYYY-MM-DD; other spellings are left out rather than guessed."""
    try:
        return date.fromisoformat(row.get("date") or "")
    except (TypeError, ValueError):
        return None
