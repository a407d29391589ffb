"""The two base models that come with pincite, run from their safetensors by torch alone.

Importing sentence-transformers takes several seconds, reading a model's file takes one: a first question needs no more
than this. BERT (Devlin et al. 2019) and MPNet (Song et al. 2020) differ in where positions begin and in the bias that
MPNet adds to its attention; all else is the same.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional

MPNET = {"q": "attn.q", "k": "attn.k", "v": "attn.v", "out": "attn.o", "attended": "LayerNorm"}
BERT = {"q": "self.query", "k": "self.key", "v": "self.value", "out": "output.dense", "attended": "output.LayerNorm"}
_BUCKETS, _FARTHEST = 32, 128  # of the relative positions, as the model was trained with
_STEP = 16  # few different widths of batches: for every new shape the processor's code is made anew, and kept


class _Dense(nn.Linear):  # type: ignore[misc]
    """A dense step whose weights are yet to be loaded.

    To draw random ones takes a second, and so does what torch imports to make them from the device "meta".
    """

    def reset_parameters(self) -> None:
        """Leave them as the memory has them."""


class Layer(nn.Module):  # type: ignore[misc]  # torch is not read for its types
    """One layer: attention and two dense steps, each added to what came in and normalised."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = _Dense(width, 3 * width)
        self.out = _Dense(width, width)
        self.attended = nn.LayerNorm(width, eps=epsilon)
        self.inner = _Dense(width, inner)
        self.outer = _Dense(inner, width)
        self.norm = nn.LayerNorm(width, eps=epsilon)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States (n, t, width) to the same; `bias` (n, heads or 1, t, t) is added to the attention.

        Step by step and not by the fused attention, whose backward pass takes twice as long on processors.
        """
        n, t, width = states.shape
        q, k, v = self.qkv(states).view(n, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        heard = (q @ k.transpose(-1, -2) / math.sqrt(width // self.heads) + bias).softmax(-1) @ v
        states = self.attended(states + self.out(heard.transpose(1, 2).reshape(n, t, width)))
        return self.norm(states + self.outer(functional.gelu(self.inner(states))))


class Transformer(nn.Module):  # type: ignore[misc]
    """A base model from its folder, `config.json` and `model.safetensors`; its lowest `layers` alone, all for None."""

    def __init__(self, folder: Path, layers: int | None = None) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.width: int = config["hidden_size"]
        heads, epsilon = config["num_attention_heads"], config["layer_norm_eps"]
        is_mpnet = config["model_type"] == "mpnet"
        self.first_position = 2 if is_mpnet else 0
        with safe_open(folder / "model.safetensors", "pt") as file:
            get = file.get_tensor
            positions = get("embeddings.position_embeddings.weight").float()
            if not is_mpnet:
                positions = positions + get("embeddings.token_type_embeddings.weight")[0]
            self.words = nn.Embedding.from_pretrained(get("embeddings.word_embeddings.weight"))
            self.positions = nn.Embedding.from_pretrained(positions)
            self.norm = nn.LayerNorm(self.width, eps=epsilon)
            self.norm.load_state_dict({kind: get(f"embeddings.LayerNorm.{kind}") for kind in ("weight", "bias")})
            self.depth: int = config["num_hidden_layers"]
            self._shape = self.width, config["intermediate_size"], heads, epsilon
            self.layers = nn.ModuleList()
            for place in range(layers or self.depth):
                layer = self.empty_layer()
                layer.load_state_dict(layer_of(get, f"encoder.layer.{place}", MPNET if is_mpnet else BERT))
                self.layers.append(layer)
            relative = get("encoder.relative_attention_bias.weight") if is_mpnet else torch.zeros(_BUCKETS, heads)
            self.relative = nn.Embedding.from_pretrained(relative)
        self.requires_grad_(requires_grad=False).eval()

    def empty_layer(self) -> Layer:
        """A layer of this model's shape whose weights are yet to be loaded."""
        return Layer(*self._shape)

    def states(self, texts: Sequence[Sequence[int]], layers: int | None = None) -> list[Tensor]:
        """For each text of token ids its states (tokens, width) after so many layers; after all of them for None."""
        ids, mask = padded([torch.tensor(text) for text in texts])
        states = self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1]) + self.first_position))
        bias = attention_bias(mask, self.relative.weight)
        for layer in self.layers[:layers]:
            states = layer(states, bias)
        return [row[: len(text)] for row, text in zip(states, texts, strict=True)]


def layer_of(get: Any, name: str, attention: dict[str, str]) -> dict[str, Tensor]:
    """The tensors of a Layer, from those that `get` gives for a model's own names (MPNET, BERT)."""

    def of(part: str, kind: str) -> Tensor:
        tensor: Tensor = get(f"{name}.{part}.{kind}")
        return tensor

    tensors = {}
    for kind in ("weight", "bias"):
        tensors[f"qkv.{kind}"] = torch.cat([of(f"attention.{attention[each]}", kind) for each in "qkv"])
        tensors |= {f"{each}.{kind}": of(f"attention.{attention[each]}", kind) for each in ("out", "attended")}
        tensors[f"inner.{kind}"] = of("intermediate.dense", kind)
        tensors[f"outer.{kind}"] = of("output.dense", kind)
        tensors[f"norm.{kind}"] = of("output.LayerNorm", kind)
    return tensors


def padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Tensors of shape (t, ...) as one of (n, longest t, ...), zeros after each, and the mask (n, longest t)."""
    longest = -(-max(len(row) for row in rows) // _STEP) * _STEP
    out = rows[0].new_zeros((len(rows), longest, *rows[0].shape[1:]))
    mask = torch.zeros((len(rows), longest), dtype=torch.int64)
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return out, mask


def attention_bias(mask: Tensor, relative: Tensor) -> Tensor:
    """What is added to the attention, (n, heads, t, t): `relative` (buckets, heads) by distance, nothing to padding."""
    at = torch.arange(mask.shape[1])
    by_distance = functional.embedding(_buckets(at[:, None] - at[None, :]), relative).permute(2, 0, 1)[None]
    return by_distance + (1 - mask[:, None, None, :]).to(relative.dtype) * torch.finfo(relative.dtype).min


def _buckets(distance: Tensor) -> Tensor:
    """Small distances one by one, larger ones by their logarithm, forwards and backwards apart (Raffel et al. 2020)."""
    half, exact = _BUCKETS // 2, _BUCKETS // 4
    far = distance.abs()
    logarithm = torch.log(far.float().clamp(min=1) / exact) / math.log(_FARTHEST / exact)
    grouped = (exact + (logarithm * (half - exact)).long()).clamp(max=half - 1)
    return (distance < 0).long() * half + torch.where(far < exact, far, grouped)


def native_type() -> torch.dtype:
    """bfloat16 where the processor computes in it (AMX, AVX512-BF16), else float32, since it is emulated and slower."""
    capabilities = torch.cpu.get_capabilities()
    native = capabilities.get("amx_bf16") or capabilities.get("avx512_bf16")
    return torch.bfloat16 if native else torch.float32
