"""Which paragraphs to quote, and which of their sentences answer. Pure."""

from collections.abc import Sequence

from index.hits import Hit
from index.reader.judgement import Judgement
from qa_app.citation import Citation

MOST_PARAGRAPHS = 5
MOST_NEAREST = 3
MOST_SENTENCES = 3
# Another paragraph is quoted where it is nearly as likely as the first: a question with one answer gets one.
PARAGRAPH_SHARE = 0.6
# Another sentence is marked where its logits are this close to the best one's.
SENTENCE_MARGIN = 1.0


def choose_paragraphs(probabilities: Sequence[float], threshold: float) -> tuple[int, ...]:
    """The places of those to quote, at most MOST_PARAGRAPHS; `probabilities` come likeliest first.

    Each must reach `threshold` and PARAGRAPH_SHARE of the first one's probability.
    """
    least = max(threshold, PARAGRAPH_SHARE * max(probabilities, default=0.0))
    return tuple(place for place, each in enumerate(probabilities) if each >= least)[:MOST_PARAGRAPHS]


def choose_sentences(hit: Hit, judgement: Judgement) -> tuple[Citation, ...]:
    """The sentence that answers best, and others that answer nearly as well; in reading order."""
    ranked = sorted(zip(judgement.sentences, hit.sentences, strict=True), key=lambda pair: -pair[0])
    close = [s.span for score, s in ranked[:MOST_SENTENCES] if score >= ranked[0][0] - SENTENCE_MARGIN]
    return tuple(Citation(hit.paragraph, span) for span in sorted(close))
