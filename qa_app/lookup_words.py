"""A question in the spelling in which look-ups are read: small letters, English words, numbers in figures. Pure.

"Was sagt der dritte Absatz?" becomes "what says of 3rd paragraph?".
"""

import re
import unicodedata

from rapidfuzz.distance import OSA
from text_to_num import alpha2digit

from qa_app.lookup_languages import COUNTED, TABLES, language_of

_ELISION = re.compile(r"\b(?:l|d|qu|dell|all|nell|sull)'(?=\w)")
_ORDINAL_MARK = re.compile(r"\b(\d{1,3})(?:\.?[ºª°ᵉʳ]+|\.|(?:er|ère|ème|re|e|o|a|de|ste)\b)(?=\s)")
_UNMARKED_ORDINAL = re.compile(
    r"(?<![\w,;-])(?<!to )(?<!and )(\d{1,3})\s+(?=(?:paragraph|point|article|recital|section)\b(?!\s*\d))"
)
_LAST_AFTER = re.compile(r"\b(paragraph|point|article|recital)s?\s+(last|penultimate|\d{1,3}(?:st|nd|rd|th))\b")
_MISPLACED = re.compile(r"\b(\d{1,2}) (last|1st)\b")  # "les 2 derniers paragraphes"
_SAID_TWICE = re.compile(r"(\d+)\s*\(([a-z-]{3,12})\)")  # "no. 3 (three)"
# "second-to-last", "Article-5"
_HYPHENATED = re.compile(r"(?<=[a-z])-(to|from|but)-(?=[a-z])")


def normalised(question: str) -> str:
    """`question` in small letters, its numbers as figures, a mistyped "paragraph" mended, other languages' words
    for what a look-up is made of in English."""
    text = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    text = "".join(_figure(character) for character in text)
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda match: match[0].replace(".", ""), text)  # "u.s."
    language = language_of(text)
    if language != "en":
        text = _in_english(text, language)
    text = re.sub(r"\bpara\s+gra\w{1,4}\b", "paragraph", _HYPHENATED.sub(r" \1 ", text))
    text = " ".join(_mended(word) for word in text.split()).replace("next to last", "penultimate")
    return str(alpha2digit(_SAID_TWICE.sub(_once, text), "en", 0))


def folded(text: str) -> str:
    """`text` in small letters without accents, for comparing names."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _once(match: re.Match[str]) -> str:
    return match[1] if str(alpha2digit(match[2], "en", 0)) == match[1] else match[0]


def _figure(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def _in_english(text: str, language: str) -> str:
    text = _ELISION.sub("", text)
    if language in COUNTED:
        text = str(alpha2digit(text, language, 0))
    words = (_translated(word, TABLES[language]) for word in text.split())
    text = _ORDINAL_MARK.sub(lambda match: nth(int(match[1])), " ".join(words))
    text = _UNMARKED_ORDINAL.sub(lambda match: f"{nth(int(match[1]))} ", text)
    text = _LAST_AFTER.sub(r"\2 \1", text)
    return _MISPLACED.sub(r"\2 \1", text)


def _translated(word: str, table: dict[str, str]) -> str:
    """The word in English with the marks around it kept; "abs." is one word with its point, "3-5" none."""
    if word in table:
        return table[word]
    core = word.strip("¿¡«»\"'“”„‚(),;:.!?،؟")
    return word.replace(core, table[core], 1) if core in table else word


def nth(value: int) -> str:
    """ "1st", "22nd", "13th"."""
    mark = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{mark}"


def _mended(word: str) -> str:
    """ "pargraph" and "paragrahp" -> "paragraph": the one word of a look-up that is long enough to be mistyped."""
    core = word.strip(".,?!:;'\"")
    if len(core) >= 6 and core.isalpha() and core[0] == "p" and core not in {"paragraph", "paragraphs"}:
        for wanted in ("paragraph", "paragraphs"):
            if OSA.distance(core, wanted) <= 2:
                return word.replace(core, wanted)
    return word
