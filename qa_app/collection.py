"""What the library holds, found by words and kept in memory while it does not change."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Any, Literal, get_args

from corpus.errors import UnknownDocument
from corpus.library.library import Entry
from corpus.library.view import Contents, LibraryView, MadeOf
from corpus.types import Span
from qa_app.citing.citation import written_date
from qa_app.records import Record, listed_record

_KEPT = 512  # records


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is listed of a library in one state of it; `texts` is what words are looked for in, by document."""

    entries: tuple[Entry, ...]
    texts: Mapping[str, str]
    record: Callable[[Entry], Record]


class Holdings:
    """The documents of a library without their texts; safe to share between threads."""

    def __init__(self, view: LibraryView) -> None:
        self._library = view.library
        self._listed = MadeOf(view, self._read)

    def find(self, words: Sequence[str] = (), *, superseded: bool = False) -> tuple[Entry, ...]:
        """The documents whose id, title, symbol or date has every one of `words`, however they are accented, by id."""
        listed = self._listed.now
        wanted = _parts(words)
        return tuple(
            entry
            for entry in listed.entries
            if (superseded or entry.superseded_by is None) and _has(listed.texts[entry.id], wanted)
        )

    def record(self, entry: Entry) -> Record:
        """See qa_app.records.listed_record; raises UnknownDocument where it has been removed meanwhile."""
        return self._listed.now.record(entry)

    def records(self, entries: Iterable[Entry]) -> list[Record]:
        """Those of several; one that has been removed meanwhile is passed over."""
        listed, found = self._listed.now, []
        for entry in entries:
            with suppress(UnknownDocument):
                found.append(listed.record(entry))
        return found

    def _read(self, contents: Contents) -> _Listed:
        texts = {entry.id: searched_text(entry) for entry in contents.entries}
        return _Listed(contents.entries, texts, lru_cache(_KEPT)(self._record))

    def _record(self, entry: Entry) -> Record:
        return listed_record(entry, self._library.document)


def matches(entry: Entry, words: Sequence[str]) -> bool:
    """Whether the id, title, symbol or date of a document has every one of `words`."""
    return _has(searched_text(entry), _parts(words))


def searched_text(entry: Entry) -> str:
    """What is searched for words: id, title, symbol and date, as a number and in words."""
    dates = f"{entry.date.isoformat()} {written_date(entry.date)}" if entry.date else ""
    return loose(f"{entry.id} {entry.title} {entry.symbol or ''} {dates}")


def _parts(words: Sequence[str]) -> list[str]:
    return [part for word in words for part in loose(word).split()]


def _has(text: str, parts: Sequence[str]) -> bool:
    return all(part in text for part in parts)


# The list of documents as people go through it: in an order of theirs, a page at a time.

Order = Literal["title", "date", "language", "paragraphs", "version", "added"]
ORDERS: tuple[Order, ...] = get_args(Order)
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked of the list: words that every document has, the order, the page from 1, older texts as well."""

    search: str = ""
    order: Order = "title"
    descending: bool = False
    page: int = 1
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the documents that match; `first` counts from 1, `matching` those on all pages."""

    entries: tuple[Entry, ...]
    page: int
    pages: int
    first: int
    matching: int


def order_of(name: str) -> Order:
    """The order of that name, by title where there is none."""
    return next((order for order in ORDERS if order == name), "title")


def listed_page(entries: Sequence[Entry], listing: Listing) -> ListedPage:
    """The page of `entries` that is asked for, else the last one there is."""
    ordered = sorted(entries, key=lambda entry: _sort_key(entry, listing.order), reverse=listing.descending)
    pages = max(-(-len(ordered) // A_PAGE), 1)
    page = min(max(listing.page, 1), pages)
    start = (page - 1) * A_PAGE
    return ListedPage(tuple(ordered[start : start + A_PAGE]), page, pages, start + 1, len(ordered))


def _sort_key(entry: Entry, order: Order) -> tuple[Any, ...]:
    """Equal ones by title, then by id."""
    by_title = (loose(entry.title), entry.id)
    match order:
        case "title":
            return by_title
        case "date":
            return (entry.date or date.min, *by_title)
        case "added":
            return (entry.added or "", *by_title)
        case _:
            return (getattr(entry, order), *by_title)


# Words found as people type them: without accents, capitals or curly marks, and each place in the text as it stands.
# This serves finding alone. Whether two texts have the same words is decided in qa_app/check/language/fold.py, which
# keeps accents.

_SINGLE, _DOUBLE, _DASHES = "'`´‘’‚‛′ʼ‹›", '"“”„‟«»″', "-‐‑‒–—―−"
# Letters that one keyboard has and another has not: Persian and Arabic kaf and yeh, and those that carry no accent.
_LETTERS = {
    "ک": "ك",
    "ی": "ي",
    "ى": "ي",
    "ة": "ه",
    "ı": "i",
    "ł": "l",
    "Ł": "l",
    "ø": "o",
    "Ø": "o",
    "đ": "d",
    "Đ": "d",
}
# Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs and the tatweel. The vowel signs of Indian
# scripts are letters to whoever writes them, and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class _Loose(dict[int, str]):
    """What each character is compared by, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = loose = _loose_character(chr(code))
        return loose


def _loose_character(character: str) -> str:
    for marks, plain in ((_SINGLE, "'"), (_DOUBLE, '"'), (_DASHES, "-")):
        if character in marks:
            return plain
    if _UNSEEN.match(character):
        return ""
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", _LETTERS.get(character, character)))
    # Composed again, so that the parts of a Korean syllable are not found within another.
    return unicodedata.normalize("NFC", letters).casefold()


def loose(text: str) -> str:
    """`text` as it is compared; "Café’s" and "cafe's" are the same."""
    return text.translate(_TABLE)


_TABLE = _Loose()


def loose_pattern(words: str) -> re.Pattern[str] | None:
    """What finds `words` in a loose text, whatever white space stands between them; None where there are none."""
    parts = loose(words).split()
    return re.compile(r"\s+".join(map(re.escape, parts))) if parts else None


def find_loosely(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Where a pattern of `loose_pattern` stands in `text`, in its own characters, one after the other."""
    folded = loose(text)
    found = [match.span() for match in pattern.finditer(folded)]
    if not found:
        return
    # ends[i] is where what the characters up to and with the i-th are compared by ends in the loose text.
    ends = list(accumulate(len(_TABLE[ord(character)]) for character in text))
    for start, end in found:
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        while last + 1 < len(text) and ends[last + 1] == end:  # accents set on the last letter belong to it
            last += 1
        yield Span(first, last + 1)
