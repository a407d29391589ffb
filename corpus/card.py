"""What people say of a document beside its text: the TOML card, and the part of one that overrides what was read."""

import datetime
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

from corpus.errors import UnreadableFile
from corpus.types import Card

_TEXT_FIELDS = ("id", "title", "place", "publisher", "source", "language", "symbol")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a document; None where they leave it to what is read in the file."""

    id: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    place: str | None = None
    publisher: str | None = None
    source: str | None = None
    language: str | None = None
    symbol: str | None = None

    def over(self, card: Card) -> Card:
        """`card` with everything that is given in place of what it said."""
        return replace(card, **self._said())

    def before(self, other: Self) -> Self:
        """Both together; where both say something, this one's word."""
        return replace(other, **self._said())

    def agrees_with(self, card: Card) -> bool:
        """Whether `card` says all of this already."""
        return self.over(card) == card

    def _said(self) -> dict[str, Any]:
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in said.items() if value is not None}


def read_card(path: Path) -> Card:
    """The card at `path`; raises UnreadableFile naming the field that is wrong."""
    given = read_given(path)
    for name in ("id", "title"):
        if not getattr(given, name):
            raise UnreadableFile(f"The card {path} has no {name!r}.")
    return given.over(Card("", "", None, None, None, None, "en"))


def read_given(path: Path) -> Given:
    """What the card at `path` says, be it only one field; raises UnreadableFile naming the field that is wrong."""
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(f"The card {path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFile(f"The card {path} is not valid TOML: {error}.") from error
    _check(path, fields)
    return Given(**fields)


def _check(path: Path, fields: dict[str, Any]) -> None:
    unknown = set(fields) - {*_TEXT_FIELDS, "date"}
    if unknown:
        raise UnreadableFile(f"The card {path} has a field pincite does not know: {min(unknown)!r}.")
    for name in _TEXT_FIELDS:
        if name in fields and not isinstance(fields[name], str):
            raise UnreadableFile(f"The field {name!r} of the card {path} must be text.")
    for name in ("id", "title", "language"):
        if name in fields and not fields[name].strip():
            raise UnreadableFile(f"The card {path} has no {name!r}: it is empty there.")
    if "date" in fields and type(fields["date"]) is not datetime.date:
        raise UnreadableFile(f"The field 'date' of the card {path} must be a date such as 2017-06-06.")
