"""A page of a PDF as a small picture, with boxes around some of its words."""

import struct
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.types import PlacedLine, Span

NARROWEST, WIDEST = 200, 2_000  # pixels
_TALLEST = 6_000
_MARGIN = 12  # tenths of a point around the words
_BORDER = 2  # pixels
_PNG = b"\x89PNG\r\n\x1a\n"

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page (from 1) of the PDF at `path`, so many pixels wide; `boxes` are (left, bottom, right, top), tenths of a
    point from the lower left corner."""

    path: str
    page: int
    width: int
    boxes: tuple[Box, ...] = ()

    def to_fields(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> "Drawing":
        """The drawing of `to_fields`."""
        return cls(**{**fields, "boxes": tuple(map(tuple, fields["boxes"]))})


def boxes_of(lines: tuple[PlacedLine, ...], span: Span, page: int) -> tuple[Box, ...]:
    """A box for each line on that page around the words of it that begin in `span` of the text."""
    found = []
    for line in lines:
        words = [word for word in line.words if span.start <= word[0] < span.end] if line.page == page else []
        if words:
            edges = min(word[1] for word in words), max(word[2] for word in words)
            found.append((edges[0], line.bottom, edges[1], line.top))
    return tuple(found)


def draw_page(drawing: Drawing) -> bytes:
    """The page in grey as PNG, what is boxed as if marked with a pen; raises UnreadableFile."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(Path(drawing.path)) as document:
            if not 1 <= drawing.page <= len(document):
                raise UnreadableFile(f"There is no page {drawing.page:,}: this file has {len(document):,}.")
            page = document[drawing.page - 1]
            width, height = page.get_size()
            scale = min(drawing.width / max(width, 1), _TALLEST / max(height, 1))
            grey = page.render(scale=scale, grayscale=True).to_numpy()
    except (pypdfium2.PdfiumError, OSError) as error:
        raise UnreadableFile("This page cannot be drawn: the file is damaged.") from error
    return _png(_marked(grey.reshape(grey.shape[:2]), drawing.boxes, scale, height))


def _marked(grey: Any, boxes: tuple[Box, ...], scale: float, height: float) -> Any:
    """Indices of the palette: of 128 greys, the last one apart, and the same again as they look under a marker."""
    indices = grey >> 1
    for left, bottom, right, top in boxes:
        x1, x2 = (max(0, round((x / 10) * scale)) for x in (left - _MARGIN, right + _MARGIN))
        y1, y2 = (max(0, round((height - y / 10) * scale)) for y in (top + _MARGIN, bottom - _MARGIN))
        inside = indices[y1:y2, x1:x2]
        inside[inside == 0] = 1  # black under the marker is the colour of the edges
        inside |= 128
        for edge in (inside[:_BORDER], inside[-_BORDER:], inside[:, :_BORDER], inside[:, -_BORDER:]):
            edge[...] = _PEN
    return indices


_PEN = 128  # the darkest grey under the marker, which no letter needs, is the colour of the boxes' edges
_PEN_COLOUR, _MARKER = (20, 80, 125), (255, 240, 168)


def _palette() -> bytes:
    greys = [(level * 255 // 127,) * 3 for level in range(128)]
    under = [tuple(c * m // 255 for c, m in zip(grey, _MARKER, strict=True)) for grey in greys]
    under[0] = _PEN_COLOUR
    return bytes(value for colour in (*greys, *under) for value in colour)


def _png(indices: Any) -> bytes:
    """The Portable Network Graphics (ISO/IEC 15948) of a page whose colours are places in the palette."""
    height, width = indices.shape
    rows = b"".join(b"\0" + row.tobytes() for row in indices)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", _palette()), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return _PNG + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
