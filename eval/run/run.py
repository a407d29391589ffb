"""Ask systems a question set: in batches, timed, and noted as it goes."""

import hashlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError
from eval.run.systems import TOGETHER, Response, System
from eval.sets.dataset import GoldQuestion, QuestionSet
from index.engine import Engine
from index.reader.judgement import Asked, Judgement, Reader
from qa_app import __version__

Responses = Mapping[str, Sequence[Response]]


def run(system: System, questions: Sequence[GoldQuestion]) -> list[Response]:
    """Every response of one system, in order."""
    return list(run_all([system], questions, Journal(None, {}), Stopwatch())[system.name])


# How long the models take: an encoder and a reader that are timed, so that the rest can be told apart.


class Stopwatch:
    """Adds up the seconds spent in models."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count what is done inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds that something took, and how many of them were spent in encoder and reader."""

    seconds: float = 0.0
    in_models: float = 0.0

    def __add__(self, other: "Timing") -> "Timing":
        return Timing(self.seconds + other.seconds, self.in_models + other.in_models)

    @property
    def outside(self) -> float:
        """The share outside encoder and reader, 0 to 1."""
        return 1 - self.in_models / self.seconds if self.seconds else 0.0


# What a run has found so far, on disk: a run that was broken off goes on from there.


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
        found = {name: asdict(response) for name, response in responses.items()}
        self._write("a", [{"system": system, "responses": found, "time": asdict(timing)}])

    def finish(self) -> None:
        """Note that the run came to its end."""
        self._write("a", [_FINISHED])

    def _take_up(self, header: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The lines that are whole; a run that was broken off may have left half a line at the end."""
        rows = list(_rows(self.path)) if self.path else []
        if rows[:1] != [header] or _FINISHED in rows:
            return []
        kept: list[Mapping[str, Any]] = []
        for row in rows[1:]:
            try:
                responses = {name: _response(response) for name, response in row["responses"].items()}
                self._note(row["system"], responses, Timing(**row["time"]))
            except (KeyError, TypeError, AttributeError):
                break
            kept.append(row)
        return kept

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


def run_all(
    systems: Sequence[System],
    questions: Sequence[GoldQuestion],
    journal: Journal,
    watch: Stopwatch,
    advance: Callable[[str, int], None] = lambda *_: None,
) -> Responses:
    """{system: its responses in the order of the questions}; what the journal has already is not asked again.

    `watch` counts the seconds in encoder and reader; `advance(system, n)` is called after each batch of n.
    """
    for system in systems:
        known = journal.responses.get(system.name, {})
        advance(system.name, sum(question.id in known for question in questions))
        asked = [question for question in questions if question.id not in known]
        for start in range(0, len(asked), TOGETHER):
            batch = asked[start : start + TOGETHER]
            journal.add(system.name, *_respond(system, batch, watch))
            advance(system.name, len(batch))
    return {system.name: [journal.responses[system.name][q.id] for q in questions] for system in systems}


def _respond(system: System, batch: Sequence[GoldQuestion], watch: Stopwatch) -> tuple[Mapping[str, Response], Timing]:
    start, in_models = time.perf_counter(), watch.seconds
    responses = system.respond(batch)
    timing = Timing(time.perf_counter() - start, watch.seconds - in_models)
    return {question.id: response for question, response in zip(batch, responses, strict=True)}, timing


def time_report(times: Mapping[str, Timing]) -> Mapping[str, Any]:
    """How long the run took and which share of it lay outside encoder and reader, and so for each system."""

    def figures(timing: Timing) -> Mapping[str, float]:
        return {"seconds": round(timing.seconds, 2), "outside encoder and reader": round(timing.outside, 4)}

    whole = sum(times.values(), Timing())
    return {**figures(whole), "systems": {name: figures(timing) for name, timing in times.items()}}


class TimedReader:
    """A reader whose time is counted."""

    def __init__(self, reader: Reader, watch: Stopwatch) -> None:
        self._reader = reader
        self._watch = watch

    @property
    def name(self) -> str:
        """See index.reader.judgement.Reader."""
        return self._reader.name

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        with self._watch.running():
            return self._reader.judge_many(asked)


_ROOT = Path(__file__).parents[2]
_FINISHED = {"finished": True}


def code_fingerprint() -> str:
    """Hexadecimal SHA-256 of pincite's own code: what other code has found is not taken up."""
    digest = hashlib.sha256()
    for path in sorted(p for room in ("corpus", "index", "qa_app", "eval") for p in (_ROOT / room).rglob("*.py")):
        digest.update(str(path.relative_to(_ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[Any]:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
    except (OSError, ValueError):
        return


def _response(row: Mapping[str, Any]) -> Response:
    return Response(**{**row, "ranking": tuple(row["ranking"]), "marked": tuple(row["marked"])})


# What a report was made with: versions, library, questions, encoder and reader, seed, date and machine.

LIBRARIES = ("sentence-transformers", "transformers", "torch", "faiss-cpu", "tantivy", "ir_measures", "numpy")
_CPUINFO = Path("/proc/cpuinfo")

Signature = dict[str, Any]


def sign(question_set: QuestionSet, engine: Engine, choices: Mapping[str, Any]) -> Signature:
    """Everything that a figure over `question_set` and `engine` depends on, and where and when it was had.

    `choices` holds what was chosen for the run: at least "split", "reader", "threshold" and "seed".
    """
    return {
        "pincite": __version__,
        **library_of(engine),
        "questions": question_set.name,
        "questions_sha256": question_set.sha256,
        **choices,
        "encoder": engine.encoder.identity.name,
        "precision": engine.encoder.precision,
        **surroundings(),
    }


def library_of(engine: Engine) -> Signature:
    """The library's fingerprint, and how many documents and paragraphs that can answer it has."""
    documents = [engine.document(document) for document in engine.library.document_ids()]
    return {
        "library": engine.library.fingerprint(),
        "documents": len(documents),
        "paragraphs": sum(p.answers for document in documents for p in document.paragraphs),
    }


def surroundings() -> Signature:
    """Python and the libraries that figures depend on, the date (UTC) and the machine."""
    return {
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {"processor": _processor(), "cores": os.cpu_count() or 1, "memory_gb": _memory_gb()},
    }


def peak_memory_mb() -> float | None:
    """The most memory that this process has held so far, in MB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    if _CPUINFO.exists():
        named = re.search(r"^model name\s*:\s*(.+)$", _CPUINFO.read_text(encoding="utf-8"), re.MULTILINE)
        if named:
            return named[1].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    """The memory fitted, in GB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1)
