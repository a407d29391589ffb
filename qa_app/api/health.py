"""Whether the server lives, and whether it can answer."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from qa_app import __version__
from qa_app.api.lines import RecordResponse
from qa_app.api.problems import problems
from qa_app.api.schema import Alive, Ready
from qa_app.service import Service

TAGS = ["server"]


def health_routes(service: Service) -> APIRouter:
    """For whoever watches over the server."""
    router = APIRouter(tags=[*TAGS], default_response_class=RecordResponse)

    @router.get(
        "/healthz",
        operation_id="health",
        summary="Does the server live?",
        response_model=Alive,
        response_description="It lives.",
        responses=problems(500),
    )
    async def healthz() -> RecordResponse:
        """Whether the server lives. It looks at nothing else."""
        return RecordResponse({"status": "ok", "version": __version__})

    @router.get(
        "/readyz",
        operation_id="readiness",
        summary="Can it answer?",
        response_model=Ready,
        response_description="It can.",
        responses=problems(500, 503),
    )
    def readyz() -> RecordResponse:
        """Whether the library can be read and the encoder and the index are ready; 503 says what is missing."""
        missing = service.unready()
        if missing:
            raise HTTPException(503, missing, {"Retry-After": "5"})
        return RecordResponse({"status": "ready", "version": __version__})

    return router


# What is asked of the API and is not there: 404, or 405 with the methods that are.

OURS = "/api"
DESCRIBED_ELSEWHERE = frozenset({"/openapi.json", "/docs", "/redoc"})  # where other servers describe their API


class NothingElse(BaseRoute):
    """A route after the API's own that lets nothing of theirs through to the chat, which would answer with a page."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = [route for route in routes if isinstance(route, Route)]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Everything under /api, and every method of a path that the API has."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path = _path(scope)
        ours = path == OURS or path.startswith(f"{OURS}/") or path.rstrip("/") in DESCRIBED_ELSEWHERE
        return (Match.FULL if ours or self._methods(scope) else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raise HTTPException, which becomes a problem."""
        methods = self._methods(scope)
        if methods:
            allowed = ", ".join(methods)
            detail = f"{scope['method']} is not possible here, {allowed} is."
            raise HTTPException(405, detail, {"Allow": allowed})
        raise HTTPException(404, f"The API has nothing at {_path(scope)}; /api/openapi.json says what it has.")

    def _methods(self, scope: Scope) -> list[str]:
        found = (route for route in self._routes if route.matches(scope)[0] is not Match.NONE)
        return sorted({method for route in found for method in route.methods or ()})


def _path(scope: Scope) -> str:
    """The path without the one that a proxy serves the app under."""
    root, path = scope.get("root_path", "").rstrip("/"), str(scope["path"])
    return path.removeprefix(root) if path.startswith(f"{root}/") else path
