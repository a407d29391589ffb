"""Which format a question set is in, told by its folder, its first bytes and its name."""

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from eval.errors import InvalidQuestionSet
from eval.sets.files import read_bytes

_HEAD = 100_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_TSV_TOPIC = re.compile(r"[^\t\n]+\t[^\t\n]+\r?\n?")


class Form(StrEnum):
    """A format that question sets come in."""

    JSONL = "JSON lines"
    TABLE = "table"
    SHEET = "spreadsheet"
    BEIR = "BEIR folder"
    TREC = "TREC topics"
    SQUAD = "SQuAD"


def form_of(path: Path) -> Form:
    """The format of the file or folder at `path`; raises InvalidQuestionSet where it is none of them."""
    if path.is_dir():
        return _form_of_folder(path)
    raw = read_bytes(path)
    if raw.startswith(b"PK\x03\x04") and path.suffix.lower() in {".xlsx", ".xlsm"}:
        return Form.SHEET
    if raw.startswith((b"PK\x03\x04", _OLD_OFFICE)) or path.suffix.lower() in {".xls", ".ods", ".xlsx"}:
        raise InvalidQuestionSet(f"{path} is no .xlsx spreadsheet: save it as .xlsx or as CSV.")
    if path.name == "queries.jsonl" and (path.parent / "qrels").is_dir():
        return Form.BEIR
    head = raw[:_HEAD].decode("utf-8-sig", errors="replace").lstrip()
    if head.startswith(("{", "[")) or path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        return _form_of_json(path, raw, head)
    if re.search(r"<(?:top|topic)\b", head, re.IGNORECASE):
        return Form.TREC
    lines = head.splitlines()[:20]
    judged = any("qrel" in file.name.lower() for file in path.parent.glob("*") if file != path)
    if judged and lines and all(_TSV_TOPIC.fullmatch(line) for line in lines) and not _names_a_question(lines[0]):
        return Form.TREC
    return Form.TABLE


def _form_of_folder(folder: Path) -> Form:
    if (folder / "queries.jsonl").is_file():
        return Form.BEIR
    if any("topics" in file.name.lower() for file in folder.iterdir()):
        return Form.TREC
    raise InvalidQuestionSet(
        f"The folder {folder} is no question set: it holds neither queries.jsonl and qrels/ (BEIR) nor topics (TREC)."
    )


def _form_of_json(path: Path, raw: bytes, head: str) -> Form:
    """SQuAD is one object with "data"; everything else is a row a line."""
    first = _json(head.split("\n", 1)[0])
    if isinstance(first, dict) and not isinstance(first.get("data"), list):
        return Form.JSONL
    whole = _json(raw.decode("utf-8-sig", errors="replace"))
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        return Form.SQUAD
    if isinstance(whole, list | dict) and path.suffix.lower() == ".json":
        raise InvalidQuestionSet(f"{path} is JSON, but not SQuAD ('data' is missing): write a question a line.")
    return Form.JSONL


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _names_a_question(line: str) -> bool:
    return bool(re.search(r"question|query", line, re.IGNORECASE))
