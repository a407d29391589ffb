"""A folder that is made once, in whole, and checked before it is used.

Each time it is asked for, the size and the time of every file are compared with those that were noted; only where a
time differs is the SHA-256 compared, which takes a second for the encoder's 250 MB and would be paid at every start.
So what goes unnoticed is damage that keeps a file's size and its time. `fully` compares every SHA-256.
"""

import errno
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.errors import EncoderUnavailable

MANIFEST = "manifest.json"
PARTIAL = "partial"

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def kept_folder(cache: Path, name: str, write: Callable[[Path], None]) -> Path:
    """The folder `name` in `cache`; where it is missing or damaged, `write` fills an empty one that takes its place.

    One process at a time writes, and others wait for it. Raises EncoderUnavailable where `cache` cannot be written.
    """
    folder = cache / name
    if is_whole(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{name}.lock"):
            if not is_whole(folder):
                _replace(folder, write)
    except OSError as error:
        raise EncoderUnavailable(_in_words(cache, error)) from error
    return folder


def is_whole(folder: Path, *, fully: bool = False) -> bool:
    """Whether every file that was written there is there as it was written."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        return all(_is_as_noted(folder / name, noted, fully) for name, noted in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_as_noted(path: Path, noted: dict[str, Any], fully: bool) -> bool:
    found = path.stat()
    if found.st_size != noted["bytes"]:
        return False
    return (found.st_mtime_ns == noted["mtime_ns"] and not fully) or _sha256(path) == noted["sha256"]


def _replace(folder: Path, write: Callable[[Path], None]) -> None:
    """Whoever is killed before the new folder has its name leaves a partial one, which the next one removes."""
    _remove_partial(folder)
    new = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.{PARTIAL}")
    try:
        new.mkdir()
        write(new)
        _note(new)
        if folder.exists():
            folder.rename(new.with_name(f"{folder.name}.damaged.{PARTIAL}"))
        new.rename(folder)
    finally:
        _remove_partial(folder)


def _note(folder: Path) -> None:
    """Make sure that every file is on disk, and write the manifest last."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            os.fsync(file.fileno())
        found = path.stat()
        noted = {"bytes": found.st_size, "mtime_ns": found.st_mtime_ns, "sha256": _sha256(path)}
        files[path.relative_to(folder).as_posix()] = noted
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump({"files": files}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _remove_partial(folder: Path) -> None:
    for path in folder.parent.glob(f"{folder.name}.*.{PARTIAL}"):
        shutil.rmtree(path, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _in_words(cache: Path, error: OSError) -> str:
    elsewhere = "PINCITE_CACHE names another folder for it."
    if error.errno in _FULL:
        return f"There is no space left to unpack the encoder into {cache} (250 MB); {elsewhere}"
    return f"The encoder cannot be unpacked into {cache}: {error.strerror or error}; {elsewhere}"
