"""Train a judge of shortened quotations: `python -m eval.training.omissions --gold DIR --output DIR`.

Only corrections of low rank to the full reader are trained, over every passage that people shortened, those of the
documents kept apart aside; on these it is measured. A fourth of the documents is left out to fit the probabilities on.

What it makes is not in use: with 715 passages and five passes the area under the ROC curve was .80 on the documents
left out and .71 on those kept apart, and where it passes a tenth of the fair ones it still passes 3 in 100 unfair ones.
The desk asks that what it cannot be sure of be read.
"""

import hashlib
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from eval.training.lessons import Gold, ShortenedPassage, shortened
from index.reader.cross_encoder import CARD, FOLDERS, WEIGHTS, load_texts
from index.reader.texts import TOGETHER, Texts

SEED, RANK, RATE, DECAY, STEP, PASSES = 20170606, 16, 6e-4, 0.01, 16, 5
FOLDS = 4  # one of so many documents is left out


class Corrected(nn.Module):  # type: ignore[misc]  # torch is not read for its types
    """A dense step that stays as it is, and a correction of low rank that is trained (Hu et al. 2022)."""

    def __init__(self, dense: nn.Linear, rank: int) -> None:
        super().__init__()
        self.dense = dense
        kind = dense.weight.dtype
        self.down = nn.Parameter(torch.randn(rank, dense.in_features, dtype=kind) / dense.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(dense.out_features, rank, dtype=kind))

    def forward(self, states: Tensor) -> Tensor:
        """What the dense step makes of `states`, corrected."""
        corrected: Tensor = self.dense(states) + (states @ self.down.T) @ self.up.T
        return corrected


@dataclass(frozen=True, slots=True)
class Told:
    """The logits of some passages, and which of them are fair."""

    logits: tuple[float, ...]
    fair: tuple[bool, ...]


def new_judge(reader: Path) -> Texts:
    """The full reader's network with corrections that change nothing yet."""
    torch.manual_seed(SEED)
    texts = load_texts("full", reader)
    network = texts.network.requires_grad_(requires_grad=False)
    for layer in network.layers:
        for name in ("qkv", "out", "inner", "outer"):
            setattr(layer, name, Corrected(getattr(layer, name), RANK))
    network.fairness.requires_grad_(requires_grad=True)
    return texts


def learn(texts: Texts, passages: Sequence[ShortenedPassage], passes: int) -> None:
    """Go `passes` times over the passages, STEP at a time, the rate falling to 0."""
    rng = random.Random(SEED)  # noqa: S311 - chosen by seed, for repeatability
    weights = [weight for weight in texts.network.parameters() if weight.requires_grad]
    masters = [weight.detach().float().clone().requires_grad_() for weight in weights]
    adam = torch.optim.AdamW(masters, lr=RATE, weight_decay=DECAY)
    steps = passes * math.ceil(len(passages) / STEP)
    for step in range(steps):
        if step % math.ceil(len(passages) / STEP) == 0:
            order = rng.sample(passages, len(passages))
        at = step % math.ceil(len(passages) / STEP) * STEP
        some = sorted(order[at : at + STEP], key=lambda each: len(each.passage))
        for start in range(0, len(some), TOGETHER):
            part = some[start : start + TOGETHER]
            labels = torch.tensor([float(each.is_fair) for each in part])
            fair = texts.read([(each.quote, each.passage) for each in part]).fair
            (functional.binary_cross_entropy_with_logits(fair, labels, reduction="sum") / len(some)).backward()
        for master, weight in zip(masters, weights, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_(masters, 1.0)
        adam.param_groups[0]["lr"] = RATE * min(1.0, (step + 1) / 20) * (1 - step / steps)
        adam.step()
        with torch.no_grad():
            for master, weight in zip(masters, weights, strict=True):
                weight.copy_(master)


def told(texts: Texts, passages: Sequence[ShortenedPassage]) -> Told:
    """What the network says of passages."""
    logits = [0.0] * len(passages)
    with torch.inference_mode():
        for places, says in texts.read_sorted([(each.quote, each.passage) for each in passages]):
            for row, place in enumerate(places):
                logits[place] = float(says.fair[row])
    return Told(tuple(logits), tuple(each.is_fair for each in passages))


def fit(of: Told) -> tuple[float, float]:
    """Slope and intercept of the probability that a passage is fair."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0).fit(np.array(of.logits)[:, None], of.fair)
    slope = float(model.coef_[0][0])
    return slope, -float(model.intercept_[0]) / slope


def figures(of: Told, slope: float, intercept: float) -> dict[str, float]:
    """The area under the ROC curve, and what is passed and held back at each probability."""
    from sklearn.metrics import roc_auc_score

    logits, fair = np.array(of.logits), np.array(of.fair)
    sure = 1 / (1 + np.exp(-slope * (logits - intercept)))
    found = {"AUC": float(roc_auc_score(fair, logits)), "fair": int(fair.sum()), "unfair": int((~fair).sum())}
    for least in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        found[f"unfair passed at {least}"] = float((sure[~fair] >= least).mean())
        found[f"fair held back at {least}"] = float((sure[fair] < least).mean())
    return {name: round(value, 4) for name, value in found.items()}


@click.command()
@click.option("--gold", metavar="DIR", required=True, help="Where the passages lie.")
@click.option("--reader", metavar="DIR", default=str(FOLDERS["full"]), help="The reader that it is a part of.")
@click.option("--output", metavar="DIR", required=True, help="For weights and card.")
@click.option("--passes", default=PASSES, show_default=True)
def main(gold: str, reader: str, output: str, passes: int) -> None:
    """Train, fit the probabilities on documents left out, measure on those kept apart, and write weights and card."""
    found, folder = Gold(Path(gold)), Path(output)
    everything, apart = shortened(found, "train"), shortened(found, "seen")
    left_out = [each for each in everything if hashlib.sha256(each.document.encode()).digest()[0] % FOLDS == 0]
    taught = [each for each in everything if each not in left_out]
    texts = new_judge(Path(reader))
    learn(texts, taught, passes)
    fitted = told(texts, left_out)
    slope, intercept = fit(fitted)
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name for name, weight in texts.network.named_parameters() if weight.requires_grad}
    state = texts.network.state_dict()
    tensors = {name: state[name].to(torch.bfloat16).contiguous() for name in sorted(weights)}
    save_file(tensors, folder / WEIGHTS)
    card = {
        "weights_sha256": hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest(),
        "reader_sha256": hashlib.sha256((Path(reader) / WEIGHTS).read_bytes()).hexdigest(),
        "slope": round(slope, 5),
        "intercept": round(intercept, 5),
        "rank": RANK,
        "rate": RATE,
        "passes": passes,
        "passages": len(taught),
        "on documents left out": figures(fitted, slope, intercept),
        "on documents kept apart": figures(told(texts, apart), slope, intercept),
        "data_sha256": dict(sorted(found.sha256.items())),
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    click.echo(json.dumps(card, indent=1))


if __name__ == "__main__":
    main()
