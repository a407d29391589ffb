"""PDF files: the text of their pages in reading order, as paragraphs, with what interrupts them set apart."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import NeedsOcr, UnreadableFile
from corpus.formats.pdf.letters import Sheet, read_sheet
from corpus.formats.pdf.lines import Column, Line, columns_of, rows_of
from corpus.formats.pdf.margins import Note, part_furniture, part_notes
from corpus.formats.pdf.ocr import read_picture, with_one_size
from corpus.formats.pdf.paragraphs import (
    Words,
    fit_measures,
    heading_levels,
    paragraphs_of,
    part_tables,
    setting_of,
    words_of,
)
from corpus.formats.pdf.places import placed_lines, upside_down
from corpus.formats.reading import About, Block, Reading, Role, without_marks
from corpus.types import OCR_NOTE, Mark, Span

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000
_MOST_UNPACKED = 64 << 20  # bytes; pdfium reads less of one part, and takes the rest for nothing
_STREAM = re.compile(rb"stream\r?\n")
_PICTURES = "There is no text layer: the pages are pictures, and need OCR first."
_NOTHING = "There is no text in this PDF."
_BLANK = "No words could be made out on these pages: they are blank, or too faint for OCR."
_DAMAGED = "This PDF cannot be read: it is damaged."
_BOMB = f"This PDF is a bomb: a part of it unpacks to more than {_MOST_UNPACKED >> 20} MB."
_LOCKED = "This PDF is encrypted: it needs a password."
_UNTITLED = re.compile(r"(microsoft|untitled|document\s?\d*$)|\.(docx?|rtf|pdf|pptx?|odt|indd|qxd|tex)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block before it has its place in the text: `mark` letters at its start are its label."""

    text: str
    role: Role
    page: int
    mark: int = 0
    level: int | None = None
    indent: float | None = None
    lines: tuple[Line, ...] = ()


def read_pdf(raw: bytes) -> Reading:
    """The text of a PDF with its paragraphs, headings, notes and page furniture as blocks; raises UnreadableFile."""
    sheets, title = _read(raw)
    pieces = list(_pieces(sheets))
    if not pieces:
        # A part in which nothing was found may be packed, several times over, into next to nothing.
        if any(_unpacks_to_more(raw[start.end() :]) for start in _STREAM.finditer(raw)):
            raise UnreadableFile(_BOMB)
        if any(sheet.pictured for sheet in sheets):
            raise NeedsOcr(_PICTURES, len(sheets))
        raise UnreadableFile(_NOTHING)
    return _reading(sheets, pieces, title, tuple(_doubts(sheets)))


def read_scan(raw: bytes) -> Reading:
    """The same of a PDF whose pages are pictures, by OCR; raises UnreadableFile where no words are made out."""
    sheets, upside_down_pages = list[Sheet](), set[int]()
    with pypdfium2.PdfDocument(raw) as document:
        for index in range(len(document)):
            page = document[index]
            sheet, turned = read_picture(page, index + 1)
            page.close()
            sheets.append(with_one_size(sheet))
            upside_down_pages |= {sheet.number} if turned else set()
        title = document.get_metadata_value("Title").strip()
    pieces = list(_pieces(sheets))
    if not pieces:
        raise UnreadableFile(_BLANK)
    blank = [str(sheet.number) for sheet in sheets if not sheet.runs]
    doubts = (OCR_NOTE, *([f"On page {', '.join(blank)} no words were made out."] if blank else []))
    reading = _reading(sheets, pieces, title, doubts)
    size = {sheet.number: (sheet.width, sheet.height) for sheet in sheets if sheet.number in upside_down_pages}
    places = tuple(upside_down(e, *size[e.page]) if e.page in size else e for e in reading.places)
    return replace(reading, places=places)


def _reading(sheets: list[Sheet], pieces: list[_Piece], title: str, doubts: tuple[str, ...]) -> Reading:
    text, blocks, marks = _laid_out(pieces)
    places = tuple(
        line
        for piece, block in zip(pieces, blocks, strict=True)
        for line in placed_lines(piece.lines, block.span.of(text), block.span.start)
    )
    return Reading(text, blocks, About(title=_own_title(title, text)), doubts, marks, places)


def _unpacks_to_more(packed: bytes) -> bool:
    while True:
        try:
            packed = zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
        except zlib.error:
            return False
        if len(packed) >= _MOST_UNPACKED:
            return True
        if not packed:
            return False


def _read(raw: bytes) -> tuple[list[Sheet], str]:
    """Every page, and the title that the file gives itself."""
    try:
        with pypdfium2.PdfDocument(raw) as document:
            if len(document) > _MOST_PAGES:
                raise UnreadableFile(f"This PDF has {len(document):,} pages; up to {_MOST_PAGES:,} can be read.")
            if not len(document):
                raise UnreadableFile(_DAMAGED)
            return list(_sheets(document)), document.get_metadata_value("Title").strip()
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise UnreadableFile(_LOCKED if locked else _DAMAGED) from error


def _sheets(document: pypdfium2.PdfDocument) -> Iterator[Sheet]:
    characters = 0
    for index in range(len(document)):
        page = document[index]
        sheet = read_sheet(page, index + 1)
        page.close()
        characters += sum(len(run.text) for run in sheet.runs)
        if characters > _MOST_CHARACTERS:
            raise UnreadableFile(f"This PDF holds more than {_MOST_CHARACTERS:,} characters.")
        yield sheet


def _pieces(sheets: list[Sheet]) -> Iterator[_Piece]:
    """The blocks of the document: its text, then the notes at the feet of its pages, then furniture."""
    parted = part_furniture(sheets, [rows_of(sheet) for sheet in sheets])
    size = _usual_size(sheets)
    columns: list[Column] = []
    notes: list[Note] = []
    for sheet, page in zip(sheets, parted, strict=True):
        body, feet = part_notes(columns_of(list(page.rows), sheet.number), sheet.rules, size)
        columns += body
        notes += feet
    paragraphs, notes = _paragraphs(columns), _continued(notes)
    texts = (line.text for column in columns for line in column.lines)
    words = words_of(texts, [[line.text for line in lines] for lines in paragraphs])
    yield from _body(paragraphs, words, size)
    for note in notes:
        text = words.joined([line.text for line in note.lines])
        yield _Piece(text, Role.FOOTNOTE, note.lines[0].page, len(note.mark or ""), lines=tuple(note.lines))
    for sheet, page in zip(sheets, parted, strict=True):
        yield from (_Piece(line, Role.FURNITURE, sheet.number) for line in page.furniture)


def _paragraphs(columns: list[Column]) -> list[list[Line]]:
    fitted = [part_tables(column) for column in fit_measures(columns)]
    return paragraphs_of(fitted, setting_of(fitted))


def _body(paragraphs: list[list[Line]], words: Words, size: float) -> Iterator[_Piece]:
    levels = heading_levels(paragraphs, size)
    for index, lines in enumerate(paragraphs):
        role = Role.HEADING if index in levels else Role.TABLE if lines[0].cells else Role.BODY
        text = words.joined([line.called or line.text for line in lines])
        indent = _indent(lines[0])
        yield _Piece(text, role, lines[0].page, level=levels.get(index), indent=indent, lines=tuple(lines))


def _indent(line: Line) -> float:
    """How far in the line begins: from the left edge of the page, or from the right one of its column."""
    return round(max(0.0, line.measure.right - line.right) if line.from_right else line.left, 1)


def _continued(notes: list[Note]) -> list[Note]:
    """Notes with what stands on the next page joined to them."""
    joined: list[Note] = []
    for note in notes:
        if note.mark is None and joined:
            joined[-1] = replace(joined[-1], lines=(*joined[-1].lines, *note.lines))
        else:
            joined.append(note)
    return joined


def _usual_size(sheets: Sequence[Sheet]) -> float:
    """The size in which most letters of the document are set."""
    counts: Counter[float] = Counter()
    for sheet in sheets:
        for run in sheet.runs:
            counts[run.size] += len(run.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _laid_out(pieces: list[_Piece]) -> tuple[str, tuple[Block, ...], tuple[Mark, ...]]:
    """The pieces one below the other, where each stands, and the marks of notes within them."""
    blocks: list[Block] = []
    texts, marks, position = list[str](), list[Mark](), 0
    for piece in pieces:
        words, found = without_marks(piece.text)
        span = Span(position, position + len(words))
        texts.append(words)
        marks += [Mark(position + mark.place, mark.text) for mark in found]
        label = Span(position, position + piece.mark) if piece.mark else None
        blocks.append(Block(span, piece.role, label, piece.level, None, piece.indent, piece.page))
        position = span.end + 2
    return "\n\n".join(texts), tuple(blocks), tuple(marks)


def _own_title(title: str, text: str) -> str | None:
    """The title that the file gives itself, where the document has the same words near its beginning."""
    start = " ".join(text[:5_000].split()).casefold()
    plain = " ".join(title.split())
    return plain if plain and not _UNTITLED.search(plain) and plain.casefold() in start else None


def _doubts(sheets: list[Sheet]) -> Iterator[str]:
    pictures = [str(sheet.number) for sheet in sheets if not sheet.runs and sheet.pictured]
    if pictures:
        pages = "Page" if len(pictures) == 1 else "Pages"
        verb = "is a picture" if len(pictures) == 1 else "are pictures"
        yield f"{pages} {', '.join(pictures)} {verb} without a text layer and could not be read."
    if any(sheet.hidden for sheet in sheets):
        yield "This PDF holds words that its pages do not show; they were left out."
    garbled = [str(sheet.number) for sheet in sheets if _is_garbled(sheet)]
    if garbled:
        pages = "page" if len(garbled) == 1 else "pages"
        yield f"Many characters on {pages} {', '.join(garbled)} have no meaning in the file, only a shape."


def _is_garbled(sheet: Sheet) -> bool:
    """Whether one letter in twenty is one that the file's fonts do not explain."""
    text = "".join(run.text for run in sheet.runs)
    strange = sum(char == "\ufffd" or "\ue000" <= char <= "\uefff" for char in text)
    return 20 * strange > len(text) > 0
