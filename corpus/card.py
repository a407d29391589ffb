"""The TOML card beside a document: its id, title, date, place, publisher, source address and language."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.types import Card

_TEXT_FIELDS = ("id", "title", "place", "publisher", "source", "language")


def read_card(path: Path) -> Card:
    """The card at `path`; raises UnreadableFile naming the field that is wrong."""
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(f"The card {path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(f"The card {path} is not valid TOML: {error}.") from error
    _check(path, fields)
    return Card(
        id=fields["id"],
        title=fields["title"],
        date=fields.get("date"),
        place=fields.get("place"),
        publisher=fields.get("publisher"),
        source=fields.get("source"),
        language=fields.get("language", "en"),
    )


def _check(path: Path, fields: dict[str, Any]) -> None:
    unknown = set(fields) - {*_TEXT_FIELDS, "date"}
    if unknown:
        raise UnreadableFile(f"The card {path} has a field pincite does not know: {min(unknown)!r}.")
    for name in ("id", "title"):
        if not fields.get(name):
            raise UnreadableFile(f"The card {path} has no {name!r}.")
    for name in _TEXT_FIELDS:
        if name in fields and not isinstance(fields[name], str):
            raise UnreadableFile(f"The field {name!r} of the card {path} must be text.")
    if "date" in fields and type(fields["date"]) is not date:
        raise UnreadableFile(f"The field 'date' of the card {path} must be a date such as 2017-06-06.")
