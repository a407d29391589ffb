"""PDFs whose pages are pictures: read by OCR in the limited child process, each word with its place."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from corpus.cutting.segment import segment
from corpus.errors import UnreadableFile
from corpus.formats.pdf.places import upside_down
from corpus.intake.files import Given
from corpus.intake.read import Request
from corpus.intake.reader import FileReader, ReadDocument
from corpus.library.library import Library, Original
from corpus.library.view import LibraryView
from corpus.types import OCR_NOTE, Card, PlacedLine
from index.encoders.hashing import HashingEncoder
from qa_app.check.checker import Desk
from qa_app.check.reports.rows import what_to_do
from qa_app.check.sources import LibrarySources
from qa_app.check.types import Flag, Quotation
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site
from tests.corpus.scans import Grey, picture_pdf, pictures_of, scanned
from tests.corpus.test_pdf import pdf

PAGE = pdf(
    [
        (60, 700, "Statement of the Harbour Meeting", 16),
        (60, 640, "1. The participants agreed that the harbour stays open."),
        (60, 600, "2. The next meeting takes place in the old town hall."),
    ]
)


def read(raw: bytes, folder: Path) -> ReadDocument:
    pytest.importorskip("rapidocr", reason="needs the extra `ocr`")
    file = folder / "scan.pdf"
    file.write_bytes(raw)
    with FileReader() as reader:
        (found,) = reader.read(Request(file, hashlib.sha256(raw).hexdigest(), "scan", Given()))
    return found


def printed() -> Grey:
    """The upper part of the page, as it comes from the printer."""
    return pictures_of(PAGE)[0][:800]


@pytest.mark.slow
@pytest.mark.parametrize("turned", [False, True])
def test_a_scan_is_read_with_its_numbers_and_places(tmp_path: Path, turned: bool) -> None:
    """A little askew and with noise, also where it was laid upside down; places are those of the file."""
    page = scanned(printed(), 0.4, 10, 1)
    found = read(picture_pdf([page[::-1, ::-1].copy() if turned else page]), tmp_path)
    first = found.places[0]

    assert found.document.numbers == ("1", "2")
    assert found.document.paragraph("2").text == "The next meeting takes place in the old town hall."
    assert found.document.card.title == "Statement of the Harbour Meeting"
    assert found.document.read_by_ocr
    assert len(first.sureness) == len(first.words)
    assert (first.bottom > 10 * 800 * 72 / 200 / 2) is not turned


@pytest.mark.slow
def test_a_blank_scan_is_said_to_be_blank(tmp_path: Path) -> None:
    """Paper with nothing but noise is no document."""
    blank = scanned(np.full((400, 400), 255, np.uint8), 0, 6, 2)

    with pytest.raises(UnreadableFile, match="blank, or too faint for OCR"):
        read(picture_pdf([blank]), tmp_path)


def test_a_line_read_upside_down_lies_where_the_file_has_it() -> None:
    """The first word of a turned page is at its lower right."""
    line = PlacedLine(1, 7000, 7100, ((0, 600, 900), (5, 950, 1200)), (99, 98))

    assert upside_down(line, 600, 800) == PlacedLine(1, 900, 1000, ((0, 5100, 5400), (5, 4800, 5050)), (99, 98))


def test_doubtful_words_are_marked_and_a_check_says_to_look(tmp_path: Path) -> None:
    """The page marks the words that OCR was not sure of, and no quotation of a scan goes without a word on it."""
    read_so = segment(
        "1. The harbour stays open all winter long.\n\n2. Nothing else.", Card("s", "S", None, None, None, None, "en")
    )
    document = replace(read_so, notes=(OCR_NOTE,))
    at = document.text.index("winter")
    line = PlacedLine(1, 100, 200, ((3, 0, 9), (at, 10, 20)), (99, 61))
    with Library.open(tmp_path / "library", tuple) as library:
        library.add(document, original=Original(b"%PDF", (line,)))
        with TestClient(create_site(Service(library, HashingEncoder, make_answerer))) as client:
            page = client.get("/doc/s?find=open all winter long").text
        doubted = re.findall(r'<span class="doubtful" title="Read by OCR, (\d+)% sure">(\w+)</span>', page)
        check = Desk(LibrarySources(LibraryView(library))).check(Quotation("the harbour stays open all winter long"))

        assert doubted == [("61", "winter")]
        assert check.sound
        assert Flag.READ_BY_OCR in check.flags
        assert what_to_do(check, library.document) == (
            "Look at the page before you print it: the source was read by OCR."
        )
