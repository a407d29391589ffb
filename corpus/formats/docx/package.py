"""The zip file that a Word document is: its parts, opened with limits and parsed without reaching for anything else."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from corpus.errors import UnreadableFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICES = (f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback")
_STRICT = {  # ISO 29500 Strict says the same things under other names
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_PARTS = 10_000
_MOST_BYTES = 512 * 2**20
_BYTES_TO_WEIGH = 50 * 2**20
_HIGHEST_RATIO = 200
_LARGEST_DIRECTORY = 4 * 2**20  # bytes; ten thousand entries of long names
_LARGEST_PART = 100 * 2**20
_MOST_TAGS = 3_000_000
_END_OF_DIRECTORY = b"PK\x05\x06"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Package:
    """The parts of one Word file; `main` is the name of the part that holds the text."""

    def __init__(self, raw: bytes) -> None:
        """Raises UnreadableFile where `raw` is not a Word file, or is one that nobody should open."""
        self._zip = _open(raw)
        self._names = frozenset(self._zip.namelist())
        self.main = self._find_main()

    def _find_main(self) -> str:
        names = [*self.related("", "officeDocument"), "word/document.xml"]
        found = next((name for name in names if name in self._names), None)
        if found is None:
            raise UnreadableFile("This file has no word/document.xml, so it is not a Word document.")
        return found

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The names of the parts that `part` ("" is the file itself) points at as `kind` ("footnotes", "header")."""
        folder, name = posixpath.split(part)
        relationships = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return tuple(dict.fromkeys(_targets(relationships, folder, kind))) if relationships is not None else ()

    def related_xml(self, kind: str) -> Any:
        """The root of the first part that the text points at as `kind`, or None."""
        name = next(iter(self.related(self.main, kind)), None)
        return self.xml(name) if name else None

    def xml(self, name: str) -> Any:
        """The root element of a part, or None where the file has no such part; raises UnreadableFile."""
        return _parse(self._read(name), name) if name in self._names else None

    def _read(self, name: str) -> bytes:
        if self._zip.getinfo(name).file_size > _LARGEST_PART:
            raise UnreadableFile(f"A part of this Word file ({name}) is too large to read.")
        try:
            return self._zip.read(name)
        except _BROKEN as error:
            raise UnreadableFile(f"A part of this Word file ({name}) is damaged.") from error


def _targets(relationships: Any, folder: str, kind: str) -> Iterator[str]:
    for entry in relationships:
        target = entry.get("Target", "")
        if entry.get("TargetMode") != "External" and entry.get("Type", "").endswith(f"/{kind}"):
            yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _open(raw: bytes) -> zipfile.ZipFile:
    if raw.startswith(_OLE):
        raise UnreadableFile(_what_ole_is(raw))
    if not raw.startswith(b"PK"):
        raise UnreadableFile("This is not a Word file (.docx).")
    _check_directory(raw)
    try:
        opened = zipfile.ZipFile(io.BytesIO(raw))
    except _BROKEN as error:
        raise UnreadableFile("This Word file is damaged or truncated.") from error
    _check_sizes(opened, len(raw))
    return opened


def _what_ole_is(raw: bytes) -> str:
    """A Word file with a password is stored in the container that older Word files were."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return "This Word file is encrypted; a password is needed."
    return "This is a file of the older Word kind (.doc); save it as .docx first."


def _check_directory(raw: bytes) -> None:
    """The directory is read as a whole, so its size is looked at first."""
    place = raw.rfind(_END_OF_DIRECTORY)
    if place < 0 or len(raw) < place + 22:
        raise UnreadableFile("This Word file is truncated.")
    (size,) = struct.unpack_from("<L", raw, place + 12)
    if size > _LARGEST_DIRECTORY:
        raise UnreadableFile("This Word file has more parts than any document needs.")


def _check_sizes(opened: zipfile.ZipFile, size: int) -> None:
    parts = opened.infolist()
    if len(parts) > _MOST_PARTS:
        raise UnreadableFile("This Word file has more parts than any document needs.")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile("This Word file is encrypted; a password is needed.")
    total = sum(part.file_size for part in parts)
    if total > _MOST_BYTES or (total > _BYTES_TO_WEIGH and total > _HIGHEST_RATIO * size):
        raise UnreadableFile("This Word file unpacks to more than any document needs.")


def _parse(raw: bytes, name: str) -> Any:
    if raw.count(b"<") > _MOST_TAGS:
        raise UnreadableFile(f"A part of this Word file ({name}) is too large to read.")
    for strict, usual in _STRICT.items():
        raw = raw.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"A part of this Word file ({name}) is not well-formed XML.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(f"A part of this Word file ({name}) declares a document type, which no Word file needs.")
    return root


def walk(root: Any, leave_out: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """("start" or "end", element) in document order for all that lies in `root`, without the subtrees left out.

    Elements of a tag in `leave_out` have no event of their own either, and of alternatives only the first is walked.
    There is no recursion, so that deep nesting cannot exhaust the stack.
    """
    walker, chosen = etree.iterwalk(root, events=("start", "end")), set()
    for event, element in walker:
        if element is root or not isinstance(element.tag, str):
            continue
        alternatives = element.getparent() if event == "start" and element.tag in _CHOICES else None
        if element.tag not in leave_out and (alternatives is None or alternatives not in chosen):
            if alternatives is not None:
                chosen.add(alternatives)
            yield event, element
        elif event == "start":
            walker.skip_subtree()


def value(parent: Any, tag: str, name: str = "val") -> str | None:
    """The attribute `name` of the child `tag` of `parent` (which may be None), both without their prefix."""
    child = parent.find(W + tag) if parent is not None else None
    found: str | None = child.get(W + name) if child is not None else None
    return found


def number(text: str | None) -> int | None:
    """A whole number as an attribute holds it, None for anything else; the sizes no document needs are cut off."""
    try:
        return max(-(10**6), min(int(text or ""), 10**6))
    except ValueError:
        return None


def switch(parent: Any, tag: str) -> bool | None:
    """Whether the toggle `tag` is on in `parent`; None where it is not named."""
    child = parent.find(W + tag) if parent is not None else None
    return None if child is None else child.get(W + "val") not in ("0", "false", "off", "none")
