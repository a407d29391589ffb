"""A real `pincite serve` in a process of its own, and requests to it byte by byte."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 300  # only so that nothing hangs for ever: a slow machine takes its time


@dataclass
class Served:
    """A running server: where it is, its library, and what it writes to standard error."""

    address: str
    library: Path
    log: Path
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.address.split("/")[2].rpartition(":")[2])

    def connect(self) -> socket.socket:
        """A connection that is given up after a minute."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def raw(self, request: bytes) -> bytes:
        """All that comes back for these bytes, until the server closes or has answered completely."""
        with self.connect() as connection:
            connection.sendall(request)
            return answer(connection)

    def everything(self, request: bytes) -> bytes:
        """All that comes back until the server closes the connection."""
        received = b""
        with self.connect() as connection:
            connection.sendall(request)
            while chunk := connection.recv(65536):
                received += chunk
        return received

    def lines(self) -> list[dict[str, Any]]:
        """The log so far, where it is JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def line(self, request_id: str) -> dict[str, Any]:
        """The line of the log for one request, which is written just after the answer is sent."""
        for _ in range(100):
            found = [line for line in self.lines() if line.get("request_id") == request_id and "status" in line]
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no line in the log for {request_id}")


@contextmanager
def serving(folder: Path, *arguments: str, **environment: str) -> Iterator[Served]:
    """`pincite serve` on a free port, with the encoder that loads fast and a library in `folder`."""
    library, log = folder / "library", folder / "log"
    own = {"PINCITE_LIBRARY": str(library), "PINCITE_ENCODER": "light", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "qa_app", "serve", "--port", "0", *arguments]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, **own, **environment}
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            if "http" not in line:
                raise AssertionError(f"the server did not start: {log.read_text()}")
            yield Served(next(word for word in line.split() if word.startswith("http")), library, log, process)
        finally:
            process.kill() if process.poll() is None else None


def answer(connection: socket.socket) -> bytes:
    """One answer with its whole body, or what came before the server closed."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
        head, end, body = received.partition(b"\r\n\r\n")
        length = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
        if end and length and len(body) >= int(length[0].split(b":")[1]):
            break
    return received


def status(response: bytes) -> int:
    """The number in the first line of an answer."""
    return int(response.split(b" ", 2)[1])
