"""What a library holds, as it is now: read once for each state of it, and let go of when it changes."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, TypeVar

from corpus.library.library import Entry, Library, Place
from corpus.types import Document, Paragraph

KEPT, PARAGRAPHS_KEPT = 256, 10_000

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Contents:
    """One state of a library.

    `by_id` has the entry of every document, superseded ones too, by id, and `entries` these in order. `document` gives
    a document by its id, the last few hundred kept in memory; it raises UnknownDocument.
    """

    state: tuple[int, int]
    by_id: Mapping[str, Entry]
    loaded: Callable[[str, Entry | None], Document]
    loaded_alone: Callable[[Place, Entry | None], Paragraph]

    def document(self, document_id: str) -> Document:
        """A document; one that has not changed since an earlier state is in memory still."""
        return self.loaded(document_id, self.by_id.get(document_id))

    def paragraph(self, place: Place) -> Paragraph:
        """A paragraph alone, compared with its own SHA-256; raises UnknownDocument, DamagedDocument."""
        return self.loaded_alone(place, self.by_id.get(place[0]))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them."""
        return tuple(self.by_id.values())

    @property
    def current(self) -> tuple[Entry, ...]:
        """Those that nothing has superseded."""
        return tuple(entry for entry in self.by_id.values() if entry.superseded_by is None)


class LibraryView:
    """The contents of `library`, which it follows. Safe to share between threads.

    Everything that reads a library over and over reads it here, so that a document is in memory once.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._contents: Contents | None = None
        self._following = threading.Lock()

    @property
    def contents(self) -> Contents:
        """As they are now; one SQL read where nothing has changed, and else of what has."""
        state, contents = self.library.state, self._contents
        if contents and contents.state == state:
            return contents
        with self._following:  # what has changed is read once, not by each who asks
            # The state is read first: what is stored from here on makes another, and is read then.
            state, contents = self.library.state, self._contents
            if contents is None or contents.state != state:
                self._contents = contents = self._later(state, contents)
            return contents

    def _later(self, state: tuple[int, int], before: Contents | None) -> Contents:
        is_same_file = before is not None and before.state[0] == state[0]
        changed = self.library.changed_since(before.state[1]) if before and is_same_file else None
        if before is None or changed is None:
            entries = self.library.entries(include_superseded=True)
            return Contents(state, {entry.id: entry for entry in entries}, *self._loading())
        if not changed:
            return replace(before, state=state)
        by_id = dict(before.by_id)
        for document_id in changed:
            by_id.pop(document_id, None)
        by_id |= {entry.id: entry for entry in self.library.entries_of(changed)}
        return Contents(state, dict(sorted(by_id.items())), before.loaded, before.loaded_alone)

    def _loading(self) -> tuple[Callable[[str, Entry | None], Document], Callable[[Place, Entry | None], Paragraph]]:
        """What reads a document and a paragraph; each is another one with another entry."""
        document = lru_cache(KEPT)(lambda document_id, _: self.library.document(document_id))
        return document, lru_cache(PARAGRAPHS_KEPT)(lambda place, _: self.library.paragraph_at(place))

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
        self._making = threading.Lock()

    @property
    def now(self) -> Made:
        """What it makes of them as they are now."""
        with self._making:
            contents = self._view.contents
            if self._last is None or self._last[0] is not contents:
                self._last = contents, self._make(contents)
            return self._last[1]
