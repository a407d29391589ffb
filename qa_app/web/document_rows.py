"""A document as the rows of its page: paragraphs cut into words and parts, heading levels, page turns. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.export.tree import Branch, branches, headings_over, pieces, shown_label
from corpus.types import Document, Paragraph, Span
from qa_app.web.document_find import NOTHING, Bit, Found

_DEEPEST = 6
_WIDEST_NUMBER = 5
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# Languages written from right to left where their tag names no script.
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw lrc mzn nqo pnb prs ps sd syr ug ur yi".split())
_RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg syrc thaa".split())


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph or a part of one: its words as shown, each stretch of them or a part of its own.

    A stretch is cut at what was found in it.
    `label` is what is printed of its number, `level` that of its heading in HTML (2 is the outermost), `page` the
    page it begins on where that is another than before.
    """

    paragraph: Paragraph
    label: str
    level: int
    page: int | None
    content: tuple["tuple[Bit, ...] | Row", ...]

    @property
    def is_wide(self) -> bool:
        """Whether the number does not fit beside the words and goes above them."""
        return len(self.label) > _WIDEST_NUMBER


def document_rows(document: Document, found: Found = NOTHING) -> tuple[Row, ...]:
    """The rows of `document` in reading order; the title, and what has no words, is left out."""
    return tuple(_rows(document, found))


def direction(language: str) -> str:
    """ "rtl" for a language written from right to left ("ar", "fa-AF", "az-Arab"), "ltr" for the others."""
    main, *more = language.casefold().replace("_", "-").split("-")
    script = next((tag for tag in more if len(tag) == 4 and tag.isalpha()), None)
    right_to_left = script in _RIGHT_TO_LEFT_SCRIPTS if script else main in _RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"


def language_tag(language: str) -> str:
    """`language` if it has the shape of a language tag, else "" which in HTML says that it is not known."""
    return language if _LANGUAGE_TAG.fullmatch(language) else ""


def _rows(document: Document, found: Found) -> Iterator[Row]:
    make = _Rows(document, found)
    level, page = 1, None
    for branch in branches(document):
        paragraph = branch.paragraph
        if paragraph.number == "title" or not paragraph.text.strip():
            continue
        level = min(len(headings_over(paragraph)) + 2, level + 1, _DEEPEST)  # HTML wants no level left out
        yield make.row(branch, level, None if paragraph.page == page else paragraph.page)
        page = paragraph.page if paragraph.page is not None else page


@dataclass(frozen=True, slots=True)
class _Rows:
    """The document that is cut, what was found in it, and which hits have begun on the page."""

    document: Document
    found: Found
    begun: set[int] = field(default_factory=set)

    def row(self, branch: Branch, level: int, page: int | None, *, is_part: bool = False) -> Row:
        text = self.document.text
        content: list[tuple[Bit, ...] | Row] = []
        for piece in pieces(branch):
            if piece.branch:
                content.append(self.row(piece.branch, level, None, is_part=True))
            elif words := piece.span.trimmed(text):
                content.append(self._bits(piece.span if len(branch.within) == 0 else words))
        label = shown_label(self.document, branch.paragraph, is_part=is_part)
        return Row(branch.paragraph, " ".join(label.split()), level, page, tuple(content))

    def _bits(self, span: Span) -> tuple[Bit, ...]:
        """The words of `span`; a hit that starts in a number, which is shown apart, begins with the words after it."""
        bits = self.found.bits(self.document.text, span)
        if bits[0].hit and bits[0].hit not in self.begun:
            bits = (replace(bits[0], begins=True), *bits[1:])
        self.begun.update(bit.hit for bit in bits)
        return bits
