"""Lines joined into paragraphs, by what a reader of the page goes by: space, indents, numbers, short last lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.formats.pdf_columns import Column, measure_of
from corpus.formats.pdf_lines import Line, Measure

_ENUMERATOR = r"(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6}|[IVXLC]{1,6}|[A-Z])"
_LABEL = re.compile(
    rf"(?:\(?{_ENUMERATOR}\)|\[{_ENUMERATOR}\]|(?:\d{{1,3}}|[a-z]|[IVX]{{1,5}}|[A-Z])\.(?!\w)|\d{{1,3}}(?:\.\d{{1,3}})+\.?(?=\s)"
    r"|\d{1,3}[-–—](?=[A-Z“\"])|[•▪●○◦\uf0b7\uf0a7*–—-](?=\s)"
    r"|(?:article|section|chapter|part|annex|rule|principle|regulation|artículo|artigo|artikel|статья)\s+(?:\d+|[ivxlc]+)\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([(\[]?)(\d{1,3}|[A-Za-z])([.)\]]*)")
_INDENT = 0.6  # of the size, from which a difference of left edges means something
_CLOSED = re.compile(r"[.;:!?؟。…][\"'”’»)\]]*(?:\s+(?:and|or))?$|;\s*(?:and|or),?$")
_COMMON = 0.12  # of all distances between lines, for the smallest of them to count as that of a paragraph's lines


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: distances between lines of a paragraph by size, and whether first lines are indented."""

    pitches: dict[int, float]
    indented: bool

    def pitch(self, size: float) -> float:
        """The usual distance between the base lines of a paragraph in this size."""
        return self.pitches.get(round(size), 1.25 * size)


def paragraphs_of(columns: Sequence[Column], setting: Setting) -> list[list[Line]]:
    """The lines of all columns of a document, in reading order, as paragraphs."""
    paragraphs: list[list[Line]] = []
    for column in columns:
        for index, line in enumerate(column.lines):
            if not paragraphs:
                paragraphs.append([line])
            elif index == 0 and not _follows(paragraphs[-1][-1], line):
                _add(paragraphs, line, _begins_after_turn(paragraphs[-1], line, setting))
            else:
                following = column.lines[index + 1] if index + 1 < len(column.lines) else None
                _add(paragraphs, line, _begins(paragraphs[-1], line, following, setting))
    return paragraphs


def setting_of(columns: Sequence[Column]) -> Setting:
    """How the document is set, by its own lines."""
    distances: dict[int, Counter[float]] = defaultdict(Counter)
    for above, line in _pairs(columns):
        gap = above.base - line.base
        if abs(above.size - line.size) < 1 and 0.8 * line.size < gap < 3 * line.size:
            distances[round(line.size)][round(2 * gap) / 2] += 1
    pitches = {size: _smallest_common(counts) for size, counts in distances.items()}
    return Setting(pitches, _indents(columns, pitches))


def fit_measures(columns: Sequence[Column]) -> list[Column]:
    """The columns with the edges that their lines are set between; a few lines take those of the whole document."""
    whole = [line for column in columns if column.whole for line in column.lines]
    common = measure_of(whole) if whole else Measure(0, 0)
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in whole:
        pages[line.page].append(line)
    own = {page: measure_of(lines) if len(lines) >= 12 else common for page, lines in pages.items()}
    return [
        Column(_fitted(column, own[column.lines[0].page] if column.whole else measure_of(column.lines)), column.whole)
        for column in columns
    ]


def label_of(text: str) -> str | None:
    """What numbers or marks the paragraph that `text` begins, if anything does."""
    match = _LABEL.match(text)
    return match[0] if match else None


def is_centred(line: Line) -> bool:
    """Whether a line stands in the middle of its column, clear of both edges."""
    left, right = line.left - line.measure.left, line.measure.right - line.right
    return min(left, right) > 2 * line.size and abs(left - right) < 1.5 * line.size


def _fitted(column: Column, measure: Measure) -> tuple[Line, ...]:
    return tuple(replace(line, measure=measure) for line in column.lines)


def _add(paragraphs: list[list[Line]], line: Line, new: bool) -> None:
    if new:
        paragraphs.append([line])
    else:
        paragraphs[-1].append(line)


def _pairs(columns: Sequence[Column]) -> Iterable[tuple[Line, Line]]:
    return (pair for column in columns for pair in pairwise(column.lines))


def _smallest_common(counts: Counter[float]) -> float:
    total = sum(counts.values())
    return min(gap for gap, count in counts.items() if count >= _COMMON * total or count == max(counts.values()))


def _indents(columns: Sequence[Column], pitches: dict[int, float]) -> bool:
    """Whether paragraphs of more than one line mostly begin with an indent."""
    indented = flush = 0
    for column in columns:
        for above, line, below in zip(column.lines, column.lines[1:], column.lines[2:], strict=False):
            pitch = pitches.get(round(line.size), 1.25 * line.size)
            if above.base - line.base > 1.2 * pitch and line.base - below.base < 1.2 * pitch:
                indented += line.left > below.left + _INDENT * line.size
                flush += abs(line.left - below.left) <= _INDENT * line.size
    return indented > flush


def _follows(above: Line, line: Line) -> bool:
    """Whether a column goes on right below the one before, as text does below a title across two columns."""
    return above.page == line.page and line.base < above.base and line.left < above.right and above.left < line.right


def _begins(paragraph: list[Line], line: Line, following: Line | None, setting: Setting) -> bool:
    """Whether `line` begins a paragraph of its own, below the last line of `paragraph`."""
    above = paragraph[-1]
    if above.cells or line.cells:
        return True
    gap = above.base - line.base
    usual = setting.pitch(min(above.size, line.size))
    if gap > 1.18 * usual + 0.4 or gap < 0.3 * line.size or _set_otherwise(above, line):
        return True
    if is_centred(above) and is_centred(line) and above.bold == line.bold:
        return bool(label_of(line.text))
    return _moved(paragraph, line, following) or _numbered(paragraph, line) or _ended_short(above, line)


def _set_otherwise(above: Line, line: Line) -> bool:
    """Whether the type changes between two lines: its size, or from a line all in bold to one that begins without."""
    if abs(above.size - line.size) > 0.08 * max(above.size, line.size):
        return True
    return (above.bold and not line.runs[0].style.bold) or (line.bold and not above.runs[-1].style.bold)


def _moved(paragraph: list[Line], line: Line, following: Line | None) -> bool:
    """Whether the left edge (the right one where the words run that way) shows a first line."""
    above = paragraph[-1]
    further = _further_in(line, above)
    step = _INDENT * line.size
    if abs(further) <= step:
        return False
    if len(paragraph) > 1:
        return True
    if further < 0:
        return bool(_CLOSED.search(above.text)) and _has_room(above, line)
    hanging = label_of(above.text) or (following and abs(_further_in(following, line)) <= step)
    return not hanging or bool(label_of(line.text)) or _has_room(above, line)


def _further_in(line: Line, other: Line) -> float:
    return other.right - line.right if line.from_right else line.left - other.left


def _numbered(paragraph: list[Line], line: Line) -> bool:
    """Whether a label begins a paragraph; within a paragraph that hangs or is indented a line may begin with one."""
    if not label_of(line.text):
        return False
    above, first = paragraph[-1], paragraph[0]
    if abs(_further_in(line, first)) < _INDENT * line.size and _is_next(label_of(first.text), label_of(line.text)):
        return True
    if _CLOSED.search(above.text) or _has_room(above, line):
        return len(paragraph) == 1 or abs(_further_in(first, line)) <= _INDENT * line.size or _has_room(above, line)
    return label_of(first.text) is not None and len(paragraph) == 1 and above.text.endswith(",")


def _is_next(one: str | None, other: str | None) -> bool:
    """Whether two labels follow each other: "3." and "4.", "(a)" and "(b)"."""
    before, after = _COUNTED.fullmatch(one or ""), _COUNTED.fullmatch(other or "")
    if not before or not after or before[1] + before[3] != after[1] + after[3]:
        return False
    if before[2].isdecimal() and after[2].isdecimal():
        return int(after[2]) == int(before[2]) + 1
    return len(before[2]) == len(after[2]) == 1 and ord(after[2]) == ord(before[2]) + 1


def _ended_short(above: Line, line: Line) -> bool:
    """Whether the line above was left unfilled: the first word of this one would have gone into it."""
    if not _has_room(above, line) or (line.text[:1].islower() and not label_of(line.text)):
        return False
    width = max(above.measure.right - above.measure.left, 1.0)
    return bool(_CLOSED.search(above.text)) or _room(above) > 0.45 * width


def _has_room(above: Line, line: Line) -> bool:
    first = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * len(first) / max(len(line.text), 1)
    return _room(above) > width + 0.6 * line.size


def _room(line: Line) -> float:
    return line.left - line.measure.left if line.from_right else line.measure.right - line.right


def _begins_after_turn(paragraph: list[Line], line: Line, setting: Setting) -> bool:
    """Whether the first line of a page or column begins a paragraph, and does not go on with the one before."""
    above = paragraph[-1]
    if above.cells or line.cells or _set_otherwise(above, line) or is_centred(line):
        return True
    indent = _inset(line) - (0.0 if len(paragraph) == 1 and setting.indented else _inset(above))
    if label_of(line.text):
        return _INDENT * line.size < indent or not setting.indented or bool(_CLOSED.search(above.text))
    if line.text[:1].islower():
        return bool(re.search(r"[.!?]$", above.text)) and _has_room(above, line)
    if abs(indent) > _INDENT * line.size and not (indent < 0 and len(paragraph) == 1):
        return True
    if _CLOSED.search(above.text):
        return not setting.indented or _has_room(above, line)
    return _room(above) > 0.45 * (above.measure.right - above.measure.left)


def _inset(line: Line) -> float:
    return line.measure.right - line.right if line.from_right else line.left - line.measure.left
