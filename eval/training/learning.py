"""What the reader is taught by a batch: which paragraph answers, which of a list it is, and where its words are."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.lists import QuestionList, Shown
from index.reader.network import Pairs, ReaderModel, Readings, make_pairs

LONGEST = 224
LISTWISE, SPAN = 1.0, 0.5  # beside the loss of each pair by itself, which weighs 1


def losses(model: ReaderModel, tokenizer: Any, batch: Sequence[QuestionList]) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch, and its parts.

    Binary cross-entropy over every pair; the listwise softmax over the paragraphs of a question (Cao et al. 2007)
    where one answers; cross-entropy of where the answer's words start and end, "nowhere" for what does not answer.
    """
    pairs = pairs_of(tokenizer, batch)
    return losses_of(model(pairs.ids, pairs.mask, pairs.second), pairs, batch)


def pairs_of(tokenizer: Any, batch: Sequence[QuestionList]) -> Pairs:
    """The pairs of all lists of a batch, one list after the other."""
    return make_pairs(tokenizer, [(one.question, each.text) for one in batch for each in one.shown], LONGEST)


def losses_of(readings: Readings, pairs: Pairs, batch: Sequence[QuestionList]) -> tuple[Tensor, dict[str, float]]:
    """The same where the batch has been read."""
    shown = [each for one in batch for each in one.shown]
    labels = torch.tensor([float(each.answers) for each in shown])
    alone = functional.binary_cross_entropy_with_logits(readings.answers, labels)
    listed, placed = _listwise(readings.answers, batch), _places(readings, pairs, shown)
    total = alone + LISTWISE * listed + SPAN * placed
    return total, {"pair": alone.item(), "list": listed.item(), "span": placed.item()}


def _listwise(logits: Tensor, batch: Sequence[QuestionList]) -> Tensor:
    parts, start = [], 0
    for one in batch:
        stop = start + len(one.shown)
        if one.shown[0].answers and len(one.shown) > 1:
            parts.append(functional.cross_entropy(logits[None, start:stop], torch.zeros(1, dtype=torch.long)))
        start = stop
    return torch.stack(parts).mean() if parts else logits.sum() * 0


def _places(readings: Readings, pairs: Pairs, shown: Sequence[Shown]) -> Tensor:
    """What answers without its words being known teaches nothing here."""
    starts, ends = zip(*(_tokens(each, pairs, row) for row, each in enumerate(shown)), strict=True)
    known = torch.tensor([start >= 0 for start in starts])
    if not known.any():
        return readings.starts.sum() * 0
    first = functional.cross_entropy(readings.starts[known], torch.tensor(starts)[known])
    last = functional.cross_entropy(readings.ends[known], torch.tensor(ends)[known])
    return (first + last) / 2


def _tokens(each: Shown, pairs: Pairs, row: int) -> tuple[int, int]:
    """The first and last token of the answer's words; 0, 0 for nowhere, -1, -1 for unknown."""
    if not each.answers:
        return 0, 0
    if each.words is None:
        return -1, -1
    start, end = each.words
    inside = [
        place for place, (a, b) in enumerate(pairs.offsets[row]) if pairs.second[row, place] and a < end and b > start
    ]
    return (inside[0], inside[-1]) if inside else (-1, -1)
