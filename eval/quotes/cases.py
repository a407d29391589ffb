"""What a set for checking quotations is made of: quotations and what is to be said of each."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.types import Document, ParagraphId
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Check, Quotation, Verdict

PLACED = frozenset({Attribution.AS_CITED, Attribution.SEVERAL_SOURCES})


class Checker(Protocol):
    """What is measured."""

    def check(self, quotation: Quotation) -> Check:
        """What became of a quotation's words and credit."""


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation and what may be said of it.

    `group` is "untouched", "fairly edited", "altered" or "misattributed", `kind` what was done to it. `verdicts` and
    `attributions` are those that are right, `attributions` empty where it is not judged; `places` are the paragraphs
    whose words they are, empty where there is none. A place stands for the subparagraphs within it too.
    """

    id: str
    group: str
    kind: str
    quotation: Quotation
    verdicts: frozenset[Verdict]
    attributions: frozenset[Attribution]
    places: frozenset[ParagraphId]

    @property
    def sound(self) -> bool:
        """Whether the quotation may be printed as it stands."""
        return self.verdicts <= SOUND_WORDS and (not self.attributions or self.attributions <= SOUND_PLACES)


@dataclass(frozen=True, slots=True)
class QuotationSet:
    """Quotations, and the documents that they are checked against."""

    name: str
    documents: tuple[Document, ...]
    cases: tuple[Case, ...]

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 over the cases in their order."""
        return _sha256([_fields(case) for case in self.cases])

    @property
    def documents_sha256(self) -> str:
        """Hexadecimal SHA-256 over the ids and texts of the documents in the order of their ids."""
        return _sha256(sorted([document.id, document.sha256] for document in self.documents))


def _fields(case: Case) -> Sequence[object]:
    quotation = case.quotation
    said = (quotation.text, quotation.document, quotation.number, quotation.words_around)
    right = (sorted(case.verdicts), sorted(case.attributions), sorted(map(str, case.places)))
    return (case.id, case.group, case.kind, said, right)


def _sha256(rows: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
