"""The paragraphs before and after one, for reading words in their place; long ones cut where no word is. Pure."""

import re
from dataclasses import dataclass

from corpus.types import Document, Paragraph, Span
from qa_app.citation import spoken_place

_LONGEST_WHOLE = 2_500  # characters of a paragraph, beyond which only what is around the words in question is shown
_AROUND = 800  # characters on either side of them
_LONG_NEIGHBOUR = 420  # characters, beyond which it is folded away


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The paragraph before or after a source's; `cut_before` and `cut_after` say that it goes on there."""

    place: str
    text: str
    cut_before: bool = False
    cut_after: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it would push the source out of sight."""
        return len(self.text) > _LONG_NEIGHBOUR


def neighbours(document: Document, paragraph: Paragraph) -> tuple[Neighbour | None, Neighbour | None]:
    """The paragraphs with words before and after one, headings among them."""
    before = [each for each in document.paragraphs[: paragraph.ordinal] if each.text.strip()]
    after = [each for each in document.paragraphs[paragraph.ordinal + 1 :] if each.text.strip()]
    return _before(before[-1]) if before else None, _after(after[0]) if after else None


def _before(paragraph: Paragraph) -> Neighbour:
    view = around(paragraph.text, len(paragraph.text), len(paragraph.text))
    return Neighbour(spoken_place(paragraph), view.of(paragraph.text), cut_before=view.start > 0)


def _after(paragraph: Paragraph) -> Neighbour:
    view = around(paragraph.text, 0, 0)
    return Neighbour(spoken_place(paragraph), view.of(paragraph.text), cut_after=view.end < len(paragraph.text))


def around(text: str, start: int, end: int) -> Span:
    """The whole of a text, or of a long one what is around the characters from `start` to `end`, no word cut."""
    if len(text) <= _LONGEST_WHOLE:
        return Span(0, len(text))
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first > 0 and (space := re.search(r"\s", text[first:start])):
        first += space.end()
    if last < len(text):
        last = end + (len(text[end:last].rpartition(" ")[0]) or last - end)
    return Span(first, last)
