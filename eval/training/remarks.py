"""Fit what tells a remark from a question: `python -m eval.training.remarks --gold DIR --output FILE`.

A logistic model over the vectors of the default encoder: the examples of remarks that come with pincite against the
written questions that may be trained on, some of them behind a greeting or thanks, and the examples of questions.
"""

import random
from pathlib import Path

import click
import numpy as np
from safetensors.numpy import save_file

from eval.training.lessons import Gold, written
from index import DEFAULT_ENCODER
from index.encoders.encoder import load_encoder
from qa_app.ask.remarks import read_examples

SEED, STRENGTH = 20170606, 30.0
POLITE = ("hi, ", "hello, ", "hey! ", "good morning, ", "thanks, and ", "ok, ", "great. ", "please say: ", "sorry, ")
SHARE = 0.3  # of the questions, once more behind such words
KINDLY = 8.0  # how much more a question counts that is taken for a remark than a remark that is searched for


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the question sets lie.")
@click.option("--output", metavar="FILE", required=True, help="The weights to write.")
def main(gold: str, output: str) -> None:
    """Fit the weights, say how they do on a fifth that is left out, and write them."""
    from sklearn.linear_model import LogisticRegression

    rng = random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
    questions = [lesson.question for lesson in written(Gold(Path(gold)), "train", None)]
    questions += [rng.choice(POLITE) + question for question in rng.sample(questions, int(SHARE * len(questions)))]
    examples = read_examples()
    questions += examples.pop("question") * 10
    remarks = [text for of in examples.values() for text in of]
    texts = [*remarks, *(text.rstrip("?!. ") for text in remarks), *questions]
    labels = np.array([True] * 2 * len(remarks) + [False] * len(questions))
    vectors = load_encoder(DEFAULT_ENCODER).encode_questions(texts)
    # What is left out to be measured is left out in both spellings.
    apart = np.array([hash_of(text.rstrip("?!. ")) % 5 == 0 for text in texts])
    weights = np.where(labels, 1.0, KINDLY)

    def fit(chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> LogisticRegression:
        model = LogisticRegression(C=STRENGTH, max_iter=3000)
        return model.fit(vectors[chosen], labels[chosen], weights[chosen])

    scores = fit(~apart).decision_function(vectors[apart])
    for threshold in (-2.0, -1.0, 0.0, 1.0):
        told, wrong = (scores > threshold)[labels[apart]].mean(), (scores > threshold)[~labels[apart]].mean()
        click.echo(f"above {threshold}: {told:.3f} of the remarks, {wrong:.4f} of the questions")
    whole = fit(np.ones(len(texts), bool))
    stored = {"weights": whole.coef_[0].astype(np.float32), "intercept": whole.intercept_.astype(np.float32)}
    save_file(stored, output)


def hash_of(text: str) -> int:
    """The same number for a text in every process."""
    return sum(place * ord(character) for place, character in enumerate(text.casefold(), start=1))


if __name__ == "__main__":
    main()
