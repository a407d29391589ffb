"""What a library holds, as it is now: read once for each state of it, and let go of when it changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from corpus.library.library import Entry, Library
from corpus.types import Document

KEPT = 256  # documents

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Contents:
    """One state of a library.

    `entries` are of every document, superseded ones too, by id. `document` gives one by its id, the last few hundred
    kept in memory; it raises UnknownDocument.
    """

    state: tuple[int, int]
    entries: tuple[Entry, ...]
    document: Callable[[str], Document]

    @property
    def current(self) -> tuple[Entry, ...]:
        """Those that nothing has superseded."""
        return tuple(entry for entry in self.entries if entry.superseded_by is None)


class LibraryView:
    """The contents of `library`, which it follows. Safe to share between threads.

    Everything that reads a library over and over reads it here, so that a document is in memory once.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._contents: Contents | None = None

    @property
    def contents(self) -> Contents:
        """As they are now; one SQL read where nothing has changed."""
        state, contents = self.library.state, self._contents
        if contents is None or contents.state != state:
            # The state was read first: what is stored from here on makes another, and is read then.
            entries = self.library.entries(include_superseded=True)
            self._contents = contents = Contents(state, entries, lru_cache(KEPT)(self.library.document))
        return contents

    @property
    def generation(self) -> object:
        """Changes with every change of the library."""
        return self.library.state

    def entries(self) -> Sequence[Entry]:
        """What is known of each current document, by id."""
        return self.contents.current

    def numbers(self, document_id: str) -> Sequence[str]:
        """The printed numbers of a document; raises UnknownDocument."""
        return self.library.numbers(document_id)

    def document(self, document_id: str) -> Document:
        """The document of that id or version ("ID@1"); raises UnknownDocument."""
        return self.contents.document(document_id)


class MadeOf(Generic[Made]):
    """What `make` makes of a library's contents, made again when they have changed."""

    def __init__(self, view: LibraryView, make: Callable[[Contents], Made]) -> None:
        self._view = view
        self._make = make
        self._last: tuple[Contents, Made] | None = None

    @property
    def now(self) -> Made:
        """What it makes of them as they are now."""
        contents, last = self._view.contents, self._last
        if last is None or last[0] is not contents:
            self._last = last = (contents, self._make(contents))
        return last[1]
