"""Where documents are read."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from qa_app.service import Service
from qa_app.web.options import WebOptions
from qa_app.web.pages import document_page
from qa_app.web.responses import page


def add_document_pages(app: FastAPI, service: Service, options: WebOptions) -> None:
    """The page of each document, at /doc/ID."""

    @app.get("/doc/{document_id}", response_class=HTMLResponse, include_in_schema=False)
    def document(document_id: str) -> HTMLResponse:
        return page(document_page(service.document(document_id), service.library.superseded_by(document_id)))
