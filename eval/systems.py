"""What can be measured side by side: pincite itself, and the baselines that it must beat."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.dataset import GoldQuestion
from index.engine import Engine
from index.hits import Hit, Retriever
from index.retriever import VectorRetriever
from qa_app.answer import HITS, Answerer
from qa_app.outcomes import Abstention, LookUp, Outcome

TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Response:
    """What a system made of one question: its ranking, whether it showed the first as an answer, how sure it was."""

    ranking: tuple[str, ...]
    answered: bool
    confidence: float
    seconds: float


class System(Protocol):
    """Anything that can be asked a question set."""

    name: str

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """One response for each question, in order."""


class PinciteSystem:
    """The product as people use it: look-ups, search, reader and refusal."""

    name = "pincite"

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; the seconds of a batch are shared out evenly."""
        start = time.perf_counter()
        outcomes = self._answerer.answer_many([(q.question, q.document) for q in questions])
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_response(outcome, seconds) for outcome in outcomes]


class RetrieverSystem:
    """A retriever alone: its first hit is always shown as the answer."""

    def __init__(self, name: str, retriever: Retriever) -> None:
        self.name = name
        self._retriever = retriever

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System."""
        return [self._respond(question) for question in questions]

    def _respond(self, question: GoldQuestion) -> Response:
        start = time.perf_counter()
        hits = self._retriever.search(question.question, HITS, question.document)
        seconds = time.perf_counter() - start
        return Response(_addresses(hits), bool(hits), hits[0].score if hits else 0.0, seconds)


def systems(engine: Engine, answerer: Answerer) -> tuple[System, ...]:
    """pincite, BM25 alone and paragraph vectors alone, over the same library and encoder."""
    paragraphs = VectorRetriever(engine.index, engine.encoder, engine.document, sentence_share=0.0)
    return (
        PinciteSystem(answerer),
        RetrieverSystem("BM25", engine.words),
        RetrieverSystem("paragraph vectors", paragraphs),
    )


def run(
    system: System, questions: Sequence[GoldQuestion], advance: Callable[[int], None] = lambda _: None
) -> list[Response]:
    """Every response in order; `advance(n)` is called after each batch of n."""
    responses: list[Response] = []
    for start in range(0, len(questions), TOGETHER):
        batch = questions[start : start + TOGETHER]
        responses += system.respond(batch)
        advance(len(batch))
    return responses


def _response(outcome: Outcome, seconds: float) -> Response:
    if isinstance(outcome, LookUp):
        return Response(tuple(str(q.paragraph.id) for q in outcome.quotes), True, 1.0, seconds)
    answered = not isinstance(outcome, Abstention)
    quoted = [] if isinstance(outcome, Abstention) else [str(q.paragraph.id) for q in outcome.quotes]
    ranking = tuple(dict.fromkeys((*quoted, *_addresses(outcome.hits))))
    return Response(ranking, answered, outcome.confidence, seconds)


def _addresses(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(str(hit.paragraph.id) for hit in hits)
