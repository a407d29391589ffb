"""Rows for a person to fill in: a paragraph's address and words beside an empty question. Pure."""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.types import Paragraph
from eval.dataset import split_of
from eval.sets.columns import places_of
from eval.sets.tables import delimiter_of

ANSWERED_FOR_EACH_UNANSWERABLE = 4
_TEXT = "paragraph_text"
_COLUMNS = ("id", "question", "relevant", "answerable", "kind", "split", _TEXT)
_FORMULA = ("=", "+", "-", "@")  # a spreadsheet would work out what begins so, and the words are a document's
_UNANSWERED = "Ask something near the subject that is not answered."


def template_rows(paragraphs: Sequence[Paragraph], used: Collection[str]) -> list[dict[str, object]]:
    """A row to fill in for each paragraph, and after every four one for a question that has no answer."""
    rows: list[dict[str, object]] = []
    names = _free_ids(used)
    for place, paragraph in enumerate(paragraphs, start=1):
        rows.append(_template(next(names), paragraph))
        if place % ANSWERED_FOR_EACH_UNANSWERABLE == 0:
            rows.append(_template(next(names), None))
    return rows


def with_lines(before: str, rows: Sequence[Mapping[str, object]]) -> str:
    """JSON lines with the rows at their end."""
    return _ended(before, "\n") + "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def with_rows(before: str, rows: Sequence[Mapping[str, object]]) -> str:
    """A table with the rows at its end, in the columns, with the delimiter and the line ends that it has already.

    Raises InvalidQuestionSet where it has no column of questions.
    """
    if not before.strip():
        before = f"{','.join(_COLUMNS)}\n"
    delimiter, skipped = delimiter_of(before, {})
    header = next(csv.reader([before.splitlines()[skipped]], delimiter=delimiter))
    places = places_of("The table", header, {})
    places |= {name: place for place, name in enumerate(header) if name.strip() == _TEXT}
    end = "\r\n" if "\r\n" in before else "\n"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    for row in rows:
        cells = [""] * len(header)
        for name, place in places.items():
            cells[place] = _cell(row.get(name, ""))
        writer.writerow(cells)
    return _ended(before, end) + out.getvalue()


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}{end}"


def _free_ids(used: Collection[str]) -> Iterator[str]:
    number = len(used)
    while True:
        number += 1
        if (name := f"q-{number:03}") not in used:
            yield name


def _template(name: str, paragraph: Paragraph | None) -> dict[str, object]:
    row: dict[str, object] = {"id": name, "question": "", "relevant": [str(paragraph.id)] if paragraph else []}
    row |= {"answerable": paragraph is not None, "kind": "plain" if paragraph else "unanswerable"}
    return row | {"split": split_of(name), _TEXT: " ".join(paragraph.text.split()) if paragraph else _UNANSWERED}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
