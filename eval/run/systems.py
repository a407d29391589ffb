"""What can be measured side by side: pincite, pincite with a part switched off, and the baselines it must beat."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol, runtime_checkable

import numpy as np

from corpus.types import Document
from eval.errors import EvaluationError
from eval.sets.dataset import GoldQuestion
from index.engine import Engine
from index.hits import Hit, Retriever
from index.hits import Scope as Searched
from index.reader.judgement import Reader, ScoreReader
from index.retriever import Parts
from qa_app.ask.answer import Answerer
from qa_app.ask.question import Inquiry
from qa_app.ask.scope import EVERYTHING, Scope
from qa_app.ask.search import HITS
from qa_app.outcomes import Abstention, LookUp, Outcome
from qa_app.settings import THRESHOLD

TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Response:
    """What a system made of one question: its ranking, whether it showed the first as an answer, how sure it was.

    `marked` are the sentences marked in the first paragraph, in reading order; an answer shows the first `shown`
    paragraphs of the ranking.
    """

    ranking: tuple[str, ...]
    answered: bool
    confidence: float
    seconds: float
    marked: tuple[str, ...] = ()
    shown: int = 1


class System(Protocol):
    """Anything that can be asked a question set."""

    name: str

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """One response for each question, in order."""


@runtime_checkable
class SearchesMany(Protocol):
    """A retriever that finds for many questions faster than for one at a time."""

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[Searched]) -> list[tuple[Hit, ...]]:
        """At most `k` hits for each question, best first; each from the documents named, if any are."""


class PinciteSystem:
    """The product as people use it: look-ups, search, reader and refusal."""

    def __init__(self, answerer: Answerer, name: str = "pincite") -> None:
        self.name = name
        self._answerer = answerer

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; the seconds of a batch are shared out evenly. The questions before one are read first."""
        start = time.perf_counter()
        outcomes = self._answerer.answer_many([self._inquiry(question) for question in questions])
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_response(outcome, seconds) for outcome in outcomes]

    def _inquiry(self, question: GoldQuestion) -> Inquiry:
        scope = Scope(frozenset({question.document})) if question.document else EVERYTHING
        return Inquiry(question.question, scope, self._answerer.turns(question.history, scope, question.question))


class RetrieverSystem:
    """A retriever alone: its first hit is always shown as the answer."""

    def __init__(self, name: str, retriever: Retriever) -> None:
        self.name = name
        self._retriever = retriever

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; the seconds of a batch are shared out evenly."""
        start = time.perf_counter()
        if isinstance(self._retriever, SearchesMany):
            words, documents = [q.question for q in questions], [q.document for q in questions]
            found = self._retriever.search_many(words, HITS, documents)
        else:
            found = [self._retriever.search(q.question, HITS, q.document) for q in questions]
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_always_shown(_addresses(hits), hits[0].score if hits else 0.0, seconds) for hits in found]


class RunSystem:
    """A run made elsewhere: rankings by question id, the first always shown; an unknown question has none."""

    def __init__(self, name: str, rankings: Mapping[str, Sequence[str]]) -> None:
        self.name = name
        self._rankings = rankings

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; how long it took is not known and counts as 0."""
        return [_always_shown(self._rankings.get(question.id, ()), 0.0, 0.0) for question in questions]


class Bm25sSystem:
    """BM25 as another library has it, beside ours: bm25s (Lù 2024), which scores as Lucene does.

    `words` cuts paragraphs and questions. `k1` and `b` are those that Pyserini uses, and with it most papers.
    """

    name = "bm25s"

    def __init__(
        self,
        documents: Sequence[Document],
        words: Callable[[str], list[str]] | None = None,
        k1: float = 0.9,
        b: float = 0.4,
    ) -> None:
        """Raises EvaluationError where bm25s is not installed."""
        if not is_installed():
            raise EvaluationError("bm25s is not installed; `pip install 'pincite[peers]'` brings it.")
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every step
        paragraphs = [p for document in documents for p in document.paragraphs if p.answers]
        self._words = words or _plain_words
        self._addresses = [str(p.id) for p in paragraphs]
        self._documents = np.array([p.id.document for p in paragraphs])
        self._index = bm25s.BM25(k1=k1, b=b)
        self._index.index([self._words(p.text) for p in paragraphs], show_progress=False)

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; what shares no word with a question is left out of its ranking."""
        return [self._respond(question) for question in questions]

    def _respond(self, question: GoldQuestion) -> Response:
        start = time.perf_counter()
        mask = (self._documents == question.document).astype(np.float32) if question.document else None
        k = min(HITS, len(self._addresses))
        words = [self._words(question.question)]
        [places], [scores] = self._index.retrieve(words, k=k, weight_mask=mask, show_progress=False)
        ranking = [self._addresses[place] for place, score in zip(places, scores, strict=True) if score > 0]
        return _always_shown(ranking, float(scores[0]) if ranking else 0.0, time.perf_counter() - start)


def is_installed() -> bool:
    """Whether bm25s can be imported."""
    return find_spec("bm25s") is not None


def _plain_words(text: str) -> list[str]:
    """Words of two letters or more in lower case, without English stop words and not stemmed, as bm25s has them."""
    import bm25s

    [words] = bm25s.tokenize([text], stopwords="en", return_ids=False, show_progress=False)
    return [str(word) for word in words]


def _response(outcome: Outcome, seconds: float) -> Response:
    if isinstance(outcome, Abstention):
        return Response(_addresses(outcome.hits), False, outcome.confidence, seconds)
    quoted = tuple(str(quote.paragraph.id) for quote in outcome.quotes)
    if isinstance(outcome, LookUp):
        return Response(quoted, True, 1.0, seconds, shown=len(quoted))
    ranking = tuple(dict.fromkeys((*quoted, *_addresses(outcome.hits))))
    marked = tuple(highlight.quote for highlight in outcome.quotes[0].highlights)
    return Response(ranking, True, outcome.confidence, seconds, marked, len(quoted))


def _always_shown(ranking: Sequence[str], confidence: float, seconds: float) -> Response:
    return Response(tuple(ranking), bool(ranking), confidence, seconds)


def _addresses(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(str(hit.paragraph.id) for hit in hits)


@dataclass(frozen=True, slots=True)
class Over:
    """What systems are made over: an engine, and the reader that pincite judges with."""

    engine: Engine
    reader: Reader
    threshold: float = THRESHOLD

    def with_parts(self, parts: Parts) -> Engine:
        """An engine over the same library and encoder that searches with these parts."""
        return Engine(self.engine.library, lambda: self.engine.encoder, parts=parts)


ONLY_PARAGRAPHS = Parts(sentence_share=0.0, clause_share=0.0, late_share=0.0, words_weight=0.0)
# Pincite with a part of its search switched off; without words a name that stands nowhere is still noticed.
_WITHOUT = {
    "pincite without words": Parts(words_weight=0.0),
    "pincite without sentences": Parts(sentence_share=0.0, clause_share=0.0),
    "pincite without late interaction": Parts(late_share=0.0),
}
NO_READER, NO_LOOK_UPS = "pincite without the reader", "pincite without look-ups"
DEFAULT = ("pincite", NO_READER, "BM25", "paragraph vectors")
ABLATIONS = (*_WITHOUT, NO_LOOK_UPS)
NAMES = ("pincite", "BM25", "paragraph vectors", *_WITHOUT, NO_READER, NO_LOOK_UPS, "bm25s")


def systems(over: Over, names: Sequence[str] = DEFAULT) -> tuple[System, ...]:
    """The systems of those names over the same library and encoder; KeyError where a name is none of NAMES."""
    return tuple(_system(over, name) for name in names)


def _system(over: Over, name: str) -> System:
    match name:
        case "BM25":
            return RetrieverSystem(name, over.engine.words)
        case "paragraph vectors":
            return RetrieverSystem(name, over.with_parts(ONLY_PARAGRAPHS).retriever)
        case "bm25s":
            return Bm25sSystem(over.engine.library.documents())
        case "pincite":
            answerer = Answerer(over.engine, over.reader, over.threshold)
        case _ if name == NO_READER:  # refuses by the retriever's score alone
            answerer = Answerer(over.engine, ScoreReader(), over.threshold)
        case _ if name == NO_LOOK_UPS:
            answerer = Answerer(over.engine, over.reader, over.threshold, look_ups=False)
        case _:
            answerer = Answerer(over.with_parts(_WITHOUT[name]), over.reader, over.threshold)
    return PinciteSystem(answerer, name)
