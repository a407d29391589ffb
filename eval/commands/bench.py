"""`pincite bench`: speed and memory beside named baselines."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_app.commands.options import encoder_option, library_option, make_answerer, open_engine, settings

if TYPE_CHECKING:
    from eval.bench import Row

EVERYTHING, QUOTES, HTTP, LOAD = "bench", "bench_quotes", "bench_http", "bench_load"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1), help="How often each command is started.")
@click.option("--files", metavar="DIR", help="Also measure adding the files that lie there (minutes).")
@click.option("--documents", metavar="FILE", multiple=True, help="Also ask over the documents of this file.")
@click.option("--quotes", is_flag=True, help="Only how quotations are checked, which needs no model.")
@click.option("--http", is_flag=True, help="Only how many questions the API answers, beside the chat's own route.")
@click.option(
    "--load", is_flag=True, help="Only a server under load, every answer looked at; exit code 1 if one is wrong."
)
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(3, 3600), help="How long with --load.")
@click.option(
    "--paragraphs", default=10_000, show_default=True, type=click.IntRange(100), help="In which quotations are checked."
)
@click.option(
    "--output",
    metavar="DIR",
    help="Write bench.json and bench.md there (with --quotes, --http or --load: bench_quotes.json and so on).",
)
@library_option
@encoder_option
def command(
    as_json: bool,
    runs: int,
    files: str | None,
    output: str | None,
    documents: tuple[str, ...],
    quotes: bool,
    http: bool,
    load: bool,
    seconds: int,
    paragraphs: int,
    library: str | None,
    encoder: str | None,
) -> int | None:
    """Measure encoding, questions, quotations, cold starts and memory, each against a baseline in the same run."""
    if quotes:
        from eval.bench_quotes import quotation_speed

        _write(QUOTES, {}, list(quotation_speed(paragraphs, runs)), output, as_json=as_json)
        return None
    if http:
        from eval.bench_http import http_throughput

        _write(HTTP, {}, list(http_throughput(rounds=runs)), output, as_json=as_json)
        return None
    if load:
        from eval.bench_load import under_load

        measured = under_load(seconds)
        _write(LOAD, measured.report, list(measured.rows), output, as_json=as_json)
        for problem in measured.problems:
            click.echo(problem, err=True)
        return 1 if measured.problems else 0
    from corpus.formats.detect import Format
    from eval.bench import cold_starts, encoder_throughput, peak_memory, question_latency, server
    from eval.bench_adding import adding_memory, adding_time
    from eval.bench_quotes import quotation_speed
    from eval.bench_stages import STAGED, large_library, stages
    from eval.dataset import SHIPPED, read_questions
    from index.readers import reader_for
    from qa_app.settings import THRESHOLD
    from qa_app.terminal import progress_bar

    chosen = settings(library, encoder)
    rows: list[Row] = []
    with open_engine(chosen) as engine, progress_bar() as bar:
        task = bar.add_task("Measuring", total=7)
        answerer = make_answerer(engine)
        known = {str(p.id) for document in engine.library.documents() for p in document.paragraphs}
        questions = [q.question for q in read_questions(SHIPPED, known).questions if q.kind != "lookup"]
        rows += encoder_throughput(engine)
        bar.advance(task)
        reader = reader_for(engine.encoder)
        rows += stages(engine.library, engine.encoder, reader, questions[:STAGED], THRESHOLD)
        for path in documents:
            with large_library(path, chosen) as large:
                rows += stages(large, engine.encoder, reader, questions[:STAGED], THRESHOLD)
        bar.advance(task)
        with server(chosen.library) as address:
            rows += question_latency(answerer, engine.encoder, questions, address)
        bar.advance(task)
        rows += cold_starts(chosen.library, runs)
        bar.advance(task)
        rows += peak_memory(chosen.library, chosen.encoder)
        bar.advance(task)
        rows += adding_memory()
        bar.advance(task)
        rows += quotation_speed(paragraphs, runs)
        bar.advance(task)
        if files:
            rows += adding_time(Path(files), engine.encoder, (Format.TEXT, Format.HTML))
            rows += adding_time(Path(files), engine.encoder, tuple(Format))
        report = {"encoder": engine.encoder.identity.name, "precision": engine.encoder.precision}
    _write(EVERYTHING, report, rows, output, as_json=as_json)
    return None


def _write(name: str, report: dict[str, str], rows: "list[Row]", output: str | None, *, as_json: bool) -> None:
    from eval.bench import table

    report_json = json.dumps({**report, "rows": [{**asdict(row), "ratio": row.ratio} for row in rows]}, indent=1)
    if output:
        Path(output).mkdir(parents=True, exist_ok=True)
        (Path(output) / f"{name}.json").write_text(report_json + "\n", encoding="utf-8")
        told = "".join(f"{key.replace('_', ' ')}: {value}  \n" for key, value in report.items())
        page = f"# Benchmark\n\n{told}\n{table(rows)}\n" if told else f"# Benchmark\n\n{table(rows)}\n"
        (Path(output) / f"{name}.md").write_text(page, encoding="utf-8")
    click.echo(report_json if as_json else table(rows))
