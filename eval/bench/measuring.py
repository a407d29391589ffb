"""What `pincite bench` measures, one thing after the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from corpus.formats.detect import Format
from eval.bench import encode
from eval.bench.faults import faults
from eval.bench.http import http_throughput
from eval.bench.load import under_load
from eval.bench.quotes import quotation_speed
from eval.bench.scale import growth
from eval.sets.dataset import SHIPPED, read_questions
from index.engine import Engine
from index.reader.cross_encoder import reader_for
from qa_app.commands.options import make_answerer, open_engine, settings
from qa_app.settings import THRESHOLD, Settings
from qa_app.terminal import progress_bar


def measured(kind: str, given: Mapping[str, Any]) -> encode.Measured:
    """What is measured of a `kind` ("quotes", "scale", or "" for everything) with the options given."""
    return _MEASURING[kind](given)


def _everything(given: Mapping[str, Any]) -> encode.Measured:
    chosen = settings(given["library"], given["encoder"])
    with open_engine(chosen) as engine, progress_bar() as bar:
        task = bar.add_task("Measuring", total=STEPS)
        rows: list[encode.Row] = []
        for step in _steps(engine, chosen, given):
            rows += step
            bar.advance(task)
        return encode.Measured(
            tuple(rows), {"encoder": engine.encoder.identity.name, "precision": engine.encoder.precision}
        )


STEPS = 6


def _steps(engine: Engine, chosen: Settings, given: Mapping[str, Any]) -> Iterator[Iterable[encode.Row]]:
    """What is measured, one thing after the other: STEPS of them, and adding, where files are given."""
    known = {str(p.id) for document in engine.library.documents() for p in document.paragraphs}
    questions = [q.question for q in read_questions(SHIPPED, known).questions if q.kind != "lookup"][
        : 20 * given["runs"]
    ]
    yield encode.encoder_throughput(engine, given["runs"])
    yield _all_stages(engine, chosen, given["documents"], questions)
    with encode.server(chosen.library) as (address, _):
        yield encode.question_latency(make_answerer(engine), engine.encoder, questions[: encode.QUESTIONS], address)
    yield encode.cold_starts(chosen.library, chosen.encoder, given["runs"])
    yield encode.adding_memory()
    yield quotation_speed(given["paragraphs"], given["runs"])
    for kinds in ((Format.TEXT, Format.HTML), tuple(Format)) if given["files"] else ():
        yield encode.adding_time(Path(given["files"]), engine.encoder, kinds)


def _told(rows: Iterable[encode.Row]) -> Iterator[encode.Row]:
    """Each as soon as it is measured, for what takes hours may be ended in between."""
    for row in rows:
        click.echo(f"{row.name}: {row.value:.4g} {row.unit}", err=True)
        yield row


def _all_stages(
    engine: Engine, chosen: Settings, documents: Sequence[str], questions: Sequence[str]
) -> Iterator[encode.Row]:
    """Of a question over the library, and over the documents of each file."""
    reader = reader_for(engine.encoder)
    yield from encode.stages(engine.library, engine.encoder, reader, questions[: encode.STAGED], THRESHOLD)
    for path in documents:
        with encode.large_library(path, chosen) as large:
            yield from encode.stages(large, engine.encoder, reader, questions[: encode.STAGED], THRESHOLD)


_MEASURING: Mapping[str, Callable[[Mapping[str, Any]], encode.Measured]] = {
    "": _everything,
    "quotes": lambda given: encode.Measured(tuple(quotation_speed(given["paragraphs"], given["runs"]))),
    "http": lambda given: encode.Measured(tuple(http_throughput(rounds=given["runs"]))),
    "load": lambda given: under_load(given["seconds"]),
    "scale": lambda given: encode.Measured(tuple(_told(growth(given["paragraphs"])))),
    "faults": lambda _: faults(100, 200),
}
