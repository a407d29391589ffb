"""multilingual-e5-small as a sentence-transformers folder: its tensors, its settings, its tokenizer."""

import json
import sys
import unicodedata
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer
from tokenizers.decoders import Metaspace as MetaspaceDecoder
from tokenizers.models import Unigram
from tokenizers.normalizers import Precompiled, Replace, Sequence, Strip
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from index.encoders.e5_file import E5File, Pieces, Shape, compile_charsmap

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


# The tokenizer of multilingual-e5-small from its pieces: SentencePiece's Unigram (Kudo 2018) as XLM-RoBERTa has it.

# Precompiled looks up at once what a reader sees as one character, where it has fewer bytes than this; else each of
# the characters that it is written with.
_LOOKED_UP_AT_ONCE = 6


def make_tokenizer(pieces: Pieces) -> Tokenizer:
    """The tokenizer; a text becomes `<s> A </s>`, a pair of texts `<s> A </s> </s> B </s>`."""
    tokenizer = Tokenizer(Unigram(list(pieces.scored), unk_id=pieces.unknown))
    tokenizer.normalizer = _normalizer(dict(pieces.folded))
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    tokenizer.decoder = MetaspaceDecoder(prepend_scheme="always")
    begin, end = pieces.scored[pieces.begin][0], pieces.scored[pieces.end][0]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.begin), (end, pieces.end)],
    )
    return tokenizer


def _normalizer(folded: dict[str, str]) -> Sequence:
    """Fold characters, and white space as in what the model was trained on: one space for any run, none at the ends.

    Letters with two accents come first: Precompiled takes the shortest key that a character starts with.
    """
    apart = {key: folded.get(letter, letter) for key, letter in _written_apart().items()}
    two_accents = {key: letter for key, letter in apart.items() if len(key) > 2}
    passes = [two_accents, {**folded, **{key: apart[key] for key in apart.keys() - two_accents}}]
    return Sequence([*(Precompiled(compile_charsmap(each)) for each in passes), Replace(Regex(r"\s+"), " "), Strip()])


def _written_apart() -> dict[str, str]:
    """Letters by the letter and the accents that they can also be written with, which the file's map leaves out.

    Normalising to NFC instead would put the vowel signs of Arabic and Burmese into another order than the pieces
    have them in.
    """
    return {
        apart: letter
        for letter in map(chr, range(0xC0, sys.maxunicode + 1))
        if unicodedata.decomposition(letter)
        for apart in _ways_apart(unicodedata.normalize("NFD", letter))
        if unicodedata.normalize("NFC", apart) == letter and len(apart.encode()) < _LOOKED_UP_AT_ONCE
    }


def _ways_apart(letter: str) -> Iterator[str]:
    """The accents in any order, and the first of them in one character with the letter."""
    for accents in permutations(letter[1:]):
        yield letter[0] + "".join(accents)
        if len(accents) > 1:
            yield unicodedata.normalize("NFC", letter[0] + accents[0]) + "".join(accents[1:])


def write_folder(file: E5File, folder: Path) -> None:
    """Write what sentence-transformers reads into `folder`."""
    for name, value in settings(file.shape, file.pieces).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(value, indent=1), encoding="utf-8")
    (folder / "tokenizer.json").write_text(make_tokenizer(file.pieces).to_str(), encoding="utf-8")
    _write_tensors(file, folder / "model.safetensors")


def _write_tensors(file: E5File, path: Path) -> None:
    """One tensor in memory at a time: the length of a head, the head as JSON, the tensors.

    https://github.com/huggingface/safetensors#format
    """
    head: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, short, shape in tensors(file.shape):
        start, end = end, end + file.size(short)
        head[name] = {"dtype": file.kind(short), "shape": shape, "data_offsets": [start, end]}
    raw = json.dumps(head).encode()
    raw += b" " * (-len(raw) % 8)
    with path.open("wb") as out:
        out.write(len(raw).to_bytes(8, "little") + raw)
        for _, short, shape in tensors(file.shape):
            out.write(file.tensor(short).reshape(shape).tobytes())
