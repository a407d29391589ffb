"""The sentences of an article with its quotations taken out, and the words around each quotation. Pure, linear."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Span
from qa_app.quotes.article import Article, Quoted
from qa_app.quotes.article_quotations import paragraphs_of

BLANK = "_"
_FEW = 4  # sentences; between a block and its introduction only a mark or a number may stand
_MOST = 300  # characters on either side that are looked at
_END = re.compile(rf"[.!?…][\"'”’)\]{BLANK}]{{0,3}}\s+(?=[\"'“‘„«(]?[^\W\d_a-zß-ÿ]|{BLANK})")
_ABBREVIATION = re.compile(
    r"(?:\b(?:paras?|arts?|nos?|secs?|mrs?|ms|dr|st|vs|cf|prof|gen|sen|rep|gov|lt|col|pp?|ch|fig|jan|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|nov|dec)|\b[A-Za-z])\Z",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(r"\s{0,20}(?:>\s{0,20}){0,5}(?:[—–―-]{1,2}|\()[^\n]{2,200}")


@dataclass(frozen=True, slots=True)
class Around:
    """The words of the sentence that a quotation stands in, other quotations blanked out.

    `before` begins after the quotation before it and `after` ends at the next one; `between` is what splits it.
    `opens` is the beginning of the sentence; `sentence` counts sentences from 0.
    """

    before: str
    between: str
    after: str
    opens: str
    sentence: int
    shares_sentence: bool
    has_next: bool

    @property
    def words(self) -> str:
        """All of it in order, the quotation left out."""
        return " ".join(part for part in (self.before.strip(), self.between.strip(), self.after.strip()) if part)


class Sentences:
    """The sentences of an article around its quotations."""

    def __init__(self, article: Article, quoted: Sequence[Quoted]) -> None:
        self.text = _blanked(article.text, quoted)
        self._quoted = quoted
        paragraphs = paragraphs_of(self.text, by_line=article.lines_are_paragraphs)
        self.spans = [span for paragraph in paragraphs for span in _sentences(self.text, paragraph)]
        self._starts = [span.start for span in self.spans]

    def around(self, place: int) -> Around:
        """What stands around the quotation of that place among the quotations."""
        quoted = self._quoted[place]
        if quoted.is_block:
            return self._around_block(quoted)
        first, last = self._sentence(quoted.span.start), self._sentence(quoted.span.end - 1)
        ahead = self._quoted[place - 1].span.end if place else 0
        behind = self._quoted[place + 1].span.start if place + 1 < len(self._quoted) else len(self.text)
        start, end = max(self.spans[first].start, ahead), min(self.spans[last].end, behind)
        return Around(
            self.text[max(start, quoted.span.start - _MOST) : quoted.span.start],
            self._between(quoted),
            self.text[quoted.span.end : max(quoted.span.end, min(end, quoted.span.end + _MOST))],
            self.text[self.spans[first].start : self.spans[first].start + _MOST],
            first,
            ahead > self.spans[first].start,
            behind < self.spans[last].end,
        )

    def _around_block(self, quoted: Quoted) -> Around:
        first = self._sentence(quoted.span.start)
        earlier = (self.spans[place] for place in range(first - 1, max(-1, first - _FEW), -1))
        before = next((span for span in earlier if any(map(str.isalpha, span.of(self.text)))), Span(0, 0))
        credit = _CREDIT_LINE.match(self.text, quoted.span.end)
        words = self.text[max(before.start, before.end - _MOST) : before.end]
        return Around(words, "", credit[0] if credit else "", words, first, shares_sentence=False, has_next=False)

    def _between(self, quoted: Quoted) -> str:
        """What stands between the parts of a quotation that an attribution splits."""
        gaps = zip(quoted.parts, quoted.parts[1:], strict=False)
        pieces = (self.text[one.end : other.start].strip(BLANK + " \n") for one, other in gaps)
        return " ".join(piece for piece in pieces if any(c.isalpha() for c in piece))[:_MOST]

    def _sentence(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)


def _blanked(text: str, quoted: Sequence[Quoted]) -> str:
    """`text` with the words of every quotation, and the marks around them, made blanks; the stop at its end stays."""
    pieces, position = [], 0
    for one in quoted:
        for part in one.parts:
            start, end = max(position, part.start - 1), min(part.end + 1, one.span.end)
            start = part.start if text[start].isalnum() or text[start].isspace() else start
            stop = text[part.end - 1]
            pieces += [text[position:start], BLANK * (part.end - 1 - start), stop if stop in ".!?…" else BLANK]
            pieces.append(BLANK * (end - part.end) if not text[part.end : end].isspace() else text[part.end : end])
            position = end
    return "".join((*pieces, text[position:]))


def _sentences(text: str, paragraph: Span) -> list[Span]:
    spans, start = [], paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if text[match.start()] == "." and _ABBREVIATION.search(text, max(start, match.start() - 8), match.start()):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    spans.append(Span(start, paragraph.end))
    return spans
