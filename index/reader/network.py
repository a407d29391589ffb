"""The reader's network: the encoder's own lower layers, trained upper layers, and what they say of a paragraph."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel


SHARED_LAYERS = 4
LONGEST = 512
_STEP = 16


@dataclass(frozen=True, slots=True)
class Readings:
    """What the network says of a batch of n question-paragraph pairs of at most t tokens.

    `answers` (n,): the logit that the paragraph answers. `starts`, `ends` (n, t): logits of where the answer's words
    begin and end; the first token stands for "nowhere".
    """

    answers: Tensor
    starts: Tensor
    ends: Tensor


class ReaderModel(nn.Module):  # type: ignore[misc]  # torch is not read for its types
    """A cross-encoder over the layers of a BERT-shaped encoder.

    The embeddings and the lowest SHARED_LAYERS layers are the encoder's own, the very same in memory: they are not
    trained, so they are neither shipped nor held twice. The layers above start from the encoder's and are trained
    together with the heads: one logit from the first token and the means over question and paragraph, and two for each
    token as for extractive question answering (Rajpurkar et al. 2018; Devlin et al. 2019).
    """

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        self.embeddings = encoder.embeddings
        self.shared = encoder.encoder.layer[:SHARED_LAYERS]
        self.layers = copy.deepcopy(encoder.encoder.layer[SHARED_LAYERS:])
        width = encoder.config.hidden_size
        self.judge = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), nn.Linear(width, 1))
        self.place = nn.Linear(width, 2)

    def trained(self) -> dict[str, Tensor]:
        """The tensors that training changes, by name; all that has to be shipped."""
        shared = ("embeddings.", "shared.")
        return {name: tensor for name, tensor in self.state_dict().items() if not name.startswith(shared)}

    def load_trained(self, tensors: Mapping[str, Tensor]) -> None:
        """Take the tensors that `trained` gave; raises RuntimeError where one is missing or of another shape."""
        lacking = set(self.trained()) ^ set(tensors)
        if lacking:
            raise RuntimeError(f"the tensors {sorted(lacking)[:3]} do not fit this encoder")
        self.load_state_dict(dict(tensors), strict=False)

    def forward(self, ids: Tensor, mask: Tensor, second: Tensor) -> Readings:
        """Judge the pairs: token ids, attention mask and where the paragraph's tokens are, each (n, t)."""
        return self.judged(self.states(ids, mask), mask, second)

    def states(self, ids: Tensor, mask: Tensor, trained_layers: int = 0) -> Tensor:
        """What the embeddings, the shared layers and so many of the trained ones make of the pairs, (n, t, width).

        No gradient comes down to here.
        """
        with torch.no_grad():
            states = self.embeddings(input_ids=ids, token_type_ids=torch.zeros_like(ids))
            unseen = _unseen(mask, states)
            for layer in (*self.shared, *self.layers[:trained_layers]):
                states = _first(layer(states, unseen))
        return states

    def judged(self, states: Tensor, mask: Tensor, second: Tensor, trained_layers: int = 0) -> Readings:
        """What the layers above those that made `states` say."""
        unseen = _unseen(mask, states)
        for layer in self.layers[trained_layers:]:
            states = _first(layer(states, unseen))
        first = mask - second
        pooled = torch.cat([states[:, 0], _mean(states, first), _mean(states, second)], dim=1)
        places = self.place(states).float()
        allowed = second.clone()
        allowed[:, 0] = 1
        places = places.masked_fill(allowed[..., None] == 0, -1e4)
        return Readings(self.judge(pooled)[:, 0].float(), places[..., 0], places[..., 1])


def _unseen(mask: Tensor, states: Tensor) -> Tensor:
    """What is added to the attention to padding, so that there is none."""
    return (1 - mask[:, None, None, :]).to(states.dtype) * torch.finfo(states.dtype).min


def _first(output: Any) -> Tensor:
    """A layer's states, whether it returns them alone or in a tuple with more."""
    states: Tensor = output[0] if isinstance(output, tuple) else output
    return states


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask[..., None].to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """A padded batch of question-paragraph pairs.

    `ids`, `mask` and `second` are (n, t) int64; `offsets` are for each pair and token the characters [start, end)
    that it covers in the paragraph, or in the question before it.
    """

    ids: Tensor
    mask: Tensor
    second: Tensor
    offsets: Sequence[Sequence[tuple[int, int]]]


def make_pairs(tokenizer: Any, pairs: Sequence[tuple[str, str]], longest: int = LONGEST) -> Pairs:
    """Tokenise (question, paragraph) pairs with a tokenizers.Tokenizer.

    Where a pair has more than `longest` tokens, the longer of the two loses its end.
    """
    tokenizer.enable_truncation(longest, strategy="longest_first")
    tokenizer.no_padding()
    encoded = tokenizer.encode_batch(list(pairs))
    # Few different widths: for every new shape of a batch the processor's code is made anew, and kept.
    width = -(-max(len(one.ids) for one in encoded) // _STEP) * _STEP
    ids = torch.ones((len(encoded), width), dtype=torch.int64)  # 1 is the padding of XLM-R's vocabulary
    mask, second = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, one in enumerate(encoded):
        n = len(one.ids)
        ids[row, :n] = torch.tensor(one.ids)
        mask[row, :n] = 1
        second[row, :n] = torch.tensor([int(which == 1) for which in one.sequence_ids])
    return Pairs(ids, mask, second, [one.offsets for one in encoded])
