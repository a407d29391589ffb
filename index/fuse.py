"""Combine what vectors and words say about a paragraph. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import attrgetter

from corpus.types import Paragraph
from index.hits import Hit

WORDS_WEIGHT = 0.15


def add_words(
    hits: Iterable[Hit], coverage: Callable[[Paragraph], float], weight: float = WORDS_WEIGHT
) -> tuple[Hit, ...]:
    """The hits with `weight` times their word coverage (0 to 1) added to their score, best first.

    Adding a bounded share, and not fusing ranks, lets the words abstain: where a paraphrase shares none,
    every paragraph gets next to nothing and the order of the vectors stands. Ties keep the order of the document.
    """
    fused = [replace(hit, score=hit.score + weight * coverage(hit.paragraph)) for hit in hits]
    fused.sort(key=lambda hit: (hit.paragraph.id.document, hit.paragraph.ordinal))
    return tuple(sorted(fused, key=attrgetter("score"), reverse=True))
