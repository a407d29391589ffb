"""`pincite eval --quotes`: how well quotations are checked."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from corpus.library.view import LibraryView
from eval.commands.writing import tell, write_pages
from eval.pages.quote_report import shown_quotations
from eval.quotes.cases import QuotationSet
from eval.quotes.dataset import made_set, read_quotations
from eval.quotes.measures import check_all, full_report, report_on
from eval.quotes.quote_check import ELIDED_DOCUMENTS, ELISIONS, NAME, QUOTES, read_elisions, read_quote_check
from qa_app.check.checker import Desk
from qa_app.check.sources import LibrarySources
from qa_app.commands.options import open_library, settings
from qa_app.terminal import progress_bar

KABUL, LIBRARY, EVERYTHING = "kabul", "library", "everything"


def evaluate(asked: str, gold: Path, library: str | None) -> dict[str, Any]:
    """The report on what was asked for: "kabul", "library", "everything", a file of quotations or a folder.

    `gold` is where the gold sets lie. A file is checked against the library, the rest against their own documents.
    """
    if asked == LIBRARY or Path(asked).is_file():
        with open_library(settings(library, None)) as opened:
            documents = opened.documents()
            name = opened.folder.name
            made = asked == LIBRARY
            of = made_set(name, documents) if made else read_quotations(Path(asked), documents)
            return full_report([_measured(of, opened)])
    sets: list[QuotationSet] = []
    if asked in (KABUL, EVERYTHING):
        sets.append(kabul())
    if asked != KABUL:
        sets += quote_check(gold if asked == EVERYTHING else Path(asked).parent, Path(asked).name)
    if asked == EVERYTHING:
        sets += elisions(gold)
    return full_report([measure(each) for each in sets])


def kabul() -> QuotationSet:
    """Quotations made from the shipped statement."""
    return made_set(KABUL, shipped_documents())


def quote_check(gold: Path, name: str) -> tuple[QuotationSet, ...]:
    """The sets of the folder `name` in `gold`; none, with a word on it, where everything is measured without it."""
    folder = gold / (NAME if name == EVERYTHING else name)
    if name == EVERYTHING and not (folder / QUOTES).is_file():
        click.echo(f"{NAME} is not measured: it is not in {gold}.", err=True)
        return ()
    return read_quote_check(folder)


def elisions(gold: Path) -> tuple[QuotationSet, ...]:
    """The passages in `gold` that were shortened by hand; none, with a word on it, where they are not there."""
    folder, documents = gold / ELISIONS, gold / ELIDED_DOCUMENTS
    if not folder.is_dir() or not documents.is_file():
        click.echo(f"{ELISIONS} is not measured: it is not in {gold}.", err=True)
        return ()
    return (read_elisions(folder, documents),)


def measure(quotation_set: QuotationSet) -> dict[str, Any]:
    """The report of one set over a library of its own documents."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder), lambda: quotation_set.documents) as library,
    ):
        return _measured(quotation_set, library)


def _measured(quotation_set: QuotationSet, library: Library) -> dict[str, Any]:
    with progress_bar() as bar:
        task = bar.add_task(quotation_set.name, total=len(quotation_set.cases))
        checked = check_all(Desk(LibrarySources(LibraryView(library))), quotation_set, lambda: bar.advance(task))
    return report_on(quotation_set, checked)


def tell_quotes(asked: str, gold: Path, options: Mapping[str, Any]) -> None:
    """Measure how quotations are checked, write the report and tell it."""
    report = evaluate(asked, gold, options["library"])
    if options["output"]:
        write_pages(Path(options["output"]), "quotes", report, shown_quotations(report))
    tell(report, shown_quotations(report), as_json=options["as_json"])
