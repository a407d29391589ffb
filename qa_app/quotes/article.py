"""An article as the quotation desk reads it: its text, the quotations found in it, and what was passed over and why."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.types import Span


class Reason(StrEnum):
    """Why words between marks, or a mark, are not checked as a quotation."""

    APOSTROPHE = "apostrophe"
    SCARE_QUOTES = "one or two words: scare quotes"
    TITLE = "title of a work"
    UNBALANCED = "unbalanced mark"
    EMPTY = "no words between the marks"


@dataclass(frozen=True, slots=True)
class Article:
    """`text` is what a reader sees; `blocks` are the spans in it that are set as block quotations, in order.

    Paragraphs end at an empty line, or at every line's end where `lines_are_paragraphs`.
    """

    file: str
    text: str
    blocks: tuple[Span, ...] = ()
    lines_are_paragraphs: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in an article.

    `parts` are the spans of its words without the marks, several where an attribution splits it or where it runs over
    paragraphs; `span` holds them all with their marks. `readings` are its words put together, the likeliest first:
    whether a comma before an attribution is the source's or the house's cannot be seen from the article. `is_block`
    says that it is set as a block and not between marks.
    """

    span: Span
    parts: tuple[Span, ...]
    readings: tuple[str, ...]
    is_block: bool = False

    @property
    def text(self) -> str:
        """The words as they are most likely meant."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class Skipped:
    """What looks like a quotation, or a part of one, and is not checked."""

    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found between marks, in the order of the article."""

    quoted: tuple[Quoted, ...]
    skipped: tuple[Skipped, ...]
