"""Where the time of a question goes: each stage's share, and the whole beside plain retrieval."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from corpus.library.library import Library
from eval.bench import Row
from eval.library_cache import cached_library
from eval.sets.reading import documents_of
from eval.timing import Stopwatch, TimedEncoder, TimedReader
from index.encoders.encoder import Encoder
from index.engine import Engine
from index.reader.judgement import Reader
from index.retriever import Parts
from qa_app.ask.answer import Answerer
from qa_app.settings import Settings

STAGED = 40
PLAIN = Parts(sentence_share=0.0, clause_share=0.0, late_share=0.0, words_weight=0.0)


def stages(
    library: Library, encoder: Encoder, reader: Reader, questions: Sequence[str], threshold: float
) -> Iterator[Row]:
    """Milliseconds a question, the median: the whole against searching paragraph vectors, each stage against it."""
    name = f"over {sum(entry.paragraphs for entry in library.entries()):,} paragraphs"
    encoding, judging = Stopwatch(), Stopwatch()
    engine = Engine(library, lambda: TimedEncoder(encoder, encoding))
    answerer = Answerer(engine, TimedReader(reader, judging), threshold)
    plain = Engine(library, lambda: encoder, parts=PLAIN)
    for question in questions[:5]:  # warm
        answerer.answer(question)
        plain.search_many([question], 10, [None])
    before = encoding.seconds, judging.seconds
    each = [_milliseconds(answerer.answer, question) for question in questions]
    baseline = median(_milliseconds(lambda q: plain.search_many([q], 10, [None]), q) for q in questions)
    whole, count = median(each), len(questions)
    in_encoder, in_reader = (1000 * (w.seconds - b) / count for w, b in zip((encoding, judging), before, strict=True))
    yield Row(f"a question {name}", whole, "ms", "searching paragraph vectors", baseline)
    mean = sum(each) / count
    for stage, spent in (("encoder", in_encoder), ("reader", in_reader), ("rest", mean - in_encoder - in_reader)):
        yield Row(f"of a question {name}: {stage}", spent, "ms", "the whole question, mean", mean)


@contextmanager
def large_library(documents: str, chosen: Settings) -> Iterator[Library]:
    """The library of the documents in that file, which is kept for the next time."""
    folder = cached_library(Path(documents), chosen.encoder)
    with Library.open(folder, lambda: documents_of(Path(documents))) as library:
        yield library


def _milliseconds(ask: Callable[[str], object], question: str) -> float:
    start = time.perf_counter()
    ask(question)
    return 1000 * (time.perf_counter() - start)
