"""Records as HTTP answers: one as JSON, or one a line as soon as it is there. They are the command line's objects."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, StreamingResponse

from corpus.errors import PinciteError
from corpus.export.jsonl import as_json_line
from qa_app.api.problems import LINES
from qa_app.json_lines import Failure
from qa_app.records import Record, error_record

log = logging.getLogger("pincite.api")


class RecordResponse(JSONResponse):
    """A record as JSON in UTF-8."""

    def render(self, content: Any) -> bytes:
        """The bytes of `content`."""
        return _encoded(json.dumps(content, ensure_ascii=False), content)


class LinesResponse(StreamingResponse):
    """Records as JSON lines."""

    media_type = LINES

    def __init__(self, records: Iterator[Record]) -> None:
        # A proxy that gathers the lines first would hold them back until the last.
        super().__init__(_lines(records), headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"})


async def stream(records: Iterator[Record]) -> LinesResponse:
    """The records a line each, worked out one by one while they are sent and no further than somebody listens.

    What keeps the first from being worked out is raised, so that it still becomes a problem.
    """
    first = await run_in_threadpool(next, records, None)
    return LinesResponse(_again(first, records))


def _again(first: Record | None, rest: Iterator[Record]) -> Iterator[Record]:
    if first is not None:
        yield first
        yield from rest


def _lines(records: Iterator[Record]) -> Iterator[bytes]:
    """Once lines have been sent the status cannot change: a failure is the last line, and says that it is one."""
    try:
        for record in records:
            yield _encoded(as_json_line(record), record) + b"\n"
    except PinciteError as error:
        log.error("%s", error)
        yield json.dumps(error_record(None, f"Stopped: {error}")).encode() + b"\n"


def _encoded(text: str, content: Any) -> bytes:
    """In UTF-8; half a character, which an id can hold, is written as the escape that it came as."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(content).encode()


# Batches over HTTP: JSON lines in the body, as many as somebody should wait for.

LineId = str | int | None

MOST_LINES = 1_000
_NAMES = frozenset(
    {LINES, "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines"}
)
_JSON = "application/json"


async def sent_lines(request: Request) -> list[bytes]:
    """The lines of a body of JSON lines; raises HTTPException where it is none, or has too many."""
    _require(request, _NAMES, LINES)
    lines = (await request.body()).split(b"\n")
    asked = sum(bool(line.strip()) for line in lines)
    if asked > MOST_LINES:
        raise HTTPException(413, f"The batch has {asked:,} lines; {MOST_LINES:,} are the most.")
    return lines


def line_records(results: Iterable[tuple[LineId, Any]], record: Callable[[Any, LineId], Record]) -> Iterator[Record]:
    """A record for each line, as `record` makes it of what the line came to; of a bad line its error."""
    for line_id, result in results:
        yield error_record(line_id, result.message) if isinstance(result, Failure) else record(result, line_id)


def require_json(request: Request) -> None:
    """Raise HTTPException unless the body is said to be JSON."""
    _require(request, frozenset({_JSON}), _JSON)


def _require(request: Request, names: frozenset[str], name: str) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent not in names and not (name == _JSON and sent.startswith("application/") and sent.endswith("+json")):
        raise HTTPException(415, f"The body must be {name}, not {sent or 'of an untold type'}.", {"Accept-Post": name})
