"""`pincite eval standing`: the standing table over every set at hand."""

import hashlib
import shlex
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from eval.commands.eval import gold_folder
from eval.commands.measuring import Bench, ask, cut_files, open_bench, open_shipped, signature
from eval.commands.writing import journal_in, make_folder, tell, write_pages
from eval.pages.standing_report import shown_standing
from eval.reports.file import sealed
from eval.run.libraries import cache_folder
from eval.run.run import time_report
from eval.run.systems import DEFAULT, systems
from eval.sets.dataset import QuestionSet
from eval.sets.known import Known
from eval.standing.sets import SEGMENTATION, SETS, StandingSet, read_standing, sample
from eval.standing.standing import Table, in_order, make_row, make_segmentation_row, read_table
from index import DEFAULT_ENCODER
from qa_app.commands.options import encoder_option, settings
from qa_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Where:
    """The folders of a run, how many questions of a set are asked at most, and the encoder."""

    gold: Path
    cache: Path
    chosen: Settings
    most: int | None
    peers: bool


@click.command("standing")
@click.option("--gold", metavar="DIR", help="Where the gold sets lie (default: $PINCITE_GOLD, else ../shared/data).")
@click.option("--only", metavar="NAME", multiple=True, help="Only this set; may be repeated. The other rows stay.")
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Ask at most N questions of a set, always the same."
)
@click.option("--peers", is_flag=True, help="Also bm25s, which `pip install 'pincite[peers]'` brings.")
@click.option("--output", metavar="DIR", default="eval/results", show_default=True, help="Where standing.json lies.")
@click.option("--cache", metavar="DIR", help="Where encoded documents are kept (default: the user's cache).")
@encoder_option
def standing_command(**options: Any) -> None:
    """Measure pincite, BM25 and paragraph vectors on every set and write standing.json and standing.md.

    Each row is written when its set is done, so a run that was broken off loses one set at most, and that one goes on
    from where it was. A set that is not in the gold folder is passed over with a word.
    """
    output = Path(options["output"])
    make_folder(output)
    cache = Path(options["cache"]) if options["cache"] else cache_folder()
    chosen = settings(None, options["encoder"])
    where = Where(gold_folder(options["gold"]), cache, chosen, options["sample"], options["peers"])
    rows = read_table(output / "standing.json")
    for name, row in _rows(_asked(options["only"]), where, options["gold"]):
        rows = in_order({**rows, name: row})
        report = sealed({"sets": rows})
        write_pages(output, "standing", report, shown_standing(report))
    if rows:
        report = sealed({"sets": rows})
        tell(report, shown_standing(report), as_json=False)


def _asked(only: tuple[str, ...]) -> tuple[str, ...]:
    names = (*(of.name for of in SETS), SEGMENTATION)
    unknown = [name for name in only if name not in names]
    if unknown:
        raise click.BadParameter(f"there is no set {unknown[0]!r}; there are {', '.join(names)}.")
    return tuple(name for name in names if not only or name in only)


def _rows(names: tuple[str, ...], where: Where, gold: str | None) -> Iterable[tuple[str, Table]]:
    sets = {of.name: of for of in SETS}
    for name in names:
        command = _command(name, where, gold)
        if name == SEGMENTATION:
            yield name, _segmentation(where, command)
        elif sets[name].folder and not (where.gold / sets[name].folder).is_dir():
            click.echo(f"{name} is left out: {where.gold} has no folder {sets[name].folder!r}.", err=True)
        else:
            yield name, _measured(sets[name], where, command)


def _command(name: str, where: Where, gold: str | None) -> str:
    """The command that makes the row again."""
    parts = ["pincite", "eval", "standing", "--only", name]
    parts += ["--gold", gold] if gold else []
    parts += ["--sample", str(where.most)] if where.most else []
    parts += ["--peers"] if where.peers else []
    parts += ["--encoder", where.chosen.encoder] if where.chosen.encoder != DEFAULT_ENCODER else []
    return shlex.join(parts)


def _measured(of: StandingSet, where: Where, command: str) -> Table:
    """The set's row; its documents are those of the set, never the library in use."""
    click.echo(of.title, err=True)
    with _bench(of, where) as bench:
        whole = read_standing(of, where.gold, Known.of_library(bench.over.engine.library))
        question_set = _sampled(whole, where.most)
        bench.warm_up()
        signed = signature(bench, question_set, sample=where.most)
        journal = journal_in(where.cache / "standing", of.name, signed)
        measured = systems(bench.over, (*DEFAULT, *(["bm25s"] if where.peers else [])))
        responses, _ = ask(bench, measured, question_set, journal)
        made = {
            "of": len(whole.questions),
            "documents_sha256": _documents_sha256(of, where, signed),
            "seconds": time_report(journal.times)["seconds"],
            "outside encoder and reader": time_report(journal.times)["outside encoder and reader"],
            "command": command,
        }
        row = make_row(of, question_set, responses, signed, made)
        journal.finish()
    return row


def _bench(of: StandingSet, where: Where) -> AbstractContextManager[Bench]:
    return open_bench(where.chosen, _documents(of, where), where.cache) if of.folder else open_shipped(where.chosen)


def _documents(of: StandingSet, where: Where) -> Path:
    return where.gold / of.folder / of.documents


def _documents_sha256(of: StandingSet, where: Where, signed: Mapping[str, Any]) -> str:
    """That of the file; the shipped statement, which is none, has the fingerprint of the library made of it."""
    return hashlib.sha256(_documents(of, where).read_bytes()).hexdigest() if of.folder else str(signed["library"])


def _sampled(whole: QuestionSet, most: int | None) -> QuestionSet:
    return replace(whole, questions=sample(whole.questions, most))


def _segmentation(where: Where, command: str) -> Table:
    click.echo("Segmentation", err=True)
    start = time.perf_counter()
    report = cut_files(where.gold)
    return make_segmentation_row(report, {"seconds": round(time.perf_counter() - start, 2), "command": command})
