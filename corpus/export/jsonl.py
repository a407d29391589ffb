"""JSON lines: one object for each paragraph and subparagraph, with its place in the document's text. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from corpus.export.tree import walk
from corpus.types import Document, Paragraph

_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def paragraph_records(document: Document) -> Iterator[dict[str, Any]]:
    """The paragraphs of `document` in reading order, each before the subparagraphs in it.

    `ordinal` counts the records from 0; `text` is the document's text from `start` to `end`; `parent` is the number
    of the paragraph that holds this one, `label` the number as printed.
    """
    for ordinal, (paragraph, parent) in enumerate(walk(document)):
        yield _record(document, paragraph, ordinal, parent)


def as_json_line(record: dict[str, Any]) -> str:
    """`record` on one line, also for those who take U+0085 and U+2028 for the end of one."""
    return json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS)


def as_jsonl(document: Document) -> str:
    """The records of `document`, one a line."""
    return "".join(as_json_line(record) + "\n" for record in paragraph_records(document))


def _record(document: Document, paragraph: Paragraph, ordinal: int, parent: Paragraph | None) -> dict[str, Any]:
    return {
        "document": paragraph.id.document,
        "number": paragraph.number,
        "ordinal": ordinal,
        "kind": paragraph.kind.value,
        "text": paragraph.text,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
        "page": paragraph.page,
        "headings": list(paragraph.headings),
        "parent": parent.number if parent else None,
        "label": paragraph.label.of(document.text) if paragraph.label else None,
        "address": paragraph.address,
        "doubt": paragraph.doubt,
    }
