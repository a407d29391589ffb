"""What could not be done, said in problem details (RFC 9457), or on a page where a person asked."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import PinciteError, UnknownDocument, UnknownParagraph
from qa_app.errors import InvalidQuestion, UnreadableInput
from qa_app.web.guard.families import path_of
from qa_app.web.pages import error_page
from qa_app.web.responses import page

log = logging.getLogger("pincite.api")

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[PinciteError], int] = {
    InvalidQuestion: 400,
    UnreadableInput: 400,
    UnknownDocument: 404,
    UnknownParagraph: 404,
}
PAGES = ("/doc/", "/check", "/documents", "/evaluation")
FAILED = "Something failed that should not have; the server's log says what."


def add_problems(app: FastAPI) -> None:
    """Turn every error into a problem or a page; none shows a traceback."""

    @app.exception_handler(PinciteError)
    def pincite_error(request: Request, error: PinciteError) -> HTMLResponse | JSONResponse:
        status = status_of(error)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            log.error("%s", error)
        return refusal(request, status, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid_request(request: Request, error: RequestValidationError) -> HTMLResponse | JSONResponse:
        return refusal(request, 422, sentence(error.errors()[0]))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> HTMLResponse | JSONResponse:
        return refusal(request, error.status_code, str(error.detail), error.headers)

    # Starlette raises it again afterwards, so that the server logs it with its traceback.
    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> HTMLResponse | JSONResponse:
        return refusal(request, 500, FAILED)


def status_of(error: PinciteError) -> int:
    """What a failure is called over HTTP: 400 or 404 for what was asked, 503 for what is wrong with the server."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 503)


def refusal(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> HTMLResponse | JSONResponse:
    """For people a page, for programs a problem."""
    title = HTTPStatus(status).phrase
    if path_of(request.scope).startswith(PAGES):
        return page(error_page(title, detail), status)
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(problem, status, headers, MEDIA_TYPE)


def sentence(error: Mapping[str, Any]) -> str:
    """What is wrong with the request first, with the field that it is wrong with."""
    if error["type"] == "json_invalid":
        return f"The body is no JSON: {error['ctx']['error']} (character {error['loc'][-1]})."
    field = ".".join(str(part) for part in error["loc"] if part not in {"body", "query", "path"}) or "the body"
    return f"{field}: {error['msg']}."
