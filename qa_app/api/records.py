"""Records as HTTP answers: one as JSON, or one a line as soon as it is there. They are the command line's objects."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, StreamingResponse

from corpus.errors import PinciteError
from corpus.export.jsonl import as_json_line
from qa_app.api.openapi import LINES
from qa_app.contract import Record, error_record

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
