"""Every word that the searched documents have, by language, and the terms that a word is indexed and found by."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from index.words.tokens import folded, is_acronym, kept_whole, words

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
        for language in LANGUAGES & self._languages.keys():
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
        spellings = {small, *_without_umlauts(small)} if LANGUAGES & self._languages.keys() else {small}
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
        for language in (self._languages[code] for code in LANGUAGES & self._languages.keys()):
            for part, wholes in compounds_by_part(language.counts).items():
                for term in language.terms[part].split():
                    found.setdefault(term, []).extend(" ".join(map(language.terms_of, wholes)).split())
        return found


def _without_umlauts(word: str) -> Iterator[str]:
    """ "ue" for "ü" as it is typed where the keyboard has no umlauts."""
    for pair, letter in (("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        if pair in word:
            yield word.replace(pair, letter)


# Words written as one in German and its neighbours: "Datenschutz" is found by "Schutz".

LANGUAGES = frozenset({"de", "nl", "sv", "da", "no", "nb"})
LINKS = ("", "s", "es", "n", "en", "er", "e")
SHORTEST_PART = 4
MOST_COMPOUNDS = 20


def split_compound(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The two words of `known` that make `word` ("friedens|prozess"), the last as long as can be; else nothing."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        tail, head = word[cut:], word[:cut]
        if tail in known:
            for link in LINKS:
                first = head.removesuffix(link) if link else head
                if (link == "" or first != head) and len(first) >= SHORTEST_PART and first in known:
                    return first, tail
    return ()


def compounds_by_part(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """The compounds among the words of `counts`, by each of their two parts, the most frequent first."""
    found: dict[str, list[str]] = {}
    for word, part in _parts(sorted(counts, key=lambda word: (-counts[word], word)), counts):
        found.setdefault(part, []).append(word)
    return {part: wholes[:MOST_COMPOUNDS] for part, wholes in found.items()}


def _parts(words: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        for part in split_compound(word, known):
            yield word, part


# The words that frame a question and say nothing about what it asks for, in the languages that have a list of them.

# "not" is kept: it matters.
ENGLISH = frozenset(
    "a an the of in on at to for by with from into about as and or if then than is are was were be been being am"
    " do does did done has have had having will would can could should may might must shall what which who whom"
    " whose when where why how many much long any some there here it its this that these those they them their he"
    " him his she her i me my you your we us our any say says said saying tell tells mention mentions mentioned state"
    " states stated describe explain give gives find show please statement document text paragraph communique"
    " declaration according".split()
)
# What documents are called, and how one asks what they say, where the lists of common words leave it out.
_MORE = {
    "fr": "déclaration communiqué document texte paragraphe dit disent selon quoi quel quelle quels quelles pourquoi"
    " comment combien où est-ce",
    "es": "declaración comunicado documento texto párrafo dice dicen según cuál cuáles cuándo cuántos quién quiénes",
    "pt": "declaração comunicado documento texto parágrafo diz dizem segundo qual quais quando quantos quem",
    "it": "dichiarazione comunicato documento testo paragrafo dice dicono secondo quale quali quando quanti chi",
    "nl": "verklaring communiqué document tekst paragraaf zegt zeggen volgens welke wanneer hoeveel waarom",
    "de": "erklärung kommuniqué dokument text absatz sagt sagen laut wer wen wem wann wo warum wie viele gibt",
}
# The first of two that fit as well is taken.
LISTED = ("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "hu", "ru")
SHARE = 0.25
_WORD = re.compile(r"[^\W_]+")

Survivors = Callable[[str, str], Collection[str]]  # (words with spaces between, language) -> those not common in it


def is_no_word(written: str) -> bool:
    """Whether `written` is an acronym whose small letters are a word that frames: "US" is not "us"."""
    return written in {"US", "WHO", "IT"}


def framing_words(question: str, survivors: Survivors) -> tuple[str | None, frozenset[str]]:
    """The language that `question` is in, as far as its framing words show, and those of its words.

    A quarter of the words must be framing words: "was" alone may be German or English. Where no language has so many,
    it is None, and English ones are taken.
    """
    typed = _WORD.findall(question.lower())
    found = {language: _framing(typed, language, survivors) for language in LISTED}
    counts = {language: sum(word in framing for word in typed) for language, framing in found.items()}
    best = max(LISTED, key=lambda language: counts[language])
    if not typed or counts[best] < SHARE * len(typed):
        return None, found["en"]
    return best, found[best]


def _framing(typed: Collection[str], language: str, survivors: Survivors) -> frozenset[str]:
    if language == "en":
        return ENGLISH.intersection(typed)
    common = set(typed).difference(survivors(" ".join(typed), language))
    return frozenset(common.union(_MORE.get(language, "").split()).intersection(typed))
