"""The characters of a PDF page as runs: stretches of one style on one base line, with their place on the page."""

import itertools
import math
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_int, c_uint, c_void_p, cast, create_string_buffer
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

HYPHEN = "\x02"  # how pdfium writes a hyphen at the end of a line, hard or soft
_HYPHEN_IN_TEXT = "\ufffe"  # the same, as pdfium writes it elsewhere
_PERHAPS = "\v"  # a space that pdfium adds where it sees a gap; it adds some within words that are set wide
SPACE = 0.19  # of the size: a gap that a reader sees as a space
_WIDE = 0.8  # of the size: a wider gap ends a run, so that columns and cells come apart
_MOST_SPACES = 80  # kept between two words
_BOLD, _ITALIC = 600, 1 << 6
_MOST_SHAPES = 5_000
_WHITE = 250  # of 255


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are set; `size` in points as seen on the page, `upright` False where the line is turned.

    `inked` is False for letters that leave no ink on white paper: drawn in white, or not drawn at all.
    """

    size: float
    bold: bool
    italic: bool
    upright: bool
    inked: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style on one base line, in logical order; `spaced` where white space went before.

    `lefts` are the left edges of its characters, none where they are not known; `sureness` is how sure each was read by
    OCR, in percent.
    """

    text: str
    left: float
    right: float
    base: float
    style: Style
    spaced: bool
    lefts: Sequence[float] = field(default=(), compare=False, repr=False)
    sureness: Sequence[int] = field(default=(), compare=False, repr=False)

    @property
    def size(self) -> float:
        """The size of its type in points."""
        return self.style.size

    @property
    def from_right(self) -> bool:
        """Whether it is written from right to left."""
        return is_from_right(self.text)


# Places on a page, as a reader sees it: turned pages are turned upright.


@dataclass(frozen=True, slots=True)
class Place:
    """A box in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it was read: its runs in the file's order, its horizontal rules, and whether it shows pictures.

    `hidden` says that it holds words which nobody sees on it; they are none of its runs.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Place, ...]
    pictured: bool
    hidden: bool = False


class _Letter(NamedTuple):
    """A tuple, as there are millions of them in a long document."""

    char: str
    left: float
    right: float
    base: float
    style: Style


def read_sheet(page: Any, number: int) -> Sheet:
    """What stands on a pypdfium2 page; raises pypdfium2.PdfiumError where pdfium cannot take it apart."""
    width, height = page.get_size()
    turn = Turn(page.get_rotation(), page.get_bbox())
    textpage = page.get_textpage()
    runs = tuple(_runs(_letters(textpage.raw, turn)))
    shapes = _shapes(page, turn)
    shown = tuple(run for run in runs if run.style.inked or shapes.lie_under(run))
    return Sheet(number, width, height, shown, shapes.rules, shapes.pictured, len(shown) < len(runs))


def is_from_right(text: str) -> bool:
    """Whether most letters of `text` are of a script that runs from right to left."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(_runs_left(char) for char in letters) > len(letters)


def _runs_left(char: str) -> bool:
    return char >= "\u0590" and unicodedata.bidirectional(char) in ("R", "AL")


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned clockwise for the reader (0, 90, 180 or 270 degrees), and its box before that."""

    degrees: int
    box: tuple[float, float, float, float]

    def place(self, left: float, bottom: float, right: float, top: float) -> Place:
        """A box of the file's coordinates as the reader sees it."""
        (x0, y0), (x1, y1) = self._point(left, bottom), self._point(right, top)
        return Place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def height(self, x: float, y: float) -> float:
        """How far above the foot of the page the reader sees a point of the file's coordinates."""
        return self._point(x, y)[1]

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        if self.degrees == 90:
            return y - bottom, right - x
        if self.degrees == 180:
            return right - x, top - y
        if self.degrees == 270:
            return top - y, x - left
        return x - left, y - bottom


def _letters(textpage: Any, turn: Turn) -> Iterator[_Letter | str]:
    """Each character with its place; white space and what ends a line as plain strings."""
    styles, places = _Styles(textpage, turn), _Places(textpage, turn)
    for index, char in _characters(textpage):
        if char in "\r\n":
            yield "\n"
        elif char.isspace():
            yield char if pdfium.FPDFText_GetTextObject(textpage, index) else _PERHAPS
        elif char == HYPHEN or unicodedata.category(char) not in ("Cc", "Cs", "Cn"):
            yield _Letter(char, *places.at(index), styles.at(index))


def _characters(textpage: Any) -> Iterator[tuple[int, str]]:
    """The characters of a page with their index; pdfium may give one beyond U+FFFF in two halves."""
    high = ""
    for index in range(max(0, pdfium.FPDFText_CountChars(textpage))):
        char = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if "\ud800" <= char <= "\udbff":
            high = char
            continue
        if high:
            char, high = (high + char).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[0], ""
        yield index, HYPHEN if char == _HYPHEN_IN_TEXT else char


class _Styles:
    """The style at an index; asked of pdfium once for each stretch of text that the file draws in one go."""

    def __init__(self, textpage: Any, turn: Turn) -> None:
        self._textpage, self._turn = textpage, turn
        self._drawn: int | None = None
        self._style = Style(1.0, False, False, True)

    def at(self, index: int) -> Style:
        drawn = pdfium.FPDFText_GetTextObject(self._textpage, index)
        key = cast(drawn, c_void_p).value if drawn else None
        if key is not None and key != self._drawn:
            self._drawn, self._style = key, _style(self._textpage, index, self._turn)
        return self._style


def _style(textpage: Any, index: int, turn: Turn) -> Style:
    matrix, flags, name = pdfium.FS_MATRIX(), c_int(), create_string_buffer(200)
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 200, flags)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    font = name.value.decode("utf-8", "replace").casefold()
    bold = "bold" in font or "black" in font or pdfium.FPDFText_GetFontWeight(textpage, index) >= _BOLD
    italic = "italic" in font or "oblique" in font or bool(flags.value & _ITALIC)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) - turn.degrees
    upright = abs((angle + 180) % 360 - 180) < 10
    return Style(round(min(max(size, 0.5), 500.0), 1), bold, italic, upright, _is_inked(textpage, index))


def _is_inked(textpage: Any, index: int) -> bool:
    drawn = pdfium.FPDFText_GetTextObject(textpage, index)
    if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return False
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not pdfium.FPDFText_GetFillColor(textpage, index, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


class _Places:
    """Where the character at an index stands."""

    def __init__(self, textpage: Any, turn: Turn) -> None:
        self._textpage, self._turn = textpage, turn
        self._box, self._x, self._y = pdfium.FS_RECTF(), c_double(), c_double()

    def at(self, index: int) -> tuple[float, float, float]:
        """The left edge, the right edge and the base line."""
        box, turn = self._box, self._turn
        pdfium.FPDFText_GetLooseCharBox(self._textpage, index, box)
        pdfium.FPDFText_GetCharOrigin(self._textpage, index, self._x, self._y)
        if not turn.degrees:
            return box.left - turn.box[0], box.right - turn.box[0], self._y.value - turn.box[1]
        along = turn.place(box.left, box.bottom, box.right, box.top)
        return along.left, along.right, turn.height(self._x.value, self._y.value)


def _runs(letters: Iterator[_Letter | str]) -> Iterator[Run]:
    run: list[_Letter] = []
    text: list[str] = []
    lefts = array("f")
    spaces, spaced, leftwards = "", False, 0
    for letter in letters:
        if isinstance(letter, str):
            spaces += letter if len(spaces) < _MOST_SPACES else ""
            continue
        if run and ("\n" in spaces or _ends(run[-1], letter, 2 * leftwards > len(run))):
            yield _run(run, text, lefts, spaced)
            run, text, lefts, leftwards = [], [], array("f"), 0
        if run:
            text.append(between := _seen(spaces, run[-1], letter))
            lefts.extend([run[-1].right] * len(between))
        else:
            spaced = bool(spaces.replace(_PERHAPS, ""))
        run.append(letter)
        text.append(letter.char)
        lefts.append(letter.left)
        spaces, leftwards = "", leftwards + _runs_left(letter.char)
    if run:
        yield _run(run, text, lefts, spaced)


def _seen(spaces: str, before: _Letter, letter: _Letter) -> str:
    """The white space between two letters: the file's own, or one space where the gap is wide enough for it."""
    own = spaces.replace(_PERHAPS, "")
    gap = max(letter.left - before.right, before.left - letter.right)
    return own if own or not spaces or gap <= SPACE * letter.style.size else " "


def _ends(before: _Letter, letter: _Letter, leftwards: bool) -> bool:
    """Whether `letter` begins a run of its own; within words that run to the left only a new line does that."""
    size = max(before.style.size, letter.style.size)
    if abs(letter.base - before.base) > 0.5 * size:
        return True
    if leftwards or _runs_left(letter.char):
        return False
    gap = letter.left - before.right
    lifted = abs(letter.base - before.base) > 0.1 * size
    return letter.style != before.style or lifted or gap > _WIDE * size or gap < -size


def _run(letters: list[_Letter], text: list[str], lefts: Sequence[float], spaced: bool) -> Run:
    left = min(letter.left for letter in letters)
    right = max(letter.right for letter in letters)
    return Run("".join(text), left, right, letters[0].base, letters[0].style, spaced, lefts)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What is drawn on a page beside letters: horizontal rules, and the places of pictures and of coloured areas."""

    rules: tuple[Place, ...]
    pictured: bool
    grounds: tuple[Place, ...]

    def lie_under(self, run: Run) -> bool:
        """Whether a run stands on a picture or a coloured area: a scan with its text laid over it, a table's head."""
        x, y = (run.left + run.right) / 2, run.base + 0.3 * run.size
        return any(g.left <= x <= g.right and g.bottom <= y <= g.top for g in self.grounds)


def _shapes(page: Any, turn: Turn) -> _Shapes:
    """The shapes of a page; of a very large drawing only the first part."""
    rules: list[Place] = []
    grounds: list[Place] = []
    pictured = False
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
    for shape in itertools.islice(page.get_objects(filter=kinds, max_depth=3), _MOST_SHAPES):
        place = turn.place(*shape.get_bounds())
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictured = True
            grounds.append(place)
        elif place.top - place.bottom < 2.5 and place.right - place.left > 25:
            rules.append(place)
        elif _is_coloured(shape):
            grounds.append(place)
    return _Shapes(tuple(rules), pictured, tuple(grounds))


def _is_coloured(shape: Any) -> bool:
    mode, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(shape.raw, mode, stroke)
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    filled = mode.value != 0 and pdfium.FPDFPageObj_GetFillColor(shape.raw, red, green, blue, alpha)
    return bool(filled) and alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE
