"""What an encoder does otherwise with questions: a small trained change of its upper layers (LoRA, Hu et al. 2022).

People ask in words that a paragraph does not have. The vectors of paragraphs stay as the encoder gives them, so that
nothing that is stored has to be encoded again; questions alone are turned towards what answers them.
`python -m eval.training.questions` makes the change.
"""

import copy
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from index.encoders.transformer import Transformer
from index.errors import EncoderUnavailable

FOLDER = Path(__file__).parents[1] / "models" / "questions"
# Made for one model; it means nothing to another.
_OF, FILE = frozenset({"multilingual-e5-small", "intfloat/multilingual-e5-small"}), "multilingual-e5-small.safetensors"
CARD = "training.json"


class LowRank(nn.Module):  # type: ignore[misc]  # torch is not read for its types
    """A linear step that stays as it is, with `down` (r, in) and `up` (out, r) beside it."""

    def __init__(self, linear: nn.Linear, down: Tensor, up: Tensor) -> None:
        super().__init__()
        self.linear, self.down, self.up = linear, nn.Parameter(down), nn.Parameter(up)

    def forward(self, states: Tensor) -> Tensor:
        """States (..., in) to (..., out)."""
        changed: Tensor = self.linear(states) + (states @ self.down.T) @ self.up.T
        return changed


def changed(model: Transformer, tensors: Mapping[str, Tensor]) -> Transformer:
    """The `model` with `tensors` beside the steps of its layers, "PLACE.STEP.down" and "up"; all other weights are the
    very same. Raises KeyError where one of a pair is missing.
    """
    new: Transformer = _sharing(model)
    new.layers = nn.ModuleList(_sharing(layer) for layer in model.layers)
    for name in {name.rpartition(".")[0] for name in tensors}:
        place, _, step = name.partition(".")
        layer = new.layers[int(place)]
        setattr(layer, step, LowRank(getattr(layer, step), tensors[f"{name}.down"], tensors[f"{name}.up"]))
    return new


def _sharing(module: Any) -> Any:
    new = copy.copy(module)
    new._modules = dict(module._modules)
    return new


def for_questions(model: Transformer, name: str) -> Transformer:
    """The model of the encoder `name` as it reads questions; itself where no change was made for it.

    Raises EncoderUnavailable where its file cannot be read, or is not that of its card.
    """
    if name not in _OF:
        return model
    from safetensors import SafetensorError
    from safetensors.torch import load

    path = FOLDER / FILE
    try:
        raw = path.read_bytes()
        if sha256(raw).hexdigest() != json.loads((FOLDER / CARD).read_text(encoding="utf-8"))["weights_sha256"]:
            raise EncoderUnavailable(f"What {path} changes of the encoder {name!r} is not that of its card.")
        tensors = load(raw)
        return changed(model, {name: tensor.to(model.norm.weight.dtype) for name, tensor in tensors.items()})
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise EncoderUnavailable(f"What {path} changes of the encoder {name!r} cannot be read: {error}") from error
