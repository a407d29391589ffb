"""`pincite eval`: a question set against pincite and the baselines."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qa_app.commands.options import encoder_option, library_option, make_answerer, open_engine, settings
from qa_app.settings import Settings

if TYPE_CHECKING:
    from index.engine import Engine

SEED = 20170606


@click.command()
@click.option("--questions", metavar="FILE", help="Questions as JSON lines (default: the shipped set).")
@click.option("--documents", metavar="FILE", help="Documents cut into paragraphs, JSON lines, in place of the library.")
@click.option("--split", metavar="NAME", help="Only the questions of this split, such as test.")
@click.option("--segmentation", is_flag=True, help="Measure how files are cut into paragraphs, not questions.")
@click.option("--gold", metavar="DIR", help="Where the gold sets lie (default: $PINCITE_GOLD, else ../shared/data).")
@click.option("--output", metavar="DIR", help="Write NAME.json and NAME.md there.")
@click.option("--json", "as_json", is_flag=True, help="The whole report as one JSON object on standard output.")
@library_option
@encoder_option
def command(
    questions: str | None,
    documents: str | None,
    split: str | None,
    segmentation: bool,
    gold: str | None,
    output: str | None,
    as_json: bool,
    library: str | None,
    encoder: str | None,
) -> None:
    """Measure finding, answering and refusing, beside BM25 and paragraph vectors alone.

    With --segmentation: how well files are cut into paragraphs, against sets of documents whose paragraphs are known.
    """
    if segmentation:
        _write_segmentation(Path(gold or os.environ.get("PINCITE_GOLD") or "../shared/data"), output, as_json=as_json)
        return
    from eval.report import markdown

    chosen = settings(library, encoder)
    with _engine(chosen, documents) as engine:
        report = _evaluate(engine, Path(questions) if questions else None, split)
    if output:
        folder = Path(output)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{report['questions']}.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
        (folder / f"{report['questions']}.md").write_text(markdown(report))
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else markdown(report), nl=as_json)


def _write_segmentation(folder: Path, output: str | None, *, as_json: bool) -> None:
    from eval.segmentation import markdown, report_on
    from qa_app.terminal import progress_bar

    with progress_bar() as bar:
        task = bar.add_task("Cutting", total=None)
        report = report_on(
            folder, lambda name, done, total: bar.update(task, description=name, completed=done, total=total)
        )
    if output:
        Path(output).mkdir(parents=True, exist_ok=True)
        (Path(output) / "segmentation.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
        (Path(output) / "segmentation.md").write_text(markdown(report))
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else markdown(report), nl=as_json)


@contextmanager
def _engine(chosen: Settings, documents: str | None) -> "Iterator[Engine]":
    """The library's engine, or that of a library made for this run from `documents`."""
    if documents is None:
        with open_engine(chosen) as engine:
            yield engine
        return
    from corpus.formats.jsonl import read_documents

    read = read_documents(Path(documents))
    with (
        tempfile.TemporaryDirectory() as folder,
        open_engine(replace(chosen, library=Path(folder)), lambda: read) as engine,
    ):
        yield engine


def _evaluate(engine: "Engine", path: Path | None, split: str | None) -> dict[str, Any]:
    from eval.dataset import SHIPPED, read_questions
    from eval.report import make_report
    from eval.systems import run, systems
    from qa_app.terminal import progress_bar

    known = {str(p.id) for document in engine.library.documents() for p in document.paragraphs}
    question_set = read_questions(path or SHIPPED, known, split)
    measured = systems(engine, make_answerer(engine))
    responses = {}
    with progress_bar() as bar:
        for system in measured:
            task = bar.add_task(system.name, total=len(question_set.questions))
            responses[system.name] = run(system, question_set.questions, lambda n, t=task: bar.advance(t, n))  # type: ignore[misc]
    return make_report(question_set, responses, _signature(engine, question_set.sha256, split))


def _signature(engine: "Engine", questions_sha256: str, split: str | None) -> dict[str, Any]:
    from index.reader import ScoreReader
    from qa_app import __version__
    from qa_app.settings import THRESHOLD

    return {
        "pincite": __version__,
        "library": engine.library.fingerprint(),
        "questions_sha256": questions_sha256,
        "split": split or "all",
        "encoder": engine.encoder.identity.name,
        "precision": engine.encoder.precision,
        "reader": ScoreReader.__name__,
        "threshold": THRESHOLD,
        "seed": SEED,
    }
