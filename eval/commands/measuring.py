"""What the commands of evaluation share: a library to measure over, and the signature of what is measured."""

import functools
import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from eval.commands.writing import journal_in, tell, write_pages, write_trec
from eval.measure.segmentation import report_on
from eval.pages.cutting_report import shown_cutting
from eval.pages.question_report import shown_questions
from eval.reports.file import Report, sealed, summarised
from eval.reports.report import Costs, make_report
from eval.run.libraries import cached_library
from eval.run.run import Journal, Responses, Stopwatch, TimedReader, peak_memory_mb, run_all, sign, time_report
from eval.run.systems import ABLATIONS, DEFAULT, NAMES, Over, RunSystem, System, systems
from eval.sets.dataset import SHIPPED, QuestionSet, documents_of, read_questions
from eval.sets.known import Known
from eval.sets.trec import read_run
from index.encoders.encoder import Encoder, EncoderWithin, load_encoder
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.reader.cross_encoder import LazyReader
from qa_app.commands.options import open_library, settings
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


# What `pincite eval` does without a command behind it: questions, files that are cut, or quotations.


def tell_questions(options: Mapping[str, Any]) -> None:
    """Measure a question set, write its files and tell the report."""
    names, runs = _names(options), _runs(options["runs"])
    documents, cache = (Path(options[name]) if options[name] else None for name in ("documents", "cache"))
    with open_bench(settings(options["library"], options["encoder"]), documents, cache) as bench:
        known = Known.of_library(bench.over.engine.library)
        question_set = read_questions(Path(options["questions"] or SHIPPED), known, options["split"])
        for warning in question_set.warnings:
            click.echo(f"Note: {warning}", err=True)
        report = _run(bench, names, runs, question_set, options)
    tell(report, shown_questions(report), as_json=options["as_json"])


def _names(options: Mapping[str, Any]) -> Sequence[str]:
    """The systems asked for, as they call themselves."""
    spelt = {name.casefold(): name for name in NAMES}
    asked = [name.strip() for name in options["systems"].split(",")] if options["systems"] else DEFAULT
    unknown = [name for name in asked if name.casefold() not in spelt]
    if unknown:
        raise click.BadParameter(f"there is no system {unknown[0]!r}; there are {', '.join(NAMES)}.")
    chosen = [spelt[name.casefold()] for name in asked]
    return list(dict.fromkeys((*chosen, *(ABLATIONS if options["ablations"] else ()))))


def _runs(paths: Sequence[str]) -> Sequence[System]:
    return [RunSystem(f"run {Path(path).name}", read_run(Path(path))) for path in dict.fromkeys(paths)]


def _run(
    bench: Bench, names: Sequence[str], runs: Sequence[System], question_set: QuestionSet, options: Mapping[str, Any]
) -> Report:
    bench.warm_up()
    measured = [*systems(bench.over, names), *runs]
    signed = signature(bench, question_set, options["split"])
    folder = Path(options["output"]) if options["output"] else None
    digests = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in options["runs"]]
    journal = journal_in(folder, question_set.name, {**signed, "runs": digests})
    responses, costs = ask(bench, measured, question_set, journal)
    report = make_report(question_set, responses, signed, costs)
    report = sealed({**report, "time": time_report({system.name: journal.times[system.name] for system in measured})})
    if folder:
        kept = summarised(report) if options["summary"] else report
        write_pages(folder, question_set.name, kept, shown_questions(kept), with_html=not options["summary"])
    if folder and not options["summary"]:
        write_trec(folder, question_set, responses)
    journal.finish()
    return report


def cut_files(gold: Path) -> Report:
    """The report on how the files of the gold sets are cut, with a bar for whoever waits."""
    with progress_bar() as bar:
        task = bar.add_task("Cutting", total=None)
        return report_on(
            gold, lambda name, done, total: bar.update(task, description=name, completed=done, total=total)
        )


def tell_segmentation(gold: Path, output: str | None, *, as_json: bool) -> None:
    """Measure how files are cut, write the report and tell it."""
    report = cut_files(gold)
    if output:
        write_pages(Path(output), "segmentation", report, shown_cutting(report))
    tell(report, shown_cutting(report), as_json=as_json)
