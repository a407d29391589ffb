"""Harder misleading paragraphs: those of the same document that the encoder takes for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eval.training.sources import Lesson

MOST = 6
_TOGETHER = 512


def mine(
    lessons: Sequence[Lesson],
    pools: Mapping[str, Sequence[str]],
    vectors: Mapping[str, NDArray[np.float32]],
    questions: NDArray[np.float32],
) -> list[Lesson]:
    """The lessons with the MOST nearest paragraphs of their pool that do not hold the answer put before the others.

    `vectors` has a unit vector for each paragraph of a pool, `questions` a row (n, d) for each lesson. What holds the
    answer's words is left out, and what is nearer to an answering paragraph than a twin would be: the sets mark one
    paragraph, and another that says the same is not misleading.
    """
    mined = list(lessons)
    for pool, places in _by_pool(lessons).items():
        texts = pools[pool]
        matrix = np.stack([vectors[text] for text in texts])
        for start in range(0, len(places), _TOGETHER):
            some = places[start : start + _TOGETHER]
            scores = questions[some] @ matrix.T
            for place, row in zip(some, scores, strict=True):
                mined[place] = _with_harder(lessons[place], texts, row, vectors)
    return mined


TWIN = 0.97


def _with_harder(
    lesson: Lesson, texts: Sequence[str], scores: NDArray[np.float32], vectors: Mapping[str, NDArray[np.float32]]
) -> Lesson:
    harder: list[str] = []
    near = np.argsort(-scores)[: 4 * MOST + len(lesson.answering)]
    for text in (texts[place] for place in near):
        if len(harder) == MOST:
            break
        if not _may_answer(lesson, text, vectors):
            harder.append(text)
    return replace(lesson, misleading=tuple(dict.fromkeys((*harder, *lesson.misleading))))


def _may_answer(lesson: Lesson, text: str, vectors: Mapping[str, NDArray[np.float32]]) -> bool:
    if text in lesson.answering or (lesson.words and lesson.words.casefold() in text.casefold()):
        return True
    return any(float(vectors[text] @ vectors[gold]) > TWIN for gold in lesson.answering if gold in vectors)


def _by_pool(lessons: Sequence[Lesson]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, lesson in enumerate(lessons):
        if lesson.pool:
            places.setdefault(lesson.pool, []).append(place)
    return places
