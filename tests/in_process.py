"""`pincite` within the tests' own process: what a command prints and returns, without starting one."""

import io
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

from qa_app.cli import main


def run_in_process(arguments: Sequence[str], stdin: str, environment: Mapping[str, str]) -> CompletedProcess[str]:
    """Run a command in this environment; streams, environment and logging are afterwards as they were."""
    written = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
    streams: dict[str, Any] = {name: io.TextIOWrapper(file, "utf-8", newline="") for name, file in written.items()}
    typed = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.multiple(sys, stdin=typed, argv=["pincite", *arguments], **streams),
        _logging_afresh(),
    ):
        code = main([*arguments])
    for stream in streams.values():
        stream.flush()
    stdout, stderr = (file.getvalue().decode() for file in written.values())
    return CompletedProcess(["pincite", *arguments], code, stdout, stderr)


@contextmanager
def _logging_afresh() -> Iterator[None]:
    """No handler yet, as where a command starts: pytest's would have `main` leave standard error alone."""
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        yield
    finally:
        root.handlers = handlers
