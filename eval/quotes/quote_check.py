"""The gold sets: `quote_check`, real clauses with one change each and pairs of clauses nearly alike; passages shortened
by hand, fairly and unfairly."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from corpus.library.words import word_keys
from corpus.types import Document, ParagraphId
from eval.errors import InvalidQuestionSet
from eval.quotes.cases import PLACED, Case, QuotationSet
from eval.sets.known import article
from eval.sets.rows import Fields, sound_rows
from qa_app.check.types import SOUND_WORDS, Attribution, Quotation, Verdict

NAME = "quote_check"
PARAGRAPHS, QUOTES, PAIRS = "paragraphs.jsonl", "quotes.jsonl", "near_duplicates_real.jsonl"

ELISIONS, ELIDED_DOCUMENTS = "written_elisions", "written_questions/documents.jsonl"
DEV = "dev"  # the part that nothing was developed on

Clause = tuple[ParagraphId, str]

_V = Verdict
_SET_OTHERWISE = frozenset({_V.VERBATIM, _V.TYPOGRAPHY})
_WORDS = frozenset({_V.ALTERED_MEANING, _V.ALTERED_MINOR})
_UNSOUND = frozenset(Verdict) - SOUND_WORDS - {_V.TOO_SHORT, _V.NOT_CHECKABLE}
_VERDICTS: Mapping[str, frozenset[Verdict]] = {
    "exact": _SET_OTHERWISE, "end_hyphen": _SET_OTHERWISE, "final_punctuation": _SET_OTHERWISE,
    "initial_case": _SET_OTHERWISE, "line_break": _SET_OTHERWISE, "typography": _SET_OTHERWISE,
    "bracket": _SET_OTHERWISE | {_V.EDITORIAL}, "ellipsis": frozenset({_V.ABRIDGED}),
    "negation": frozenset({_V.ALTERED_MEANING}), "number": frozenset({_V.ALTERED_MEANING}),
    "month": frozenset({_V.ALTERED_MEANING}), "swap_names": _WORDS, "word": _WORDS, "insertion": _WORDS,
    "deletion_unmarked": _WORDS | {_V.SILENT_OMISSION}, "splice": frozenset({_V.SPLICED}),
    "wrong_paragraph": _SET_OTHERWISE, "wrong_document": _SET_OTHERWISE,
}  # fmt: skip
_ATTRIBUTIONS = {
    "wrong_paragraph": frozenset({Attribution.WRONG_PARAGRAPH}),
    "wrong_document": frozenset({Attribution.WRONG_DOCUMENT}),
}
_GROUPS = {"verbatim": "fairly edited", "marked_edit": "fairly edited"}
_MISPLACED = frozenset({Attribution.WRONG_PARAGRAPH, Attribution.WRONG_DOCUMENT})


def read_quote_check(folder: Path) -> tuple[QuotationSet, ...]:
    """Three sets: the quotations, one clause credited to the place of its twin, and the same with the twin alone.

    Raises InvalidQuestionSet.
    """
    try:
        clauses = {_place(row["id"]): row["text"] for row in sound_rows(folder / PARAGRAPHS)}
        documents = _documents(clauses.items())
        cases = tuple(_case(row, clauses) for row in sound_rows(folder / QUOTES))
        pairs = sound_rows(folder / PAIRS)
        return QuotationSet(NAME, documents, cases), _twins(pairs), _twins_alone(pairs)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidQuestionSet(f"{folder} is not laid out as {NAME} is ({error!r}).") from error


def read_elisions(folder: Path, documents: Path, part: str = DEV) -> QuotationSet:
    """The passages of `folder` that were shortened by hand, those of that part of the documents.

    Of an unfair one it is right to say that it misleads and to send it to be read. Raises InvalidQuestionSet.
    """
    try:
        read = {row["doc_id"]: row for row in sound_rows(documents) if row["part"] == part}
        rows = [row for file in sorted(folder.glob("*.jsonl")) for row in sound_rows(file) if row["document"] in read]
        clauses = [  # numbers begin anew, and no credit is judged
            (ParagraphId(row["doc_id"], f"{number}"), paragraph["text"])
            for row in read.values()
            for number, paragraph in enumerate(row["paragraphs"], start=1)
        ]
        cases = tuple(_elided(row) for row in rows)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidQuestionSet(f"{folder} is not laid out as {ELISIONS} is ({error!r}).") from error
    return QuotationSet(f"{ELISIONS}, {part}", _documents(clauses), cases)


def _elided(row: Fields) -> Case:
    fair = {_V.ABRIDGED, *_SET_OTHERWISE, _V.EDITORIAL}
    unfair = _UNSOUND | {_V.ABRIDGED}
    group, verdicts = ("fairly edited", fair) if row["fair"] else ("altered", unfair)
    quotation = Quotation(row["quote"], row["document"])
    return Case(row["id"], group, row["kind"], quotation, frozenset(verdicts), frozenset(), frozenset())


def _case(row: Fields, clauses: Mapping[ParagraphId, str]) -> Case:
    kind, place = row["kind"], _place(row["paragraph_id"])
    cited = _place(row["cited_paragraph_id"])
    label: str = row["label"]
    group = "untouched" if kind == "exact" else _GROUPS.get(label, label)
    verdicts = _VERDICTS[kind]
    sound = verdicts <= SOUND_WORDS
    attributions = _ATTRIBUTIONS.get(kind, PLACED if sound else frozenset())
    places = {place}
    if "spliced_with" in row:
        other = _place(row["spliced_with"])
        places.add(other)
        kind, verdicts = (kind, verdicts) if other in clauses else ("splice with a clause that is not there", _UNSOUND)
    quotation = Quotation(row["quote"], cited.document, cited.number)
    return Case(row["id"], group, kind, quotation, verdicts, attributions, frozenset(places))


def _twins(rows: Sequence[Fields]) -> QuotationSet:
    """Words of one clause credited to its twin's place; pairs of which one holds the other's words are left out."""
    pairs = _pairs(rows)
    clauses = {place: _keys(words) for _, *both in pairs for place, words in both}
    cases = [
        Case(
            row["id"], "misattributed", "words of a twin", Quotation(text, at.document, at.number), _SET_OTHERWISE,
            _MISPLACED, frozenset(other for other, words in clauses.items() if _keys(text) in words),
        )
        for row, (_, text), (at, twin) in pairs
        if _keys(text) not in _keys(twin)
    ]  # fmt: skip
    documents = _documents(clause for _, *both in pairs for clause in both)
    return QuotationSet(f"{NAME}, twins", documents, tuple(cases))


def _twins_alone(rows: Sequence[Fields]) -> QuotationSet:
    """The same where the words themselves stand nowhere."""
    pairs = _pairs(rows)
    everything = "\n".join(_keys(twin) for *_, (_, twin) in pairs)
    cases = [
        Case(
            f"{row['id']} alone", "altered", "words of an absent twin", Quotation(text, at.document, at.number),
            _UNSOUND, frozenset(), frozenset(),
        )
        for row, (_, text), (at, _) in pairs
        if _keys(text) not in everything
    ]  # fmt: skip
    return QuotationSet(f"{NAME}, twins alone", _documents(twin for *_, twin in pairs), tuple(cases))


def _pairs(rows: Sequence[Fields]) -> list[tuple[Fields, Clause, Clause]]:
    """Each pair with its two clauses; of several texts with one number, the later are told apart by "~2"."""
    texts: dict[str, list[str]] = {}

    def clause(of: Fields) -> Clause:
        place, known = _place(of["paragraph_id"]), texts.setdefault(of["paragraph_id"], [])
        if of["text"] not in known:
            known.append(of["text"])
        at = known.index(of["text"])
        return ParagraphId(place.document, f"{place.number}~{at + 1}" if at else place.number), of["text"]

    return [(row, clause(row["a"]), clause(row["b"])) for row in rows]


def _keys(text: str) -> str:
    return f" {' '.join(word_keys(text))} "


def _place(paragraph_id: str) -> ParagraphId:
    document, _, number = paragraph_id.partition("#")
    return ParagraphId(document, number)


def _documents(clauses: Iterable[Clause]) -> tuple[Document, ...]:
    ordered = sorted(dict(clauses).items(), key=lambda clause: clause[0].document)
    return tuple(
        article(name, name, [(place.number, words) for place, words in of], end="\n\n")
        for name, of in groupby(ordered, key=lambda clause: clause[0].document)
    )
