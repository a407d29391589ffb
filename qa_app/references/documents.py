"""Which documents are meant by the words that name one: title, place, date, symbol, id; small slips forgiven. Pure."""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Protocol

from rapidfuzz.distance import OSA

from corpus.library.library import Entry
from corpus.types import Document
from qa_app.references.names import Named, kind_of_word, tokens

_MONTHS = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_LANGUAGES = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "ar": "arabic"}
_LANGUAGES |= {"ru": "russian", "zh": "chinese", "pt": "portuguese", "nl": "dutch", "fa": "dari", "ps": "pashto"}
_EXACT, _CLOSE, _SHORT_SLIP = 1.0, 0.8, 0.5
# Initials of the same name in other languages.
_ALIASES = {"dsgvo": "gdpr", "rgpd": "gdpr", "uno": "un", "onu": "un", "ue": "eu"}
_BETWEEN_CAPITALS = frozenset("of the and on for in to".split())


@dataclass(frozen=True, slots=True)
class Described:
    """What a document can be named by: the words of its title and the like, and its id and symbol whole."""

    id: str
    title: str
    words: frozenset[str]
    names: frozenset[str]
    kinds: frozenset[str]


def describe(document_id: str, title: str, day: date | None, symbol: str | None, more: str = "") -> Described:
    """`more` is anything else that is known of the document: its place, its publisher, its language, its file."""
    whole = " ".join(part for part in (title, document_id, symbol or "", more) if part)
    words = {word for token in tokens(whole) for word in (token, *re.split(r"[-/.@:'’]", token))}
    words |= _acronyms(title) | (_dated(day) if day else set())
    names = frozenset(name.casefold() for name in (document_id, symbol or "") if name)
    kinds = frozenset(kind for word in words if (kind := kind_of_word(word)))
    return Described(document_id, title, frozenset(word for word in words if word), names, kinds)


def language_name(language: str) -> str:
    """ "german" for "de": the language by which people tell two texts of one document apart; empty for rare ones."""
    return _LANGUAGES.get(language[:2], "")


def acronyms_in(text: str) -> str:
    """The initials of the names in `text`: "gdpr" for "(General Data Protection Regulation)"."""
    return " ".join(sorted(_acronyms(text)))


def best_fits(named: Named, documents: Sequence[Described]) -> tuple[Described, ...]:
    """The documents that the words fit best; none where something that must fit does not."""
    fits = [(_fit(named, document), document) for document in documents]
    best = max((fit for fit, _ in fits if fit), default=None)
    return tuple(document for fit, document in fits if best and fit == best)


def near_fits(named: Named, documents: Sequence[Described]) -> tuple[Described, ...]:
    """The documents that have most of the words, where none has all that must fit."""
    words = [word for word in named.words if word not in named.kinds]
    fits = [(sum(_weight(word, document) > _SHORT_SLIP for word in words), document) for document in documents]
    best = max((fit for fit, _ in fits), default=0)
    return tuple(document for fit, document in fits if best and fit == best)


def _fit(named: Named, document: Described) -> tuple[float, float] | None:
    """How well the name fits, then how well the rest does; None where it does not fit."""
    weights = {word: _weight(word, document) for word in dict.fromkeys(named.words)}
    if weights and not max(weights.values()) > _SHORT_SLIP:
        return None
    if any(not weights[word] for word in named.firm):
        return None
    plain = [weight for word, weight in weights.items() if word not in named.kinds]
    if plain and sum(bool(weight) for weight in plain) * 2 < len(plain):
        return None
    is_told = any(weight for word, weight in weights.items() if any(c.isdecimal() for c in word))
    if not is_told and any(not weights[word] for word in weights if word in named.kinds):
        return None  # a treaty is meant, and this is none
    rest = sum(word in document.words for word in named.soft) / 10 + sum(k in document.kinds for k in named.kinds)
    return sum(weights.values()), rest


def _weight(word: str, document: Described) -> float:
    word = _ALIASES.get(word, word)
    if word in document.words or word in document.names or word in document.kinds:
        return _EXACT
    if "-" in word and all(part in document.words for part in word.split("-")):
        return _EXACT
    if any(c.isdecimal() for c in word):
        return 0.0
    return max((_likeness(word, known) for known in document.words if known[:1] == word[:1]), default=0.0)


def _likeness(word: str, known: str) -> float:
    """One slip in a word, two in a long one; "kabuler" is "kabul"; "bey" may be "bay" where another word fits."""
    if any(c.isdecimal() for c in known) or len(known) < 3:
        return 0.0
    distance = OSA.distance(word, known)
    shorter = min(len(word), len(known))
    if distance == 1 and shorter >= 3:
        return _CLOSE if shorter >= 5 else _SHORT_SLIP
    if distance == 2 and shorter >= 7:
        return _CLOSE
    return _CLOSE if len(known) >= 5 and word.startswith(known) and len(word) - len(known) <= 3 else 0.0


def _dated(day: date) -> set[str]:
    month = _MONTHS[day.month - 1]
    return {str(day.year), month, month[:3], str(day.day), day.isoformat(), f"{day.day}th", f"{day.day}st"}


def _acronyms(text: str) -> set[str]:
    """The initials of names ("Universal Declaration of Human Rights": "udhr", "United States": "us")."""
    pairs = re.findall(r"\b(?=([^\W\d_])[^\W\d_]+ ([^\W\d_])[^\W\d_]+)", text)
    found = {(one + other).casefold() for one, other in pairs if one.isupper() and other.isupper()}
    initials = ""
    for word in [*re.findall(r"[^\W\d_][\w'’-]*|[^\w\s]", text), "."]:
        if word[0].isupper():
            initials += word[0].casefold()
        elif word not in _BETWEEN_CAPITALS:
            found |= {initials} if len(initials) > 2 else set()
            initials = ""
    return found


# What the documents of a library can be named by in a look-up, kept for as long as the library does not change.

MOST_IN_FULL = 300
_TITLE_PAGE = 1500  # characters


class Shelf(Protocol):
    """The documents a look-up may quote; corpus.library.library.Library is one."""

    @property
    def generation(self) -> object:
        """Changes with every change of what stands there."""

    def entries(self) -> Sequence[Entry]:
        """What is known of each current document, by id."""

    def numbers(self, document_id: str) -> Sequence[str]:
        """The printed numbers of a document."""

    def document(self, document_id: str) -> Document:
        """The document of that id or version ("ID@1"); raises UnknownDocument."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the documents searched can be named by, at a glance and with all that opening them tells; their size.

    `having` gives those that have every one of some words as it is written, so that nobody looks at all of many.
    """

    briefly: tuple[Described, ...]
    in_full: Callable[[], tuple[Described, ...]]
    paragraphs: int
    having: Callable[[Sequence[str]], Sequence[Described]]

    def best_fits(self, named: Named) -> tuple[Described, ...]:
        """See `best_fits`: nothing fits better than what has every word."""
        return best_fits(named, self.having(named.words)) or best_fits(named, self.briefly)


class Catalogue:
    """The names of the documents on `shelf`."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._generation: object = None
        self._following = threading.Lock()
        self._entries: dict[str, Entry] = {}
        self._briefly: dict[str, Described] = {}
        self._having: dict[str, set[str]] = {}
        self._all = Names((), tuple, 0, self._with_words)
        self._in_full: dict[str, Described] = {}

    def names(self, only: Sequence[str] | None) -> Names:
        """Of all current documents, or of `only` those, which may be earlier versions; raises UnknownDocument."""
        with self._following:
            self._follow()
        if only is None:
            return self._all
        briefly = tuple(map(self._brief, only))
        size = sum(self._size(document_id) for document_id in only)
        return Names(briefly, lambda: self._described_in_full(only), size, lambda _: ())

    def _follow(self) -> None:
        generation = self._shelf.generation
        if self._generation == generation:
            return
        entries = {entry.id: entry for entry in self._shelf.entries()}
        for gone in [old for old in self._entries.values() if entries.get(old.id) is not old]:
            for word in _written(self._briefly.pop(gone.id)):
                self._having[word].discard(gone.id)
            self._in_full.pop(gone.id, None)
        for new in [entry for entry in entries.values() if entry.id not in self._briefly]:
            more = f"{language_name(new.language)} {PurePath(new.origin.file).stem}"
            self._briefly[new.id] = described = describe(new.id, new.title, new.date, new.symbol, more)
            for word in _written(described):
                self._having.setdefault(word, set()).add(new.id)
        briefly = tuple(self._briefly[document_id] for document_id in entries)
        ids, size = list(entries), sum(entry.paragraphs for entry in entries.values())
        self._all = Names(briefly, lambda: self._described_in_full(ids), size, self._with_words)
        self._entries, self._generation = entries, generation

    def _with_words(self, words: Sequence[str]) -> tuple[Described, ...]:
        wanted = [self._with_word(_ALIASES.get(word, word)) for word in words]
        found = set.intersection(*sorted(wanted, key=len)) if wanted else set()
        described = (self._briefly.get(document_id) for document_id in sorted(found))
        return tuple(each for each in described if each)  # one may have gone just now

    def _with_word(self, word: str) -> set[str]:
        """The documents that have a word, or every part of it."""
        parts = [self._having.get(part, set()) for part in word.split("-")] if "-" in word else []
        return self._having.get(word, set()) | (set.intersection(*parts) if parts else set())

    def _size(self, document_id: str) -> int:
        entry = self._entries.get(document_id)
        return entry.paragraphs if entry else sum(p.answers for p in self._shelf.document(document_id).paragraphs)

    def _brief(self, document_id: str) -> Described:
        if document_id in self._briefly:
            return self._briefly[document_id]
        return described_in_full(self._shelf.document(document_id))  # superseded, so it is not among the entries

    def _described_in_full(self, ids: Sequence[str]) -> tuple[Described, ...]:
        """It takes opening every document, which is done once, and for a few hundred."""
        if len(ids) > MOST_IN_FULL:
            return ()
        for document_id in ids:
            if document_id not in self._in_full:
                self._in_full[document_id] = described_in_full(self._shelf.document(document_id))
        return tuple(self._in_full[document_id] for document_id in ids)


def _written(described: Described) -> frozenset[str]:
    return described.words | described.names | described.kinds


def described_in_full(document: Document) -> Described:
    """With what only the document itself tells: its place, its publisher, and names on its first page."""
    card = document.card
    more = (card.place, card.publisher, language_name(card.language), acronyms_in(document.text[:_TITLE_PAGE]))
    return describe(card.id, card.title, card.date, card.symbol, " ".join(part for part in more if part))
