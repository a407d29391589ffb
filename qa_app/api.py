"""HTTP: questions and quotations in, JSON out; the pages beside the chat; whether the server lives."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from corpus.errors import PinciteError, UnknownDocument, UnknownParagraph
from qa_app import __version__
from qa_app.body_limit import BodyLimit
from qa_app.contract import Record, outcome_record
from qa_app.errors import InvalidQuestion, UnreadableInput
from qa_app.quotes.record import check_record
from qa_app.quotes.report_json import article_records
from qa_app.quotes.report_rows import summary
from qa_app.quotes.types import Quotation
from qa_app.request_bodies import AskBody, CheckBody
from qa_app.scope import read_scope
from qa_app.service import Service
from qa_app.web.pages import error_page
from qa_app.web.rendering import STATIC
from qa_app.web.responses import page

log = logging.getLogger("pincite.api")

STATUS: dict[type[PinciteError], int] = {
    InvalidQuestion: 400,
    UnreadableInput: 400,
    UnknownDocument: 404,
    UnknownParagraph: 404,
}
PAGES = ("/doc/", "/check", "/documents", "/evaluation")
TITLES = {
    400: "Bad request",
    404: "Not found",
    413: "Too long",
    422: "Bad request",
    500: "Internal error",
    503: "Unavailable",
}


def create_api(service: Service) -> FastAPI:
    """The routes that are ours; the chat is mounted beside them."""
    app = FastAPI(title="pincite", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    app.mount("/pc", StaticFiles(directory=STATIC), name="pc")  # "/static" is Gradio's own
    app.add_middleware(BodyLimit)

    @app.get("/healthz")
    def healthz() -> Record:
        return {"status": "ok", "version": __version__}

    @app.post("/api/ask")
    def ask(body: AskBody) -> Record:
        scope = read_scope(body.model_dump())
        return outcome_record(service.answer_after(body.history, body.question, scope), body.id)

    @app.post("/api/check")
    def check(body: CheckBody) -> Record:
        if body.article is not None:
            return _article_record(service, body.article, body.document, body.id)
        number = None if body.paragraph is None else str(body.paragraph)
        asked = Quotation(body.quote or "", body.document, number, body.context or "")
        return check_record(service.check(asked), body.id)

    @app.exception_handler(PinciteError)
    def pincite_error(request: Request, error: PinciteError) -> HTMLResponse | JSONResponse:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 503)
        if status == 503:
            log.error("%s", error)
        return _refusal(request, status, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
        return _problem(422, f"{field}: {first['msg']}.")

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> HTMLResponse | JSONResponse:
        return _refusal(request, error.status_code, str(error.detail))

    return app


def _article_record(service: Service, text: str, document: str | None, article_id: str | int | None) -> Record:
    """The quotations in the order of the article, then what was passed over, as `pincite check --article` has them."""
    result = service.check_article(text, document)
    records = list(article_records(result, service.cited))
    return {
        "id": article_id,
        "sound": result.sound,
        "summary": summary(result),
        "quotations": [record for record in records if "skipped" not in record],
        "skipped": [record for record in records if "skipped" in record],
    }


def _refusal(request: Request, status: int, detail: str) -> HTMLResponse | JSONResponse:
    """For people a page, for programs a problem."""
    if request.url.path.startswith(PAGES):
        return page(error_page(TITLES.get(status, "Refused"), detail), status)
    return _problem(status, detail)


def _problem(status: int, detail: str) -> JSONResponse:
    """Problem details (RFC 9457)."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Refused"), "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
