"""What a run has found so far, on disk: a run that was broken off goes on from there."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.systems import Response
from eval.timing import Timing

_ROOT = Path(__file__).parent.parent
_FINISHED = {"finished": True}


class Journal:
    """The responses of a run by system and question id, and the time each system took.

    The file is JSON lines: the signature, then the responses of each batch with its time, and at the end a line that
    says so. What was found under another signature, or by a run that came to its end, is not taken up again.
    """

    def __init__(self, path: Path | None, signature: Mapping[str, Any]) -> None:
        """`path` None keeps everything in memory. Raises EvaluationError where the file cannot be written."""
        self.path = path
        self.responses: dict[str, dict[str, Response]] = {}
        self.times: dict[str, Timing] = {}
        header = {"signature": json.loads(json.dumps(dict(signature)))}
        kept = [header, *self._take_up(header)]
        self._write("w", kept)

    def add(self, system: str, responses: Mapping[str, Response], timing: Timing) -> None:
        """Note one batch; it is on disk when this returns."""
        self._note(system, responses, timing)
        self._write("a", [_batch(system, responses, timing)])

    def finish(self) -> None:
        """Note that the run came to its end."""
        self._write("a", [_FINISHED])

    def _take_up(self, header: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        rows = list(_rows(self.path)) if self.path else []
        if rows[:1] != [header] or _FINISHED in rows:
            return []
        for row in rows[1:]:
            responses = {name: _response(response) for name, response in row["responses"].items()}
            self._note(row["system"], responses, Timing(**row["time"]))
        return rows[1:]

    def _note(self, system: str, responses: Mapping[str, Response], timing: Timing) -> None:
        self.responses.setdefault(system, {}).update(responses)
        self.times[system] = self.times.get(system, Timing()) + timing

    def _write(self, mode: str, rows: list[Mapping[str, Any]]) -> None:
        if not self.path:
            return
        try:
            with self.path.open(mode, encoding="utf-8") as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise EvaluationError(f"{self.path} cannot be written: {error.strerror}.") from error


def code_fingerprint() -> str:
    """Hexadecimal SHA-256 of pincite's own code: what other code has found is not taken up."""
    digest = hashlib.sha256()
    for path in sorted(p for room in ("corpus", "index", "qa_app", "eval") for p in (_ROOT / room).rglob("*.py")):
        digest.update(str(path.relative_to(_ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The lines that are whole and what they should be; a broken run may have left half a line at the end."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for place, line in enumerate(lines):
        try:
            row = json.loads(line)
        except ValueError:
            return
        if not isinstance(row, dict) or (place and row != _FINISHED and not _is_batch(row)):
            return
        yield row


def _is_batch(row: Mapping[str, Any]) -> bool:
    try:
        Timing(**row["time"])
        return bool(row["system"]) and all(_response(response) for response in row["responses"].values())
    except (KeyError, TypeError, AttributeError):
        return False


def _batch(system: str, responses: Mapping[str, Response], timing: Timing) -> Mapping[str, Any]:
    return {"system": system, "responses": {n: asdict(r) for n, r in responses.items()}, "time": asdict(timing)}


def _response(row: Mapping[str, Any]) -> Response:
    return Response(**{**row, "ranking": tuple(row["ranking"]), "marked": tuple(row["marked"])})
