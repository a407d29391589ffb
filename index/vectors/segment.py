"""A segment of an index: the vectors of some documents in files that are never written to again."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, get_args

import numpy as np

from corpus.library.library import EncoderIdentity, Library, Unit
from index.errors import IndexDamaged
from index.vectors.nearest import EXACT, UnitVectors, listed, mapped, write_lists
from index.words.vocabulary import WordCounts

UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is kept in the folder: the vectors of which `units`, and in lists where a segment has more than `exact`."""

    exact: int = EXACT
    units: tuple[Unit, ...] = UNITS


WHOLE = Layout()
WORDS_ALONE = Layout(units=())  # where the vectors are somewhere else


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document in an index: its id, the state of it that the library names `key`, and its language.

    The key is "" where it could not be read, so that nothing of it is found.
    """

    id: str
    key: str
    language: str


@dataclass(slots=True)
class Segment:
    """The vectors and the word counts of `documents`, of which those in `gone` are not searched any more."""

    name: str
    documents: tuple[HeldDocument, ...]
    units: Mapping[Unit, UnitVectors]
    read_counts: Callable[[], WordCounts]
    gone: set[str] = field(default_factory=set)

    @property
    def living(self) -> Iterator[HeldDocument]:
        """The documents that are searched."""
        return (each for each in self.documents if each.id not in self.gone)

    @property
    def is_exact(self) -> bool:
        """Whether none of its vectors lie in lists."""
        return all(unit.is_exact for unit in self.units.values())

    @property
    def rows(self) -> int:
        """How many vectors it holds, gone ones too."""
        return sum(unit.shape[0] for unit in self.units.values())

    @property
    def living_rows(self) -> int:
        """How many of these are searched."""
        return self.rows - sum(unit.count(self.gone) for unit in self.units.values())

    def leave_out(self, document: str) -> None:
        """Find nothing of that document any more."""
        self.gone.add(document)
        for unit in self.units.values():
            unit.leave_out(document)


def make_segment(
    library: Library,
    documents: Sequence[HeldDocument],
    encoder: EncoderIdentity,
    counts: WordCounts,
    folder: Path | None,
    name: str,
    layout: Layout,
) -> Segment:
    """The segment of `documents` from the vectors in the library, written into `folder` or kept in memory.

    One document at a time is in memory. Raises IndexDamaged where a vector has not as many numbers as it must.
    """
    if folder:
        (folder / name).mkdir(parents=True)
    tables = {unit: array("i") for unit in layout.units}
    with ExitStack() as opened:
        files: dict[Unit, BinaryIO] = {
            unit: opened.enter_context((folder / name / f"{unit}s.f32").open("wb")) if folder else BytesIO()
            for unit in layout.units
        }
        for number, document in enumerate(documents):
            for unit, ordinal, start, end, vector in _vectors(library, document) if layout.units else ():
                if len(vector) != 4 * encoder.dimension:
                    raise IndexDamaged(
                        f"The library holds {len(vector) // 4} numbers for one of the {unit} vectors of {document.id}."
                    )
                files[unit].write(vector)
                tables[unit].extend((number, ordinal, start, end))
        in_memory = {unit: file.getvalue() for unit, file in files.items() if isinstance(file, BytesIO)}
    names = [document.id for document in documents]
    units = {}
    for unit in layout.units:
        table = np.ascontiguousarray(np.frombuffer(tables[unit], np.int32).reshape(-1, 4).T)
        if folder is None:
            rows = np.frombuffer(in_memory[unit], "<f4").reshape(-1, encoder.dimension).astype(np.float32, copy=False)
            units[unit] = UnitVectors(
                rows, table, names, listed(rows) if len(rows) > layout.exact else None, layout.exact
            )
        else:
            (folder / name / f"{unit}s.spans").write_bytes(table.astype("<i4").tobytes())
            units[unit] = _listed_if_many(folder / name, unit, names, encoder.dimension, layout.exact)
    if folder:
        told = [[each.id, each.key, each.language] for each in documents]
        (folder / name / "documents.json").write_bytes(json.dumps(told).encode())
        (folder / name / "words.json").write_bytes(counts.written())
    return Segment(name, tuple(documents), units, lambda: counts)


def _vectors(library: Library, document: HeldDocument) -> Iterable[tuple[Unit, int, int, int, bytes]]:
    return library.vector_rows(document.id) if document.key else ()


def _listed_if_many(folder: Path, unit: Unit, names: Sequence[str], dimension: int, exact: int) -> UnitVectors:
    rows, table, lists = (folder / f"{unit}s.{kind}" for kind in ("f32", "spans", "ivf"))
    made = UnitVectors.read(rows, table, None, names, dimension, exact)
    if made.shape[0] <= exact:
        return made
    write_lists(listed(made.rows), lists)
    return UnitVectors.read(rows, table, lists, names, dimension, exact)


def read_segment(folder: Path, stored: Mapping[str, Any], dimension: int, layout: Layout) -> Segment:
    """A segment as `described` tells of it, from files that are known to be whole."""
    name, gone = str(stored["name"]), stored["gone"]
    documents = tuple(HeldDocument(*each) for each in json.loads((folder / name / "documents.json").read_bytes()))
    names = [document.id for document in documents]
    units = {}
    for unit in layout.units:
        rows, table, lists = (folder / name / f"{unit}s.{kind}" for kind in ("f32", "spans", "ivf"))
        there = lists if lists.exists() else None
        units[unit] = UnitVectors.read(rows, table, there, names, dimension, layout.exact)
    counted = mapped(folder / name / "words.json", "u1", (-1,))  # open, so that it can be read when the folder is gone
    segment = Segment(name, documents, units, cache(lambda: WordCounts.read(counted.tobytes())))
    for number in gone:
        segment.leave_out(names[number])
    return segment


def described(segment: Segment) -> dict[str, Any]:
    """What a manifest says of a segment."""
    gone = [number for number, document in enumerate(segment.documents) if document.id in segment.gone]
    return {"name": segment.name, "gone": gone}
