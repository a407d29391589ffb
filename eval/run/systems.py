"""What can be measured side by side: pincite, pincite with a part switched off, and the baselines it must beat."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
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
from qa_app.outcomes import Abstention, LookUp, Outcome, QuotedParagraph
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
        """See System; the seconds of a batch are shared out evenly. The questions before one are answered first."""
        start = time.perf_counter()
        outcomes = self._answerer.answer_many([self._inquiry(question) for question in questions])
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_response(outcome, seconds) for outcome in outcomes]

    def _inquiry(self, question: GoldQuestion) -> Inquiry:
        scope = Scope(frozenset({question.document})) if question.document else EVERYTHING
        return Inquiry(question.question, scope, self._answerer.turns(question.history, scope))


class RetrieverSystem:
    """A retriever alone: its first hit is always shown as the answer."""

    def __init__(self, name: str, retriever: Retriever) -> None:
        self.name = name
        self._retriever = retriever

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; where the retriever takes many questions, the seconds of a batch are shared out evenly."""
        if not isinstance(self._retriever, SearchesMany):
            return [self._respond(question) for question in questions]
        start = time.perf_counter()
        found = self._retriever.search_many([q.question for q in questions], HITS, [q.document for q in questions])
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_always_shown(hits, seconds) for hits in found]

    def _respond(self, question: GoldQuestion) -> Response:
        start = time.perf_counter()
        hits = self._retriever.search(question.question, HITS, question.document)
        return _always_shown(hits, time.perf_counter() - start)


class RunSystem:
    """A run made elsewhere: rankings by question id, the first always shown; an unknown question has none."""

    def __init__(self, name: str, rankings: Mapping[str, Sequence[str]]) -> None:
        self.name = name
        self._rankings = rankings

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See System; how long it took is not known and counts as 0."""
        rankings = (tuple(self._rankings.get(question.id, ())) for question in questions)
        return [Response(ranking, bool(ranking), 0.0, 0.0) for ranking in rankings]


@dataclass(frozen=True, slots=True)
class Over:
    """What systems are made over: an engine, and the reader that pincite judges with."""

    engine: Engine
    reader: Reader
    threshold: float = THRESHOLD


def _pincite(over: Over) -> System:
    return PinciteSystem(Answerer(over.engine, over.reader, over.threshold))


def _bm25(over: Over) -> System:
    return RetrieverSystem("BM25", over.engine.words)


def _paragraph_vectors(over: Over) -> System:
    return RetrieverSystem("paragraph vectors", _engine(over, ONLY_PARAGRAPHS).retriever)


def _without_words(over: Over) -> System:
    """Ordered by vectors and the reader. A name that stands nowhere is still noticed."""
    return _with_parts(over, Parts(words_weight=0.0), "pincite without words")


def _without_sentences(over: Over) -> System:
    return _with_parts(over, Parts(sentence_share=0.0, clause_share=0.0), "pincite without sentences")


def _without_late(over: Over) -> System:
    return _with_parts(over, Parts(late_share=0.0), "pincite without late interaction")


def _without_reader(over: Over) -> System:
    """Refuses by the retriever's score alone."""
    return PinciteSystem(Answerer(over.engine, ScoreReader(), over.threshold), "pincite without the reader")


def _without_look_ups(over: Over) -> System:
    answerer = Answerer(over.engine, over.reader, over.threshold, look_ups=False)
    return PinciteSystem(answerer, "pincite without look-ups")


def _with_parts(over: Over, parts: Parts, name: str) -> System:
    return PinciteSystem(Answerer(_engine(over, parts), over.reader, over.threshold), name)


def _engine(over: Over, parts: Parts) -> Engine:
    return Engine(over.engine.library, lambda: over.engine.encoder, parts=parts)


def _bm25s(over: Over) -> System:

    return Bm25sSystem(over.engine.library.documents())


def _marked(quote: QuotedParagraph) -> tuple[str, ...]:
    return tuple(highlight.quote for highlight in quote.highlights)


def _addresses(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(str(hit.paragraph.id) for hit in hits)


def _response(outcome: Outcome, seconds: float) -> Response:
    if isinstance(outcome, LookUp):
        return Response(
            tuple(str(q.paragraph.id) for q in outcome.quotes), True, 1.0, seconds, shown=len(outcome.quotes)
        )
    if isinstance(outcome, Abstention):
        return Response(_addresses(outcome.hits), False, outcome.confidence, seconds)
    quoted = [str(q.paragraph.id) for q in outcome.quotes]
    ranking = tuple(dict.fromkeys((*quoted, *_addresses(outcome.hits))))
    return Response(ranking, True, outcome.confidence, seconds, _marked(outcome.quotes[0]), len(quoted))


def _always_shown(hits: Sequence[Hit], seconds: float) -> Response:
    return Response(_addresses(hits), bool(hits), hits[0].score if hits else 0.0, seconds)


ONLY_PARAGRAPHS = Parts(sentence_share=0.0, clause_share=0.0, late_share=0.0, words_weight=0.0)


# BM25 as another library has it, beside ours: bm25s, used where it is installed.

Words = Callable[[str], list[str]]

# What Pyserini uses, and with it the figures that most papers print.
K1, B = 0.9, 0.4


def plain_words(text: str) -> list[str]:
    """Words of two letters or more in lower case, without English stop words and not stemmed, as bm25s has them."""
    import bm25s

    [words] = bm25s.tokenize([text], stopwords="en", return_ids=False, show_progress=False)
    return [str(word) for word in words]


def is_installed() -> bool:
    """Whether bm25s can be imported."""
    return find_spec("bm25s") is not None


def _peer_response(ranked: Sequence[tuple[str, float]], seconds: float) -> Response:
    ranking = tuple(map(itemgetter(0), ranked))
    return Response(ranking, bool(ranked), ranked[0][1] if ranked else 0.0, seconds)


class Bm25sSystem:
    """BM25 by bm25s (Lù 2024), which scores as Lucene does; `words` cuts paragraphs and questions."""

    name = "bm25s"

    def __init__(self, documents: Sequence[Document], words: Words = plain_words, k1: float = K1, b: float = B) -> None:
        """Raises EvaluationError where bm25s is not installed."""
        if not is_installed():
            raise EvaluationError("bm25s is not installed; `pip install 'pincite[peers]'` brings it.")
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every step
        paragraphs = [p for document in documents for p in document.paragraphs if p.answers]
        self._words = words
        self._addresses = [str(p.id) for p in paragraphs]
        self._documents = np.array([p.id.document for p in paragraphs])
        self._index = bm25s.BM25(k1=k1, b=b)
        self._index.index([words(p.text) for p in paragraphs], show_progress=False)

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        """See eval.run.systems.System; the seconds of a batch are shared out evenly."""
        start = time.perf_counter()
        places = sorted(range(len(questions)), key=lambda place: questions[place].document or "")
        found: dict[int, list[tuple[str, float]]] = {}
        for document, group in groupby(places, key=lambda place: questions[place].document):
            members = list(group)
            ranked = self._search([questions[place].question for place in members], document)
            found.update(zip(members, ranked, strict=True))
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_peer_response(found[place], seconds) for place in range(len(questions))]

    def _search(self, questions: Sequence[str], document: str | None) -> list[list[tuple[str, float]]]:
        """For each question (address, score), best first; what shares no word is left out."""
        mask = None if document is None else (self._documents == document).astype(np.float32)
        k = min(HITS, len(self._addresses))
        rows, scores = self._index.retrieve(
            [self._words(q) for q in questions], k=k, weight_mask=mask, show_progress=False
        )
        ranked = (zip(map(self._addresses.__getitem__, r), s, strict=True) for r, s in zip(rows, scores, strict=True))
        return [[(address, float(score)) for address, score in each if score > 0] for each in ranked]


MAKERS: Mapping[str, Callable[[Over], System]] = {
    "pincite": _pincite,
    "BM25": _bm25,
    "paragraph vectors": _paragraph_vectors,
    "pincite without words": _without_words,
    "pincite without sentences": _without_sentences,
    "pincite without late interaction": _without_late,
    "pincite without the reader": _without_reader,
    "pincite without look-ups": _without_look_ups,
    "bm25s": _bm25s,
}
DEFAULT = ("pincite", "pincite without the reader", "BM25", "paragraph vectors")
ABLATIONS = (
    "pincite without words",
    "pincite without sentences",
    "pincite without late interaction",
    "pincite without look-ups",
)


def systems(over: Over, names: Sequence[str] = DEFAULT) -> tuple[System, ...]:
    """The systems of those names over the same library and encoder; KeyError where a name is none of MAKERS."""
    return tuple(MAKERS[name](over) for name in names)
