"""Where sentences begin and end, by libraries made for it; every sentence is a span of its paragraph."""

from functools import cache
from typing import Any

from corpus.types import Span


def sentence_spans(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space between them.

    English goes through nupunkt, whose model knows legal abbreviations ("pursuant to para. 3" is one
    sentence); every other language through sentencex, which has rules for some 300. `language` is an
    ISO 639-1 code.
    """
    ends = _english_ends(text) if language == "en" else _other_ends(text, language)
    spans = []
    start = 0
    for end in ends:
        piece = text[start:end]
        if piece.strip():
            spans.append(Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return tuple(spans)


def _english_ends(text: str) -> list[int]:
    if not text.strip():
        return []
    return [end for _, end in _nupunkt().span_tokenize(text)]


@cache
def _nupunkt() -> Any:
    import nupunkt

    return nupunkt.load("default")


def _other_ends(text: str, language: str) -> list[int]:
    import sentencex

    return [int(boundary["end_index"]) for boundary in sentencex.get_sentence_boundaries(language, text)]
