"""What the library holds, found by words and kept in memory while it does not change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from corpus.errors import UnknownDocument
from corpus.library.library import Entry, Library
from qa_app.citation import written_date
from qa_app.contract import Record, document_record
from qa_app.loose_search import loose

_KEPT = 512  # records


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of a library in one state of it; `texts` is what words are looked for in, by document."""

    state: tuple[int, int]
    entries: tuple[Entry, ...]
    texts: Mapping[str, str]
    record: Callable[[Entry], Record]


class Holdings:
    """The documents of a library without their texts; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._state = self._read()

    def find(self, words: Sequence[str] = (), *, superseded: bool = False) -> tuple[Entry, ...]:
        """The documents whose id, title, symbol or date has every one of `words`, however they are accented, by id."""
        state = self._now()
        wanted = _parts(words)
        return tuple(
            entry
            for entry in state.entries
            if (superseded or entry.superseded_by is None) and _has(state.texts[entry.id], wanted)
        )

    def record(self, entry: Entry) -> Record:
        """See qa_app.contract.document_record; raises UnknownDocument where it has been removed meanwhile."""
        return self._now().record(entry)

    def records(self, entries: Iterable[Entry]) -> list[Record]:
        """Those of several; one that has been removed meanwhile is passed over."""
        state, found = self._now(), []
        for entry in entries:
            with suppress(UnknownDocument):
                found.append(state.record(entry))
        return found

    def _now(self) -> _State:
        state = self._state
        if state.state != self._library.state:
            self._state = state = self._read()
        return state

    def _read(self) -> _State:
        state = self._library.state
        entries = self._library.entries(include_superseded=True)
        texts = {entry.id: searched_text(entry) for entry in entries}
        return _State(state, entries, texts, lru_cache(_KEPT)(self._record))

    def _record(self, entry: Entry) -> Record:
        return document_record(entry, self._library.document(entry.id))


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
