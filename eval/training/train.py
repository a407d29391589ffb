"""Train the reader: passes over drawn lists, the loss and the optimiser, checkpoints to go on from, and curves."""

import hashlib
import itertools
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from eval.training.lessons import Lesson
from eval.training.lists import LONGEST as LONGEST_SHOWN
from eval.training.lists import LessonLists, QuestionList, Shown, conversation, steps
from index.reader.network import ReaderNetwork
from index.reader.texts import LONGEST, LONGEST_QUESTION, TOGETHER, Texts

PAIRS = 40  # question-paragraph pairs in a step
EVERY = 50  # steps between lines of the curve
CHECKED = 300  # steps between checkpoints, and checks on what is kept apart
Check = Callable[[Texts], Mapping[str, float]]


def hardest(texts: Texts, lessons: Sequence[Lesson], kept: Path, most: int = 16) -> dict[int, list[int]]:
    """For each lesson the places in its `others` that the base's own vectors find most like its question.

    What was found for these lessons before is kept in the file `kept`.
    """
    asked_of = hashlib.sha256(repr([(each.question, each.others) for each in lessons]).encode()).hexdigest()
    if kept.exists() and (stored := json.loads(kept.read_text(encoding="utf-8")))["lessons"] == asked_of:
        return {int(place): found for place, found in stored["hardest"].items()}
    questions = [conversation(lesson.question, lesson.history) for lesson in lessons]
    wanted = sorted({text for lesson in lessons for text in lesson.others})
    vectors = dict(zip(wanted, _vectors(texts, wanted, LONGEST), strict=True))
    asked = _vectors(texts, questions, LONGEST_QUESTION)
    found = {}
    for place, lesson in enumerate(lessons):
        if lesson.others:
            likeness = torch.stack([vectors[text] for text in lesson.others]) @ asked[place]
            found[place] = likeness.topk(min(most, len(lesson.others))).indices.tolist()
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"lessons": asked_of, "hardest": found}), encoding="utf-8")
    return found


def _vectors(texts: Texts, wanted: Sequence[str], longest: int) -> list[Tensor]:
    order = sorted(range(len(wanted)), key=lambda place: len(texts.tokens(wanted[place], longest).ids))
    out = [torch.zeros(0)] * len(wanted)
    with torch.inference_mode():
        for start in range(0, len(order), TOGETHER):
            some = order[start : start + TOGETHER]
            states = texts.network.base.states([texts.tokens(wanted[place], longest).ids for place in some])
            for place, each in zip(some, states, strict=True):
                mean = each.float().mean(0)
                out[place] = mean / mean.norm()
    return out


class Teaching:
    """What is shown in each pass: every lesson that leads, and a share of the public ones."""

    def __init__(
        self,
        lessons: Sequence[Lesson],
        public: Mapping[str, tuple[Sequence[Lesson], int]],
        hard: Mapping[int, Sequence[int]],
        seed: int,
    ) -> None:
        self._lessons, self._public = lessons, public
        self._rng = random.Random(seed)  # noqa: S311 - chosen by seed, for repeatability
        self._lists = LessonLists(lessons, hard, self._rng)

    def steps(self) -> list[list[QuestionList]]:
        """The steps of one pass."""
        chosen = list(self._lessons)
        for lessons, share in self._public.values():
            chosen += self._rng.sample(lessons, min(share, len(lessons)))
        return list(steps(self._lists.draw(chosen), PAIRS))


def train(texts: Texts, teaching: Teaching, folder: Path, passes: int, minutes: float, check: Check) -> None:
    """Go `passes` times over what is taught, or as far as `minutes` reach; at whichever end comes first the rate is 0.

    The network stays in evaluation mode: few passes need no dropout, which costs time. `curves.jsonl`, the state to go
    on from and the weights are kept in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    optimiser = MasterAdamW(texts.network)
    about = optimiser.restore(folder)
    done, spent, began = int(about.get("step", 0)), float(about.get("seconds", 0)), time.monotonic()
    drawn = list(itertools.chain.from_iterable(teaching.steps() for _ in range(passes)))
    sums, pairs = dict[str, float](), int(about.get("pairs", 0))
    for step in range(done, len(drawn)):
        lists = drawn[step]
        parts = learn(texts, lists)
        seconds = spent + time.monotonic() - began
        share = max((step + 1) / len(drawn), seconds / 60 / minutes)
        optimiser.step(min(1.0, share), step)
        pairs += sum(one.pairs for one in lists)
        sums = {name: sums.get(name, 0.0) + value / EVERY for name, value in parts.items()}
        at_end = share >= 1
        if (step + 1) % EVERY == 0 or at_end:
            line = {"step": step + 1, "pairs": pairs, "seconds": round(seconds), "share": round(share, 3)}
            line |= {name: round(value, 4) for name, value in sums.items()}
            sums = {}
            if (step + 1) % CHECKED == 0 or at_end:
                optimiser.save(folder, {"step": step + 1, "pairs": pairs, "seconds": seconds})
                keep(texts, folder / "weights.safetensors")
                line |= {name: round(value, 4) for name, value in check(texts).items()}
            with (folder / "curves.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        if at_end:
            break


def keep(texts: Texts, path: Path) -> None:
    """Write the trained tensors, in bfloat16."""
    tensors = {name: each.to(torch.bfloat16).contiguous() for name, each in texts.network.trained().items()}
    save_file(tensors, path)


# What a step teaches: which paragraph answers, which of a list, not its twin's, and where.

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


# The optimiser, the rate over the steps, and checkpoints to go on from.

RATE, HEADS_RATE, DECAY, CLIP = 4e-5, 2e-4, 0.01, 1.0
WARM_UP = 60


class MasterAdamW:
    """AdamW over float32 copies of bfloat16 weights: a small step would be lost in eight bits.

    Each trained tensor has its gradient in bfloat16; it is applied to the copy, which is rounded back. The rate rises
    over WARM_UP steps and falls evenly to 0 at the end.
    """

    def __init__(self, network: ReaderNetwork, rate: float = RATE) -> None:
        named = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
        self._weights = [weight for _, weight in named]
        self._masters = [nn.Parameter(weight.detach().float().clone()) for weight in self._weights]
        new = ("judge.", "place.", "sides")
        groups = [
            {"params": [m for m, (name, _) in zip(self._masters, named, strict=True) if name.startswith(new) is fresh]}
            for fresh in (False, True)
        ]
        for group, top in zip(groups, (rate, rate * HEADS_RATE / RATE), strict=True):
            group["top"] = top  # type: ignore[assignment]
        self._adam = torch.optim.AdamW(groups, lr=rate, weight_decay=DECAY, betas=(0.9, 0.98), foreach=True)

    def step(self, done: float, step: int) -> None:
        """Apply the gradients at the rate for that share of the training, and clear them."""
        for master, weight in zip(self._masters, self._weights, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        nn.utils.clip_grad_norm_(self._masters, CLIP)
        for group in self._adam.param_groups:
            group["lr"] = group["top"] * min(1.0, (step + 1) / WARM_UP) * max(0.0, 1 - done)
        self._adam.step()
        self._write_back()

    def save(self, folder: Path, about: dict[str, Any]) -> None:
        """The copies and the optimiser's two moments, whole or not at all."""
        found: dict[str, Tensor] = {}
        for place, master in enumerate(self._masters):
            found[f"{place}.master"] = master.detach()
            for name, value in self._adam.state[master].items():
                found[f"{place}.{name}"] = value.reshape(-1) if value.ndim == 0 else value
        temporary = folder / "state.writing"
        save_file(found, temporary, metadata={"about": json.dumps(about)})
        temporary.replace(folder / "state.safetensors")

    def restore(self, folder: Path) -> dict[str, Any]:
        """Go on from what was saved in `folder`, and what was said of it; nothing where nothing was saved."""
        path = folder / "state.safetensors"
        if not path.exists():
            return {}
        tensors = load_file(path)
        with torch.no_grad():
            for place, master in enumerate(self._masters):
                master.copy_(tensors[f"{place}.master"])
                self._adam.state[master] = {
                    "step": tensors[f"{place}.step"][0],
                    "exp_avg": tensors[f"{place}.exp_avg"],
                    "exp_avg_sq": tensors[f"{place}.exp_avg_sq"],
                }
        self._write_back()
        with safe_open(path, "pt") as file:
            about: dict[str, Any] = json.loads(file.metadata()["about"])
            return about

    def _write_back(self) -> None:
        with torch.no_grad():
            for master, weight in zip(self._masters, self._weights, strict=True):
                weight.copy_(master)


# How a reader in training does on documents that it is not taught: the curves beside its loss.

CANDIDATES = 6


def measure(texts: Texts, lessons: Sequence[Lesson], hard: Mapping[int, Sequence[int]]) -> dict[str, float]:
    """The share of answerable questions whose best candidate answers, and the areas under the ROC curves: of the best
    logit, answerable questions against the others (and against contrast twins, and what is near).

    Each question has its answering paragraphs, those that tempt and the hardest others as candidates.
    """
    from sklearn.metrics import roc_auc_score

    pairs, owners, labels = list[tuple[str, str]](), list[int](), list[bool]()
    for place, lesson in enumerate(lessons):
        near = [lesson.others[at] for at in hard.get(place, ())]
        shown = dict.fromkeys((*lesson.answering[:2], *lesson.tempting[:2], *near))
        for text in list(shown)[:CANDIDATES]:
            pairs.append((conversation(lesson.question, lesson.history), text[:LONGEST_SHOWN]))
            owners.append(place)
            labels.append(text in lesson.answering)
    best = dict[int, tuple[float, bool]]()
    with torch.inference_mode():
        for some, says in texts.read_sorted(pairs):
            for row, at in enumerate(some):
                logit = float(says.answers[row])
                if owners[at] not in best or logit > best[owners[at]][0]:
                    best[owners[at]] = logit, labels[at]
    answerable = [place for place in best if lessons[place].answering]
    found = {"first": sum(best[place][1] for place in answerable) / max(1, len(answerable))}
    for name, kinds in (("AUC", None), ("AUC near", {"near"}), ("AUC contrast", {"contrast"})):
        others = [p for p in best if not lessons[p].answering and (kinds is None or lessons[p].kind in kinds)]
        if answerable and others:
            both = [*answerable, *others]
            found[name] = float(roc_auc_score([p in set(answerable) for p in both], [best[p][0] for p in both]))
    return found
