"""What kind of file it is, told from its bytes; the name only tips the balance between text and Markdown."""

import io
import json
import re
import struct
import zipfile
from enum import StrEnum

from corpus.errors import UnreadableFile

_HEAD = 65_536
_MOST_ENTRIES = 5_000
_MOST_DIRECTORY_BYTES = 4 << 20
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Format(StrEnum):
    """A kind of file that can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    JSONL = "jsonl"


# How files begin that hold no text pincite could read, and what people call them.
_FOREIGN = (
    (rb"\{\\rtf", "an RTF file; save it as .docx"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP|BM.{4}\0{4}", "an image"),
    (rb".{4}ftyp(?:heic|heix|mif1|avif)", "an image"),
    (rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1a\x45\xdf\xa3|\xff[\xfb\xf3\xf2]", "a recording"),
    (
        rb"\x1f\x8b|BZh\d|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd|.{257}ustar",
        "an archive; unpack it",
    ),
    (rb"\x7fELF|MZ.{58}|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\xfe\xed\xfa", "a program"),
    (rb"SQLite format 3\0", "a database"),
    (rb"%!PS", "a PostScript file; save it as PDF"),
    (rb"AT&TFORM", "a DjVu file; save it as PDF"),
    (rb"\xffWPC", "a WordPerfect file; save it as .docx"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an OLE container by name, in the order in which they tell most.
_STREAMS = (
    ("EncryptedPackage", "It is encrypted; save it without a password."),
    ("WordDocument", "It is an old Word file (.doc); save it as .docx."),
    ("Workbook", "It is an old Excel workbook, which holds no running text."),
    ("PowerPoint Document", "It is an old PowerPoint presentation; save it as PDF."),
    ("__properties_version1.0", "It is an Outlook message; save it as text."),
)
_IN_ZIP = (
    (r"word/document\d*\.xml", None),
    (r"xl/", "It is an Excel workbook, which holds no running text."),
    (r"ppt/", "It is a PowerPoint presentation; save it as PDF."),
    (r"EncryptedPackage", "It is encrypted; save it without a password."),
)
_MIMETYPES = (
    (b"application/epub", "It is an EPUB book; save its chapters as HTML."),
    (b"application/vnd.oasis.opendocument.text", "It is an OpenDocument text (.odt); save it as .docx."),
    (b"application/vnd.oasis.opendocument", "It is an OpenDocument file, but no text."),
)

_COMMENTS = r"(?:\s|<!--(?s:.{0,4000}?)-->|<\?[^>]{0,400}\?>)*"
_HTML_START = re.compile(rf"{_COMMENTS}<(?:!doctype\s+html|html|head|body|frameset)\b", re.IGNORECASE)
_PAGE_START = re.compile(rf"{_COMMENTS}<(?:meta|title)\b", re.IGNORECASE)
_XML_START = re.compile(r"\s*<\?xml\b")
_OPENING = re.compile(
    r"<(?:p|div|br|span|table|tr|td|li|ul|ol|h[1-6]|a|b|i|strong|em|font|center)\b[^<>]{0,400}>", re.I
)
_CLOSING = re.compile(r"</(?:p|div|span|table|tr|td|li|ul|ol|h[1-6]|a|b|i|strong|em|font|center)\s*>", re.I)
_ENOUGH_TAGS = 4
# What Markdown looks like, and how much each tells: a lone "# " may be a comment, a lone "**" a note's mark.
_MARKDOWN = (
    (re.compile(r"\A---[^\S\n]*\r?\n[\w-]+:[^\n]*\n(?:(?:[\w-]+:|-|[^\S\n])[^\n]*\n)*---"), 4),
    (re.compile(r"^(?:#{1,6}[^\S\n]+\S|#{2,6}[^\s#])", re.M), 2),
    (re.compile(r"\*\*[^\s*][^*\n]{0,200}\*\*"), 1),
    (re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?:|/|#|\.|\w)[^()\s]{0,500}\)"), 2),
    (re.compile(r"^(?:```|~~~)", re.M), 2),
)
_ENOUGH_MARKUP = 4
_MARKDOWN_NAMES = (".md", ".markdown")
_BINARY = "It is a binary file of a kind that pincite does not know."
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


def detect(raw: bytes, name: str) -> Format:
    """Which format reads these bytes; raises UnreadableFile saying what they are where none does."""
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(raw)
    if raw.startswith(_OLD_OFFICE):
        raise UnreadableFile(_old_office(raw))
    if _is_pdf(raw):
        return Format.PDF
    for pattern, what in _FOREIGN:
        if re.match(pattern, raw[:512], re.DOTALL):
            raise UnreadableFile(f"It is {what}.")
    text = _head_as_text(raw)
    return _in_text(text, raw, name.lower())


def _is_pdf(raw: bytes) -> bool:
    """Readers accept a header after up to 1,024 other bytes; a text about PDF has no cross-reference table."""
    place = raw.find(b"%PDF-", 0, 1024 + 5)
    if place < 0:
        return False
    return not raw[:place].strip(b"\xef\xbb\xbf \t\r\n\0") or b"startxref" in raw or b" obj" in raw


def _in_zip(raw: bytes) -> Format:
    names = _names_in_zip(raw)
    for pattern, reason in _IN_ZIP:
        if any(re.match(pattern, name) for name in names):
            if reason is None:
                return Format.DOCX
            raise UnreadableFile(reason)
    for start, reason in _MIMETYPES:
        if b"mimetype" + start in raw[:200]:
            raise UnreadableFile(reason)
    raise UnreadableFile("It is a ZIP archive; unpack it.")


def _names_in_zip(raw: bytes) -> list[str]:
    """The names of the files inside; how many there are is looked up before they are listed."""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_557))
    if end < 0 or len(raw) < end + 22:
        raise UnreadableFile("It is a ZIP container (.docx is one) that has been cut short.")
    entries, directory = struct.unpack("<HI", raw[end + 10 : end + 16])
    if entries > _MOST_ENTRIES or directory > _MOST_DIRECTORY_BYTES:
        raise UnreadableFile(f"It is a ZIP container with more than {_MOST_ENTRIES:,} files inside.")
    try:
        return zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, struct.error) as error:
        raise UnreadableFile("It is a damaged ZIP container (.docx is one).") from error


def _old_office(raw: bytes) -> str:
    for stream, reason in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return reason
    return "It is an old Office file; save it as .docx or PDF."


def _head_as_text(raw: bytes) -> str:
    """The beginning as characters, good enough to see markup by; raises UnreadableFile where it is no text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) : _HEAD].decode(encoding, "replace")
            if not text.strip() and not raw[_HEAD:].strip():
                raise UnreadableFile("It is empty.")
            return text
    head = raw[:_HEAD]
    if not head.strip() and not raw.strip():
        raise UnreadableFile("It is empty.")
    return _without_mark(head)


def _without_mark(head: bytes) -> str:
    for encoding, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if high.count(0) > len(high) / 20 and not low.count(0):
            return head.decode(encoding, "replace")
    if 0 in head:
        raise UnreadableFile(_BINARY if _is_binary(head) else "It holds NUL characters, so it is not a text file.")
    if _is_binary(head):
        raise UnreadableFile(_BINARY)
    return head.decode("latin-1")


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROLS)) > max(len(head) / 20, 2)


def _in_text(text: str, raw: bytes, name: str) -> Format:
    if text.lstrip().startswith(("{", "[")) and (found := _json(text, raw, name)):
        return found
    if _HTML_START.match(text):
        return Format.HTML
    if _XML_START.match(text):
        if re.search(r"<html\b", text[:4000], re.IGNORECASE):
            return Format.HTML
        raise UnreadableFile("It is an XML file of a kind that pincite does not know.")
    if re.match(r"(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*MIME-Version:", text[:8000], re.IGNORECASE):
        raise UnreadableFile("It is an e-mail or a web archive; save it as HTML or text.")
    markup = sum(len(pattern.findall(text)) * weight for pattern, weight in _MARKDOWN)
    tags = len(_OPENING.findall(text))
    is_named_so = name.endswith(_MARKDOWN_NAMES)
    # Markdown may hold HTML, and pages that lost their frame begin with a paragraph.
    if _PAGE_START.match(text) or (tags >= _ENOUGH_TAGS and _CLOSING.search(text)):
        return Format.MARKDOWN if markup > (0 if is_named_so else tags) else Format.HTML
    return Format.MARKDOWN if markup >= (1 if is_named_so else _ENOUGH_MARKUP) else Format.TEXT


def _json(text: str, raw: bytes, name: str) -> Format | None:
    """JSON lines of documents; None where braces only begin a text."""
    line = text.lstrip().split("\n", 1)[0]
    if re.match(r'\{\s*"', line) and re.search(r'"doc_id"\s*:', line):
        return Format.JSONL
    if name.endswith(".jsonl"):
        return Format.JSONL
    try:
        json.loads(line if line.rstrip().endswith(("}", "]")) else raw)
    except (ValueError, RecursionError):
        return None
    raise UnreadableFile("It is JSON, but holds no documents as pincite knows them.")
