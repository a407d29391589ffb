"""The vectors of one unit: the nearest of them in some documents, and how like a question each is.

Up to EXACT rows each is compared with the question. Beyond that FAISS goes through the lists of vectors around the
centres that are nearest to it (IVF, a byte a number), and what it finds is compared exactly: of 100,000 and of a
million clustered vectors that finds more than .98 of the ten nearest at a fiftieth of the time.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.library.library import EmbeddedSpan, Place
from index.encoders.encoder import Vectors

EXACT = 50_000
_TOGETHER = 64  # questions whose products are in memory at a time
_PROBED = 32  # lists
_AGAIN = 4  # times as many rows as are asked for are compared exactly
_FEWEST_AGAIN = 100
_TRAINED_ON = 64  # vectors a list
_ADDED = 100_000

_Range = tuple[int, int]
_NONE: _Range = (0, 0)
_Rows = NDArray[np.int64]
_Key = TypeVar("_Key", bound=Hashable)


class UnitVectors:
    """Row i of `rows`, shape (n, d), belongs to `spans[i]`; those of a paragraph or document follow each other.

    `rows` may lie in a file. `lists` is FAISS's index over them, None where each is compared.
    """

    def __init__(self, rows: Vectors, spans: Sequence[EmbeddedSpan], lists: Any = None, exact: int = EXACT) -> None:
        self._exact = exact
        self.spans = tuple(spans)
        self._rows = rows
        self._lists = lists
        self._of_document = _ranges(span.document for span in self.spans)
        self._of_paragraph = _ranges((span.document, span.ordinal) for span in self.spans)

    @classmethod
    def of(cls, rows: Vectors, spans: Sequence[EmbeddedSpan], exact: int = EXACT) -> Self:
        """An index over `rows`, one for each span, with lists where these are more than `exact`."""
        return cls(rows, spans, _listed(rows) if len(rows) > exact else None, exact)

    @classmethod
    def read(
        cls, rows: Path, lists: Path | None, spans: Sequence[EmbeddedSpan], dimension: int, exact: int = EXACT
    ) -> Self:
        """What was written, left in its files and read as it is needed; these must be known to be whole."""
        empty = not rows.stat().st_size  # of which no map can be made
        stored = np.zeros(0, np.float32) if empty else np.memmap(rows, "<f4", "r")
        listed = faiss.read_index(str(lists), faiss.IO_FLAG_MMAP_IFC) if lists else None
        return cls(stored.reshape(-1, dimension), spans, listed, exact)

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def shape(self) -> tuple[int, int]:
        """How many vectors, and how many numbers each."""
        return int(self._rows.shape[0]), int(self._rows.shape[1])

    @property
    def is_exact(self) -> bool:
        """Whether what is nearest is found for certain."""
        return self._lists is None

    def rows_written(self) -> bytes:
        """The rows as they are written: little-endian float32, one after the other."""
        return self._rows.astype("<f4", copy=False).tobytes()

    def lists_written(self) -> bytes:
        """The lists as FAISS writes them; there must be any."""
        raw: bytes = faiss.serialize_index(self._lists).tobytes()
        return raw

    def nearest(
        self, queries: Vectors, k: int, documents: Collection[str] | None = None, *, exactly: bool = False
    ) -> list[list[Place]]:
        """For each query, shape (n, d), the paragraphs of the `k` rows nearest by inner product; nearest first.

        Only from `documents`, if given. Of few rows, or where it is to be done `exactly`, each is compared.
        """
        chosen = None if documents is None else self._rows_of(documents)
        count = len(self.spans) if chosen is None else len(chosen)
        if not count:
            return [[] for _ in queries]
        if self._lists is None or exactly or count <= self._exact:
            found = self._compared(queries, k, chosen)
        else:
            found = self._from_lists(queries, k, chosen)
        return [[self._place(row) for row in rows.tolist()] for rows in found]

    def _compared(self, queries: Vectors, k: int, chosen: _Rows | None) -> list[_Rows]:
        """The rows nearest to each query, of all or of the `chosen`."""
        rows = self._rows if chosen is None else self._rows[chosen]
        found: list[_Rows] = []
        for start in range(0, len(queries), _TOGETHER):
            found += [_best(products, k) for products in queries[start : start + _TOGETHER] @ rows.T]
        return found if chosen is None else [chosen[each] for each in found]

    def _from_lists(self, queries: Vectors, k: int, chosen: _Rows | None) -> list[_Rows]:
        """The same as far as they are in the lists nearest to each query."""
        selector = None if chosen is None else _selector(chosen, len(self.spans))  # FAISS keeps a bare pointer to it
        # Of lists in which few rows may be found, as many more are gone through.
        probed = _PROBED if chosen is None else _PROBED * len(self.spans) // len(chosen) + 1
        parameters = faiss.SearchParametersIVF(**{"nprobe": probed, **({"sel": selector} if selector else {})})
        _, places = self._lists.search(queries, max(_AGAIN * k, _FEWEST_AGAIN), params=parameters)
        near = [np.sort(row[row >= 0]) for row in places]
        return [rows[_best(self._rows[rows] @ query, k)] for rows, query in zip(near, queries, strict=True)]

    def likeness(self, query: Vectors, place: Place) -> Vectors:
        """The inner product of `query`, shape (d,), with each row of a paragraph, in order."""
        start, stop = self._of_paragraph.get(place, _NONE)
        likeness: Vectors = self._rows[start:stop] @ query
        return likeness

    def spans_of(self, place: Place) -> tuple[EmbeddedSpan, ...]:
        """What stands in the rows of a paragraph, in order."""
        start, stop = self._of_paragraph.get(place, _NONE)
        return self.spans[start:stop]

    def vectors(self, start: int, stop: int) -> Vectors:
        """Rows `start` to `stop` (not included), shape (stop - start, d)."""
        return np.array(self._rows[start:stop])

    def _place(self, row: int) -> Place:
        return self.spans[row].document, self.spans[row].ordinal

    def _rows_of(self, documents: Collection[str]) -> _Rows:
        ranges = (self._of_document.get(document, _NONE) for document in documents)
        rows = [np.arange(*each, dtype=np.int64) for each in ranges]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, np.int64)


def _ranges(keys: Iterable[_Key]) -> dict[_Key, _Range]:
    """Where the run of each key starts and stops; equal keys stand together."""
    ranges: dict[_Key, _Range] = {}
    for row, key in enumerate(keys):
        ranges[key] = (ranges.get(key, (row, row))[0], row + 1)
    return ranges


def _best(products: Vectors, k: int) -> _Rows:
    """The places of the `k` greatest, the greatest first; of equal ones the first."""
    places = np.argpartition(-products, k - 1)[:k] if k < len(products) else np.arange(len(products))
    best: _Rows = places[np.lexsort((places, -products[places]))]
    return best


def _listed(rows: Vectors) -> Any:
    """The rows in lists around centres that are fitted to some of them: four times the root of their number."""
    count, dimension = rows.shape
    lists = max(1, min(4 * int(count**0.5), count // 39))  # FAISS wants 39 vectors to fit a centre
    made = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    made.train(np.ascontiguousarray(rows[:: max(1, count // (_TRAINED_ON * lists))], np.float32))
    for start in range(0, count, _ADDED):
        made.add(np.ascontiguousarray(rows[start : start + _ADDED], np.float32))
    return made


def _selector(rows: _Rows, count: int) -> Any:
    """A bit for each row of all tells whether it is searched."""
    chosen = np.zeros(count, np.uint8)
    chosen[rows] = 1
    return faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))  # type: ignore[call-arg,arg-type]
