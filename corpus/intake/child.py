"""The child process: reads the files it is told to, one after the other, and sends their documents back.

`python -m corpus.intake.child LIMITS...`; a request and each reply is one frame (corpus/intake/wire.py). For one
request there come as many `{"format", "document", "places"}` as the file holds and then `{"end"}`, or the `{"picture"}`
of a page where one was asked for, or else `{"failed": REASON}`;
`"last"` is there too where the process should not be used again. Meanwhile `{"sample"}` may ask which language a text
begins in: the answer is `{"language"}`. The model that tells takes longer to load than most files to read, so it is the
parent that has it, once for all of its children.
"""

import base64
import ctypes
import os
import signal
import sys
from typing import IO

from corpus.errors import CorpusError, NeedsOcr
from corpus.intake import wire
from corpus.intake.limits import OUT_OF_MEMORY, Limits, allow_seconds, take_limits, too_much_memory
from corpus.intake.read import read_file, request_from_fields
from corpus.intake.wire import document_to_fields
from corpus.library.rows import places_to_fields

_PR_SET_PDEATHSIG = 1  # of prctl(2)


def main(arguments: list[str]) -> None:
    """Answer requests until there are no more."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends this process
    _end_with_the_parent()
    requests, replies = sys.stdin.buffer, _own_output()
    limits = Limits(*map(int, arguments))
    if limits.ocr:
        from corpus.formats.pdf.ocr import load_engine

        load_engine()  # its memory is not the file's
    take_limits(limits)
    try:
        while (message := wire.read(requests)) is not None:
            allow_seconds(limits.seconds)
            _answer(message, limits, requests, replies)
    except MemoryError:  # there was not even enough to say so
        os._exit(OUT_OF_MEMORY)


def _answer(message: wire.Message, limits: Limits, requests: IO[bytes], replies: IO[bytes]) -> None:
    def language(sample: str) -> str:
        wire.write(replies, {"sample": sample})
        return str((wire.read(requests) or {})["language"])

    try:
        if "picture" in message:
            wire.write(replies, {"picture": _picture(message["picture"])})
            return
        kind, documents, places = read_file(request_from_fields(message), limits, language)
        for document in documents:
            fields = {"document": document_to_fields(document), "places": places_to_fields(places)}
            wire.write(replies, {"format": kind.value, **fields})
        wire.write(replies, {"end": True})
    except MemoryError:
        wire.write(replies, {"failed": too_much_memory(limits), "last": True})
    except RecursionError:
        wire.write(replies, {"failed": "It is nested too deeply to be read."})
    except UnicodeEncodeError:
        wire.write(replies, {"failed": "Its text holds half a surrogate pair, which is no character."})
    except NeedsOcr as error:
        wire.write(replies, {"failed": str(error), "scanned": error.pages})
    except CorpusError as error:
        wire.write(replies, {"failed": str(error).encode("utf-8", "backslashreplace").decode()})


def _picture(asked: wire.Message) -> str:
    from corpus.formats.pdf.picture import Drawing, draw_page

    return base64.b64encode(draw_page(Drawing.from_fields(asked))).decode()


def _end_with_the_parent() -> None:
    """A parent that is killed closes the pipe, which is noticed only after the file at hand."""
    if sys.platform == "linux":
        prctl = getattr(ctypes.CDLL(None), "prctl", None)
        if prctl:
            prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _own_output() -> IO[bytes]:
    """Standard output for frames alone: what a library prints goes to standard error instead."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


if __name__ == "__main__":
    main(sys.argv[1:])
