"""Late interaction: each token of a question looks for its like among a paragraph's tokens (Khattab and Zaharia 2020).

The tokens are those that the encoder makes a paragraph's vector of, at no further cost. As they are they all resemble
each other, and fill 1,536 bytes each: so what the tokens of official texts have in common is taken off them, and what
is left is turned to its main directions and kept in one byte a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

Tokens = NDArray[np.float32]

FOLDER = Path(__file__).parents[1] / "models" / "tokens"
# Made for the tokens of one model; they mean nothing to another. `python -m eval.training.projection` makes them.
_FILES = dict.fromkeys(("multilingual-e5-small", "intfloat/multilingual-e5-small"), "multilingual-e5-small.safetensors")
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Projection:
    """From the tokens of one encoder to a few numbers each: less `mean` (d,), then times `directions` (d, n)."""

    mean: NDArray[np.float32]
    directions: NDArray[np.float32]

    @property
    def dimension(self) -> int:
        """How many numbers are left of a token."""
        return int(self.directions.shape[1])

    def __call__(self, tokens: Tokens) -> Tokens:
        """Tokens of shape (t, d) as (t, n), of unit length before and after."""
        reduced = (unit_rows(tokens) - self.mean) @ self.directions
        return unit_rows(np.asarray(reduced, dtype=np.float32))


@cache
def projection_of(encoder: str) -> Projection | None:
    """The projection for the encoder of that name; None where there is none, and so no late interaction.

    Raises EncoderUnavailable where its file cannot be read.
    """
    if encoder not in _FILES:
        return None
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    path = FOLDER / _FILES[encoder]
    try:
        stored = load_file(path)
    except (OSError, SafetensorError) as error:
        raise EncoderUnavailable(f"The projection {path} of the encoder {encoder!r} cannot be read: {error}") from error
    return Projection(stored["mean"].astype(np.float32), stored["directions"].astype(np.float32))


def quantised(tokens: Tokens) -> bytes:
    """Unit vectors of shape (t, n) as t x n signed bytes, one after the other; 127 stands for 1."""
    return np.rint(tokens * _STEPS).astype(np.int8).tobytes()


def late_scores(question: Tokens, paragraphs: Sequence[bytes]) -> NDArray[np.float32]:
    """For each paragraph, quantised, the mean over the question's tokens of the best cosine among the paragraph's.

    `question` has shape (t, n); the scores have shape (paragraphs,), and are 0 where either side has no token.
    """
    scores = np.zeros(len(paragraphs), np.float32)
    filled = [place for place, tokens in enumerate(paragraphs) if tokens]
    if not filled or not len(question):
        return scores
    each = [np.frombuffer(paragraphs[place], np.int8).reshape(-1, question.shape[1]) for place in filled]
    starts = np.cumsum([0, *(len(tokens) for tokens in each[:-1])])
    cosines = question @ np.concatenate(each).astype(np.float32).T / _STEPS
    scores[filled] = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
    return scores


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows of shape (n, d) at unit length; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
