"""A base model with known, small and random weights, in a folder as the real ones lie."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "who", "came", "to", "kabul", "twenty", "delegations", "{", "}", "|"]
SHAPE = {
    "vocab_size": len(WORDS), "hidden_size": 16, "num_hidden_layers": 7, "num_attention_heads": 2,
    "intermediate_size": 32, "max_position_embeddings": 300,
}  # fmt: skip


@cache
def made(kind: str) -> tuple[Any, Any]:
    """The settings and the model of "bert" or "mpnet"; imported here, for each worker reads every file of tests."""
    import transformers

    name = {"bert": "Bert", "mpnet": "MPNet"}[kind]
    return getattr(transformers, f"{name}Config"), getattr(transformers, f"{name}Model")


def write_base(folder: Path, kind: str = "mpnet") -> Path:
    """The folder, with weights, settings and a tokenizer that takes words apart at spaces."""
    config, model = made(kind)
    torch.manual_seed(1)
    model(config(**SHAPE), add_pooling_layer=False).eval().save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The folder of a small MPNet."""
    return write_base(tmp_path / "base")
