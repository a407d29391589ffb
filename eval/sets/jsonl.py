"""Our own format: a question a line, as a JSON object."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.sets.rows import FIELDS, Fields, Problem, Reading, Row, json_rows, sha256_of, told_apart

# Conversations are also written as one text, with "|user|: " before each turn (MTRAG).
_TURN = re.compile(r"\|(user|agent|assistant)\|:\s*")
_TEXTS = ("kind", "split", "document", "sentence")


def read_jsonl(path: Path, columns: Mapping[str, str]) -> Reading:
    """The rows `{"id", "question", "relevant": [...], "answerable"?, "kind"?, "split"?, "document"?, "sentence"?,
    "history"?}`; other fields are passed over. `columns` names the key of a field.
    """
    keys = {name: columns.get(name, name) for name in FIELDS}
    rows, problems = told_apart(found for place, row in json_rows(path) for found in _read(place, row, keys))
    return Reading(rows, problems, sha256=sha256_of([path]))


def _read(place: str, row: Fields | Problem, keys: Mapping[str, str]) -> Iterator[Row | Problem]:
    if isinstance(row, Problem):
        yield row
        return
    fields = {name: row.get(key) for name, key in keys.items() if key}
    wrong = list(_wrong_types(place, fields, keys))
    yield from wrong
    if not wrong:
        yield _row(place, fields)


def turns(text: str) -> tuple[tuple[str, ...], str]:
    """What the user asked before, and the question: of "|user|: a |agent|: b |user|: c" they are ("a",) and "c"."""
    pieces = _TURN.split(text)
    if len(pieces) < 3 or pieces[0].strip():
        return (), text
    asked = [said.strip() for role, said in zip(pieces[1::2], pieces[2::2], strict=True) if role == "user"]
    return (tuple(asked[:-1]), asked[-1]) if asked else ((), text)


def _wrong_types(place: str, fields: Mapping[str, Any], keys: Mapping[str, str]) -> Iterator[Problem]:
    for name in ("id", "question"):
        if not isinstance(fields.get(name), str):
            yield Problem(place, keys[name], _must_be("text", fields.get(name)))
    answerable, relevant = fields.get("answerable"), fields.get("relevant")
    if not isinstance(answerable, bool | None):
        yield Problem(place, keys["answerable"], _must_be("true or false", answerable))
    may_lack = answerable is False or fields.get("sentence") or not keys["relevant"]
    if not _is_list_of_texts(relevant) and not (relevant is None and may_lack):
        yield Problem(place, keys["relevant"], _must_be("a list of paragraphs", relevant))
    for name in _TEXTS:
        value = fields.get(name)
        if not isinstance(value, str | None) and not (name == "kind" and _is_list_of_texts(value)):
            yield Problem(place, keys[name], _must_be("text", value))
    if not isinstance(fields.get("history"), list | None) or None in map(_turn, fields.get("history") or ()):
        yield Problem(place, keys["history"], "it must be a list of texts or of {'role', 'text'}.")


def _row(place: str, fields: Mapping[str, Any]) -> Row:
    asked, question = turns(fields["question"])
    kind = fields.get("kind")
    return Row(
        place=place,
        id=fields["id"],
        question=question,
        relevant=tuple(fields.get("relevant") or ()),
        answerable=fields.get("answerable"),
        kind=", ".join(kind) if isinstance(kind, list) else kind,
        split=fields.get("split"),
        document=fields.get("document"),
        search_in=fields.get("document"),
        sentence=fields.get("sentence"),
        history=asked or tuple(said for turn in fields.get("history") or () if (said := _turn(turn))),
    )


def _turn(turn: Any) -> str | None:
    """What the user said in it: "" where somebody else spoke; None where it is no turn."""
    if isinstance(turn, dict):
        said, role = turn.get("text", turn.get("content")), turn.get("role", turn.get("speaker", "user"))
        return None if not isinstance(said, str) else said if role == "user" else ""
    return turn if isinstance(turn, str) else None


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _must_be(what: str, value: Any) -> str:
    if value is None:
        return "it is missing."
    text = json.dumps(value, ensure_ascii=False)
    return f"it must be {what}, not {text if len(text) <= 60 else f'{text[:57]}...'}."
