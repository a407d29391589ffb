"""Combine what vectors and words say about a paragraph into one score. Pure."""

from dataclasses import dataclass

from index.hits import Signals

# Shares and weight were chosen on one half of three sets (96 questions on the shipped statement, 200 each of XQuAD in
# English and in German on English text; multilingual-e5-small) and tried on the other. Found first, chosen / tried:
# paragraphs .82 / .79, with sentences .88 / .85, with clauses .90 / .89, with late interaction .92 / .90, with words
# too .94 / .89. Shares or a weight twice as large change one question in a hundred.
WORDS_WEIGHT = 0.15
# Within a paragraph the words tell more: with .4 the best sentence of 488 SQuAD 2 paragraphs holds the answer in 85 of
# 100, with .15 in 83, with none in 80.
SENTENCE_WORDS_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Parts:
    """How much each view of a paragraph counts beside the others, and how much the words are added; 0 leaves it out.

    The weight of the words is what a paragraph gains that has every word of the question; with 0 they find no
    paragraph and tell no sentence either.
    """

    paragraph_share: float = 1.0
    sentence_share: float = 1.0
    clause_share: float = 1.0
    late_share: float = 0.5
    words_weight: float = WORDS_WEIGHT

    @property
    def views(self) -> tuple[float, float, float]:
        """The shares of paragraph, sentence and clause."""
        return self.paragraph_share, self.sentence_share, self.clause_share


WHOLE = Parts()


@dataclass(frozen=True, slots=True)
class Scale:
    """The likenesses that one encoder gives: what one of `low` says is 0, what one of `low + width` says is 1.

    Encoders differ: some give what has nothing in common .0, others .75. A score must mean the same with each.
    """

    low: float = 0.0
    width: float = 1.0

    def __call__(self, likeness: float) -> float:
        """What that likeness says; two of one encoder keep their order."""
        return (likeness - self.low) / self.width


@dataclass(frozen=True, slots=True)
class Scales:
    """The scale of one encoder's vectors, and that of its late interaction."""

    vectors: Scale = Scale()
    late: Scale = Scale()


# multilingual-e5-small gives questions and paragraphs that have nothing in common .75 to .79 (deviation .025), and an
# answer .82 to .89; its tokens .40 (deviation .09) and .52 to .74.
_OF_E5 = Scales(Scale(0.74, 0.22), Scale(0.3, 0.7))
_SCALES = dict.fromkeys(("multilingual-e5-small", "intfloat/multilingual-e5-small"), _OF_E5)


def scales_of(encoder: str) -> Scales:
    """The scales of the encoder of that name; cosines as they are where it is not known."""
    return _SCALES.get(encoder, Scales())


def score(signals: Signals, parts: Parts, scales: Scales) -> float:
    """The mean of what the views of a paragraph say, each by its share, and the bounded share of the words on top.

    Adding a bounded share, and not fusing ranks, lets the words abstain: where a paraphrase shares none, every
    paragraph gets next to nothing and the order of the vectors stands. Weights and scales are fixed, not drawn from the
    hits at hand, so that scores of different questions compare. A paragraph without tokens has one view less.
    """
    views = (signals.paragraph, signals.sentence, signals.clause)
    weighed = [(share, scales.vectors(view)) for share, view in zip(parts.views, views, strict=True)]
    if signals.late:
        weighed.append((parts.late_share, scales.late(signals.late)))
    total = sum(share for share, _ in weighed)
    mean = sum(share * view for share, view in weighed) / total if total else 0.0
    return mean + parts.words_weight * signals.coverage
