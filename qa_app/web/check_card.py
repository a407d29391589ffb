"""A check as the values that the page shows: what changed, where the words stand, and what mends it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.citation import Citation, pin_cite
from qa_app.links import document_path, paragraph_path
from qa_app.quotes.attribution import is_furniture
from qa_app.quotes.report_differences import Piece, word_differences
from qa_app.quotes.report_words import FLAGS, Documents, Label, credited_to, label_of, what_to_do
from qa_app.quotes.types import Attribution, Check, Verdict
from qa_app.web.check_sources import Source, sources_of

_MOST_ELSEWHERE = 8
_POINTS = frozenset(" .,;:!?\"'“”‘’„«»…()[]")
_SAME_WORDS = frozenset({Verdict.VERBATIM, Verdict.TYPOGRAPHY, Verdict.TOO_SHORT})
_HAS_SOURCE_WORDS = frozenset(
    {
        Verdict.ALTERED_MINOR, Verdict.ALTERED_MEANING, Verdict.SILENT_OMISSION, Verdict.ELLIPSIS_CHANGES_MEANING,
        Verdict.SPLICED,
    }
)  # fmt: skip
_WRONG_PLACE = frozenset({Attribution.WRONG_PARAGRAPH, Attribution.WRONG_DOCUMENT})


@dataclass(frozen=True, slots=True)
class Place:
    """A place in words and where it is read."""

    cite: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one check."""

    check: Check
    label: Label
    advice: str
    credited: str
    compared: list[Piece]
    warnings: tuple[str, ...]
    sources: tuple[Source, ...]
    elsewhere: tuple[Place, ...]
    more_elsewhere: int

    @property
    def offers_words(self) -> bool:
        """Whether the source's words are to be put in the place of the quotation's."""
        return bool(self.sources) and self.check.verdict in _HAS_SOURCE_WORDS

    @property
    def offers_credit(self) -> bool:
        """Whether the place that is credited is wrong and the right one is known."""
        found = self.check.citations and not is_furniture(self.check.citations[0])
        return bool(found) and self.check.attribution in _WRONG_PLACE


def check_card(check: Check, documents: Documents) -> Card:
    """The card of a check; `documents` gives what it cites."""
    elsewhere = [_place(citation, documents) for citation in check.elsewhere]
    distinct = tuple(dict.fromkeys(elsewhere))
    return Card(
        check,
        label_of(check),
        what_to_do(check, documents),
        credited_to(check),
        _compared(check),
        tuple(FLAGS[flag] for flag in check.flags),
        tuple(sources_of(check, documents)),
        distinct[:_MOST_ELSEWHERE],
        max(0, len(distinct) - _MOST_ELSEWHERE),
    )


def _compared(check: Check) -> list[Piece]:
    if check.verdict in _SAME_WORDS or not check.citations:
        return []
    source = " … ".join(citation.quote for citation in check.citations)
    return _without_points(word_differences(check.quotation.text, source))


def _without_points(pieces: Sequence[Piece]) -> list[Piece]:
    """Points and quotation marks alone are set as the house sets them, which is no change of words."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == "same" or set(piece.words) - _POINTS:
            kept.append(piece)
        elif piece.kind == "added" and kept and kept[-1].kind == "same":
            kept[-1] = Piece("same", kept[-1].words + piece.words)
    return kept


def _place(citation: Citation, documents: Documents) -> Place:
    card, paragraph = documents(citation.paragraph_id.document).card, citation.paragraph
    if is_furniture(citation):
        return Place(f"{card.title}, around the text", document_path(card.id))
    which = "" if card.symbol else f" ({card.id})"  # titles such as "Draft resolution" are many documents'
    return Place(f"{pin_cite(card, paragraph)}{which}", paragraph_path(paragraph))
