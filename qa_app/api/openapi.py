"""The API described for programs: OpenAPI 3.1 at /api/openapi.json, and the parts that its routes have in common."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.routing import BaseRoute

from qa_app import __version__
from qa_app.api.models import ErrorRecord, Problem
from qa_app.links import rooted

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
    schema = {"description": f"Each line is a JSON object: #/components/schemas/{line.__name__}."}
    return {
        "requestBody": {"description": description, "required": True, "content": {LINES: {"schema": schema}}},
    }


def lines_out(description: str, *lines: type[BaseModel]) -> Responses:
    """An answer of JSON lines, which is the only one that is none of `problems`."""
    names = " or ".join(f"#/components/schemas/{line.__name__}" for line in lines)
    schema = {"description": f"Each line is a JSON object: {names}."}
    return {200: {"description": description, "content": {LINES: {"schema": schema}}}}


def add_openapi(app: FastAPI, routes: Sequence[BaseRoute], named: Sequence[type[BaseModel]]) -> None:
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
        return document

    @app.get(PATH, include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        root = rooted("")
        return JSONResponse({**described(), "servers": [{"url": root}]} if root else described())
