"""That questions learn to find what answers them."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import torch

from eval.training.lessons import Lesson
from eval.training.questions import Passages, batches, train
from index.encoders.at_hand import E5
from index.encoders.encoder import BundledEncoder, load_encoder
from index.encoders.hashing import HashingEncoder
from index.encoders.low_rank import changed

LESSONS = [
    Lesson("written", "who came", ("Twenty delegations came.",), ("",), ("It rained.",), ("It was cold.",), "", "d"),
    Lesson("written", "who left", ("All the others left early.",), ("",), (), ("Nobody spoke.",), "", "e"),
]
ENCODER: Any = HashingEncoder()


def loss_of(*near: str) -> float:
    passages = Passages(LESSONS, ENCODER, random.Random(1))
    return float(passages.loss(LESSONS, torch.from_numpy(np.asarray(ENCODER.encode_paragraphs(near)))))


def test_a_question_at_its_answer_has_less_to_learn_than_one_at_what_tempts() -> None:
    """The nearer it is to what answers, the smaller the loss."""
    right = loss_of("Twenty delegations came.", "All the others left early.")

    assert right < 0.1
    assert loss_of("It rained.", "Nobody spoke.") > 10 * max(right, 0.01)


def test_a_step_has_questions_of_like_length_and_each_once() -> None:
    """What does not fill a step waits for the next pass."""
    lessons = [Lesson("written", "w" * (n % 50 + 1), ("a",), ("",), (), (), "", "d") for n in range(200)]

    steps = list(batches(lessons, random.Random(1)))

    assert [len(some) for some in steps] == [48] * 4
    assert len({id(each) for some in steps for each in some}) == 192
    assert max(len(some[-1].question) - len(some[0].question) for some in steps) < 25


def test_a_pass_gives_matrices_that_change_how_questions_are_read(tmp_path: Path) -> None:
    """Of the upper layers alone; the first step, whose rate is small, already changes each `up`."""
    encoder = load_encoder(E5, "float32")
    assert isinstance(encoder, BundledEncoder)

    found = train(encoder, LESSONS * 24, 1, tmp_path / "curves.jsonl")

    assert {name.partition(".")[0] for name in found} == {"6", "7", "8", "9", "10", "11"}
    assert all(tensor.abs().sum() > 0 for tensor in found.values())
    assert len((tmp_path / "curves.jsonl").read_text().splitlines()) == 1
    changed(encoder.model, found)
