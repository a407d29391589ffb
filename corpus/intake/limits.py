"""What reading one file may cost, and how the child process is held to it."""

import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NoReturn

MEGABYTE = 1 << 20
MOST_SCANNED = 200  # pages
_SECONDS_A_PAGE, _OCR_MEGABYTES = 300, 3_000
OUT_OF_MEMORY = 77  # the exit code of a child process that had no memory left to say so


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of computing and of waiting, each; `megabytes` of memory of the whole child process."""

    seconds: int = 60
    megabytes: int = 500
    file_megabytes: int = 200
    characters: int = 20_000_000
    pages: int = 2_000
    ocr: int = 0  # whether pictures are read, 0 or 1

    def for_ocr(self, pages: int) -> "Limits":
        """The same for a scan of so many pages: an engine at work on a page needs about 1.5 GB."""
        return replace(self, seconds=self.seconds + _SECONDS_A_PAGE * pages, megabytes=_OCR_MEGABYTES, ocr=1)

    def as_arguments(self) -> list[str]:
        """For the child's command line."""
        return [str(value) for value in asdict(self).values()]


def take_limits(limits: Limits) -> None:
    """Bind this process for good: memory, files it may write, connections, core dumps."""
    sys.addaudithook(_refuse)
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is what is left
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":
        # The address space and not RLIMIT_DATA, which lets pass what is mapped from files and counts what threads
        # reserve; here one thread runs and one arena serves it. What is mapped at the start and not yet in memory
        # (the libraries' code) is granted on top. pdfium and lxml need far less than this for what people publish.
        size, resident = _memory()
        most = size + limits.megabytes * MEGABYTE - resident
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def too_much_memory(limits: Limits) -> str:
    """The sentence for a file that does not fit."""
    return f"Reading it needed more than {limits.megabytes} MB of memory."


def too_much_time(limits: Limits) -> str:
    """The sentence for a file that takes too long."""
    return f"It took more than {limits.seconds} seconds to read."


def allow_seconds(seconds: int) -> None:
    """Give the next file its computing time, which the system counts over the whole life of the process."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _memory() -> tuple[int, int]:
    """Bytes of address space and of memory in use."""
    size, resident = Path("/proc/self/statm").read_text().split()[:2]
    page = os.sysconf("SC_PAGE_SIZE")
    return int(size) * page, int(resident) * page


_REFUSED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
)


def _refuse(event: str, _: object) -> None:
    if event in _REFUSED:
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(f"reading a file must not need {event}")
