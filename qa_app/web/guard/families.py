"""Which family a request belongs to: what may be sent to it, how long it may take, what waits for what."""

from enum import Enum

from starlette.types import Scope


class Family(Enum):
    """`ASKING` is work for the models, `CHECKING` for the quotation desk, which needs none, `UPLOAD` brings
    documents, `STREAM` stays open, `STATIC` is a file, `WATCH` is asked by whoever watches over the server, and `PAGE`
    is everything else.
    """

    ASKING = "asking"
    CHECKING = "checking"
    UPLOAD = "upload"
    STREAM = "stream"
    STATIC = "static"
    WATCH = "watch"
    PAGE = "page"


_STATIC = ("/pc/", "/assets/", "/static/", "/theme.css", "/favicon.ico", "/manifest.json")
_STREAMS = ("/gradio_api/heartbeat/", "/gradio_api/queue/data")
_WATCH = ("/healthz", "/readyz")
_ASKING = ("/api/ask", "/mcp")
_CHECKING = ("/api/check", "/check")


def path_of(scope: Scope) -> str:
    """The path within the app, whatever path a proxy serves it under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def family_of(scope: Scope) -> Family:
    """The family of a request, by its path and its method."""
    path, sends = path_of(scope), scope["method"] not in ("GET", "HEAD")
    if path in _WATCH:
        return Family.WATCH
    if path.startswith(_STREAMS):
        return Family.STREAM
    if path.startswith(_STATIC):
        return Family.STATIC
    if sends and path.startswith("/documents"):
        return Family.UPLOAD
    if path.startswith(_ASKING) and sends:
        return Family.ASKING
    if path.startswith(_CHECKING) and (sends or scope["query_string"]):
        return Family.CHECKING
    return Family.PAGE
