"""Encoders behind one small contract: texts in, unit vectors out. Other models come through sentence-transformers."""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.library.library import EncoderIdentity
from index.encoders.at_hand import BUNDLED, find_encoder, recorded_name
from index.encoders.late_interaction import Tokens, projection_of, unit_rows
from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.encoders.transformer import Transformer


Vectors = NDArray[np.float32]

BATCH = 32
_QUIETLY: dict[str, Any] = {"batch_size": BATCH, "show_progress_bar": False}


class Encoder(Protocol):
    """Turns texts into vectors, of shape (n, d), float32, unit length.

    The two methods with tokens also give, from the same pass of the model, the vectors of each text's tokens,
    (t, identity.token_dimension) of unit length; no token where that is 0. See index.encoders.late_interaction.
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
        """Those of questions that search, which may have been taught to find (index.encoders.low_rank), and their
        tokens.
        """


class EncoderWithin:
    """`encoder`, each of whose calls is made within a context of its own: a lock that is held, a time that is taken."""

    def __init__(self, encoder: Encoder, around: Callable[[], AbstractContextManager[None]]) -> None:
        self.identity, self.precision = encoder.identity, encoder.precision
        self._encoder, self._around = encoder, around

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        with self._around():
            return self._encoder.encode_paragraphs(texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        with self._around():
            return self._encoder.encode_questions(texts)

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        with self._around():
            return self._encoder.encode_paragraphs_with_tokens(texts)

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        with self._around():
            return self._encoder.encode_questions_with_tokens(texts)


class BundledEncoder:
    """One of the encoders that come with pincite, by torch alone (index.encoders.transformer).

    In bfloat16 where the processor computes in it (AMX, AVX512-BF16), which halves the time of float32 and more.
    Prompts ("query: ", "passage: ") are the model's own; a text's vector is the mean of its tokens.
    """

    def __init__(self, folder: Path, name: str, precision: str | None = None) -> None:
        import torch
        from tokenizers import Tokenizer

        from index.encoders.low_rank import for_questions
        from index.encoders.transformer import Transformer, native_type

        kind = getattr(torch, precision) if precision else native_type()
        self.precision = str(kind).removeprefix("torch.")
        self.model = Transformer(folder).to(kind)
        self._asking = for_questions(self.model, name)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        longest = _json(folder / "sentence_bert_config.json").get("max_seq_length") or 512
        self._tokenizer.enable_truncation(min(longest, len(self.model.positions.weight) - self.model.first_position))
        self._prompts = _json(folder / "config_sentence_transformers.json").get("prompts", {})
        self._projection = projection_of(name)
        dimension = self._projection.dimension if self._projection else 0
        self.identity = EncoderIdentity(name, self.model.width, dimension)

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._vectors(self._states(texts, "document", self.model))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._vectors(self._states(texts, "query", self.model))

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        return self._both(texts, "document", self.model)

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        return self._both(texts, "query", self._asking)

    def whole_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The vectors of the tokens of texts to be found as the model gives them, (t, d) each; see eval.projection."""
        return [self._own(states, "document") for states in self._states(texts, "document", self.model)]

    def _both(self, texts: Sequence[str], prompt: str, model: "Transformer") -> tuple[Vectors, list[Tokens]]:
        states, project = self._states(texts, prompt, model), self._projection
        if project is None:
            return self._vectors(states), no_tokens(texts)
        return self._vectors(states), [project(self._own(each, prompt)) for each in states]

    def ids(self, texts: Sequence[str], prompt: str) -> list[list[int]]:
        """The token ids of each text behind the model's `prompt`, "query" or "document"."""
        before = self._prompts.get(prompt, "")
        return [encoded.ids for encoded in self._tokenizer.encode_batch([before + text for text in texts])]

    def _states(self, texts: Sequence[str], prompt: str, model: "Transformer") -> list[Any]:
        """The vectors of all tokens of each text, texts of like length together."""
        import torch

        ids = self.ids(texts, prompt)
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        found: list[Any] = [None] * len(ids)
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                some = order[start : start + BATCH]
                for place, states in zip(some, model.states([ids[place] for place in some]), strict=True):
                    found[place] = states.float().numpy()
        return found

    def _own(self, states: Any, prompt: str) -> Tokens:
        """Without the tokens of the prompt and the marks where a text begins and ends, which say nothing of it."""
        leading = len(self._tokenizer.encode(self._prompts.get(prompt, "").rstrip()).ids) - 1
        own: Tokens = states[leading:-1]
        return own

    def _vectors(self, states: Sequence[Any]) -> Vectors:
        means = [each.mean(axis=0) for each in states]
        return unit_rows(np.asarray(means, dtype=np.float32).reshape(-1, self.identity.dimension))


class TransformerEncoder:
    """Any other sentence-transformers model. Prompts are the model's own; there are no tokens of it."""

    def __init__(self, model: "SentenceTransformer", name: str, precision: str) -> None:
        self._model = model
        self.precision = precision
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EncoderUnavailable(f"The encoder {name!r} does not say how many dimensions its vectors have.")
        self.identity = EncoderIdentity(name, dimension, 0)

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._unit(self._model.encode_document(list(texts), **_QUIETLY))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._unit(self._model.encode_query(list(texts), **_QUIETLY))

    def encode_paragraphs_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        return self.encode_paragraphs(texts), no_tokens(texts)

    def encode_questions_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """See Encoder."""
        return self.encode_questions(texts), no_tokens(texts)

    def _unit(self, vectors: Any) -> Vectors:
        return unit_rows(np.asarray(vectors, dtype=np.float32).reshape(-1, self.identity.dimension))


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def load_encoder(name: str, precision: str | None = None) -> "BundledEncoder | TransformerEncoder":
    """The encoder of that name, see index.encoders.at_hand, else of that sentence-transformers name or folder.

    The two that are known there lie on disk, so that loading them asks no network. `precision` is "bfloat16" or
    "float32"; None chooses by the processor. Raises EncoderUnavailable.
    """
    location = find_encoder(name)
    import torch
    from safetensors import SafetensorError

    if recorded_name(name) in BUNDLED:
        try:
            return BundledEncoder(Path(location), recorded_name(name), precision)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise EncoderUnavailable(f"The encoder {name!r} could not be loaded: {error}") from error
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
    from index.encoders.transformer import native_type

    return str(native_type()).removeprefix("torch.")
