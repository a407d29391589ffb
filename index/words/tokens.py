"""What counts as a word, in any script: words, and the numbers and acronyms that stay whole beside them. Pure."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain

_MARKS_ON_LETTERS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d"
_WORD = re.compile(rf"[^\W_][\w{_MARKS_ON_LETTERS}]*")
# Scripts that put no space between words, and Hangul, whose endings hang on them: pairs of characters are searched.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_SPACELESS}]+|[^{_SPACELESS}]+")
_SPACELESS_START = re.compile(rf"[{_SPACELESS}]")
# Alphabets whose marks and variants people leave out when they type; elsewhere a mark is a letter of its own.
_FOLDED_SCRIPTS = re.compile("[\u0041-\u052f\u0590-\u06ff\u1e00-\u1fff\ufb1d-\ufdff\ufe70-\ufeff]+")
_VARIANTS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ς": "σ"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "\u0640": "", "\u00ad": ""}
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f", "")
)

_UPPER = "A-ZÀ-ÖØ-ÞΑ-ΩА-Я"
_ACRONYM = re.compile(rf"(?=.{{2,10}}$)[{_UPPER}][{_UPPER}\d]+(?P<plural>s)?(?:['’]s?)?")
_DOTTED = re.compile(rf"(?:[{_UPPER}]\.){{2,}}")
_COMPOUND = re.compile(r"[^\W_]+(?:[-/‑–][^\W_]+)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,.'’]\d{3})+")
SHOUTED = 3  # so many words in capitals are no acronyms
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")


def words(text: str) -> list[str]:
    """The words of `text` in order, in small letters; pairs of characters where a script has no spaces.

    A run of one such character is itself a word.
    """
    found = _WORD.findall(text.lower().replace("_", " "))
    if text.isascii() or not _SPACELESS_START.search(text):
        return found
    return [piece for word in found for piece in _pairs(word)]


def kept_whole(text: str) -> list[str]:
    """What `text` writes as one and `words` takes apart: "COVID-19" as "covid-19", "U.S." as "US", "50,000" as "50000".

    Acronyms keep their capitals, so that the World Health Organization is told from "who"; words that are shouted
    have none.
    """
    typed = text.split()
    kept = chain.from_iterable(map(_kept, typed))
    if len(typed) >= SHOUTED and text.isupper():
        return [word for word in kept if not is_acronym(word)]
    return list(kept)


def folded(word: str) -> str:
    """`word` as it is compared: compatible forms of letters, figures of any script as 0 to 9, no accents."""
    word = unicodedata.normalize("NFKC", word).lower()
    if word.isascii():
        return word
    word = _FOLDED_SCRIPTS.sub(lambda letters: _without_marks(letters[0]), word.translate(_VARIANTS))
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in word)


def is_acronym(word: str) -> bool:
    """Whether `word`, as `kept_whole` gives it, is an acronym."""
    return len(word) > 1 and word.isalnum() and word.isupper()


def _pairs(word: str) -> list[str]:
    found: list[str] = []
    for run in _RUN.findall(word):
        spaceless = _SPACELESS_START.match(run) and len(run) > 1
        found += [run[i : i + 2] for i in range(len(run) - 1)] if spaceless else [run]
    return found


def _without_marks(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))


@lru_cache(maxsize=200_000)
def _kept(word: str) -> tuple[str, ...]:
    if word.islower() and word.isalpha():
        return ()
    if dotted := _DOTTED.search(word):
        return (dotted[0].replace(".", ""),)
    word = _EDGES.sub("", word)
    found = [match[0] for match in _COMPOUND.finditer(word) if any(c.isdecimal() for c in match[0])]
    kept = [folded(re.sub("[‑–]", "-", compound)) for compound in found]
    kept += [re.sub(r"\D", "", number) for number in _THOUSANDS.findall(word)]
    for part in re.split(r"[-/‑–]", word):
        if acronym := _ACRONYM.fullmatch(part):
            end = acronym.start("plural") if acronym["plural"] else len(re.sub(r"['’]s?$", "", part))
            kept.append(part[:end])
    return tuple(dict.fromkeys(kept))
