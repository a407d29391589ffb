"""How adding documents scales: its time beside encoding's, and its memory beside that of fewer documents."""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.formats.detect import Format, detect
from corpus.intake.add import Intake
from corpus.intake.files import Given, NotFound, find_files
from corpus.intake.reader import FileReader
from corpus.library.library import Library
from eval.bench import Row, peak_mb
from eval.timing import Stopwatch, TimedEncoder
from index.encoders.encoder import Encoder
from index.engine import Engine

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
        engine = Engine(library, lambda: TimedEncoder(encoder, watch))
        texts = engine.encode()
        engine.rebuild()
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
    return peak_mb([*pincite, "add", "--no-encode", str(files)])
