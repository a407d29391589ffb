"""Quotations over HTTP: one, an article's, or many as JSON lines. No model is loaded for them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from qa_app.api.batches import line_records, require_json, sent_lines
from qa_app.api.bodies import CheckBody, QuotationLine
from qa_app.api.check_models import ArticleRecord, CheckRecord
from qa_app.api.models import ErrorRecord
from qa_app.api.openapi import lines_in, lines_out, problems
from qa_app.api.records import LinesResponse, RecordResponse, stream
from qa_app.contract import Record
from qa_app.quotes.batch import check_lines
from qa_app.quotes.record import check_record
from qa_app.quotes.report_json import article_records
from qa_app.quotes.report_rows import summary
from qa_app.quotes.types import Quotation
from qa_app.service import Service

TAGS = ["quotations"]


def check_routes(service: Service) -> APIRouter:
    """`POST /api/check` and `POST /api/check/batch`."""
    router = APIRouter(tags=[*TAGS], default_response_class=RecordResponse)

    @router.post(
        "/api/check",
        operation_id="check",
        summary="Check a quotation or an article",
        response_model=CheckRecord | ArticleRecord,
        response_description="A check where a quotation was sent, an article's where an article was.",
        dependencies=[Depends(require_json)],
        responses=problems(400, 404, 413, 415, 422, 500, 503),
    )
    def check(body: CheckBody) -> RecordResponse:
        """What became of the words of a quotation, or of every quotation of an article, and of their credit."""
        return RecordResponse(checked(service, body))

    @router.post(
        "/api/check/batch",
        operation_id="checkMany",
        summary="Check many quotations",
        status_code=200,
        response_class=LinesResponse,
        responses=lines_out("A check or an error a line, in the order of the quotations.", CheckRecord, ErrorRecord)
        | problems(413, 415, 500, 503),
        openapi_extra=lines_in("A quotation a line.", QuotationLine),
    )
    async def check_many(lines: Annotated[list[bytes], Depends(sent_lines)]) -> LinesResponse:
        """Each check is sent as soon as it is there; a bad line stops nothing."""
        return await stream(line_records(check_lines(service.desk, lines, {}), check_record))

    return router


def checked(service: Service, body: CheckBody) -> Record:
    """The record of a quotation, or of an article; raises UnknownDocument, UnreadableInput."""
    if body.article is not None:
        return _article_record(service, body.article, body.document, body.id)
    number = None if body.paragraph is None else str(body.paragraph)
    return check_record(service.check(Quotation(body.quote or "", body.document, number, body.context or "")), body.id)


def _article_record(service: Service, text: str, document: str | None, article_id: str | int | None) -> Record:
    """The quotations in the order of the article, then what was passed over, as `pincite check --article` has them."""
    result = service.check_article(text, document)
    records = list(article_records(result, service.cited))
    return {
        "id": article_id,
        "sound": result.sound,
        "summary": summary(result),
        "quotations": [record for record in records if "skipped" not in record],
        "skipped": [record for record in records if "skipped" in record],
    }
