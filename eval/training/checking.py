"""How a reader in training does on questions that it is not taught: the curves beside its loss."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from sklearn.metrics import roc_auc_score

from eval.training.sources import Lesson
from index.reader.network import ReaderModel, make_pairs

LONGEST, TOGETHER = 256, 16


@dataclass(frozen=True, slots=True)
class CheckSet:
    """Questions with the paragraphs to choose from; `answering` are the places of those that answer."""

    name: str
    questions: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...]
    answering: tuple[frozenset[int], ...]


def make_check(model_of_tokens: Any, sets: Sequence[CheckSet]) -> Callable[[ReaderModel], dict[str, float]]:
    """What measures a model: for each set the share of answerable questions whose best paragraph answers, and the
    area under the ROC curve of the best probability, answerable questions against the others.
    """

    def check(model: ReaderModel) -> dict[str, float]:
        found: dict[str, float] = {}
        for of in sets:
            found |= {
                f"{of.name} {name}": round(value, 4) for name, value in _measure(model, model_of_tokens, of).items()
            }
        return found

    return check


def _measure(model: ReaderModel, tokenizer: Any, of: CheckSet) -> Mapping[str, float]:
    pairs = [(q, text) for q, texts in zip(of.questions, of.paragraphs, strict=True) for text in texts]
    logits, start = logits_of(model, tokenizer, pairs), 0
    best, right = [], []
    for texts, answering in zip(of.paragraphs, of.answering, strict=True):
        mine = logits[start : start + len(texts)]
        start += len(texts)
        place = max(range(len(mine)), key=mine.__getitem__)
        best.append(mine[place])
        right.append(place in answering)
    answerable = [bool(each) for each in of.answering]
    found = {}
    if any(answerable) and len(of.paragraphs[0]) > 1:
        found["P@1"] = sum(r for r, a in zip(right, answerable, strict=True) if a) / sum(answerable)
    if any(answerable) and not all(answerable):
        found["AUC"] = float(roc_auc_score(answerable, best))
    return found


def logits_of(model: ReaderModel, tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The model's logit for each (question, paragraph), pairs of like length together."""
    model.eval()
    order = sorted(range(len(pairs)), key=lambda place: sum(map(len, pairs[place])))
    logits = [0.0] * len(pairs)
    for start in range(0, len(order), TOGETHER):
        places = order[start : start + TOGETHER]
        batch = make_pairs(tokenizer, [pairs[place] for place in places], LONGEST)
        with torch.inference_mode():
            answers = model(batch.ids, batch.mask, batch.second).answers
        for place, logit in zip(places, answers.tolist(), strict=True):
            logits[place] = logit
    return logits


def own_questions(questions: Path, paragraphs: Mapping[str, str]) -> CheckSet:
    """The development half of the shipped statement's questions, over the whole statement."""
    lines = questions.read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] == "dev"]
    addresses = list(paragraphs)
    return CheckSet(
        "statement",
        tuple(row["question"] for row in rows),
        (tuple(paragraphs.values()),) * len(rows),
        tuple(frozenset(addresses.index(a) for a in row["relevant"]) for row in rows),
    )


def one_paragraph_each(name: str, lessons: Sequence[Lesson], most: int, rng: random.Random) -> CheckSet:
    """As many answerable as unanswerable questions, each with one paragraph: can the two be told apart?"""
    yes = [lesson for lesson in lessons if lesson.answering]
    no = [lesson for lesson in lessons if not lesson.answering or name not in {"squad2"}]
    no = [lesson for lesson in no if lesson.misleading]
    chosen = [(x, x.answering[0], True) for x in rng.sample(yes, min(most // 2, len(yes)))]
    chosen += [(x, x.misleading[-1], False) for x in rng.sample(no, min(most // 2, len(no)))]
    return CheckSet(
        name,
        tuple(lesson.question for lesson, _, _ in chosen),
        tuple((text,) for _, text, _ in chosen),
        tuple(frozenset({0}) if answers else frozenset[int]() for _, _, answers in chosen),
    )
