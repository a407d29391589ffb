"""The reader's network: lower layers that read question and paragraph apart, trained upper layers that read both.

What the lower layers make of a paragraph does not depend on the question, so it is worked out once and kept
(PreTTR, MacAvaney et al. 2020; DeFormer, Cao et al. 2020).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from index.encoders.transformer import Transformer, attention_bias, padded

LOWER = 6


@dataclass(frozen=True, slots=True)
class Says:
    """What the network says of n pairs: `answers` (n,), the logit that the paragraph answers; for each pair `places`
    (t, 2), the logits of where in the paragraph's t tokens the answer's words begin and end, the first token standing
    for "nowhere".
    """

    answers: Tensor
    places: list[Tensor]


class ReaderNetwork(nn.Module):  # type: ignore[misc]  # torch is not read for its types
    """A cross-encoder on the LOWER layers of a base model, which stay as they are and are not shipped with it.

    The layers above start as the base's and are trained together with the heads, which see the first token and the
    means over question and paragraph, and for the places each token (Devlin et al. 2019; Rajpurkar et al. 2018).
    """

    def __init__(self, base: Transformer, lower: int = LOWER) -> None:
        super().__init__()
        self.base, self.lower = base, lower
        self.layers = nn.ModuleList(base.empty_layer() for _ in range(base.depth - lower))
        for mine, theirs in zip(self.layers, base.layers[lower:], strict=False):
            mine.load_state_dict(theirs.state_dict())
        self.relative = nn.Parameter(base.relative.weight.detach().clone())
        self.sides = nn.Parameter(torch.zeros(2, base.width))
        self.judge = nn.Sequential(nn.Linear(3 * base.width, base.width), nn.GELU(), nn.Linear(base.width, 1))
        self.place = nn.Linear(base.width, 2)

    def trained(self) -> dict[str, Tensor]:
        """The tensors that training changes, by name; all that has to be shipped."""
        return {name: tensor for name, tensor in self.state_dict().items() if not name.startswith("base.")}

    def load_trained(self, tensors: Mapping[str, Tensor]) -> None:
        """Take the tensors that `trained` gave; raises RuntimeError where one is missing or of another shape."""
        lacking = set(self.trained()) ^ set(tensors)
        if lacking:
            raise RuntimeError(f"the tensors {sorted(lacking)[:3]} do not fit this base")
        self.load_state_dict(dict(tensors), strict=False)

    def read_alone(self, texts: Sequence[Sequence[int]]) -> list[Tensor]:
        """What the lower layers make of texts of token ids, each (tokens, width)."""
        with torch.no_grad():
            return self.base.states(texts, self.lower)

    def read_together(self, questions: Sequence[Tensor], paragraphs: Sequence[Tensor]) -> Says:
        """What the upper layers say of pairs of which `read_alone` has read both sides."""
        joined = [torch.cat([q + self.sides[0], p + self.sides[1]]) for q, p in zip(questions, paragraphs, strict=True)]
        states, mask = padded(joined)
        bias = attention_bias(mask, self.relative)
        for layer in self.layers:
            states = layer(states, bias)
        apart = [
            (row[: len(q)], row[len(q) : len(q) + len(p)])
            for row, q, p in zip(states, questions, paragraphs, strict=True)
        ]
        pooled = torch.stack([torch.cat([q[0], q.mean(0), p.mean(0)]) for q, p in apart])
        return Says(self.judge(pooled)[:, 0].float(), [self.place(p).float() for _, p in apart])
