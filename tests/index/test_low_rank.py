"""What an encoder does otherwise with questions, beside the layers that it shares."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from index.encoders import low_rank
from index.encoders.low_rank import changed, for_questions
from index.encoders.transformer import Transformer
from index.errors import EncoderUnavailable
from tests.index.small_base import base

__all__ = ["base"]

E5, TEXTS = "multilingual-e5-small", [[0, 4, 5, 6, 2], [0, 8, 9, 2]]


def pair(model: Transformer, up: float) -> dict[str, torch.Tensor]:
    out, inside = model.layers[1].qkv.weight.shape
    down = torch.linspace(-1, 1, 2 * inside).reshape(2, inside)
    return {"1.qkv.down": down, "1.qkv.up": torch.full((out, 2), up)}


def test_matrices_of_nothing_change_nothing(base: Path) -> None:
    """The vectors are those of the model, to the bit."""
    model = Transformer(base)

    for one, other in zip(model.states(TEXTS), changed(model, pair(model, 0.0)).states(TEXTS), strict=True):
        assert torch.equal(one, other)


def test_the_model_itself_stays_as_it_was(base: Path) -> None:
    """Paragraphs are read by it; the weights are shared, not copied."""
    model = Transformer(base)
    before = model.states(TEXTS)

    other = changed(model, pair(model, 0.3))

    assert not torch.allclose(other.states(TEXTS)[0], before[0])
    assert all(torch.equal(one, two) for one, two in zip(model.states(TEXTS), before, strict=True))
    assert other.words.weight is model.words.weight
    assert other.layers[1].qkv.linear is model.layers[1].qkv


def test_another_encoder_reads_questions_as_it_is(base: Path) -> None:
    """What was made for one model means nothing to another."""
    model = Transformer(base)

    assert for_questions(model, "all-mpnet-base-v2") is model


def keep(folder: Path, raw: bytes, digest: str | None = None) -> None:
    (folder / low_rank.FILE).write_bytes(raw)
    (folder / low_rank.CARD).write_text(json.dumps({"weights_sha256": digest or sha256(raw).hexdigest()}))


@pytest.mark.parametrize("raw", [None, b"", b"not safetensors at all"])
def test_a_missing_or_damaged_file_is_told_by_name(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes | None
) -> None:
    """Searching without it would be worse, and nobody would know."""
    monkeypatch.setattr(low_rank, "FOLDER", tmp_path)
    if raw is not None:
        keep(tmp_path, raw)

    with pytest.raises(EncoderUnavailable, match=low_rank.FILE):
        for_questions(Transformer(base), E5)


def test_matrices_that_are_not_those_of_the_card_are_refused(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One number that was changed on the way would find something else."""
    monkeypatch.setattr(low_rank, "FOLDER", tmp_path)
    model = Transformer(base)
    keep(tmp_path, save(pair(model, 0.3)), "0" * 64)

    with pytest.raises(EncoderUnavailable, match="not that of its card"):
        for_questions(model, E5)


def test_a_pair_of_which_one_is_missing_is_no_change(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as damaged."""
    monkeypatch.setattr(low_rank, "FOLDER", tmp_path)
    keep(tmp_path, save({"1.qkv.down": torch.zeros(2, 8)}))

    with pytest.raises(EncoderUnavailable, match="cannot be read"):
        for_questions(Transformer(base), E5)
