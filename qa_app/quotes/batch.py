"""Many quotations in one go: JSON lines in, one check or failure for each in the same order."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa_app.json_lines import Failure, read_object
from qa_app.quotes.article_checking import Checker
from qa_app.quotes.types import Check, Quotation

CheckId = str | int | None


def check_lines(
    checker: Checker, lines: Iterable[bytes], otherwise: Mapping[str, str]
) -> Iterator[tuple[CheckId, Check | Failure]]:
    """(id, check or failure) for every line that is not blank; a bad line stops nothing.

    A line without a "document", "paragraph" or "context" is read as if it had that of `otherwise`.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            check_id, row = read_object(number, line)
            asked = row if isinstance(row, Failure) else _quotation(number, {**otherwise, **_given(row)})
            yield check_id, asked if isinstance(asked, Failure) else checker.check(asked)


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _quotation(number: int, row: Mapping[str, Any]) -> Quotation | Failure:
    quote, place = row.get("quote"), row.get("paragraph")
    if not isinstance(quote, str):
        return Failure(f"Line {number}: 'quote' must be text.")
    if isinstance(place, int) and not isinstance(place, bool):
        place = str(place)
    if not isinstance(place, str | None):
        return Failure(f"Line {number}: 'paragraph' must be text or a whole number.")
    for name in ("document", "context"):
        if not isinstance(row.get(name), str | None):
            return Failure(f"Line {number}: {name!r} must be text.")
    return Quotation(quote, row.get("document"), place, row.get("context") or "")
