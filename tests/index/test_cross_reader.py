"""The trained reader, over a small network with known weights."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from corpus.types import Document, Span
from index.encoders.hashing import HashingEncoder
from index.encoders.transformer import Transformer
from index.errors import ReaderUnavailable
from index.hits import Hit, SentenceScore
from index.reader.calibration import Calibration
from index.reader.cross_encoder import (
    CALIBRATION,
    CARD,
    LOWER,
    WEIGHTS,
    BothReaders,
    CrossReader,
    load_reader,
    reader_for,
)
from index.reader.judgement import JUDGED, Asked, Judgement, ScoreReader
from index.reader.network import ReaderNetwork
from index.reader.texts import Texts
from tests.index.small_base import base

__all__ = ["base"]

EVEN = Calibration(0.0, {"answers": 1.0}, {"answers": 0.0}, {"answers": 1.0})


def hits(statement: Document, count: int) -> tuple[Hit, ...]:
    """Hits of the first paragraphs, two sentences each."""
    return tuple(
        Hit(p, 0.5, (SentenceScore(Span(0, 20), 0.1), SentenceScore(Span(20, len(p.text)), 0.2)))
        for p in (*statement.paragraphs[1:], *statement.paragraphs[1:])[:count]
    )


@pytest.fixture
def reader(base: Path) -> CrossReader:
    """A reader that has learnt nothing."""
    torch.manual_seed(5)
    network = ReaderNetwork(Transformer(base), 2).eval()
    return CrossReader(Texts(network, Tokenizer.from_file(str(base / "tokenizer.json"))), EVEN)


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


def write_reader(folder: Path, base: Path) -> Path:
    """A reader that has learnt nothing, with its card and calibration."""
    folder.mkdir()
    network = ReaderNetwork(Transformer(base), LOWER["light"])
    save_file({name: tensor.contiguous() for name, tensor in network.trained().items()}, folder / WEIGHTS)
    noted = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    (folder / CARD).write_text(json.dumps({"weights_sha256": noted}))
    feature = {"weight": 1.0, "mean": 0.0, "deviation": 1.0}
    (folder / CALIBRATION).write_text(json.dumps({"intercept": 0.5, "features": {"answers": feature}}))
    return folder


def test_a_reader_is_loaded_from_its_folder(base: Path, tmp_path: Path) -> None:
    """Weights, card and calibration; its name says which it is."""
    loaded = load_reader("light", write_reader(tmp_path / "reader", base), base)

    assert loaded.name == "light"
    assert loaded.judge_many([]) == []


def test_damaged_weights_are_an_error_and_no_refusal(base: Path, tmp_path: Path) -> None:
    """A reader that cannot be loaded, or is not the one of its card, must not pass for one that finds no answer."""
    folder = write_reader(tmp_path / "reader", base)
    whole = (folder / WEIGHTS).read_bytes()

    (folder / WEIGHTS).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(ReaderUnavailable, match="not those of its card"):
        load_reader("light", folder, base)

    (folder / CARD).write_text("{}")
    (folder / WEIGHTS).write_bytes(b"no weights")
    with pytest.raises(ReaderUnavailable, match="cannot be used"):
        load_reader("light", folder, base)
    with pytest.raises(ReaderUnavailable, match="cannot be read"):
        load_reader("light", tmp_path / "none", base)


class Named:
    """A reader that says its name by the probability it gives."""

    def __init__(self, name: str, probability: float) -> None:
        self.name, self._probability = name, probability

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        return [tuple(Judgement(self._probability, ()) for _ in each.hits) for each in asked]


def test_english_goes_to_the_full_reader_and_all_else_to_the_light_one(statement: Document) -> None:
    """Each question comes back in its place."""
    some = hits(statement, 1)
    asked = [Asked("wer kam", some, 12, is_english=False), Asked("who came", some, 12), Asked("qui", some, 12, False)]

    judged = BothReaders(Named("full", 0.9), lambda: Named("light", 0.1)).judge_many(asked)

    assert [one[0].probability for one in judged] == [0.1, 0.9, 0.1]


def test_what_other_encoders_find_is_judged_by_its_score() -> None:
    """The calibration knows one encoder's scores; another's mean something else."""
    assert isinstance(reader_for(HashingEncoder()), ScoreReader)
