"""The encoder's vectors of everything that misleading paragraphs are sought among, made once and kept."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.encoders.encoder import Encoder

_TOGETHER = 64
_LONGEST = 560  # characters: what a paragraph is about shows in its first sentences, and the time is in the rest

Vectors = NDArray[np.float32]


def paragraph_vectors(encoder: Encoder, texts: Sequence[str], folder: Path) -> dict[str, Vectors]:
    """A unit vector (d,) for each paragraph."""
    rows = _kept(folder / "paragraphs.safetensors", texts, lambda some: encoder.encode_paragraphs(_cut(some)))
    return dict(zip(texts, rows, strict=True))


def question_vectors(encoder: Encoder, questions: Sequence[str], folder: Path) -> Vectors:
    """Unit vectors (n, d) of the questions."""
    return _kept(folder / "questions.safetensors", questions, encoder.encode_questions)


def _cut(texts: Sequence[str]) -> list[str]:
    return [text[:_LONGEST] for text in texts]


def _kept(path: Path, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """The vectors in `path` where they are of these very texts, else made and put there."""
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    if path.exists() and digest in (stored := load_file(path)):
        return stored[digest]
    rows = np.zeros((len(texts), 0), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), _TOGETHER):
        places = order[start : start + _TOGETHER]
        vectors = encode([texts[place] for place in places])
        if not rows.shape[1]:
            rows = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        rows[places] = vectors
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({digest: rows}, path)
    return rows
