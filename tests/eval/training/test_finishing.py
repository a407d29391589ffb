"""What the reader is shown when it is finished on official documents."""

import random
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from tokenizers import Tokenizer
from transformers import BertModel

from corpus.types import Kind, Paragraph, ParagraphId, Span
from eval.sets.public import OfficialQuestion
from eval.training.finishing import main, official_lists
from index.hits import Hit
from index.reader.network import ReaderModel, make_pairs
from tests.index.test_reader_model import encoder, tokenizer

__all__ = ["encoder", "tokenizer"]
TEXTS = {f"d#{number}": f"Text of paragraph {number}." for number in range(1, 7)}


def hit(number: int) -> Hit:
    text = TEXTS[f"d#{number}"]
    return Hit(
        Paragraph(ParagraphId("d", str(number)), 0, Kind.NUMBERED, text, Span(0, len(text)), None, None), 0.5, ()
    )


def lists(relevant: tuple[str, ...], confusing: tuple[str, ...]) -> list[tuple[tuple[str, bool], ...]]:
    question = OfficialQuestion("q", "What?", "plain", "d", relevant, confusing)
    found = official_lists([question], [[hit(n) for n in (1, 2, 3, 4, 5)]], TEXTS, random.Random(5))
    return [tuple((shown.text, shown.answers) for shown in one.shown) for one in found]


def test_an_answer_is_shown_beside_what_a_person_finds_near_and_what_the_retriever_does() -> None:
    """The answering paragraph first, and never another that answers among those that do not."""
    (one,) = lists(("d#1",), ("d#6",))

    assert one[:2] == ((TEXTS["d#1"], True), (TEXTS["d#6"], False))
    assert one[2][0] in {TEXTS[f"d#{n}"] for n in (2, 3, 4, 5)} and not one[2][1]


def test_several_answers_are_several_lists() -> None:
    """Each with one of them."""
    assert {one[0][0] for one in lists(("d#1", "d#2"), ())} == {TEXTS["d#1"], TEXTS["d#2"]}
    assert all("d#1" not in one[1][0] and "d#2" not in one[1][0] for one in lists(("d#1", "d#2"), ()))


def test_without_an_answer_none_of_three_answers() -> None:
    """What a person named as near is among them."""
    (one,) = lists((), ("d#6",))

    assert one[0] == (TEXTS["d#6"], False)
    assert not any(answers for _, answers in one)


def test_the_rate_falls_no_further_than_to_nothing(tmp_path: Path) -> None:
    """More passes than bring it to 0 would go on with a rate below; nothing is begun."""
    result = CliRunner().invoke(main, ["--gold", "x", "--output", str(tmp_path / "o"), "--passes", "5"])

    assert result.exit_code == 2
    assert "--falling is at least --passes" in result.output
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("trained", [0, 1])
def test_reading_in_two_parts_gives_the_same(encoder: BertModel, tokenizer: Tokenizer, trained: int) -> None:
    """The lower layers once, the upper ones on what they made."""
    torch.manual_seed(5)
    model = ReaderModel(encoder).eval()
    pairs = make_pairs(tokenizer, [("who came", "they came to kabul")])
    trained = min(trained, len(model.layers))

    with torch.inference_mode():
        whole = model(pairs.ids, pairs.mask, pairs.second).answers
        states = model.states(pairs.ids, pairs.mask, trained)
        parts = model.judged(states, pairs.mask, pairs.second, trained).answers
    assert torch.allclose(whole, parts)
