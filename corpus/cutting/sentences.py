"""Where sentences begin and end, by libraries made for it; every sentence is a span of its paragraph."""

import re
from collections.abc import Iterator
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


# Where a sentence falls into clauses, by its punctuation and its coordinating words; every clause is a span.

FEWEST_WORDS = 4

# Latin, Arabic and East Asian marks, brackets and dashes. A Latin mark ends a clause only before white space, so that
# "1,000", "10:30" and "well-known" stay whole; the others are written without any.
_MARK = re.compile(r"[,;:)](?=\s)|[،؛、，；：）](?!\d)|\s[(–—-](?=\s)|\s(?=[(（])|—")

# Before these a new clause may begin. Where a language is not listed, punctuation alone tells.
_COORDINATING = {
    "de": "und oder aber sondern sowie",
    "en": "and or but nor while whereas",
    "es": "y e o u pero sino",
    "fr": "et ou mais ni",
    "it": "e o ma né",
    "nl": "en of maar noch",
    "pt": "e ou mas nem",
    "ru": "и или но",
}
_WORDS = re.compile(r"\w+")
# Written without spaces between words, of some two characters each.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def clause_spans(text: str, sentence: Span, language: str) -> tuple[Span, ...]:
    """The clauses of one sentence of `text`, in order, each of four words or more; none where there is but one.

    Together they are the whole sentence but for the white space between them. `language` is an ISO 639-1 code.
    """
    clauses: list[Span] = []
    start = sentence.start
    for end in (*_ends(text, sentence, language), sentence.end):
        clause = Span(start, end).trimmed(text)
        if clause and _length(clause.of(text)) >= FEWEST_WORDS:
            clauses.append(clause)
            start = end
    if clauses:  # too short a rest belongs to the clause before it
        clauses[-1] = Span(clauses[-1].start, sentence.end).trimmed(text) or clauses[-1]
    return tuple(clauses) if len(clauses) > 1 else ()


def _ends(text: str, sentence: Span, language: str) -> Iterator[int]:
    marks = [match.end() for match in _MARK.finditer(text, sentence.start, sentence.end)]
    if words := _COORDINATING.get(language):
        coordinating = re.compile(rf"\s(?=(?:{'|'.join(words.split())})\s)", re.IGNORECASE)
        marks += [match.end() for match in coordinating.finditer(text, sentence.start, sentence.end)]
    yield from sorted(set(marks))


def _length(text: str) -> float:
    """How many words; half of one for each character of a script that has no spaces."""
    characters = len(_UNSPACED.findall(text))
    return len(_WORDS.findall(_UNSPACED.sub(" ", text))) + characters / 2
