"""The vectors of one unit in FAISS: the nearest of them in some documents, and how like a question each is."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Any, TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.library import EmbeddedSpan, Place
from index.encoder import Vectors

_Key = TypeVar("_Key", bound=Hashable)
_Range = tuple[int, int]
_NONE: _Range = (0, 0)


class UnitVectors:
    """The vectors of one unit: row i belongs to `spans[i]`, and those of a paragraph or document follow each other.

    Every search looks at every row that may be found, so that what is nearest is found for certain.
    """

    def __init__(self, index: Any, spans: Sequence[EmbeddedSpan]) -> None:
        self.index = index
        self.spans = tuple(spans)
        self._of_document = _ranges(span.document for span in self.spans)
        self._of_paragraph = _ranges((span.document, span.ordinal) for span in self.spans)
        # FAISS's own memory, which the index keeps.
        whole = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d) if index.ntotal else np.zeros(0, np.float32)
        self._rows: Vectors = whole.reshape(-1, index.d)

    @property
    def shape(self) -> tuple[int, int]:
        """How many vectors, and how many numbers each."""
        return int(self.index.ntotal), int(self.index.d)

    @classmethod
    def of(cls, vectors: Vectors, spans: Sequence[EmbeddedSpan]) -> "UnitVectors":
        """An index over `vectors`, shape (n, d), one for each span."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index, spans)

    @classmethod
    def from_bytes(cls, raw: bytes, spans: Sequence[EmbeddedSpan]) -> "UnitVectors":
        """What `to_bytes` gave; the bytes must be known to be whole."""
        return cls(faiss.deserialize_index(np.frombuffer(raw, dtype=np.uint8)), spans)

    def to_bytes(self) -> bytes:
        """The index as FAISS writes it, without the spans."""
        raw: bytes = faiss.serialize_index(self.index).tobytes()
        return raw

    def nearest(self, queries: Vectors, k: int, documents: Collection[str] | None = None) -> list[list[Place]]:
        """For each query, shape (n, d), the paragraphs of the `k` rows nearest by inner product; nearest first.

        Only from `documents`, if given.
        """
        rows = None if documents is None else self._rows_of(documents)
        found = len(self.spans) if rows is None else len(rows)
        if not found:
            return [[] for _ in queries]
        selector = None if rows is None else self._selector(rows)  # FAISS keeps a bare pointer to it
        parameters = selector and faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, places = self.index.search(queries, min(k, found), params=parameters)
        return [[self._place(row) for row in nearest if row >= 0] for nearest in places.tolist()]

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
        return self._rows[start:stop].copy()

    def _place(self, row: int) -> Place:
        return self.spans[row].document, self.spans[row].ordinal

    def _rows_of(self, documents: Collection[str]) -> NDArray[np.int64]:
        ranges = (self._of_document.get(document, _NONE) for document in documents)
        rows = [np.arange(*each, dtype=np.int64) for each in ranges]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, np.int64)

    def _selector(self, rows: NDArray[np.int64]) -> Any:
        """A list of few rows is gone through; of many, a bit for each row of all tells whether it is searched."""
        if len(rows) * 8 < len(self.spans):
            return faiss.IDSelectorArray(rows)
        chosen = np.zeros(len(self.spans), np.uint8)
        chosen[rows] = 1
        return faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))  # type: ignore[call-arg,arg-type]


def _ranges(keys: Iterable[_Key]) -> dict[_Key, _Range]:
    """Where the run of each key starts and stops; equal keys stand together."""
    ranges: dict[_Key, _Range] = {}
    for row, key in enumerate(keys):
        ranges[key] = (ranges.get(key, (row, row))[0], row + 1)
    return ranges
