"""The vectors of one unit: the nearest of them in some documents, and how like a question each is.

Up to EXACT rows each is compared with the question. Beyond that FAISS goes through the lists of vectors around the
centres that are nearest to it (IVF, a byte a number), and what it finds is compared exactly. Through how many lists is
tried when they are made: of a million clustered vectors 32 lists have more than .98 of the ten nearest, of 100,000 that
lie in no clusters 512, which is a quarter of the time that comparing each of them takes.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.library.library import EmbeddedSpan, Place
from corpus.types import Span
from index.encoders.encoder import Vectors

EXACT = 20_000
_TOGETHER = 64  # questions whose products are in memory at a time
_PROBED = 32  # lists at least
# So many of the ten nearest to some of the rows: a question is farther from its nearest than these are.
_FOUND, _NEAREST, _TRIED, _SAME = 0.995, 10, 64, 1e-6
_AGAIN = 4  # times as many rows as are asked for are compared exactly
_FEWEST_AGAIN = 100
# Fitting takes time with the square of the lists; of more rows the lists are longer.
_MOST_LISTS = 4096
_TRAINED_ON, _ROUNDS = 48, 8  # vectors a list, and how often the centres are moved
_ADDED = 100_000

Table = NDArray[np.int32]
_Rows = NDArray[np.int64]
_Found = tuple[_Rows, Vectors]
_NONE = (0, 0)


class UnitVectors:
    """The vectors of some documents: row i of `rows`, shape (n, d), is of what column i of `table` says.

    That is the place of a document in `documents`, the ordinal of a paragraph, and where the text starts and ends in
    it; columns are ordered by these. Both may lie in files. `lists` is FAISS's index over the rows, None where each
    is compared.
    """

    def __init__(
        self, rows: Vectors, table: Table, documents: Sequence[str], lists: Any = None, exact: int = EXACT
    ) -> None:
        self.rows, self._table, self._lists, self._exact = rows, table, lists, exact
        self._documents = documents
        self._paragraphs: dict[str, array[int]] = {}
        self._number = {name: place for place, name in enumerate(documents)}
        self._starts = np.searchsorted(table[0], np.arange(len(documents) + 1)).tolist()
        self._living: NDArray[np.bool_] | None = None  # None where nothing is left out
        self._among_living: Any = None

    @classmethod
    def of(cls, rows: Vectors, spans: Sequence[EmbeddedSpan], exact: int = EXACT) -> Self:
        """Vectors in memory, one for each span; these in order."""
        documents = list(dict.fromkeys(span.document for span in spans))
        number = {name: place for place, name in enumerate(documents)}
        columns = [(number[each.document], each.ordinal, each.span.start, each.span.end) for each in spans]
        table = np.array(columns, np.int32).reshape(-1, 4).T
        return cls(rows, table, documents, listed(rows) if len(rows) > exact else None, exact)

    @classmethod
    def read(
        cls, rows: Path, table: Path, lists: Path | None, documents: Sequence[str], dimension: int, exact: int = EXACT
    ) -> Self:
        """What was written, left in its files and read as it is needed; these must be known to be whole."""
        found = faiss.read_index(str(lists), faiss.IO_FLAG_MMAP_IFC) if lists else None
        return cls(mapped(rows, "<f4", (-1, dimension)), mapped(table, "<i4", (4, -1)), documents, found, exact)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shape(self) -> tuple[int, int]:
        """How many vectors, and how many numbers each; those of what is gone count."""
        return int(self.rows.shape[0]), int(self.rows.shape[1])

    @property
    def is_exact(self) -> bool:
        """Whether what is nearest is found for certain."""
        return self._lists is None

    def count(self, documents: Iterable[str]) -> int:
        """How many vectors `documents` have."""
        return sum(stop - start for start, stop in map(self._range, documents))

    def leave_out(self, document: str) -> None:
        """Find nothing of that document any more."""
        if self._living is None:
            self._living = np.ones(len(self.rows), bool)
        self._living[slice(*self._range(document))] = False
        self._among_living = None

    def nearest(
        self, queries: Vectors, k: int, documents: Collection[str] | None = None, *, exactly: bool = False
    ) -> list[list[Place]]:
        """For each query, shape (n, d), the paragraphs of the `k` rows nearest by inner product; nearest first.

        Only from `documents`, if given. Of few rows, or where it is to be done `exactly`, each is compared.
        """
        return [[self.place(row) for row in rows] for rows, _ in self.best(queries, k, documents, exactly=exactly)]

    def best(
        self, queries: Vectors, k: int, documents: Collection[str] | None = None, *, exactly: bool = False
    ) -> list[_Found]:
        """The same as rows and their products with each query."""
        chosen = self._chosen(documents)
        count = len(self.rows) if chosen is None else len(chosen)
        if not count:
            return [(np.zeros(0, np.int64), np.zeros(0, np.float32)) for _ in queries]
        if self._lists is None or exactly or count <= self._exact:
            return self._compared(queries, k, chosen)
        return self._from_lists(queries, k, chosen)

    def place(self, row: int) -> Place:
        """The paragraph of a row."""
        return self._documents[self._table[0, row]], int(self._table[1, row])

    def _chosen(self, documents: Collection[str] | None) -> _Rows | None:
        """The rows to search in; None for all that is not left out."""
        if documents is None:
            return None
        ranges = sorted(self._range(name) for name in documents if name in self._number)
        rows = np.concatenate([np.zeros(0, np.int64), *(np.arange(*each) for each in ranges)])
        return rows if self._living is None else rows[self._living[rows]]

    def _compared(self, queries: Vectors, k: int, chosen: _Rows | None) -> list[_Found]:
        """The rows nearest to each query, of all or of the `chosen`."""
        rows = self.rows if chosen is None else self.rows[chosen]
        found: list[_Found] = []
        for start in range(0, len(queries), _TOGETHER):
            products = queries[start : start + _TOGETHER] @ rows.T
            if chosen is None and self._living is not None:
                products[:, ~self._living] = -np.inf
            found += [_best(each, k) for each in products]
        return found if chosen is None else [(chosen[each], products) for each, products in found]

    def _from_lists(self, queries: Vectors, k: int, chosen: _Rows | None) -> list[_Found]:
        """The same as far as they are in the lists nearest to each query."""
        selector = self._selector(chosen)  # FAISS keeps a bare pointer to it
        # Of lists in which few rows may be found, as many more are gone through.
        probed = max(_PROBED, self._lists.nprobe)
        probed = probed if chosen is None else probed * len(self.rows) // len(chosen) + 1
        parameters = faiss.SearchParametersIVF(**{"nprobe": probed, **({"sel": selector} if selector else {})})
        _, places = self._lists.search(queries, max(_AGAIN * k, _FEWEST_AGAIN), params=parameters)
        found: list[_Found] = []
        for near, query in zip((np.sort(row[row >= 0]) for row in places), queries, strict=True):
            at, products = _best(self.rows[near] @ query, k)
            found.append((near[at], products))
        return found

    def _selector(self, chosen: _Rows | None) -> Any:
        """What tells FAISS which rows are searched; None for all."""
        if chosen is not None:
            among = np.zeros(len(self.rows), bool)
            among[chosen] = True
            return _bitmap(among)
        if self._living is not None and self._among_living is None:
            self._among_living = _bitmap(self._living)
        return self._among_living

    def likeness(self, query: Vectors, place: Place) -> Vectors:
        """The inner product of `query`, shape (d,), with each row of a paragraph, in order."""
        return _products(self.rows[slice(*self._of_paragraph(place))], query)

    def likest(self, query: Vectors, places: Sequence[Place]) -> Vectors:
        """The greatest of these of each paragraph, shape (n,); -inf of one that has no row."""
        ranges = [self._of_paragraph(place) for place in places]
        rows = [row for each in ranges for row in range(*each)]
        likest = np.full(len(places), -np.inf, np.float32)
        some = [place for place, (start, stop) in enumerate(ranges) if stop > start]
        if some:
            ends = np.cumsum([ranges[place][1] - ranges[place][0] for place in some])
            likest[some] = np.maximum.reduceat(_products(self.rows[rows], query), [0, *ends[:-1].tolist()])
        return likest

    def spans_of(self, place: Place) -> tuple[EmbeddedSpan, ...]:
        """What stands in the rows of a paragraph, in order."""
        start, stop = self._of_paragraph(place)
        starts, ends = self._table[2, start:stop].tolist(), self._table[3, start:stop].tolist()
        return tuple(EmbeddedSpan(*place, Span(*each)) for each in zip(starts, ends, strict=True))

    def vectors(self, documents: Iterable[str]) -> Vectors:
        """The rows of each of `documents` one after the other, shape (n, d)."""
        rows = [self.rows[slice(*self._range(name))] for name in documents]
        return np.concatenate([np.zeros((0, self.shape[1]), np.float32), *rows])

    def spans(self, documents: Iterable[str]) -> tuple[EmbeddedSpan, ...]:
        """What stands in these."""
        found: list[EmbeddedSpan] = []
        for name in documents:
            columns = self._table[1:, slice(*self._range(name))].T.tolist()
            found += [EmbeddedSpan(name, ordinal, Span(start, end)) for ordinal, start, end in columns]
        return tuple(found)

    def _range(self, document: str) -> tuple[int, int]:
        number = self._number.get(document)
        return _NONE if number is None else (self._starts[number], self._starts[number + 1])

    def _of_paragraph(self, place: Place) -> tuple[int, int]:
        document, ordinal = place
        starts = self._paragraphs.get(document)
        if starts is None:
            starts = self._paragraphs[document] = self._starts_in(document)
        return (starts[ordinal], starts[ordinal + 1]) if ordinal + 1 < len(starts) else _NONE

    def _starts_in(self, document: str) -> "array[int]":
        """Where the rows of each paragraph of a document start, by ordinal, and where the last ones end."""
        start, stop = self._range(document)
        ordinals = self._table[1, start:stop]
        wanted = np.arange(int(ordinals[-1]) + 2 if stop > start else 1)
        return array("q", (start + ordinals.searchsorted(wanted)).tolist())


def _products(rows: Vectors, query: Vectors) -> Vectors:
    """The product of each row with `query`; equal rows have equal ones, as they have not always by BLAS."""
    products: Vectors = np.einsum("ij,j->i", rows, query)
    return products


def mapped(path: Path, kind: str, shape: tuple[int, ...]) -> Any:
    """The numbers of a file, read as they are needed."""
    if not path.stat().st_size:  # of which no map can be made
        return np.zeros([max(each, 0) for each in shape], kind)
    return np.asarray(np.memmap(path, kind, "r")).reshape(shape)  # each slice of a memmap is made at length


def _best(products: Vectors, k: int) -> _Found:
    """The places of the `k` greatest and these, the greatest first; of equal ones the first."""
    places = np.argpartition(-products, k - 1)[:k] if k < len(products) else np.arange(len(products))
    best: _Rows = places[np.lexsort((places, -products[places]))]
    best = best[products[best] > -np.inf]
    return best, products[best]


def listed(rows: Vectors) -> Any:
    """The rows in lists around centres that are fitted to some of them: four times the root of their number."""
    count, dimension = rows.shape
    lists = max(1, min(4 * int(count**0.5), count // 39, _MOST_LISTS))  # FAISS wants 39 vectors to fit a centre
    made = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    made.cp.niter = _ROUNDS  # type: ignore[attr-defined]
    made.train(np.ascontiguousarray(rows[:: max(1, count // (_TRAINED_ON * lists))], np.float32))
    for start in range(0, count, _ADDED):
        made.add(np.ascontiguousarray(rows[start : start + _ADDED], np.float32))
    made.nprobe = _probes(made, rows)  # type: ignore[attr-defined]
    return made


def _probes(lists: Any, rows: Vectors) -> int:
    """Through how many lists to go so that nearly all that is nearest to some of the rows is found."""
    tried = np.ascontiguousarray(rows[:: max(1, len(rows) // _TRIED)][:_TRIED], np.float32)
    nearest = min(_NEAREST, len(rows))
    least = [np.partition(rows @ each, -nearest)[-nearest] - _SAME for each in tried]
    probes = _PROBED
    while probes < lists.nlist:
        parameters = faiss.SearchParametersIVF(nprobe=probes)  # type: ignore[call-arg]
        _, places = lists.search(tried, _FEWEST_AGAIN, params=parameters)
        found = (
            int(np.count_nonzero(rows[np.sort(near[near >= 0])] @ each >= last))
            for each, near, last in zip(tried, places, least, strict=True)
        )
        if sum(min(nearest, each) for each in found) >= _FOUND * nearest * len(tried):
            break
        probes *= 2
    return probes


def write_lists(lists: Any, path: Path) -> None:
    """As FAISS writes them; raises OSError."""
    try:
        faiss.write_index(lists, str(path))
    except RuntimeError as error:
        raise OSError(str(error)) from error


def _bitmap(among: NDArray[np.bool_]) -> Any:
    return faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))  # type: ignore[call-arg,arg-type]
