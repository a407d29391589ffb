"""A question in, scored paragraphs out: paragraph vectors, sentence vectors and words seen together."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from corpus.library import Unit
from corpus.types import Document, Paragraph, Span
from index.encoder import Encoder, Vectors
from index.fuse import add_words
from index.hits import Hit, SentenceScore
from index.lexical import LexicalIndex
from index.vectors import Index, UnitVectors

CANDIDATES: dict[Unit, int] = {"paragraph": 50, "sentence": 100}
POOL = 30


class VectorRetriever:
    """Cosine of the question with each paragraph and with its best sentence, averaged.

    A long paragraph's vector blurs what one sentence of it says, and a sentence alone lacks its
    surroundings; together they find more than either. `sentence_share` is the weight of the sentence,
    0 to 1; 0 gives plain paragraph vectors.
    """

    def __init__(
        self, index: Index, encoder: Encoder, document: Callable[[str], Document], sentence_share: float = 0.5
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
        vectors = self._encoder.encode_questions(questions)
        return [self._search(vector, k, document) for vector, document in zip(vectors, documents, strict=True)]

    def _search(self, query: Vectors, k: int, document: str | None) -> tuple[Hit, ...]:
        candidates = {
            (span.document, span.ordinal)
            for unit, vectors in self._index.items()
            for row in vectors.search(query, max(CANDIDATES[unit], k), self._rows(unit, document))
            if (span := vectors.spans[row])
        }
        hits = [self._hit(query, *candidate) for candidate in sorted(candidates)]
        return tuple(sorted(hits, key=attrgetter("score"), reverse=True)[:k])

    def _rows(self, unit: Unit, document: str | None) -> NDArray[np.int64] | None:
        if document is None:
            return None
        starts = self._starts[unit]
        return np.arange(bisect_left(starts, (document, -1)), bisect_left(starts, (document + "\0", -1)))

    def _hit(self, query: Vectors, document: str, ordinal: int) -> Hit:
        whole, _ = self._scores("paragraph", query, document, ordinal)
        each, sentences = self._scores("sentence", query, document, ordinal)
        score = (1 - self._sentence_share) * float(whole[0]) + self._sentence_share * float(each.max())
        spans = tuple(SentenceScore(s, float(x)) for s, x in zip(sentences, each, strict=True))
        paragraph: Paragraph = self._document(document).paragraphs[ordinal]
        return Hit(paragraph, score, spans)

    def _scores(self, unit: Unit, query: Vectors, document: str, ordinal: int) -> tuple[Vectors, list[Span]]:
        vectors: UnitVectors = self._index[unit]
        start = bisect_left(self._starts[unit], (document, ordinal))
        stop = bisect_left(self._starts[unit], (document, ordinal + 1))
        return vectors.vectors(start, stop) @ query, [span.span for span in vectors.spans[start:stop]]


class FusedRetriever:
    """What pincite searches with: the vectors' candidates, ordered by vectors and words together."""

    def __init__(self, vectors: VectorRetriever, words: LexicalIndex) -> None:
        self._vectors = vectors
        self._words = words

    def search(self, question: str, k: int, document: str | None = None) -> tuple[Hit, ...]:
        """See index.hits.Retriever."""
        return self.search_many([question], k, [document])[0]

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[str | None]) -> list[tuple[Hit, ...]]:
        """One result for each question, the questions encoded together."""
        found = self._vectors.search_many(questions, max(k, POOL), documents)
        return [self._fuse(question, hits)[:k] for question, hits in zip(questions, found, strict=True)]

    def _fuse(self, question: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        content = self._words.content_weights(question)
        return add_words(hits, lambda text: self._words.coverage(content, text))
