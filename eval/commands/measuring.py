"""What the commands of evaluation share: a library to measure over, and the signature of what is measured."""

import functools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.library.library import Library
from eval.reports.report import Costs
from eval.run.libraries import cached_library
from eval.run.run import Journal, Responses, Stopwatch, TimedReader, peak_memory_mb, run_all, sign
from eval.run.systems import Over, System
from eval.sets.dataset import QuestionSet, documents_of
from eval.sets.known import Known
from index.encoders.encoder import Encoder, EncoderWithin, load_encoder
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.reader.cross_encoder import LazyReader
from qa_app.commands.options import open_library
from qa_app.settings import Settings
from qa_app.terminal import encoding_progress, progress_bar

SEED = 20170606
HASHING = "hashing"


@dataclass(frozen=True, slots=True)
class Bench:
    """What systems are made over, with the watch that counts the seconds in its encoder and reader."""

    over: Over
    watch: Stopwatch

    @property
    def reader(self) -> str:
        """The name of the reader, which is loaded to tell it."""
        return self.over.reader.name

    def warm_up(self) -> None:
        """Load the models and encode what is new, so that none of it counts as time of the run."""
        engine = self.over.engine
        engine.encoder.encode_questions(["warm"])
        if engine.library.documents_without_embeddings():
            # An engine of its own, whose bar is gone before that of the run comes.
            with encoding_progress() as progress:
                _ = Engine(engine.library, lambda: engine.encoder, progress).index
        _ = engine.index, engine.words


@contextmanager
def open_bench(chosen: Settings, documents: Path | None = None, cache: Path | None = None) -> Iterator[Bench]:
    """The library, or that of `documents`, kept in `cache` for the next run."""
    watch = Stopwatch()
    if documents:
        chosen = replace(chosen, library=cached_library(documents, chosen.encoder, cache))
    first = (lambda: documents_of(documents)) if documents else None
    with open_library(chosen, first) as library:
        encoder = functools.cache(functools.partial(_load, chosen.encoder))
        engine = Engine(library, lambda: EncoderWithin(encoder(), watch.running))
        yield Bench(Over(engine, TimedReader(LazyReader(encoder), watch)), watch)


@contextmanager
def open_shipped(chosen: Settings) -> Iterator[Bench]:
    """A library of its own with the shipped statement alone, whatever the library in use holds."""
    with tempfile.TemporaryDirectory() as folder, open_bench(replace(chosen, library=Path(folder))) as bench:
        yield bench


def _load(encoder: str) -> Encoder:
    """The encoder of that name; "hashing" needs no model, and is for trying out and for tests."""
    return HashingEncoder() if encoder == HASHING else load_encoder(encoder)


def known_paragraphs(library: Library) -> Known:
    """Every paragraph that a question may name, and those that it might name in vain."""
    entries = library.entries(include_superseded=True)
    old = {entry.id: entry.superseded_by for entry in entries if entry.superseded_by}
    superseded = {str(p.id): by for name, by in old.items() for p in library.document(name).paragraphs}
    return Known.of_documents(library.each_document(), superseded)


def signature(bench: Bench, question_set: QuestionSet, split: str | None = None, **more: Any) -> Mapping[str, Any]:
    """Everything that a figure depends on; `more` is what else was chosen."""
    choices = {"split": split or "all", "reader": bench.reader, "threshold": bench.over.threshold, "seed": SEED}
    return sign(question_set, bench.over.engine, {**choices, **more})


def ask(
    bench: "Bench", measured: Sequence[System], question_set: QuestionSet, journal: Journal
) -> tuple[Responses, Costs]:
    """The responses, and the most memory up to the end of the first system: what comes later adds to it."""
    memory: dict[str, float | None] = {}
    with progress_bar() as bar:
        tasks = {system.name: bar.add_task(system.name, total=len(question_set.questions)) for system in measured}

        def advance(name: str, done: int) -> None:
            bar.advance(tasks[name], done)
            memory[name] = peak_memory_mb()

        responses = run_all(measured, question_set.questions, journal, bench.watch, advance)
    first = measured[0].name
    return responses, {first: {"memory_mb": memory[first]}}
