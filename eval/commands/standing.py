"""`pincite eval standing`: the standing table over every set at hand."""

import hashlib
import shlex
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from eval.commands.eval import gold_folder
from eval.commands.measuring import ask, cut_files, open_bench, open_shipped, signature
from eval.commands.writing import journal_in, make_folder, tell, write_pages
from eval.pages.standing_report import shown_standing
from eval.reports.file import sealed
from eval.run.libraries import cache_folder
from eval.run.run import time_report
from eval.run.systems import DEFAULT, systems
from eval.sets.known import Known
from eval.standing.sets import BY_NAME, SEGMENTATION, StandingSet, read_standing, sample
from eval.standing.standing import Table, in_order, make_row, make_segmentation_row, read_table
from index import DEFAULT_ENCODER
from qa_app.commands.options import encoder_option, settings


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
    output, gold = Path(options["output"]), gold_folder(options["gold"])
    make_folder(output)
    rows = read_table(output / "standing.json")
    only = options["only"]
    names = (*BY_NAME, SEGMENTATION)
    unknown = [name for name in only if name not in names]
    if unknown:
        raise click.BadParameter(f"there is no set {unknown[0]!r}; there are {', '.join(names)}.")
    for name in [name for name in names if not only or name in only]:
        of, command = BY_NAME.get(name), _command(name, options)
        if of and of.folder and not (gold / of.folder).is_dir():
            click.echo(f"{name} is left out: {gold} has no folder {of.folder!r}.", err=True)
            continue
        row = _measured(of, gold, options, command) if of else _segmentation(gold, command)
        rows = in_order({**rows, name: row})
        write_pages(output, "standing", sealed({"sets": rows}), shown_standing(sealed({"sets": rows})))
    if rows:
        tell({"sets": rows}, shown_standing(sealed({"sets": rows})), as_json=False)


def _command(name: str, options: Mapping[str, Any]) -> str:
    """The command that makes the row again."""
    encoder = settings(None, options["encoder"]).encoder
    parts = ["pincite", "eval", "standing", "--only", name]
    parts += ["--gold", options["gold"]] if options["gold"] else []
    parts += ["--sample", str(options["sample"])] if options["sample"] else []
    parts += ["--peers"] if options["peers"] else []
    parts += ["--encoder", encoder] if encoder != DEFAULT_ENCODER else []
    return shlex.join(parts)


def _measured(of: StandingSet, gold: Path, options: Mapping[str, Any], command: str) -> Table:
    """The set's row; its documents are those of the set, never the library in use."""
    click.echo(of.title, err=True)
    chosen = settings(None, options["encoder"])
    cache = Path(options["cache"]) if options["cache"] else cache_folder()
    documents = gold / of.folder / of.documents
    with open_bench(chosen, documents, cache) if of.folder else open_shipped(chosen) as bench:
        whole = read_standing(of, gold, Known.of_library(bench.over.engine.library))
        question_set = replace(whole, questions=sample(whole.questions, options["sample"]))
        bench.warm_up()
        signed = signature(bench, question_set, sample=options["sample"])
        journal = journal_in(cache / "standing", of.name, signed)
        measured = systems(bench.over, (*DEFAULT, *(["bm25s"] if options["peers"] else [])))
        responses, _ = ask(bench, measured, question_set, journal)
        # The shipped statement is no file: it has the fingerprint of the library made of it.
        sha256 = hashlib.sha256(documents.read_bytes()).hexdigest() if of.folder else str(signed["library"])
        took = time_report(journal.times)
        made = {
            "of": len(whole.questions),
            "documents_sha256": sha256,
            **{name: took[name] for name in ("seconds", "outside encoder and reader")},
            "command": command,
        }
        row = make_row(of, question_set, responses, signed, made)
        journal.finish()
    return row


def _segmentation(gold: Path, command: str) -> Table:
    click.echo("Segmentation", err=True)
    start = time.perf_counter()
    report = cut_files(gold)
    return make_segmentation_row(report, {"seconds": round(time.perf_counter() - start, 2), "command": command})
