"""Fit the score reader's logistic curve: `python -m eval.calibrate --set QUESTIONS DOCUMENTS [--set ...]`.

Each set weighs the same, however many questions it has; the shipped statement's dev questions are always one of
them. What is fitted is the probability that the first paragraph found answers the question (Platt 1999).
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from corpus.formats.jsonl import read_documents
from corpus.library import Library
from corpus.shipped import shipped_documents
from corpus.types import Document
from eval.dataset import SHIPPED, GoldQuestion, read_questions
from index.encoder import load_encoder
from index.engine import Engine
from qa_app.settings import read_settings

MOST = 400


def fit(scores: Sequence[NDArray[np.float64]], right: Sequence[NDArray[np.bool_]]) -> tuple[float, float]:
    """Slope and intercept of the curve that turns a score into a probability; one array a set."""
    from sklearn.linear_model import LogisticRegression

    weights = np.concatenate([np.full(len(each), 1 / len(each)) for each in scores])
    model = LogisticRegression(C=1e6, max_iter=1000)
    model.fit(np.concatenate(scores)[:, None], np.concatenate(right), weights * len(weights))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


@click.command()
@click.option(
    "--set", "sets", nargs=2, multiple=True, metavar="QUESTIONS DOCUMENTS", help="A question set and its documents."
)
def main(sets: tuple[tuple[str, str], ...]) -> None:
    """Print the slope and intercept, and what was fitted on, as JSON."""
    scores, right = [], []
    for questions, documents in ((str(SHIPPED), None), *sets):
        each_scores, each_right = _measure(Path(questions), documents)
        scores.append(each_scores)
        right.append(each_right)
        click.echo(f"{questions}: {len(each_right)} questions, first right {each_right.mean():.3f}", err=True)
    slope, intercept = fit(scores, right)
    click.echo(json.dumps({"slope": round(slope, 2), "intercept": round(intercept, 2)}))


def _measure(questions: Path, documents: str | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    read: tuple[Document, ...] = read_documents(Path(documents)) if documents else shipped_documents()
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), lambda: read) as library:
        engine = Engine(library, lambda: load_encoder(read_settings().encoder))
        known = {str(p.id) for document in read for p in document.paragraphs}
        chosen = read_questions(questions, known, None if documents else "dev").questions
        chosen = chosen[:: max(1, len(chosen) // MOST)]
        pairs = [_first(engine, question) for question in chosen if question.kind != "lookup"]
    return np.array([score for score, _ in pairs]), np.array([is_right for _, is_right in pairs])


def _first(engine: Engine, question: GoldQuestion) -> tuple[float, bool]:
    hit = engine.search_many([question.question], 1, [question.document])[0][0]
    return hit.score, str(hit.paragraph.id) in question.relevant


if __name__ == "__main__":
    main()
