"""The parent's side: a reader of files that starts the child process, waits for it, and replaces it when it fails."""

import base64
import importlib.util
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Self

import corpus
from corpus.errors import NeedsOcr, UnreadableFile
from corpus.formats.detect import Format
from corpus.formats.pdf.picture import Drawing
from corpus.intake import wire
from corpus.intake.limits import MOST_SCANNED, OUT_OF_MEMORY, Limits, too_much_memory, too_much_time
from corpus.intake.read import Request, request_to_fields
from corpus.intake.wire import document_from_fields
from corpus.library.rows import places_from_fields
from corpus.types import Document, PlacedLine

# After so many files a child is replaced, so that what libraries never give back does not add up.
_FILES_A_CHILD = 200
_ENGINE = ("rapidocr", "onnxruntime")  # the extra `ocr`
_CRASHED = "The reader crashed on it."


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document and the format of the file it came from."""

    format: Format
    document: Document
    places: tuple[PlacedLine, ...] = ()


class FileReader:
    """Reads files in a child process that is bound by `limits` and knows nothing of the library.

    Use it as a context manager. One child reads many files, since starting one costs a quarter of a second.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._out_of_time = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def child_id(self) -> int | None:
        """The number that the system has for the child; None where there is none now."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child, self._files = self._child, None, 0
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            with suppress(OSError):  # what was not sent yet is sent to nobody
                if stream:
                    stream.close()
        child.wait()

    def read(self, request: Request) -> Iterator[ReadDocument]:
        """The file's documents, as they arrive; raises UnreadableFile, InvalidDocument.

        A scan is read by OCR in a child of its own, whose limits are wider.
        """
        try:
            yield from self._read(request)
        except NeedsOcr as scan:
            self.close()
            if not all(map(importlib.util.find_spec, _ENGINE)):
                raise UnreadableFile(f"{scan} `pip install 'pincite[ocr]'` brings it.") from scan
            if scan.pages > MOST_SCANNED:
                raise UnreadableFile(f"{scan} It has {scan.pages:,} of them; up to {MOST_SCANNED} are read.") from scan
            with FileReader(self.limits.for_ocr(scan.pages)) as reader:
                yield from reader._read(replace(request, ocr=True))

    def _read(self, request: Request) -> Iterator[ReadDocument]:
        self._files += 1
        finished = False
        try:
            self._send(request_to_fields(request))
            message = self._next()
            if "sample" in message:
                self._send({"language": _language_of(str(message["sample"]))})
                message = self._next()
            while message.get("document") is not None:
                document = document_from_fields(message["document"])
                yield ReadDocument(Format(message["format"]), document, places_from_fields(message["places"]))
                message = self._next()
            finished = not message.get("last")
            if "scanned" in message:
                raise NeedsOcr(str(message["failed"]), int(message["scanned"]))
            if "end" not in message:
                raise UnreadableFile(str(message.get("failed", _CRASHED)))
        finally:
            if not finished or self._files >= _FILES_A_CHILD:
                self.close()

    def picture(self, drawing: Drawing) -> bytes:
        """A page as PNG; raises UnreadableFile."""
        if self._files >= _FILES_A_CHILD:
            self.close()
        self._files += 1
        self._send({"picture": drawing.to_fields()})
        message = self._next()
        if "picture" not in message:
            raise UnreadableFile(str(message.get("failed", _CRASHED)))
        return base64.b64decode(message["picture"])

    def _send(self, message: wire.Message) -> None:
        if self._child and self._child.poll() is not None:
            self.close()
        if self._child is None:
            self._child, self._files = _start(self.limits), 1
        with suppress(BrokenPipeError):  # a child that died is noticed when nothing comes back
            wire.write(_pipe(self._child.stdin), message)

    def _next(self) -> wire.Message:
        """The next message; the child is ended where none has come in time."""
        child = self._child
        if child is None:
            raise UnreadableFile(_CRASHED)
        self._out_of_time = False
        clock = threading.Timer(self.limits.seconds, self._end_late, (child,))
        clock.daemon = True
        clock.start()
        try:
            message = wire.read(_pipe(child.stdout))
        except wire.BrokenFrame:
            message = None
        finally:
            clock.cancel()
        if message is None:
            raise UnreadableFile(self._why_it_died(child))
        return message

    def _end_late(self, child: subprocess.Popen[bytes]) -> None:
        self._out_of_time = True
        child.kill()

    def _why_it_died(self, child: subprocess.Popen[bytes]) -> str:
        code = child.wait()
        if self._out_of_time or code == -getattr(signal, "SIGXCPU", 0):  # Windows has no such signal
            return too_much_time(self.limits)
        if code == OUT_OF_MEMORY:
            return too_much_memory(self.limits)
        return _CRASHED


def _language_of(text: str) -> str:
    from corpus.cutting.front import guess_language  # and with it much of what cuts texts, which is the child's work

    return guess_language(text)


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    """A child of its own session: Ctrl+C reaches the parent alone, which then ends it."""
    return subprocess.Popen(  # noqa: S603 (our own module, and numbers)
        [sys.executable, "-P", "-B", "-m", "corpus.intake.child", *limits.as_arguments()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Libraries complain there about every other file; whoever looks for a fault wants to see it.
        stderr=None if os.environ.get("PINCITE_DEBUG") else subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    """Where this package lies (and not what happens to lie in the folder at hand), one thread, one arena."""
    root = str(Path(corpus.__file__).parents[1])
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, **one, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise UnreadableFile(_CRASHED)
    return stream
