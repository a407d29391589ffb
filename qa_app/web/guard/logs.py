"""How the server's log is written: for people or as JSON, with a line for each request where it is wanted."""

import logging
import sys
from asyncio import CancelledError
from enum import StrEnum
from urllib.parse import quote

from pythonjsonlogger.json import JsonFormatter

from qa_app.question_log import QUESTIONS
from qa_app.web.guard.request_log import REQUEST_ID

REQUESTS = "pincite.requests"


class LogStyle(StrEnum):
    """`WARNINGS` has what went wrong and nothing else."""

    WARNINGS = "warnings"
    PLAIN = "plain"
    JSON = "json"


def write_log(style: LogStyle, *, questions: bool) -> None:
    """Write every logger's lines to standard error in that style; what was asked only where `questions`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if style is LogStyle.JSON else _Plain("pincite: %(message)s"))
    handler.addFilter(_with_request_id)
    handler.addFilter(_expected)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.WARNING if style is LogStyle.WARNINGS else logging.INFO)
    # A request that is no HTTP is its sender's fault, and anybody can send any number of them.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR if style is LogStyle.WARNINGS else logging.WARNING)
    logging.getLogger(QUESTIONS).setLevel(logging.INFO if questions else logging.WARNING)


def _json() -> logging.Formatter:
    return JsonFormatter(
        "{levelname}{name}{message}",
        style="{",
        timestamp="time",
        rename_fields={"levelname": "level", "name": "logger"},
        json_ensure_ascii=False,
    )


class _Plain(logging.Formatter):
    """A sentence for people; the fields of a request in a row, with nothing in them that could steer a terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line."""
        fields = record.__dict__
        if record.name == REQUESTS:
            route = quote(fields["route"], safe="/{}:=")
            return (
                f"{fields['method']} {route} {fields['status']} {fields['milliseconds']} ms {fields['bytes']} bytes"
                f" {fields['request_id']}"
            )
        if record.name == QUESTIONS:
            return f"asked: {fields['question']!r} {fields['request_id']}".rstrip()
        return super().formatMessage(record)


def _with_request_id(record: logging.LogRecord) -> bool:
    if not hasattr(record, "request_id"):
        record.request_id = REQUEST_ID.get()
    return True


def _expected(record: logging.LogRecord) -> bool:
    """What a stop brings about is no fault: requests that were cut off after their time."""
    return not (record.exc_info and isinstance(record.exc_info[1], KeyboardInterrupt | CancelledError))
