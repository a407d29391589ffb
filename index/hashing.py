"""An encoder without a model: words hashed into a vector. For tests, and wherever no weights are at hand."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from corpus.library import EncoderIdentity
from index.encoder import Vectors


class HashingEncoder:
    """Each word adds 1 at a place given by its hash (the "hashing trick", Weinberger et al. 2009)."""

    precision = "float32"

    def __init__(self, dimension: int = 256) -> None:
        self.identity = EncoderIdentity("hashing", dimension)

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See index.encoder.Encoder."""
        return np.stack([self._vector(text) for text in texts]) if texts else self._empty()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See index.encoder.Encoder."""
        return self.encode_paragraphs(texts)

    def _empty(self) -> Vectors:
        return np.zeros((0, self.identity.dimension), np.float32)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.identity.dimension, np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            place = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            vector[place % self.identity.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-9)
