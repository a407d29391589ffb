"""sentence-transformers behind one small contract: texts in, unit vectors out."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.library.library import EncoderIdentity
from index.encoders.at_hand import find_encoder, recorded_name
from index.encoders.late_interaction import Projection, Tokens, projection_of, unit_rows
from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


Vectors = NDArray[np.float32]

BATCH = 32
_QUIETLY: dict[str, Any] = {"batch_size": BATCH, "show_progress_bar": False}


class Encoder(Protocol):
    """Turns texts into vectors, of shape (n, d), float32, unit length.

    The two methods with tokens give the same vectors and, from the same pass of the model, the vectors of each text's
    tokens, (t, identity.token_dimension) of unit length; no token where that is 0. See index.encoders.late_interaction.
    """

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

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """Those of texts to be found, and their tokens."""

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """Those of texts that find, and their tokens."""


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
        self._projection = projection_of(name)
        self.identity = EncoderIdentity(name, dimension, self._projection.dimension if self._projection else 0)

    @property
    def network(self) -> tuple[Any, Any]:
        """The transformer itself (a transformers model) and its tokenizer (a tokenizers.Tokenizer)."""
        return self._model[0].auto_model, self._model.tokenizer.backend_tokenizer

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._unit(self._model.encode_document(list(texts), **_QUIETLY))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._unit(self._model.encode_query(list(texts), **_QUIETLY))

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        if self._projection is None:
            return self.encode_paragraphs(texts), no_tokens(texts)
        features = self._model.encode_document(list(texts), output_value=None, **_QUIETLY)
        return self._with_tokens(features, self._projection, "document")

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        if self._projection is None:
            return self.encode_questions(texts), no_tokens(texts)
        features = self._model.encode_query(list(texts), output_value=None, **_QUIETLY)
        return self._with_tokens(features, self._projection, "query")

    def whole_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The vectors of the tokens of texts to be found as the model gives them, (t, d) each, for a projection."""
        return list(self._tokens(self._model.encode_document(list(texts), output_value=None, **_QUIETLY), "document"))

    def _with_tokens(self, features: Sequence[Any], project: Projection, prompt: str) -> tuple[Vectors, list[Tokens]]:
        vectors = [each["sentence_embedding"].float().numpy() for each in features]
        return self._unit(vectors), [project(tokens) for tokens in self._tokens(features, prompt)]

    def _tokens(self, features: Sequence[Any], prompt: str) -> Iterator[Tokens]:
        """Those of the prompt, and the marks where a text begins and ends, are left out: they say nothing of it."""
        leading = len(self._model.tokenizer(self._model.prompts.get(prompt, "").rstrip())["input_ids"]) - 1
        for each in features:
            length = int(each["attention_mask"].sum())
            yield each["token_embeddings"][leading : length - 1].float().numpy()

    def _unit(self, vectors: Any) -> Vectors:
        return unit_rows(np.asarray(vectors, dtype=np.float32).reshape(-1, self.identity.dimension))


def load_encoder(name: str, precision: str | None = None) -> TransformerEncoder:
    """The encoder of that name, see index.encoders.at_hand, else of that sentence-transformers name or folder.

    The two that are known there lie on disk, so that loading them asks no network. `precision` is "bfloat16" or
    "float32"; None chooses by the processor. Raises EncoderUnavailable.
    """
    location = find_encoder(name)
    import torch
    from safetensors import SafetensorError
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
    except (OSError, ValueError, KeyError, ImportError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EncoderUnavailable(f"The encoder {name!r} could not be loaded: {reason}") from error
    return TransformerEncoder(model, recorded_name(name), precision)


def no_tokens(texts: Sequence[str]) -> list[Tokens]:
    """What an encoder without late interaction gives for the tokens of each text."""
    return [np.zeros((0, 0), np.float32) for _ in texts]


def load_plain(name: str) -> Callable[[list[str]], Vectors]:
    """The baseline of benchmarks: `SentenceTransformer(name).encode` as it comes, in float32."""
    location = find_encoder(name)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(location, device="cpu")
    return lambda texts: np.asarray(model.encode(texts, show_progress_bar=False), dtype=np.float32)


def native_precision() -> str:
    """ "bfloat16" where the processor computes in it (AMX, AVX512-BF16), else "float32"."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return "bfloat16" if capabilities.get("amx_bf16") or capabilities.get("avx512_bf16") else "float32"
