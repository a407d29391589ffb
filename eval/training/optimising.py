"""The optimiser, the rate over the steps, and checkpoints to go on from."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from index.reader.network import ReaderModel

RATE, HEADS_RATE, DECAY, CLIP = 8e-5, 3e-4, 0.01, 1.0
WARM_UP = 200


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rate rises over WARM_UP steps, stays, and falls to 0 over the last `falling` of `steps`.

    Staying at one rate until the fall (Hu et al. 2024) lets a run be lengthened, or ended early, from any checkpoint.
    """

    steps: int
    falling: int

    def factor(self, step: int) -> float:
        """What the rate is multiplied by at that step, counted from 0."""
        if step < WARM_UP:
            return (step + 1) / WARM_UP
        left = self.steps - step
        return 1.0 if left > self.falling else max(0.0, 1 - math.sqrt(1 - left / self.falling))


class MasterAdamW:
    """AdamW over float32 copies of bfloat16 weights: a small step would be lost in eight bits.

    Each trained tensor has its gradient in bfloat16; it is applied to the copy, which is rounded back.
    """

    def __init__(self, model: ReaderModel) -> None:
        for parameter in (*model.embeddings.parameters(), *model.shared.parameters()):
            parameter.requires_grad = False
        self._weights = [p for p in model.parameters() if p.requires_grad]
        self._masters = [nn.Parameter(p.detach().float().clone()) for p in self._weights]
        heads = {id(p) for part in (model.judge, model.place) for p in part.parameters()}
        body = [m for m, p in zip(self._masters, self._weights, strict=True) if id(p) not in heads]
        new = [m for m, p in zip(self._masters, self._weights, strict=True) if id(p) in heads]
        self._adam = torch.optim.AdamW(
            [{"params": body, "top": RATE}, {"params": new, "top": HEADS_RATE}],
            lr=RATE, weight_decay=DECAY, betas=(0.9, 0.98), foreach=True,
        )  # fmt: skip

    def step(self, factor: float) -> float:
        """Apply the gradients at `factor` times the top rate, clear them; returns their norm."""
        for master, weight in zip(self._masters, self._weights, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        norm = float(nn.utils.clip_grad_norm_(self._masters, CLIP))
        for group in self._adam.param_groups:
            group["lr"] = group["top"] * factor
        self._adam.step()
        self._write_back()
        return norm

    def tensors(self) -> dict[str, Tensor]:
        """Everything needed to go on: the copies and the optimiser's two moments."""
        found: dict[str, Tensor] = {}
        for place, master in enumerate(self._masters):
            state = self._adam.state[master]
            found |= {f"{place}.master": master.detach(), f"{place}.first": state["exp_avg"]}
            found |= {f"{place}.second": state["exp_avg_sq"], f"{place}.steps": state["step"].reshape(1)}
        return found

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Go on from what `tensors` gave."""
        with torch.no_grad():
            for place, master in enumerate(self._masters):
                master.copy_(tensors[f"{place}.master"])
                self._adam.state[master] = {
                    "step": tensors[f"{place}.steps"][0],
                    "exp_avg": tensors[f"{place}.first"],
                    "exp_avg_sq": tensors[f"{place}.second"],
                }
        self._write_back()

    def _write_back(self) -> None:
        with torch.no_grad():
            for master, weight in zip(self._masters, self._weights, strict=True):
                weight.copy_(master)


def save_checkpoint(folder: Path, step: int, optimiser: MasterAdamW) -> None:
    """The state after `step` steps, whole or not at all."""
    temporary = folder / "state.writing"
    save_file(optimiser.tensors(), temporary, metadata={"step": str(step)})
    temporary.replace(folder / "state.safetensors")


def load_checkpoint(folder: Path, optimiser: MasterAdamW) -> int:
    """Restore the state, if there is one; how many steps had been taken."""
    path = folder / "state.safetensors"
    if not path.exists():
        return 0
    optimiser.restore(load_file(path))
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        return int(file.metadata()["step"])


def log_line(folder: Path, record: dict[str, float | int | str]) -> None:
    """One more line of the curves."""
    with (folder / "curves.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def averaged(states: Iterable[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several checkpoints' tensors (Izmailov et al. 2018)."""
    states = list(states)
    return {
        name: torch.stack([s[name].float() for s in states]).mean(0).to(states[0][name].dtype) for name in states[0]
    }
