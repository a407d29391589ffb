"""What the guard says where it lets a request no further: a page for people, a problem for programs."""

from collections.abc import Mapping

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from qa_app.web.guard.families import path_of
from qa_app.web.pages import error_page
from qa_app.web.responses import page

TITLES = {
    400: "Bad request",
    401: "A password is needed",
    403: "Refused",
    404: "Not found",
    405: "Not allowed here",
    408: "Too slow",
    413: "Too long",
    414: "Address too long",
    421: "Another server is meant",
    429: "Too many requests",
    431: "Headers too long",
    503: "Busy",
}


class Refused(Exception):
    """A request goes no further; `detail` is one sentence for whoever sent it."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


async def refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer the request with what `refused` says."""
    await _response(refused, scope)(scope, receive, send)


def _response(refused: Refused, scope: Scope) -> Response:
    """Browsers say that they take HTML; what asks for a page of the API is a program all the same."""
    wants_html = "text/html" in Headers(scope=scope).get("accept", "") and not path_of(scope).startswith("/api/")
    title = TITLES[refused.status]
    if wants_html:
        response: Response = page(error_page(title, refused.detail), refused.status)
    else:
        body = {"type": "about:blank", "title": title, "status": refused.status, "detail": refused.detail}
        response = JSONResponse(body, refused.status, media_type="application/problem+json")
    response.headers.update(refused.headers)
    return response
