"""HTTP: questions and quotations in, JSON out; the documents; whether the server lives and can answer."""

from fastapi import APIRouter, Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from qa_app import __version__
from qa_app.api.bodies import AskBody, QuotationLine, require_known_parameters
from qa_app.api.documents import document_routes
from qa_app.api.health import NothingElse, health_routes
from qa_app.api.problems import add_openapi, add_problems
from qa_app.api.questions import ask_routes, check_routes
from qa_app.service import Service
from qa_app.web.rendering import STATIC


def create_api(service: Service, *, asks_password: bool = False) -> FastAPI:
    """The routes for programs; pages are added to them, and the chat is mounted beside them.

    `asks_password` says that the guard around them asks for one, for their description.
    """
    app = FastAPI(title="pincite", version=__version__, openapi_url=None, docs_url=None, redoc_url=None)
    app.mount("/pc", StaticFiles(directory=STATIC), name="pc")
    add_problems(app)
    routers: tuple[APIRouter, ...] = (
        ask_routes(service),
        check_routes(service),
        document_routes(service),
        health_routes(service),
    )
    routes = tuple(route for router in routers for route in router.routes)
    add_openapi(app, routes, (AskBody, QuotationLine), asks_password=asks_password)
    for router in routers[:-1]:
        app.include_router(router, dependencies=[Depends(require_known_parameters)])
    app.include_router(routers[-1])  # whoever watches over a server may ask for "/healthz?t=5", past every cache
    app.router.routes.append(NothingElse(routes))
    return app
