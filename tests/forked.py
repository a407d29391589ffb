"""`pincite` in a process of its own that need not import its libraries anew.

Importing torch takes most of the time of a command that loads a model. A server that has imported it
forks each command: own memory, own environment, own files for its streams, own exit code. What is said of a command's
start, its memory or the modules it loads is shown by tests that start Python instead.
"""

import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa_app.cli import COMMANDS

IMPORTED = (
    "faiss",
    "nupunkt",
    "tokenizers",
    "index.encoders.transformer",
    "index.reader.network",
    "corpus.intake.shipped",
    "index.engine",
    "qa_app.ask.answer",
    "qa_app.check.articles.check",
    "qa_app.terminal",
    *COMMANDS.values(),
)
LONGEST = 900  # seconds; only so that nothing hangs for ever: a slow machine takes its time
_STREAMS = ("stdin", "stdout", "stderr")


def run_forked(
    arguments: Sequence[str], stdin: str, environment: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `pincite` with these arguments, in `cwd` or where the tests run. Raises subprocess.TimeoutExpired."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in _STREAMS]
        paths[0].write_text(stdin, encoding="utf-8")
        process = context.Process(target=_command, args=(paths, [*arguments], dict(environment), cwd or Path.cwd()))
        process.start()
        process.join(LONGEST)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["pincite", *arguments], LONGEST)
        _, stdout, stderr = (path.read_text(encoding="utf-8") if path.exists() else "" for path in paths)
        return subprocess.CompletedProcess(["pincite", *arguments], process.exitcode, stdout, stderr)


def _command(paths: Sequence[Path], arguments: list[str], environment: Mapping[str, str], cwd: Path) -> None:
    for number, path in enumerate(paths):
        opened = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    for number, name in enumerate(_STREAMS):
        raw = os.fdopen(number, "rb" if number == 0 else "wb", closefd=False)
        setattr(sys, name, io.TextIOWrapper(raw, encoding="utf-8", write_through=name == "stderr"))
        setattr(sys, f"__{name}__", getattr(sys, name))
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["pincite", *arguments]
    from qa_app.cli import run

    run()
