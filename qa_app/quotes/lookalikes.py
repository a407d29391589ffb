"""Letters of other alphabets that look like Latin ones: found within words, and what they are taken for. Pure.

A short list, after the confusables of Unicode Technical Standard 39: only those that nobody can tell apart in print.
"""

import re

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
