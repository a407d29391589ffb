"""The nearest vectors: exactly those that comparing each with each would give, in whichever documents."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library.library import EmbeddedSpan
from corpus.types import Span
from index.vectors.nearest import UnitVectors, listed, write_lists

NAMES = [f"d{number:02}" for number in range(40)]
SPANS = [
    EmbeddedSpan(name, ordinal, Span(start, start + 1)) for name in NAMES for ordinal in range(3) for start in range(2)
]
ROWS = np.random.default_rng(0).normal(size=(len(SPANS), 8)).astype(np.float32)
VECTORS = UnitVectors.of(ROWS, SPANS)


@given(st.sets(st.sampled_from([*NAMES, "none"])) | st.none(), st.integers(1, 300), st.integers(0, 99))
def test_what_is_nearest_in_some_documents_is_found_for_certain(documents: set[str] | None, k: int, seed: int) -> None:
    """One document of forty, thirty-nine, all or none: the same as by sorting all products."""
    queries = np.random.default_rng(seed).normal(size=(2, 8)).astype(np.float32)
    chosen = [row for row, span in enumerate(SPANS) if documents is None or span.document in documents]

    found = VECTORS.nearest(queries, k, documents)

    for query, places in zip(queries, found, strict=True):
        best = sorted(chosen, key=lambda row: -float(ROWS[row] @ query))[:k]
        assert places == [(SPANS[row].document, SPANS[row].ordinal) for row in best]


def test_the_rows_of_a_paragraph_are_its_own() -> None:
    """In order, and none where there is no such paragraph."""
    query = np.ones(8, np.float32)

    assert VECTORS.spans_of(("d01", 1)) == tuple(SPANS[8:10])
    assert VECTORS.likeness(query, ("d01", 1)).tolist() == pytest.approx((ROWS[8:10] @ query).tolist())
    assert VECTORS.likeness(query, ("d01", 7)).tolist() == []


def test_an_index_of_nothing_finds_nothing() -> None:
    """A library may have paragraphs and not one sentence of several clauses."""
    empty = UnitVectors.of(np.zeros((0, 8), np.float32), [])

    assert empty.nearest(ROWS[:1], 5) == [[]]
    assert empty.likeness(ROWS[0], ("d01", 1)).tolist() == []


CENTRES = np.random.default_rng(1).normal(size=(60, 32)).astype(np.float32)
MANY = CENTRES.repeat(100, axis=0) + np.random.default_rng(2).normal(size=(6_000, 32)).astype(np.float32)
MANY /= np.linalg.norm(MANY, axis=1, keepdims=True)
MANY_SPANS = [EmbeddedSpan(f"d{number // 60:03}", number % 60, Span(0, 1)) for number in range(len(MANY))]


def test_lists_find_what_lies_in_no_clusters(tmp_path: Path) -> None:
    """More lists are gone through where the nearest lie in many; the file remembers in how many."""
    made = np.random.default_rng(5)
    rows, queries = (made.normal(size=(count, 32)).astype(np.float32) for count in (9_000, 60))
    spans = [EmbeddedSpan("d", number, Span(0, 1)) for number in range(len(rows))]
    lists = listed(rows)
    write_lists(lists, tmp_path / "lists")

    searched = UnitVectors.of(rows, spans, exact=1_000)
    found, wanted = searched.nearest(queries, 10), searched.nearest(queries, 10, exactly=True)

    assert sum(len({*a} & {*b}) for a, b in zip(found, wanted, strict=True)) >= 0.98 * 10 * len(queries)
    read = faiss.downcast_index(faiss.read_index(str(tmp_path / "lists")))
    assert read.nprobe == lists.nprobe > 32  # type: ignore[attr-defined]


def test_lists_find_nearly_all_of_the_ten_nearest(tmp_path: Path) -> None:
    """At least .98 of them, also when they are read from their files, in all documents and in most of them."""
    made = UnitVectors.of(MANY, MANY_SPANS, exact=1_000)
    rows, table, lists = (tmp_path / name for name in ("rows", "table", "lists"))
    MANY.tofile(rows)
    np.array([[n // 60, n % 60, 0, 1] for n in range(len(MANY))], "<i4").T.tofile(table)
    write_lists(listed(MANY), lists)
    read = UnitVectors.read(rows, table, lists, [f"d{number:03}" for number in range(100)], 32, exact=1_000)
    queries = MANY[::60] + np.random.default_rng(3).normal(scale=0.1, size=(100, 32)).astype(np.float32)

    for documents in (None, {span.document for span in MANY_SPANS[3_000:]}):
        exact = read.nearest(queries, 10, documents, exactly=True)
        for vectors in (made, read):
            found = vectors.nearest(queries, 10, documents)
            assert sum(len({*a} & {*b}) for a, b in zip(exact, found, strict=True)) >= 0.98 * 10 * len(queries)

    assert (made.is_exact, read.is_exact, read.shape) == (False, False, (6_000, 32))


def test_what_is_left_out_is_not_found() -> None:
    """By comparing each and in lists, in all documents and in some."""
    every = {f"d{number:03}" for number in range(100)}
    for exact in (1_000, 10_000):
        vectors = UnitVectors.of(MANY, MANY_SPANS, exact=exact)
        query, first = MANY[:1], vectors.nearest(MANY[:1], 1)[0][0]

        vectors.leave_out("d000")

        assert first[0] == "d000"
        assert all(place[0] != "d000" for found in vectors.nearest(query, 60) for place in found)
        assert all(place[0] != "d000" for found in vectors.nearest(query, 60, every) for place in found)
        assert vectors.nearest(query, 5, {"d000"}) == [[]]
