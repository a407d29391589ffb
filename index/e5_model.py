"""What multilingual-e5-small is called in transformers and sentence-transformers: its tensors and its settings."""

from collections.abc import Iterator
from typing import Any

from index.e5 import Pieces, Shape

_EMBEDDINGS = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_MODULES = "sentence_transformers.models"


def tensors(shape: Shape) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Each tensor's name in transformers, its name in the file, and its shape."""
    rows = {"word": shape.vocabulary, "pos": shape.positions, "type": shape.types}
    for short, name in _EMBEDDINGS.items():
        yield f"embeddings.{name}.weight", f"emb.{short}", (rows[short], shape.hidden)
    yield from _weight_and_bias("embeddings.LayerNorm", "emb.ln", (shape.hidden,))
    for layer in range(shape.layers):
        for short, name in _LAYER.items():
            yield from _weight_and_bias(f"encoder.layer.{layer}.{name}", f"l{layer}.{short}", _size(shape, short))


def settings(shape: Shape, pieces: Pieces) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """The JSON files of a sentence-transformers folder by name: mean pooling, unit length, a prompt before each text.

    The prompts are those of the model's card (https://arxiv.org/abs/2402.05672).
    """
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    return {
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": f"{_MODULES}.{kind}"}
            for place, (kind, path) in enumerate(modules)
        ],
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        # The model has no pooler; transformers would otherwise add one of random weights.
        "sentence_bert_config.json": {
            "max_seq_length": shape.positions,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config.json": _config(shape, pieces),
        "tokenizer_config.json": _tokenizer_config(shape, pieces),
    }


def _weight_and_bias(name: str, short: str, size: tuple[int, ...]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    yield f"{name}.weight", f"{short}.w", size
    yield f"{name}.bias", f"{short}.b", size[:1]


def _size(shape: Shape, short: str) -> tuple[int, ...]:
    if short.endswith("ln"):
        return (shape.hidden,)
    widths = {"fi": (shape.feed_forward, shape.hidden), "fo": (shape.hidden, shape.feed_forward)}
    return widths.get(short, (shape.hidden, shape.hidden))


def _config(shape: Shape, pieces: Pieces) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": shape.epsilon,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": pieces.padding,
        "type_vocab_size": shape.types,
        "vocab_size": shape.vocabulary,
        "dtype": "float32",  # to compute in, whatever it is stored in
    }


def _tokenizer_config(shape: Shape, pieces: Pieces) -> dict[str, Any]:
    begin, end, padding, unknown = (
        pieces.scored[place][0] for place in (pieces.begin, pieces.end, pieces.padding, pieces.unknown)
    )
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": shape.positions,
        "bos_token": begin,
        "cls_token": begin,
        "eos_token": end,
        "sep_token": end,
        "pad_token": padding,
        "unk_token": unknown,
    }
