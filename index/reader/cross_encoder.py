"""The trained reader: judges the best hits of a question with the cross-encoder, and calibrates what it says."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.types import Span
from index.encoders.encoder import Encoder, TransformerEncoder
from index.errors import ReaderUnavailable
from index.hits import Hit
from index.reader.calibration import Calibration, features_of, read_calibration, window
from index.reader.judgement import Asked, Judgement, Reader, Reading, ScoreReader

if TYPE_CHECKING:
    from torch import Tensor

    from index.reader.network import Pairs, ReaderModel


FOLDER = Path(__file__).parents[1] / "models" / "reader"
WEIGHTS, CALIBRATION, CARD = "weights.safetensors", "calibration.json", "training.json"
JUDGED = 5
TOGETHER = 4
# What the retriever says of a sentence, beside the reader's logits: with 20 the best sentence of 80 SQuAD 2 paragraphs
# holds the answer in 88 of 100, with the reader alone in 76, with the retriever alone in 85.
SENTENCE_WEIGHT = 20.0
LONGEST = 256


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question, a hit and what is read of it, and the place of both among all that are judged together."""

    question: str
    hit: Hit
    window: Span
    place: tuple[int, int]

    @property
    def text(self) -> str:
        return self.window.of(self.hit.paragraph.text)


class CrossReader:
    """Reads the JUDGED best hits of each question, pairs of like length together.

    A hit after those is not read: its probability is 0. Of a long paragraph the sentences around the one most like the
    question are read (index.reader.calibration).
    """

    def __init__(self, model: "ReaderModel", tokenizer: Any, calibration: Calibration, judged: int = JUDGED) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._calibration = calibration
        self._judged = judged
        self.name = "CrossReader"

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        readings = self.read_many(asked)
        return [self._calibrated(each, read) for each, read in zip(asked, readings, strict=True)]

    def read_many(self, asked: Sequence[Asked]) -> list[list[Reading]]:
        """What the network says of the first hits of each question, before calibration."""
        pairs = [
            _Pair(each.question, hit, window(hit), (row, column))
            for row, each in enumerate(asked)
            for column, hit in enumerate(each.hits[: self._judged])
        ]
        pairs.sort(key=lambda pair: len(pair.question) + len(pair.window))
        found: dict[tuple[int, int], Reading] = {}
        for start in range(0, len(pairs), TOGETHER):
            some = pairs[start : start + TOGETHER]
            found |= zip((pair.place for pair in some), self._read(some), strict=True)
        return [[found[row, column] for column in range(min(len(a.hits), self._judged))] for row, a in enumerate(asked)]

    def _read(self, pairs: Sequence[_Pair]) -> Iterator[Reading]:
        import torch

        from index.reader.network import make_pairs

        batch = make_pairs(self._tokenizer, [(p.question, p.text) for p in pairs], LONGEST)
        with torch.inference_mode():
            says = self._model(batch.ids, batch.mask, batch.second)
        for row, pair in enumerate(pairs):
            yield _reading(float(says.answers[row]), says.starts[row], says.ends[row], _tokens(batch, row, pair))

    def _calibrated(self, asked: Asked, readings: Sequence[Reading]) -> tuple[Judgement, ...]:
        features = features_of(asked, readings)
        judged = [
            Judgement(self._calibration.probability(seen), _sentences(reading, hit))
            for seen, reading, hit in zip(features, readings, asked.hits, strict=False)
        ]
        rest = (Judgement(0.0, tuple(s.score for s in hit.sentences)) for hit in asked.hits[len(judged) :])
        return (*judged, *rest)


def load_reader(encoder: Any, folder: Path = FOLDER) -> CrossReader:
    """The trained reader over the layers of a loaded encoder (index.encoders.encoder.TransformerEncoder).

    Raises ReaderUnavailable where the weights in `folder` are missing, damaged or another encoder's.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from index.reader.network import ReaderModel

    calibration = read_calibration(folder / CALIBRATION)
    transformer, tokenizer = encoder.network
    model = ReaderModel(transformer).to(transformer.dtype)
    try:
        weights = load_file(folder / WEIGHTS)
        model.load_trained(weights)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ReaderUnavailable(f"The reader's weights {folder / WEIGHTS} cannot be used: {error}.") from error
    with torch.inference_mode():
        return CrossReader(model.eval(), tokenizer, calibration)


def card_of(folder: Path = FOLDER) -> dict[str, Any]:
    """What the reader was trained on and how, as it lies beside the weights; raises ReaderUnavailable."""
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReaderUnavailable(f"The reader's card in {folder} cannot be read: {error}.") from error
    return card


def _sentences(reading: Reading, hit: Hit) -> tuple[float, ...]:
    return tuple(
        logit + SENTENCE_WEIGHT * sentence.score
        for logit, sentence in zip(reading.sentences, hit.sentences, strict=True)
    )


def _tokens(batch: "Pairs", row: int, pair: _Pair) -> list[list[int]]:
    """For each sentence of the hit the places of its tokens in the batch; none where it is not read."""
    base = pair.window.start
    places = [(at, a + base, b + base) for at, (a, b) in enumerate(batch.offsets[row]) if batch.second[row, at]]
    return [[at for at, a, b in places if a < s.span.end and b > s.span.start] for s in pair.hit.sentences]


def _reading(answers: float, starts: "Tensor", ends: "Tensor", sentences: Sequence[Sequence[int]]) -> Reading:
    """The logits of one pair: that it answers, that its words are somewhere and not nowhere, and in which sentence."""
    scores = tuple(float(starts[list(s)].max() + ends[list(s)].max()) if s else -1e4 for s in sentences)
    nowhere = float(starts[0] + ends[0])
    return Reading(answers, max(scores, default=nowhere) - nowhere, scores)


TRAINED_OVER = frozenset({"multilingual-e5-small", "intfloat/multilingual-e5-small"})


def reader_for(encoder: Encoder) -> Reader:
    """The reader for paragraphs that `encoder` found; raises ReaderUnavailable where the trained one is damaged."""
    if encoder.identity.name in TRAINED_OVER and isinstance(encoder, TransformerEncoder):
        return load_reader(encoder)
    return ScoreReader()


class LazyReader:
    """The reader for an encoder, both loaded when the first question has to be judged."""

    def __init__(self, encoder: Callable[[], Encoder]) -> None:
        self._encoder = encoder

    @cached_property
    def _reader(self) -> Reader:
        return reader_for(self._encoder())

    @property
    def name(self) -> str:
        """See Reader."""
        return self._reader.name

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See Reader."""
        return self._reader.judge_many(asked)
