"""Where the reports are: the overview, a page for each, and the same as CSV and JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from corpus.errors import UnknownDocument, UnknownParagraph
from corpus.types import Document
from eval.pages.kept_reports import Kept, KeptReports
from eval.pages.shown import Mistake, Sheet, Shown
from qa_app.check.reports.files import csv_of
from qa_app.citing.citation import spoken_place
from qa_app.citing.links import paragraph_path, question_path, rooted
from qa_app.service import Service
from qa_app.web.check.page import CheckForm
from qa_app.web.rendering import environment, page

PATH = "/evaluation"
HERE = Path(__file__).parent


def add_routes(app: FastAPI, service: Service, reports: KeptReports) -> None:
    """Everything under /evaluation, and the style of these pages under /pc-eval."""
    app.mount("/pc-eval", StaticFiles(directory=HERE / "static"), name="pc-eval")

    @app.get(PATH, include_in_schema=False)
    def overview() -> Response:
        return page(render("evaluation.html", reports=reports.every()))

    @app.get(f"{PATH}/", include_in_schema=False)
    def misspelt() -> Response:
        return RedirectResponse(rooted(PATH), 308)  # the chat would say that there is no such page

    @app.get(f"{PATH}/{{name}}.csv", include_in_schema=False)
    def figures(name: str) -> Response:
        return _download(_shown(reports, name).figures, f"{name}.csv")

    @app.get(f"{PATH}/{{name}}.json", include_in_schema=False)
    def whole(name: str) -> Response:
        _shown(reports, name)
        return FileResponse(_kept(reports, name).path, media_type="application/json", filename=f"{name}.json")

    @app.get(f"{PATH}/{{name}}/wrong.csv", include_in_schema=False)
    def wrong(name: str) -> Response:
        return _download(_shown(reports, name).wrong, f"{name}-wrong.csv")

    @app.get(f"{PATH}/{{name}}", include_in_schema=False)
    def report(name: str) -> Response:
        kept = _kept(reports, name)
        place = places(service.document, names_documents=len(_documents_of(kept)) > 1)
        return page(render("evaluation_report.html", frame="shell.html", kept=kept, place=place, again=_again))


def _kept(reports: KeptReports, name: str) -> Kept:
    kept = reports.named(name)
    if kept is None:
        raise HTTPException(404, f"There is no report {name!r}.")
    return kept


def _documents_of(kept: Kept) -> set[str]:
    """The documents whose paragraphs are named."""
    mistakes = [each for group in (kept.shown.mistakes if kept.shown else ()) for each in group.each]
    return {address.partition("#")[0] for each in mistakes for address in (*each.wanted, *each.shown)}


def _shown(reports: KeptReports, name: str) -> Shown:
    kept = _kept(reports, name)
    if kept.shown is None:
        raise HTTPException(503, kept.fault)
    return kept.shown


def _again(mistake: Mistake) -> str:
    """Where a question is asked, or a quotation checked, once more; "" where it makes too long an address."""
    if mistake.again == "ask":
        return question_path(mistake.words)
    form = CheckForm(mistake.words, mistake.document, mistake.paragraph)
    return form.address if mistake.again == "check" and form.fits_an_address else ""


def render(template: str, **values: object) -> str:
    """The template of these pages with `values`, escaped."""
    known = environment(HERE / "templates")
    return known.get_template(template).render(report_path=_report_path, **values)


def _report_path(name: str, rest: str = "") -> str:
    return rooted(f"{PATH}/{quote(name, safe='')}{rest}")


def _download(sheet: Sheet, filename: str) -> Response:
    """The sheet as CSV (RFC 4180), safe to open in a spreadsheet."""
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(filename, safe='')}"}
    return Response(csv_of((sheet.head, *sheet.rows)), media_type="text/csv; charset=utf-8", headers=headers)


# Addresses of paragraphs as links: where each is read, if it is in this library.


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in words, and where it is read; `path` is "" where this library has no such paragraph."""

    says: str
    path: str


def places(document_of: Callable[[str], Document], *, names_documents: bool = True) -> Callable[[str], Place]:
    """What makes "kabul-process-2017#3" a Place, "Paragraph 3" with its document's title where `names_documents`.

    Each document is loaded once, for one page.
    """
    known = cache(document_of)

    def place(address: str) -> Place:
        name, _, number = address.partition("#")
        try:
            document = known(name)
            paragraph = document.paragraph(number)
        except (UnknownDocument, UnknownParagraph):
            return Place(address, "")
        title = f", {document.card.title}" if names_documents else ""
        return Place(f"{spoken_place(paragraph)}{title}", paragraph_path(paragraph))

    return place
