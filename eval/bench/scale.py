"""How pincite grows: the same things done in libraries of ten times as many paragraphs, each beside the smallest."""

import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from corpus.library.library import Library
from corpus.types import Document
from eval.bench.encode import Row
from eval.bench.quotes import PER_DOCUMENT, Given, made
from eval.quotes.measures import percentile
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.vectors.embed import embed_library
from index.vectors.index import open_index
from qa_app.check.types import Quotation
from qa_app.commands.options import make_answerer
from qa_app.service import Service

SMALLEST = 1_000
DIMENSION = 384
ASKED = 40
ADDED = 20  # documents at most that come while look-ups are asked for
_EXACT = "each vector compared"
_Figures = dict[str, tuple[float, str]]
_Result = TypeVar("_Result")
_One = TypeVar("_One")


def growth(largest: int, smallest: int = SMALLEST) -> Iterator[Row]:
    """Every figure at the smallest size, at ten times as many paragraphs, and so on; each beside the size before."""
    before: _Figures = {}
    size = smallest
    while size <= largest:
        found = dict(_measured(size))
        for name, (value, unit) in found.items():
            if name != _EXACT:
                yield _row(f"{size:,} paragraphs: {name}", value, unit, found, before.get(name))
        before, size = found, 10 * size


def _row(name: str, value: float, unit: str, found: _Figures, earlier: tuple[float, str] | None) -> Row:
    if name.endswith("nearest vectors, p50"):  # the rest has no peer that does the same
        return Row(name, value, unit, _EXACT, found[_EXACT][0])
    return Row(name, value, unit, "a tenth of them", earlier[0]) if earlier else Row(name, value, unit, "itself", value)


def _measured(size: int) -> Iterator[tuple[str, tuple[float, str]]]:
    """Each figure of a library of so many made paragraphs: its name, its value, its unit."""
    given = made(size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, library = _timed(lambda: Library.open(folder, tuple))
        with library:
            seconds, _ = _timed(lambda: [library.add(document) for document in given.documents])
            yield "adding, a paragraph", (1e6 * seconds / size, "µs")
            seconds, _ = _timed(lambda: embed_library(library, HashingEncoder(DIMENSION)))
            yield "encoding by hashing, a paragraph", (1e6 * seconds / size, "µs")
            yield from _searching(library, given)
        yield "on disk", (sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, "MB")
    yield "memory of all that, at most", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB")


def _searching(library: Library, given: Given) -> Iterator[tuple[str, tuple[float, str]]]:
    encoder = HashingEncoder(DIMENSION)
    questions = [" ".join(words.split()[5:15]) for words in given.quotations[:ASKED]]
    seconds, engine = _timed(lambda: _opened(library))
    yield "making the index", (seconds, "s")
    seconds, engine = _timed(lambda: _opened(library))
    yield "opening what was made", (seconds, "s")
    searches = _each(lambda question: engine.search_many([question], 10, [None]), questions)
    yield "first search", (searches[0], "ms")
    yield "search, p95", (percentile(searches[1:], 95), "ms")
    index, queries = open_index(library)["paragraph"], encoder.encode_questions(questions)
    exact = _each(lambda at: index.nearest(queries[at : at + 1], 10, exactly=True), range(len(questions)))
    near = _each(lambda at: index.nearest(queries[at : at + 1], 10), range(len(questions)))
    yield _EXACT, (median(exact), "ms")
    yield "nearest vectors, p50", (median(near), "ms")
    pairs = zip(index.nearest(queries, 10), index.nearest(queries, 10, exactly=True), strict=True)
    yield "recall@10 of them", (sum(len({*a} & {*b}) for a, b in pairs) / (10 * len(questions)), "")
    yield from _serving(library, given)


def _opened(library: Library) -> Engine:
    engine = Engine(library, lambda: HashingEncoder(DIMENSION))
    engine.open()
    engine.words  # noqa: B018 - made when first asked for
    return engine


def _serving(library: Library, given: Given) -> Iterator[tuple[str, tuple[float, str]]]:
    """Look-ups and checks in quiet, and look-ups while documents come and are made searchable."""
    service = Service(library, lambda: HashingEncoder(DIMENSION), make_answerer)
    service.encode_new()
    names = [document.id for document in given.documents]
    asked = [f"What does paragraph {1 + place} of {names[place % len(names)]} say?" for place in range(ASKED)]
    quiet = _each(service.answer, asked)
    yield "look-up, p50", (median(quiet), "ms")
    checks = _each(lambda words: service.check(Quotation(words)), given.quotations[:ASKED])
    yield "check, p95", (percentile(checks, 95), "ms")
    came: list[float] = []
    coming = made(PER_DOCUMENT * min(ADDED, len(names)), seed=8, name="new").documents
    adding = threading.Thread(target=lambda: came.append(_timed(lambda: _add(service, coming))[0]))
    adding.start()
    busy: list[float] = []
    while adding.is_alive():
        busy += _each(service.answer, asked[:4])
    adding.join()
    yield f"a document of {PER_DOCUMENT} paragraphs added while serving", (came[0] / len(coming), "s")
    yield "look-up meanwhile, p95", (percentile(busy, 95), "ms")
    yield "look-up meanwhile, longest", (max(busy), "ms")


def _add(service: Service, documents: Sequence[Document]) -> None:
    with service.beside() as library, library.writing():
        for document in documents:
            library.add(document)
        service.encode_new(through=library)


def _timed(do: Callable[[], _Result]) -> tuple[float, _Result]:
    start = time.perf_counter()
    result = do()
    return time.perf_counter() - start, result


def _each(do: Callable[[_One], object], asked: Iterable[_One]) -> list[float]:
    """Milliseconds of each, in order."""
    found = []
    for one in asked:
        start = time.perf_counter()
        do(one)
        found.append(1000 * (time.perf_counter() - start))
    return found
