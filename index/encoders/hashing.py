"""An encoder without a model: words hashed into a vector. For tests, and wherever no weights are at hand."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from corpus.library.library import EncoderIdentity
from index.encoders.encoder import Vectors, no_tokens
from index.encoders.late_interaction import Tokens


class HashingEncoder:
    """Each word adds 1 at a place given by its hash (the "hashing trick", Weinberger et al. 2009).

    With a `token_dimension` it gives tokens, too: one for each word, 1 at such a place.
    """

    precision = "float32"

    def __init__(self, dimension: int = 256, token_dimension: int = 0) -> None:
        self.identity = EncoderIdentity("hashing", dimension, token_dimension)

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        return np.stack([self._vector(text) for text in texts]) if texts else self._empty()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        return self.encode_paragraphs(texts)

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        return self.encode_paragraphs(texts), self._tokens(texts)

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See index.encoders.encoder.Encoder."""
        return self.encode_questions(texts), self._tokens(texts)

    def _tokens(self, texts: Sequence[str]) -> list[Tokens]:
        size = self.identity.token_dimension
        if not size:
            return no_tokens(texts)
        return [np.eye(size, dtype=np.float32)[[_hash(word) % size for word in _words(text)]] for text in texts]

    def _empty(self) -> Vectors:
        return np.zeros((0, self.identity.dimension), np.float32)

    def _vector(self, text: str) -> Vectors:
        size = self.identity.dimension
        places = np.array([_hash(word) % size for word in _words(text)], np.int64)
        vector = np.bincount(places, minlength=size).astype(np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
