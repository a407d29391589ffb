"""What every store of vectors does: the same calls on files that are compared, on files in lists, and on Milvus."""

import uuid
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from corpus.cutting.segment import segment
from corpus.library.library import EmbeddedSpan, Embedding, EncodedParagraph, EncoderIdentity, Library, Place, Unit
from corpus.types import Card, Document, Span
from index.encoders.encoder import Vectors
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.vectors.nearest import UnitVectors
from index.vectors.segment import UNITS
from index.vectors.store import FolderStore, Searched, VectorStore

DOCUMENTS, PARAGRAPHS, DIMENSION = 300, 16, 32
QUESTIONS = 2_000
ENOUGH = 0.98


class Listed(FolderStore):
    """The files as they are in a library of very many vectors."""

    def open(self, library: Library) -> Searched:
        return {unit: _listed(library, unit) for unit in UNITS}


def _listed(library: Library, unit: Unit) -> UnitVectors:
    rows = np.frombuffer(library.vectors(unit), "<f4").reshape(-1, DIMENSION)
    return UnitVectors.of(rows, library.embedded_spans(unit), exact=1_000)


def spread(count: int, seed: int) -> Vectors:
    """Unit vectors, shape (count, DIMENSION), around sixty centres, as those of texts are."""
    centres = np.random.default_rng(1).normal(size=(60, DIMENSION))
    made = np.random.default_rng(seed)
    rows = centres[made.integers(0, 60, count)] + 0.5 * made.normal(size=(count, DIMENSION))
    made_of_length_one: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return made_of_length_one


def document(number: int) -> Document:
    text = "\n\n".join(f"{n}. Paragraph {n} of {number}." for n in range(1, PARAGRAPHS + 1))
    card = Card(f"d{number:04}", "D", None, None, None, None, "en" if number % 3 else "de")
    return segment(text, card)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of 4,800 paragraphs with a vector each, and no sentence and clause."""
    with Library.open(
        tmp_path_factory.mktemp("filled") / "library", lambda: map(document, range(DOCUMENTS))
    ) as library:
        rows = iter(spread(DOCUMENTS * PARAGRAPHS, seed=2))
        identity = EncoderIdentity("spread", DIMENSION)
        embeddings, whole = [], []
        for paragraph in (paragraph for each in library.each_document() for paragraph in each.paragraphs):
            text, place = paragraph.text, (paragraph.id.document, paragraph.ordinal)
            span = EmbeddedSpan(*place, Span(0, len(text)))
            embeddings.append(Embedding("paragraph", span, text, next(rows).tobytes()))
            whole.append(EncodedParagraph(place, text, 1, b""))
        library.put_embeddings(identity, embeddings, whole)
        yield library


@pytest.fixture(scope="module", params=["compared", "listed", pytest.param("milvus", marks=pytest.mark.process)])
def make_store(request: pytest.FixtureRequest) -> Callable[[], VectorStore]:
    """A store of each kind, with nothing in it yet."""
    if request.param == "compared":
        return FolderStore
    if request.param == "listed":
        return Listed
    milvus = request.getfixturevalue("milvus")
    return lambda: milvus.store(f"c_{uuid.uuid4().hex}")


@pytest.fixture(scope="module")
def searched(make_store: Callable[[], VectorStore], filled: Library) -> Searched:
    return make_store().open(filled)


def exactly(filled: Library, queries: Vectors, documents: set[str] | None = None) -> list[list[Place]]:
    rows = np.frombuffer(filled.vectors("paragraph"), "<f4").reshape(-1, DIMENSION)
    return UnitVectors.of(rows, filled.embedded_spans("paragraph")).nearest(queries, 10, documents)


def recall(found: Sequence[Sequence[Place]], exact: Sequence[Sequence[Place]]) -> float:
    return sum(len({*a} & {*b}) for a, b in zip(found, exact, strict=True)) / sum(map(len, exact))


def test_nearly_all_of_the_ten_nearest_are_found(searched: Searched, filled: Library) -> None:
    """Over 2,000 questions at least .98 of what comparing with every vector finds."""
    queries = spread(QUESTIONS, seed=3)

    found = searched["paragraph"].nearest(queries, 10)

    assert recall(found, exactly(filled, queries)) >= ENOUGH


@pytest.mark.parametrize("count", [1, 40, 280])
def test_only_the_chosen_documents_are_searched(searched: Searched, filled: Library, count: int) -> None:
    """However many these are."""
    queries, chosen = spread(50, seed=4), {f"d{number:04}" for number in range(count)}

    found = searched["paragraph"].nearest(queries, 10, chosen)

    assert {document for places in found for document, _ in places} <= chosen
    assert recall(found, exactly(filled, queries, chosen)) >= ENOUGH


def test_no_document_chosen_finds_nothing(searched: Searched) -> None:
    """And neither does a unit of which there are no vectors."""
    queries = spread(2, seed=5)

    assert [list(places) for places in searched["paragraph"].nearest(queries, 10, ())] == [[], []]
    assert [list(places) for places in searched["clause"].nearest(queries, 10)] == [[], []]


def test_how_like_a_paragraph_is_comes_from_the_library(searched: Searched, filled: Library) -> None:
    """Its own vector, not what a store has made of it; none for a paragraph that is not there."""
    place, query = ("d0007", 2), spread(1, seed=6)[0]
    row = np.frombuffer(filled.vectors("paragraph"), "<f4").reshape(-1, DIMENSION)[7 * PARAGRAPHS + 2]
    vectors = searched["paragraph"]

    assert vectors.likeness(query, place).tolist() == pytest.approx([float(row @ query)], abs=1e-6)
    assert [span.ordinal for span in vectors.spans_of(place)] == [2]
    assert vectors.likeness(query, ("d0007", 99)).tolist() == []
    assert len(vectors) == DOCUMENTS * PARAGRAPHS


@pytest.mark.parametrize("kind", ["folder", pytest.param("milvus", marks=pytest.mark.process)])
def test_what_is_added_is_found_and_what_is_removed_is_not(
    kind: str, library: Library, request: pytest.FixtureRequest
) -> None:
    """At the next question; the hits and their scores are those of any other store."""
    stored = request.getfixturevalue("milvus").store(f"c_{uuid.uuid4().hex}") if kind == "milvus" else FolderStore()
    engine, plain = Engine(library, HashingEncoder, store=stored), Engine(library, HashingEncoder)

    def found(engine: Engine) -> list[tuple[str, int, float]]:
        hits = engine.search_many(["Who grows barley in the valley?"], 5, [None])[0]
        return [(hit.paragraph.id.document, hit.paragraph.ordinal, round(hit.score, 5)) for hit in hits]

    before = found(engine)
    assert before == found(plain)
    card = Card("note", "Note", None, None, None, None, "en")
    library.add(segment("1. Barley grows in the valley.\n\n2. Wheat does not.", card))

    assert found(engine)[0][:2] == ("note", 0)
    assert found(engine) == found(plain)
    library.remove("note")
    assert found(engine) == before
