"""The first search of a process that has just begun, which imports no more than searching takes."""

import json
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from corpus.library.library import Library
from index.encoders.hashing import HashingEncoder
from index.engine import Engine


def first_search(folder: Path, dimension: int, question: str) -> Mapping[str, float]:
    """Seconds that opening the library and the first search take in this process, and the megabytes it has then."""
    start = time.perf_counter()
    with Library.open(folder, tuple) as library:
        engine = Engine(library, lambda: HashingEncoder(dimension))
        engine.open()
        opened = time.perf_counter()
        engine.search_many([question], 10, [None])
    return {"opening": opened - start, "search": time.perf_counter() - opened, "memory": _resident()}


def _resident() -> float:
    """Megabytes of memory that are this process's own: pages of files that are mapped can be had again."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1e3 for line in status.read_text().splitlines() if "RssAnon" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    print(json.dumps(first_search(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))  # noqa: T201
