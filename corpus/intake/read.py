"""One file -> its documents: what kind it is, its text, what the text says of itself, its paragraphs."""

import hashlib
import importlib
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.formats.detect import Format, detect
from corpus.formats.reading import Read, Reading
from corpus.intake.files import Given, opened
from corpus.intake.limits import MEGABYTE, Limits
from corpus.types import Document, PlacedLine

Fields = dict[str, Any]

# Imported one at a time: a folder of text files needs neither lxml nor pdfium.
_FORMATS = {
    Format.TEXT: ("corpus.formats.text", "read_text_format"),
    Format.MARKDOWN: ("corpus.formats.markdown", "read_markdown"),
    Format.HTML: ("corpus.formats.html.page", "read_html"),
    Format.PDF: ("corpus.formats.pdf.pdf", "read_pdf"),
    Format.DOCX: ("corpus.formats.docx.docx", "read_docx"),
}
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Request:
    """The file, the SHA-256 that its bytes should have, the id for its document, and what is given about it."""

    path: Path
    sha256: str
    document: str
    given: Given
    ocr: bool = False


def request_to_fields(request: Request) -> Fields:
    """As JSON; a path is sent as hexadecimal bytes, since a file name need not be valid Unicode."""
    given: Fields = asdict(request.given)
    if request.given.date:
        given["date"] = request.given.date.isoformat()
    path = os.fsencode(request.path).hex()
    return {"path": path, "sha256": request.sha256, "document": request.document, "given": given, "ocr": request.ocr}


def request_from_fields(fields: Fields) -> Request:
    """The request of `request_to_fields`."""
    given = dict(fields["given"])
    if given["date"] is not None:
        given["date"] = date.fromisoformat(given["date"])
    path = Path(os.fsdecode(bytes.fromhex(fields["path"])))
    return Request(path, fields["sha256"], fields["document"], Given(**given), fields["ocr"])


def read_file(
    request: Request, limits: Limits, guess: Callable[[str], str]
) -> tuple[Format, tuple[Document, ...], tuple[PlacedLine, ...]]:
    """Its format, its documents, most often one, and where on its pages their words stand.

    `guess` is told how the text begins and tells the language, where nothing else does.
    Raises UnreadableFile, InvalidDocument.
    """
    raw = _bytes(request.path, limits)
    if hashlib.sha256(raw).hexdigest() != request.sha256:
        raise UnreadableFile("It was changed while it was being read.")
    kind = detect(raw, request.path.name)
    if kind is Format.JSONL:
        return kind, _ready_made(request), ()
    if kind is not Format.PDF and kind is not Format.DOCX and len(raw) > 4 * limits.characters:
        raise UnreadableFile(_too_long(limits))
    reading = _reader(kind, ocr=request.ocr)(raw)
    del raw  # a scanned document may be most of what is in memory
    _check(reading, limits)
    return kind, (_cut(reading, request, guess),), reading.places


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        with opened(path, limits.file_megabytes * MEGABYTE) as (stream, size):
            return stream.read(size)
    except OSError as error:
        raise UnreadableFile(f"It cannot be read: {error.strerror}.") from error


def _reader(kind: Format, *, ocr: bool) -> Read:
    module, name = _FORMATS[kind]
    if ocr and kind is Format.PDF:
        name = "read_scan"
    read: Read = getattr(importlib.import_module(module), name)
    return read


def _check(reading: Reading, limits: Limits) -> None:
    if len(reading.text) > limits.characters:
        raise UnreadableFile(_too_long(limits))
    if max((block.page or 0 for block in reading.blocks), default=0) > limits.pages:
        raise UnreadableFile(f"It has more than {limits.pages:,} pages.")
    if found := _UNSTORABLE.search(reading.text):
        what = "a NUL character" if found[0] == "\0" else "half a surrogate pair"
        raise UnreadableFile(f"Its text holds {what} at place {found.start() + 1:,}, so it is no text.")


def _too_long(limits: Limits) -> str:
    return f"It holds more than {limits.characters:,} characters."


def _cut(reading: Reading, request: Request, guess: Callable[[str], str]) -> Document:
    from corpus.cutting.front import read_structure
    from corpus.cutting.segment import segment_reading

    given = request.given.language
    found = read_structure(reading, request.document, (lambda _: given) if given else guess)
    card = replace(request.given.over(found), id=request.document)
    document = segment_reading(reading, card)
    if not any(paragraph.answers for paragraph in document.paragraphs):
        raise UnreadableFile("No text was found in it.")
    return document


def _ready_made(request: Request) -> tuple[Document, ...]:
    """Documents that come with their ids; what is given beside the id goes for each of them."""
    from corpus.formats.jsonl import read_documents

    try:
        documents = read_documents(request.path)
    except UnreadableFile as error:  # which names the file, as whoever shows the reason does too
        reason = str(error).removeprefix(str(request.path)).lstrip(", ").removesuffix(".")
        raise UnreadableFile(f"{reason[:1].upper()}{reason[1:]}.") from error
    if request.given.id is not None and [document.id for document in documents] != [request.given.id]:
        raise UnreadableFile("Its documents have ids of their own, so none can be given.")
    return tuple(replace(document, card=request.given.over(document.card)) for document in documents)
