"""The folders that reports lie in: what is there, each report read once as long as its file stays the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from eval.errors import InvalidReport
from eval.pages.reading import shown_report
from eval.pages.shown import Shown

_LAST = 99


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a report is not shown."""

    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A report file: its name, whether it was made here or came with pincite, and what it says or why it can't."""

    name: str
    path: Path
    is_own: bool
    sha256: str
    content: Shown | Fault

    @property
    def shown(self) -> Shown | None:
        """What it says; None where it cannot be read."""
        return self.content if isinstance(self.content, Shown) else None

    @property
    def fault(self) -> str:
        """Why it is not shown; "" where it is."""
        return self.content.reason if isinstance(self.content, Fault) else ""


class KeptReports:
    """The reports of two folders, of which neither needs to exist; of one name in both, the maintainer's own counts."""

    def __init__(self, shipped: Path, own: Path) -> None:
        self.shipped, self.own = shipped, own
        self._read: dict[Path, tuple[tuple[int, int], Kept]] = {}

    def every(self) -> tuple[Kept, ...]:
        """All of them, in the order in which a person would ask."""
        found = [kept for path, is_own in self._files().values() if (kept := self._kept(path, is_own))]
        return tuple(sorted(found, key=lambda kept: (kept.shown.order if kept.shown else _LAST, kept.name)))

    def named(self, name: str) -> Kept | None:
        """The report of that name, if there is one."""
        path, is_own = self._files().get(name, (None, False))
        return self._kept(path, is_own) if path else None

    def _files(self) -> dict[str, tuple[Path, bool]]:
        return {path.stem: (path, is_own) for path, is_own in self._listed()}

    def _listed(self) -> Iterator[tuple[Path, bool]]:
        for folder, is_own in ((self.shipped, False), (self.own, True)):
            if folder.is_dir():
                yield from ((path, is_own) for path in sorted(folder.glob("*.json")) if path.is_file())

    def _kept(self, path: Path, is_own: bool) -> Kept | None:
        """The report as it was read before, unless its file has changed; None where it is gone by now."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._read.get(path)
        if known and known[0] == stamp:
            return known[1]
        kept = _read(path, is_own)
        self._read[path] = (stamp, kept)
        return kept


def _read(path: Path, is_own: bool) -> Kept:
    try:
        digest = sha256(path.read_bytes()).hexdigest()
        return Kept(path.stem, path, is_own, digest, shown_report(path))
    except InvalidReport as error:
        return Kept(path.stem, path, is_own, digest, Fault(str(error).replace(str(path), path.name)))
    except OSError as error:
        return Kept(path.stem, path, is_own, "", Fault(f"{path.name} cannot be read: {error.strerror or error}."))
