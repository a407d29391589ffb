"""Where the words of a PDF's text stand on its pages. Pure."""

from collections.abc import Iterator, Sequence

from corpus.formats.pdf.letters import HYPHEN, Run
from corpus.formats.pdf.lines import Line, is_row_from_right
from corpus.types import PlacedLine

_DESCENT, _ASCENT = 0.25, 0.85  # of the size
_BEGINNING, _NEAR = 16, 2_000  # characters of a line by which it is found, and how far on it is looked for


def placed_lines(lines: Sequence[Line], text: str, start: int) -> Iterator[PlacedLine]:
    """Each of `lines`, which `text` was put together from; `start` is where that stands in the document's text.

    The text has the characters of the lines in their order, but for spaces, hyphens at a line's end and the marks of
    notes: these are passed over.
    """
    position = 0
    for line in lines:
        # A character that only the text has would keep all lines after it without places.
        position = max(position, text.find(line.text[:_BEGINNING].strip(), position, position + _NEAR))
        words: list[list[int]] = []
        for char, left, right, sure in _characters(line):
            while position < len(text) and text[position].isspace():
                position += 1
            if position == len(text) or text[position] != char:
                continue
            begins = position == 0 or text[position - 1].isspace()
            if begins or not words:
                words.append([start + position, left, right, sure])
            else:
                words[-1][1:] = [min(words[-1][1], left), max(words[-1][2], right), min(words[-1][3], sure)]
            position += 1
        if words:
            bottom, top = line.base - _DESCENT * line.size, line.base + _ASCENT * line.size
            sureness = tuple(word[3] for word in words) if any(run.sureness for run in line.runs) else ()
            placed = tuple((at, left, right) for at, left, right, _ in words)
            yield PlacedLine(line.page, round(10 * bottom), round(10 * top), placed, sureness)


def _characters(line: Line) -> Iterator[tuple[str, int, int, int]]:
    """The characters of a line that are seen, in logical order: edges in tenths of a point, sureness in percent."""
    runs = sorted(line.runs, key=lambda run: -run.right) if is_row_from_right(line.runs) else line.runs
    for run in runs:
        yield from _of_run(run)


def _of_run(run: Run) -> Iterator[tuple[str, int, int, int]]:
    """Where single letters have no places of their own, as marked ones, each has those of the run."""
    known = len(run.lefts) == len(run.text)
    for at, char in enumerate(run.text):
        if char.isspace():
            continue
        left, right = run.left, run.right
        if known:
            beside = at - 1 if run.from_right else at + 1
            left, right = run.lefts[at], run.lefts[beside] if 0 <= beside < len(run.text) else run.right
        yield (
            "-" if char == HYPHEN else char,
            round(10 * left),
            round(10 * max(left, right)),
            run.sureness[at] if run.sureness else 100,
        )


def upside_down(line: PlacedLine, width: float, height: float) -> PlacedLine:
    """The line as it lies on a page that was turned by half to be read."""
    wide, high = round(10 * width), round(10 * height)
    words = tuple((at, wide - right, wide - left) for at, left, right in line.words)
    return PlacedLine(line.page, high - line.top, high - line.bottom, words, line.sureness)
