"""Combine what vectors and words say about a paragraph. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import attrgetter

from index.hits import Hit

WORDS_WEIGHT = 0.15
# Within a paragraph the words tell more: with .4 the best sentence of 488 SQuAD 2 paragraphs holds the answer in 85 of
# 100, with .15 in 83, with none in 80.
SENTENCE_WORDS_WEIGHT = 0.4


def add_words(hits: Iterable[Hit], coverage: Callable[[str], float], weight: float = WORDS_WEIGHT) -> tuple[Hit, ...]:
    """The hits with `weight` times the word coverage of their text (0 to 1) added to their score, best first.

    Their sentences get SENTENCE_WORDS_WEIGHT times their own coverage.

    Adding a bounded share, and not fusing ranks, lets the words abstain: where a paraphrase shares none,
    every paragraph gets next to nothing and the order of the vectors stands. Ties keep the order of the document.
    """
    fused = [_with_words(hit, coverage, weight) for hit in hits]
    fused.sort(key=lambda hit: (hit.paragraph.id.document, hit.paragraph.ordinal))
    return tuple(sorted(fused, key=attrgetter("score"), reverse=True))


def _with_words(hit: Hit, coverage: Callable[[str], float], weight: float) -> Hit:
    text = hit.paragraph.text
    sentences = tuple(
        replace(s, score=s.score + SENTENCE_WORDS_WEIGHT * coverage(s.span.of(text))) for s in hit.sentences
    )
    return replace(hit, score=hit.score + weight * coverage(text), sentences=sentences)
