"""A receipt of checks: what was asked, what decided, from which text, so that anybody can repeat it. Pure.

Nothing in a receipt is believed when it is verified: every check is made again and compared.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import UnknownDocument
from corpus.library.library import Library
from qa_app import __version__
from qa_app.check.reports.json import check_record
from qa_app.check.reports.rows import Documents
from qa_app.check.types import Check, Checker, Quotation
from qa_app.errors import UnreadableInput

KIND, FORM = "pincite receipt", 1
MOST_CHECKS = 10_000
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under what a check was made: the tool's version, the library's state, the time (UTC, ISO 8601)."""

    version: str
    fingerprint: str
    generation: int
    time: str


def circumstances(library: Library, time: str) -> Circumstances:
    """Those of a check of now."""
    return Circumstances(__version__, library.fingerprint(), library.generation, time)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A check made again: whether the same came out, and a sentence for each thing that is not as it was."""

    id: str | int | None
    quote: str
    same: bool
    changed: tuple[str, ...]


def receipt(
    checks: Iterable[tuple[str | int | None, Check]], documents: Documents, made: Circumstances, article: str | None
) -> Record:
    """The receipt of `checks` with their ids; of the text of `article` the SHA-256 is kept."""
    return {
        "kind": KIND,
        "form": FORM,
        "tool": {"name": "pincite", "version": made.version},
        "time": made.time,
        "library": {"fingerprint": made.fingerprint, "generation": made.generation},
        "article": {"sha256": _sha256(article)} if article is not None else None,
        "checks": [_entry(check_id, check, documents) for check_id, check in checks],
    }


def as_receipt_text(record: Record) -> str:
    """The receipt as it is written to a file."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def read_receipt(raw: bytes, name: str) -> Record:
    """The receipt in `raw`; raises UnreadableInput where it is none, or not whole."""
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{name} is not a receipt: it is not JSON.") from error
    if not isinstance(record, dict) or record.get("kind") != KIND:
        raise UnreadableInput(f"{name} is not a receipt of pincite.")
    if record.get("form") != FORM:
        raise UnreadableInput(f"{name} is a receipt of form {record.get('form')!r}; this version reads form {FORM}.")
    if reason := _what_is_missing(record):
        raise UnreadableInput(f"{name} is not whole: {reason}.")
    return record


def repeat(record: Record, checker: Checker, documents: Documents) -> Iterator[Repeated]:
    """Make every check of a receipt again."""
    for entry in record["checks"]:
        check = checker.check(Quotation(**entry["asked"]))
        now = _entry(entry.get("id"), check, documents)
        differing = [name for name in ("verdict", "attribution", "sound", "rule") if entry.get(name) != now[name]]
        told = [f"{name}: {entry.get(name)!r} then, {now[name]!r} now" for name in differing]
        is_moved = _slices(entry) != _slices(now)
        told += [f"source: {_listed(entry)} then, {_listed(now)} now"] if is_moved else []
        same = not is_moved and not {"verdict", "attribution"} & set(differing) and entry.get("sound") == now["sound"]
        yield Repeated(entry.get("id"), entry["asked"]["text"], same, (*told, *_texts_changed(entry, documents)))


def what_else_changed(record: Record, now: Circumstances) -> Iterator[str]:
    """A sentence for each circumstance that is not as it was."""
    tool, library = record.get("tool"), record.get("library")
    version = tool.get("version") if isinstance(tool, dict) else None
    fingerprint = library.get("fingerprint") if isinstance(library, dict) else None
    if version != now.version:
        yield f"The tool is version {now.version}; the receipt was made with {version}."
    if fingerprint != now.fingerprint:
        yield "The library does not hold the same texts as then."


def _entry(check_id: str | int | None, check: Check, documents: Documents) -> Record:
    asked = check.quotation
    return {
        **check_record(check, check_id),
        "asked": {
            "text": asked.text, "document": asked.document, "number": asked.number, "words_around": asked.words_around,
        },
        "slices": [
            {
                "document": citation.paragraph_id.document,
                "document_sha256": documents(citation.paragraph_id.document).sha256,
                "number": citation.paragraph.number,
                "start": citation.span.start,
                "end": citation.span.end,
                "start_in_document": citation.paragraph.span.start + citation.span.start,
                "text": citation.quote,
            }
            for citation in check.citations
        ],
    }  # fmt: skip


def _what_is_missing(record: Record) -> str:
    checks = record.get("checks")
    if not isinstance(checks, list) or not checks:
        return "it holds no checks"
    if len(checks) > MOST_CHECKS:
        return f"it holds more than {MOST_CHECKS:,} checks"
    for place, entry in enumerate(checks, start=1):
        asked, slices = (entry.get("asked", {}), entry.get("slices")) if isinstance(entry, dict) else ({}, None)
        if not _has(asked, _ASKED) or asked.keys() != _ASKED.keys():
            return f"check {place} does not say what was asked"
        if not isinstance(slices, list) or not all(_has(each, _SLICE) for each in slices):
            return f"check {place} does not say what it was compared with"
    return ""


_ASKED = {"text": str, "document": str | None, "number": str | None, "words_around": str}
_SLICE = dict.fromkeys(("document", "document_sha256", "number", "text"), str)


def _has(entry: Any, types: Mapping[str, Any]) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(name), of) for name, of in types.items())


def _slices(entry: Record) -> Sequence[tuple[str, str, str]]:
    return [(one["document"], one["number"], one["text"]) for one in entry["slices"]]


def _listed(entry: Record) -> str:
    return "; ".join(f"{one['document']}, {one['number']}" for one in entry["slices"]) or "nothing"


def _texts_changed(entry: Record, documents: Documents) -> Iterator[str]:
    then = {one["document"]: one["document_sha256"] for one in entry["slices"]}
    for document_id, sha256 in then.items():
        try:
            now = documents(document_id).sha256
        except UnknownDocument:
            yield f"document: {document_id} is no longer in the library"
            continue
        if now != sha256:
            yield f"document: the text of {document_id} is not the same as then"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
