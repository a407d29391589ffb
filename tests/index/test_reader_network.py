"""The base models by torch alone, and the reader's network on them."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from index.encoders.transformer import Transformer
from index.reader.network import ReaderNetwork
from index.reader.texts import Texts
from tests.index.small_base import base, made, write_base

__all__ = ["base"]

TEXTS = [[0, 4, 5, 6, 7, 2], [0, 8, 9, 2], [0] + [7, 8] * 100 + [2]]


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_a_base_gives_what_its_own_library_gives(kind: str, tmp_path: Path) -> None:
    """Token for token, also for texts longer than the farthest distance that MPNet tells apart."""
    folder = write_base(tmp_path, kind)
    theirs = made(kind)[1].from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager").eval()

    for text, ours in zip(TEXTS, Transformer(folder).states(TEXTS), strict=True):
        with torch.inference_mode():
            wanted = theirs(torch.tensor([text])).last_hidden_state[0]
        assert torch.allclose(ours, wanted, atol=1e-5)


def texts(folder: Path, kept: int = 10_000) -> Texts:
    torch.manual_seed(5)
    network = ReaderNetwork(Transformer(folder), 2).eval()
    return Texts(network, Tokenizer.from_file(str(folder / "tokenizer.json")), kept)


def test_a_pair_is_read_the_same_alone_and_among_longer_ones(base: Path) -> None:
    """What fills up a batch is not seen."""
    pairs = [("who came", "twenty delegations"), ("to kabul", "who came to kabul " * 9)]

    with torch.inference_mode():
        together, alone = texts(base).read(pairs), texts(base).read(pairs[:1])

    assert together.answers[0].item() == pytest.approx(alone.answers[0].item(), abs=1e-5)
    assert torch.allclose(together.places[0], alone.places[0], atol=1e-5)
    assert together.places[1].shape == (4 * 9 + 2, 2)


def test_what_was_read_before_is_kept_and_changes_nothing(base: Path) -> None:
    """With room for few tokens the longest unused goes, and is read again when it is needed."""
    pairs = [("who came", "twenty delegations"), ("who came", "to kabul"), ("who came", "twenty delegations")]
    reading = texts(base, kept=9)

    with torch.inference_mode():
        answers = [reading.read([pair]).answers.item() for pair in pairs]

    assert answers[0] == pytest.approx(answers[2], abs=1e-6)
    assert sum(len(states) for states in reading._states.values()) <= 9


def test_the_question_makes_a_difference_only_in_the_upper_layers(base: Path) -> None:
    """The same paragraph is read alone once, whatever is asked of it."""
    reading = texts(base)

    with torch.inference_mode():
        first = reading.read([("who came", "twenty delegations")]).answers
        kept = len(reading._states)
        second = reading.read([("to kabul", "twenty delegations")]).answers

    assert first.item() != second.item()
    assert len(reading._states) == kept + 1  # the new question


def test_only_what_was_trained_is_shipped(base: Path) -> None:
    """Nothing of the base; and what does not fit is refused."""
    network = ReaderNetwork(Transformer(base), 2)
    trained = network.trained()

    assert {name.split(".")[0] for name in trained} == {"layers", "relative", "sides", "judge", "place"}
    with pytest.raises(RuntimeError, match="do not fit"):
        network.load_trained({name: tensor for name, tensor in trained.items() if name != "sides"})


def test_too_long_a_text_is_cut(base: Path) -> None:
    """A question of a thousand words is no reason to fail."""
    with torch.inference_mode():
        says = texts(base).read([("who " * 1000, "kabul " * 1000)])

    assert says.places[0].shape == (256, 2)
