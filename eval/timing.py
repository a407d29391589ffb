"""How long the models take: an encoder and a reader that are timed, so that the rest can be told apart."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from index.encoders.encoder import Encoder, Vectors
from index.encoders.late_interaction import Tokens
from index.reader.judgement import Asked, Judgement, Reader


class Stopwatch:
    """Adds up the seconds spent in models."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count what is done inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds that something took, and how many of them were spent in encoder and reader."""

    seconds: float = 0.0
    in_models: float = 0.0

    def __add__(self, other: "Timing") -> "Timing":
        return Timing(self.seconds + other.seconds, self.in_models + other.in_models)

    @property
    def outside(self) -> float:
        """The share outside encoder and reader, 0 to 1."""
        return 1 - self.in_models / self.seconds if self.seconds else 0.0


class TimedEncoder:
    """An encoder whose time is counted."""

    def __init__(self, encoder: Encoder, watch: Stopwatch) -> None:
        self.identity, self.precision = encoder.identity, encoder.precision
        self._encoder = encoder
        self._watch = watch

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        with self._watch.running():
            return self._encoder.encode_paragraphs(texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        with self._watch.running():
            return self._encoder.encode_questions(texts)

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        with self._watch.running():
            return self._encoder.encode_paragraphs_with_tokens(texts)

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        with self._watch.running():
            return self._encoder.encode_questions_with_tokens(texts)


class TimedReader:
    """A reader whose time is counted."""

    def __init__(self, reader: Reader, watch: Stopwatch) -> None:
        self._reader = reader
        self._watch = watch

    @property
    def name(self) -> str:
        """See index.reader.judgement.Reader."""
        return self._reader.name

    def judge_many(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """See index.reader.judgement.Reader."""
        with self._watch.running():
            return self._reader.judge_many(asked)
