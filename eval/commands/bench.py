"""`pincite bench`: speed and memory beside named baselines."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from qa_app.commands.options import encoder_option, library_option

KINDS = ("quotes", "http", "load", "scale", "faults")


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
    from eval.bench.measuring import measured  # what it takes to measure is not needed for the help

    kind = next((kind for kind in KINDS if given[kind]), "")
    found = measured(kind, given)
    from eval.commands.writing import tell, write_pages
    from eval.pages.bench_report import shown_bench

    rows = [{**asdict(row), "ratio": row.ratio} for row in found.rows]
    report = {"date": date.today().isoformat(), **found.report, "rows": rows}
    if output:
        name = f"bench_{kind}" if kind else "bench"
        write_pages(Path(output), name, report, shown_bench(report), with_html=kind == "scale")
    tell(report, shown_bench(report), as_json=as_json)
    for problem in found.problems:
        click.echo(problem, err=True)
    return 1 if found.problems else None
