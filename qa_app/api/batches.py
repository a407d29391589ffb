"""Batches over HTTP: JSON lines in the body, as many as somebody should wait for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

from qa_app.api.openapi import LINES
from qa_app.contract import Record, error_record
from qa_app.json_lines import Failure

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
