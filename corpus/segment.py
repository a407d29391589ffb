"""Plain text -> title, preamble, numbered paragraphs, closing, and the page furniture around them. Pure."""

import re
from collections.abc import Iterator

from corpus.numbering import Label, accept_sequence, find_labels
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span

# Lines with which a web page goes on after the document has ended.
_FURNITURE_AFTER = re.compile(
    r"(about (admin|the author)|check also|related (posts?|articles?|stories)|share (this|on)"
    r"|leave a (reply|comment)|previous (post|article)|next (post|article)|read more|tags?:|comments?\b"
    r"|copyright\b|©|all rights reserved)",
    re.IGNORECASE,
)
_LINE_END = r"(?:\r\n|\r(?!\n)|\n)"
_EMPTY_LINE = re.compile(rf"{_LINE_END}[^\S\r\n]*{_LINE_END}")
_LINE = re.compile(r"[^\r\n]+")


def segment(text: str, card: Card) -> Document:
    """Cut `text` into one Document without changing a character.

    Every character that is not white space ends up in exactly one paragraph, label or furniture
    span. Lines above the card's title are furniture, as is what follows the last paragraph from
    the first line that a web page is known to go on with.
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text) if not match[0].isspace()]
    title = _find_title(text, lines, card.title)
    start = title.end if title else 0
    lines = [line for line in lines if line.start >= start]
    end = _find_end(text, lines)
    body = [line for line in lines if line.start < end]
    labels = accept_sequence(find_labels(text, body))
    pieces = list(_pieces(text, labels, Span(start, end), body))
    if title:
        pieces.insert(0, (Kind.HEADING, "title", None, title))
    paragraphs = tuple(
        Paragraph(ParagraphId(card.id, number), ordinal, kind, span.of(text), span, label, None)
        for ordinal, (kind, number, label, span) in enumerate(pieces)
    )
    furniture = (Span(0, title.start if title else 0), Span(end, len(text)))
    return Document(card, text, paragraphs, tuple(t for s in furniture if (t := _trim(text, s))))


def _find_title(text: str, lines: list[Span], title: str) -> Span | None:
    wanted = " ".join(title.split()).casefold()
    for line in lines:
        span = _trim(text, line)
        if span and " ".join(span.of(text).split()).casefold() == wanted:
            return span
    return None


def _find_end(text: str, lines: list[Span]) -> int:
    labels = accept_sequence(find_labels(text, lines))
    last = labels[-1].span.start if labels else 0
    for line in lines:
        if line.start > last and _FURNITURE_AFTER.match(line.of(text).strip()):
            return line.start
    return len(text)


def _pieces(
    text: str, labels: tuple[Label, ...], body: Span, lines: list[Span]
) -> Iterator[tuple[Kind, str, Span | None, Span]]:
    """Preamble, numbered paragraphs and closing of `body`, in order; empty ones are left out."""
    first = labels[0].span.start if labels else body.end
    if preamble := _trim(text, Span(body.start, first)):
        yield Kind.PREAMBLE, "preamble", None, preamble
    for place, label in enumerate(labels):
        following = labels[place + 1] if place + 1 < len(labels) else None
        end = following.span.start if following else _end_of_last(text, label, body, lines)
        if paragraph := _trim(text, Span(label.body, end)):
            yield Kind.NUMBERED, str(label.value), label.span, paragraph
        if not following and (closing := _trim(text, Span(end, body.end))):
            yield Kind.CLOSING, "closing", None, closing


def _end_of_last(text: str, label: Label, body: Span, lines: list[Span]) -> int:
    """Nothing bounds the last number but an empty line: what follows that is the closing."""
    end = label.body
    for line in lines:
        if line.end <= label.body:
            continue
        if line.start > end and _EMPTY_LINE.search(text, end, line.start):
            return line.start
        end = line.end
    return body.end


def _trim(text: str, span: Span) -> Span | None:
    """`span` without white space at its ends; None where nothing else is in it."""
    raw = span.of(text)
    if not raw.strip():
        return None
    return Span(span.start + len(raw) - len(raw.lstrip()), span.start + len(raw.rstrip()))
