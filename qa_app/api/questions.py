"""Questions over HTTP: one, or many as JSON lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends

from qa_app.api.bodies import AskBody, Body, CheckBody, QuotationLine
from qa_app.api.lines import LinesResponse, RecordResponse, line_records, require_json, sent_lines, stream
from qa_app.api.problems import lines_in, lines_out, problems
from qa_app.api.schema import ArticleRecord, AskRecord, CheckRecord, ErrorRecord, Model
from qa_app.ask.batch import answer_lines
from qa_app.ask.scope import read_scope
from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.check import check_lines
from qa_app.check.reports.json import article_records, check_record
from qa_app.check.reports.rows import summary
from qa_app.check.types import Quotation
from qa_app.errors import UnreadableInput
from qa_app.records import Record, outcome_record
from qa_app.service import Service

QUESTIONS = ["questions"]


def ask_routes(service: Service) -> APIRouter:
    """`POST /api/ask` and `POST /api/ask/batch`."""
    router = APIRouter(tags=[*QUESTIONS], default_response_class=RecordResponse)

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

    said = "An answer or an error a line, in the order of the questions."
    batch = Batch("ask", "Ask many questions", "A question a line: the fields of `POST /api/ask`.", AskBody, said)
    add_batch(
        router, batch, AskRecord,
        lambda lines: line_records(answer_lines(service, lines, together=1), outcome_record),
    )  # fmt: skip
    return router


@dataclass(frozen=True, slots=True)
class Batch:
    """What is said of the lines that `POST /api/NAME/batch` takes, and of those that it sends."""

    name: str
    summary: str
    taken: str
    line: type[Body]
    sent: str


def add_batch(
    router: APIRouter, batch: Batch, record: type[Model], answered: Callable[[list[bytes]], Iterator[Record]]
) -> None:
    """Add the route on which each line sent is `answered` with a record or an error."""

    @router.post(
        f"/api/{batch.name}/batch",
        operation_id=f"{batch.name}Many",
        summary=batch.summary,
        status_code=200,
        response_class=LinesResponse,
        responses=lines_out(batch.sent, record, ErrorRecord) | problems(413, 415, 422, 500, 503),
        openapi_extra=lines_in(batch.taken, batch.line),
    )
    async def many(lines: Annotated[list[bytes], Depends(sent_lines)]) -> LinesResponse:
        """Each is sent as soon as it is there; a bad line stops nothing."""
        return await stream(answered(lines))


def asked(service: Service, body: AskBody) -> Record:
    """The record of a question; raises what qa_app.ask.answer.Answerer.answer raises."""
    scope = read_scope(body.model_dump())
    return outcome_record(service.answer_after(body.history, body.question, scope), body.id)


# Quotations over HTTP: one, an article's, or many as JSON lines. No model is loaded for them.

QUOTATIONS = ["quotations"]


def check_routes(service: Service) -> APIRouter:
    """`POST /api/check` and `POST /api/check/batch`."""
    router = APIRouter(tags=[*QUOTATIONS], default_response_class=RecordResponse)

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

    said = "A check or an error a line, in the order of the quotations."
    batch = Batch("check", "Check many quotations", "A quotation a line.", QuotationLine, said)
    add_batch(
        router,
        batch,
        CheckRecord,
        lambda lines: line_records(check_lines(service.desk, service.library, lines, {}), check_record),
    )
    return router


def checked(service: Service, body: CheckBody) -> Record:
    """The record of a quotation, or of an article; raises UnknownDocument, UnreadableInput."""
    if (body.quote is None) == (body.article is None):
        raise UnreadableInput("Give either 'quote' or 'article'.")
    if body.article is not None and (body.paragraph is not None or body.context is not None):
        raise UnreadableInput("'paragraph' and 'context' go with 'quote'.")
    if body.article is None and (body.limit is not None or body.offset is not None):
        raise UnreadableInput("'limit' and 'offset' go with 'article'.")
    if body.article is not None:
        return _article_record(service, body.article, body)
    if not (quote := body.quote or "").strip():
        raise UnreadableInput("The quotation is empty.")
    number = None if body.paragraph is None else str(body.paragraph)
    quotation = Quotation(quote, body.document, number, body.context or "")
    return check_record(service.check(quotation, by_meaning=body.by_meaning), body.id)


def _article_record(service: Service, text: str, body: CheckBody) -> Record:
    """The quotations in the order of the article, then what was passed over, as `pincite check --article` has them."""
    result = service.check_article(article_from_text(text), body.document, by_meaning=body.by_meaning)
    records = list(article_records(result, service.cited))
    first = body.offset or 0
    return {
        "id": body.id,
        "sound": result.sound,
        "summary": summary(result),
        "total": len(result.checked),
        "quotations": records[: len(result.checked)][first : None if body.limit is None else first + body.limit],
        "skipped": [record for record in records if "skipped" in record],
        "stated": [record for record in records if "stated" in record],
    }
