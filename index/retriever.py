"""A question in, scored paragraphs out: several views of each paragraph and its words seen together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.library import Place, Unit
from corpus.types import Document, Paragraph
from index.candidates import Candidates, Query
from index.fuse import SENTENCE_WORDS_WEIGHT, WHOLE, Parts, scales_of, score
from index.hits import UNSEEN, Hit, Scope, SentenceScore, Signals
from index.lexical import LexicalIndex
from index.vectors import UNITS

__all__ = ["WHOLE", "FusedRetriever", "Parts"]

POOL = 30
FROM_WORDS = 20

_Seen = dict[Place, Signals]


class FusedRetriever:
    """What pincite searches with.

    The vectors' candidates are ordered by their vectors; the best POOL of them, and the FROM_WORDS that BM25 finds, so
    that an exact rare name is never missed, are then seen in every way and ordered by all of it.
    """

    def __init__(
        self,
        candidates: Candidates,
        document: Callable[[str], Document],
        words: LexicalIndex | None,
        parts: Parts = WHOLE,
    ) -> None:
        self._candidates = candidates
        self._document = document
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
        return [self._best(_Asked(q, query, self._weights(q)), near, scope, k) for q, query, scope, near in asked]

    def _weights(self, question: str) -> Mapping[str, float]:
        return self._words.content_weights(question) if self._words else {}

    def _best(self, asked: "_Asked", near: set[Place], scope: Scope, k: int) -> tuple[Hit, ...]:
        """The `k` best hits; only these are made, for a hundred candidates have a thousand sentences."""
        seen = {place: self._candidates.views(asked.query, place) for place in sorted(near)}
        pool = dict(self._ranked(seen)[: max(k, POOL)])
        for place, bm25 in self._by_words(asked.question, scope):
            views = seen.get(place) or self._candidates.views(asked.query, place)
            if views != UNSEEN:  # what is not encoded yet is not searched
                pool[place] = replace(views, bm25=bm25)
        ranked = self._ranked(self._seen_whole(asked, pool))
        return tuple(self._hit(asked, place, signals) for place, signals in ranked[:k])

    def _ranked(self, seen: _Seen) -> list[tuple[Place, Signals]]:
        """Best first; what scores the same, in the order of the documents."""
        return sorted(seen.items(), key=lambda each: (-score(each[1], self._parts, self._scales), each[0]))

    def _by_words(self, question: str, scope: Scope) -> Iterator[tuple[Place, float]]:
        for hit in self._words.search(question, FROM_WORDS, scope) if self._words else ():
            yield (hit.paragraph.id.document, hit.paragraph.ordinal), hit.score

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
        document, paragraph = self._document(place[0]), self._paragraph(place)
        return self._words.coverage(asked.weights, paragraph.text, " ".join((document.card.title, *paragraph.headings)))

    def _hit(self, asked: "_Asked", place: Place, signals: Signals) -> Hit:
        paragraph = self._paragraph(place)
        sentences = (
            SentenceScore(each.span, self._sentence_score(asked, each, paragraph.text))
            for each in self._candidates.sentences(asked.query, place)
        )
        return Hit(paragraph, score(signals, self._parts, self._scales), tuple(sentences), signals)

    def _sentence_score(self, asked: "_Asked", sentence: SentenceScore, text: str) -> float:
        covered = self._words.coverage(asked.weights, sentence.span.of(text)) if self._words else 0.0
        return self._scales.vectors(sentence.score) + SENTENCE_WORDS_WEIGHT * covered

    def _paragraph(self, place: Place) -> Paragraph:
        document, ordinal = place
        return self._document(document).paragraphs[ordinal]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as vectors see it, and as words do."""

    question: str
    query: Query
    weights: Mapping[str, float]
