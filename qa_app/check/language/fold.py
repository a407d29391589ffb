"""The one definition of "the same words": a text as keys to compare, each with its place in the text. Pure.

Folded away are the kinds of quotation marks, dashes and white space, ligatures, soft hyphens, markup and the case of
letters (which `form` keeps), and the spaces that group the digits of a number; `grouped` folds the commas or points
that do, which is a habit of the language. Never folded are the boundaries of words, digits, accents and spelling.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

ELLIPSIS, HYPHEN, MARK = "…", "-", '"'
SOFT_HYPHEN = "\u00ad"
# Zero-width characters and those that set the direction of writing: nothing is seen of them.
INVISIBLE = "\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069"
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u2e3a\u2e3b"
_MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″「」『』"
_APOSTROPHES = "'’‘ʼ′"
# Scripts that leave no space between words: each letter stands for itself.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Vowel signs and accents of their own, which \w leaves out.
_SIGNS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
)
_THIN = "  \u2007\u2009\u202f'’"  # what groups digits in threes, whatever the language
_GROUPED = re.compile(rf"(?<=\d)[{_THIN}](?=\d{{3}})")
_SEPARATED = re.compile(r"\d[.,]\d{3}(?!\d)")
_LETTER = f"(?:(?![{_UNSPACED}_])[\\w{_SIGNS}{INVISIBLE}]|{SOFT_HYPHEN}(?:[ \\t]*\\r?\\n[ \\t]*)?)"
_TAGS = "a|b|i|u|em|strong|p|br|span|div|sup|sub|q|cite|small|mark|font|blockquote|li|ul|ol|td|tr|th|table|h[1-6]"
_TOKEN = re.compile(
    rf"(?P<unseen></?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>|[*#|\\_]+|[{INVISIBLE}{SOFT_HYPHEN}]+(?!{_LETTER}))"
    r"|(?P<ellipsis>…|\.(?:[ \t\u00a0\u2009\u202f]?\.){2,})"
    rf"|(?P<word>\d{{1,3}}(?:[{_THIN}]\d{{3}})+(?!\d)(?:[.,]\d+)?{_LETTER}*|\d+(?:[.,]\d+)+{_LETTER}*|{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*|[{_UNSPACED}])"
    rf"|(?P<dash>[-{_DASHES}]+)|(?P<mark>[{_MARKS}]+)|(?P<other>\S)"
)
_LINE_END = re.compile(r"\s+(?=[^\W\d_A-Z])")
_LIGATURES = dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))  # "CO₂"
_FORM = str.maketrans({**_LIGATURES, **_LOWERED, **dict.fromkeys("’‘ʼ′", "'")})
_MARK_KEYS = {"ellipsis": ELLIPSIS, "mark": MARK, "unseen": ""}
# Marks that a publisher puts among the words and that are none: of notes ("States1", "[^1]", a superscript that stands
# alone), of amendments ("►M1", "◄", "[F2 …]"), of pages of another edition ("[*123]"). Figures after capital letters
# ("CO2", "COVID19") and of measures ("m2") stay.
_AMENDED = re.compile(r"\[[A-Z]\d{1,3}(?=\s|[A-Z])")
_APPARATUS = re.compile(
    rf"{_AMENDED.pattern}|\[\s*\^?\s*\d{{1,3}}\s*\]|►\s?(?:[A-Z]{{1,2}}\d{{0,3}}\b)?|◄|▼(?:[A-Z]{{1,2}}\d{{0,3}}\b)?"
    r"|\[?(?<![\w*])\*\d{1,4}\b\]?|<sup[^<>]{0,200}>\s*\[?\d{1,3}\]?\s*</sup>"
    r"|(?<=[a-zà-öø-ÿ]{4})\d{1,2}(?!\w)|(?<!\w)[¹²³⁰⁴-⁹]{1,3}(?!\w)"
)
_DIVISION = re.compile(r"[-\u2010]\s+")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{3})[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+$")  # "resolution¹", but not "m²"
_FEWEST_GROUPED = 4  # characters of "1 000"
_NOT_SEEN = re.compile(rf"[{INVISIBLE}{SOFT_HYPHEN}]|(?<={SOFT_HYPHEN})\s+")

Key = tuple[str, int, int]  # what a stretch of the text is compared by, and from where to where it stands


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """`keys[i]` is what `source[starts[i]:ends[i]]` is compared by; `line` is the keys with a space around each.

    `line_ends` are the places of hyphens that may only divide a word at the end of a line.
    """

    source: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    line_ends: tuple[int, ...]
    line: str = field(repr=False)
    columns: tuple[int, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def form(self, place: int) -> str:
        """The word at that place as it is written, but for what is not seen and the kinds of marks."""
        return word_form(self.source[self.starts[place] : self.ends[place]])

    def find(self, keys: tuple[str, ...], most: int, first: int = 0, end: int | None = None) -> list[int]:
        """Where those keys stand one after the other, between the places `first` and `end`; at most `most` places."""
        wanted, found = f" {' '.join(keys)} ", list[int]()
        if not keys or first >= len(self.keys):
            return found
        stop = len(self.line) if end is None or end >= len(self.keys) else self.columns[end]
        at = self.line.find(wanted, self.columns[first] - 1, stop)
        while at >= 0 and len(found) < most:
            found.append(bisect_left(self.columns, at + 1))
            at = self.line.find(wanted, at + 1, stop)
        return found

    def words(self, first: int, end: int) -> str:
        """The source's own characters from the key `first` up to and without the key `end`."""
        return self.source[self.starts[first] : self.ends[end - 1]] if end > first else ""

    def joined(self, words: Container[str]) -> "Folded":
        """The same with words divided at a line's end made whole, where the whole word is one of `words`."""
        joins = {at for at in self.line_ends if self.keys[at - 1] + self.keys[at + 1] in words}
        if not joins:
            return self
        kept: list[Key] = []
        for at, (key, start, end) in enumerate(self._rows()):
            if at - 1 in joins:
                kept[-1] = (kept[-1][0] + key, kept[-1][1], end)
            elif at not in joins:
                kept.append((key, start, end))
        return _folded(self.source, kept)

    def grouped(self, separator: str) -> "Folded":
        """The same with "4,000" as 4000, where a comma groups digits; with a point "4.000" is."""
        group = re.compile(rf"\d{{1,3}}(?:{re.escape(separator)}\d{{3}})+(?!\d)")
        rows = [(group.sub(lambda n: n[0].replace(separator, ""), key), at, end) for key, at, end in self._rows()]
        return _folded(self.source, rows, self.line_ends)

    def without_apparatus(self) -> "Folded":
        """The same without the marks of notes and amendments among the words: "States1", "[1]", "►M1 … ◄"."""
        spans = [match.span() for match in _APPARATUS.finditer(self.source)]
        opened = [match.end() for match in _AMENDED.finditer(self.source)]
        spans += [(at - 1, at) for end in opened if (at := self.source.find("]", end) + 1)]
        if not spans:
            return self
        kept: list[Key] = []
        for key, start, end in self._rows():
            if any(first <= start and end <= last for first, last in spans):
                continue
            cut = next((first for first, last in spans if start < first and last == end), end)
            kept.append((key if cut == end else word_form(self.source[start:cut]).lower(), start, cut))
        return _folded(self.source, kept)

    def _rows(self) -> Iterator[Key]:
        return zip(self.keys, self.starts, self.ends, strict=True)


def has_groups(text: str) -> bool:
    """Whether a number is in it whose digits a comma or point may group."""
    return _SEPARATED.search(text) is not None


def fold(text: str) -> Folded:
    """The keys of `text`, in one pass over it."""
    rows: list[Key] = []
    line_ends: list[int] = []
    for match in _TOKEN.finditer(text):
        kind, key = match.lastgroup, match.group()
        start, end = match.span()
        if kind == "word":
            key = key.lower() if key.isascii() else word_form(key).lower()
            key = _GROUPED.sub("", key) if key[0].isdecimal() and len(key) > _FEWEST_GROUPED else key
        elif kind == "dash":
            key = HYPHEN
            if rows and rows[-1][2] == start and rows[-1][0][-1].isalpha() and _LINE_END.match(text, end):
                line_ends.append(len(rows))
        else:
            key = _MARK_KEYS.get(kind or "", key)
        if key:
            rows.append((key, start, end))
    # A hyphen that the text ends with divides nothing.
    return _folded(text, rows, tuple(at for at in line_ends if at + 1 < len(rows)))


def word_form(word: str) -> str:
    """A word as it is read: composed, whole, without what is not seen, ligatures in letters, apostrophes straight."""
    word = _DIVISION.sub("", word)
    if word.isascii():
        return word
    return _FOOTNOTE.sub("", unicodedata.normalize("NFC", _NOT_SEEN.sub("", word).translate(_FORM)))


def is_word(key: str) -> bool:
    """Whether a key is a word or a number rather than a mark of punctuation."""
    return key[0].isalnum()


def invisible_in(text: str) -> Iterator[str]:
    """The characters of `text` of which nothing is seen, soft hyphens apart."""
    return (match.group() for match in re.finditer(f"[{INVISIBLE}]", text))


def _folded(source: str, rows: Sequence[Key], line_ends: tuple[int, ...] = ()) -> Folded:
    keys, starts, ends = zip(*rows, strict=True) if rows else ((), (), ())
    columns = tuple(accumulate((len(key) + 1 for key in keys[:-1]), initial=1)) if keys else ()
    return Folded(source, keys, starts, ends, line_ends, f" {' '.join(keys)} ", columns)
