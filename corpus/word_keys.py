"""How words are cut to be looked up: small letters, line-end hyphens undone, punctuation left out. Pure."""

import re
import unicodedata

_MARKS_ON_LETTERS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
# Scripts that put no space between words: each character is looked up for itself.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])[^\W_])(?:(?![{_SPACELESS}])[^\W_]|[{_MARKS_ON_LETTERS}])*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")

_LETTER = r"[^\W\d_]"
_APOSTROPHE = re.compile(r"(?<=[^\W_])['’‘ʼ＇`´](?=[^\W_])")
# "resol-\nution"; "Israeli-\nPalestinian" and "2016-\n2018" keep their hyphen, as does "one - two".
_LINE_END = re.compile(rf"(?<={_LETTER})[-\u2010\u00ad]\s+(?={_LETTER})")
# What is there without being seen: soft hyphens, joiners, marks of direction, a byte order mark.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)


def word_keys(text: str) -> tuple[str, ...]:
    r"""The words of `text` in order as they are looked up: NFKC, case folded, letters and digits alone.

    Two texts with the same words have the same keys, whatever marks and spaces stand around these: "resol-\nution"
    is "resolution", "well-known" is "well", "known", "party’s" is "partys". Accents are kept.
    """
    if "-" in text or "\u2010" in text or "\u00ad" in text:
        text = _LINE_END.sub(lambda hyphen: "" if text[hyphen.end()].islower() else hyphen[0], text)
    text = _APOSTROPHE.sub("", text)
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text.lower()))
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold()))
