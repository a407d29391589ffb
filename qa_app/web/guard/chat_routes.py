"""The few of Gradio's routes that the chat needs; all the others are not there."""

import re
from collections.abc import Iterator, Sequence

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.families import path_of
from qa_app.web.guard.refusals import Refused, refuse
from qa_app.web.responses import CHATTING

_READ = frozenset({"GET", "HEAD"})
_SEND = frozenset({"POST"})
# What Chromium asks for on the chat page, while it waits for an answer, and after the server was away.
_ROUTES = (
    (re.compile(r"/|/theme\.css|/favicon\.ico|/manifest\.json"), _READ),
    (re.compile(r"/(assets|static)/[\w./@~+-]+"), _READ),
    (re.compile(r"/gradio_api/(heartbeat/\w+|queue/data|app_id)"), _READ),
    (re.compile(r"/gradio_api/(queue/join|run/predict|cancel|reset)"), _SEND),
)


class ChatRoutes:
    """Around Gradio's own app, which every request comes to that no route of ours takes."""

    def __init__(self, app: ASGIApp, ours: Sequence[BaseRoute]) -> None:
        self._app = app
        self._ours = tuple(ours)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through Gradio's app what the chat asks, and refuse the rest."""
        refused = self._refused(scope) if scope["type"] == "http" else None
        if refused:  # answered here, since the app around this one takes what is raised for a fault
            await refuse(refused, scope, receive, send)
        else:
            await self._app(scope, receive, _under_policy(send))

    def _refused(self, scope: Scope) -> Refused | None:
        allowed = sorted({method for methods in self._methods(scope) for method in methods})
        if allowed and scope["method"] not in allowed:
            return Refused(405, f"This address takes {' and '.join(allowed)} only.", {"Allow": ", ".join(allowed)})
        # A deep link makes Gradio show what a file of its own says.
        if not allowed or "deep_link" in QueryParams(scope["query_string"]):
            return Refused(404, "There is nothing at this address.")
        return None

    def _methods(self, scope: Scope) -> Iterator[frozenset[str]]:
        """What may be done at the address, by our own routes, which have refused the method, and by Gradio's."""
        path = path_of(scope)
        yield from (methods for pattern, methods in _ROUTES if pattern.fullmatch(path))
        for route in self._ours:
            match, _ = route.matches(scope)
            if match is Match.PARTIAL:
                yield frozenset(getattr(route, "methods", None) or ())


def _under_policy(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Security-Policy"] = CHATTING
        await send(message)

    return sent
