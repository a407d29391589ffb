"""The quotations of an article: marks paired, split ones joined, what is no quotation set apart. Pure, linear."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.types import Span
from qa_app.quotes.article import Article, Findings, Quoted, Reason, Skipped
from qa_app.quotes.article_marks import SINGLES
from qa_app.quotes.article_pairs import Lone, Pair, pairs_in
from qa_app.quotes.article_skips import reason_to_skip
from qa_app.quotes.article_splits import goes_on, is_comma_before_attribution

_LINE_END = re.compile(r"[\n\f]\s*")
_WIDEST = 140  # characters at which lines are wrapped
_WRAP = re.compile(r"[^\S\n]*\n\s*")
_LINE_MARK = re.compile(r"^[^\S\n]{0,3}(?:>[^\S\n]?){1,20}", re.MULTILINE)
_MOST_PIECES = 8  # that one sentence is split into by attributions
_MARKS_AROUND = '"“”„‟«»‹›「」『』＂'
_LABEL = re.compile(r"\s*(?:\(\d{1,3}\)|\d{1,3}(?:[.)]|\s?[-–]))\s+(?=\S)")
_ENDED = re.compile(r"[.;:!?”\"]")
_DASH_LINE = re.compile(r"\s*(?:[—–―-]{1,2}\s*\S)")


def find_quotations(article: Article) -> Findings:
    """Every quotation of `article` in order, and every mark or marked word that is none, with the reason."""
    outside = list(_outside(paragraphs_of(article.text, by_line=article.lines_are_paragraphs), article.blocks))
    pairs, lone = pairs_in(article.text, outside)
    found: list[Quoted | Skipped] = [*_in_blocks(article), *_joined(article.text, pairs)]
    found += [Skipped(Span(mark.place, mark.place + 1), _reason(mark)) for mark in lone]
    found.sort(key=lambda one: one.span)
    quoted = tuple(one for one in found if isinstance(one, Quoted))
    return Findings(quoted, tuple(one for one in found if isinstance(one, Skipped)))


def paragraphs_of(text: str, *, by_line: bool = False) -> list[Span]:
    """The spans of `text` between empty lines, without white space at their ends.

    A line longer than anybody wraps lines at is a paragraph too; `by_line`, every line is.
    """
    spans, start, line_start = [], 0, 0
    for match in (*_LINE_END.finditer(text), None):
        end = match.start() if match else len(text)
        breaks = match is None or by_line or end - line_start > _WIDEST or match[0].count("\n") > 1 or "\f" in match[0]
        line_start = match.end() if match else end
        if breaks:
            if span := Span(start, end).trimmed(text):
                spans.append(span)
            start = line_start
    return spans


def _outside(paragraphs: Iterable[Span], blocks: Sequence[Span]) -> Iterator[Span]:
    """What of each paragraph lies in no block quotation."""
    waiting = list(blocks[::-1])
    for paragraph in paragraphs:
        start = paragraph.start
        while waiting and waiting[-1].start < paragraph.end:
            block = waiting[-1]
            if start < block.start:
                yield Span(start, block.start)
            start = max(start, block.end)
            if block.end > paragraph.end:
                break
            waiting.pop()
        if start < paragraph.end:
            yield Span(start, paragraph.end)


def _reason(mark: Lone) -> Reason:
    return Reason.APOSTROPHE if mark.family in SINGLES else Reason.UNBALANCED


# Block quotations.


def _in_blocks(article: Article) -> Iterator[Quoted | Skipped]:
    for block in article.blocks:
        parts = [part for part in _lines_of(article.text, block) if not _DASH_LINE.match(part.of(article.text))]
        words = _without_marks(" ".join(part.of(article.text) for part in parts).strip())
        if parts:
            span = Span(parts[0].start, parts[-1].end)
            yield _judged(article.text, span, tuple(parts), (words,), is_block=True)


def _lines_of(text: str, block: Span) -> list[Span]:
    """The lines of a block quotation without the ">" that begin them in plain text, and without printed numbers.

    A source's paragraph numbers are copied with it, and are not its words.
    """
    parts: list[Span] = []
    start = block.start
    while start < block.end:
        newline = text.find("\n", start, block.end)
        end = newline if newline >= 0 else block.end
        mark = _LINE_MARK.match(text, start, end)
        first = mark.end() if mark else start
        label = _LABEL.match(text, first, end) if not parts or _ENDED.match(text, parts[-1].end - 1) else None
        if part := Span(label.end() if label else first, end).trimmed(text):
            parts.append(part)
        start = end + 1
    return parts


def _without_marks(words: str) -> str:
    """The words of a block quotation without the marks around the whole of it."""
    if len(words) > 2 and words[0] in _MARKS_AROUND and words[-1] in _MARKS_AROUND:
        inside = words[1:-1].strip()
        return words if any(mark in inside for mark in _MARKS_AROUND) else inside
    return words


# Quotations between marks.


def _joined(text: str, pairs: Sequence[Pair]) -> Iterator[Quoted | Skipped]:
    together: list[Pair] = []
    for pair in pairs:
        if together and (len(together) == _MOST_PIECES or not goes_on(text, together[-1], pair)):
            yield _quotation(text, together)
            together = []
        together.append(pair)
    if together:
        yield _quotation(text, together)


def _quotation(text: str, pairs: Sequence[Pair]) -> Quoted | Skipped:
    span = Span(pairs[0].span.start, pairs[-1].span.end)
    parts = tuple(trimmed for pair in pairs for part in pair.parts if (trimmed := part.trimmed(text)))
    if not parts:
        return Skipped(span, Reason.EMPTY)
    return _judged(text, span, parts, tuple(_readings(text, pairs)))


def _readings(text: str, pairs: Sequence[Pair]) -> Iterator[str]:
    """The words with and without the commas that an attribution may have brought in."""
    words = [_WRAP.sub(" ", " ".join(part.of(text).strip() for part in pair.parts)) for pair in pairs]
    bare = [one[:-1].rstrip() if is_comma_before_attribution(one) else one for one in words[:-1]]
    yield from dict.fromkeys(" ".join(filter(None, (*some, words[-1]))) for some in (bare, words[:-1]))


def _judged(
    text: str, span: Span, parts: tuple[Span, ...], readings: tuple[str, ...], *, is_block: bool = False
) -> Quoted | Skipped:
    reason = reason_to_skip(text, span, readings[0], is_block=is_block)
    return Skipped(span, reason) if reason else Quoted(span, parts, readings, is_block)
