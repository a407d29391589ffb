"""Quotation sets from JSON lines, and those that are made from the documents at hand."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.types import Document, ParagraphId
from eval.errors import WrongRows
from eval.quotes.cases import PLACED, Case, QuotationSet
from eval.quotes.mutations import SEED, made_cases
from eval.sets.rows import Fields, Problem, json_rows, told_apart
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Quotation, Verdict

_TEXTS = ("document", "paragraph", "context", "kind", "label")
_UNSOUND = frozenset(Verdict) - SOUND_WORDS - {Verdict.TOO_SHORT, Verdict.NOT_CHECKABLE}
# What other sets call what was done to a quotation, and the verdicts that are right of it.
LABELS: Mapping[str, frozenset[Verdict]] = {
    "sound": SOUND_WORDS,
    "verbatim": frozenset({Verdict.VERBATIM, Verdict.TYPOGRAPHY}),
    "marked_edit": frozenset({Verdict.ABRIDGED, Verdict.EDITORIAL, Verdict.TYPOGRAPHY}),
    "altered": _UNSOUND,
    "unsound": _UNSOUND,
    "misattributed": SOUND_WORDS,
}
_MISPLACED = frozenset(Attribution) - SOUND_PLACES


def made_set(name: str, documents: Sequence[Document], seed: int = SEED, most: int = 40) -> QuotationSet:
    """At most `most` quotations of each kind, made from `documents`."""
    return QuotationSet(f"{name}, made", tuple(documents), made_cases(documents, seed, most))


def read_quotations(path: Path, documents: Sequence[Document]) -> QuotationSet:
    """The rows `{"id", "quote", "document"?, "paragraph"?, "context"?, "kind"?, "verdict" | "label", "attribution"?}`.

    `verdict` and `attribution` are one word or a list of those that are right; `label` is one of LABELS. Raises
    WrongRows naming every line that is wrong, InvalidQuestionSet.
    """
    cases, wrong = told_apart(_case(place, row) for place, row in json_rows(path))
    problems = [str(problem) for problem in wrong]
    ids = [case.id for case in cases]
    problems += [f"the id {each!r} is used more than once." for each in sorted({i for i in ids if ids.count(i) > 1})]
    if problems or not cases:
        raise WrongRows(str(path), problems or ["there are no quotations in it."])
    return QuotationSet(path.stem, tuple(documents), tuple(cases))


def _case(place: str, row: Fields | Problem) -> Case | Problem:
    if isinstance(row, Problem):
        return row
    for name in _TEXTS:
        if not isinstance(row.get(name), str | None):
            return Problem(place, None, f"{name!r} is not text.")
    if not isinstance(row.get("quote"), str) or not row["quote"].strip():
        return Problem(place, None, "there is no 'quote'.")
    try:
        verdicts, attributions = _right(row)
    except ValueError as error:
        return Problem(place, None, str(error))
    quotation = Quotation(row["quote"], row.get("document"), row.get("paragraph"), row.get("context") or "")
    places = _places(quotation) if attributions <= PLACED else frozenset()
    kind = row.get("kind") or row.get("label") or "/".join(sorted(verdicts))
    name, group = str(row.get("id", place.removeprefix("line "))), _group(verdicts, attributions)
    return Case(name, group, kind, quotation, verdicts, attributions, places)


def _right(row: Mapping[str, Any]) -> tuple[frozenset[Verdict], frozenset[Attribution]]:
    """The verdicts and the attributions that are right of a row."""
    attributions = frozenset(map(Attribution, _list(row.get("attribution"))))
    if given := _list(row.get("verdict")):
        return frozenset(map(Verdict, given)), attributions
    label = str(row.get("label"))
    if label not in LABELS:
        raise ValueError(f"there is no 'verdict', and the label {label!r} is none of {', '.join(LABELS)}.")
    if label == "misattributed" and not attributions:
        attributions = _MISPLACED
    return LABELS[label], attributions


def _list(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())


def _group(verdicts: frozenset[Verdict], attributions: frozenset[Attribution]) -> str:
    if not verdicts <= SOUND_WORDS:
        return "altered"
    if attributions and not attributions <= SOUND_PLACES:
        return "misattributed"
    return "untouched" if verdicts == {Verdict.VERBATIM} else "fairly edited"


def _places(quotation: Quotation) -> frozenset[ParagraphId]:
    if quotation.document is None or quotation.number is None:
        return frozenset()
    return frozenset({ParagraphId(quotation.document, quotation.number)})
