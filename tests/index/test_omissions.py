"""The judge of shortened quotations, over a small network."""

import json
from pathlib import Path

import pytest
from safetensors.torch import save_file

from corpus.types import Span
from index.encoders.transformer import Transformer
from index.errors import ReaderUnavailable
from index.reader.cross_encoder import CARD, LOWER, WEIGHTS
from index.reader.judgement import Omission
from index.reader.network import ReaderNetwork
from index.reader.omissions import MARKED, SHORTENED, OmissionJudge, load_judge
from tests.index.small_base import base

__all__ = ["base"]

PASSAGE = "Ports shall not be closed for more than 48 hours without consulting the cities."
HIDDEN = Span(PASSAGE.index("for more"), PASSAGE.index(" without"))


def test_what_is_judged_is_the_shortened_passage_beside_the_whole_one() -> None:
    """In the one the hidden words are left out, in the other they are marked."""
    omission = Omission(PASSAGE, (HIDDEN,))

    assert omission.shown(SHORTENED) == "Ports shall not be closed … without consulting the cities."
    assert (
        omission.shown(MARKED) == "Ports shall not be closed { for more than 48 hours } without consulting the cities."
    )


@pytest.fixture
def folders(base: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A judge and the reader that it corrects; neither has learnt anything."""
    judge, reader = tmp_path / "judge", tmp_path / "reader"
    judge.mkdir()
    reader.mkdir()
    network = ReaderNetwork(Transformer(base), LOWER["full"])
    save_file({name: tensor.contiguous() for name, tensor in network.trained().items()}, reader / WEIGHTS)
    network.adapt(2)
    save_file({name: tensor.contiguous() for name, tensor in network.corrections().items()}, judge / WEIGHTS)
    (reader / CARD).write_text("{}")
    (judge / CARD).write_text(json.dumps({"slope": 2.0, "intercept": 0.5}))
    return judge, reader


def test_each_omission_has_its_probability(folders: tuple[Path, Path], base: Path) -> None:
    """In the order they were given, however they are sorted to be read."""
    judge: OmissionJudge = load_judge(*folders, base)
    some = [Omission("who came to kabul " * n, (Span(4, 8),)) for n in (9, 1, 5)]

    together = judge.judge_many(some)

    assert together == pytest.approx([judge.judge_many([each])[0] for each in some], abs=1e-4)
    assert all(0 < each < 1 for each in together)


def test_a_damaged_judge_is_an_error(folders: tuple[Path, Path], base: Path) -> None:
    """It must not pass for one that finds everything fair, or nothing."""
    judge, reader = folders
    (judge / WEIGHTS).write_bytes(b"no weights")

    with pytest.raises(ReaderUnavailable, match="cannot be used"):
        load_judge(judge, reader, base)
