"""Every word that the searched documents have, by language, and the terms that a word is indexed and found by."""

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Self

from index.words.tokens import folded, is_acronym, kept_whole, words

Stem = Callable[[str], str]
Stemmer = Callable[[str], Stem]
KEPT = 20_000


class Terms(dict[str, str]):
    """The terms of each word of one language, with spaces between; made when a word is first met.

    A term is what stands in the index for the forms of a word ("decid" for "decided" and "deciding").
    """

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

    def of(self, text: str) -> str:
        """The terms of a text in order, with spaces between, and what it writes as one."""
        return " ".join([*map(self.__getitem__, words(text)), *kept_whole(text)])


class WordCounts:
    """How often each word stands in some documents, by language, and which compounds have which parts in them."""

    def __init__(
        self, counts: Mapping[str, Mapping[str, int]], compounds: Mapping[str, Mapping[str, Sequence[str]]]
    ) -> None:
        self.counts = counts
        self.compounds = compounds

    @classmethod
    def of(cls, counts: Mapping[str, Counter[str]], stemmer: Stemmer) -> Self:
        """Those of new documents, counted by language."""
        compounds = {code: _compounds_by_term(counts[code], Terms(stemmer(code))) for code in LANGUAGES & counts.keys()}
        return cls(counts, compounds)

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """What `written` gives."""
        return cls(*json.loads(raw))

    def written(self) -> bytes:
        """As it stands in a file."""
        return json.dumps([self.counts, self.compounds], ensure_ascii=False).encode(errors="replace")


class Vocabulary:
    """The words of documents in `languages`; `has_term` tells whether a term is indexed.

    `stemmer` gives what stems the words of a language. `lots` gives how often each word stands, in several lots; they
    are read when a word is met that no document has.
    """

    def __init__(
        self,
        languages: Collection[str],
        stemmer: Stemmer,
        has_term: Callable[[str], bool],
        lots: Callable[[], Sequence[WordCounts]],
    ) -> None:
        self.languages = frozenset(languages)
        self._terms = {code: Terms(stemmer(code)) for code in sorted(self.languages)}
        self._has_term = has_term
        self._read_lots = lots
        self.forms = lru_cache(maxsize=KEPT)(self._forms)
        self.has = lru_cache(maxsize=KEPT)(self._has)
        self.compounds = lru_cache(maxsize=KEPT)(self._compounds)
        self.frequencies = cache(self._frequencies)
        self.terms_of = lru_cache(maxsize=KEPT)(self._terms_of)

    @cached_property
    def _lots(self) -> Sequence[WordCounts]:
        return self._read_lots()

    def _has(self, word: str) -> bool:
        """Whether any form of `word` stands in any document."""
        return any(map(self._has_term, self.forms(word))) or bool(self.compounds(word))

    def _terms_of(self, text: str) -> frozenset[str]:
        """The terms of a text in every language of the documents."""
        return frozenset(term for terms in self._terms.values() for term in terms.of(text).split())

    def spelled(self, plain: str) -> str:
        """How the documents most often spell the word that is `plain` without its accents."""
        counts = {word: self._count(word) for word in (plain, *self._accented.get(plain, ()))}
        return max(counts, key=lambda word: counts[word])

    def parts(self, word: str) -> tuple[str, ...]:
        """The two known words that make the unknown compound `word`, in the languages that write them as one."""
        for language in sorted(LANGUAGES & self.languages):
            if found := split_compound(word, _AnyLot([lot.counts.get(language, {}) for lot in self._lots])):
                return found
        return ()

    def _compounds(self, word: str) -> frozenset[str]:
        """The terms of the compounds that `word` is a part of ("datenschutz" for "Schutz")."""
        languages = LANGUAGES & self.languages
        lots = [lot.compounds.get(code, {}) for lot in self._lots for code in languages] if languages else ()
        return frozenset(term for form in self.forms(word) for lot in lots for term in lot.get(form, ()))

    def _count(self, word: str) -> int:
        return sum(counts.get(word, 0) for lot in self._lots for counts in lot.counts.values())

    def _frequencies(self, language: str | None) -> Mapping[str, Mapping[str, int]]:
        """How often each word stands in the documents in `language`, or in all, without accents, by first letter."""
        found: dict[str, Counter[str]] = {}
        for lot in self._lots:
            for code, counts in lot.counts.items():
                for word, count in counts.items() if language in (None, code) else ():
                    plain = word if word.isascii() else folded(word)
                    found.setdefault(plain[:1], Counter())[plain] += count
        return found

    @cached_property
    def _accented(self) -> Mapping[str, Collection[str]]:
        """The words that have accents, by what they are without."""
        found: dict[str, set[str]] = {}
        for lot in self._lots:
            for counts in lot.counts.values():
                for word in counts:
                    if not word.isascii():
                        found.setdefault(folded(word), set()).add(word)
        return found

    def _forms(self, word: str) -> frozenset[str]:
        """The terms that find `word`, in each language of the documents; an acronym that they have only as itself."""
        if is_no_word(word) or (is_acronym(word) and self._has_term(word)):
            return frozenset({word})
        if not word.isalnum() and self._has_term(folded(word)):
            return frozenset({folded(word)})
        small = word.lower()
        spellings = {small, *_without_umlauts(small)} if LANGUAGES & self.languages else {small}
        found = (terms.get(s) or terms.made(s) for terms in self._terms.values() for s in spellings)
        return frozenset(term for terms in found for term in terms.split())


class _AnyLot:
    """The words of several lots."""

    def __init__(self, lots: Sequence[Mapping[str, int]]) -> None:
        self._lots = lots

    def __contains__(self, word: object) -> bool:
        return any(word in lot for lot in self._lots)


def _compounds_by_term(counts: Mapping[str, int], terms: Terms) -> dict[str, list[str]]:
    """The terms of compounds by those of each of their parts."""
    found: dict[str, list[str]] = {}
    for part, wholes in compounds_by_part(counts).items():
        for term in terms[part].split():
            found.setdefault(term, []).extend(" ".join(map(terms.made, wholes)).split())
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


def split_compound(word: str, known: Container[str]) -> tuple[str, ...]:
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


def _parts(words: Iterable[str], known: Container[str]) -> Iterator[tuple[str, str]]:
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
