"""That the reader learns what it is shown, and goes on from where it was stopped."""

import itertools
import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from eval.training.__main__ import start_from
from eval.training.lessons import Gold, Lesson
from eval.training.lists import QuestionList, Shown
from eval.training.train import MasterAdamW, Teaching, hardest, keep, learn, train
from index.encoders.transformer import Transformer
from index.reader.network import ReaderNetwork
from index.reader.texts import Texts
from tests.index.small_base import base

__all__ = ["base"]

RIGHT, WRONG = Shown("twenty delegations", answers=True, words=(0, 6)), Shown("to kabul", answers=False)
LISTS = [QuestionList("who came", (RIGHT, WRONG), QuestionList("who to", (Shown("twenty delegations", False),)))]


def new_texts(base: Path) -> Texts:
    torch.manual_seed(3)
    return Texts(ReaderNetwork(Transformer(base), 2), Tokenizer.from_file(str(base / "tokenizer.json")))


def test_every_part_of_the_loss_falls(base: Path) -> None:
    """Pairs, lists, twins and places, over the same step a few times."""
    texts = new_texts(base)
    optimiser = MasterAdamW(texts.network, 2e-3)

    first = learn(texts, LISTS)
    optimiser.step(0.0, 60)
    for step in range(60):
        last = learn(texts, LISTS)
        optimiser.step(0.0, 60 + step)

    assert set(first) == {"pair", "list", "twins", "span"}
    assert all(last[name] < first[name] for name in first)


def test_the_base_is_not_trained(base: Path) -> None:
    """Its lower layers are shared by all readers on it."""
    texts = new_texts(base)
    before = {name: tensor.clone() for name, tensor in texts.network.base.state_dict().items()}
    optimiser = MasterAdamW(texts.network)

    learn(texts, LISTS)
    optimiser.step(0.0, 60)

    assert all(torch.equal(tensor, before[name]) for name, tensor in texts.network.base.state_dict().items())


def lessons() -> list[Lesson]:
    return [
        Lesson("written", f"who came {n}", ("twenty delegations",), ("twenty",), (), ("to kabul", "who"), "", "d")
        for n in range(30)
    ]


def run(base: Path, folder: Path, minutes: float) -> list[dict[str, float]]:
    texts = new_texts(base)
    hard = hardest(texts, lessons(), folder / "hardest.json")
    train(texts, Teaching(lessons(), {}, hard, 7), folder, 2, minutes, lambda _: {"first": 1.0})
    return [json.loads(line) for line in (folder / "curves.jsonl").read_text().splitlines()]


def test_a_run_ends_with_weights_and_a_curve(base: Path, tmp_path: Path) -> None:
    """The last line says how many steps and pairs there were, and what was measured."""
    last = run(base, tmp_path / "run", 60)[-1]

    assert (last["share"], last["first"]) == (1.0, 1.0)
    assert (tmp_path / "run" / "weights.safetensors").is_file()


def test_a_run_goes_on_from_its_checkpoint(base: Path, tmp_path: Path) -> None:
    """A finished one has nothing left to do; its optimiser is as it was."""
    run(base, tmp_path / "run", 60)
    texts = new_texts(base)
    about = MasterAdamW(texts.network).restore(tmp_path / "run")

    assert about["step"] == run(base, tmp_path / "run", 60)[-1]["step"]


def test_the_hardest_are_the_most_like_the_question(base: Path, tmp_path: Path) -> None:
    """By the base's own vectors, and found once."""
    texts = new_texts(base)
    lesson = Lesson("written", "who came", (), (), (), ("delegations twenty to", "who came"), "", "d")

    found = hardest(texts, [lesson], tmp_path / "kept.json")

    assert found == {0: [1, 0]}
    assert hardest(texts, [lesson], tmp_path / "kept.json") == found
    assert list(itertools.chain(found[0])) == [1, 0]


def test_training_can_begin_with_weights_that_ship(base: Path, tmp_path: Path) -> None:
    """As with upper layers in the base's own names."""
    trained, found = new_texts(base), Gold(tmp_path)
    with torch.no_grad():
        trained.network.place.weight.add_(1.0)
    keep(trained, tmp_path / "weights.safetensors")
    new = new_texts(base).network

    start_from(new, tmp_path / "weights.safetensors", found)

    assert torch.allclose(new.place.weight, trained.network.place.weight, atol=1e-2)
    assert set(found.sha256) == {"weights.safetensors"}


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_rate_falls_to_nothing_at_the_end(base: Path, share: float) -> None:
    """At the end a step changes nothing more."""
    texts = new_texts(base)
    optimiser = MasterAdamW(texts.network)
    before = texts.network.place.weight.detach().clone()

    learn(texts, LISTS)
    optimiser.step(share, 60)

    assert torch.equal(texts.network.place.weight, before) is (share == 1.0)
