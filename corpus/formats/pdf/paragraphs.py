"""Lines joined into paragraphs, by what a reader of the page goes by: space, indents, numbers, short last lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.formats.pdf.letters import HYPHEN
from corpus.formats.pdf.lines import Column, Line, Measure, Row, cells_of, line_of, measure_of, text_of

_ENUMERATOR = r"(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6}|[IVXLC]{1,6}|[A-Z])"
_LABEL = re.compile(
    rf"(?:\(?{_ENUMERATOR}\)|\[{_ENUMERATOR}\]|(?:\d{{1,3}}|[a-z]|[IVX]{{1,5}}|[A-Z])\.(?!\w)|\d{{1,3}}(?:\.\d{{1,3}})+[.)]?(?=\s)"
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
            following = column.lines[index + 1] if index + 1 < len(column.lines) else None
            if not paragraphs:
                begins = True
            elif index == 0 and not _follows(paragraphs[-1][-1], line):
                begins = _begins_after_turn(paragraphs[-1], line, setting)
            else:
                begins = _begins(paragraphs[-1], line, following, setting)
            if begins:
                paragraphs.append([line])
            else:
                paragraphs[-1].append(line)
    return paragraphs


def setting_of(columns: Sequence[Column]) -> Setting:
    """How the document is set, by its own lines."""
    distances: dict[int, Counter[float]] = defaultdict(Counter)
    for above, line in (pair for column in columns for pair in pairwise(column.lines)):
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
    measures = (own[column.lines[0].page] if column.whole else measure_of(column.lines) for column in columns)
    return [
        Column(tuple(replace(line, measure=measure) for line in column.lines), column.whole)
        for column, measure in zip(columns, measures, strict=True)
    ]


def label_of(text: str) -> str | None:
    """What numbers or marks the paragraph that `text` begins, if anything does."""
    match = _LABEL.match(text)
    return match[0] if match else None


def is_centred(line: Line) -> bool:
    """Whether a line stands in the middle of its column, clear of both edges."""
    left, right = line.left - line.measure.left, line.measure.right - line.right
    return min(left, right) > 2 * line.size and abs(left - right) < 1.5 * line.size


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
    if _breaks_word(above, line):
        return False
    gap = above.base - line.base
    usual = setting.pitch(min(above.size, line.size))
    if gap > 1.18 * usual + 0.4 or gap < 0.3 * line.size or _set_otherwise(above, line):
        return True
    if is_centred(above) and is_centred(line) and above.bold == line.bold:
        return bool(label_of(line.text))
    return _moved(paragraph, line, following) or _numbered(paragraph, line) or _ended_short(above, line)


def _breaks_word(above: Line, line: Line) -> bool:
    """Whether a word that a hyphen breaks at the end of a line goes on in the next, whatever lies between."""
    return line.text[:1].islower() and bool(_LAST.search(above.text[-_TAIL:].replace(_SOFT, "-")))


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
    hanging = (following and abs(_further_in(following, line)) <= step) or line.text[:1].islower()
    return not (hanging or label_of(above.text)) or bool(label_of(line.text)) or _has_room(above, line)


def _further_in(line: Line, other: Line) -> float:
    return other.right - line.right if line.from_right else line.left - other.left


def _numbered(paragraph: list[Line], line: Line) -> bool:
    """Whether a label begins a paragraph; within a paragraph that hangs or is indented a line may begin with one."""
    if not label_of(line.text):
        return False
    above, first = paragraph[-1], paragraph[0]
    if abs(_further_in(line, first)) < 2 * _INDENT * line.size and _is_next(label_of(first.text), label_of(line.text)):
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
    if _breaks_word(above, line) and not (above.cells or line.cells):
        return False
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


# Lines joined into running text; whether a hyphen at the end of a line belongs to the word.

_SOFT = "\u00ad"  # only ever shown where it breaks a word
_TAIL = 80  # characters, in which the last word of a line is looked for
_HYPHENS = "-\u2010\u2011" + HYPHEN
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W_]+)*")
_LAST = re.compile(rf"(?P<before>[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*)[{_HYPHENS}]$")
_NEXT = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
# First parts that English writes with a hyphen and hardly ever without.
_OPEN = frozenset("self non well long short ex quasi all high low vice semi multi vis so-called cross".split())


@dataclass(frozen=True, slots=True)
class Words:
    """Which words stand within the lines of a document, in small letters, hyphenated ones both whole and in parts."""

    counts: Counter[str]
    habit: bool | None  # whether its lines break words: None where nothing shows

    def joined(self, lines: Sequence[str]) -> str:
        """`lines` as running text: joined by a space, or by nothing where a word, a number or an address goes on."""
        pieces = [self._ending(line, following) for line, following in pairwise(lines)]
        return "".join([*pieces, *lines[-1:]]).replace(HYPHEN, "-")

    def _ending(self, line: str, following: str) -> str:
        """`line` as it stands before `following`: with a space after it, or without its hyphen."""
        if line.endswith(_SOFT):
            return line[:-1]
        last, next_word = _LAST.search(line[-_TAIL:]), _NEXT.match(following)
        if last and next_word:
            return line if self.keeps(last["before"], next_word[0]) else line[:-1]
        goes_on = line[-1:] in tuple("–—/") and line[-2:-1].strip() and following[:1].isalnum()
        return line if goes_on or (_CJK.match(line[-1:]) and _CJK.match(following)) else f"{line} "

    def keeps(self, before: str, after: str) -> bool:
        """Whether the hyphen between the two parts is the word's own."""
        verdict = self._shown(before, after)
        if verdict is not None:
            return verdict
        return bool(self.habit) or (self.habit is None and self._whole(before) and self._whole(after))

    def _whole(self, part: str) -> bool:
        return len(part) > 2 and part.casefold() in self.counts

    def _shown(self, before: str, after: str) -> bool | None:
        """What the two parts and the rest of the document show; None where they show nothing."""
        part = before.casefold()
        if not after[:1].islower() or not part.isalpha() or part in _OPEN:
            return True
        apart, together = self.counts[f"{part}-{after.casefold()}"], self.counts[part + after.casefold()]
        return apart > together if apart or together else None


def words_of(lines: Iterable[str], paragraphs: Iterable[Sequence[str]]) -> Words:
    """The words within `lines`, and the habit that the ends of lines within `paragraphs` show."""
    counts = Counter(word for line in lines for word in _spellings(line))
    words = Words(counts, None)
    ends = [
        (last["before"], following[0])
        for paragraph in paragraphs
        for text, line in pairwise(paragraph)
        if (last := _LAST.search(text[-_TAIL:])) and (following := _NEXT.match(line))
    ]
    verdicts = [words._shown(before, after) for before, after in ends if after[:1].islower() and before.isalpha()]
    broken, kept = verdicts.count(False), verdicts.count(True)
    return words if broken == kept else Words(counts, kept > broken)


def _spellings(line: str) -> list[str]:
    """The words of a line but for one that the end of the line may have broken."""
    whole = line[:-_TAIL] + _LAST.sub("", line[-_TAIL:])
    found = [match[0].casefold().replace("\u2010", "-").replace("\u2011", "-") for match in _WORD.finditer(whole)]
    return found + [part for word in found if "-" in word for part in word.split("-")]


# Which paragraphs are set as headings, and how deep: by size, weight, slant and place on the line.

_LARGER = 1.12  # times the size of the text
_MOST_LINES, _MOST_LETTERS = 3, 200
_UNENDED = (".", ";", ",", ":", "。")  # with which a sentence or a clause ends, and a heading does not
_DEEPEST = 6


def heading_levels(paragraphs: Sequence[Sequence[Line]], size: float) -> dict[int, int]:
    """The depth of each heading (1 is the outermost) by its place among `paragraphs`; `size` is that of the text."""
    followed = [after[0].bold for after in paragraphs[1:]] + [False]
    found = {
        index: (round(max(lines[0].size, size)), lines[0].bold, is_centred(lines[0]))
        for index, (lines, bold_below) in enumerate(zip(paragraphs, followed, strict=False))
        if _is_heading(lines, size, bold_below)
    }
    for index in _heads_of_columns(paragraphs, found.keys()):
        del found[index]
    ranks = sorted(set(found.values()), reverse=True)
    return {index: min(ranks.index(rank) + 1, _DEEPEST) for index, rank in found.items()}


def _heads_of_columns(paragraphs: Sequence[Sequence[Line]], headings: Collection[int]) -> list[int]:
    """Which headings stand beside others at one height, or beside other words of their own column: a table's heads.

    In two columns of text a heading has words beside it too, and where it is numbered it has its like.
    """
    rows: dict[tuple[int, int], list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(paragraphs):
        for line in lines:
            rows[line.page, round(line.base)].append((index, line))
    found = []
    for index in headings:
        line = paragraphs[index][0]
        beside = [(at, other) for at, other in rows[line.page, round(line.base)] if other is not line]
        alike = any(at in headings or other.measure == line.measure for at, other in beside)
        if (alike or len(beside) > 1) and not label_of(line.text):
            found.append(index)
    return found


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


# Rows of plain tables among the lines of a column: cells that stand below each other in line after line.

_APART = 1.2  # of the size, between two cells
_FAR = 5.0  # of the size: so far apart, words at one height have nothing to do with each other
_ALIGNED = 4.0  # points
_FEWEST = 3  # rows


def part_tables(column: Column) -> Column:
    """The column with its table rows marked as such; their text has a tab between cells."""
    grids = [_grid(line) for line in column.lines]
    lines = list(column.lines)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _goes_on(grids[index - 1], grids[index]):
            continue
        if index - start >= _FEWEST:
            lines[start:index] = [
                _row(line, grid) for line, grid in zip(lines[start:index], grids[start:], strict=False)
            ]
        start = index
    return replace(column, lines=tuple(part for line in lines for part in _parts(line)))


def _parts(line: Line) -> Iterator[Line]:
    """The line, or where it is not of a table the parts of it that are set at opposite edges."""
    parts = cells_of(line.runs, _FAR)
    if line.cells or len(parts) == 1 or line.from_right:
        yield line
    else:
        yield from (line_of(part, line.page, line.measure) for part in parts)


def _grid(line: Line) -> list[Row]:
    """The cells of a line; none where it is a line of text, or one after a number."""
    cells = cells_of(line.runs, _APART)
    label = label_of(text_of(cells[0]))
    if len(cells) < 2 or (len(cells) == 2 and label and len(label) == len(text_of(cells[0]))):
        return []
    return cells


def _goes_on(above: list[Row], below: list[Row]) -> bool:
    if not above or len(above) != len(below):
        return False
    apart = ((one[0].left - two[0].left, one[-1].right - two[-1].right) for one, two in zip(above, below, strict=True))
    return all(abs(left) <= _ALIGNED or abs(right) <= _ALIGNED for left, right in apart)


def _row(line: Line, grid: list[Row]) -> Line:
    cells = tuple(text_of(cell) for cell in (reversed(grid) if line.from_right else grid))
    return replace(line, cells=cells, text="\t".join(cells))
