"""Which paragraphs to quote, and which of their sentences answer. Pure."""

from collections.abc import Sequence

from index.hits import Hit
from qa_app.citation import Citation

MOST_PARAGRAPHS = 3
PARAGRAPH_MARGIN = 0.06
SENTENCE_MARGIN = 0.04
MOST_SENTENCES = 2


def choose_paragraphs(hits: Sequence[Hit], probabilities: Sequence[float], threshold: float) -> tuple[int, ...]:
    """The places in `hits` to quote: at most three, each likely enough and nearly as good as the first.

    `hits` come best first. Another paragraph is quoted only within `PARAGRAPH_MARGIN` of the first one's score: a
    question with one answer gets one.
    """
    if not hits:
        return ()
    best = hits[0].score
    likely = (
        place
        for place, (hit, probability) in enumerate(zip(hits, probabilities, strict=True))
        if probability >= threshold and hit.score >= best - PARAGRAPH_MARGIN
    )
    return tuple(likely)[:MOST_PARAGRAPHS]


def choose_sentences(hit: Hit) -> tuple[Citation, ...]:
    """The sentence most like the question, and a second one if it is hardly less so; in reading order."""
    ranked = sorted(hit.sentences, key=lambda sentence: sentence.score, reverse=True)
    close = [s for s in ranked[:MOST_SENTENCES] if s.score >= ranked[0].score - SENTENCE_MARGIN]
    return tuple(Citation(hit.paragraph, sentence.span) for sentence in sorted(close, key=lambda s: s.span))
