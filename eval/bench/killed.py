"""A process that adds, encodes and indexes until it is killed, and says what it has done."""

import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from corpus.library.library import Library, Origin
from corpus.types import Document
from eval.bench.made import document_of
from index.encoders.encoder import Vectors
from index.encoders.hashing import HashingEncoder
from index.engine import Engine

ENCODED, SAID = "encoded.log", "said.log"
_EVERY = 6  # documents that are added before they are made searchable


def law(number: int) -> Document:
    """A document whose paragraphs name its number, by an id that every third of them shares."""
    name = "law" if number % 3 == 0 else f"law-{number}"
    return document_of(name, [f"Article {n} of law {number} protects forest {number * n}." for n in range(1, 31)])


def write_for_ever(folder: Path) -> None:
    """Add documents, say of each that it is stored, and make them searchable, until somebody kills this."""
    with Library.open(folder / "library", tuple) as library, library.writing():
        engine = Engine(library, lambda: NotingEncoder(folder / ENCODED))
        print("begun", flush=True)  # noqa: T201
        for number in count(len(lines(folder / SAID)) + 1):
            library.add(law(number), Origin(f"{number}.txt", f"{number:064}"))
            _note(folder / SAID, str(number))
            if number % _EVERY == 0:
                engine.encode()
                engine.bring_up_to_date()


class NotingEncoder(HashingEncoder):
    """Writes down what it encodes."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        _note(self._log, *texts)
        return super().encode_paragraphs(texts)


def _note(log: Path, *told: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in told))


def lines(log: Path) -> list[str]:
    """The lines that were written whole."""
    if not log.exists():
        return []
    return [line[:-1] for line in log.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]))
