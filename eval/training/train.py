"""Train the reader: lists of lessons in, checkpoints and curves out; goes on from where it was stopped."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from eval.training.learning import losses
from eval.training.lists import QuestionList
from eval.training.optimising import MasterAdamW, Schedule, load_checkpoint, log_line, save_checkpoint
from index.encoders.encoder import TransformerEncoder
from index.reader.network import ReaderModel

EVERY = 250
Check = Callable[[ReaderModel], dict[str, float]]


def train(
    model: ReaderModel, tokenizer: object, batches: Sequence[Sequence[QuestionList]], folder: Path, check: Check
) -> None:
    """Go once through `batches`, a step for each; every EVERY steps the weights are kept and checked.

    The model stays in evaluation mode: a single pass needs no dropout, which costs time. The curves (`curves.jsonl`),
    the state to go on from and the weights at each check are written to `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    optimiser = MasterAdamW(model)
    schedule = Schedule(len(batches), max(1, len(batches) // 4))
    done = load_checkpoint(folder, optimiser)
    began, sums = time.monotonic(), dict[str, float]()
    for step in range(done, len(batches)):
        loss, parts = losses(model, tokenizer, batches[step])
        loss.backward()
        optimiser.step(schedule.factor(step))
        sums = {name: sums.get(name, 0.0) + value for name, value in parts.items()}
        if (step + 1) % EVERY == 0 or step + 1 == len(batches):
            _keep(model, optimiser, folder, step + 1)
            seconds = round(time.monotonic() - began, 1)
            means = {name: round(value / EVERY, 4) for name, value in sums.items()}
            log_line(folder, {"step": step + 1, "seconds": seconds, **means, **check(model)})
            sums = {}


def _keep(model: ReaderModel, optimiser: MasterAdamW, folder: Path, step: int) -> None:
    save_checkpoint(folder, step, optimiser)
    tensors = {name: tensor.contiguous() for name, tensor in model.trained().items()}
    save_file(tensors, folder / f"weights-{step:06}.safetensors")


def new_model(encoder: TransformerEncoder, seed: int) -> tuple[ReaderModel, Any]:
    """A reader that has learnt nothing yet, over the layers of `encoder`, and the tokenizer of its pairs.

    Attention is computed step by step ("eager"): the backward pass of the fused one takes twice as long on processors.
    """
    torch.manual_seed(seed)
    transformer, tokenizer = encoder.network
    transformer.set_attn_implementation("eager")
    return ReaderModel(transformer).to(transformer.dtype), tokenizer
