"""The guard around the whole app: who may ask, how much, how often, and what the answer lets a browser do."""

import asyncio
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.web.guard.answers import Refused, SecurityHeaders, refuse
from qa_app.web.guard.doors import Hosts, Origins, Password, Proxies, Root, Spelling
from qa_app.web.guard.gradio import ChatEvents, ChatRoutes, Streams
from qa_app.web.guard.limits import Bodies, Crowds, Rate
from qa_app.web.guard.log import RequestLog
from qa_app.web.options import WebOptions

__all__ = ["Guard", "without_what_the_chat_needs_not"]


class Guard:
    """The app as a server may show it to the world. `stop` ends what would otherwise never end."""

    def __init__(self, app: FastAPI, options: WebOptions) -> None:
        self._inside = app
        self._stopping = asyncio.Event()
        self._app = _seen_from_outside(
            _Answered(_admitted(_HeadersAlone(Streams(app, self._stopping)), options)), options
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the app's life span, which is nobody's to refuse; a web socket is not answered."""
        if scope["type"] == "lifespan":
            await self._inside(scope, receive, send)
        elif scope["type"] == "http":
            await self._app(scope, receive, send)

    def stop(self) -> None:
        """End the streams; to be called within the event loop."""
        self._stopping.set()


def _seen_from_outside(app: ASGIApp, options: WebOptions) -> ASGIApp:
    """What is done to every answer, refusals too."""
    app = Root(app, options.root_path)
    app = Proxies(app, options.proxies)
    return RequestLog(SecurityHeaders(app))


def _admitted(app: ASGIApp, options: WebOptions) -> ASGIApp:
    """The doors, the outermost last. What costs least is looked at first."""
    app = Bodies(app, options.most_uploaded)
    app = Crowds(app)
    if options.password is not None:
        app = Password(app, options.password)
    if options.requests_a_minute:
        app = Rate(app, options.requests_a_minute)
    app = Origins(app)
    app = Hosts(app, options.hosts, is_local=options.is_local)
    return Spelling(app)


class _Answered:
    """Says what a door has refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Refused as refused:
            await refuse(refused, scope, receive, send)


class _HeadersAlone:
    """Answers HEAD as it does GET, everywhere; the server leaves out what follows the headers (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, send)


def without_what_the_chat_needs_not(gradio: ASGIApp) -> ASGIApp:
    """Gradio's app comes with a hundred routes, of which its page uses a dozen."""
    return ChatRoutes(ChatEvents(gradio, _values_by_function(gradio)))


def _values_by_function(gradio: Any) -> dict[int, int]:
    """How many values each function of Gradio's page takes, by the index that events name it by.

    What runs in the browser alone is not among them.
    """
    functions = gradio.get_blocks().fns.items()
    return {index: len(function.inputs) for index, function in functions if function.fn is not None}
