"""A question in, scored paragraphs out: several views of each paragraph and its words seen together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.library.library import Place, Unit
from corpus.types import Document, Paragraph
from index.hits import UNSEEN, Hit, Scope, SentenceScore, Signals
from index.vectors.candidates import Candidates, Query
from index.vectors.segment import UNITS
from index.words.lexical import LexicalIndex

POOL = 30
FROM_WORDS = 20

_Seen = dict[Place, Signals]
Value = TypeVar("Value", float, NDArray[np.float64])


# Combine what vectors and words say about a paragraph into one score.

# Shares and weight were chosen on one half of three sets (96 questions on the shipped statement, 200 each of XQuAD in
# English and in German on English text; multilingual-e5-small) and tried on the other. Found first, chosen / tried:
# paragraphs .82 / .79, with sentences .88 / .85, with clauses .90 / .89, with late interaction .92 / .90, with words
# too .94 / .89. Shares or a weight twice as large change one question in a hundred.
WORDS_WEIGHT = 0.15


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


class FusedRetriever:
    """What pincite searches with.

    The vectors' candidates are ordered by their vectors; the best POOL of them, and the FROM_WORDS that BM25 finds, so
    that an exact rare name is never missed, are then seen in every way and ordered by all of it. Each is read alone for
    that, by `paragraph`, and `title` gives its document's title; by `document` those of the hits alone are read.
    """

    def __init__(
        self,
        candidates: Candidates,
        document: Callable[[str], Document],
        paragraph: Callable[[Place], Paragraph],
        title: Callable[[str], str],
        words: LexicalIndex | None,
        parts: Parts = WHOLE,
    ) -> None:
        self._candidates = candidates
        self._document, self._paragraph, self._title = document, paragraph, title
        self._words = words if parts.words_weight else None
        self._scales = scales_of(candidates.encoder)
        self._parts = parts
        shares: Iterable[tuple[Unit, float]] = zip(UNITS, parts.views, strict=True)
        self._units = tuple(unit for unit, share in shares if share)

    def search(self, question: str, k: int, documents: Scope = None) -> tuple[Hit, ...]:
        """See index.hits.Retriever."""
        return self.search_many([question], k, [documents])[0]

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[Scope]) -> list[tuple[Hit, ...]]:
        """One result for each question, the questions encoded together."""
        queries = self._candidates.queries(questions)
        found = self._candidates.nearest(queries, k, documents, self._units)
        asked = zip(questions, queries, documents, found, strict=True)
        return [
            self._best(_Asked(q, query, self._weights(q), cache(self._paragraph)), near, scope, k)
            for q, query, scope, near in asked
        ]

    def _weights(self, question: str) -> Mapping[str, float]:
        return self._words.content_weights(question) if self._words else {}

    def _best(self, asked: "_Asked", near: set[Place], scope: Scope, k: int) -> tuple[Hit, ...]:
        """The `k` best hits; only these are made, for a hundred candidates have a thousand sentences."""
        by_words = dict(self._words.places(asked.question, max(k, FROM_WORDS), scope) if self._words else ())
        seen = self._candidates.views(asked.query, sorted(near | by_words.keys()))
        pool = dict(self._ranked({place: seen[place] for place in near})[: max(k, POOL)])
        for place, bm25 in by_words.items():
            if seen[place] != UNSEEN:  # what is not encoded yet is not searched
                pool[place] = replace(seen[place], bm25=bm25)
        ranked = self._ranked(self._seen_whole(asked, pool))
        return tuple(self._hit(asked, place, signals) for place, signals in ranked[:k])

    def _ranked(self, seen: _Seen) -> list[tuple[Place, Signals]]:
        """Best first; what scores the same, in the order of the documents."""
        found = scores(seen.values(), self._parts, self._scales)
        best = sorted(zip((-found).tolist(), seen, strict=True))
        return [(place, seen[place]) for _, place in best]

    def _seen_whole(self, asked: "_Asked", pool: _Seen) -> _Seen:
        """The same paragraphs with late interaction and the words they cover."""
        places = list(pool)
        late = self._candidates.late(asked.query, places) if self._parts.late_share else [0.0] * len(places)
        return {
            place: replace(pool[place], late=near, coverage=self._coverage(asked, place))
            for place, near in zip(places, late, strict=True)
        }

    def _coverage(self, asked: "_Asked", place: Place) -> float:
        if not self._words or not asked.weights:
            return 0.0
        paragraph = asked.paragraph(place)
        headings = " ".join((self._title(place[0]), *paragraph.headings))
        return self._words.coverage(asked.weights, paragraph.text, headings)

    def _hit(self, asked: "_Asked", place: Place, signals: Signals) -> Hit:
        paragraph = self._document(place[0]).paragraphs[place[1]]
        sentences = (
            SentenceScore(each.span, self._sentence_score(asked, each, paragraph.text))
            for each in self._candidates.sentences(asked.query, place)
        )
        return Hit(paragraph, score(signals, self._parts, self._scales), tuple(sentences), signals)

    def _sentence_score(self, asked: "_Asked", sentence: SentenceScore, text: str) -> float:
        covered = self._words.coverage(asked.weights, sentence.span.of(text)) if self._words else 0.0
        return self._scales.vectors(sentence.score) + SENTENCE_WORDS_WEIGHT * covered


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as vectors see it, and as words do; each paragraph that it needs is read once."""

    question: str
    query: Query
    weights: Mapping[str, float]
    paragraph: Callable[[Place], Paragraph]


# Within a paragraph the words tell more: with .4 the best sentence of 488 SQuAD 2 paragraphs holds the answer in 85 of
# 100, with .15 in 83, with none in 80.
SENTENCE_WORDS_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Scale:
    """The likenesses that one encoder gives: what one of `low` says is 0, what one of `low + width` says is 1.

    Encoders differ: some give what has nothing in common .0, others .75. A score must mean the same with each.
    """

    low: float = 0.0
    width: float = 1.0

    def __call__(self, likeness: Value) -> Value:
        """What that likeness says, or each of several; two of one encoder keep their order."""
        return (likeness - self.low) / self.width


@dataclass(frozen=True, slots=True)
class Scales:
    """The scale of one encoder's vectors, and that of its late interaction."""

    vectors: Scale = Scale()
    late: Scale = Scale()


# Of written questions, read as multilingual-e5-small was taught to read them (index.encoders.low_rank), what does not
# answer is .53 like them (deviation .05) and what answers .59; their tokens .40 and .50 (deviations .08 and .11).
_OF_E5 = Scales(Scale(0.39, 0.45), Scale(0.3, 0.7))
_SCALES = dict.fromkeys(("multilingual-e5-small", "intfloat/multilingual-e5-small"), _OF_E5)


def scales_of(encoder: str) -> Scales:
    """The scales of the encoder of that name; cosines as they are where it is not known."""
    return _SCALES.get(encoder, Scales())


def score(signals: Signals, parts: Parts, scales: Scales) -> float:
    """That of one paragraph, see `scores`."""
    return float(scores([signals], parts, scales)[0])


def scores(seen: Collection[Signals], parts: Parts, scales: Scales) -> NDArray[np.float64]:
    """The mean of what the views of each paragraph say, each by its share, and the bounded share of the words on top.

    Adding a bounded share, and not fusing ranks, lets the words abstain: where a paraphrase shares none, every
    paragraph gets next to nothing and the order of the vectors stands. Weights and scales are fixed, not drawn from the
    hits at hand, so that scores of different questions compare. A paragraph without tokens has one view less.
    """
    columns = np.array([(s.paragraph, s.sentence, s.clause, s.late, s.coverage) for s in seen], float).reshape(-1, 5).T
    *views, late, coverage = columns
    late_share = parts.late_share * (late != 0)
    weighed = sum(share * scales.vectors(view) for share, view in zip(parts.views, views, strict=True))
    total = sum(parts.views) + late_share
    mean = (weighed + late_share * scales.late(late)) / np.where(total, total, 1)
    return np.asarray(mean + parts.words_weight * coverage)
