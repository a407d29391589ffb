"""Speed and memory, each beside a named baseline measured in the same run: read the ratios."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

from corpus.errors import UnreadableFile
from corpus.formats.detect import Format, detect
from corpus.intake.add import Intake
from corpus.intake.files import Given, NotFound, find_files
from corpus.intake.reader import FileReader
from corpus.library.library import Library
from eval.errors import MeasuringFailed
from eval.run.libraries import cached_library
from eval.run.run import Stopwatch, TimedReader
from eval.run.systems import ONLY_PARAGRAPHS
from eval.sets.dataset import documents_of
from index.encoders.encoder import Encoder, EncoderWithin, load_plain
from index.engine import Engine
from index.reader.judgement import Reader
from index.vectors.segment import UNITS
from qa_app.ask.answer import Answerer
from qa_app.settings import Settings

Result = TypeVar("Result")
Asked = TypeVar("Asked")

TEXTS, QUESTIONS, STAGED = 256, 50, 40  # at the most: ninety texts a run, twenty questions
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
    "import resource, subprocess, sys, time;"
    "start = time.perf_counter();"
    "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
    "seconds = time.perf_counter() - start;"
    "print(done.returncode, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
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
        """`value` divided by the baseline's; 0 where that is 0."""
        return self.value / self.baseline_value if self.baseline_value else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What a benchmark came to, what its report says beside the rows, and what went wrong, a sentence each."""

    rows: tuple[Row, ...]
    report: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def seconds_of(do: Callable[[], Result]) -> tuple[float, Result]:
    """How long it takes, and what comes of it."""
    start = time.perf_counter()
    result = do()
    return time.perf_counter() - start, result


def milliseconds_of(do: Callable[[Asked], object], asked: Iterable[Asked]) -> list[float]:
    """How long it takes for each, in order."""
    return [1000 * seconds_of(lambda one=one: do(one))[0] for one in asked]  # type: ignore[misc]


def encoder_throughput(engine: Engine, runs: int) -> Iterator[Row]:
    """Texts a second, the most of `runs`: the library's own paragraphs and sentences, against sentence-transformers."""
    engine.open()  # encodes what has no vectors yet
    spans = [span for unit in UNITS for span in engine.library.embedded_spans(unit)]
    texts = [s.span.of(engine.document(s.document).paragraphs[s.ordinal].text) for s in spans]
    texts = (texts * (TEXTS // max(1, len(texts)) + 1))[: min(TEXTS, 90 * runs)]
    plain = load_plain(engine.encoder.identity.name)
    ours, theirs = (_throughput(encode, texts, runs) for encode in (engine.encoder.encode_paragraphs, plain))
    yield Row(f"encoding in {engine.encoder.precision}", ours, "texts/s", "SentenceTransformer.encode, float32", theirs)


def question_latency(answerer: Answerer, encoder: Encoder, asked: Sequence[str], address: str) -> Iterator[Row]:
    """Milliseconds a question, warm: in process against encoding it alone, over HTTP against in process."""
    alone = _latencies(lambda q: encoder.encode_questions([q]), asked)
    inside = _latencies(answerer.answer, asked)
    with connection_to(address) as connection:
        over_http = _latencies(lambda q: sent(connection, "/api/ask", {"question": q}), asked)
    for share in (50, 95):
        low, mid, high = (float(np.percentile(each, share)) for each in (alone, inside, over_http))
        yield Row(f"question p{share}, in process", mid, "ms", "encoding the question", low)
        yield Row(f"question p{share}, over HTTP", high, "ms", "the same in process", mid)


def cold_starts(library: Path, encoder: str, runs: int) -> Iterator[Row]:
    """Seconds from nothing to done, the median of `runs`, against what the command cannot be faster than; and the most
    memory that some take, against loading plain sentence-transformers and encoding a question.
    """
    python = [sys.executable, "-c"]
    floors = {PYTHON: cold([*python, "pass"], runs).seconds, MODEL: cold([*python, MODEL], runs).seconds}
    plain = cold([*python, f"from index.encoders.encoder import load_plain; load_plain({encoder!r})(['x'])"]).megabytes
    taken = {command: cold(pincite_command(library, *command), runs) for command, _ in COMMANDS}
    for command, floor in COMMANDS:
        yield Row(f"pincite {' '.join(command)}", taken[command].seconds, "s", floor, floors[floor])
    for command, _ in COMMANDS[2:5]:
        name, most = f"memory of pincite {' '.join(command)}", taken[command].megabytes
        yield Row(name, most, "MB", "SentenceTransformer.encode, float32", plain)


@dataclass(frozen=True, slots=True)
class ColdStart:
    """How long a process took from nothing to done, the median of several, and the most memory that one held."""

    seconds: float
    megabytes: float


def cold(command: Sequence[str], runs: int = 1, codes: Sequence[int] = (0,)) -> ColdStart:
    """Run `command` so many times; its output is thrown away, its exit code one of `codes`."""
    seconds, kilobytes = [], []
    for _ in range(runs):
        told = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "-c", _SMALL_PARENT, *command], capture_output=True, text=True, check=True
        ).stdout.split()
        if int(told[0]) not in codes:
            raise subprocess.CalledProcessError(int(told[0]), list(command))
        seconds.append(float(told[1]))
        kilobytes.append(int(told[2]))
    return ColdStart(median(seconds), max(kilobytes) / 1024)


@contextmanager
def server(library: Path, *options: str) -> Iterator[tuple[str, int]]:
    """A server of its own on a free port, with these options: its address and process. Raises MeasuringFailed."""
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


def pincite_command(library: Path, *command: str) -> list[str]:
    """`pincite` with that library, as a process of its own."""
    return [sys.executable, "-m", "qa_app", "--library", str(library), *command]


def _throughput(encode: Callable[[list[str]], object], texts: list[str], runs: int) -> float:
    """Texts a second, the most of `runs`, after an eighth of them to warm up."""
    encode(texts[: len(texts) // 8])
    return len(texts) / min(seconds_of(lambda: encode(texts))[0] for _ in range(runs))


def _latencies(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds for each question, after ten to warm up."""
    return milliseconds_of(ask, (*questions[:10], *questions))[10:]


def sent(connection: HTTPConnection, path: str, body: dict[str, Any]) -> bytes:
    """The body of the answer to what was sent as JSON; raises MeasuringFailed where the answer is a refusal."""
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise MeasuringFailed(f"{path} answered {response.status}: {text[:300].decode(errors='replace')}")
    return text


def connection_to(address: str) -> "closing[HTTPConnection]":
    """A connection to the server at that address."""
    parts = urlsplit(address)
    return closing(HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=60))


# How adding documents scales: its time beside encoding's, and its memory beside that of fewer documents.

FEW, MANY = 50, 200
_PARAGRAPHS = 30


def adding_time(folder: Path, encoder: Encoder, kinds: Sequence[Format]) -> Iterator[Row]:
    """Seconds that adding the files of these kinds takes outside the encoder, against the whole of it."""
    files = [found for found in find_files([str(folder)]) if not isinstance(found, NotFound) and _is_of(found, kinds)]
    watch = Stopwatch()
    start = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(Path(place), lambda: ()) as library,
        library.writing(),
        FileReader() as reader,
    ):
        intake = Intake(library, reader, Given())
        added = sum(outcome.status == "added" for file in files for outcome in intake.add(file))
        engine = Engine(library, lambda: EncoderWithin(encoder, watch.running))
        texts = engine.encode()
        engine.bring_up_to_date()
    whole = time.perf_counter() - start
    names = " and ".join(kind.value for kind in kinds) if len(kinds) < len(Format) else "all kinds"
    name = f"adding {added:,} documents ({names}), {texts:,} texts: time outside the encoder"
    yield Row(name, whole - watch.seconds, "s", "the whole run", whole)


def _is_of(path: Path, kinds: Sequence[Format]) -> bool:
    try:
        return detect(path.read_bytes(), path.name) in kinds
    except UnreadableFile:
        return False


def adding_memory() -> Iterator[Row]:
    """The most memory that adding takes, against adding a quarter as many documents of the same size."""
    with tempfile.TemporaryDirectory() as place:
        few, many = (_peak_of_adding(Path(place) / str(count), count) for count in (FEW, MANY))
    yield Row(f"memory of adding {MANY} documents", many, "MB", f"adding {FEW}", few)


def _peak_of_adding(folder: Path, count: int) -> float:
    files = folder / "files"
    files.mkdir(parents=True)
    for number in range(count):
        lines = (f"{n}. Participants of meeting {number} agreed on point {n}." for n in range(1, _PARAGRAPHS + 1))
        (files / f"meeting-{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    pincite = [sys.executable, "-m", "qa_app", "--library", str(folder / "library")]
    return cold([*pincite, "add", "--no-encode", str(files)]).megabytes


# Where the time of a question goes: each stage's share, and the whole beside plain retrieval.


def stages(
    library: Library, encoder: Encoder, reader: Reader, questions: Sequence[str], threshold: float
) -> Iterator[Row]:
    """Milliseconds a question, the median: the whole against searching paragraph vectors, each stage against it."""
    name = f"over {sum(entry.paragraphs for entry in library.entries()):,} paragraphs"
    encoding, judging = Stopwatch(), Stopwatch()
    engine = Engine(library, lambda: EncoderWithin(encoder, encoding.running))
    answerer = Answerer(engine, TimedReader(reader, judging), threshold)
    plain = Engine(library, lambda: encoder, parts=ONLY_PARAGRAPHS)
    for question in questions[:5]:  # warm
        answerer.answer(question)
        plain.search_many([question], 10, [None])
    before = encoding.seconds, judging.seconds
    each = milliseconds_of(answerer.answer, questions)
    baseline = median(milliseconds_of(lambda q: plain.search_many([q], 10, [None]), questions))
    whole, count = median(each), len(questions)
    in_encoder, in_reader = (1000 * (w.seconds - b) / count for w, b in zip((encoding, judging), before, strict=True))
    yield Row(f"a question {name}", whole, "ms", "searching paragraph vectors", baseline)
    mean = sum(each) / count
    for stage, spent in (("encoder", in_encoder), ("reader", in_reader), ("rest", mean - in_encoder - in_reader)):
        yield Row(f"of a question {name}: {stage}", spent, "ms", "the whole question, mean", mean)


@contextmanager
def large_library(documents: str, chosen: Settings) -> Iterator[Library]:
    """The library of the documents in that file, which is kept for the next time."""
    folder = cached_library(Path(documents), chosen.encoder)
    with Library.open(folder, lambda: documents_of(Path(documents))) as library:
        yield library
