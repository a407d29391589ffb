"""Finish the reader on official documents: `python -m eval.training.finishing --gold DIR --output DIR`.

The official questions are few and close to what is asked in earnest. The upper layers and the heads of the
reader that lies in index/models/reader go over them several times, among lists of public sets so that what was learnt
there is kept. What the layers below make of each pair is worked out once.
"""

import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor

from eval.commands.measuring import open_bench
from eval.sets.public import OfficialQuestion, read_official, write_documents
from eval.training.card import add_finish
from eval.training.learning import losses_of, pairs_of
from eval.training.lists import QuestionList, Shown, batches, make_lists, mixed
from eval.training.optimising import MasterAdamW, log_line
from eval.training.sources import read_lessons
from eval.training.train import new_model
from index.encoders.encoder import TransformerEncoder, load_encoder
from index.hits import Hit
from index.reader.calibration import window
from index.reader.cross_encoder import FOLDER, WEIGHTS
from index.reader.network import Pairs, ReaderModel
from qa_app.settings import read_settings

SEED, PAIRS = 20170606, 12
TRAINED, RATE = 4, 0.6  # upper layers; of the rate of the first training
FALLING = 4  # times over in which the rate falls to 0, which fewer passes do not reach
KEPT_UP = {"squad_explorer": 240, "conditionalqa": 110, "mediqa": 50, "selqa": 60, "squad2_cs224n_dev": 40}
HITS, LONGEST, MOST_GOLD = 10, 900, 2


@dataclass(frozen=True, slots=True)
class Read:
    """A batch, its pairs, and what the layers that are not trained here make of them."""

    batch: Sequence[QuestionList]
    pairs: Pairs
    states: Tensor


def official_lists(
    questions: Sequence[OfficialQuestion], found: Sequence[Sequence[Hit]], texts: Mapping[str, str], rng: random.Random
) -> Iterator[QuestionList]:
    """A list of three paragraphs for each answering one; three that do not answer where none does.

    Those that a person named as near come first, then what the retriever found, whichever is not an answer.
    """
    for question, hits in zip(questions, found, strict=True):
        seen = {str(hit.paragraph.id): window(hit).of(hit.paragraph.text) for hit in hits}
        near = [address for address in question.confusing if address in texts]
        harder = [address for address in seen if address not in question.relevant and address not in near]
        chosen = [address for address in question.relevant if address in texts]
        for gold in rng.sample(chosen, min(MOST_GOLD, len(chosen))) or [""]:
            wrong = [*near[:1], *rng.sample(harder[:6], min(6, len(harder))), *near[1:]]
            addresses = ([gold] if gold else []) + wrong
            shown = [Shown(seen.get(a) or texts[a][:LONGEST], a == gold, None) for a in addresses[:3]]
            if len(shown) == 3:
                yield QuestionList("official", question.question, tuple(shown))


def searched(
    gold: Path, folder: Path, questions: Sequence[OfficialQuestion]
) -> tuple[list[tuple[Hit, ...]], dict[str, str]]:
    """What the retriever finds for each question in its own document, and every paragraph's text by its address."""
    path = folder / "documents.jsonl"
    write_documents(gold, path, sorted({question.document for question in questions}))
    with open_bench(read_settings(), path, folder / "cache") as bench:
        bench.warm_up()
        engine = bench.over.engine
        scopes = [frozenset({question.document}) for question in questions]
        found = engine.search_many([question.question for question in questions], HITS, scopes)
        texts = {str(p.id): p.text for document in engine.library.each_document() for p in document.paragraphs}
    return found, texts


def finish(
    model: ReaderModel,
    read: Sequence[Read],
    held_out: Sequence[Read],
    folder: Path,
    passes: int,
    falling: int = FALLING,
) -> None:
    """Go `passes` times over `read`, the rate falling evenly so that `falling` of them would bring it to 0, with the
    curves in curves.jsonl.
    """
    below = len(model.layers) - TRAINED
    for parameter in model.layers[:below].parameters():
        parameter.requires_grad = False
    optimiser, rng = MasterAdamW(model), random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
    steps, step, began = falling * len(read), 0, time.monotonic()
    log_line(folder, {"epoch": 0, **measured(model, held_out)})
    for epoch in range(1, passes + 1):
        total = 0.0
        for each in rng.sample(read, len(read)):
            says = model.judged(each.states.float(), each.pairs.mask, each.pairs.second, below)
            loss, _ = losses_of(says, each.pairs, each.batch)
            loss.backward()
            optimiser.step(RATE * (1 - step / steps) * min(1.0, (step + 1) / 20))
            step, total = step + 1, total + loss.item()
        seconds = round(time.monotonic() - began)
        log_line(
            folder,
            {"epoch": epoch, "seconds": seconds, "loss": round(total / len(read), 4), **measured(model, held_out)},
        )
        _keep(model, folder)


def measured(model: ReaderModel, held_out: Sequence[Read]) -> dict[str, float]:
    """On lists that are not learnt from: the share whose answering paragraph is best of three, and the area under the
    ROC curve of the best, lists with an answer against lists without.
    """
    right, best, answerable = [], [], []
    below = len(model.layers) - TRAINED
    for each in held_out:
        with torch.inference_mode():
            says = model.judged(each.states.float(), each.pairs.mask, each.pairs.second, below).answers.reshape(-1, 3)
        for one, logits in zip(each.batch, says.tolist(), strict=True):
            answerable.append(one.shown[0].answers)
            best.append(max(logits))
            if one.shown[0].answers:
                right.append(logits[0] == max(logits))
    return {"P@1 of 3": round(sum(right) / len(right), 4), "AUC": round(float(roc_auc_score(answerable, best)), 4)}


def _public_lists(gold: Path, rng: random.Random) -> list[QuestionList]:
    lessons = [lesson for lesson in read_lessons(gold, ("conditionalqa",)).lessons if lesson.source in KEPT_UP]
    lists = list(make_lists(lessons, rng))
    return mixed({name: [one for one in lists if one.source == name] for name in KEPT_UP}, KEPT_UP, rng)


def _read(model: ReaderModel, tokenizer: Any, lists: Sequence[Sequence[QuestionList]]) -> list[Read]:
    below = len(model.layers) - TRAINED
    found = []
    with click.progressbar(lists, label="Reading") as bar:
        for batch in bar:
            pairs = pairs_of(tokenizer, batch)
            found.append(Read(batch, pairs, model.states(pairs.ids, pairs.mask, below).half()))
    return found


def _keep(model: ReaderModel, folder: Path) -> None:
    from safetensors.torch import save_file

    tensors = {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in model.trained().items()}
    save_file(tensors, folder / WEIGHTS)


def _started(encoder: TransformerEncoder, reader: Path) -> tuple[ReaderModel, Any]:
    from safetensors.torch import load_file

    model, tokenizer = new_model(encoder, SEED)
    model.load_trained(load_file(reader / WEIGHTS))
    return model.eval(), tokenizer


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the gold sets lie.")
@click.option("--output", metavar="DIR", required=True, help="For vectors, curves and the weights.")
@click.option("--start", metavar="DIR", default=str(FOLDER), help="The reader to start from.")
@click.option("--reader", metavar="DIR", help="Also put weights, curves and card there, for use.")
@click.option("--passes", type=click.IntRange(1), default=1, show_default=True, help="Times over the lists.")
@click.option("--falling", type=click.IntRange(1), default=FALLING, show_default=True, help="Passes to a rate of 0.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Which paragraphs stand in the lists.")
def main(gold: str, output: str, start: str, reader: str | None, passes: int, falling: int, seed: int) -> None:
    """Finish the reader, and measure it on official documents that it is not taught."""
    if passes > falling:
        raise click.UsageError("The rate cannot fall to 0 before the last pass: --falling is at least --passes.")
    folder, rng = Path(output), random.Random(seed)  # noqa: S311 - chosen by seed, for repeatability
    folder.mkdir(parents=True, exist_ok=True)
    questions, apart = read_official("training"), read_official("calibration")
    found, texts = searched(Path(gold), folder, [*questions, *apart])
    own = list(official_lists(questions, found[: len(questions)], texts, rng))
    held_out = list(official_lists(apart, found[len(questions) :], texts, rng))
    public = _public_lists(Path(gold), rng)
    model, tokenizer = _started(load_encoder(read_settings().encoder), Path(start))
    read = _read(model, tokenizer, batches([*own, *public], PAIRS, rng))
    finish(model, read, _read(model, tokenizer, batches(held_out, PAIRS, rng)), folder, passes, falling)
    if reader:
        shutil.copyfile(folder / WEIGHTS, Path(reader) / WEIGHTS)
        add_finish(folder, Path(reader), Counter(one.source for one in (*own, *public)))


if __name__ == "__main__":
    main()
