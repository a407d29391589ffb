"""One writer at a time: a lock in the library's folder that names the process that holds it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import LibraryBusy, LibraryReadOnly

LOCK, HOLDER = "writing.lock", "writing.pid"


class WriterLock:
    """Held around a whole run that writes. The kernel releases it when its holder ends, however that happens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK)

    @contextmanager
    def held(self, wait_seconds: float = 0) -> Iterator[None]:
        """Hold the lock, also within a block that holds it; raises LibraryBusy, LibraryReadOnly."""
        try:
            self._lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise LibraryBusy(
                f"The library {self._folder} is being written by another pincite{self._holder()};"
                " try again when it is done."
            ) from error
        except OSError as error:
            raise LibraryReadOnly(f"The library {self._folder} cannot be written ({error.strerror}).") from error
        try:
            with self._told():
                yield
        finally:
            self._lock.release()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say who holds the lock, in a file of its own: on some systems nobody else may read a locked one."""
        path = self._folder / HOLDER
        if self._lock.lock_counter > 1:
            yield
            return
        _write(path, str(os.getpid()))
        try:
            yield
        finally:
            _write(path, "")

    def _holder(self) -> str:
        """The holder's number in brackets; nothing where it has not been written yet."""
        for _ in range(10):
            try:
                number = (self._folder / HOLDER).read_text(encoding="ascii", errors="replace").strip()
            except OSError:
                number = ""
            if number.isdigit():
                return f" (process {number})"
            time.sleep(0.02)
        return ""


def _write(path: Path, text: str) -> None:
    """The name of the holder is a courtesy: where the disk is full it is left out, and the writing says so itself."""
    try:
        path.write_text(text, encoding="ascii")
    except OSError:
        with suppress(OSError):
            path.unlink()
