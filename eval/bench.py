"""Speed and memory, each beside a named baseline measured in the same run: read the ratios."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import numpy as np

from eval.errors import MeasuringFailed
from index.encoders.encoder import Encoder, load_plain
from index.engine import Engine
from qa_app.ask.answer import Answerer

TEXTS = 256
QUESTIONS = 50
PYTHON, MODEL = "python -c pass", "import sentence_transformers"
# Each command and what it cannot be faster than: Python itself, or importing what loads the model.
COMMANDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("--help",), PYTHON),
    (("documents",), PYTHON),
    (("show", "kabul-process-2017", "3"), PYTHON),
    (("ask", "what does paragraph 6 say?"), PYTHON),
    (("ask", "what did participants call on armed groups to do?"), MODEL),
    (("verify",), MODEL),
)
# A process starts as a copy of its parent, whose memory would count as its own: this parent is small.
_SMALL_PARENT = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement, the baseline's value in the same unit, and what that baseline is."""

    name: str
    value: float
    unit: str
    baseline: str
    baseline_value: float

    @property
    def ratio(self) -> float:
        """`value` divided by the baseline's."""
        return self.value / self.baseline_value if self.baseline_value else float("nan")


def encoder_throughput(engine: Engine, runs: int) -> Iterator[Row]:
    """Texts a second, the most of `runs`: the library's own paragraphs and sentences, against sentence-transformers."""
    spans = [s for unit in engine.index.values() for s in unit.spans]
    texts = [s.span.of(engine.document(s.document).paragraphs[s.ordinal].text) for s in spans]
    texts = (texts * (TEXTS // max(1, len(texts)) + 1))[:TEXTS]
    plain = load_plain(engine.encoder.identity.name)
    ours, theirs = (_throughput(encode, texts, runs) for encode in (engine.encoder.encode_paragraphs, plain))
    yield Row(f"encoding in {engine.encoder.precision}", ours, "texts/s", "SentenceTransformer.encode, float32", theirs)


def question_latency(answerer: Answerer, encoder: Encoder, questions: Sequence[str], address: str) -> Iterator[Row]:
    """Milliseconds a question, warm: in process against encoding it alone, over HTTP against in process."""
    asked = [questions[i % len(questions)] for i in range(QUESTIONS)]
    alone = _latencies(lambda q: encoder.encode_questions([q]), asked)
    inside = _latencies(answerer.answer, asked)
    with _connection(address) as post:
        over_http = _latencies(post, asked)
    for share in (50, 95):
        low, mid, high = (float(np.percentile(each, share)) for each in (alone, inside, over_http))
        yield Row(f"question p{share}, in process", mid, "ms", "encoding the question", low)
        yield Row(f"question p{share}, over HTTP", high, "ms", "the same in process", mid)


def cold_starts(library: Path, runs: int) -> Iterator[Row]:
    """Seconds from nothing to done, the median of `runs`, against what the command cannot be faster than."""
    floors = {PYTHON: cold([sys.executable, "-c", "pass"], runs), MODEL: cold([sys.executable, "-c", MODEL], runs)}
    for command, floor in COMMANDS:
        yield Row(
            f"pincite {' '.join(command)}", cold(pincite_command(library, *command), runs), "s", floor, floors[floor]
        )


def peak_memory(library: Path, encoder: str) -> Iterator[Row]:
    """The most memory a question takes, against loading plain sentence-transformers and encoding it."""
    code = f"from index.encoders.encoder import load_plain; load_plain({encoder!r})(['x'])"
    plain = peak_mb([sys.executable, "-c", code])
    for command, _ in COMMANDS[2:5]:
        peak = peak_mb(pincite_command(library, *command))
        yield Row(f"memory of pincite {' '.join(command)}", peak, "MB", "SentenceTransformer.encode, float32", plain)


def cold(command: Sequence[str], runs: int, codes: Sequence[int] = (0,)) -> float:
    """Seconds that `command` takes, the median of `runs`; its output is thrown away, its exit code one of `codes`."""
    quiet = subprocess.DEVNULL

    def run() -> None:
        done = subprocess.run(list(command), stdout=quiet, stderr=quiet)  # noqa: S603 - our own commands
        if done.returncode not in codes:
            raise subprocess.CalledProcessError(done.returncode, list(command))

    return median(_seconds(run) for _ in range(runs))


def peak_mb(command: Sequence[str]) -> float:
    """The most memory that `command` holds, in MB."""
    result = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-c", _SMALL_PARENT, *command], capture_output=True, text=True, check=True
    )
    return int(result.stdout) / 1024


@contextmanager
def server(library: Path, *options: str) -> Iterator[str]:
    """A server of its own on a free port, with these options; gives its address. Raises MeasuringFailed."""
    with server_process(library, *options) as (address, _):
        yield address


@contextmanager
def server_process(library: Path, *options: str) -> Iterator[tuple[str, int]]:
    """The same; gives the id of its process as well."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        pincite_command(library, "serve", "--port", "0", *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        address = next((word for word in line.split() if word.startswith("http")), None)
        if address is None:
            raise MeasuringFailed("The server to measure did not start.")
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | measured | baseline | of the baseline | ratio |", "|---|---:|---|---:|---:|"]
    for row in rows:
        cells = (row.name, f"{row.value:.4g} {row.unit}", row.baseline, f"{row.baseline_value:.4g} {row.unit}")
        lines.append("| " + " | ".join((*cells, f"{row.ratio:.2f}")) + " |")
    return "\n".join(lines)


def pincite_command(library: Path, *command: str) -> list[str]:
    """`pincite` with that library, as a process of its own."""
    return [sys.executable, "-m", "qa_app", "--library", str(library), *command]


def _throughput(encode: Callable[[list[str]], object], texts: list[str], runs: int) -> float:
    """Texts a second, the most of `runs`, after an eighth of them to warm up."""
    encode(texts[: len(texts) // 8])
    return len(texts) / min(_seconds(lambda: encode(texts)) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _latencies(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds for each question, after ten to warm up."""
    for question in questions[:10]:
        ask(question)
    return [1000 * _seconds(lambda q=question: ask(q)) for question in questions]  # type: ignore[misc]


@contextmanager
def _connection(address: str) -> Iterator[Callable[[str], object]]:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port)

    def post(question: str) -> object:
        body = json.dumps({"question": question})
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())["status"]

    try:
        yield post
    finally:
        connection.close()
