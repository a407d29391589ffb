"""What is asked of the API and is not there: 404, or 405 with the methods that are."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

OURS = "/api"


class NothingElse(BaseRoute):
    """A route after the API's own that lets nothing of theirs through to the chat, which would answer with a page."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = [route for route in routes if isinstance(route, Route)]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Everything under /api, and every method of a path that the API has."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path = _path(scope)
        ours = path == OURS or path.startswith(f"{OURS}/") or bool(self._methods(scope))
        return (Match.FULL if ours else Match.NONE), {}

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
