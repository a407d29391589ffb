"""`pincite bench`: speed and memory beside named baselines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
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
from eval.commands.writing import tell, write_pages
from eval.pages.bench_report import shown_bench
from eval.sets.dataset import SHIPPED, read_questions
from index.engine import Engine
from index.reader.cross_encoder import reader_for
from qa_app.commands.options import encoder_option, library_option, make_answerer, open_engine, settings
from qa_app.settings import THRESHOLD, Settings
from qa_app.terminal import progress_bar

EVERYTHING, QUOTES, HTTP, LOAD = "bench", "bench_quotes", "bench_http", "bench_load"
SCALE, FAULTS = "bench_scale", "bench_faults"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1), help="How often each thing is done.")
@click.option("--files", metavar="DIR", help="Also measure adding the files that lie there (minutes).")
@click.option("--documents", metavar="FILE", multiple=True, help="Also ask over the documents of this file.")
@click.option("--quotes", is_flag=True, help="Only how quotations are checked, which needs no model.")
@click.option("--scale", is_flag=True, help="Only how everything but the models grows, up to --paragraphs of them.")
@click.option("--http", is_flag=True, help="Only how many questions the API answers, beside the chat's own route.")
@click.option(
    "--load", is_flag=True, help="Only a server under load, every answer looked at; exit code 1 if one is wrong."
)
@click.option(
    "--faults",
    is_flag=True,
    help="Only a library that is killed 100 times and damaged 200 times; exit code 1 if it fails.",
)
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(3, 3600), help="How long with --load.")
@click.option(
    "--paragraphs",
    default=10_000,
    show_default=True,
    type=click.IntRange(100),
    help="In which quotations are checked, or the most with --scale.",
)
@click.option(
    "--output",
    metavar="DIR",
    help="Write bench.json and bench.md there (with --quotes and so on: bench_quotes.json).",
)
@library_option
@encoder_option
def command(as_json: bool, output: str | None, **given: Any) -> int | None:
    """Measure encoding, questions, quotations, cold starts and memory, each against a baseline in the same run."""
    name = next((name for name in (QUOTES, HTTP, LOAD, SCALE, FAULTS) if given[name.partition("_")[2]]), EVERYTHING)
    measured = MEASURING[name](given)
    _write(name, measured, output, as_json=as_json)
    for problem in measured.problems:
        click.echo(problem, err=True)
    return 1 if measured.problems else None


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


STEPS = 7


def _steps(engine: Engine, chosen: Settings, given: Mapping[str, Any]) -> Iterator[Iterable[encode.Row]]:
    """What is measured, one thing after the other: STEPS of them, and adding, where files are given."""
    questions = _shipped_questions(engine)
    yield encode.encoder_throughput(engine, given["runs"])
    yield _all_stages(engine, chosen, given["documents"], questions)
    with encode.server(chosen.library) as (address, _):
        yield encode.question_latency(make_answerer(engine), engine.encoder, questions, address)
    yield encode.cold_starts(chosen.library, given["runs"])
    yield encode.peak_memory(chosen.library, chosen.encoder)
    yield encode.adding_memory()
    yield quotation_speed(given["paragraphs"], given["runs"])
    for kinds in ((Format.TEXT, Format.HTML), tuple(Format)) if given["files"] else ():
        yield encode.adding_time(Path(given["files"]), engine.encoder, kinds)


def _shipped_questions(engine: Engine) -> list[str]:
    known = {str(p.id) for document in engine.library.documents() for p in document.paragraphs}
    return [q.question for q in read_questions(SHIPPED, known).questions if q.kind != "lookup"]


def _all_stages(
    engine: Engine, chosen: Settings, documents: Sequence[str], questions: Sequence[str]
) -> Iterator[encode.Row]:
    """Of a question over the library, and over the documents of each file."""
    reader = reader_for(engine.encoder)
    yield from encode.stages(engine.library, engine.encoder, reader, questions[: encode.STAGED], THRESHOLD)
    for path in documents:
        with encode.large_library(path, chosen) as large:
            yield from encode.stages(large, engine.encoder, reader, questions[: encode.STAGED], THRESHOLD)


MEASURING: Mapping[str, Callable[[Mapping[str, Any]], encode.Measured]] = {
    EVERYTHING: _everything,
    QUOTES: lambda given: encode.Measured(tuple(quotation_speed(given["paragraphs"], given["runs"]))),
    HTTP: lambda given: encode.Measured(tuple(http_throughput(rounds=given["runs"]))),
    LOAD: lambda given: under_load(given["seconds"]),
    SCALE: lambda given: encode.Measured(tuple(growth(given["paragraphs"]))),
    FAULTS: lambda _: faults(100, 200),
}


def _write(name: str, measured: encode.Measured, output: str | None, *, as_json: bool) -> None:
    rows = [{**asdict(row), "ratio": row.ratio} for row in measured.rows]
    report = {"date": date.today().isoformat(), **measured.report, "rows": rows}
    if output:
        write_pages(Path(output), name, report, shown_bench(report), with_html=name == SCALE)
    tell(report, shown_bench(report), as_json=as_json)
