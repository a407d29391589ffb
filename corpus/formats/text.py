"""Plain text, kept as it is: a block for each line, or for each paragraph where lines were wrapped at a column."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.formats.decode import decode
from corpus.formats.reading import Block, Reading, Role
from corpus.types import Span

_LINE = re.compile(r"[^\r\n\f\u2028\u2029]+|\f")
_EMPTY_BETWEEN = re.compile(r"(?:\r\n|\r(?!\n)|[\n\u2028\u2029])[^\S\r\n\f\u2028\u2029]*[\r\n\f\u2028\u2029]")
_MOST_LINES = 2_000_000
_POINTS = 6  # the width of a character, for the left edge of a block
_TAB = 8

# A line of wrapped text is about as long as the others; one much shorter ends its paragraph.
_NARROWEST, _WIDEST = 50, 90
_WRAPPED = 0.6
_FULL = 0.7

_WORDS = r"article|section|paragraph|principle|rule|clause|recital|annex|artikel|artículo|artigo|articolo|статья|المادة"
_NUMBER = re.compile(
    rf"(?:[(\[（](?:\d{{1,4}}[A-Za-z]{{0,2}}|[a-z]{{1,2}}|[ivxlc]{{1,7}}|[A-Z])[)\]）]"
    r"|\d{1,3}(?:\.\d{1,3})+(?:[.)](?=\s)|(?=\s{0,4}(?![\sa-zà-ÿ%\d])))|\d{1,4}[A-Z]?(?:\.(?!\d)|[)、．]|[-–—](?![\da-z]))"
    r"|(?:[A-Za-z]|[ivxlcIVXLC]{1,7})(?:\.(?=\s)|\))"
    rf"|(?i:{_WORDS})\s{{1,3}}(?:\d{{1,4}}|[ivxlcIVXLC]{{1,7}})\b|第[\d一二三四五六七八九十百]{{1,5}}[条條])"
)
_BULLET = re.compile(r"[•‣◦▪–—*·-]\s")
_LISTED = re.compile(r"[^\n]{1,160}?(?:\.{4,}|(?:\. ?){4,}|…{2,})\s*(?:\d{1,4}|[ivxlc]{1,6})")
_LONE = re.compile(rf"(?i:{_WORDS})\s{{1,3}}(?:\d{{1,4}}(?:-\d{{1,3}})?|[ivxlcIVXLC]{{1,7}})[.:]?")
_ENDS_SENTENCE = re.compile(r"(?:[.;:!?,。؛۔؟”»\"')\]]|\b(?:and|or|und|oder|et|ou|y|o))\s*\Z")


def read_text(path: Path) -> str:
    """The characters of `path`, line endings untouched; raises UnreadableFile."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is not UTF-8 text (byte {error.start}).") from error
    if "\0" in text:
        raise UnreadableFile(f"{path} holds NUL characters, so it is not a text file.")
    return text


def begins_with_number(text: str, start: int = 0) -> bool:
    """Whether what stands at `start` looks like a printed number: "12.", "(a)", "[7]", "1.2", "3-", "Article 5"."""
    return bool(_NUMBER.match(text, start))


def read_text_format(raw: bytes) -> Reading:
    """The text of a plain text file, unchanged; raises UnreadableFile."""
    decoded = decode(raw)
    text, running, pages = _without_running_lines(decoded.text)
    blocks = [block for run in _runs(text, pages) for block in _blocks(text, run)]
    for line, page in running:
        text += f"\n{line}"
        blocks.append(Block(Span(len(text) - len(line), len(text)), Role.FURNITURE, page=page if pages else None))
    return Reading(text, tuple(blocks), doubts=decoded.doubts)


# Running heads and page numbers of a text printed by pages, as standards are: they interrupt it, and stand after it.

_EDGE, _FEWEST_PAGES, _SHORTEST_RUNNING, _LONGEST_RUNNING = 2, 3, 8, 120
_SHORTEST_PAGE, _REACH, _MOST_FIGURES = 12, 4, 4  # lines; page numbers that may be missing; figures in a line
_COUNTING, _INTERRUPTING = 0.8, 0.04
_DIGITS = re.compile(r"\d+")


def _without_running_lines(text: str) -> tuple[str, list[tuple[str, int]], list[int]]:
    """`text` without the lines that recur at the edges of its pages, those lines by page, and where its pages end.

    Where no form feeds tell, pages end at lines that count them, and nothing says how many went before.
    """
    lines, fed = text.splitlines(keepends=True), "\f" in text
    counting = frozenset[int]() if fed else _page_lines(lines)
    paged = "".join("\f" if place in counting else line for place, line in enumerate(lines)) if counting else text
    sheets = [sheet.splitlines(keepends=True) for sheet in paged.split("\f")]
    if len(sheets) < _FEWEST_PAGES:
        return text, [], []
    edges = [_edges(lines) for lines in sheets]
    times = Counter(key for lines, at in zip(sheets, edges, strict=True) for key in {_recurring(lines[n]) for n in at})
    running = {key for key, count in times.items() if count >= max(_FEWEST_PAGES, len(sheets) // 3)}
    found = [[n for n in at if _recurring(lines[n]) in running] for lines, at in zip(sheets, edges, strict=True)]
    if not (counting or any(found)):
        return text, [], []
    kept, pages = "", []
    for sheet, at in zip(sheets, found, strict=True):
        body = "".join(line for number, line in enumerate(sheet) if number not in at).strip("\r\n")
        kept += body if not kept else ("\n" if _runs_on(kept, body) else "\n\n") + body
        kept = kept.rstrip()
        pages.append(len(kept))
    taken = [(lines[place].strip(), 0) for place in sorted(counting)]
    taken += [
        (sheet[n].strip(), page) for page, (sheet, at) in enumerate(zip(sheets, found, strict=True), 1) for n in at
    ]
    return kept, taken, pages if fed else []


def _page_lines(lines: Sequence[str]) -> frozenset[int]:
    """The lines that are the same but for a figure, which counts pages."""
    series: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, line in enumerate(lines):
        words = " ".join(line.split()) if len(line) <= 2 * _LONGEST_RUNNING else ""
        figures = list(islice(_DIGITS.finditer(words, 0, _LONGEST_RUNNING), _MOST_FIGURES + 1))
        for match in figures if len(figures) <= _MOST_FIGURES else ():
            series[f"{words[: match.start()]}#{words[match.end() :]}"].append((place, int(match[0][:9])))
    counting = [counted for counted in series.values() if _count_pages(counted)]
    counting = [counted for counted in counting if not begins_with_number(lines[counted[0][0]].lstrip())]
    if not counting:
        return frozenset()
    keys = [_recurring(line) for line in lines]
    often = Counter(keys)
    written = [place for place, key in enumerate(keys) if key and often[key] < _FEWEST_PAGES]
    sure = sorted(at for counted in counting if _interrupts(lines, counted, written) for at in counted)
    return frozenset(place for counted in counting if sure and _fits(counted, sure) for place, _ in counted)


def _count_pages(counted: Sequence[tuple[int, int]]) -> bool:
    """Whether figures, by their lines, rise as page numbers do."""
    if len(counted) < _FEWEST_PAGES:
        return False
    steps = [(later - figure, below - place) for (place, figure), (below, later) in pairwise(counted)]
    rising = sum(0 < up <= _REACH and down >= _SHORTEST_PAGE for up, down in steps)
    return rising >= _COUNTING * len(steps)


def _interrupts(lines: Sequence[str], counted: Sequence[tuple[int, int]], written: Sequence[int]) -> bool:
    """Whether the lines stand in the middle of sentences, as no heading does; `written` are those that hardly recur."""
    times = 0
    for place, _ in counted:
        at = bisect_right(written, place)
        if 0 < at < len(written):
            above, below = lines[written[at - 1]], lines[written[at]].lstrip()
            times += not _ENDS_SENTENCE.search(above) and below[0].isalpha() and not below[0].isupper()
    return times >= max(_EDGE, _INTERRUPTING * len(counted))


def _fits(counted: Sequence[tuple[int, int]], sure: Sequence[tuple[int, int]]) -> bool:
    """Whether figures fall between those of the lines around them that are sure to count pages."""
    fitting = 0
    for place, figure in counted:
        at = bisect_right(sure, (place,))
        before, after = sure[at - 1][1] if at else figure, sure[at][1] if at < len(sure) else figure
        fitting += figure - _REACH <= before <= figure <= after <= figure + _REACH
    return fitting >= _COUNTING * len(counted)


def _edges(lines: Sequence[str]) -> list[int]:
    """The lines at the top and at the foot of a page that may be a running head: few, and set apart from the text."""
    written = [n for n, line in enumerate(lines) if line.strip()]
    edge: list[int] = []
    for inwards, step in ((written, 1), (written[::-1], -1)):
        first = [n for order, n in enumerate(inwards) if n == inwards[0] + order * step]
        edge += first if len(first) <= _EDGE else []
    return [n for n in dict.fromkeys(edge) if _SHORTEST_RUNNING <= len(lines[n].strip()) <= _LONGEST_RUNNING]


def _recurring(line: str) -> str:
    """What is the same where a line recurs: a page number in it counts on, that of "Article 5" does not."""
    words = " ".join(line.split())
    return words if begins_with_number(words) else _DIGITS.sub("#", words)


def _runs_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on over the end of a page."""
    ended, first = before.rstrip()[-1:] in '.:;?!"”', after.strip()[:1]
    return bool(first) and not ended and (first.islower() or not begins_with_number(after.lstrip()))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without white space at its ends; `indent` in characters, a tab reaching to the next eighth."""

    span: Span
    indent: int
    page: int | None

    @property
    def width(self) -> int:
        return self.indent + len(self.span)


def _runs(text: str, pages: Sequence[int]) -> Iterator[list[_Line]]:
    """Lines that follow one another with no empty line and no page break in between."""
    run: list[_Line] = []
    for line in _lines(text, pages):
        if run and (
            (run[-1].page != line.page and not pages) or _EMPTY_BETWEEN.search(text, run[-1].span.end, line.span.start)
        ):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _lines(text: str, pages: Sequence[int]) -> Iterator[_Line]:
    page, paged = 1, "\f" in text or bool(pages)
    count = 0
    for match in _LINE.finditer(text):
        if match[0] == "\f":
            page += 1
            continue
        inside = match[0].strip()
        if not inside:
            continue
        count += 1
        if count > _MOST_LINES:
            raise UnreadableFile(f"It has more than {_MOST_LINES:,} lines.")
        before = len(match[0]) - len(match[0].lstrip())
        start = match.start() + before
        indent = len(match[0][:before].expandtabs(_TAB)) if before else 0
        on = bisect_right(pages, start) + 1 if pages else page
        yield _Line(Span(start, start + len(inside)), indent, on if paged else None)


def _blocks(text: str, run: Sequence[_Line]) -> Iterator[Block]:
    for lines in _paragraphs(text, run):
        span = Span(lines[0].span.start, lines[-1].span.end)
        yield Block(span, indent=float(lines[0].indent * _POINTS), page=lines[0].page)


def _is_wrapped(text: str, run: Sequence[_Line]) -> bool:
    """Whether lines end because a column ended: nearly all are of a length, and the next word had no room."""
    if len(run) < 2 or max(line.width for line in run) > _WIDEST + _NARROWEST // 2:
        return False
    fitting = sum(_NARROWEST <= line.width <= _WIDEST for line in run[:-1])
    width = max(line.width for line in run)
    going_on = sum(_goes_on(text, line, after, width) for line, after in pairwise(run))
    breaks = sum(_breaks(text, line, after, width) for line, after in pairwise(run))
    joints = len(run) - 1 - breaks
    return joints > 0 and fitting >= _WRAPPED * joints and going_on >= _WRAPPED * joints


def _goes_on(text: str, line: _Line, after: _Line, width: int) -> bool:
    first = text[after.span.start]
    return first.islower() or (line.width >= _NARROWEST and not _has_room(text, line, after, width))


def _is_rest(text: str, line: _Line, after: _Line) -> bool:
    """Whether a line in small letters, with no number, goes on with the sentence of the line before."""
    start = after.span.start
    begins = begins_with_number(text, start) or _BULLET.match(text, start)
    return text[start].islower() and not begins and not _ends_sentence(text, line)


def _ends_sentence(text: str, line: _Line) -> bool:
    return bool(_ENDS_SENTENCE.search(text, max(line.span.start, line.span.end - 8), line.span.end))


def _has_room(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the next line would have fitted on this one: then something else ended it."""
    word = text[after.span.start : after.span.end][: width + 1].split(None, 1)[0]
    return line.width + 1 + len(word) <= width


def _paragraphs(text: str, run: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines that belong together; where they were not wrapped, each with those below that end its sentence."""
    width, wrapped = max(line.width for line in run), _is_wrapped(text, run)
    paragraph = [run[0]]
    for line, after in pairwise(run):
        goes_on = line.width >= _NARROWEST and _is_rest(text, line, after)
        if _breaks(text, line, after, width) or _is_shifted(text, paragraph, after) if wrapped else not goes_on:
            yield paragraph
            paragraph = []
        paragraph.append(after)
    yield paragraph


def _breaks(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether a paragraph ends between two lines, by their words; after "as paragraph" a "12." goes on with it."""
    if _stands_alone(text, line, line) or _stands_alone(text, line, after):
        return True
    ended = _ends_sentence(text, line)
    short = line.width < _FULL * width and _has_room(text, line, after, width)
    if begins_with_number(text, after.span.start) or _BULLET.match(text, after.span.start):
        return ended or short
    return short and not text[after.span.start].islower()


def _stands_alone(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line is one of a list of contents, or nothing but "ARTICLE 34." below a heading in capitals."""
    if _LISTED.fullmatch(text, line.span.start, line.span.end):
        return True
    lone = _LONE.fullmatch(text, line.span.start, line.span.end)
    return lone is not None and text[before.span.start : before.span.end].split()[-1].isupper()


def _is_shifted(text: str, paragraph: Sequence[_Line], after: _Line) -> bool:
    """Whether the left edge says that a paragraph begins; its first line may stand out or be set in.

    The rest of a sentence may stand at any edge.
    """
    first, last = paragraph[0], paragraph[-1]
    if abs(after.indent - last.indent) <= 1 or _is_rest(text, last, after):
        return False
    if len(paragraph) > 1:
        return True
    start = first.span.start
    hanging = begins_with_number(text, start) or _BULLET.match(text, start) is not None
    return after.indent > first.indent + (12 if hanging else 1)
