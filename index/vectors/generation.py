"""Folders that hold an index, each whole and never written to again: the next one shares its files and is swapped in.

FAISS and tantivy read most damaged files without a word. So each folder has a manifest with the size and SHA-256 of
every file. A file that was found whole is not gone through again while its size, its time and its place on the disk
stay the same: that sees whatever was written to it since, unless its time was set back on purpose, and does not see a
disk that gives back other bytes than it took, which `pincite verify` does. No word of an answer comes from these files.
"""

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.intake.files import opened
from index.errors import IndexDamaged, IndexStale

FOLDER, CURRENT, MANIFEST, FORMAT = "index", "CURRENT", "manifest.json", 4
FOUND_WHOLE = "whole.json"
_PREFIX, _UNFINISHED = "generation-", "merging-"
_LARGEST_NOTE = 1 << 22  # bytes of CURRENT and of the manifest
_SETTLED_SECONDS = 2  # a file may be written twice within one tick of its time

_Looks = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class _FileEntry:
    bytes: int
    sha256: str


class Generation:
    """One such folder; `manifest` says what it was made from."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest

    @classmethod
    def current(cls, root: Path) -> "Generation":
        """The one that `root` points to; raises IndexDamaged where none can be read, IndexStale of another format."""
        folder = _current_folder(root)
        try:
            manifest = json.loads(_note(folder / MANIFEST))
        except (OSError, UnreadableFile, ValueError, RecursionError) as error:
            raise IndexDamaged(f"The index {folder} has no readable manifest.") from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise IndexStale(f"The index {folder} is not of format {FORMAT}.")
        if not isinstance(manifest.get("files"), dict):
            raise IndexDamaged(f"The manifest of the index {folder} describes no files.")
        return cls(folder, manifest)

    def has(self, name: str) -> bool:
        """Whether a file of that name belongs to it."""
        return name in self.manifest["files"]

    def require_whole(self, *, thoroughly: bool = False) -> None:
        """Raise IndexDamaged unless every file is the one that was written, as far as the head of this module says."""
        before = {} if thoroughly else self.found_whole()
        found = {name: _look(self.folder / name, self.entry(name), before.get(name)) for name in self.manifest["files"]}
        settled = time.time() - _SETTLED_SECONDS
        noted = {name: look for name, look in found.items() if look == before.get(name) or look[1] < settled * 1e9}
        if noted != before:
            with suppress(OSError):  # a courtesy to whoever reads next
                (self.folder / FOUND_WHOLE).write_text(json.dumps(noted), encoding="ascii")

    def found_whole(self) -> _Looks:
        """How each file looked when it was last gone through."""
        try:
            found = json.loads(_note(self.folder / FOUND_WHOLE))
        except (OSError, UnreadableFile, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def entry(self, name: str) -> _FileEntry:
        """What the manifest says of a file; raises IndexDamaged."""
        try:
            return _FileEntry(**self.manifest["files"][name])
        except (KeyError, TypeError) as error:
            raise IndexDamaged(f"The manifest does not describe {name!r}, a file of the index.") from error


def write_generation(
    root: Path, before: Generation | None, keeps: Callable[[str], bool], fill: Callable[[Path], Mapping[str, Any]]
) -> Generation:
    """The next generation, on disk and pointed to; `before` and all others are gone then.

    It begins with the files of `before` that it `keeps`; `fill` adds what is new to the folder, never writing into a
    file that is there, and returns what the manifest is to say. Raises OSError.
    """
    folder = root / f"{_PREFIX}{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    try:
        known = _share(before, folder, keeps) if before else {}
        manifest = {"format": FORMAT, **fill(folder)}
        entries, looks = dict[str, _FileEntry](), _Looks()
        for name in sorted(_files(folder)):
            looks[name] = _seen(folder / name)
            shared = known.get(name)
            entries[name] = shared[1] if shared and shared[0] == looks[name][2] else _synced(folder / name)
        manifest["files"] = {name: asdict(entry) for name, entry in entries.items()}
        _write_durably(folder / MANIFEST, json.dumps(manifest).encode())
        _write_durably(folder / FOUND_WHOLE, json.dumps(looks).encode())
        _sync_folder(folder)
        temporary = root / f"{CURRENT}.{folder.name}"
        _write_durably(temporary, folder.name.encode())
        temporary.replace(root / CURRENT)
        _sync_folder(root)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    remove_others(folder)
    return Generation(folder, manifest)


def unfinished(root: Path) -> Path:
    """An empty folder for what may become part of a generation."""
    folder = root / f"{_UNFINISHED}{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    return folder


def remove_others(current: Path) -> int:
    """Remove what a process that was killed left beside the current generation; how many files and folders."""
    pointers = list(current.parent.glob(f"{CURRENT}.*"))
    for pointer in pointers:
        pointer.unlink(missing_ok=True)
    return len(pointers) + _removed(path for path in current.parent.glob(f"{_PREFIX}*") if path != current)


def remove_unfinished(root: Path) -> int:
    """Remove what was to become part of a generation; nobody may be at it."""
    return _removed(root.glob(f"{_UNFINISHED}*"))


def _removed(folders: Iterable[Path]) -> int:
    found = list(folders)
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found)


def share(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the disk knows no such thing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _share(before: Generation, folder: Path, keeps: Callable[[str], bool]) -> dict[str, tuple[int, _FileEntry]]:
    """The place on the disk and the entry of each file that is shared."""
    known = {}
    for name in filter(keeps, before.manifest["files"]):
        share(before.folder / name, folder / name)
        if (folder / name).stat().st_ino == (before.folder / name).stat().st_ino:
            known[name] = (folder / name).stat().st_ino, before.entry(name)
    return known


def _files(folder: Path) -> Iterator[str]:
    """All but what tantivy locks with."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.endswith(".lock"):
            yield path.relative_to(folder).as_posix()


def _synced(path: Path) -> _FileEntry:
    """A new file, safe on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return _FileEntry(file.tell(), digest)


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


def _current_folder(root: Path) -> Path:
    try:
        name = _note(root / CURRENT).decode().strip()
    except (OSError, UnreadableFile, UnicodeDecodeError) as error:
        raise IndexDamaged(f"The index {root} has no readable {CURRENT} file.") from error
    folder = root / name
    if folder.parent != root or not name.startswith(_PREFIX) or not folder.is_dir():
        raise IndexDamaged(f"The index {root} points to {name!r}, which is not there.")
    return folder


def _note(path: Path) -> bytes:
    """A small file; raises OSError, UnreadableFile."""
    with opened(path, _LARGEST_NOTE) as (stream, size):
        return stream.read(size)


def _seen(path: Path) -> list[int]:
    """A file's size, time and place. Not when it was last linked, which each generation is."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _look(path: Path, entry: _FileEntry, before: list[int] | None) -> list[int]:
    """What is seen of a file, once it is known to be whole; raises IndexDamaged."""
    try:
        look = _seen(path)
        if look == before and look[0] == entry.bytes:
            return look
        with opened(path, max(entry.bytes, 1)) as (stream, size):
            whole = size == entry.bytes and hashlib.file_digest(stream, "sha256").hexdigest() == entry.sha256
    except OSError as error:
        raise IndexDamaged(f"The index file {path} cannot be read: {error.strerror}.") from error
    except UnreadableFile:
        whole = False
    if not whole:
        raise IndexDamaged(f"The index file {path} is damaged: its SHA-256 is not the one in the manifest.")
    return look
