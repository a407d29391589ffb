"""Which paragraphs a question may mean by their vectors, and how like it each of them is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.library.library import Place, Unit
from index.encoders.encoder import Encoder, Vectors
from index.encoders.late_interaction import Tokens, late_scores
from index.hits import Scope, SentenceScore, Signals
from index.vectors.segment import UNITS
from index.vectors.store import Searched

# Nearest rows looked at in each unit. A paragraph has several sentences, and these several clauses.
NEAREST: dict[Unit, int] = {"paragraph": 50, "sentence": 100, "clause": 100}

TokensOf = Callable[[Iterable[Place]], Mapping[Place, bytes]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as its encoder sees it: `vector` (d,) and the vectors of its tokens (t, n)."""

    vector: Vectors
    tokens: Tokens


def _no_tokens(places: Iterable[Place]) -> Mapping[Place, bytes]:
    return {}


class Candidates:
    """The vectors of `index`, searched with `encoder`; `tokens` gives those of paragraphs, see Library.tokens."""

    def __init__(self, index: Searched, encoder: Encoder, tokens: TokensOf = _no_tokens) -> None:
        self.encoder = encoder.identity.name
        self._index = index
        self._encoder = encoder
        self._tokens = tokens

    def queries(self, questions: Sequence[str]) -> list[Query]:
        """The questions, encoded together."""
        vectors, tokens = self._encoder.encode_questions_with_tokens(questions)
        return [Query(vector, each) for vector, each in zip(vectors, tokens, strict=True)]

    def nearest(
        self, queries: Sequence[Query], k: int, scopes: Sequence[Scope], units: Iterable[Unit]
    ) -> list[set[Place]]:
        """For each query the paragraphs of its nearest rows in each of `units`, `k` rows at least."""
        units = tuple(units)
        found = [set[Place]() for _ in queries]
        for documents, places in _by_scope(scopes).items():
            vectors = np.stack([queries[place].vector for place in places])
            for unit in units:
                nearest = self._index[unit].nearest(vectors, max(NEAREST[unit], k), documents)
                for place, near in zip(places, nearest, strict=True):
                    found[place].update(near)
        return found

    def views(self, query: Query, places: Sequence[Place]) -> dict[Place, Signals]:
        """How like the query each paragraph is: as a whole, by its best sentence, and by its best clause.

        A sentence that is not divided is its own clause.
        """
        whole, sentence, clause = (self._index[unit].likest(query.vector, places) for unit in UNITS)
        sentence = np.where(np.isneginf(sentence), whole, sentence)
        clause = np.where(np.isneginf(clause), sentence, np.maximum(np.maximum(sentence, 0), clause))
        views = np.stack([whole, sentence, clause], axis=1)
        views[np.isneginf(views)] = 0.0
        return {place: Signals(*each) for place, each in zip(places, views.tolist(), strict=True)}

    def late(self, query: Query, places: Sequence[Place]) -> list[float]:
        """Late interaction with each paragraph; 0 where there are no tokens."""
        if not len(query.tokens):
            return [0.0] * len(places)
        stored = self._tokens(places)
        return [float(score) for score in late_scores(query.tokens, [stored.get(place, b"") for place in places])]

    def sentences(self, query: Query, place: Place) -> tuple[SentenceScore, ...]:
        """The sentences of a paragraph in order, each with its likeness to the query."""
        vectors = self._index["sentence"]
        scored = zip(vectors.spans_of(place), vectors.likeness(query.vector, place), strict=True)
        return tuple(SentenceScore(each.span, float(score)) for each, score in scored)


def _by_scope(scopes: Sequence[Scope]) -> dict[frozenset[str] | None, list[int]]:
    """The places of the questions that search in the same documents, which are searched together."""
    places: dict[frozenset[str] | None, list[int]] = {}
    for place, scope in enumerate(scopes):
        documents = frozenset([scope]) if isinstance(scope, str) else scope if scope is None else frozenset(scope)
        places.setdefault(documents, []).append(place)
    return places
