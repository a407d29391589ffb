"""Pages of a PDF that are pictures, read by OCR: each line found becomes a run with the places of its words.

The engine is RapidOCR (the extra `ocr`), whose models come with its package: nothing is fetched.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from corpus.formats.pdf.letters import Run, Sheet, Style

_DOTS = 200  # per inch
_SIZE = 0.72  # of the height of the box around a line
_BASE = 0.22  # of that height, from its lower edge to the base line
_SURE = 0.8  # of 1: below it, as a page that lies upside down is read, the page is turned and read again


_GLUED = re.compile(r"\(?\d{1,3}[.)](?=[^\W\d_])")
_Word = tuple[str, float, float, float]  # with its left and right edges, and how sure it is


class _Found(NamedTuple):
    """A line as the engine finds it: its words, each with its edges in pixels from the left, and how sure it is."""

    words: tuple[_Word, ...]
    top: float
    bottom: float

    @property
    def letters(self) -> int:
        return sum(len(word) for word, *_ in self.words)


@cache
def load_engine() -> Any:
    """The engine, in one thread."""
    from rapidocr import RapidOCR

    one = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **one})


def read_picture(page: Any, number: int) -> tuple[Sheet, bool]:
    """The page with what the engine reads on it, upright, and whether it lies upside down in the file."""
    width, height = page.get_size()
    scale = _DOTS / 72
    image = page.render(scale=scale, grayscale=True).to_numpy()
    image = image.reshape(image.shape[:2])
    found, turned = _lines(image), False
    if _sureness(found) < _SURE:
        other = _lines(image[::-1, ::-1].copy())
        if _sureness(other) > _sureness(found):
            found, turned = other, True
    runs = tuple(_run(line, scale, height) for line in found)
    return Sheet(number, width, height, runs, (), pictured=True), turned


def _lines(image: Any) -> list[_Found]:
    import numpy as np

    result = load_engine()(np.stack([image] * 3, axis=-1), return_word_box=True)
    if result.txts is None:
        return []
    lines = []
    for box, text, sure, words in zip(result.boxes, result.txts, result.scores, result.word_results, strict=True):
        ys = sorted(float(y) for _, y in box)
        edges = min(float(x) for x, _ in box), max(float(x) for x, _ in box)
        placed = _words(text, float(sure), words, edges)
        if placed:
            placed = (*_apart(placed[0]), *placed[1:])
            lines.append(_Found(placed, (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2))
    return lines


def _words(text: str, sure: float, found: Sequence[Any], edges: tuple[float, float]) -> tuple[_Word, ...]:
    """The words of a line; where the engine cuts them otherwise than the spaces do, they share the line evenly."""
    words = text.split()
    if [str(word) for word, *_ in found or ()] == words:
        return tuple(
            (str(word), min(float(x) for x, _ in box), max(float(x) for x, _ in box), float(each))
            for word, each, box in found
        )
    left, right = edges
    each = (right - left) / max(len(text), 1)
    placed, at = [], 0
    for word in words:
        at = text.index(word, at)
        placed.append((word, left + at * each, left + (at + len(word)) * each, sure))
        at += len(word)
    return tuple(placed)


def _apart(first: _Word) -> tuple[_Word, ...]:
    """A line's first word; a number is parted from what the engine read right after it, over the gap of a list."""
    word, left, right, sure = first
    if not (number := _GLUED.match(word)):
        return (first,)
    cut = left + (right - left) * number.end() / len(word)
    return (number[0], left, cut, sure), (word[number.end() :], cut, right, sure)


def _sureness(lines: Sequence[_Found]) -> float:
    """How sure the engine is of all it read, each letter counted; 0 where it read nothing."""
    letters = sum(line.letters for line in lines)
    return sum(len(word) * sure for line in lines for word, *_, sure in line.words) / letters if letters else 0.0


def _run(line: _Found, scale: float, height: float) -> Run:
    lefts, sureness = array("f"), array("B")
    for place, (word, left, right, sure) in enumerate(line.words):
        if place:
            lefts.append(line.words[place - 1][2] / scale)
            sureness.append(100)
        lefts.extend((left + (right - left) * at / len(word)) / scale for at in range(len(word)))
        sureness.extend([round(100 * sure)] * len(word))
    tall = (line.bottom - line.top) / scale
    return Run(
        " ".join(word for word, *_ in line.words),
        line.words[0][1] / scale,
        max(right for *_, right, _ in line.words) / scale,
        height - line.bottom / scale + _BASE * tall,
        Style(max(1.0, round(_SIZE * tall, 1)), False, False, True),
        False,
        lefts,
        sureness,
    )


def with_one_size(sheet: Sheet) -> Sheet:
    """The page with the sizes of its lines evened: what differs by less than a quarter is set alike."""
    sizes = sorted(run.size for run in sheet.runs)
    groups: dict[float, float] = {}
    start = 0
    for at, (one, other) in enumerate(pairwise([*sizes, float("inf")]), start=1):
        if other > 1.25 * sizes[start] or other > 1.12 * one:
            middle = sizes[(start + at - 1) // 2]
            groups |= dict.fromkeys(sizes[start:at], middle)
            start = at
    runs = tuple(replace(run, style=replace(run.style, size=groups[run.size])) for run in sheet.runs)
    return replace(sheet, runs=runs)
