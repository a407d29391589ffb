"""Quotations of small sources that stand beside them in a table: each table is one kind of thing that can go wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.types import Document, Kind
from qa_app.check.checker import Desk
from qa_app.check.types import Check, Quotation
from tests.qa_app.check.shelves import ListedSources
from tests.shapes import Part, card, compose, heading

TABLES = sorted((Path(__file__).parent / "tables").glob("*.jsonl"))
_UNNUMBERED = {"preamble": Kind.PREAMBLE, "closing": Kind.CLOSING}


def document_of(source: dict[str, str], language: str = "en") -> Document:
    """The document `made-up` with those paragraphs; "# Annex I" is a heading, under which the next ones stand."""
    parts: list[Part] = []
    under: tuple[str, ...] = ()
    for number, text in source.items():
        if number.startswith("#"):
            under = (number.strip("# "),)
            parts.append(heading(len(parts), under[0]))
        else:
            kind = _UNNUMBERED.get(number, Kind.NUMBERED)
            label = "" if number in _UNNUMBERED else f"{number.split('~')[0].split('/')[-1]}. "
            parts.append(Part(number, label, [text], kind, under))
    return compose(card("made-up", "Accord on Ferries", language), parts)


def rows(table: Path) -> list[dict[str, Any]]:
    """The table's rows; one without a source has that of the row before."""
    found: list[dict[str, Any]] = []
    for line in table.read_text("utf-8").splitlines():
        row = json.loads(line)
        found.append({"source": found[-1]["source"], **row} if found else row)
    return found


def told(check: Check) -> dict[str, Any]:
    """What a row may say of a check."""
    return {
        "verdict": check.verdict.value,
        "sound": check.sound,
        "attribution": check.attribution.value,
        "numbers": [citation.paragraph.number for citation in check.citations],
        "omitted": [citation.quote for citation in check.omitted],
        "rule": check.rule,
        "says": " / ".join(difference.says for difference in check.differences),
    }


def wrong_in(row: dict[str, Any], check: Check) -> list[str]:
    """What of the row is not so; a list of verdicts has the right one in it, "rule" and "says" hold what is given."""
    now, wrong = told(check), []
    for name in now.keys() & row.keys():
        wanted, found = row[name], now[name]
        right = wanted in found if name in ("rule", "says") else found == wanted
        if not right and not (name == "verdict" and isinstance(wanted, list) and found in wanted):
            wrong.append(f"{name}: {wanted!r}, not {found!r}")
    flags = {flag.value for flag in check.flags}
    if missing := set(row.get("flags", ())) - flags:
        wrong.append(f"flags: without {sorted(missing)}")
    if present := set(row.get("no_flags", ())) & flags:
        wrong.append(f"flags: with {sorted(present)}")
    if missing := set(row.get("kinds", ())) - {difference.kind.value for difference in check.differences}:
        wrong.append(f"kinds: without {sorted(missing)}")
    return wrong


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_row_of_a_table_is_so(table: Path) -> None:
    """All rows that are not so are told at once, each with its fact."""
    wrong = []
    for row in rows(table):
        document = document_of(row["source"], row.get("language", "en"))
        quotation = Quotation(row["quote"], row.get("document"), row.get("paragraph"), row.get("context", ""))
        check = Desk(ListedSources([document])).check(quotation)
        wrong += [f"{row['fact']}: {each}" for each in wrong_in(row, check)]

    assert wrong == []
