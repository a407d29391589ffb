"""How pincite grows: the same things done in libraries of ten times as many paragraphs, each beside what does the same.

The texts are made of English words that exist, as frequent as words are; vectors of 384 numbers are made by hashing.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np

from corpus.library.library import Library
from corpus.types import Document
from eval.bench.encode import PYTHON, Row, cold, milliseconds_of, seconds_of
from eval.bench.made import PER_DOCUMENT, made_documents
from eval.pages.bench_report import ITSELF, TENTH
from eval.quotes.measures import percentile
from index.encoders.encoder import Vectors
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.vectors.embed import embed_library
from index.vectors.index import Index, open_index
from qa_app.check.types import Quotation
from qa_app.commands.options import make_answerer
from qa_app.service import Service

SMALLEST = 1_000
DIMENSION = 384
ASKED = 40
CLIENTS = 16  # that look something up at once
ADDED = 20  # documents at most that come while they do
_QUIET_SECONDS = 3
BM25S = "bm25s, all in memory"
_BESIDE_BM25S = 100_000  # paragraphs at most: it takes minutes and gigabytes to index more
_FLAT = "each vector compared"
_QUIET = "the same in quiet, p50"
_SAME = 1e-6  # products that differ by less are equal


def growth(largest: int, smallest: int = SMALLEST) -> Iterator[Row]:
    """Every figure at the smallest size, at ten times as many paragraphs, and so on.

    A figure that no other program gives is beside the same in the library of a tenth of the size.
    """
    before: dict[str, float] = {}
    size = smallest
    while size <= largest:
        now: dict[str, float] = {}
        for row in _measured(size):
            now[row.name], compared = row.value, row
            if not row.baseline:
                earlier = before.get(row.name)
                beside = (ITSELF, row.value) if earlier is None else (TENTH, earlier)
                compared = Row(row.name, row.value, row.unit, *beside)
            yield replace(compared, name=f"{size:,} paragraphs: {row.name}")
        before = now
        size *= 10


def _alone(name: str, value: float, unit: str) -> Row:
    """A figure that no other program gives."""
    return Row(name, value, unit, "", 0)


def _measured(size: int) -> Iterator[Row]:
    """Each figure of a library of so many made paragraphs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Library.open(folder, tuple) as library:
            seconds, _ = seconds_of(lambda: [library.add(document) for document in made_documents(size)])
            yield _alone("adding, a paragraph", 1e6 * seconds / size, "µs")
            seconds, _ = seconds_of(lambda: embed_library(library, HashingEncoder(DIMENSION)))
            yield _alone("encoding by hashing, a paragraph", 1e6 * seconds / size, "µs")
            seconds, _ = seconds_of(lambda: _engine(library).open())
            yield _alone("making the index, a paragraph", 1e6 * seconds / size, "µs")
            asked = list(islice(_quotations(library), ASKED))
            yield from _starting(folder, asked[0])
            yield from _searching(library, size, asked)
            yield from _serving(library, asked)
        yield _alone("on disk", sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, "MB")
    yield _alone("memory of all that, at most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB")


def _quotations(library: Library) -> Iterator[str]:
    """Ten words in a row from one paragraph of document after document, over and over."""
    names = library.document_ids()
    place = 0
    while True:
        paragraphs = library.document(names[place % len(names)]).paragraphs
        yield " ".join(paragraphs[(7 * place) % len(paragraphs)].text.split()[3:13])
        place += 1


def _engine(library: Library) -> Engine:
    return Engine(library, lambda: HashingEncoder(DIMENSION))


def _starting(folder: Path, question: str) -> Iterator[Row]:
    """What a process that has just begun takes for its first search."""
    command = [sys.executable, "-m", "eval.bench.first_search", str(folder), str(DIMENSION), question]
    seconds, done = seconds_of(lambda: subprocess.run(command, check=True, capture_output=True, text=True))  # noqa: S603
    told = json.loads(done.stdout)
    bare = cold([sys.executable, "-c", "pass"]).seconds
    yield Row("start of a process and its first search", seconds, "s", PYTHON, bare)
    yield _alone("opening the index in it", told["opening"], "s")
    yield _alone("first search in it", told["search"], "s")
    yield _alone("memory of it", told["memory"], "MB")


def _opened(library: Library) -> Engine:
    engine = _engine(library)
    engine.open()
    return engine


def _searching(library: Library, size: int, asked: Sequence[str]) -> Iterator[Row]:
    engine, encoder = _opened(library), HashingEncoder(DIMENSION)
    searches = milliseconds_of(lambda question: engine.search_many([question], 10, [None]), asked)
    yield _alone("search, p50", median(searches[1:]), "ms")
    yield _alone("search, p95", percentile(searches[1:], 95), "ms")
    index = open_index(library)
    paragraphs, queries = index["paragraph"], encoder.encode_questions(asked)
    exact = milliseconds_of(lambda at: paragraphs.nearest(queries[at : at + 1], 10, exactly=True), range(len(asked)))
    near = milliseconds_of(lambda at: paragraphs.nearest(queries[at : at + 1], 10), range(len(asked)))
    yield Row("nearest paragraphs, p50", median(near), "ms", _FLAT, median(exact))
    yield _alone("recall@10 of them", _recall(index, queries), "")
    words = milliseconds_of(lambda question: list(engine.words.places(question, 10)), asked)
    if size <= _BESIDE_BM25S:
        yield Row("search by words, p50", median(words), "ms", BM25S, _with_bm25s(library, asked))
    else:
        yield _alone("search by words, p50", median(words), "ms")


def _recall(index: Index, queries: Vectors) -> float:
    """Of the ten nearest rows of each unit how many are found, or others that are as near."""
    shares = []
    for unit in index.values():
        pairs = zip(queries, unit.nearest(queries, 10), unit.nearest(queries, 10, exactly=True), strict=True)
        for query, found, wanted in pairs:
            least = unit.likest(query, wanted).min(initial=np.inf) - _SAME
            shares.append(np.count_nonzero(unit.likest(query, found) >= least) / max(1, len(wanted)))
    return sum(shares) / len(shares)


def _with_bm25s(library: Library, asked: Sequence[str]) -> float:
    """Milliseconds a question takes bm25s over the same paragraphs."""
    import bm25s

    texts = [paragraph.text for document in library.each_document() for paragraph in document.paragraphs]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)
    tokens = [bm25s.tokenize([question], show_progress=False) for question in asked]
    return median(milliseconds_of(lambda each: retriever.retrieve(each, k=10, show_progress=False), tokens))


def _serving(library: Library, asked: Sequence[str]) -> Iterator[Row]:
    """Look-ups and checks, and look-ups by many clients in quiet and while documents come and are made searchable."""
    service = Service(library, lambda: HashingEncoder(DIMENSION), make_answerer)
    service.encode_new()
    names = library.document_ids()
    looked_up = [f"What does paragraph {1 + place} of {names[place % len(names)]} say?" for place in range(ASKED)]
    service.answer(looked_up[0])
    yield _alone("look-up, p50", median(milliseconds_of(service.answer, looked_up)), "ms")
    checks = milliseconds_of(lambda words: service.check(Quotation(words)), asked)
    yield _alone("check, p95", percentile(checks[1:], 95), "ms")
    quiet = by_clients(service, looked_up, lambda: time.sleep(_QUIET_SECONDS))
    came: list[float] = []
    coming = list(made_documents(PER_DOCUMENT * min(ADDED, len(names)), seed=8, name="new"))

    def add() -> None:
        for document in coming:
            came.append(seconds_of(lambda one=document: _add(service, one))[0])  # type: ignore[misc]

    busy = by_clients(service, looked_up, add)
    yield _alone(f"a document of {PER_DOCUMENT} paragraphs until it is searched, p50", median(came), "s")
    yield _alone("the same, longest", max(came), "s")
    name = f"look-up by one of {CLIENTS} clients meanwhile"
    yield Row(f"{name}, p50", median(busy), "ms", _QUIET, median(quiet))
    yield Row(f"{name}, longest", max(busy), "ms", _QUIET, median(quiet))
    service.finish(600)


def by_clients(service: Service, questions: Sequence[str], meanwhile: Callable[[], None]) -> list[float]:
    """Milliseconds of each question of several clients, who go on for as long as `meanwhile` takes."""
    done = threading.Event()

    def client(number: int) -> list[float]:
        found: list[float] = []
        while not found or not done.is_set():
            found += milliseconds_of(service.answer, [questions[(number + len(found)) % len(questions)]])
        return found

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client, number) for number in range(CLIENTS)]
        try:
            meanwhile()
        finally:
            done.set()
        return [one for each in clients for one in each.result()]


def _add(service: Service, document: Document) -> None:
    with service.beside() as library, library.writing():
        library.add(document)
        service.encode_new(through=library)
