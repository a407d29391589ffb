"""Tables as people keep them: CSV and its kin with any delimiter and encoding, and .xlsx spreadsheets."""

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from eval.errors import InvalidQuestionSet
from eval.sets.rows import FIELDS, Problem, Reading, Row, decoded_text, read_bytes, sha256_of, told_apart

_DELIMITERS = (",", ";", "\t", "|")
_MOST_UNPACKED = 500_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")
# What openpyxl lets through of zipfile, zlib and its XML parser where a file is damaged or locked by a password.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, SyntaxError),
    *(AttributeError, LookupError, TypeError, ValueError),
)
_DATE = "\0date"

Cells = tuple[str, tuple[str, ...]]


def read_table(path: Path, columns: Mapping[str, str]) -> Reading:
    """The rows of a CSV or TSV file; `columns` names the header of a field. Raises InvalidQuestionSet."""
    text, doubts = decoded_text(path, read_bytes(path))
    delimiter, skipped = delimiter_of(text, columns)
    rows, torn = told_apart(_csv_rows(text, delimiter, skipped))
    if not rows:
        raise InvalidQuestionSet(f"{path} cannot be read as a table: {'; '.join(map(str, torn)) or 'it is empty'}.")
    read = _read(path, rows[0][1], rows[1:], columns)
    return Reading(read.rows, (*read.problems, *torn), (*doubts, *read.warnings), read.sha256)


def read_sheet(path: Path, columns: Mapping[str, str]) -> Reading:
    """The rows of the first sheet of a spreadsheet that has a column of questions. Raises InvalidQuestionSet."""
    sheets = list(_sheets(path))
    for name, rows in sheets:
        if rows and names_a_question(rows[0][1], columns):
            read = _read(path, rows[0][1], rows[1:], columns)
            others = [other for other, cells in sheets if other != name and cells]
            note = (f"Only the sheet {name!r} was read, not {', '.join(map(repr, others))}.",) if others else ()
            return Reading(read.rows, read.problems, (*note, *read.warnings), read.sha256)
    headers = "; ".join(f"{name!r}: {', '.join(rows[0][1])}" for name, rows in sheets if rows)
    wanted = columns.get("question", "question")
    raise InvalidQuestionSet(f"{path} has no sheet with a column {wanted!r} in row 1 ({headers or 'all empty'}).")


def _read(path: Path, header: Sequence[str], rows: Sequence[Cells], columns: Mapping[str, str]) -> Reading:
    places = places_of(str(path), header, columns)
    read, problems = told_apart(found for place, cells in rows for found in _read_row(place, cells, header, places))
    return Reading(read, problems, unused(header, places), sha256_of([path]))


def _dates(place: str, cells: Sequence[str], header: Sequence[str], places: Mapping[str, int]) -> list[Problem]:
    """Spreadsheets turn "3-4" into a date; which number it was cannot be told afterwards."""
    said = "the spreadsheet holds a date there; format the column as text and write the number again."
    return [Problem(place, header[at], said) for at in places.values() if at < len(cells) and cells[at] == _DATE]


def delimiter_of(text: str, columns: Mapping[str, str]) -> tuple[str, int]:
    """The sign between cells, and how many lines come before the header: "sep=;" is what Excel writes there."""
    first = _LINE_END.split(text, maxsplit=1)[0]
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[-1], 1
    headers = {sign: _header(text, sign) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (names_a_question(headers[sign], columns), len(headers[sign]))), 0


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _csv_rows(text: str, delimiter: str, skipped: int) -> Iterator[Cells | Problem]:
    """Every row that is not empty, with the line on which it begins. Stray quotation marks are a problem."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        place = f"line {reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(place, None, f"its quotation marks do not match ({error}); rows after it may be part of it.")
            continue
        if reader.line_num > skipped and any(cell.strip() for cell in cells):
            yield place, tuple(cells)


def _sheets(path: Path) -> Iterator[tuple[str, list[Cells]]]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
                raise InvalidQuestionSet(f"{path} cannot be read: it unpacks to more than {_MOST_UNPACKED:,} bytes.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                yield sheet.title, list(_sheet_rows(sheet))
        finally:
            book.close()
    except _DAMAGED as error:
        raise InvalidQuestionSet(f"{path} cannot be read as a spreadsheet: {error}.") from error


def _sheet_rows(sheet: Any) -> Iterator[Cells]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = tuple(_cell(value) for value in row)
        if any(cells):
            yield f"sheet {sheet.title!r}, row {number}", cells


def _cell(value: Any) -> str:
    """A cell as a person reads it: 12 for the number 12.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime | time):
        return _DATE
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# Which column of a table is which field, and a row of cells as a question.

# Headers that need no mapping; compared without case, spaces and underscores.
_HEADERS = {
    "id": ("id", "qid", "questionid", "queryid"),
    "question": ("question", "query"),
    "relevant": ("relevant", "paragraph", "paragraphs", "relevantparagraphs"),
    "answerable": ("answerable",),
    "kind": ("kind", "type"),
    "split": ("split",),
    "document": ("document", "doc", "file"),
    "sentence": ("sentence", "answer"),
    "history": ("history",),
    "search_in": ("searchin",),
}
_YES = {"yes", "y", "true", "1", "ja", "oui", "sí", "si", "wahr", "vrai", "verdadero"}
_NO = {"no", "n", "false", "0", "nein", "non", "falsch", "faux", "falso"}
_BETWEEN = re.compile(r"[;|\n]")
_SPOILT = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?")


def places_of(source: str, header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where each field stands among the cells; raises InvalidQuestionSet for a column that is not there or twice."""
    plain = [_plain(cell) for cell in header]
    places: dict[str, int] = {}
    for name in FIELDS:
        found = _under(plain, [columns[name]] if name in columns else _HEADERS[name])
        if name in columns and columns[name] and not found:
            raise InvalidQuestionSet(f"{source} has no column {columns[name]!r}; it has {_listed(header)}.")
        if len(found) > 1:
            both = " and ".join(repr(header[place]) for place in found)
            raise InvalidQuestionSet(f"{source} has two columns for {name!r}, {both}: say which, as in {name}=HEADER.")
        if found:
            places[name] = found[0]
    if "question" not in places:
        raise InvalidQuestionSet(
            f"{source} has no column 'question'; it has {_listed(header)}. Say which one it is, as in question=HEADER."
        )
    if not {"relevant", "sentence", "answerable"} & places.keys():
        raise InvalidQuestionSet(
            f"{source} has no column 'relevant' that says which paragraphs answer; it has {_listed(header)}."
        )
    return places


def _under(plain: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where the first of the `wanted` headers stands that is there."""
    each = ([place for place, cell in enumerate(plain) if cell and cell == _plain(name)] for name in wanted)
    return next((places for places in each if places), [])


def names_a_question(header: Sequence[str], columns: Mapping[str, str]) -> bool:
    """Whether one of these cells is the header over the questions."""
    wanted = [columns["question"]] if "question" in columns else list(_HEADERS["question"])
    return any(_plain(cell) in map(_plain, wanted) for cell in header if cell.strip())


def _read_row(
    place: str, cells: Sequence[str], header: Sequence[str], places: Mapping[str, int]
) -> Iterator[Row | Problem]:
    """The question in a row of cells, or what is wrong with it."""
    problems = _dates(place, cells, header, places) or list(_wrong_cells(place, cells, header, places))
    if problems:
        yield from problems
        return
    value = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
    question = value["question"]
    # An id for a question that has none; the same words always have the same.
    made_id = f"q-{hashlib.sha256(' '.join(question.split()).encode()).hexdigest()[:8]}"
    yield Row(
        place=place,
        id=value.get("id", "") if "id" in places else made_id,
        question=question,
        relevant=tuple(part.strip() for part in _BETWEEN.split(value.get("relevant", "")) if part.strip()),
        answerable=_truth(value.get("answerable", "")),
        kind=value.get("kind") or None,
        split=value.get("split") or None,
        document=value.get("document") or None,
        search_in=value.get("search_in") or None,
        sentence=value.get("sentence") or None,
        history=tuple(part.strip() for part in value.get("history", "").split("|") if part.strip()),
        judged="answerable" not in places or bool(value["answerable"] or value.get("relevant")),
    )


def unused(header: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """A sentence on the columns that say nothing to us."""
    rest = [cell for place, cell in enumerate(header) if cell.strip() and place not in places.values()]
    made = () if "id" in places else ("There is no column of ids: each question's id is made of its words.",)
    return (*made, *((f"Not used: the {'column' if len(rest) == 1 else 'columns'} {_listed(rest)}.",) if rest else ()))


def _wrong_cells(
    place: str, cells: Sequence[str], header: Sequence[str], places: Mapping[str, int]
) -> Iterator[Problem]:
    if any(cell.strip() for cell in cells[len(header) :]):
        yield Problem(
            place, None, f"it has {len(cells)} cells, the header {len(header)}; quote cells that hold commas."
        )
        return
    for at in places.values():
        cell = cells[at].strip() if at < len(cells) else ""
        if _SPOILT.fullmatch(cell):
            yield Problem(place, header[at].strip(), f"the spreadsheet could not work it out and shows {cell}.")
    at = places.get("answerable", len(cells))
    said = cells[at].strip() if at < len(cells) else ""
    if said and _truth(said) is None:
        yield Problem(place, header[at].strip(), f"it must be yes or no, not {said[:40]!r}.")


def _truth(said: str) -> bool | None:
    plain = said.casefold()
    return True if plain in _YES else False if plain in _NO else None


def _plain(header: str) -> str:
    return re.sub(r"[\s_]+", "", header).casefold()


def _listed(header: Sequence[str]) -> str:
    return ", ".join(repr(cell.strip()) for cell in header if cell.strip())
