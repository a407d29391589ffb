"""What the reader is taught by a step: which paragraph answers, which of a list, not its twin's, and where."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.lists import QuestionList, Shown
from index.reader.texts import Texts

LISTWISE, TWINS, SPAN = 1.0, 0.5, 0.3  # beside the loss of each pair by itself, which weighs 1


def learn(texts: Texts, lists: Sequence[QuestionList]) -> dict[str, float]:
    """Add the gradients of one step; returns the parts of its loss.

    Binary cross-entropy over every pair; the softmax over a question's paragraphs and "none of them" (Cao et al. 2007);
    that a paragraph answers its question rather than the twin's; and cross-entropy of where the answer's words start
    and end, "nowhere" for what does not answer.
    """
    every = [one for each in lists for one in (each, each.twin) if one]
    shown = [(one.question, each) for one in every for each in one.shown]
    answers, spans = [torch.zeros(())] * len(shown), list[Tensor]()
    for some, says in texts.read_sorted([(question, each.text) for question, each in shown]):
        for row, place in enumerate(some):
            answers[place] = says.answers[row]
            spans += _span(texts, shown[place][1], says.places[row])
    logits = torch.stack(answers)
    labels = torch.tensor([float(each.answers) for _, each in shown])
    parts = {"pair": functional.binary_cross_entropy_with_logits(logits, labels)}
    parts["list"], parts["twins"] = _listwise(logits, lists)
    parts["span"] = torch.stack(spans).mean() if spans else logits.sum() * 0
    weights = {"pair": 1.0, "list": LISTWISE, "twins": TWINS, "span": SPAN}
    torch.stack([weights[name] * part for name, part in parts.items()]).sum().backward()
    return {name: part.item() for name, part in parts.items()}


def _listwise(logits: Tensor, lists: Sequence[QuestionList]) -> tuple[Tensor, Tensor]:
    none, start = torch.zeros(1), 0
    listed, twins = list[Tensor](), list[Tensor]()
    for one in lists:
        first = start
        for of in (one, one.twin):
            if of is None:
                continue
            mine = torch.cat([logits[start : start + len(of.shown)], none])
            right = 0 if of.shown[0].answers else len(of.shown)
            listed.append(functional.cross_entropy(mine[None], torch.tensor([right])))
            start += len(of.shown)
        if one.twin:
            twins.append(functional.softplus(logits[first + len(one.shown)] - logits[first]))
    return torch.stack(listed).mean(), torch.stack(twins).mean() if twins else logits.sum() * 0


def _span(texts: Texts, shown: Shown, places: Tensor) -> list[Tensor]:
    """What answers without its words being known teaches nothing here."""
    if not shown.answers:
        return [functional.cross_entropy(places.T, torch.zeros(2, dtype=torch.long))]
    if shown.words is None:
        return []
    start, end = shown.words
    offsets = texts.tokens(shown.text).offsets
    inside = [at for at, (a, b) in enumerate(offsets) if a < end and b > start and a < b]
    return [functional.cross_entropy(places.T, torch.tensor([inside[0], inside[-1]]))] if inside else []
