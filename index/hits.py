"""What searching gives: Hit, and the one-method contract of everything that searches."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from corpus.types import Paragraph, Span

# The ids of the documents to search in, one id alone, or None for all.
Scope = Collection[str] | str | None


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """One sentence of a paragraph (`span` counts within it) and its likeness to the question."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Signals:
    """All that was seen of a paragraph, each as it was measured; 0 where it was not.

    `paragraph`, `sentence` and `clause` are the cosine with the question of the whole, of its best sentence and of its
    best clause, `late` is that of late interaction, `coverage` the share of the question's words that it has, 0 to
    1, and `bm25` the score by words, which has no upper end.
    """

    paragraph: float = 0.0
    sentence: float = 0.0
    clause: float = 0.0
    late: float = 0.0
    coverage: float = 0.0
    bm25: float = 0.0


UNSEEN = Signals()


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that a question found; hits of one retriever compare by `score`, higher is better."""

    paragraph: Paragraph
    score: float
    sentences: tuple[SentenceScore, ...]
    signals: Signals = UNSEEN


class Retriever(Protocol):
    """Finds paragraphs for a question."""

    def search(self, question: str, k: int, documents: Scope = None) -> tuple[Hit, ...]:
        """At most `k` hits, best first; only from `documents`, if given."""
