"""Which characters the bytes of a text file stand for, and what is doubtful about that."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import UnreadableFile
from corpus.formats.guess import guess_encoding, mostly_utf8
from corpus.formats.mojibake import find_mojibake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages declare, by the name Python gives it. Web browsers read the left as the right: the right holds all of the
# left and the curly quotation marks that people use all the same (WHATWG Encoding Standard).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_DECLARABLE = {
    *_WIDER.values(),
    *(f"cp{n}" for n in (866, 1250, 1251, 1253, 1255, 1256, 1257, 1258)),
    *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    *("euc_jp", "iso2022_jp", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "hz"),
}
_SEVEN_BIT = {"iso2022_jp", "hz"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_PLAIN = re.compile(r"[ -~\n\r\t]")
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, the encoding they were read in, and a sentence for each thing that is doubtful."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The text of `raw`, without a byte order mark; what the bytes themselves show goes before what is `declared`.

    An encoding that was guessed is a doubt, and so are bytes that stand for no character and words that were spoilt
    before they reached us; nothing is repaired. Raises UnreadableFile where there is no text.
    """
    if not raw.strip(b" \t\r\n\f\v\0") or any(raw == mark for mark, _ in _MARKS):
        raise UnreadableFile("It is empty.")
    decoded = _decode(raw, _python_name(declared))
    if not decoded.text.strip("\ufeff\u200b \t\r\n\f\v\0\u00a0\u2028\u2029\x1c\x1d\x1e\x1f\x85\u3000"):
        raise UnreadableFile("It is empty.")
    _require_text(decoded.text)
    mojibake = find_mojibake(decoded.text)
    if mojibake is None:
        return decoded
    doubt = f"Some words were spoilt before this file was saved, such as “{mojibake}”; they are kept as they are."
    return Decoded(decoded.text, decoded.encoding, (*decoded.doubts, doubt))


def _decode(raw: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], encoding, declared)
    if b"\0" in raw:
        return _wide(raw)
    return _unmarked(raw, declared)


def _marked(raw: bytes, encoding: str, declared: str | None) -> Decoded:
    if encoding == "utf-8":
        return _unmarked(raw, declared)
    text = _try(raw, encoding)
    if text is not None:
        return Decoded(text.removeprefix("\ufeff"), encoding)
    return _damaged(raw, encoding)


def _wide(raw: bytes) -> Decoded:
    """UTF-16 or UTF-32 without a mark: every NUL must then be half of a character, and the characters those of text.

    Read in the wrong order, bytes make other characters; the right order shows by its spaces and line ends.
    """
    heads = {name: raw[:_SAMPLE].decode(name, errors="ignore") for name in _WIDE}
    for encoding in sorted(_WIDE, key=lambda name: -len(_PLAIN.findall(heads[name]))):
        if not heads[encoding] or "\0" in heads[encoding] or not _looks_written(heads[encoding]):
            continue
        text = _try(raw, encoding)
        if text is not None and "\0" not in text:
            return Decoded(text, encoding, (_guessed(encoding),))
    raise UnreadableFile("It is not a text file: it holds NUL characters.")


def _looks_written(text: str) -> bool:
    """Whether the characters are of few scripts, as they are in text, and not strewn over all of Unicode."""
    pages = {ord(character) >> 8 for character in text}
    spaces = sum(map(str.isspace, text))
    return not _CONTROL.search(text) and (spaces * 100 >= len(text) or len(text) < 100) and len(pages) <= 110


def _unmarked(raw: bytes, declared: str | None) -> Decoded:
    if declared in _SEVEN_BIT and raw.isascii() and (text := _try(raw, declared)) is not None:
        return Decoded(text, declared)
    for encoding in ("utf-8", declared):
        if encoding and (text := _try(raw, encoding)) is not None:
            return Decoded(text.removeprefix("\ufeff"), encoding)
    if mostly_utf8(raw):
        return _damaged(raw, "utf-8")
    for encoding in guess_encoding(raw):
        if (text := _try(raw, encoding)) is not None:
            return Decoded(text.removeprefix("\ufeff"), encoding, (_guessed(encoding),))
    return _damaged(raw, "cp1252")


def _damaged(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    places = max(1, text.count("\ufffd") - raw.count("\ufffd".encode(encoding, errors="ignore") or b"\0"))
    where = "1 place" if places == 1 else f"{places:,} places"
    doubt = f"The text was read as {_common_name(encoding)}, but {where} in it cannot be read and stand as “\ufffd”."
    return Decoded(text, encoding, (doubt,))


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _python_name(declared: str | None) -> str | None:
    """The codec for a declared name, where text is found in it; None for UTF-8, which is tried anyway."""
    try:
        name = codecs.lookup((declared or "").strip().lower()).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _DECLARABLE else None


def _require_text(text: str) -> None:
    if "\0" in text:
        raise UnreadableFile("It is not a text file: it holds NUL characters.")
    for sample in _samples(text):
        controls = len(_CONTROL.findall(sample))
        if controls >= 5 and controls * 100 > len(sample):
            raise UnreadableFile("It is not a text file: it is full of control characters.")


def _samples(text: str) -> Iterator[str]:
    """The beginning, the middle and the end."""
    for start in {0, max(0, len(text) // 2 - _SAMPLE // 2), max(0, len(text) - _SAMPLE)}:
        yield text[start : start + _SAMPLE]


def _guessed(encoding: str) -> str:
    return f"The text is not UTF-8; it was read as {_common_name(encoding)}."


def _common_name(encoding: str) -> str:
    return re.sub(r"^cp(125\d|874)$", r"windows-\1", encoding).replace("iso8859", "iso-8859").replace("utf-8", "UTF-8")
