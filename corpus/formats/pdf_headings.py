"""Which paragraphs are set as headings, and how deep: by size, weight, slant and place on the line."""

from collections.abc import Sequence

from corpus.formats.pdf_joining import is_centred, label_of
from corpus.formats.pdf_lines import Line

_LARGER = 1.12  # times the size of the text
_MOST_LINES, _MOST_LETTERS = 3, 200
_UNENDED = (".", ";", ",", ":", "。")  # with which a sentence or a clause ends, and a heading does not
_DEEPEST = 6


def heading_levels(paragraphs: Sequence[Sequence[Line]], size: float) -> dict[int, int]:
    """The depth of each heading (1 is the outermost) by its place among `paragraphs`; `size` is that of the text."""
    followed = [after[0].bold for after in paragraphs[1:]] + [False]
    found = {
        index: _rank(lines, size)
        for index, (lines, bold_below) in enumerate(zip(paragraphs, followed, strict=False))
        if _is_heading(lines, size, bold_below)
    }
    ranks = sorted(set(found.values()), reverse=True)
    return {index: min(ranks.index(rank) + 1, _DEEPEST) for index, rank in found.items()}


def _rank(lines: Sequence[Line], size: float) -> tuple[float, bool, bool]:
    return round(max(lines[0].size, size)), lines[0].bold, is_centred(lines[0])


def _is_heading(lines: Sequence[Line], size: float, bold_below: bool) -> bool:
    text = " ".join(line.text for line in lines)
    if lines[0].cells or len(lines) > _MOST_LINES or len(text) > _MOST_LETTERS or not any(map(str.isalpha, text)):
        return False
    if text.endswith(_UNENDED):
        return False
    if min(line.size for line in lines) > _LARGER * size:
        return True
    if all(line.bold for line in lines):
        return not (bold_below and label_of(text))
    centred = all(is_centred(line) for line in lines)
    return (centred and text[:1].isupper()) or (_slanted(lines) and len(lines) == 1 and text[:1].isupper())


def _slanted(lines: Sequence[Line]) -> bool:
    """Whether a line is in italics from end to end and well short of the margin."""
    line = lines[0]
    return all(each.italic for each in lines) and line.right < line.measure.right - 4 * line.size
