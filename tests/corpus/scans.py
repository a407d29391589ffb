"""Pages as somebody prints and scans them: 200 dots an inch, a little askew, with noise, as a PDF of pictures."""

import zlib
from collections.abc import Sequence

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from tests.corpus.test_pdf import _file, _stream

Grey = NDArray[np.uint8]


def pictures_of(raw: bytes) -> list[Grey]:
    """Each page of a PDF in grey."""
    with pypdfium2.PdfDocument(raw) as document:
        drawn = [page.render(scale=200 / 72, grayscale=True) for page in document]
        return [np.asarray(each.to_numpy(), np.uint8).reshape(each.height, each.width) for each in drawn]


def scanned(page: Grey, degrees: float, noise: float, seed: int) -> Grey:
    """The page turned by so many degrees, its grey shifted by as much as a cheap scanner does."""
    height, width = page.shape
    angle, random = np.radians(degrees), np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    cy, cx = height / 2, width / 2
    from_y = np.clip(np.round(cy + (y - cy) * np.cos(angle) + (x - cx) * np.sin(angle)), 0, height - 1).astype(int)
    from_x = np.clip(np.round(cx - (y - cy) * np.sin(angle) + (x - cx) * np.cos(angle)), 0, width - 1).astype(int)
    grey = page[from_y, from_x].astype(float) * 0.85 + 25 + random.normal(0, noise, page.shape)
    turned: Grey = np.clip(grey, 0, 255).astype(np.uint8)
    return turned


def picture_pdf(pages: Sequence[Grey]) -> bytes:
    """A PDF that has these pictures for pages, and no text."""
    kids = " ".join(f"{3 + 3 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for at, page in enumerate(pages):
        height, width = page.shape
        wide, high = width * 72 / 200, height * 72 / 200
        image = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        place = 3 + 3 * at
        resources = f"/Resources << /XObject << /I {place + 2} 0 R >> >>"
        box = f"/MediaBox [0 0 {wide:.2f} {high:.2f}]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents {place + 1} 0 R >>".encode(),
            _stream(f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /I Do Q".encode()),
            _stream(zlib.compress(page.tobytes()), f"{image} /BitsPerComponent 8 /Filter /FlateDecode"),
        ]
    return _file(objects)
