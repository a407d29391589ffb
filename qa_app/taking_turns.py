"""An encoder that lets questions in between its batches, for encoding while people ask."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from corpus.library.library import EncoderIdentity
from index.encoders.encoder import Encoder, Vectors
from index.encoders.late_interaction import Tokens

Made = TypeVar("Made")

# After each batch whoever waits has the time to wake up and take the lock, which is not handed on in turn by itself.
_PAUSE_SECONDS = 0.01


class TakingTurns:
    """`encoder`, used by one thread at a time: each batch holds `lock`, and between two of them it is free."""

    def __init__(self, encoder: Encoder, lock: threading.Lock) -> None:
        self._encoder = encoder
        self._lock = lock

    @property
    def identity(self) -> EncoderIdentity:
        """That of the encoder itself."""
        return self._encoder.identity

    @property
    def precision(self) -> str:
        """That of the encoder itself."""
        return self._encoder.precision

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        return self._in_turn(lambda: self._encoder.encode_paragraphs(texts))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        return self._in_turn(lambda: self._encoder.encode_questions(texts))

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        return self._in_turn(lambda: self._encoder.encode_paragraphs_with_tokens(texts))

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        return self._in_turn(lambda: self._encoder.encode_questions_with_tokens(texts))

    def _in_turn(self, encode: Callable[[], Made]) -> Made:
        with self._lock:
            made = encode()
        time.sleep(_PAUSE_SECONDS)
        return made
