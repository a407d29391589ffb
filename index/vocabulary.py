"""Every word that the searched documents have, by language, and the terms that a word is indexed and found by."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from index.compounds import LANGUAGES as COMPOUNDING
from index.compounds import compounds_by_part, split_compound
from index.framing import is_no_word
from index.words import folded, is_acronym, kept_whole, words

Stem = Callable[[str], str]
KEPT = 20_000


class _Terms(dict[str, str]):
    """The terms of each word of one language, with spaces between; made when a word is first met."""

    def __init__(self, stem: Stem) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> str:
        self[word] = made = self.made(word)
        return made

    def made(self, word: str) -> str:
        """The stem without its accents, and the stem of the word typed without accents where that is another."""
        plain = folded(word)
        return plain if not plain.isalpha() else " ".join({folded(self._stem(word)): 0, self._stem(plain): 0})


@dataclass(slots=True)
class _Language:
    """The words of one language's documents: how often each occurs, and its terms."""

    terms: _Terms
    counts: Counter[str] = field(default_factory=Counter)

    def terms_of(self, word: str) -> str:
        """The terms of a word that need not stand in the documents, with spaces between."""
        return self.terms.get(word) or self.terms.made(word)


class Vocabulary:
    """The words of the documents that are added; `stemmer` gives what stems the words of a language.

    A term is what stands in the index for the forms of a word ("decid" for "decided" and "deciding").
    """

    def __init__(self, stemmer: Callable[[str], Stem]) -> None:
        self._stemmer = stemmer
        self._languages: dict[str, _Language] = {}
        self._kept: Counter[str] = Counter()
        self.forms = lru_cache(maxsize=KEPT)(self._forms)
        self.frequencies = cache(self._frequencies)
        self.same_words = lru_cache(maxsize=KEPT)(self._same_words)

    @property
    def languages(self) -> Collection[str]:
        """The languages of the documents, two letters each."""
        return self._languages.keys()

    def add(self, text: str, language: str) -> str:
        """Count the words of `text`; its terms with spaces between, in order."""
        of = self._language(language)
        found, kept = words(text), kept_whole(text)
        of.counts.update(found)
        self._kept.update(kept)
        return " ".join([*map(of.terms.__getitem__, found), *kept])

    def has(self, word: str) -> bool:
        """Whether any form of `word` stands in any document."""
        return bool(self.same_words(word))

    def spelled(self, plain: str) -> str:
        """How the documents most often spell the word that is `plain` without its accents."""
        counts: Counter[str] = Counter()
        for word in self.same_words(plain):
            if folded(word) == plain:
                counts[word] = sum(language.counts[word] for language in self._languages.values())
        return counts.most_common(1)[0][0] if counts else plain

    def parts(self, word: str) -> tuple[str, ...]:
        """The two known words that make the unknown compound `word`, in the languages that write them as one."""
        for language in COMPOUNDING & self._languages.keys():
            if found := split_compound(word, self._languages[language].counts):
                return found
        return ()

    def compounds(self, word: str) -> frozenset[str]:
        """The terms of the compounds that `word` is a part of ("datenschutz" for "Schutz")."""
        return frozenset(term for form in self.forms(word) for term in self._compounds.get(form, ()))

    def _frequencies(self, language: str | None) -> Mapping[str, int]:
        """How often each word stands in the documents in `language`, or in all, written without accents."""
        total: Counter[str] = Counter()
        for of in self._languages.values() if language is None else [self._languages[language]]:
            for word, count in of.counts.items():
                total[folded(word)] += count
        return total

    def _language(self, code: str) -> _Language:
        if code not in self._languages:
            self._languages[code] = _Language(_Terms(self._stemmer(code)))
        return self._languages[code]

    def _forms(self, word: str) -> frozenset[str]:
        """The terms that find `word`, in each language of the documents; an acronym that they have only as itself."""
        if is_no_word(word) or (is_acronym(word) and self._kept[word]):
            return frozenset({word})
        if self._kept[folded(word)] and not word.isalnum():
            return frozenset({folded(word)})
        small = word.lower()
        spellings = {small, *_without_umlauts(small)} if COMPOUNDING & self._languages.keys() else {small}
        found = (language.terms_of(s) for language in self._languages.values() for s in spellings)
        return frozenset(term for terms in found for term in terms.split())

    def _same_words(self, word: str) -> frozenset[str]:
        """Every word of the documents that has a form in common with `word`, compounds with it included."""
        terms = self.forms(word) | self.compounds(word)
        return frozenset(same for term in terms for same in self._with_term.get(term, ()))

    @cached_property
    def _with_term(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {term: [term] for term in self._kept}
        for language in self._languages.values():
            for word in language.counts:
                for term in language.terms[word].split():
                    found.setdefault(term, []).append(word)
        return found

    @cached_property
    def _compounds(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for language in (self._languages[code] for code in COMPOUNDING & self._languages.keys()):
            for part, wholes in compounds_by_part(language.counts).items():
                for term in language.terms[part].split():
                    found.setdefault(term, []).extend(" ".join(map(language.terms_of, wholes)).split())
        return found


def _without_umlauts(word: str) -> Iterator[str]:
    """ "ue" for "ü" as it is typed where the keyboard has no umlauts."""
    for pair, letter in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        if pair in word:
            yield word.replace(pair, letter)
