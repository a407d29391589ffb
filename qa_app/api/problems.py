"""What could not be done, said in problem details (RFC 9457), or on a page where a person asked."""

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from corpus.errors import PinciteError, UnknownDocument, UnknownParagraph
from qa_app import __version__
from qa_app.api.schema import ErrorRecord, Problem
from qa_app.citing.links import path_of, rooted
from qa_app.errors import InvalidPage, InvalidQuestion, NoOriginal, Stopping, UnreadableInput
from qa_app.web.rendering import error_page
from qa_app.words import Wording, wording

log = logging.getLogger("pincite.api")

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[PinciteError], int] = {
    InvalidQuestion: 400,
    UnreadableInput: 400,
    UnknownDocument: 404,
    UnknownParagraph: 404,
    NoOriginal: 404,
}
PAGES = ("/doc/", "/check", "/documents", "/evaluation")


def add_problems(app: FastAPI) -> None:
    """Turn every error into a problem or a page; none shows a traceback."""

    @app.exception_handler(PinciteError)
    def pincite_error(request: Request, error: PinciteError) -> HTMLResponse | JSONResponse:
        status = status_of(error)
        if status == HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(error, Stopping):
            log.error("%s", error)
        return refusal(request, status, str(error))

    @app.exception_handler(RequestValidationError)
    def invalid_request(request: Request, error: RequestValidationError) -> HTMLResponse | JSONResponse:
        return refusal(request, 422, sentence(error.errors()))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> HTMLResponse | JSONResponse:
        return refusal(request, error.status_code, _said(error), error.headers)

    # Starlette raises it again afterwards, so that the server logs it with its traceback.
    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> HTMLResponse | JSONResponse:
        return refusal(request, 500, wording("error.failed"))


def _said(error: HTTPException) -> str | Wording:
    """Its sentence; where the router found nothing it has none of its own."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return str(error.detail)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return wording("error.methods", methods=(error.headers or {}).get("Allow", "GET"))
    return wording("error.nothing")


def status_of(error: PinciteError) -> int:
    """What a failure is called over HTTP: 400 or 404 for what was asked, 503 for what is wrong with the server."""
    if isinstance(error, InvalidPage):
        return error.status
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 503)


def refusal(
    request: Request, status: int, detail: str | Wording, headers: Mapping[str, str] | None = None
) -> HTMLResponse | JSONResponse:
    """For people a page, for programs a problem; browsers say that they take HTML."""
    path = path_of(request.scope)
    asks_for_html = "text/html" in request.headers.get("accept", "") and not path.startswith("/api/")
    if asks_for_html or path.startswith(PAGES):
        return error_page(status, detail, headers)
    said = detail.in_english if isinstance(detail, Wording) else detail
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": said}
    return JSONResponse(problem, status, headers, MEDIA_TYPE)


# What a value that was sent must be, by the name that pydantic has for what is wrong with it.
_MUST_BE = {
    "string_type": "text", "int_type": "a whole number", "int_parsing": "a whole number", "bool_type": "true or false",
    "bool_parsing": "true or false", "list_type": "a list", "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}", "too_long": "at most {max_length} long",
    "string_pattern_mismatch": "of the form {pattern}",
}  # fmt: skip


def sentence(errors: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with the request first, with the field that it is wrong with; "'limit' must be at least 1."."""
    error, field = errors[0], _field(errors[0])
    if error["type"] == "json_invalid":
        return f"The body is no JSON: {error['ctx']['error']} (character {error['loc'][-1]})."
    if error["type"] == "unknown_field":
        return f"{error['msg']}."
    if not field:
        return "The body must be a JSON object."
    if error["type"] == "missing":
        return f"'{field}' is missing."
    wrong = [each for each in errors if _field(each) == field and each["type"] in _MUST_BE]
    wanted = dict.fromkeys(_MUST_BE[each["type"]].format(**each.get("ctx", {})) for each in wrong)
    return f"'{field}' must be {' or '.join(wanted)}." if wanted else f"{field}: {error['msg']}."


def _field(error: Mapping[str, Any]) -> str:
    return next((str(part) for part in error["loc"] if part not in {"body", "query", "path"}), "")


# The API described for programs: OpenAPI 3.1 at /api/openapi.json, and the parts that its routes have in common.

PATH = "/api/openapi.json"
PROBLEM = "application/problem+json"
LINES = "application/x-ndjson"
DESCRIPTION = (
    "Questions answered with numbered paragraphs of official statements, word for word, and quotations checked against"
    " them. The objects are those of the command line; errors are problem details (RFC 9457)."
)
TAGS = (
    {"name": "questions", "description": "Ask; get the paragraphs that answer, or that none does."},
    {"name": "quotations", "description": "Check quotations word for word. No model is needed."},
    {"name": "documents", "description": "What is in the library, and its paragraphs as they are stored."},
    {"name": "server", "description": "For whoever watches over the server."},
)
PASSWORD = {"type": "http", "scheme": "basic", "description": "The server's password, with any user name."}
_WHEN = {
    400: "It cannot be asked as it is: the sentence says why.",
    404: "There is no such document or paragraph.",
    413: "The body is longer than is allowed, or has too many lines.",
    415: "The body is not said to be of the type that is taken.",
    422: "A field is missing, unknown or of the wrong kind.",
    500: "Something failed that should not have.",
    503: "The library or a model cannot be used, or not yet.",
}

Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """The errors of a route, all of them problem details."""
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _WHEN[status], "content": content} for status in statuses}


def lines_in(description: str, line: type[BaseModel]) -> dict[str, Any]:
    """A body of JSON lines; OpenAPI 3.1 has no schema for a line of it, so that it is named."""
    schema = {
        "description": f"Each line is a JSON object: #/components/schemas/{line.__name__}. Blank lines are left out."
    }
    return {
        "requestBody": {"description": description, "required": True, "content": {LINES: {"schema": schema}}},
    }


def lines_out(description: str, *lines: type[BaseModel]) -> Responses:
    """An answer of JSON lines, which is the only one that is none of `problems`."""
    names = " or ".join(f"#/components/schemas/{line.__name__}" for line in lines)
    schema = {"description": f"Each line, which ends with a newline, is a JSON object by itself: {names}."}
    return {200: {"description": description, "content": {LINES: {"schema": schema}}}}


def add_openapi(
    app: FastAPI, routes: Sequence[BaseRoute], named: Sequence[type[BaseModel]], *, asks_password: bool
) -> None:
    """Serve the description of `routes`; `named` are the models that it names and no route has as its own."""

    @cache
    def described() -> dict[str, Any]:
        document = get_openapi(
            title="pincite",
            version=__version__,
            description=DESCRIPTION,
            routes=routes,
            tags=[*TAGS],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            separate_input_output_schemas=False,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        more: tuple[type[BaseModel], ...] = (Problem, ErrorRecord, *named)
        for model in more:
            schemas.setdefault(model.__name__, model.model_json_schema(ref_template="#/components/schemas/{model}"))
        if asks_password:
            document["components"]["securitySchemes"] = {"password": PASSWORD}
            document["security"] = [{"password": []}]
        return document

    @app.get(PATH, include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        root = rooted("")
        return JSONResponse({**described(), "servers": [{"url": root}]} if root else described())
