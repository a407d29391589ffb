"""The proper names and numbers of a question, and which of them the searched documents never mention. Pure."""

import re
from collections.abc import Collection, Iterator
from typing import Literal, Protocol

from index.words.vocabulary import is_no_word

# Languages where a capital within a sentence means a name and a name keeps its form. Not German, where every
# noun has one; not Finnish, Hungarian or Russian, where a name has endings.
NAMES_ARE_CAPITALISED = frozenset({"en", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "nb"})
# Their documents may write a year in characters of their own, or count it from another beginning.
OTHER_NUMERALS = frozenset({"zh", "ja", "ko", "fa", "th", "he", "yi", "am", "ne"})
_TYPED = re.compile(r"\w+(?:-\w+)*")
_DOTS = re.compile(r"(?<=\b[A-Z])\.(?=[A-Z]\b|\s|$)")
# Words with nothing but spaces and hyphens between them, and those among them that an acronym may pass over.
_RUN = re.compile(r"\w\w+(?:(?:['’]s)?[\s-]+\w\w+)*")
_WHOLE_WORD = re.compile(r"\w\w+")
_PASSED_OVER = frozenset({"of", "the", "and", "for", "on", "in"})
_TOGETHER = 3  # initials
# Short for words that do not begin with its letters, or that are not capitalised.
_SAME = {"IT": "information technology", "IP": "intellectual property|internet protocol"} | {
    "USA": "United States",
    "UNO": "United Nations",
    "AI": "artificial intelligence",
    "COVID": "coronavirus",
}

Kind = Literal["name", "acronym", "number"]


class Searched(Protocol):
    """What a name is looked for in."""

    def mentions(self, name: str) -> bool:
        """Whether `name` occurs in any form."""

    def mentions_slip_of(self, name: str) -> bool:
        """Whether a word occurs that `name` is a slip of the keyboard for."""

    def mentions_spelled_out(self, acronym: str) -> bool:
        """Whether capitalised words occur that `acronym` is short for."""


def kinds_judged(language: str | None, searched: Collection[str]) -> frozenset[Kind]:
    """What can be told to be absent from documents in the languages `searched` by a question in `language`.

    Names in another language have another form; what an acronym is short for is looked for by its English letters.
    """
    if language is None or not searched:
        return frozenset()
    numbers: set[Kind] = set() if OTHER_NUMERALS.intersection(searched) else {"number"}
    if set(searched) != {language} or language not in NAMES_ARE_CAPITALISED:
        return frozenset(numbers)
    return frozenset({*numbers, "name", "acronym"} if language == "en" else {*numbers, "name"})


def absent_names(
    question: str, framing: Collection[str], searched: Searched, kinds: Collection[Kind]
) -> tuple[str, ...]:
    """The names and numbers of `question` of the given kinds that `searched` never mentions.

    A name is a capitalised word that is not the first, or has two capitals; numbers count from 1000. A slip of the
    keyboard counts as a mention, and "UN" and "United Nations" find each other.
    """
    typed = [name for name in _names(question, framing) if _kind(name) in kinds]
    found = {name for name in typed if _is_mentioned(name, framing, searched)}
    initials = "".join(name[0] for name in typed)
    return tuple(n for n in dict.fromkeys(typed) if n not in found and not _is_abbreviated(n, initials, searched))


def initials(text: str) -> frozenset[str]:
    """What tells which acronyms `text` may spell out: the initials of any three words in a row, with and without those
    that are passed over, and of any two that have capitals."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        written = _WHOLE_WORD.findall(run)
        plain = [word for word in written if word not in _PASSED_OVER]
        for row in (written, plain) if len(plain) < len(written) else (written,):
            letters = "".join(word[0] for word in row)
            small = letters.lower()
            found.update(small[i : i + _TOGETHER] for i in range(len(small) - _TOGETHER + 1))
            found.update(letters[i : i + 2] for i in range(len(letters) - 1) if letters[i : i + 2].isupper())
    return frozenset(found)


def initials_of(acronym: str) -> frozenset[str]:
    """What of `initials` a text has that spells `acronym` out; two letters need capitals, or any two words would do."""
    small = acronym.lower()
    return frozenset(
        {acronym} if len(acronym) == 2 else {small[i : i + _TOGETHER] for i in range(len(small) - _TOGETHER + 1)}
    )


def same_as(acronym: str) -> tuple[str, ...]:
    """What else `acronym` is short for."""
    return tuple(_SAME[acronym].split("|")) if acronym in _SAME else ()


def _names(question: str, framing: Collection[str]) -> Iterator[str]:
    typed = _TYPED.findall(_DOTS.sub("", question))
    # A question typed all in capitals names nothing by them.
    shouted = question.isupper()
    for place, word in enumerate(typed):
        number = word.isdecimal() and len(word) > 3  # an age, a share, a number of days are told, not asked for
        capital = word[0].isupper() and not shouted and (place > 0 or _is_short(word) or _capitals(word) > 1)
        if number or (capital and (word.lower() not in framing or is_no_word(word))):
            yield word


def _is_mentioned(name: str, framing: Collection[str], searched: Searched) -> bool:
    if searched.mentions(name):
        return True
    if _is_short(name):
        return searched.mentions_spelled_out(name)
    return searched.mentions_slip_of(name)


def _is_abbreviated(name: str, initials: str, searched: Searched) -> bool:
    """ "United Nations" in the question and "UN" in the text."""
    pairs = (initials[i : i + 3] for i in range(len(initials) - 1))
    return any(name[0] in short and searched.mentions(short) for three in pairs for short in (three, three[:2]))


def _is_short(word: str) -> bool:
    """Whether `word` is written as an acronym."""
    return 2 <= len(word) <= 6 and word.isalpha() and word.isupper()


def _kind(name: str) -> Kind:
    return "number" if name.isdecimal() else "acronym" if _is_short(name) else "name"


def _capitals(word: str) -> int:
    return sum(letter.isupper() for letter in word)
