"""The trained reader, over a small network with known weights."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertModel

from corpus.types import Document, Span
from index.errors import ReaderUnavailable
from index.hits import Hit, SentenceScore
from index.reader.calibration import Calibration
from index.reader.cross_encoder import CALIBRATION, JUDGED, WEIGHTS, CrossReader, load_reader
from index.reader.judgement import Asked
from index.reader.network import ReaderModel
from tests.index.test_reader_model import encoder, tokenizer

__all__ = ["encoder", "tokenizer"]

EVEN = Calibration(0.0, {"answers": 1.0}, {"answers": 0.0}, {"answers": 1.0})


class SmallEncoder:
    """As much of an encoder as a reader needs."""

    def __init__(self, network: tuple[BertModel, Tokenizer]) -> None:
        self.network = network


def hits(statement: Document, count: int) -> tuple[Hit, ...]:
    """Hits of the first paragraphs, two sentences each."""
    return tuple(
        Hit(p, 0.5, (SentenceScore(Span(0, 20), 0.1), SentenceScore(Span(20, len(p.text)), 0.2)))
        for p in (*statement.paragraphs[1:], *statement.paragraphs[1:])[:count]
    )


@pytest.fixture
def reader(encoder: BertModel, tokenizer: Tokenizer) -> CrossReader:
    """A reader that has learnt nothing."""
    torch.manual_seed(5)
    return CrossReader(ReaderModel(encoder).eval(), tokenizer, EVEN)


def test_every_hit_is_judged_but_only_the_first_are_read(reader: CrossReader, statement: Document) -> None:
    """What is not read is not likely: its probability is 0, and its sentences keep the scores they had."""
    (judged,) = reader.judge_many([Asked("who came to kabul", hits(statement, JUDGED + 2), 12)])

    assert len(judged) == JUDGED + 2
    assert all(0 < each.probability < 1 and len(each.sentences) == 2 for each in judged[:JUDGED])
    assert [(each.probability, each.sentences) for each in judged[JUDGED:]] == [(0.0, (0.1, 0.2))] * 2


def test_questions_are_judged_together_as_alone(reader: CrossReader, statement: Document) -> None:
    """However pairs are sorted by length, each comes back to its place; a question without hits has no judgement."""
    asked = [
        Asked("who came", hits(statement, 3), 12),
        Asked("to", (), 12),
        Asked("kabul " * 30, hits(statement, 2), 12),
    ]

    together = reader.judge_many(asked)

    for one, many in zip((reader.judge_many([each])[0] for each in asked), together, strict=True):
        assert [j.probability for j in many] == pytest.approx([j.probability for j in one], abs=1e-5)


def test_a_sentence_beyond_what_is_read_scores_lowest(reader: CrossReader, statement: Document) -> None:
    """A paragraph is read to its first 256 tokens; a sentence after them is never the one marked."""
    paragraph = statement.paragraph("10")
    far = Hit(paragraph, 0.5, (SentenceScore(Span(0, 40), 0.1), SentenceScore(Span(len(paragraph.text), 9999), 0.9)))

    ((judgement,),) = reader.judge_many([Asked("who came", (far,), 12)])

    assert judgement.sentences[0] > judgement.sentences[1]


def test_a_reader_is_loaded_from_its_folder(encoder: BertModel, tokenizer: Tokenizer, tmp_path: Path) -> None:
    """Weights and calibration; what was saved judges as what is loaded."""
    model = ReaderModel(encoder).eval()
    save_file({name: tensor.contiguous() for name, tensor in model.trained().items()}, tmp_path / WEIGHTS)
    feature = {"weight": 1.0, "mean": 0.0, "deviation": 1.0}
    (tmp_path / CALIBRATION).write_text(json.dumps({"intercept": 0.5, "features": {"answers": feature}}))

    loaded = load_reader(SmallEncoder((encoder, tokenizer)), tmp_path)

    assert loaded.name == "CrossReader"
    assert loaded.judge_many([]) == []


def test_damaged_weights_are_an_error_and_no_refusal(encoder: BertModel, tokenizer: Tokenizer, tmp_path: Path) -> None:
    """A reader that cannot be loaded must not pass for one that finds no answer."""
    (tmp_path / CALIBRATION).write_text('{"intercept": 0, "features": {}}')
    (tmp_path / WEIGHTS).write_bytes(b"no weights")

    with pytest.raises(ReaderUnavailable, match="cannot be used"):
        load_reader(SmallEncoder((encoder, tokenizer)), tmp_path)
    with pytest.raises(ReaderUnavailable, match="cannot be read"):
        load_reader(SmallEncoder((encoder, tokenizer)), tmp_path / "none")
