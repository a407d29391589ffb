"""The optimiser, the rate over the steps, and checkpoints to go on from."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from index.reader.network import ReaderNetwork

RATE, HEADS_RATE, DECAY, CLIP = 4e-5, 2e-4, 0.01, 1.0
WARM_UP = 60


class MasterAdamW:
    """AdamW over float32 copies of bfloat16 weights: a small step would be lost in eight bits.

    Each trained tensor has its gradient in bfloat16; it is applied to the copy, which is rounded back. The rate rises
    over WARM_UP steps and falls evenly to 0 at the end.
    """

    def __init__(self, network: ReaderNetwork, rate: float = RATE) -> None:
        named = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
        self._weights = [weight for _, weight in named]
        self._masters = [nn.Parameter(weight.detach().float().clone()) for weight in self._weights]
        new = ("judge.", "place.", "sides")
        groups = [
            {"params": [m for m, (name, _) in zip(self._masters, named, strict=True) if name.startswith(new) is fresh]}
            for fresh in (False, True)
        ]
        for group, top in zip(groups, (rate, rate * HEADS_RATE / RATE), strict=True):
            group["top"] = top  # type: ignore[assignment]
        self._adam = torch.optim.AdamW(groups, lr=rate, weight_decay=DECAY, betas=(0.9, 0.98), foreach=True)

    def step(self, done: float, step: int) -> None:
        """Apply the gradients at the rate for that share of the training, and clear them."""
        for master, weight in zip(self._masters, self._weights, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        nn.utils.clip_grad_norm_(self._masters, CLIP)
        for group in self._adam.param_groups:
            group["lr"] = group["top"] * min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - done)
        self._adam.step()
        self._write_back()

    def save(self, folder: Path, about: dict[str, Any]) -> None:
        """The copies and the optimiser's two moments, whole or not at all."""
        found: dict[str, Tensor] = {}
        for place, master in enumerate(self._masters):
            found[f"{place}.master"] = master.detach()
            for name, value in self._adam.state[master].items():
                found[f"{place}.{name}"] = value.reshape(-1) if value.ndim == 0 else value
        temporary = folder / "state.writing"
        save_file(found, temporary, metadata={"about": json.dumps(about)})
        temporary.replace(folder / "state.safetensors")

    def restore(self, folder: Path) -> dict[str, Any]:
        """Go on from what was saved in `folder`, and what was said of it; nothing where nothing was saved."""
        path = folder / "state.safetensors"
        if not path.exists():
            return {}
        tensors = load_file(path)
        with torch.no_grad():
            for place, master in enumerate(self._masters):
                master.copy_(tensors[f"{place}.master"])
                self._adam.state[master] = {
                    "step": tensors[f"{place}.step"][0],
                    "exp_avg": tensors[f"{place}.exp_avg"],
                    "exp_avg_sq": tensors[f"{place}.exp_avg_sq"],
                }
        self._write_back()
        with safe_open(path, "pt") as file:
            about: dict[str, Any] = json.loads(file.metadata()["about"])
            return about

    def _write_back(self) -> None:
        with torch.no_grad():
            for master, weight in zip(self._masters, self._weights, strict=True):
                weight.copy_(master)
