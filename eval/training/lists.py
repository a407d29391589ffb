"""Lessons as the lists that the reader is shown: one question, a few paragraphs, which of them answer and where."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.training.sources import Lesson

PARAGRAPHS = 3
# How long the paragraphs of a list are, in characters, with the share of lists: whole paragraphs, a few sentences,
# one or two. Short ones teach which sentence answers, and are learnt from twice as fast.
LENGTHS = ((480, 0.35), (280, 0.40), (140, 0.25))
_END = re.compile(r"(?<=[.!?;:。؟])\s+")
_PLAIN = 0.15  # questions typed without capitals or a question mark
_FROM_ELSEWHERE = 0.15  # a list's last paragraph comes from another lesson: off the subject


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph as the reader is shown it; `words` (start, end) is where the answer's words are, if known."""

    text: str
    answers: bool
    words: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A question and the paragraphs that are judged together."""

    source: str
    question: str
    shown: tuple[Shown, ...]

    @property
    def length(self) -> int:
        """Characters of the longest pair."""
        return len(self.question) + max(len(each.text) for each in self.shown)


def make_lists(lessons: Iterable[Lesson], rng: random.Random) -> Iterator[QuestionList]:
    """A list for each lesson: at most one answering paragraph, the others drawn from the hardest."""
    lessons = list(lessons)
    for lesson in lessons:
        length = rng.choices([n for n, _ in LENGTHS], [share for _, share in LENGTHS])[0]
        shown = []
        if lesson.answering:
            gold = 0 if lesson.words else rng.randrange(len(lesson.answering))
            shown.append(_window(lesson.answering[gold], lesson.words, length, rng, answers=True))
        for text in _misleading(lesson, lessons, PARAGRAPHS - len(shown), rng):
            shown.append(_window(text, "", length, rng, answers=False))
        if len(shown) == PARAGRAPHS:
            yield QuestionList(lesson.source, _typed(lesson.question, rng), tuple(shown))


def mixed(
    lists: Mapping[str, Sequence[QuestionList]], shares: Mapping[str, int], rng: random.Random
) -> list[QuestionList]:
    """At most that many lists of each source, in random order."""
    chosen = [
        one for name, of in lists.items() for one in rng.sample(list(of), min(len(of), shares.get(name, len(of))))
    ]
    rng.shuffle(chosen)
    return chosen


def batches(
    lists: Sequence[QuestionList], pairs: int, rng: random.Random, together: int = 64
) -> list[list[QuestionList]]:
    """Batches of `pairs` pairs of like length, in random order: a batch takes as long as its longest pair.

    Every list has PARAGRAPHS pairs, so batches are all of one size; what is left over at the end is not used.
    """
    size, out = pairs // PARAGRAPHS, list[list[QuestionList]]()
    for start in range(0, len(lists), size * together):
        ordered = sorted(lists[start : start + size * together], key=lambda one: one.length)
        some = [ordered[place : place + size] for place in range(0, len(ordered) - size + 1, size)]
        rng.shuffle(some)
        out += some
    return out


def _misleading(lesson: Lesson, lessons: Sequence[Lesson], count: int, rng: random.Random) -> list[str]:
    # Without an answering paragraph the first one is what a person wrote the question against: it is always shown.
    kept = lesson.misleading[-1:] if not lesson.answering else ()
    hard = [text for text in lesson.misleading if text not in kept]
    chosen = [*kept, *rng.sample(hard, min(len(hard), count - len(kept)))]
    if chosen and lesson.answering and rng.random() < _FROM_ELSEWHERE:
        chosen.pop()
    while len(chosen) < count:
        other = rng.choice(lessons)
        texts = [text for text in (*other.answering, *other.misleading) if text not in lesson.answering]
        if texts:
            chosen.append(rng.choice(texts))
    return chosen


def _window(text: str, words: str, length: int, rng: random.Random, *, answers: bool) -> Shown:
    """Whole sentences of `text`, some `length` characters, the answer's words among them."""
    place = text.find(words) if words else -1
    if len(text) > length:
        starts = [0, *(match.end() for match in _END.finditer(text))]
        stop = place + len(words) if place >= 0 else len(text)
        fitting = [s for s in starts if (place < 0 or s <= place) and (place < 0 or s + length >= stop)]
        start = rng.choice([s for s in fitting if len(text) - s >= length / 2 or s == fitting[0]] or [max(0, place)])
        ends = [s for s in starts if start < s <= start + length and (place < 0 or s >= stop)]
        end = ends[-1] if ends else max(min(len(text), start + length), stop)
        if not answers or place >= 0:
            text, place = text[start:end].strip(), place - start
        else:
            text = text[: 2 * length]
    where = (place, place + len(words)) if place >= 0 and text[place : place + len(words)] == words else None
    return Shown(text, answers, where)


def _typed(question: str, rng: random.Random) -> str:
    return question.casefold().rstrip("?! .") if rng.random() < _PLAIN else question
