"""Whether the server lives, and whether it can answer."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from qa_app import __version__
from qa_app.api.models import Alive, Ready
from qa_app.api.openapi import problems
from qa_app.api.records import RecordResponse
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
