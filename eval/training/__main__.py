"""Train the reader: `python -m eval.training --gold DIR --output DIR`; goes on from the last checkpoint."""

import hashlib
import random
from pathlib import Path

import click
import torch

from eval.training.card import write_card
from eval.training.lessons import READABLE, Gold, official, written
from eval.training.sources import public_lessons
from eval.training.train import Teaching, hardest, measure, train
from index.encoders.transformer import BERT, MPNET, layer_of
from index.reader.cross_encoder import BASES, LOWER, Kind
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


if __name__ == "__main__":
    main()
