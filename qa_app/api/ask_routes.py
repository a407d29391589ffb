"""Questions over HTTP: one, or many as JSON lines."""

from typing import Annotated

from fastapi import APIRouter, Depends

from qa_app.api.batches import line_records, require_json, sent_lines
from qa_app.api.bodies import AskBody
from qa_app.api.models import AskRecord, ErrorRecord
from qa_app.api.openapi import lines_in, lines_out, problems
from qa_app.api.records import LinesResponse, RecordResponse, stream
from qa_app.batch import answer_lines
from qa_app.contract import Record, outcome_record
from qa_app.scope import read_scope
from qa_app.service import Service

TAGS = ["questions"]


def ask_routes(service: Service) -> APIRouter:
    """`POST /api/ask` and `POST /api/ask/batch`."""
    router = APIRouter(tags=[*TAGS], default_response_class=RecordResponse)

    @router.post(
        "/api/ask",
        operation_id="ask",
        summary="Ask a question",
        response_model=AskRecord,
        response_description="What the question came to.",
        dependencies=[Depends(require_json)],
        responses=problems(400, 404, 413, 415, 422, 500, 503),
    )
    def ask(body: AskBody) -> RecordResponse:
        """The paragraphs that answer, word for word, or that none does."""
        return RecordResponse(asked(service, body))

    @router.post(
        "/api/ask/batch",
        operation_id="askMany",
        summary="Ask many questions",
        status_code=200,
        response_class=LinesResponse,
        responses=lines_out("An answer or an error a line, in the order of the questions.", AskRecord, ErrorRecord)
        | problems(413, 415, 500, 503),
        openapi_extra=lines_in("A question a line: the fields of `POST /api/ask`.", AskBody),
    )
    async def ask_many(lines: Annotated[list[bytes], Depends(sent_lines)]) -> LinesResponse:
        """Each answer is sent as soon as it is there; a bad line stops nothing."""
        return await stream(line_records(answer_lines(service, lines, together=1), outcome_record))

    return router


def asked(service: Service, body: AskBody) -> Record:
    """The record of a question; raises what qa_app.answer.Answerer.answer raises."""
    scope = read_scope(body.model_dump())
    return outcome_record(service.answer_after(body.history, body.question, scope), body.id)
