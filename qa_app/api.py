"""HTTP: questions in and out as JSON, the document pages, and whether the server lives."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict

from corpus.errors import PinciteError, UnknownDocument, UnknownParagraph
from qa_app import __version__
from qa_app.contract import Record, outcome_record
from qa_app.errors import InvalidQuestion
from qa_app.scope import read_scope
from qa_app.service import Service
from qa_app.web.pages import STATIC, document_page, error_page

log = logging.getLogger("pincite.api")

# The document page runs no script and loads nothing but its own style.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
STATUS: dict[type[PinciteError], int] = {InvalidQuestion: 400, UnknownDocument: 404, UnknownParagraph: 404}
TITLES = {400: "Bad request", 404: "Not found", 422: "Bad request", 500: "Internal error", 503: "Unavailable"}


class AskBody(BaseModel):
    """What `POST /api/ask` takes: the fields of a line of `pincite ask --input`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    document: str | list[str] | None = None
    language: str | list[str] | None = None
    since: str | None = None
    until: str | None = None
    id: str | int | None = None
    history: list[str] = []


def create_api(service: Service) -> FastAPI:
    """The routes that are ours; the chat is mounted beside them."""
    app = FastAPI(title="pincite", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    app.mount("/pc", StaticFiles(directory=STATIC), name="pc")  # "/static" is Gradio's own

    @app.get("/healthz")
    def healthz() -> Record:
        return {"status": "ok", "version": __version__}

    @app.post("/api/ask")
    def ask(body: AskBody) -> Record:
        scope = read_scope(body.model_dump())
        return outcome_record(service.answer_after(body.history, body.question, scope), body.id)

    @app.get("/doc/{document_id}", response_class=HTMLResponse)
    def document(document_id: str) -> HTMLResponse:
        return _page(document_page(service.document(document_id), service.library.superseded_by(document_id)))

    @app.exception_handler(PinciteError)
    def pincite_error(request: Request, error: PinciteError) -> HTMLResponse | JSONResponse:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 503)
        if status == 503:
            log.error("%s", error)
        if request.url.path.startswith("/doc/"):
            return _page(error_page(TITLES[status], str(error)), status)
        return _problem(status, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
        return _problem(422, f"{field}: {first['msg']}.")

    return app


def _page(html: str, status: int = 200) -> HTMLResponse:
    headers = {
        "Content-Security-Policy": PAGE_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(html, status, headers)


def _problem(status: int, detail: str) -> JSONResponse:
    """Problem details (RFC 9457)."""
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
