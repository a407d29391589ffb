"""Guess the encoding of bytes that do not say."""

import re
from collections.abc import Iterator

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
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}
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
        yield _WIDER.get(name, name)


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
