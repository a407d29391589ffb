"""What the reader is taught by a step: which paragraph answers, which of a list, not its twin's, and where."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from eval.training.lessons import ShortenedPassage
from eval.training.lists import QuestionList, Shown
from index.reader.texts import Texts

LISTWISE, TWINS, SPAN, FAIR = 1.0, 0.5, 0.3, 0.5  # beside the loss of each pair by itself, which weighs 1


def learn(texts: Texts, lists: Sequence[QuestionList], omissions: Sequence[ShortenedPassage]) -> dict[str, float]:
    """Add the gradients of one step; returns the parts of its loss.

    Binary cross-entropy over every pair; the softmax over a question's paragraphs and "none of them" (Cao et al. 2007);
    that a paragraph answers its question rather than the twin's; cross-entropy of where the answer's words start and
    end, "nowhere" for what does not answer; and binary cross-entropy of whether a shortened quotation is fair.
    """
    every = [one for each in lists for one in (each, each.twin) if one]
    shown = [(one.question, each) for one in every for each in one.shown]
    pairs = [(question, each.text) for question, each in shown] + [(o.quote, o.passage) for o in omissions]
    answers, fair = [torch.zeros(())] * len(pairs), [torch.zeros(())] * len(pairs)
    spans: list[Tensor] = []
    for some, says in texts.read_sorted(pairs):
        for row, place in enumerate(some):
            answers[place], fair[place] = says.answers[row], says.fair[row]
            if place < len(shown):
                spans += _span(texts, shown[place][1], says.places[row])
    logits = torch.stack(answers[: len(shown)])
    labels = torch.tensor([float(each.answers) for _, each in shown])
    parts = {"pair": functional.binary_cross_entropy_with_logits(logits, labels)}
    parts["list"], parts["twins"] = _listwise(logits, lists)
    parts["span"] = torch.stack(spans).mean() if spans else logits.sum() * 0
    if omissions:
        is_fair = torch.tensor([float(each.is_fair) for each in omissions])
        parts["fair"] = functional.binary_cross_entropy_with_logits(torch.stack(fair[len(shown) :]), is_fair)
    weights = {"pair": 1.0, "list": LISTWISE, "twins": TWINS, "span": SPAN, "fair": FAIR}
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
