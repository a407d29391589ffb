"""BM25 as another library has it, beside ours: bm25s, used where it is installed."""

import logging
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter

import numpy as np

from corpus.types import Document
from eval.dataset import GoldQuestion
from eval.errors import EvaluationError
from eval.systems import Response
from qa_app.ask.search import HITS

# What Pyserini uses, and with it the figures that most papers print.
K1, B = 0.9, 0.4

Words = Callable[[str], list[str]]


def is_installed() -> bool:
    """Whether bm25s can be imported."""
    return find_spec("bm25s") is not None


def plain_words(text: str) -> list[str]:
    """Words of two letters or more in lower case, without English stop words and not stemmed, as bm25s has them."""
    import bm25s

    [words] = bm25s.tokenize([text], stopwords="en", return_ids=False, show_progress=False)
    return [str(word) for word in words]


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
        """See eval.systems.System; the seconds of a batch are shared out evenly."""
        start = time.perf_counter()
        places = sorted(range(len(questions)), key=lambda place: questions[place].document or "")
        found: dict[int, list[tuple[str, float]]] = {}
        for document, group in groupby(places, key=lambda place: questions[place].document):
            members = list(group)
            ranked = self._search([questions[place].question for place in members], document)
            found.update(zip(members, ranked, strict=True))
        seconds = (time.perf_counter() - start) / max(1, len(questions))
        return [_response(found[place], seconds) for place in range(len(questions))]

    def _search(self, questions: Sequence[str], document: str | None) -> list[list[tuple[str, float]]]:
        """For each question (address, score), best first; what shares no word is left out."""
        mask = None if document is None else (self._documents == document).astype(np.float32)
        k = min(HITS, len(self._addresses))
        rows, scores = self._index.retrieve(
            [self._words(q) for q in questions], k=k, weight_mask=mask, show_progress=False
        )
        ranked = (zip(map(self._addresses.__getitem__, r), s, strict=True) for r, s in zip(rows, scores, strict=True))
        return [[(address, float(score)) for address, score in each if score > 0] for each in ranked]


def _response(ranked: Sequence[tuple[str, float]], seconds: float) -> Response:
    ranking = tuple(map(itemgetter(0), ranked))
    return Response(ranking, bool(ranked), ranked[0][1] if ranked else 0.0, seconds)
