"""Reading a file in a process of its own: what comes back, and what a hostile file cannot do."""

import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InvalidDocument, UnreadableFile
from corpus.formats.detect import Format
from corpus.intake import wire
from corpus.intake.files import Given
from corpus.intake.limits import Limits
from corpus.intake.read import Request, request_from_fields, request_to_fields
from corpus.intake.reader import FileReader
from corpus.intake.wire import document_from_fields, document_to_fields
from corpus.types import Card, Document, Footnote, Kind, Paragraph, ParagraphId, Span

ROOT = Path(__file__).parents[2]
PEACE = b"1. Peace.\n\n2. Trade.\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


def request(path: Path, raw: bytes, given: Given | None = None) -> Request:
    path.write_bytes(raw)
    return Request(path, hashlib.sha256(raw).hexdigest(), "talks", given or Given())


def numbers(reader: FileReader, wanted: Request) -> list[str]:
    return [number for read in reader.read(wanted) for number in read.document.numbers]


def test_a_file_becomes_a_document(reader: FileReader, tmp_path: Path) -> None:
    """Its id, what is given about it, and its paragraphs with their places in the text."""
    wanted = request(tmp_path / "a.txt", "1. “Peace”.\n\n2. 😀 Trade.\n".encode(), Given(title="Talks", place="Kabul"))

    (read,) = reader.read(wanted)

    document = read.document
    assert (read.format, document.id, document.card.title, document.card.place) == (
        Format.TEXT,
        "talks",
        "Talks",
        "Kabul",
    )
    assert [(p.number, p.text) for p in document.paragraphs] == [("1", "“Peace”."), ("2", "😀 Trade.")]


def test_lines_of_documents_come_one_after_the_other(reader: FileReader, tmp_path: Path) -> None:
    """With the ids that they have, and what is given for each of them."""
    raw = b'{"doc_id": "b", "text": "Peace."}\n{"doc_id": "a", "text": "Trade."}\n'

    read = list(reader.read(request(tmp_path / "a.jsonl", raw, Given(publisher="UN"))))

    assert [(r.format, r.document.id, r.document.card.publisher) for r in read] == [
        (Format.JSONL, "b", "UN"),
        (Format.JSONL, "a", "UN"),
    ]


def test_one_child_reads_many_files(tmp_path: Path) -> None:
    """A file that cannot be read costs no new one."""
    with FileReader() as reader:
        numbers(reader, request(tmp_path / "a.txt", PEACE))
        first = reader.child_id
        with pytest.raises(UnreadableFile, match=r"It is empty\."):
            numbers(reader, request(tmp_path / "b.txt", b""))
        numbers(reader, request(tmp_path / "c.txt", PEACE))

        assert reader.child_id == first is not None


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """The next one is read all the same, by another child; 100,000 lines are not read within no time at all."""
    slow = request(tmp_path / "a.txt", b"".join(b"%d. Peace.\n\n" % n for n in range(100_000)))

    with FileReader(Limits(seconds=0)) as reader:
        with pytest.raises(UnreadableFile, match=r"It took more than 0 seconds to read\."):
            numbers(reader, slow)
        reader.limits = Limits()

        assert numbers(reader, request(tmp_path / "b.txt", PEACE)) == ["1", "2"]


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    """19 million characters in three scripts do not fit into 200 MB."""
    large = request(tmp_path / "a.txt", ("یک دو سه 😀\n\n" * 1_500_000).encode())

    with FileReader(Limits(megabytes=200)) as reader:
        with pytest.raises(UnreadableFile, match=r"Reading it needed more than 200 MB of memory\."):
            numbers(reader, large)

        assert numbers(reader, request(tmp_path / "b.txt", PEACE)) == ["1", "2"]


def test_a_child_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """Between two files, as the system does when memory runs short."""
    with FileReader() as reader:
        numbers(reader, request(tmp_path / "a.txt", PEACE))
        os.kill(reader.child_id or 0, 9)
        time.sleep(0.1)

        assert numbers(reader, request(tmp_path / "b.txt", PEACE)) == ["1", "2"]


def test_no_child_is_left_behind(tmp_path: Path) -> None:
    """Also where the documents of a file were not all fetched."""
    raw = b'{"doc_id": "b", "text": "Peace."}\n{"doc_id": "a", "text": "Trade."}\n'
    with FileReader() as reader:
        documents = reader.read(request(tmp_path / "a.jsonl", raw))
        next(documents)
        child = reader.child_id or 0

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_the_child_is_bound() -> None:
    """It opens no connection, starts no program, writes no file, and leaves no core behind."""
    code = (
        "import os, resource, socket, subprocess, sys, tempfile\n"
        "from corpus.intake.limits import Limits, take_limits\n"
        "take_limits(Limits())\n"
        "def fails(what):\n"
        "    try:\n"
        "        what()\n"
        "    except OSError:\n"
        "        return True\n"
        "    return False\n"
        "def write():\n"
        "    with tempfile.TemporaryFile() as file:\n"
        "        file.write(b'x')\n"
        "print([fails(lambda: socket.create_connection(('127.0.0.1', int(sys.argv[1])))),\n"
        "       fails(lambda: socket.getaddrinfo('example.org', 80)),\n"
        "       fails(lambda: subprocess.run(['true'])), fails(lambda: os.system('true')), fails(write)])\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        told = subprocess.run([sys.executable, "-c", code, port], cwd=ROOT, capture_output=True, text=True)

    assert told.stdout == "[True, True, True, True, True]\n"


def test_a_file_that_changes_meanwhile_is_not_stored(reader: FileReader, tmp_path: Path) -> None:
    """What is stored is what the library will say it came from."""
    wanted = request(tmp_path / "a.txt", PEACE)
    wanted.path.write_bytes(b"1. War.")

    with pytest.raises(UnreadableFile, match="changed while it was being read"):
        numbers(reader, wanted)


def test_a_file_name_need_not_be_unicode(reader: FileReader, tmp_path: Path) -> None:
    """Any bytes that the system takes for a name."""
    wanted = request(tmp_path / os.fsdecode(b"caf\xe9\n\x1b.txt"), PEACE, Given(date=date(2017, 6, 6)))

    assert request_from_fields(json.loads(json.dumps(request_to_fields(wanted)))) == wanted
    assert numbers(reader, wanted) == ["1", "2"]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents with paragraphs one after the other, each with a subparagraph."""
    words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10)
    texts = draw(st.lists(words, max_size=4))
    paragraphs, inner, start = [], [], 0
    for ordinal, text in enumerate(texts):
        span = Span(start, start + len(text))
        number, label = str(ordinal + 1), draw(st.sampled_from([None, Span(0, 1)]))
        kind, headings = draw(st.sampled_from(Kind)), tuple(draw(st.lists(words, max_size=2)))
        page = draw(st.none() | st.integers(1, 9))
        paragraphs.append(Paragraph(ParagraphId("d", number), ordinal, kind, text, span, label, page, headings))
        inner.append(Paragraph(ParagraphId("d", number + "(a)"), ordinal, kind, text, span, None, page))
        start += len(text)
    card = Card("d", draw(words), draw(st.none() | st.dates()), None, "UN", None, "en", draw(st.none() | words))
    notes = (Footnote("*", Span(0, 0), None),)
    return Document(card, "".join(texts), tuple(paragraphs), (Span(0, 0),), tuple(inner), notes, tuple(texts))


@given(documents())
def test_a_document_survives_the_journey(document: Document) -> None:
    """Through JSON and a pipe, and nothing in it is another."""
    stream = io.BytesIO()
    wire.write(stream, document_to_fields(document))
    stream.seek(0)

    assert document_from_fields(wire.read(stream) or {}) == document


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", None),
        ("text", "P"),
        ("card", {}),
        ("paragraphs", [[1]]),
        ("paragraphs", [["1", 0, "poem", [0, 6], None, None, []]]),
        ("paragraphs", [["1", 0, "numbered", [3, 1], None, None, []]]),
        ("paragraphs", [["1", 1, "numbered", [0, 6], None, None, []]]),
        ("subparagraphs", [["1", 0, "numbered", [0, 6], None, None, []]]),
    ],
)
def test_what_a_child_sends_is_held_to_the_laws(field: str, value: object) -> None:
    """A child that a file has taken over can send no document that could not be."""
    paragraph = Paragraph(ParagraphId("d", "1"), 0, Kind.NUMBERED, "Peace.", Span(0, 6), None, None)
    fields = document_to_fields(Document(Card("d", "D", None, None, None, None, "en"), "Peace.", (paragraph,), ()))

    with pytest.raises(InvalidDocument):
        document_from_fields({**fields, field: value})


@pytest.mark.parametrize(
    "raw", [b"\0", bytes(7) + b"\x05abc", bytes(7) + b"\x02[]", bytes(7) + b"\x02{x", b"\xff" * 8, bytes(8)]
)
def test_what_is_not_a_message_is_noticed(raw: bytes) -> None:
    """Cut short, too long, or no JSON object."""
    with pytest.raises(wire.BrokenFrame):
        wire.read(io.BytesIO(raw))
