"""The trained readers: they judge the best hits of a question, and calibrate what they say.

The full one reads English over all-mpnet-base-v2; the light one reads every language over multilingual-e5-small.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from corpus.types import Span
from index.encoders.at_hand import E5, MPNET, find_encoder
from index.encoders.encoder import Encoder
from index.errors import EncoderUnavailable, ReaderUnavailable
from index.hits import Hit
from index.reader.calibration import Calibration, features_of, rank_of, read_calibration, window
from index.reader.judgement import Asked, Judgement, Reader, Reading, ScoreReader

if TYPE_CHECKING:
    from torch import Tensor

    from index.reader.network import ReaderNetwork
    from index.reader.texts import Texts

Kind = Literal["full", "light"]

MODELS = Path(__file__).parents[1] / "models"
FOLDERS: dict[Kind, Path] = {"full": MODELS / "reader", "light": MODELS / "reader-light"}
BASES: dict[Kind, str] = {"full": MPNET, "light": E5}
LOWER: dict[Kind, int] = {"full": 6, "light": 4}  # layers that read question and paragraph apart
WEIGHTS, CALIBRATION, CARD = "weights.safetensors", "calibration.json", "training.json"
# What the retriever says of a sentence, beside the reader's logits of where the answer's words stand.
SENTENCE_WEIGHT = 20.0
NOT_READ = -1e6  # the rank, and the score of a sentence, that was not read
# Sentences of a hit that are read by themselves, how many hits are also read with what stands around them, and the
# share of the likeliest sentence's logit beside that. On 69 written questions of documents with long paragraphs the
# right one came first in .72 with 900 characters around the best sentence read (AUC .91), in .77 so (AUC .94); on 54
# about the shipped statement, whose paragraphs are short, in .68 and .71 (AUC .87 and .86).
SENTENCES, AROUND, ALONE = 2, 3, 0.5
# The encoders whose hits the calibration knows; what others find is judged by its score alone.
CALIBRATED_FOR = frozenset({E5, f"intfloat/{E5}"})

log = logging.getLogger("pincite.reader")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question with what is read of a hit, and the place of both among all that are judged together."""

    question: str
    hit: Hit
    read: Span
    place: tuple[int, int]

    @property
    def text(self) -> str:
        return self.read.of(self.hit.paragraph.text)


class CrossReader:
    """Reads as many of the best hits of each question as are to be judged, pairs of like length together.

    Of each the two sentences most like the question are read by themselves, and of the few that then look likeliest
    also what stands around the best of them: what little answers is lost among much (see ALONE). A hit after those is
    not read: its probability is 0.
    """

    def __init__(self, texts: "Texts", calibration: Calibration, name: str = "full") -> None:
        self._texts, self._calibration = texts, calibration
        self._lock = Lock()  # the tokenizer and what is kept of texts are shared
        self.name = name

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        return [self._calibrated(each, read) for each, read in zip(asked, self.read_many(asked), strict=True)]

    def read_many(self, asked: Sequence[Asked]) -> list[list[Reading]]:
        """What the network says of the first hits of each question, before calibration."""
        import torch

        with self._lock, torch.inference_mode():
            alone = self._read_alone(asked)
            around = [
                _Pair(asked[row].question, hit, window(hit, alone[row, column].sentences), (row, column))
                for row, each in enumerate(asked)
                for column, hit in _likeliest(each.hits, [alone[row, at] for at in range(_judged(each))])
            ]
            for pair, answers, places in self._read(around):
                first = alone[pair.place]
                together = ALONE * first.answers + (1 - ALONE) * answers
                alone[pair.place] = Reading(together, self._sentences(pair, places))
        return [[alone[row, column] for column in range(_judged(each))] for row, each in enumerate(asked)]

    def _read_alone(self, asked: Sequence[Asked]) -> dict[tuple[int, int], Reading]:
        """For each hit what its likeliest sentence says; it scores best of its sentences."""
        pairs = [
            _Pair(each.question, hit, span, (row, column))
            for row, each in enumerate(asked)
            for column, hit in enumerate(each.hits[: each.judged])
            for span in _first_read(hit)
        ]
        said: dict[tuple[int, int], dict[Span, float]] = {}
        for pair, answers, _ in self._read(pairs):
            said.setdefault(pair.place, {})[pair.read] = answers
        return {
            (row, column): Reading(
                max(found.values()), tuple(found.get(s.span, NOT_READ) for s in asked[row].hits[column].sentences)
            )
            for (row, column), found in said.items()
        }

    def _read(self, pairs: Sequence[_Pair]) -> Iterator[tuple[_Pair, float, "Tensor"]]:
        for places, says in self._texts.read_sorted([(pair.question, pair.text) for pair in pairs]):
            for row, place in enumerate(places):
                yield pairs[place], float(says.answers[row]), says.places[row]

    def _sentences(self, pair: _Pair, places: "Tensor") -> tuple[float, ...]:
        """How likely the answer's words stand in each sentence of what was read; the lowest for what was not."""
        base = pair.read.start
        covered = [(at, a + base, b + base) for at, (a, b) in enumerate(self._texts.tokens(pair.text).offsets) if a < b]
        inside = (
            [at for at, a, b in covered if a < sentence.span.end and b > sentence.span.start]
            for sentence in pair.hit.sentences
        )
        return tuple(float(places[tokens].max(dim=0).values.sum()) if tokens else NOT_READ for tokens in inside)

    def _calibrated(self, asked: Asked, readings: Sequence[Reading]) -> tuple[Judgement, ...]:
        judged = [
            Judgement(
                self._calibration.probability(features_of(asked, reading)),
                _sentences(reading, hit),
                rank_of(hit, reading),
            )
            for reading, hit in zip(readings, asked.hits, strict=False)
        ]
        rest = (Judgement(0.0, tuple(s.score for s in hit.sentences), NOT_READ) for hit in asked.hits[len(judged) :])
        return (*judged, *rest)


class BothReaders:
    """English questions over English paragraphs to the full reader, every other to the light one."""

    name = "full"

    def __init__(self, full: Reader, light: Callable[[], Reader]) -> None:
        self._full, self._load_light = full, light

    @cached_property
    def _light(self) -> Reader:
        return self._load_light()

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        english = [each for each in asked if each.is_english]
        other = [each for each in asked if not each.is_english]
        judged = iter(self._full.judge_many(english)), iter(self._light.judge_many(other) if other else [])
        return [next(judged[0] if each.is_english else judged[1]) for each in asked]


def load_reader(
    kind: Kind = "full",
    folder: Path | None = None,
    base: Path | None = None,
    calibration: Calibration | None = None,
) -> CrossReader:
    """A trained reader, from its weights and calibration in `folder` and the `base` that comes in a package.

    Raises EncoderUnavailable where the base is not there, and ReaderUnavailable where weights or calibration are
    missing, damaged, or not those of the reader's card.
    """
    folder = folder or FOLDERS[kind]
    calibration = calibration or read_calibration(folder / CALIBRATION)
    return CrossReader(load_texts(kind, folder, base), calibration, kind)


def load_texts(kind: Kind, folder: Path, base: Path | None = None) -> "Texts":
    """The network of a reader, ready to read; raises what load_reader raises."""
    from tokenizers import Tokenizer

    from index.encoders.transformer import Transformer, native_type
    from index.reader.network import ReaderNetwork
    from index.reader.texts import Texts

    base = base or Path(find_encoder(BASES[kind]))
    network = ReaderNetwork(Transformer(base, LOWER[kind]), LOWER[kind])
    _load(network, folder)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    return Texts(network.to(native_type()).eval(), tokenizer)


def _load(network: "ReaderNetwork", folder: Path) -> None:
    from hashlib import sha256

    from safetensors import SafetensorError
    from safetensors.torch import load

    path = folder / WEIGHTS
    try:
        raw = path.read_bytes()
        noted = card_of(folder).get("weights_sha256")
        if noted and sha256(raw).hexdigest() != noted:
            raise ReaderUnavailable(f"The reader's weights {path} are not those of its card: reinstall pincite.")
        network.load_trained(load(raw))
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ReaderUnavailable(f"The reader's weights {path} cannot be used: {error}.") from error


def reader_for(encoder: Encoder, kind: Kind = "full") -> Reader:
    """The reader for paragraphs that `encoder` found; raises ReaderUnavailable where a trained one is damaged.

    Where the full one's base is not installed, the light one reads English too.
    """
    if encoder.identity.name not in CALIBRATED_FOR:
        return ScoreReader()
    if kind == "light":
        return load_reader("light")
    try:
        return BothReaders(load_reader("full"), lambda: load_reader("light"))
    except EncoderUnavailable as error:
        log.warning("%s Until then the light reader judges.", error)
        return load_reader("light")


class LazyReader:
    """The reader for an encoder, both loaded when the first question has to be judged."""

    def __init__(self, encoder: Callable[[], Encoder], kind: Kind = "full") -> None:
        self._encoder, self._kind = encoder, kind

    @cached_property
    def _reader(self) -> Reader:
        return reader_for(self._encoder(), self._kind)

    @property
    def name(self) -> str:
        """See index.reader.judgement.Reader."""
        return self._reader.name

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        return self._reader.judge_many(asked)


def card_of(folder: Path) -> dict[str, Any]:
    """What a reader was trained on and how, as it lies beside the weights; raises ReaderUnavailable."""
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReaderUnavailable(f"The reader's card in {folder} cannot be read: {error}.") from error
    return card


def _judged(asked: Asked) -> int:
    return min(len(asked.hits), asked.judged)


def _first_read(hit: Hit) -> list[Span]:
    """The sentences most like the question; the whole where it has none."""
    ranked = sorted(hit.sentences, key=lambda sentence: -sentence.score)[:SENTENCES]
    return [sentence.span for sentence in ranked] or [Span(0, len(hit.paragraph.text))]


def _likeliest(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[tuple[int, Hit]]:
    ranked = sorted(range(len(readings)), key=lambda place: -rank_of(hits[place], readings[place]))
    return [(place, hits[place]) for place in ranked[:AROUND]]


def _sentences(reading: Reading, hit: Hit) -> tuple[float, ...]:
    return tuple(
        logit + SENTENCE_WEIGHT * sentence.score
        for logit, sentence in zip(reading.sentences, hit.sentences, strict=True)
    )
