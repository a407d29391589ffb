"""Documents made of paragraphs that a question set brings with it."""

import re
from collections.abc import Sequence

from corpus.cutting.front import guess_language
from corpus.errors import InvalidDocument
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span

_BETWEEN = "\n\n"
_LOADABLE = re.compile(r"[^\0\ud800-\udfff]*")


def article(document: str, title: str, parts: Sequence[tuple[str, str]]) -> Document:
    """The document whose text is the `parts` (number, text) with an empty line between them.

    Raises InvalidDocument where two parts have the same number, or where there is what no library can store.
    """
    if not all(_LOADABLE.fullmatch(words) for words in (document, title, *(piece for part in parts for piece in part))):
        raise InvalidDocument("it holds a NUL or half a surrogate pair.")
    text = _BETWEEN.join(words for _, words in parts)
    paragraphs: list[Paragraph] = []
    start = 0
    for place, (number, words) in enumerate(parts):
        span = Span(start, start + len(words))
        paragraphs.append(Paragraph(ParagraphId(document, number), place, Kind.NUMBERED, words, span, None, None))
        start = span.end + len(_BETWEEN)
    card = Card(document, title or document, None, None, None, None, guess_language(text))
    return Document(card, text, tuple(paragraphs), ())
