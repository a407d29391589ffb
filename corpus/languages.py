"""The language a text is in, where nothing says so: py3langid, 97 languages, offline."""

import re

_SAMPLE = 4000  # characters in which a language shows
_FEWEST_LETTERS = 40


def guess_language(text: str) -> str:
    """The ISO 639-1 code of the language that the text is most likely in; English where it is too short to tell."""
    letters = re.sub(r"[\W\d_]+", " ", text[:_SAMPLE]).strip()
    if len(letters.encode()) < _FEWEST_LETTERS:  # a Chinese sentence has few of them, three bytes each
        return "en"
    from py3langid import classify

    language, _ = classify(letters)
    return str(language)


def load_languages() -> None:
    """Load the model now (about half a second) and not at the first text."""
    guess_language("the quick brown fox jumps over the lazy dog " * 2)
