"""A question in, scored paragraphs out: paragraph vectors, sentence vectors and words seen together."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from corpus.library import Unit
from corpus.types import Document
from index.encoder import Encoder, Vectors
from index.fuse import WORDS_WEIGHT, add_words
from index.hits import Hit, SentenceScore
from index.lexical import LexicalIndex
from index.vectors import UNITS, Index

CANDIDATES: dict[Unit, int] = {"paragraph": 50, "sentence": 100}
POOL = 30
SENTENCE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Parts:
    """How much a paragraph's best sentence (0 to 1) and the words count; 0 switches a part off."""

    sentence_share: float = SENTENCE_SHARE
    words_weight: float = WORDS_WEIGHT


WHOLE = Parts()

_Place = tuple[str, int]  # a document's id and the ordinal of a paragraph in it


class VectorRetriever:
    """Cosine of the question with each paragraph and with its best sentence, averaged.

    A long paragraph's vector blurs what one sentence of it says, and a sentence alone lacks its
    surroundings; together they find more than either. `sentence_share` is the weight of the sentence,
    0 to 1; 0 gives plain paragraph vectors.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        document: Callable[[str], Document],
        sentence_share: float = SENTENCE_SHARE,
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._document = document
        self._sentence_share = sentence_share
        self._starts = {unit: [(s.document, s.ordinal) for s in vectors.spans] for unit, vectors in index.items()}

    def search(self, question: str, k: int, document: str | None = None) -> tuple[Hit, ...]:
        """See Retriever."""
        return self.search_many([question], k, [document])[0]

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[str | None]) -> list[tuple[Hit, ...]]:
        """One result for each question, the questions encoded together."""
        queries = self._encoder.encode_questions(questions)
        candidates = [set[_Place]() for _ in questions]
        for unit in self._index:
            for found, places in zip(candidates, self._nearest(unit, queries, k, documents), strict=True):
                found.update(places)
        return [self._best(query, found, k) for query, found in zip(queries, candidates, strict=True)]

    def _nearest(
        self, unit: Unit, queries: Vectors, k: int, documents: Sequence[str | None]
    ) -> Iterator[Iterator[_Place]]:
        """For each query the places of the paragraphs that its nearest rows belong to."""
        vectors, most = self._index[unit], max(CANDIDATES[unit], k)
        everywhere = [place for place, document in enumerate(documents) if document is None]
        rows = dict(zip(everywhere, vectors.search_many(queries[everywhere], most), strict=True)) if everywhere else {}
        for place, document in enumerate(documents):
            found = rows.get(place)
            if found is None:
                found = vectors.search(queries[place], most, self._rows(unit, document))
            yield ((span.document, span.ordinal) for span in (vectors.spans[row] for row in found))

    def _best(self, query: Vectors, candidates: set[_Place], k: int) -> tuple[Hit, ...]:
        """The `k` best hits; only these are made, for a hundred candidates have a thousand sentences."""
        scored = [(self._score(query, *candidate), candidate) for candidate in sorted(candidates)]
        best = sorted(scored, key=itemgetter(0), reverse=True)[:k]
        return tuple(self._hit(query, score, *candidate) for score, candidate in best)

    def _rows(self, unit: Unit, document: str | None) -> NDArray[np.int64] | None:
        if document is None:
            return None
        starts = self._starts[unit]
        return np.arange(bisect_left(starts, (document, -1)), bisect_left(starts, (document + "\0", -1)))

    def _score(self, query: Vectors, document: str, ordinal: int) -> float:
        (whole,), each = (self._likeness(unit, query, *self._range(unit, document, ordinal)) for unit in UNITS)
        return (1 - self._sentence_share) * float(whole) + self._sentence_share * float(each.max())

    def _hit(self, query: Vectors, score: float, document: str, ordinal: int) -> Hit:
        start, stop = self._range("sentence", document, ordinal)
        spans = (each.span for each in self._index["sentence"].spans[start:stop])
        likeness = self._likeness("sentence", query, start, stop)
        sentences = tuple(SentenceScore(s, float(x)) for s, x in zip(spans, likeness, strict=True))
        return Hit(self._document(document).paragraphs[ordinal], score, sentences)

    def _likeness(self, unit: Unit, query: Vectors, start: int, stop: int) -> Vectors:
        return self._index[unit].vectors(start, stop) @ query

    def _range(self, unit: Unit, document: str, ordinal: int) -> tuple[int, int]:
        """The rows of a paragraph: the first, and the one after the last."""
        starts = self._starts[unit]
        start = bisect_left(starts, (document, ordinal))
        return start, bisect_left(starts, (document, ordinal + 1), start)


class FusedRetriever:
    """What pincite searches with: the vectors' candidates, ordered by vectors and words together.

    `words_weight` is what the words add to a paragraph's score; with 0 they add nothing to its sentences either.
    """

    def __init__(self, vectors: VectorRetriever, words: LexicalIndex, words_weight: float = WORDS_WEIGHT) -> None:
        self._vectors = vectors
        self._words = words
        self._words_weight = words_weight

    def search(self, question: str, k: int, document: str | None = None) -> tuple[Hit, ...]:
        """See index.hits.Retriever."""
        return self.search_many([question], k, [document])[0]

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[str | None]) -> list[tuple[Hit, ...]]:
        """One result for each question, the questions encoded together."""
        found = self._vectors.search_many(questions, max(k, POOL), documents)
        return [self._fuse(question, hits)[:k] for question, hits in zip(questions, found, strict=True)]

    def _fuse(self, question: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        if not self._words_weight:
            return hits
        content = self._words.content_weights(question)
        return add_words(hits, lambda text: self._words.coverage(content, text), self._words_weight)
