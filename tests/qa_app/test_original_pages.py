"""The file that a document was read from: kept, its pages drawn with words boxed, and what is said where it is not."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from fastapi.testclient import TestClient

from corpus.formats.pdf.picture import boxes_of
from corpus.intake.add import Intake
from corpus.intake.files import Given
from corpus.intake.reader import FileReader
from corpus.library.backup import back_up, restore
from corpus.library.library import FILE_NAME, Library
from corpus.types import Document, Span
from index.encoders.hashing import HashingEncoder
from qa_app.commands.options import make_answerer
from qa_app.service import Service
from qa_app.web import create_site
from tests.corpus.test_pdf import pdf
from tests.shapes import PROCESS

RAW = pdf(
    [
        (60, 700, "Statement of the Harbour Meeting", 16),
        (60, 640, "1. The participants agreed that the harbour stays open to"),
        (60, 626, "every ship, and that no toll is taken before the spring."),
        (60, 596, "2. The next meeting takes place in the old town hall, and"),
    ],
    [(60, 700, "every delegation is asked to bring its own charts and"), (60, 686, "to name a speaker.")],
)


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the harbour statement, read from its file, and with a document that came from none."""
    folder = tmp_path_factory.mktemp("harbour")
    file = folder / "harbour.pdf"
    file.write_bytes(RAW)
    with Library.open(folder / "library", lambda: (PROCESS,)) as opened, FileReader() as reader:
        list(Intake(opened, reader, Given()).add(file))
        return folder / "library"


@pytest.fixture
def library(tmp_path: Path, read_once: Path) -> Iterator[Library]:
    """A copy of that library."""
    (tmp_path / "harbour.pdf").write_bytes(RAW)
    with Library.open(copytree(read_once, tmp_path / "library"), tuple) as opened:
        yield opened


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    with TestClient(create_site(Service(library, HashingEncoder, make_answerer))) as client:
        yield client


@pytest.fixture
def harbour(library: Library) -> Document:
    return library.document("harbour")


def where(document: Document, words: str) -> str:
    start = document.text.index(words)
    return f"start={start}&end={start + len(words)}"


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the places in the palette, of a picture of ours."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    at = png.index(b"IDAT")
    rows = zlib.decompress(png[at + 4 : at + 4 + int.from_bytes(png[at - 4 : at], "big")])
    return width, height, b"".join(rows[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height))


def test_every_word_has_its_place(library: Library, harbour: Document) -> None:
    """Words of a line stand beside each other, lines below each other, in points of their page."""
    lines = library.places("harbour")
    start = harbour.text.index("no toll")

    (box,) = boxes_of(lines, Span(start, start + len("no toll")), 1)

    assert {line.page for line in lines} == {1, 2}
    assert 60 < box[0] / 10 < box[2] / 10 < 330
    assert box[1] / 10 < 626 < box[3] / 10
    assert boxes_of(lines, Span(start, start + 7), 2) == ()


def test_what_is_boxed_is_marked_and_nothing_else(client: TestClient, harbour: Document) -> None:
    """The marker lies on the words asked for; without any the page is plain paper."""
    plain = pixels(client.get("/doc/harbour/page/1.png?width=600").content)
    boxed = pixels(client.get(f"/doc/harbour/page/1.png?width=600&{where(harbour, 'no toll is taken')}").content)

    assert plain[:2] == boxed[:2] == (600, 800)
    assert max(plain[2]) < 128
    rows = [at // 600 for at, value in enumerate(boxed[2]) if value >= 128]
    assert 800 - 640 < min(rows) < max(rows) < 800 - 615


def test_the_picture_is_of_the_page_that_has_the_words(client: TestClient, harbour: Document) -> None:
    """A paragraph that goes on overleaf is shown where the words in question stand."""
    asked = where(harbour, "name a speaker")
    led = client.get(f"/doc/harbour/page?{asked}", follow_redirects=False)
    page = client.get(led.headers["location"]).text

    assert led.status_code == 303
    assert led.headers["location"].startswith("/doc/harbour/page/2?")
    assert "Page 2 as it is printed; boxed: name a speaker" in page
    assert "to name a speaker.</p>" in page
    assert (
        client.get(f"/doc/harbour/page.png?{asked}").content == client.get(f"/doc/harbour/page/2.png?{asked}").content
    )


def test_the_page_speaks_the_readers_language(client: TestClient, harbour: Document) -> None:
    """What is said around the picture is German where German is asked for; the document's words stay its own."""
    page = client.get(f"/doc/harbour/page/2?lang=de&{where(harbour, 'name a speaker')}").text

    assert "<h1>Seite 2 der Datei</h1>" in page
    assert "umrahmt: name a speaker" in page


def test_a_picture_is_drawn_once(client: TestClient) -> None:
    """It is small, and the browser may keep it."""
    first, second = (client.get("/doc/harbour/page/1.png") for _ in range(2))

    assert first.content == second.content
    assert len(first.content) < 100_000
    assert first.headers["content-type"] == "image/png"
    assert "max-age" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/doc/harbour/page/3.png", 404, "There is no page 3: this file has 2."),
        ("/doc/harbour/page/0.png", 404, "There is no page 0"),
        ("/doc/harbour/page/x.png", 404, "is no page"),
        ("/doc/harbour/page/9999999999.png", 404, "is no page"),
        ("/doc/harbour/page/9", 404, "There is no page 9"),
        ("/doc/harbour/page/1.png?width=99999", 400, "200 to 2,000 pixels wide"),
        ("/doc/harbour/page/1.png?width=1", 400, "200 to 2,000 pixels wide"),
        ("/doc/harbour/page/1.png?width=many", 400, "is no width"),
        ("/doc/harbour/page/1.png?start=5&end=4", 400, "two whole numbers"),
        ("/doc/harbour/page/1.png?start=0&end=999999", 400, "before 999,999"),
        ("/doc/process/page/1.png", 404, "is not kept"),
        ("/doc/process/page", 404, "is not kept"),
        ("/doc/nowhere/page/1.png", 404, "There is no document"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(client: TestClient, path: str, status: int, said: str) -> None:
    """Pages, widths and words that there are none of, and documents whose file is not kept."""
    response = client.get(path)

    assert response.status_code == status
    assert said in response.text


def test_a_file_is_kept_once_and_goes_with_its_document(library: Library) -> None:
    """By its SHA-256, as long as a document was read from it, an earlier version too."""
    assert library.original("harbour") == RAW
    assert library.original_sha256("harbour") == hashlib.sha256(RAW).hexdigest()
    library.add(replace(library.document("harbour"), notes=("Another note.",)))
    assert library.original("harbour@1") == RAW
    assert library.original("harbour") is None

    library.remove("harbour")

    with sqlite3.connect(library.folder / FILE_NAME) as db:
        assert db.execute("SELECT count(*) FROM original").fetchone() == (0,)


def test_a_backup_has_the_files(library: Library, tmp_path: Path) -> None:
    """And what is restored shows the pages."""
    back_up(library, tmp_path / "copy")
    restore(tmp_path / "new", tmp_path / "copy")

    with Library.open(tmp_path / "new", tuple) as restored:
        assert restored.original("harbour") == RAW
        assert restored.places("harbour") == library.places("harbour")


@pytest.mark.parametrize("damage", ["UPDATE original SET bytes = x'00'", "UPDATE read_from SET lines = x'00'"])
def test_a_damaged_file_is_noticed(library: Library, client: TestClient, damage: str) -> None:
    """`pincite verify` names the document, and its page is not shown."""
    with sqlite3.connect(library.folder / FILE_NAME) as db:
        db.execute(damage)
    asked = client.get("/doc/harbour/page/1.png?start=0&end=5")

    assert any("harbour" in problem for problem in library.problems())
    assert asked.status_code == 503
    assert "Add its file again" in asked.text


def test_a_file_from_before_files_were_kept_is_read_once_more(library: Library, tmp_path: Path) -> None:
    """Adding it again keeps it, and changes nothing else."""
    with sqlite3.connect(library.folder / FILE_NAME) as db:
        db.execute("DELETE FROM read_from")
        db.execute("DELETE FROM original")
    with FileReader() as reader:
        (outcome,) = Intake(library, reader, Given()).add(tmp_path / "harbour.pdf")

    assert outcome.status == "unchanged"
    assert library.original("harbour") == RAW


def test_where_pages_are_known_they_are_a_click_away(client: TestClient, harbour: Document) -> None:
    """From a document's page, from what can be done with a paragraph, and from a check."""
    first, second = harbour.paragraph("1"), harbour.paragraph("2")
    asked = f"/doc/harbour/page?start={first.span.start}&amp;end={first.span.end}"

    assert asked in client.get("/doc/harbour").text
    assert f"/doc/harbour/page.png?start={second.span.start}" in client.get("/doc/harbour?about=2").text
    checked = client.get("/check", params={"quote": "no toll is taken before the spring"}).text
    assert (
        f'src="/doc/harbour/page.png?{where(harbour, "no toll is taken before the spring")}"'.replace("&", "&amp;")
        in checked
    )
