"""The web app: the pages, the API, and beside them a chat by Gradio."""

import asyncio
import importlib
import os
from typing import TYPE_CHECKING

from qa_app.service import Service
from qa_app.web.options import WebOptions

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send

    from qa_app.web.chat.conversation import Exchanging
    from qa_app.web.guard import Guard

# Pages that stand on top of this room: named here and never imported, as the commands of the command line are.
MORE_PAGES: tuple[str, ...] = ("eval.pages",)
DEFAULT = WebOptions()


def create_app(service: Service, options: WebOptions = DEFAULT) -> "Guard":
    """The whole app with the guard around it, ready for a server. It makes no request to anywhere."""
    from qa_app.web.chat.page import add_asking_page
    from qa_app.web.guard import Guard
    from qa_app.web.guard.answers import CHAT

    site = create_site(service, options)
    site.mount(CHAT, _LateChat(add_asking_page(site, service), options))
    return Guard(site, options)


class _LateChat:
    """The chat, made when somebody first asks for it: to import Gradio takes longer than all else of a start."""

    def __init__(self, exchanging: "Exchanging", options: WebOptions) -> None:
        self._exchanging, self._options = exchanging, options
        self._app: ASGIApp | None = None
        self._making = asyncio.Lock()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        async with self._making:
            if self._app is None:
                around, made = await asyncio.to_thread(self._made)
                await around.router.lifespan_context(around).__aenter__()  # it lives as long as the server
                self._app = made
        await self._app(scope, receive, send)

    def _made(self) -> "tuple[FastAPI, ASGIApp]":
        """Gradio's app, and the one that it was mounted on, which knows how to start it."""
        # Gradio reads this when it is imported, and asks its makers' servers otherwise.
        os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
        os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
        from fastapi import FastAPI
        from starlette.routing import Mount

        from qa_app.web.chat.gradio_page import mount_chat
        from qa_app.web.guard import without_what_the_chat_needs_not

        around = mount_chat(FastAPI(), self._exchanging, self._options)
        (gradio,) = (route.app for route in around.routes if isinstance(route, Mount))
        return around, without_what_the_chat_needs_not(gradio)


def create_site(service: Service, options: WebOptions = DEFAULT) -> "FastAPI":
    """The API and every page but those that ask."""
    from fastapi import Response

    from qa_app.api import create_api
    from qa_app.web.chat.across import add_across_pages
    from qa_app.web.check.page import add_check_page
    from qa_app.web.check.review_page import add_review_pages
    from qa_app.web.check.reviews import Reviews
    from qa_app.web.documents.routes import add_document_pages
    from qa_app.web.rendering import Speaking

    app = create_api(service, asks_password=options.password is not None)
    app.add_middleware(Speaking, chosen=options.language)
    if options.mcp:
        from qa_app.api.tools import add_tools

        add_tools(app, service)
    # Every browser asks for it before a page that is left early has named an icon of its own.
    app.add_api_route("/favicon.ico", lambda: Response(status_code=204), include_in_schema=False)
    reviews = Reviews(service)
    add_check_page(app, service, reviews)
    add_review_pages(app, service, reviews)
    add_document_pages(app, service, options)
    add_across_pages(app, service)
    for name in MORE_PAGES:
        importlib.import_module(name).add_pages(app, service, options)
    return app
