"""Where vectors are searched: what every store does, and the one that keeps its files in the library's folder.

Whatever a store holds is made from the library, which alone is the truth: it proposes paragraphs, and no word of an
answer comes from it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from corpus.library.library import EmbeddedSpan, Library, Place, Unit
from index.encoders.encoder import Vectors
from index.vectors.index import build_index, open_index, read_index


class SearchedVectors(Protocol):
    """The vectors of one unit."""

    def __len__(self) -> int:
        """How many there are."""

    def nearest(self, queries: Vectors, k: int, documents: Collection[str] | None = None) -> Sequence[Sequence[Place]]:
        """For each query, shape (n, d), the paragraphs of the `k` rows nearest by inner product; nearest first.

        Only from `documents`, if given.
        """

    def likeness(self, query: Vectors, place: Place) -> Vectors:
        """The inner product of `query`, shape (d,), with each row of a paragraph, in order; none where it has none."""

    def likest(self, query: Vectors, places: Sequence[Place]) -> Vectors:
        """The greatest of these of each paragraph, shape (n,); -inf of one that has no row."""

    def spans_of(self, place: Place) -> Sequence[EmbeddedSpan]:
        """What stands in the rows of a paragraph, in order."""


Searched = Mapping[Unit, SearchedVectors]


class VectorStore(Protocol):
    """Keeps what is searched of a library's vectors. Every method raises SearchError where it cannot."""

    def open(self, library: Library) -> Searched:
        """The vectors of the library as it is now; what is missing, damaged or stale is made anew."""

    def build(self, library: Library) -> Searched:
        """Make everything anew from the stored vectors, beside what stands, and put it in its place."""

    def check(self, library: Library) -> str:
        """What there is, in words; raises IndexUnusable where that must not be searched. Nothing is changed."""


class FolderStore:
    """Files in the library's folder, which FAISS searches; see index.vectors.index."""

    def open(self, library: Library) -> Searched:
        """See VectorStore."""
        return open_index(library)

    def build(self, library: Library) -> Searched:
        """See VectorStore."""
        return build_index(library)

    def check(self, library: Library) -> str:
        """See VectorStore; every file is gone through."""
        index = read_index(library, thoroughly=True)
        counts = (f"{len(each)} {unit} vectors{'' if each.is_exact else ' in lists'}" for unit, each in index.items())
        return f"SHA-256 of every file as written; {', '.join(counts)}"


IN_THE_FOLDER = FolderStore()
