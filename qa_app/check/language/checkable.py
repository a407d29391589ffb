"""Whether a quotation can be checked at all, and its characters as they are compared. Pure."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from qa_app.check.language.fold import is_word
from qa_app.check.language.words import is_content, sure_language_of
from qa_app.check.marks import MOST_MARKS, count_marks, literal
from qa_app.words import Wording, wording

LONGEST = 40_000  # characters
FEWEST_CONTENT_WORDS, _MANY_WORDS = 4, 8
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});")


def cleaned(text: str) -> str:
    """The quotation with the characters that entities stand for."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text).strip()


def why_not(text: str) -> Wording | None:
    """Why nothing can be said of the quotation; None where it can be looked up."""
    if len(text) > LONGEST:
        return wording("rule.too_long", number=LONGEST)
    if not any(character.isalnum() for character in text):
        return Wording("rule.no_words" if text else "rule.empty")
    if count_marks(text) > MOST_MARKS:
        return wording("rule.marks", number=MOST_MARKS)
    return None


def content_words(text: str) -> int:
    """How many words that carry meaning, or numbers, are in it."""
    return sum(is_content(key) for key in literal(text).folded.keys)


def word_count(text: str) -> int:
    """How many words are in it."""
    return sum(is_word(key) for key in literal(text).folded.keys)


def is_short(text: str) -> bool:
    """Whether it has too few words to say whose they are: few that carry meaning, and not many others."""
    return content_words(text) < FEWEST_CONTENT_WORDS and word_count(text) < _MANY_WORDS


def foreign_to(text: str, languages: frozenset[str], source_scripts: Iterable[str]) -> Wording | None:
    """Why a text that was not found could not be: a language or script that no document is in; else None."""
    script = script_of(text)
    if script and script not in set(source_scripts):
        return wording("rule.foreign_script", name=script.lower())
    spoken = sure_language_of(literal(text).folded.keys)
    if spoken and spoken not in languages:
        return wording("rule.foreign_language", name=spoken)
    return None


def script_of(text: str) -> str:
    """The script that most letters are of, as Unicode names it ("LATIN", "CYRILLIC"); empty where there are none."""
    counted = Counter(
        unicodedata.name(character, "").split(" ")[0] for character in text[:2_000] if character.isalpha()
    )
    return counted.most_common(1)[0][0] if counted else ""


# Letters of other alphabets that look like Latin ones: found within words, and what they are taken for.
# A short list, after the confusables of Unicode Technical Standard 39: only those that nobody can tell apart in
# print.

_CYRILLIC = dict(zip("асеорхуіјѕһԁԛԝАВЕКМНОРСТХІЈЅУ", "aceopxyijshdqwABEKMHOPCTXIJSY", strict=True))
_GREEK = dict(zip("οανιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oaviABEZHIKMNOPTYX", strict=True))
_WIDE = {chr(0xFF01 + at): chr(0x21 + at) for at in range(94) if chr(0x21 + at).isalpha()}
_LATIN = {**_CYRILLIC, **_GREEK, **_WIDE}
_FOUND = re.compile(f"[{''.join(_LATIN)}]")
_WORD = re.compile(r"[^\W\d_]+")


def with_latin_letters(text: str) -> str:
    """The text with every look-alike made Latin in words that have Latin letters, or in a text that is mostly Latin."""
    if not _FOUND.search(text):
        return text
    letters = [character for character in text if character.isalpha()]
    latin = sum(character.isascii() for character in letters)
    mostly = latin > len(letters) / 2
    return _WORD.sub(lambda word: _latin(word[0], mostly), text)


def _latin(word: str, mostly: bool) -> str:
    """The word in Latin letters where all of it can be and some of it, or the text around it, is."""
    changed = "".join(_LATIN.get(character, character) for character in word)
    mixed = any(character.isascii() for character in word)
    return changed if mixed or (mostly and changed.isascii()) else word
