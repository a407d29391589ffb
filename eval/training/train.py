"""Train the reader: passes over drawn lists, checkpoints to go on from, and curves."""

import hashlib
import itertools
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from eval.training.learning import learn
from eval.training.lessons import Lesson
from eval.training.lists import LessonLists, QuestionList, conversation, steps
from eval.training.optimising import MasterAdamW
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
