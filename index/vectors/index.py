"""The index over the library's stored vectors, in generation folders that are swapped in whole.

FAISS files carry no checksum, and most damaged ones load and answer without a word. So each folder has a manifest
with the size and SHA-256 of every file, and what is read is the very bytes that were hashed.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
import uuid
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import faiss
import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from corpus.errors import LibraryError
from corpus.library.library import EmbeddedSpan, EncoderIdentity, Library, Place, Unit
from index.encoders.encoder import Vectors
from index.errors import IndexDamaged, IndexStale, IndexUnusable

FOLDER, CURRENT, MANIFEST, FORMAT = "index", "CURRENT", "manifest.json", 2
UNITS: tuple[Unit, ...] = get_args(Unit)

log = logging.getLogger("pincite.index")


# The vectors of one unit in FAISS: the nearest of them in some documents, and how like a question each is.

_Range = tuple[int, int]
_NONE: _Range = (0, 0)

_Key = TypeVar("_Key", bound=Hashable)


def _ranges(keys: Iterable[_Key]) -> dict[_Key, _Range]:
    """Where the run of each key starts and stops; equal keys stand together."""
    ranges: dict[_Key, _Range] = {}
    for row, key in enumerate(keys):
        ranges[key] = (ranges.get(key, (row, row))[0], row + 1)
    return ranges


class UnitVectors:
    """The vectors of one unit: row i belongs to `spans[i]`, and those of a paragraph or document follow each other.

    Every search looks at every row that may be found, so that what is nearest is found for certain.
    """

    def __init__(self, index: Any, spans: Sequence[EmbeddedSpan]) -> None:
        self.index = index
        self.spans = tuple(spans)
        self._of_document = _ranges(span.document for span in self.spans)
        self._of_paragraph = _ranges((span.document, span.ordinal) for span in self.spans)
        # FAISS's own memory, which the index keeps.
        whole = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d) if index.ntotal else np.zeros(0, np.float32)
        self._rows: Vectors = whole.reshape(-1, index.d)

    @property
    def shape(self) -> tuple[int, int]:
        """How many vectors, and how many numbers each."""
        return int(self.index.ntotal), int(self.index.d)

    @classmethod
    def of(cls, vectors: Vectors, spans: Sequence[EmbeddedSpan]) -> "UnitVectors":
        """An index over `vectors`, shape (n, d), one for each span."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index, spans)

    @classmethod
    def from_bytes(cls, raw: bytes, spans: Sequence[EmbeddedSpan]) -> "UnitVectors":
        """What `to_bytes` gave; the bytes must be known to be whole."""
        return cls(faiss.deserialize_index(np.frombuffer(raw, dtype=np.uint8)), spans)

    def to_bytes(self) -> bytes:
        """The index as FAISS writes it, without the spans."""
        raw: bytes = faiss.serialize_index(self.index).tobytes()
        return raw

    def nearest(self, queries: Vectors, k: int, documents: Collection[str] | None = None) -> list[list[Place]]:
        """For each query, shape (n, d), the paragraphs of the `k` rows nearest by inner product; nearest first.

        Only from `documents`, if given.
        """
        rows = None if documents is None else self._rows_of(documents)
        found = len(self.spans) if rows is None else len(rows)
        if not found:
            return [[] for _ in queries]
        selector = None if rows is None else self._selector(rows)  # FAISS keeps a bare pointer to it
        parameters = selector and faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, places = self.index.search(queries, min(k, found), params=parameters)
        return [[self._place(row) for row in nearest if row >= 0] for nearest in places.tolist()]

    def likeness(self, query: Vectors, place: Place) -> Vectors:
        """The inner product of `query`, shape (d,), with each row of a paragraph, in order."""
        start, stop = self._of_paragraph.get(place, _NONE)
        likeness: Vectors = self._rows[start:stop] @ query
        return likeness

    def spans_of(self, place: Place) -> tuple[EmbeddedSpan, ...]:
        """What stands in the rows of a paragraph, in order."""
        start, stop = self._of_paragraph.get(place, _NONE)
        return self.spans[start:stop]

    def vectors(self, start: int, stop: int) -> Vectors:
        """Rows `start` to `stop` (not included), shape (stop - start, d)."""
        return self._rows[start:stop].copy()

    def _place(self, row: int) -> Place:
        return self.spans[row].document, self.spans[row].ordinal

    def _rows_of(self, documents: Collection[str]) -> NDArray[np.int64]:
        ranges = (self._of_document.get(document, _NONE) for document in documents)
        rows = [np.arange(*each, dtype=np.int64) for each in ranges]
        return np.sort(np.concatenate(rows)) if rows else np.zeros(0, np.int64)

    def _selector(self, rows: NDArray[np.int64]) -> Any:
        """A list of few rows is gone through; of many, a bit for each row of all tells whether it is searched."""
        if len(rows) * 8 < len(self.spans):
            return faiss.IDSelectorArray(rows)
        chosen = np.zeros(len(self.spans), np.uint8)
        chosen[rows] = 1
        return faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))  # type: ignore[call-arg,arg-type]


Index = Mapping[Unit, UnitVectors]


@dataclass(frozen=True, slots=True)
class _FileEntry:
    count: int
    bytes: int
    sha256: str


def open_index(library: Library) -> Index:
    """The library's index, verified; a missing, damaged or stale one is rebuilt from the stored vectors.

    What a process that was killed left beside the current generation is removed.
    """
    try:
        index = read_index(library)
        _remove_orphans(library)
        return index
    except IndexUnusable as error:
        if (library.folder / FOLDER / CURRENT).exists():
            # That documents came or went is no news; that a file is not what was written is.
            level = logging.WARNING if isinstance(error, IndexDamaged) else logging.INFO
            log.log(level, "%s It is rebuilt from the stored vectors.", error)
    index, manifest_head = _build(library)
    try:
        _store(library, index, manifest_head)
    except LibraryError as error:
        log.warning("%s The index is kept in memory.", error)
    return index


def read_index(library: Library) -> Index:
    """The index as it lies on disk, each file checked before FAISS sees it; raises IndexUnusable."""
    with library.snapshot():
        encoder = _encoder(library)
        folder = _current_folder(library)
        manifest = _read_manifest(folder)
        _require_current(manifest, library, encoder)
        return {unit: _read_unit(folder, unit, manifest, library, encoder) for unit in UNITS}


def build_index(library: Library) -> Index:
    """Build from the vectors in SQLite, without encoding, and swap the new generation in.

    Where the library cannot be written the index is kept in memory only. Raises LibraryError where there is no
    space left for it; the generation before it stays.
    """
    index, manifest_head = _build(library)
    _store(library, index, manifest_head)
    return index


def remove_leftovers(library: Library) -> int:
    """Remove what a process that was killed left beside the current generation; how many files and folders."""
    with _lock(library):
        return _remove_others(_current_folder(library))


def _build(library: Library) -> tuple[Index, dict[str, Any]]:
    with library.snapshot():
        encoder = _encoder(library)
        return {unit: _build_unit(library, unit, encoder) for unit in UNITS}, _manifest_head(library, encoder)


def _store(library: Library, index: Index, manifest_head: dict[str, Any]) -> None:
    if not library.writable:
        return
    try:
        with _lock(library):
            _write(library.folder / FOLDER, index, manifest_head)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
        reason = "There is no space left for" if full else f"Writing failed ({error.strerror}) for"
        raise LibraryError(f"{reason} the index of {library.folder}.") from error


def _encoder(library: Library) -> EncoderIdentity:
    encoder = library.encoder()
    if encoder is None:
        raise IndexStale(f"The library {library.folder} has no vectors yet; `pincite index` makes them.")
    return encoder


def _build_unit(library: Library, unit: Unit, encoder: EncoderIdentity) -> UnitVectors:
    spans = library.embedded_spans(unit)
    vectors = np.frombuffer(library.vectors(unit), dtype="<f4").astype(np.float32)
    if vectors.size != len(spans) * encoder.dimension:
        raise IndexDamaged(f"The library holds {vectors.size} numbers for {len(spans)} {unit} vectors.")
    return UnitVectors.of(vectors.reshape(-1, encoder.dimension), spans)


def _manifest_head(library: Library, encoder: EncoderIdentity) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "library_generation": library.generation,
        "library_fingerprint": library.fingerprint(),
        "encoder": encoder.name,
        "dimension": encoder.dimension,
    }


def _write(root: Path, index: Index, manifest: dict[str, Any]) -> None:
    """Write a generation folder beside the others, make sure it is on disk, then point CURRENT at it."""
    folder = root / f"generation-{manifest['library_generation']:06}-{uuid.uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    try:
        _write_generation(root, folder, index, manifest)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _remove_others(folder)


def _write_generation(root: Path, folder: Path, index: Index, manifest: dict[str, Any]) -> None:
    files = {}
    for unit, vectors in index.items():
        raw = vectors.to_bytes()
        _write_durably(folder / _file_name(unit), raw)
        files[unit] = asdict(_FileEntry(len(vectors.spans), len(raw), hashlib.sha256(raw).hexdigest()))
    _write_durably(folder / MANIFEST, json.dumps({**manifest, "files": files}, indent=1).encode())
    _sync_folder(folder)
    temporary = root / f"{CURRENT}.{folder.name}"
    _write_durably(temporary, folder.name.encode())
    temporary.replace(root / CURRENT)
    _sync_folder(root)


def _remove_others(current: Path) -> int:
    others = [path for path in current.parent.glob("generation-*") if path != current]
    for folder in others:
        shutil.rmtree(folder, ignore_errors=True)
    pointers = list(current.parent.glob(f"{CURRENT}.*"))
    for pointer in pointers:
        pointer.unlink(missing_ok=True)
    return len(others) + len(pointers)


def _remove_orphans(library: Library) -> None:
    """Leave the current generation alone; nothing is done while another process is building."""
    if not library.writable or len(list((library.folder / FOLDER).iterdir())) == 2:  # CURRENT and what it names
        return
    try:
        with _lock(library, wait_seconds=0):
            _remove_others(_current_folder(library))
    except Timeout:
        log.info("Another process is building the index of %s.", library.folder)


def _lock(library: Library, wait_seconds: float = -1) -> FileLock:
    return FileLock(library.folder / "index.lock", timeout=wait_seconds)


def _file_name(unit: Unit) -> str:
    return f"{unit}s.faiss"


def _write_durably(path: Path, raw: bytes) -> None:
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _current_folder(library: Library) -> Path:
    root = library.folder / FOLDER
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"The index {root} has no readable {CURRENT} file.") from error
    folder = root / name
    if folder.parent != root or not name.startswith("generation-") or not folder.is_dir():
        raise IndexDamaged(f"The index {root} points to {name!r}, which is not there.")
    return folder


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"The index {folder} has no readable manifest.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise IndexStale(f"The index {folder} is not of format {FORMAT}.")
    return manifest


def _require_current(manifest: dict[str, Any], library: Library, encoder: EncoderIdentity) -> None:
    for field, wanted in _manifest_head(library, encoder).items():
        if manifest.get(field) != wanted:
            raise IndexStale(
                f"The index of {library.folder} has {field} {manifest.get(field)!r} where the library has {wanted!r}."
            )


def _read_unit(
    folder: Path, unit: Unit, manifest: dict[str, Any], library: Library, encoder: EncoderIdentity
) -> UnitVectors:
    path = folder / _file_name(unit)
    entry = _entry(manifest, unit, path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise IndexDamaged(f"The index file {path} cannot be read: {error.strerror}.") from error
    if len(raw) != entry.bytes or hashlib.sha256(raw).hexdigest() != entry.sha256:
        raise IndexDamaged(f"The index file {path} is damaged: its SHA-256 is not the one in the manifest.")
    spans = library.embedded_spans(unit)
    if entry.count != len(spans):
        raise IndexStale(f"The index file {path} holds {entry.count} vectors where the library has {len(spans)}.")
    vectors = UnitVectors.from_bytes(raw, spans)
    if vectors.shape != (len(spans), encoder.dimension):
        raise IndexStale(
            f"The index file {path} holds {vectors.shape} numbers where the library has {len(spans)} rows."
        )
    return vectors


def _entry(manifest: dict[str, Any], unit: Unit, path: Path) -> _FileEntry:
    try:
        return _FileEntry(**manifest["files"][unit])
    except (KeyError, TypeError) as error:
        raise IndexDamaged(f"The manifest beside {path} does not describe that file.") from error
