"""Train the reader: `python -m eval.training --gold DIR --output DIR`; goes on from the last checkpoint."""

import hashlib
import json
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import click
import torch

from eval.training import train as training
from eval.training.lessons import READABLE, Gold, official, written
from eval.training.lists import AFTER_ANOTHER, FROM_ELSEWHERE, LONGEST, PARAGRAPHS, PLAIN
from eval.training.sources import public_lessons
from eval.training.train import Teaching, hardest, measure, train
from index.encoders.transformer import BERT, MPNET, layer_of
from index.reader.cross_encoder import BASES, CARD, LOWER, WEIGHTS, Kind
from index.reader.network import ReaderNetwork
from index.reader.texts import Texts

SEED = 20170606
KEPT = 4_000_000  # tokens of texts whose states are kept, 6 GB
LANGUAGES: dict[Kind, frozenset[str] | None] = {"full": READABLE, "light": None}


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the question sets lie.")
@click.option("--kind", type=click.Choice(["full", "light"]), default="full", show_default=True, help="Which reader.")
@click.option("--output", metavar="DIR", required=True, help="For checkpoints and curves.")
@click.option("--reader", metavar="DIR", help="Also put weights, curves and card there, for use.")
@click.option("--start", metavar="FILE", help="Upper layers to start from, or a reader's weights.")
@click.option("--passes", default=3, show_default=True, help="Passes over the written questions.")
@click.option("--minutes", default=600.0, show_default=True, help="End earlier, with the rate at 0 by then.")
def main(
    gold: str, kind: Kind, output: str, reader: str | None, start: str | None, passes: int, minutes: float
) -> None:
    """Train over the written questions and a share of the public sets."""
    torch.manual_seed(SEED)
    found = Gold(Path(gold))
    texts = new_texts(BASES[kind], LOWER[kind])
    if start:
        start_from(texts.network, Path(start), found)
    lessons = [*written(found, "train", LANGUAGES[kind]), *official(found, "training")]
    hard = hardest(texts, lessons, Path(output) / "hardest.json")
    public = public_lessons(found)
    apart = [*written(found, "calibration"), *official(found, "calibration")]
    watched = random.Random(SEED).sample(apart, min(220, len(apart)))  # noqa: S311 - chosen by seed
    near = hardest(texts, watched, Path(output) / "watched.json")
    teaching = Teaching(lessons, public, hard, SEED)
    train(texts, teaching, Path(output), passes, minutes, lambda of: measure(of, watched, near))
    if reader:
        write_card(Path(output), Path(reader), kind, found.sha256, SEED)


def new_texts(base: str, lower: int) -> Texts:
    """A network that has learnt nothing yet, with its tokenizer."""
    from tokenizers import Tokenizer

    from index.encoders.at_hand import find_encoder
    from index.encoders.transformer import Transformer, native_type

    folder = Path(find_encoder(base))
    network = ReaderNetwork(Transformer(folder), lower).to(native_type()).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    return Texts(network, tokenizer, KEPT)


def start_from(network: ReaderNetwork, path: Path, found: Gold) -> None:
    """Take a reader's weights, or upper layers in the base's own names with the head that judges, as trained before."""
    from safetensors.torch import load_file

    tensors = load_file(path)
    found.sha256[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    if set(tensors) == set(network.trained()):
        network.load_trained(tensors)
        return
    names = MPNET if any(".attn." in name for name in tensors) else BERT
    for place, layer in enumerate(network.layers):
        layer.load_state_dict(layer_of(tensors.__getitem__, f"encoder.layer.{network.lower + place}", names))
    network.judge.load_state_dict({name: tensors[f"head.{name}"] for name in network.judge.state_dict()})
    with torch.no_grad():
        if names is MPNET:
            network.relative.copy_(tensors["encoder.relative_attention_bias.weight"])


# The model card: what a reader learnt from and how, kept beside the weights that are shipped.

# As META.json, RT_INDEX.md and INDEX.md of the sets give them.
LICENCES = {
    "written_questions": "written for pincite; texts OGL v3, public domain, UN documents, treaties",
    "squad_explorer, squad2_cs224n_dev": "CC BY-SA 4.0",
    "conditionalqa": "BSD-2-Clause, text OGL v3",
    "squadshifts (Wikipedia part)": "CC BY 4.0, text CC BY-SA",
    "selqa, clapnq": "Apache-2.0",
    "qed_nq, boolq": "CC BY-SA 3.0",
    "mediqa": "CC BY 4.0",
    "contrast_quoref_drop": "CC BY 4.0",
    "obliqa": "public regulator text",
}


def write_card(run: Path, reader: Path, kind: Kind, sha256: Mapping[str, str], seed: int) -> None:
    """Put the weights and curves of a finished `run`, and the card, into the folder `reader`."""
    reader.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(run / WEIGHTS, reader / WEIGHTS)
    shutil.copyfile(run / "curves.jsonl", reader / "curves.jsonl")
    last = json.loads((run / "curves.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    card = {
        "weights_sha256": hashlib.sha256((reader / WEIGHTS).read_bytes()).hexdigest(),
        "base": BASES[kind],
        "layers that read question and paragraph apart": LOWER[kind],
        "seed": seed,
        "steps": last["step"],
        "pairs": last["pairs"],
        "seconds": last["seconds"],
        "pairs a step": training.PAIRS,
        "paragraphs a question": PARAGRAPHS,
        "longest paragraph, characters": LONGEST,
        "shares of lists": {
            "typed plainly": PLAIN,
            "after another": AFTER_ANOTHER,
            "with a foreign one": FROM_ELSEWHERE,
        },
        "losses": {
            "pair": 1.0,
            "list": training.LISTWISE,
            "twins": training.TWINS,
            "span": training.SPAN,
        },
        "rate": training.RATE,
        "rate of the heads": training.HEADS_RATE,
        "torch": torch.__version__,
        "licences": LICENCES,
        "data_sha256": dict(sorted(sha256.items())),
    }
    (reader / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
