"""What searching gives: Hit, and the one-method contract of everything that searches."""

from dataclasses import dataclass
from typing import Protocol

from corpus.types import Paragraph, Span


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """One sentence of a paragraph (`span` counts within it) and its likeness to the question."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that a question found; hits of one retriever compare by `score`, higher is better."""

    paragraph: Paragraph
    score: float
    sentences: tuple[SentenceScore, ...]


class Retriever(Protocol):
    """Finds paragraphs for a question."""

    def search(self, question: str, k: int, document: str | None = None) -> tuple[Hit, ...]:
        """At most `k` hits, best first; only from the document of that id, if given."""
