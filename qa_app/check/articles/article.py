"""An article as the quotation desk reads it: its text, the quotations found in it, and what was passed over and why."""

import hashlib
import re
import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.formats.decode import decode
from corpus.formats.detect import Format, detect
from corpus.intake.files import Given
from corpus.intake.limits import MEGABYTE, Limits
from corpus.intake.read import Request
from corpus.intake.reader import FileReader
from corpus.types import Span
from qa_app.errors import UnreadableInput


class Reason(StrEnum):
    """Why words between marks, or a mark, are not checked as a quotation."""

    APOSTROPHE = "apostrophe"
    SCARE_QUOTES = "one or two words: scare quotes"
    TITLE = "title of a work"
    UNBALANCED = "unbalanced mark"
    EMPTY = "no words between the marks"


@dataclass(frozen=True, slots=True)
class Article:
    """`text` is what a reader sees; `blocks` are the spans in it that are set as block quotations, in order.

    Paragraphs end at an empty line, or at every line's end where `lines_are_paragraphs`. `markup` is the file as it was
    written, where `text` was made of it and its lines are others.
    """

    file: str
    text: str
    blocks: tuple[Span, ...] = ()
    lines_are_paragraphs: bool = False
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in an article.

    `parts` are the spans of its words without the marks, several where an attribution splits it or where it runs over
    paragraphs; `span` holds them all with their marks. `readings` are its words put together, the likeliest first:
    whether a comma before an attribution is the source's or the house's cannot be seen from the article. `is_block`
    says that it is set as a block and not between marks.
    """

    span: Span
    parts: tuple[Span, ...]
    readings: tuple[str, ...]
    is_block: bool = False

    @property
    def text(self) -> str:
        """The words as they are most likely meant."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class Skipped:
    """What looks like a quotation, or a part of one, and is not checked."""

    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found between marks, in the order of the article."""

    quoted: tuple[Quoted, ...]
    skipped: tuple[Skipped, ...]


# An article's file -> Article: read by the formats that read documents, block quotations kept in sight.

LIMITS = Limits(seconds=60, file_megabytes=20, characters=2_000_000, pages=500)
# Private characters carry block quotations through the format, which keeps the words and not what is around them.
_OPEN, _SHUT = "\U0010f8f0", "\U0010f8f1"
_BOUNDARY = re.compile(f"[{_OPEN}{_SHUT}]")
# A paragraph after the last, since a text of one paragraph alone is taken for a title.
_LAST = "\U0010f8f2"
_LAST_PARAGRAPH = re.compile(rf"\s*{_LAST}")
_MARKDOWN_NAMES = (".md", ".markdown")
_SURELY_MARKDOWN = (
    f"\n\n<!-- **Markdown** -->\n\n{_LAST}\n"  # so that a file of that name with little markup is read as such
)
_INNER_TAGS = r"(?:\s{0,40}<(?![/!?])[^<>]{0,500}>){0,6}"
_HTML_START = re.compile(rf"<blockquote\b[^<>]{{0,2000}}>{_INNER_TAGS}", re.IGNORECASE)
_HTML_END = re.compile(r"(?:</[a-z][a-z0-9]{0,12}\s{0,5}>\s{0,40}){0,6}</blockquote\s{0,5}>", re.IGNORECASE)
_QUOTED_LINES = re.compile(r"(?:^ {0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_FIRST_WORD = re.compile(r"(?: {0,3}> ?){1,20}[^\S\n]*")


def read_article(path: Path) -> Article:
    """The article in `path` (text, Markdown, HTML, DOCX, PDF); raises UnreadableInput with the reason."""
    try:
        return _read(path)
    except UnreadableFile as error:
        raise UnreadableInput(f"{path}: {error}") from error


def article_from_text(text: str, file: str = "") -> Article:
    """An article as it was typed or pasted, lines that begin with ">" being block quotations."""
    blocks = (Span(match.start(), match.end()).trimmed(text) for match in _QUOTED_LINES.finditer(text))
    return Article(file, text, tuple(block for block in blocks if block))


def _read(path: Path) -> Article:
    raw = _bytes(path)
    kind = detect(raw, path.name)
    if kind is Format.JSONL:
        raise UnreadableFile("It holds documents, not an article.")
    if kind is Format.TEXT and path.suffix.lower() in _MARKDOWN_NAMES:
        kind = Format.MARKDOWN
    if kind is Format.TEXT:
        text = decode(raw).text
        if "\0" in text:
            raise UnreadableFile("It holds NUL characters, so it is not a text file.")
        return article_from_text(text, str(path))
    article = _marked(_through_format(path, raw, kind), str(path))
    return replace(article, lines_are_paragraphs=kind is Format.DOCX, markup=_written(raw, kind))


def _bytes(path: Path) -> bytes:
    most = LIMITS.file_megabytes * MEGABYTE
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise UnreadableFile(f"It cannot be read: {error.strerror}.") from error
    if len(raw) > most:
        raise UnreadableFile(f"It is larger than {LIMITS.file_megabytes} MB.")
    return raw


def _through_format(path: Path, raw: bytes, kind: Format) -> str:
    """The plain text as the child process reads it, block quotations between private characters."""
    marked = _with_boundaries(raw, kind)
    with tempfile.TemporaryDirectory(prefix="pincite-") as folder, FileReader(LIMITS) as reader:
        copy = Path(folder) / f"article{path.suffix if len(path.suffix) < 10 else ''}"
        copy.write_bytes(marked)
        request = Request(copy, hashlib.sha256(marked).hexdigest(), "article", Given())
        return "".join(read.document.text for read in reader.read(request))


def _with_boundaries(raw: bytes, kind: Format) -> bytes:
    if kind not in (Format.HTML, Format.MARKDOWN):
        return raw
    text = _BOUNDARY.sub("", _written(raw, kind))
    if kind is Format.HTML:
        text = _HTML_START.sub(lambda match: match[0] + _OPEN, text)
        text = _HTML_END.sub(lambda match: _SHUT + match[0], text)
        body = text.lower().rfind("</body")
        text = f"{text[:body]}<p>{_LAST}</p>{text[body:]}" if body >= 0 else f"{text}<p>{_LAST}</p>"
    else:
        text = _QUOTED_LINES.sub(lambda match: _bounded_lines(match[0]), text) + _SURELY_MARKDOWN
    return text.encode("utf-8-sig")  # the mark tells the encoding, whatever the page declares


def _written(raw: bytes, kind: Format) -> str:
    """The file as it was written, "" where that is no text that people write."""
    if kind is Format.MARKDOWN:
        return decode(raw).text
    if kind is not Format.HTML:
        return ""
    from corpus.formats.html.tree import decode_page  # lxml, which other kinds do not need

    return decode_page(raw).text


def _bounded_lines(lines: str) -> str:
    first = _FIRST_WORD.match(lines)
    start = first.end() if first else 0
    words = lines[start:].rstrip()
    return f"{lines[:start]}{_OPEN}{words}{_SHUT}{lines[start + len(words) :]}"


def _marked(text: str, file: str) -> Article:
    """The text without the private characters, and what stood between them."""
    kept, blocks, position, length, opened = [], [], 0, 0, None
    for match in _BOUNDARY.finditer(text):
        kept.append(text[position : match.start()])
        length += match.start() - position
        position = match.end()
        if match[0] == _OPEN:
            opened = length if opened is None else opened
        elif opened is not None:
            blocks.append(Span(opened, length))
            opened = None
    kept.append(text[position:])
    plain = _LAST_PARAGRAPH.sub("", "".join(kept))
    return Article(file, plain, tuple(span for block in blocks if (span := block.trimmed(plain))))
