"""Report files: written with a checksum, and not read again where they were changed by hand."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.errors import EvaluationError, InvalidReport

Report = dict[str, Any]

_WIDTH, _SHORT = 240, 48
# What is read of a report, beside the figures: each field and its type.
_FIELDS = {"questions": str, "signature": dict, "systems": dict, "sha256": str}
_SIGNATURE = {"pincite": str, "questions_sha256": str, "seed": int}
_SYSTEM = {
    "all": dict,
    "kinds": dict,
    "splits": dict,
    "documents": dict,
    "curves": dict,
    "costs": dict,
    "values": dict,
    "results": list,
}
_RESULT = {"id": str, "question": str, "relevant": list, "ranking": list, "shown": int, "answered": bool}
_WORDS = {str: "text", dict: "an object", list: "a list", int: "a whole number", bool: "true or false"}


def sealed(report: Mapping[str, Any]) -> Report:
    """The report with its checksum as the last field, in place of any that it had."""
    body = {name: value for name, value in report.items() if name != "sha256"}
    return {**body, "sha256": _checksum(body)}


def summarised(report: Report) -> Report:
    """The report without every question's values: only those questions of its first system stay that went wrong."""
    first, systems = next(iter(report["systems"])), {}
    for name, system in report["systems"].items():
        wrong = [result for result in system["results"] if name == first and went_wrong(result)]
        systems[name] = {**system, "values": {}, "results": wrong}
    return sealed({**report, "systems": systems})


def went_wrong(result: Mapping[str, Any]) -> str:
    """ "wrong paragraph", "wrongly refused" or "wrongly answered", as eval.measure.measures has it; "" where none."""
    if not result["answered"]:
        return "wrongly refused" if result["relevant"] else ""
    if not result["relevant"]:
        return "wrongly answered"
    return "" if result["ranking"] and result["ranking"][0] in result["relevant"] else "wrong paragraph"


def count_of(figures: Mapping[str, Any], *measures: str) -> int:
    """How many questions these measures of 0 or 1 are 1 for; exact up to 10,000 of them."""
    return sum(round(figures[measure]["mean"] * figures[measure]["n"]) for measure in measures)


def as_json(report: Mapping[str, Any]) -> str:
    """The report as JSON, a line for each figure and each question rather than for each number."""
    return _laid_out(report, "") + "\n"


def write_report(path: Path, report: Mapping[str, Any]) -> None:
    """Write `report` to `path` as JSON. Raises InvalidReport where nothing can be written there."""
    write_text(path, as_json(report), InvalidReport)


def write_text(path: Path, text: str, error: type[EvaluationError] = EvaluationError) -> None:
    """Write a whole file, and its folder where there is none; raises `error` where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as cause:
        raise error(f"{path} cannot be written: {cause.strerror or cause}.") from cause


def read_report(path: Path) -> Report:
    """The report in `path`.

    Raises InvalidReport (an EvaluationError) naming the field that is missing or of the wrong type, or saying that
    what the report holds is not what was written, by its checksum.
    """
    report = read_json(path)
    require_fields(path, report)
    require_sealed(path, report)
    return report  # type: ignore[no-any-return]


def read_json(path: Path) -> Any:
    """What a file of any report holds; raises InvalidReport."""
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except OSError as error:
        raise InvalidReport(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidReport(f"{path} is not JSON: {error}.") from error


def require_sealed(path: Path, report: Mapping[str, Any]) -> None:
    """Raise InvalidReport where the report is not as it was written, by its checksum."""
    if sealed(report)["sha256"] != report.get("sha256"):
        raise InvalidReport(
            f"{path} was changed after it was written: what it holds does not match its 'sha256'. None of it is used;"
            " make it again with pincite eval."
        )


def require_fields(path: Path, report: Any) -> None:
    """Raise InvalidReport naming the field of a report on questions that is missing or of the wrong type."""
    where = str(path)
    _require(where, report, "", _FIELDS)
    _require(where, report["signature"], "signature", _SIGNATURE)
    if not report["systems"]:
        raise InvalidReport(f"{where} has no system under 'systems'.")
    for name, system in report["systems"].items():
        _require(where, system, f"systems.{name}", _SYSTEM)
        for number, result in enumerate(system["results"]):
            _require(where, result, f"systems.{name}.results[{number}]", _RESULT)
        for measure, values in system["values"].items():
            _require_numbers(where, values, f"systems.{name}.values.{measure}")


def _require(where: str, value: Any, place: str, fields: Mapping[str, type]) -> None:
    if not isinstance(value, dict):
        raise InvalidReport(f"{where} must be an object{f' at {place!r}' if place else ''}.")
    for field, kind in fields.items():
        named = f"{place}.{field}" if place else field
        if field not in value:
            raise InvalidReport(f"{where} has no {named!r}; make it again with pincite eval.")
        if not isinstance(value[field], kind) or (kind is int and isinstance(value[field], bool)):
            raise InvalidReport(f"{where}: {named!r} must be {_WORDS[kind]}, not {json.dumps(value[field])[:60]}.")


def _require_numbers(where: str, values: Any, place: str) -> None:
    _require(where, values, place, {})
    for question, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidReport(f"{where}: '{place}.{question}' must be a number, not {json.dumps(value)[:60]}.")


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number of JSON")


def _checksum(body: Mapping[str, Any]) -> str:
    """SHA-256 of the report as JSON with its fields in order, so that laying it out anew changes nothing."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _laid_out(value: Any, indent: str) -> str:
    """JSON on one line where it fits, else with a line for each part; many short parts fill their lines."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(line) <= _WIDTH or not isinstance(value, dict | list):
        return line
    deeper = indent + " "
    opened, closed = ("[", "]") if isinstance(value, list) else ("{", "}")
    if isinstance(value, list):
        parts = [_laid_out(each, deeper) for each in value]
    else:
        parts = [f"{json.dumps(name, ensure_ascii=False)}: {_laid_out(each, deeper)}" for name, each in value.items()]
    return f"{opened}\n{deeper}" + f",\n{deeper}".join(_filled(parts)) + f"\n{indent}{closed}"


def _filled(parts: list[str]) -> list[str]:
    """Parts of which none is long, as many on a line as there is room for; else a line for each."""
    if any(len(part) > _SHORT for part in parts):
        return parts
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 2 <= _WIDTH:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines
