"""A report file as it is shown: which kind of report it is, whether it is as it was written, and what it says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.errors import InvalidReport
from eval.pages.bench_report import shown_bench
from eval.pages.cutting_report import shown_cutting
from eval.pages.question_report import shown_questions
from eval.pages.quote_report import shown_quotations
from eval.pages.shown import Shown
from eval.pages.standing_report import shown_standing
from eval.reports.file import read_report, sealed

# The largest report of a set of thousands of questions has some 15 MB; more would hold up everybody else.
MOST_BYTES = 64_000_000


def shown_report(path: Path) -> Shown:
    """What the report in `path` says.

    Raises InvalidReport, with a sentence for people, where it is too large, no report, changed after it was written, or
    lacks what is shown.
    """
    report = _read(path)
    make = _maker(path, report)
    try:
        return make(report)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise InvalidReport(f"{path.name} is not as pincite writes reports: {_cause(error)}. Make it again.") from error


def _read(path: Path) -> Any:
    if path.stat().st_size > MOST_BYTES:
        raise InvalidReport(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be shown.")
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InvalidReport(f"{path.name} is not JSON: {error}.") from error


def _maker(path: Path, report: Any) -> Callable[[Any], Shown]:
    """What shows a report of that kind; raises InvalidReport where it is of none, or its checksum does not fit."""
    if isinstance(report, dict) and isinstance(report.get("systems"), dict):
        _as_written(path, report)
        read_report(path)  # names any field that is wrong
        return shown_questions
    if isinstance(report, dict) and isinstance(report.get("sets"), dict):
        _as_written(path, report)
        return shown_standing
    if isinstance(report, dict) and isinstance(report.get("sets"), list) and report["sets"]:
        is_of_quotations = "quotations" in report["sets"][0]
        return shown_quotations if is_of_quotations else shown_cutting
    if isinstance(report, dict) and isinstance(report.get("rows"), list) and report["rows"]:
        return shown_bench
    raise InvalidReport(f"{path.name} is not a report that pincite eval or pincite bench has written.")


def _as_written(path: Path, report: dict[str, Any]) -> None:
    if sealed(report)["sha256"] != report.get("sha256"):
        raise InvalidReport(
            f"{path.name} was changed after it was written: what it says does not fit its checksum."
            " None of it is shown; make it again with pincite eval."
        )


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number of JSON")


def _cause(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
