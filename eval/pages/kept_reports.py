"""The folders that reports lie in: what is there, each report read once as long as its file stays the same."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.errors import InvalidReport
from eval.pages.bench_report import shown_bench
from eval.pages.cutting_report import shown_cutting
from eval.pages.question_report import shown_questions
from eval.pages.quote_report import shown_quotations
from eval.pages.shown import Shown
from eval.pages.standing_report import shown_standing
from eval.reports.file import read_json, require_fields, require_sealed

_LAST = 99


@dataclass(frozen=True, slots=True)
class Kept:
    """A report file: its name, whether it was made here or came with pincite, and what it says.

    `shown` is None where it cannot be read, and `fault` then says why.
    """

    name: str
    path: Path
    is_own: bool
    sha256: str
    shown: Shown | None
    fault: str = ""


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
        folders = ((self.shipped, False), (self.own, True))
        found = ((path, is_own) for folder, is_own in folders for path in sorted(folder.glob("*.json")))
        return {path.stem: (path, is_own) for path, is_own in found if path.is_file()}

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
        return Kept(path.stem, path, is_own, digest, None, str(error).replace(str(path), path.name))
    except OSError as error:
        return Kept(path.stem, path, is_own, "", None, f"{path.name} cannot be read: {error.strerror or error}.")


# A report file as it is shown: which kind of report it is, whether it is as it was written, and what it says.

# The largest report of a set of thousands of questions has some 15 MB; more would hold up everybody else.
MOST_BYTES = 64_000_000


def shown_report(path: Path) -> Shown:
    """What the report in `path` says.

    Raises InvalidReport, with a sentence for people, where it is too large, no report, changed after it was written, or
    lacks what is shown.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InvalidReport(f"{path} is larger than {MOST_BYTES // 1_000_000} MB, too large to be shown.")
    report = read_json(path)
    make = _maker(path, report)
    try:
        return make(report)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise InvalidReport(f"{path} is not as pincite writes reports: {_cause(error)}. Make it again.") from error


def _maker(path: Path, report: Any) -> Callable[[Any], Shown]:
    """What shows a report of that kind; raises InvalidReport where it is of none, or its checksum does not fit."""
    if isinstance(report, dict) and isinstance(report.get("systems"), dict):
        require_sealed(path, report)
        require_fields(path, report)
        return shown_questions
    if isinstance(report, dict) and isinstance(report.get("sets"), dict):
        require_sealed(path, report)
        return shown_standing
    if isinstance(report, dict) and isinstance(report.get("sets"), list) and report["sets"]:
        is_of_quotations = "quotations" in report["sets"][0]
        return shown_quotations if is_of_quotations else shown_cutting
    if isinstance(report, dict) and isinstance(report.get("rows"), list) and report["rows"]:
        return shown_bench
    raise InvalidReport(f"{path} is not a report that pincite eval or pincite bench has written.")


def _cause(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
