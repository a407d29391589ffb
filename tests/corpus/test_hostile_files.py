"""Files that never end, never come, or unpack to more than there is: one sentence each, and nothing hangs."""

import os
import zlib
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.formats.pdf.pdf import read_pdf
from corpus.intake.add import Intake
from corpus.intake.files import Given, opened, read_given
from corpus.intake.reader import FileReader
from corpus.library.library import Library
from corpus.numbering.labels import find_label


def pdf(content: bytes, times: int) -> bytes:
    """A PDF of one page whose content is packed so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), b"/FlateDecode " * times, content),
    )
    raw, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return raw + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(raw),
    )


@pytest.mark.slow  # unpacks as much as is allowed
@pytest.mark.parametrize("times", [1, 3])
def test_a_pdf_bomb_is_called_one(times: int) -> None:
    """However often it is packed; a page that is merely empty is none."""
    with pytest.raises(UnreadableFile, match=r"This PDF is a bomb: a part of it unpacks to more than 64 MB\."):
        read_pdf(pdf(b"0 " * 40_000_000, times))
    with pytest.raises(UnreadableFile, match=r"There is no text in this PDF\."):
        read_pdf(pdf(b"0 " * 40, times))


def test_a_file_that_never_comes_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe that nobody writes into, a device, a folder."""
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(UnreadableFile, match="It is neither a file nor a folder"), opened(path, 100):
            pass


def test_a_file_that_becomes_a_pipe_fails_alone(tmp_path: Path) -> None:
    """As it may between being found and being read."""
    os.mkfifo(tmp_path / "pipe.txt")

    with Library.open(tmp_path / "library", tuple) as library, FileReader() as reader:
        (outcome,) = Intake(library, reader, Given()).add(tmp_path / "pipe.txt")

    assert (outcome.status, outcome.reason) == ("failed", "It is neither a file nor a folder.")


def test_a_card_of_any_size_is_not_read(tmp_path: Path) -> None:
    """A card says a few words of a document."""
    card = tmp_path / "card.toml"
    with card.open("wb") as file:
        file.truncate(150 << 20)

    with pytest.raises(UnreadableFile, match=r"card\.toml cannot be read: It is larger than 1 MB\."):
        read_given(card)


@pytest.mark.parametrize("number", ["9999", "10000", "250000"])
def test_a_number_may_have_more_digits_than_four(number: str) -> None:
    """A collection of judgments has more than ten thousand paragraphs."""
    text = f"{number}. The parties agree."

    label = find_label(text, 0, len(text))

    assert label is not None
    assert label.printed == number
