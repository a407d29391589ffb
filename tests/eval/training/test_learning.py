"""What the reader is taught, and how its weights are moved."""

import math
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from eval.training.learning import losses
from eval.training.lists import QuestionList, Shown
from eval.training.optimising import (
    WARM_UP,
    MasterAdamW,
    Schedule,
    averaged,
    load_checkpoint,
    save_checkpoint,
)
from eval.training.train import train
from index.reader.network import ReaderModel
from tests.index.test_reader_model import encoder, tokenizer

__all__ = ["encoder", "tokenizer"]

ASKED = QuestionList(
    "set",
    "who came",
    (Shown("twenty delegations came", True, (0, 18)), Shown("to kabul", False, None), Shown("kabul", False, None)),
)


def test_the_rate_rises_stays_and_falls() -> None:
    """To 1 over the first steps, to 0 over the last quarter."""
    schedule = Schedule(1000, 250)

    assert [schedule.factor(step) for step in (0, WARM_UP - 1, WARM_UP, 749)] == [1 / WARM_UP, 1.0, 1.0, 1.0]
    assert schedule.factor(1000 - 63) == pytest.approx(1 - math.sqrt(1 - 63 / 250))
    assert schedule.factor(1000) == 0.0


def test_a_reader_learns_what_it_is_shown(encoder: BertModel, tokenizer: Tokenizer) -> None:
    """After some steps over one list the loss is far lower."""
    torch.manual_seed(3)
    model = ReaderModel(encoder).eval()
    optimiser = MasterAdamW(model)
    before = losses(model, tokenizer, [ASKED])[0].item()

    for _ in range(40):
        losses(model, tokenizer, [ASKED])[0].backward()
        optimiser.step(10.0)

    after, parts = losses(model, tokenizer, [ASKED])
    assert after.item() < before / 2
    assert set(parts) == {"pair", "list", "span"}


def test_a_run_writes_its_curves_and_weights(encoder: BertModel, tokenizer: Tokenizer, tmp_path: Path) -> None:
    """What is checked stands beside the losses."""
    train(ReaderModel(encoder).eval(), tokenizer, [[ASKED]] * 2, tmp_path, lambda _: {"P@1": 1.0})

    assert '"step": 2,' in (tmp_path / "curves.jsonl").read_text()
    assert '"P@1": 1.0' in (tmp_path / "curves.jsonl").read_text()
    assert (tmp_path / "weights-000002.safetensors").exists()


def test_the_encoder_is_not_changed_by_training(encoder: BertModel, tokenizer: Tokenizer, tmp_path: Path) -> None:
    """Its vectors are in the library."""
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}

    train(ReaderModel(encoder).eval(), tokenizer, [[ASKED]] * 3, tmp_path, lambda _: {})

    assert all(torch.equal(before[name], tensor) for name, tensor in encoder.state_dict().items())


def test_a_run_goes_on_from_its_checkpoint(encoder: BertModel, tokenizer: Tokenizer, tmp_path: Path) -> None:
    """The weights and the optimiser's moments come back as they were."""
    torch.manual_seed(4)
    model = ReaderModel(encoder).eval()
    optimiser = MasterAdamW(model)
    for _ in range(3):
        losses(model, tokenizer, [ASKED])[0].backward()
        optimiser.step(1.0)
    save_checkpoint(tmp_path, 3, optimiser)

    again = ReaderModel(encoder).eval()
    other = MasterAdamW(again)

    assert load_checkpoint(tmp_path, other) == 3
    assert all(torch.equal(a, b) for a, b in zip(model.trained().values(), again.trained().values(), strict=True))
    for each, of in ((model, optimiser), (again, other)):
        losses(each, tokenizer, [ASKED])[0].backward()
        of.step(1.0)
    assert all(torch.equal(a, b) for a, b in zip(model.trained().values(), again.trained().values(), strict=True))


def test_without_a_checkpoint_a_run_begins_at_the_first_step(encoder: BertModel, tmp_path: Path) -> None:
    """Nothing is restored."""
    assert load_checkpoint(tmp_path, MasterAdamW(ReaderModel(encoder))) == 0


def test_checkpoints_are_averaged_number_by_number() -> None:
    """(1 + 3) / 2 and (2 + 6) / 2."""
    found = averaged([{"a": torch.tensor([1.0, 2.0])}, {"a": torch.tensor([3.0, 6.0])}])

    assert found["a"].tolist() == [2.0, 4.0]
