"""The documents over HTTP: the list of them, one, its paragraphs, one of those."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from corpus.export.jsonl import as_jsonl
from corpus.types import Document
from qa_app.api.lines import RecordResponse
from qa_app.api.problems import LINES, lines_out, problems
from qa_app.api.schema import DifferencesRecord, DocumentList, DocumentRecord, ParagraphList, ParagraphRecord
from qa_app.diff.diff import differences_record
from qa_app.records import Record, paragraph_records
from qa_app.references.paragraphs import find_paragraph
from qa_app.service import Service

TAGS = ["documents"]
MOST_LISTED = 200
PARAGRAPHS, MOST_PARAGRAPHS = 200, 1_000  # at a time, where nothing is said and at most

Id = Annotated[
    str,
    Path(
        description="A document's id; an earlier version is its id with @ and a number (`talks@1`).",
        examples=["kabul-process-2017"],
    ),
]
Asked = Annotated[
    str,
    Path(
        description="The paragraph's number; other ways to write it are understood (`Art. 17(1)`).",
        examples=["3", "4(a)(ii)", "Article 17(1)", "preamble"],
    ),
]
Search = Annotated[
    str, Query(description="Words that the id, title, symbol or date must all have.", examples=["kabul june 2017"])
]


def document_routes(service: Service) -> APIRouter:
    """The routes under /api/documents; an id or number may hold a slash, written as it is."""
    router = APIRouter(tags=[*TAGS], default_response_class=RecordResponse)
    _add_list(router, service)
    _add_paragraphs(router, service)  # before the documents, whose ids may hold a slash
    _add_documents(router, service)
    return router


def _add_list(router: APIRouter, service: Service) -> None:
    @router.get(
        "/api/documents",
        operation_id="listDocuments",
        summary="List the documents",
        response_model=DocumentList,
        response_description="Some of the documents that were asked for.",
        responses=problems(422, 500, 503),
    )
    def documents(
        search: Search = "",
        superseded: Annotated[bool, Query(description="Earlier and replaced texts, too.")] = False,
        limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> RecordResponse:
        """The documents by id, as `pincite documents --json` writes them."""
        return RecordResponse(listed(service, search, slice(offset, offset + limit), superseded=superseded))


def _add_paragraphs(router: APIRouter, service: Service) -> None:
    @router.get(
        "/api/documents/{document:path}/paragraphs/{number:path}",
        operation_id="getParagraph",
        summary="Read a paragraph",
        response_model=ParagraphRecord,
        response_description="The paragraph.",
        responses=problems(404, 422, 500, 503),
    )
    def paragraph(document: Id, number: Asked) -> RecordResponse:
        """One paragraph, as `pincite show DOCUMENT NUMBER --json` writes it."""
        return RecordResponse(one_paragraph(service.cited(document), number))

    @router.get(
        "/api/documents/{document:path}/paragraphs",
        operation_id="listParagraphs",
        summary="Read the paragraphs of a document",
        response_model=ParagraphList,
        responses=lines_out("The paragraphs.", ParagraphRecord) | problems(404, 422, 500, 503),
    )
    def paragraphs(
        document: Id,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=MOST_PARAGRAPHS)] = PARAGRAPHS,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        """The paragraphs; with `Accept: application/x-ndjson` all of them, as `pincite export --json` writes them."""
        found = service.cited(document)
        if LINES in request.headers.get("accept", ""):
            return Response(as_jsonl(found), media_type=LINES)
        return RecordResponse(some_paragraphs(found, slice(offset, offset + limit)))


def _add_documents(router: APIRouter, service: Service) -> None:
    @router.get(
        "/api/documents/{document:path}/diff/{other:path}",
        operation_id="compareDocuments",
        summary="Compare two documents",
        response_model=DifferencesRecord,
        response_description="What changed from the first to the second.",
        responses=problems(400, 404, 422, 500, 503),
    )
    def differences(document: Id, other: Id) -> RecordResponse:
        """What changed, paragraph by paragraph, as `pincite diff DOCUMENT OTHER --json` writes it."""
        return RecordResponse(differences_record(service.compared(document, other)))

    @router.get(
        "/api/documents/{document:path}",
        operation_id="getDocument",
        summary="Describe a document",
        response_model=DocumentRecord,
        response_description="The document.",
        responses=problems(404, 422, 500, 503),
    )
    def one(document: Id) -> RecordResponse:
        """A document's card and numbers, as `pincite documents --json` writes them."""
        return RecordResponse(service.holdings.record(service.library.record(document)))


def one_paragraph(document: Document, number: str) -> Record:
    """The record of the paragraph of that number; raises UnknownParagraph."""
    wanted = find_paragraph(document, number).number
    return next(record for record in paragraph_records(document) if record["number"] == wanted)


def some_paragraphs(document: Document, page: slice) -> Record:
    """The records of those on a page of its paragraphs, with the document's id."""
    records = list(paragraph_records(document))
    counted = {"total": len(records), "offset": page.start, "limit": page.stop - page.start}
    return {"document": document.id, **counted, "paragraphs": records[page]}


def listed(service: Service, search: str, page: slice, *, superseded: bool) -> Record:
    """The record of those on a page of the documents that have every word of `search`."""
    found = service.holdings.find([search], superseded=superseded)
    records = service.holdings.records(found[page])
    return {"total": len(found), "offset": page.start, "limit": page.stop - page.start, "documents": records}
