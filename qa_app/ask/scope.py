"""Which documents a question is asked of: the filters that were chosen, by id, language and date. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.errors import MOST_NAMED, UnknownDocument
from corpus.library.library import Entry
from qa_app.errors import InvalidQuestion
from qa_app.references.source_named import named_documents

__all__ = ["EVERYTHING", "Scope", "make_scope", "named_documents", "read_scope"]

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_DATES = "a date such as 2021, 2021-06 or 2021-06-12"


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a question, all of which a document must pass; None, or no language, lets every one pass.

    `languages` are codes ("en"; "en" lets "en-GB" pass too). `since` and `until` are days, both included; a document
    without a date is on neither side of any day.
    """

    documents: frozenset[str] | None = None
    languages: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    def resolve(self, entries: Iterable[Entry]) -> frozenset[str] | None:
        """The ids of those of `entries` to search; None for all, where nothing is filtered.

        Raises UnknownDocument where a chosen one is not among them, and InvalidQuestion where none is left. One that is
        superseded is searched only where it is chosen by its id.
        """
        if self == EVERYTHING:
            return None
        held = {entry.id: entry for entry in entries}
        for unknown in sorted((self.documents or frozenset()) - held.keys()):
            raise UnknownDocument.among(unknown, sorted(held))
        left = frozenset(name for name, entry in held.items() if self._passes(entry))
        if not left:
            raise InvalidQuestion(f"No document of the library is {self._described()}; {_what_there_is(held.values())}")
        return left

    def _passes(self, entry: Entry) -> bool:
        if self.documents is None and entry.superseded_by is not None:
            return False
        chosen = self.documents is None or entry.id in self.documents
        spoken = not self.languages or any(_is_of(entry.language, language) for language in self.languages)
        return chosen and spoken and self._is_in_time(entry.date)

    def _is_in_time(self, day: date | None) -> bool:
        if self.since is None and self.until is None:
            return True
        return day is not None and (self.since or day) <= day <= (self.until or day)

    def _described(self) -> str:
        parts = [f"one of {', '.join(sorted(self.documents)[:MOST_NAMED])}"] if self.documents else []
        parts += [f"in {' or '.join(sorted(self.languages))}"] if self.languages else []
        days = ((word, day) for word, day in (("since", self.since), ("until", self.until)) if day)
        dated = " and ".join(f"{word} {day.isoformat()}" for word, day in days)
        return ", ".join([*parts, f"dated {dated}"] if dated else parts)


EVERYTHING = Scope()


def make_scope(
    documents: Sequence[str] = (), languages: Sequence[str] = (), since: str | None = None, until: str | None = None
) -> Scope:
    """The scope that was asked for in words; an empty sequence filters nothing.

    Dates are whole or in part: since "2021" is since its first day, until "2021-06" is until the last of June. Raises
    InvalidQuestion for what is no date or no code of a language, and for an end before its beginning.
    """
    for code in languages:
        if not _LANGUAGE.fullmatch(code):
            raise InvalidQuestion(f"'language' must be the code of a language such as en, not {code!r}.")
    first = None if since is None else _day("since", since, _first_day)
    last = None if until is None else _day("until", until, _last_day)
    if first and last and first > last:
        raise InvalidQuestion(f"'since' ({first.isoformat()}) is later than 'until' ({last.isoformat()}).")
    spoken = frozenset(code.replace("_", "-").lower() for code in languages)
    return Scope(frozenset(documents) if documents else None, spoken, first, last)


def read_scope(fields: Mapping[str, Any]) -> Scope:
    """The scope that the fields `document`, `language`, `since` and `until` of a JSON object ask for, each optional.

    `document` and `language` are one or a list. Raises InvalidQuestion naming the field that is wrong.
    """
    return make_scope(
        _several(fields, "document", "the id of a document, or a list of ids"),
        _several(fields, "language", "the code of a language such as en, or a list of codes"),
        _one(fields, "since"),
        _one(fields, "until"),
    )


def _several(fields: Mapping[str, Any], name: str, wanted: str) -> Sequence[str]:
    value = fields.get(name)
    listed = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not all(isinstance(each, str) for each in listed):
        raise InvalidQuestion(f"{name!r} must be {wanted}.")
    return listed


def _one(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InvalidQuestion(f"{name!r} must be {_DATES}.")


def _day(field: str, written: str, choose: Callable[[int, int | None, int | None], date]) -> date:
    match = _PARTIAL_DATE.fullmatch(written.strip())
    try:
        if match:
            return choose(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)
    except ValueError:
        pass
    raise InvalidQuestion(f"{field!r} must be {_DATES}, not {written!r}.")


def _first_day(year: int, month: int | None, day: int | None) -> date:
    return date(year, month or 1, day or 1)


def _last_day(year: int, month: int | None, day: int | None) -> date:
    month = month or 12
    date(year, month, 1)  # raises ValueError where there is no such month, which monthrange does otherwise
    return date(year, month, day or monthrange(year, month)[1])


def _is_of(language: str, wanted: str) -> bool:
    """Whether "en-GB" is wanted where "en" or "en-gb" is."""
    spoken = language.replace("_", "-").lower()
    return spoken == wanted or spoken.startswith(f"{wanted}-")


def _what_there_is(entries: Collection[Entry]) -> str:
    """What the filters might have been, as the end of a sentence."""
    current = [entry for entry in entries if entry.superseded_by is None]
    days = sorted(entry.date for entry in current if entry.date)
    spoken = ", ".join(sorted({entry.language for entry in current})) or "no language"
    dated = f"dated {days[0].isoformat()} to {days[-1].isoformat()}" if days else "without dates"
    return f"it holds documents in {spoken}, {dated}."
