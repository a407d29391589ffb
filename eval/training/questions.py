"""Train how an encoder reads questions: `python -m eval.training.questions --gold DIR --output DIR`.

The vectors of paragraphs stay. Low-rank matrices beside the encoder's upper layers, used for questions alone
(index.encoders.low_rank), are trained so that a question is nearest the paragraph that answers it: the softmax over
the paragraphs of its document, and over all (DPR, Karpukhin et al. 2020; of the query's side alone, Lee et al. 2021).
A paragraph is as near as its nearest sentence.
"""

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from corpus.cutting.sentences import sentence_spans
from eval.training.lessons import Gold, Lesson, official, written
from eval.training.lists import conversation
from index.encoders.at_hand import E5
from index.encoders.encoder import BundledEncoder, load_encoder
from index.encoders.low_rank import CARD, FILE, FOLDER, changed

CHANGED = ("qkv", "out", "inner", "outer")  # of a layer
SEED, RANK, FROM_LAYER, RATE, WARM_UP, TOGETHER = 20170606, 16, 6, 7e-4, 20, 48
TEMPERATURE, OF_ALL = 0.02, 0.3  # of the softmax; what that over all documents weighs beside that over one
MOST = 90  # paragraphs of a document, those that a question names before the others
PLAIN = 0.15  # of the questions, typed without capitals or a question mark
# How far from the model as it was to what was learnt (WiSE-FT, Wortsman et al. 2022): half way finds as well among
# written questions, and questions in a text's own words, and in other languages, as well as before.
SHARE = 0.5


class Passages:
    """The paragraphs that are chosen among: of all lessons those that are named, of each document some others."""

    def __init__(self, lessons: Sequence[Lesson], encoder: BundledEncoder, rng: random.Random) -> None:
        of_document = defaultdict[str, list[Lesson]](list)
        for lesson in lessons:
            of_document[lesson.document].append(lesson)
        self._rows = dict[tuple[str, str], int]()
        for document, some in of_document.items():
            named = sorted({text for each in some for text in (*each.answering, *each.tempting)})
            others = sorted({text for each in some for text in each.others} - set(named))
            for text in (*named, *rng.sample(others, min(len(others), max(0, MOST - len(named))))):
                self._rows[document, text] = len(self._rows)
        sentences = [
            (row, span.of(text)) for (_, text), row in self._rows.items() for span in sentence_spans(text, "en")
        ]
        self._owner = torch.tensor([row for row, _ in sentences])
        self._vectors = torch.from_numpy(encoder.encode_paragraphs([sentence for _, sentence in sentences]))

    def loss(self, lessons: Sequence[Lesson], questions: Tensor) -> Tensor:
        """The mean loss of lessons and the vectors (n, d) of their questions."""
        n, all_rows = len(lessons), len(self._rows)
        likeness = questions @ self._vectors.T
        nearest = torch.full((n, all_rows), -1.0).scatter_reduce(
            1, self._owner.expand(n, -1), likeness, "amax", include_self=False
        )
        right, own = torch.zeros(n, all_rows, dtype=torch.bool), torch.zeros(n, all_rows, dtype=torch.bool)
        for row, lesson in enumerate(lessons):
            right[row, [self._rows[lesson.document, text] for text in lesson.answering]] = True
            own[row, [place for (document, _), place in self._rows.items() if document == lesson.document]] = True
        right_ones, of_document, of_all = (
            torch.logsumexp((nearest / TEMPERATURE).masked_fill(~among, -1e9), 1)
            for among in (right, own, torch.ones_like(own))
        )
        return (of_document - right_ones).mean() + OF_ALL * (of_all - right_ones).mean()


def batches(lessons: Sequence[Lesson], rng: random.Random) -> Iterator[list[Lesson]]:
    """The lessons in random order, questions of like length together."""
    order = rng.sample(lessons, len(lessons))
    near = [
        each
        for start in range(0, len(order), 8 * TOGETHER)
        for each in sorted(order[start : start + 8 * TOGETHER], key=lambda lesson: len(lesson.question))
    ]
    found = [near[start : start + TOGETHER] for start in range(0, len(near) - TOGETHER + 1, TOGETHER)]
    return iter(rng.sample(found, len(found)))


def new_matrices(encoder: BundledEncoder) -> dict[str, Tensor]:
    """The pairs that change nothing yet: `up` is 0."""
    found = dict[str, Tensor]()
    for place, layer in enumerate(encoder.model.layers[FROM_LAYER:], start=FROM_LAYER):
        for step in CHANGED:
            out, inside = getattr(layer, step).weight.shape
            found[f"{place}.{step}.down"] = torch.randn(RANK, inside) / inside**0.5
            found[f"{place}.{step}.up"] = torch.zeros(out, RANK)
    return found


def train(encoder: BundledEncoder, lessons: Sequence[Lesson], passes: int, curve: Path) -> dict[str, Tensor]:
    """The matrices after so many passes over the lessons that have an answer; the rate falls evenly to 0."""
    rng = random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
    passages = Passages(lessons, encoder, rng)
    model = changed(encoder.model, new_matrices(encoder))
    trained = {name: weight for name, weight in model.named_parameters() if name.endswith((".down", ".up"))}
    optimiser = torch.optim.AdamW(trained.values(), lr=RATE, weight_decay=0.01, betas=(0.9, 0.98))
    drawn = [some for _ in range(passes) for some in batches(lessons, rng)]
    for step, some in enumerate(drawn):
        asked = [conversation(lesson.question, lesson.history) for lesson in some]
        asked = [each.casefold().rstrip("?! .") if rng.random() < PLAIN else each for each in asked]
        means = torch.stack([states.mean(0) for states in model.states(encoder.ids(asked, "query"))])
        loss = passages.loss(some, functional.normalize(means, dim=-1))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained.values(), 1.0)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP) * (1 - step / len(drawn))
        optimiser.step()
        with curve.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": step + 1, "of": len(drawn), "loss": round(loss.item(), 4)}) + "\n")
    weighed = {name: weight.detach() * (SHARE if name.endswith(".up") else 1.0) for name, weight in trained.items()}
    return {name.removeprefix("layers."): weight.contiguous() for name, weight in weighed.items()}


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the question sets lie.")
@click.option("--output", metavar="DIR", default=str(FOLDER), help="For the matrices, the curve and the card.")
@click.option("--passes", default=3, show_default=True, help="Passes over the written questions.")
def main(gold: str, output: str, passes: int) -> None:
    """Train over the written questions of all languages, and those about official documents."""
    torch.manual_seed(SEED)
    found, folder = Gold(Path(gold)), Path(output)
    lessons = [*written(found, "train", None), *official(found, "training")]
    taught = [lesson for lesson in lessons if lesson.answering]
    encoder = load_encoder(E5, "float32")
    assert isinstance(encoder, BundledEncoder)  # noqa: S101 - it comes with pincite
    folder.mkdir(parents=True, exist_ok=True)
    save_file(train(encoder, taught, passes, folder / "curves.jsonl"), folder / FILE)
    card = {
        "weights_sha256": hashlib.sha256((folder / FILE).read_bytes()).hexdigest(),
        "base": E5,
        "questions": len(taught),
        "passes": passes,
        "rank": RANK,
        "first layer changed": FROM_LAYER,
        "rate": RATE,
        "questions a step": TOGETHER,
        "temperature": TEMPERATURE,
        "share of the softmax over all documents": OF_ALL,
        "paragraphs of a document": MOST,
        "typed plainly": PLAIN,
        "share kept of what was learnt": SHARE,
        "seed": SEED,
        "torch": torch.__version__,
        "data_sha256": dict(sorted(found.sha256.items())),
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
