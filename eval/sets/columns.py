"""Which column of a table is which field, and a row of cells as a question. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from eval.errors import InvalidQuestionSet
from eval.sets.rows import FIELDS, Problem, Row

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
    _require_enough(source, header, places)
    return places


def _under(plain: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where the first of the `wanted` headers stands that is there."""
    each = ([place for place, cell in enumerate(plain) if cell and cell == _plain(name)] for name in wanted)
    return next((places for places in each if places), [])


def names_a_question(header: Sequence[str], columns: Mapping[str, str]) -> bool:
    """Whether one of these cells is the header over the questions."""
    wanted = [columns["question"]] if "question" in columns else list(_HEADERS["question"])
    return any(_plain(cell) in map(_plain, wanted) for cell in header if cell.strip())


def read_row(place: str, cells: Sequence[str], header: Sequence[str], places: Mapping[str, int]) -> Row | list[Problem]:
    """The question in a row of cells, or what is wrong with it."""
    problems = list(_wrong_cells(place, cells, header, places))
    if problems:
        return problems
    value = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
    question = value["question"]
    return Row(
        place=place,
        id=value.get("id", "") if "id" in places else made_id(question),
        question=question,
        relevant=_several(value.get("relevant", "")),
        answerable=_truth(value.get("answerable", "")),
        kind=value.get("kind") or None,
        split=value.get("split") or None,
        document=value.get("document") or None,
        search_in=value.get("search_in") or None,
        sentence=value.get("sentence") or None,
        history=tuple(part.strip() for part in value.get("history", "").split("|") if part.strip()),
        judged="answerable" not in places or bool(value["answerable"] or value.get("relevant")),
    )


def made_id(question: str) -> str:
    """An id for a question that has none; the same words always have the same."""
    return f"q-{hashlib.sha256(' '.join(question.split()).encode()).hexdigest()[:8]}"


def unused(header: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """A sentence on the columns that say nothing to us."""
    rest = [cell for place, cell in enumerate(header) if cell.strip() and place not in places.values()]
    made = () if "id" in places else ("There is no column of ids: each question's id is made of its words.",)
    return (*made, *((f"Not used: the {'column' if len(rest) == 1 else 'columns'} {_listed(rest)}.",) if rest else ()))


def _require_enough(source: str, header: Sequence[str], places: Mapping[str, int]) -> None:
    if "question" not in places:
        raise InvalidQuestionSet(
            f"{source} has no column 'question'; it has {_listed(header)}. Say which one it is, as in question=HEADER."
        )
    if not {"relevant", "sentence", "answerable"} & places.keys():
        raise InvalidQuestionSet(
            f"{source} has no column 'relevant' that says which paragraphs answer; it has {_listed(header)}."
        )


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


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _BETWEEN.split(cell) if part.strip())


def _plain(header: str) -> str:
    return re.sub(r"[\s_]+", "", header).casefold()


def _listed(header: Sequence[str]) -> str:
    return ", ".join(repr(cell.strip()) for cell in header if cell.strip())
