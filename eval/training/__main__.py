"""Train the reader: `python -m eval.training --gold DIR --output DIR`; goes on from the last checkpoint."""

import random
from pathlib import Path

import click
import numpy as np

from corpus.intake.shipped import shipped_documents
from eval.sets.dataset import SHIPPED
from eval.training.card import write_card
from eval.training.checking import CheckSet, make_check, one_paragraph_each, own_questions
from eval.training.mining import mine
from eval.training.plan import make_plan
from eval.training.sources import HELD_OUT, Lesson, Lessons, read_held_out, read_lessons, read_squad2_aside
from eval.training.train import new_model, train
from eval.training.vectors import paragraph_vectors, question_vectors
from index import DEFAULT_ENCODER
from index.encoders.encoder import TransformerEncoder, load_encoder

SEED = 20170606


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the question sets lie.")
@click.option("--output", metavar="DIR", required=True, help="For checkpoints, curves and vectors; grows to 1 GB.")
@click.option("--reader", metavar="DIR", help="Also put weights, curves and card there, for use.")
def main(gold: str, output: str, reader: str | None) -> None:
    """Train over every set of RT_INDEX.md that may be learnt from, and the training halves of the others."""
    root, folder = Path(gold), Path(output)
    encoder = load_encoder(DEFAULT_ENCODER)
    found = read_lessons(root)
    lessons = _mined(found, encoder, folder)
    plan = make_plan(lessons, root, SEED)
    model, tokenizer = new_model(encoder, SEED)
    train(model, tokenizer, plan.batches, folder, make_check(tokenizer, _checks(root)))
    if reader:
        write_card(folder, Path(reader), plan.counts, found.sha256, SEED)


def _mined(found: Lessons, encoder: TransformerEncoder, folder: Path) -> list[Lesson]:
    pools = {name: tuple(of) for name, of in found.pools.items() if len(of) > 1}
    texts = sorted({text for of in pools.values() for text in of})
    vectors = paragraph_vectors(encoder, texts, folder)
    questions = sorted({lesson.question for lesson in found.lessons})
    of = dict(zip(questions, question_vectors(encoder, questions, folder), strict=True))
    return mine(found.lessons, pools, vectors, np.stack([of[lesson.question] for lesson in found.lessons]))


def _checks(root: Path) -> list[CheckSet]:
    (statement,) = shipped_documents()
    paragraphs = {str(p.id): p.text for p in statement.paragraphs if p.answers}
    rng = random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
    held_out = read_held_out(root).lessons
    apart = {name: [lesson for lesson in held_out if lesson.source == name] for name in HELD_OUT}
    return [
        own_questions(SHIPPED, paragraphs),
        one_paragraph_each("squad2", read_squad2_aside(root), 200, rng),
        *(one_paragraph_each(name, lessons, 100, rng) for name, lessons in apart.items()),
    ]


if __name__ == "__main__":
    main()
