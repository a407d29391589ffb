"""Where documents are read."""

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import UnknownDocument, UnknownParagraph
from corpus.types import Document
from qa_app.address import find_paragraph
from qa_app.links import paragraph_path
from qa_app.service import Service
from qa_app.web.document_find import find_in
from qa_app.web.document_page import LONG, Asked, Standing, document_page, document_pieces, paragraph_page
from qa_app.web.documents_routes import add_documents_page
from qa_app.web.options import WebOptions
from qa_app.web.responses import ASKING, long_page, page

# Of a paragraph asked for by a number: more than anybody types.
_LONGEST_NUMBER = 200


def add_document_pages(app: FastAPI, service: Service, options: WebOptions) -> None:
    """The page of each document, at /doc/ID, and the list of them all, at /documents."""
    add_documents_page(app, service, options)

    @app.get("/doc/{document_id}", include_in_schema=False)
    def document(document_id: str, request: Request) -> Response:
        return _answer(service, document_id, request.query_params)


def _answer(service: Service, document_id: str, query: Mapping[str, str]) -> Response:
    """The page, or one paragraph of it (`?about=4`), or the way to one (`?paragraph=4`)."""
    document = service.document(document_id)
    if "about" in query:
        return page(paragraph_page(document, find_paragraph(document, query["about"])), policy=ASKING)
    number = query.get("paragraph", "").strip()[:_LONGEST_NUMBER]
    notice = ""
    if number:
        try:
            return RedirectResponse(paragraph_path(find_paragraph(document, number)), 303)
        except UnknownParagraph as error:
            notice = str(error)
    words = query.get("find", "")
    found = find_in(document, words, _whole_number(query.get("hit", "")))
    asked = Asked(found.words or words.strip(), found, number, notice)
    standing = _standing(service, document)
    if len(document.paragraphs) > LONG:
        return long_page(document_pieces(document, standing, asked), ASKING)
    return page(document_page(document, standing, asked), policy=ASKING)


def _standing(service: Service, document: Document) -> Standing:
    """Its versions and what supersedes it; nothing is known of a document that is removed at this moment."""
    try:
        versions = service.library.versions(document.id)
        by = service.library.superseded_by(document.id)
        return Standing(versions, service.library.record(by) if by else None)
    except UnknownDocument:
        return Standing()


def _whole_number(text: str) -> int:
    """The number that an address has, 1 where it has none that can be one."""
    return int(text) if text.isdecimal() and len(text) < 7 else 1
