"""The index over the library's stored vectors, in generation folders that are swapped in whole.

FAISS files carry no checksum, and most damaged ones load and answer without a word. So each folder has a manifest
with the size and SHA-256 of every file. A file that was found whole is not gone through again while its size, its
times and its place on the disk stay the same: that sees whatever was written to it since, and does not see a disk that
gives back other bytes than it took, which `pincite verify` does. No word of an answer comes from these files.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from filelock import FileLock, Timeout

from corpus.errors import LibraryError, UnreadableFile
from corpus.intake.files import opened
from corpus.library.library import EncoderIdentity, Library, Unit
from index.errors import IndexDamaged, IndexStale, IndexUnusable
from index.vectors.nearest import UnitVectors

FOLDER, CURRENT, MANIFEST, FORMAT = "index", "CURRENT", "manifest.json", 3
FOUND_WHOLE = "whole.json"
_LARGEST_NOTE = 1 << 20  # bytes of CURRENT and of the manifest
_SETTLED_SECONDS = 2  # a file may be written twice within one tick of its times
UNITS: tuple[Unit, ...] = get_args(Unit)

log = logging.getLogger("pincite.index")


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


def read_index(library: Library, *, thoroughly: bool = False) -> Index:
    """The index as it lies on disk, each file checked before FAISS sees it; raises IndexUnusable.

    Files that were found whole before are gone through again only `thoroughly`.
    """
    with library.snapshot():
        encoder = _encoder(library)
        folder = _current_folder(library)
        manifest = _read_manifest(folder)
        _require_current(manifest, library, encoder)
        _require_whole(folder, manifest, thoroughly=thoroughly)
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
    for name, count, raw in _files(index):
        _write_durably(folder / name, raw)
        files[name] = asdict(_FileEntry(count, len(raw), hashlib.sha256(raw).hexdigest()))
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


def _files(index: Index) -> Iterator[tuple[str, int, bytes]]:
    """The name of each file of a generation, of how many vectors it is, and what is in it; one in memory at a time."""
    for unit, vectors in index.items():
        yield _rows_name(unit), len(vectors.spans), vectors.rows_written()
        if not vectors.is_exact:
            yield _lists_name(unit), len(vectors.spans), vectors.lists_written()


def _rows_name(unit: Unit) -> str:
    return f"{unit}s.f32"


def _lists_name(unit: Unit) -> str:
    return f"{unit}s.ivf"


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
        name = _note(root / CURRENT).decode().strip()
    except (OSError, UnreadableFile, UnicodeDecodeError) as error:
        raise IndexDamaged(f"The index {root} has no readable {CURRENT} file.") from error
    folder = root / name
    if folder.parent != root or not name.startswith("generation-") or not folder.is_dir():
        raise IndexDamaged(f"The index {root} points to {name!r}, which is not there.")
    return folder


def _note(path: Path) -> bytes:
    """A small file; raises OSError, UnreadableFile."""
    with opened(path, _LARGEST_NOTE) as (stream, size):
        return stream.read(size)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(_note(folder / MANIFEST))
    except (OSError, UnreadableFile, ValueError, RecursionError) as error:
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


def _require_whole(folder: Path, manifest: dict[str, Any], *, thoroughly: bool) -> None:
    """Raise IndexDamaged unless every file is the one that was written, as far as the head of this module says."""
    before = {} if thoroughly else _found_whole(folder)
    names = [
        name for unit in UNITS for name in (_rows_name(unit), _lists_name(unit)) if _is_there(manifest, unit, name)
    ]
    found = {name: _look(folder / name, _entry(manifest, name), before.get(name)) for name in names}
    settled = time.time() - _SETTLED_SECONDS
    noted = {name: look for name, look in found.items() if max(look[1:3]) < settled * 1e9}
    if noted != before:
        with suppress(OSError):  # a courtesy to whoever reads next
            (folder / FOUND_WHOLE).write_text(json.dumps(noted), encoding="ascii")


def _found_whole(folder: Path) -> dict[str, list[int]]:
    """How each file looked when it was last gone through."""
    try:
        found = json.loads(_note(folder / FOUND_WHOLE))
    except (OSError, UnreadableFile, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _look(path: Path, entry: _FileEntry, before: list[int] | None) -> list[int]:
    """A file's size, times and place, once it is known to be whole; raises IndexDamaged."""
    try:
        status = path.stat()
        look = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        if look == before and status.st_size == entry.bytes:
            return look
        with opened(path, entry.bytes) as (stream, size):
            whole = size == entry.bytes and hashlib.file_digest(stream, "sha256").hexdigest() == entry.sha256
    except OSError as error:
        raise IndexDamaged(f"The index file {path} cannot be read: {error.strerror}.") from error
    except UnreadableFile:
        whole = False
    if not whole:
        raise IndexDamaged(f"The index file {path} is damaged: its SHA-256 is not the one in the manifest.")
    return look


def _read_unit(
    folder: Path, unit: Unit, manifest: dict[str, Any], library: Library, encoder: EncoderIdentity
) -> UnitVectors:
    rows, lists = folder / _rows_name(unit), folder / _lists_name(unit)
    entry, spans = _entry(manifest, rows.name), library.embedded_spans(unit)
    if entry.count != len(spans) or entry.bytes != 4 * len(spans) * encoder.dimension:
        raise IndexStale(f"The index file {rows} holds {entry.count} vectors where the library has {len(spans)}.")
    listed = lists if _is_there(manifest, unit, lists.name) else None
    return UnitVectors.read(rows, listed, spans, encoder.dimension)


def _is_there(manifest: dict[str, Any], unit: Unit, name: str) -> bool:
    """Whether a generation has that file: the rows always, lists where there are many."""
    files = manifest.get("files")
    return name == _rows_name(unit) or (isinstance(files, dict) and name in files)


def _entry(manifest: dict[str, Any], name: str) -> _FileEntry:
    try:
        return _FileEntry(**manifest["files"][name])
    except (KeyError, TypeError) as error:
        raise IndexDamaged(f"The manifest does not describe {name!r}, a file of the index.") from error
