"""Which characters the bytes of a text file stand for, and what is doubtful about that."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import UnreadableFile

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


# Guess the encoding of bytes that do not say.

_WINDOW = 20_000
_WINDOWS = 4
# The encodings that documents are found in; what charset-normalizer calls otherwise (EBCDIC, DOS code pages) is a
# misreading of one of these.
_EXPECTED = {
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp874"),
    *("big5", "big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "koi8_r", "koi8_u"),
    *("iso2022_jp", "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "mac_roman", "mac_cyrillic"),
    *("shift_jis", "tis_620"),
}
_WIDER_GUESSES = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}
# Languages that windows-1252 was made for: their few accents read nearly as well in its neighbours, so statistics err.
_WESTERN = {
    *("Catalan", "Danish", "Dutch", "English", "Finnish", "French", "German", "Icelandic", "Indonesian", "Italian"),
    *("Norwegian", "Portuguese", "Spanish", "Swedish"),
}
_NEIGHBOURS = {"cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2", "mac_roman"}
_HIGH = re.compile(rb"[\x80-\xff]")


def mostly_utf8(raw: bytes) -> bool:
    """Whether most bytes beyond ASCII form UTF-8 characters: the text is UTF-8 with a few bytes damaged.

    In other encodings hardly any do.
    """
    sample = b"".join(_windows(raw))
    text = sample.decode("utf-8", errors="ignore")
    whole = sum(len(character.encode()) for character in text if character > "\x7f")
    high = len(_HIGH.findall(sample))
    return whole >= 6 and whole >= 4 * (high - whole)


def guess_encoding(raw: bytes) -> Iterator[str]:
    """Names of encodings, the likeliest first, by charset-normalizer on samples around bytes beyond ASCII."""
    from charset_normalizer import from_bytes

    sample = b"\n".join(_windows(raw))
    matches = list(from_bytes(sample, cp_isolation=sorted(_EXPECTED)))
    names = [match.encoding for match in matches]
    if not matches or _is_western(names[0], matches[0].language, sample):
        names.insert(0, "cp1252")
    for name in dict.fromkeys((*names, "cp1252")):
        yield _WIDER_GUESSES.get(name, name)


def _is_western(encoding: str, language: str, sample: bytes) -> bool:
    """Whether a guess had better be windows-1252, by the language and by how few bytes are beyond ASCII.

    Fewer than one in a hundred are curly quotation marks and the accents of names.
    """
    few = len(_HIGH.findall(sample)) * 100 < len(sample)
    alike = sample.decode(encoding, errors="replace") == sample.decode("cp1252", errors="replace")
    return few or alike or (language in _WESTERN and encoding in _NEIGHBOURS)


def _windows(raw: bytes) -> Iterator[bytes]:
    """A few stretches of whole lines, each around a byte beyond ASCII, spread over the file."""
    end = 0
    for part in range(_WINDOWS):
        match = _HIGH.search(raw, max(end, part * len(raw) // _WINDOWS))
        if not match:
            return
        start = max(end, match.start() - 200)
        end = min(len(raw), start + _WINDOW)
        yield raw[start:end]


# Find words that were once saved in one encoding and read in another ("â€™", "Ã©").

# The first byte of a UTF-8 character and the one after it, as windows-1252 or windows-1251 shows them: quick to look
# for, and true of all that ftfy then looks at closely.
_SUSPECT = re.compile(r"[À-ßà-ïРСÐÑвЃ][\x80-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸžŽЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґё№єјЅѕї]")
_AROUND = 40
_TRIED = 200


def find_mojibake(text: str) -> str | None:
    """The first spoilt word with those around it, or None."""
    if text.isascii():
        return None
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for tried, match in enumerate(_SUSPECT.finditer(text)):
        if tried == _TRIED:
            break
        excerpt = " ".join(text[max(0, match.start() - _AROUND) : match.end() + _AROUND].split(" ")[1:-1])
        if is_bad(excerpt) and fix_encoding(excerpt) != excerpt:
            return _word_at(text, match.start())
    return None


def _word_at(text: str, position: int) -> str:
    before = re.search(r"\S{0,20}\Z", text[max(0, position - 20) : position])
    after = re.match(r"\S{0,20}", text[position : position + 20])
    return (before[0] if before else "") + (after[0] if after else "")
