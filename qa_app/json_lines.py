"""JSON lines that come in: lines of a file or of standard input, each an object with an id. A bad one stops nothing."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_app.errors import UnreadableInput

LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing could be made of a line."""

    message: str


def open_lines(path: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input for "-"; raises UnreadableInput."""
    if path == "-":
        return iter(sys.stdin.buffer)
    try:
        return iter(Path(path).open("rb"))
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}.") from error


def read_object(number: int, line: bytes) -> tuple[str | int | None, dict[str, Any] | Failure]:
    """The id, where there is one, and the object in line `number` (from 1), or what is wrong with it."""
    if len(line) > LONGEST_LINE:
        return None, Failure(f"Line {number} is longer than {LONGEST_LINE:,} bytes.")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None, Failure(f"Line {number} is not a JSON object.")
    if not isinstance(row, dict):
        return None, Failure(f"Line {number} is not a JSON object.")
    row_id = row.get("id")
    if isinstance(row_id, bool) or not isinstance(row_id, str | int | None):
        return None, Failure(f"Line {number}: 'id' must be text or a whole number.")
    return row_id, row
