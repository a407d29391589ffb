"""Documents that come as files: plain text, and JSON lines that are cut into paragraphs already."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import UnreadableFile
from corpus.formats.jsonl import read_documents
from corpus.formats.text import read_text
from corpus.types import Card, Span


def write(folder: Path, *rows: Any) -> Path:
    path = folder / "talks.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return path


def test_a_document_keeps_the_paragraphs_it_came_with(tmp_path: Path) -> None:
    """Numbers and words are taken as they are; the text is the paragraphs with an empty line between."""
    paragraphs = [{"number": "1", "text": "Peace."}, {"number": "2", "text": "“Trade.”\u00a0😀"}]
    path = write(tmp_path, {"doc_id": "talks", "title": "Talks", "paragraphs": paragraphs})

    (document,) = read_documents(path)

    assert document.text == "Peace.\n\n“Trade.”\u00a0😀"
    assert [(str(p.id), p.text, p.span) for p in document.paragraphs] == [
        ("talks#1", "Peace.", Span(0, 6)),
        ("talks#2", "“Trade.”\u00a0😀", Span(8, 18)),
    ]


def test_a_row_may_carry_what_a_card_says(tmp_path: Path) -> None:
    """Title, language, date and address go into the card."""
    row = {"doc_id": "talks", "title": "Talks", "lang": "de", "date": "2017-06-06", "url": "https://example.org/"}
    path = write(tmp_path, {**row, "text": "Frieden."})

    (document,) = read_documents(path)

    assert document.card == Card("talks", "Talks", date(2017, 6, 6), None, None, "https://example.org/", "de")


def test_a_row_of_one_text_is_paragraph_one(tmp_path: Path) -> None:
    """A document that is not cut has one paragraph, its id for a title, and is taken as English."""
    path = write(tmp_path, {"doc_id": "talks", "text": "Peace."})

    (document,) = read_documents(path)

    assert document.card == Card("talks", "talks", None, None, None, None, "en")
    assert [(p.number, p.text) for p in document.paragraphs] == [("1", "Peace.")]


def test_an_id_tells_repeated_numbers_apart(tmp_path: Path) -> None:
    """Where two parts both have a paragraph 1, the ids give the addresses."""
    paragraphs = [{"id": "talks#A1", "number": "1", "text": "a"}, {"id": "talks#B1", "number": "1", "text": "b"}]
    path = write(tmp_path, {"doc_id": "talks", "paragraphs": paragraphs})

    assert read_documents(path)[0].numbers == ("A1", "B1")


def test_a_date_in_another_spelling_is_left_out(tmp_path: Path) -> None:
    """ "6/7/2017" could be June or July, so it is not guessed."""
    path = write(tmp_path, {"doc_id": "talks", "date": "6/7/2017", "text": "Peace."})

    assert read_documents(path)[0].card.date is None


def test_documents_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Empty lines and Windows line ends between rows do not matter."""
    path = write(tmp_path, '{"doc_id": "b", "text": "x"}\r', "", '{"doc_id": "a", "text": "y"}\r', "")

    assert [document.id for document in read_documents(path)] == ["b", "a"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "Expecting property name"),
        (["talks"], "a JSON object with a 'doc_id'"),
        ({"text": "x"}, "a JSON object with a 'doc_id'"),
        ({"doc_id": 7, "text": "x"}, "a JSON object with a 'doc_id'"),
        ({"doc_id": "talks"}, "a paragraph of talks has no 'text'"),
        ({"doc_id": "talks", "paragraphs": "x"}, "'paragraphs' of talks must be a list"),
        ({"doc_id": "talks", "paragraphs": [{"number": "1"}]}, "a paragraph of talks has no 'text'"),
        ({"doc_id": "talks", "paragraphs": [{"text": "x"}]}, "neither 'id' nor 'number'"),
        ({"doc_id": "talks", "paragraphs": [{"number": "1", "text": "x"}] * 2}, "two paragraphs of the same number"),
        ({"doc_id": "first", "text": "x"}, "a second document has the id 'first'"),
        ({"doc_id": "talks", "title": ["Talks"], "text": "x"}, "title"),
        ({"doc_id": "talks", "lang": 7, "text": "x"}, "lang"),
        ({"doc_id": "talks", "url": 7, "text": "x"}, "url"),
        ('{"doc_id": "talks", "text": "\\ud800"}', "surrogate|character"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: Any, message: str) -> None:
    """The error says which file, which line and what is wrong there."""
    path = write(tmp_path, {"doc_id": "first", "text": "Peace."}, row)

    with pytest.raises(UnreadableFile, match=rf"talks\.jsonl, line 2: .*({message})"):
        read_documents(path)


def test_a_file_without_documents_is_refused(tmp_path: Path) -> None:
    """An empty file is an error, not an empty collection."""
    with pytest.raises(UnreadableFile, match="holds no documents"):
        read_documents(write(tmp_path, "", ""))


def test_a_text_file_is_read_as_it_is(tmp_path: Path) -> None:
    """Line ends, NBSP and curly quotation marks stay; only a byte order mark is taken off."""
    path = tmp_path / "talks.txt"
    path.write_bytes("\ufeff1-“Peace”\r\n\u00a02-Trade\r".encode())

    assert read_text(path) == "1-“Peace”\r\n\u00a02-Trade\r"


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"Gespr\xe4che", r"not UTF-8 text \(byte 5\)"), (b"Peace\0", "holds NUL characters")],
)
def test_a_file_that_is_not_text_is_refused(tmp_path: Path, raw: bytes, message: str) -> None:
    """Another encoding or a binary file is named, not guessed at."""
    path = tmp_path / "talks.txt"
    path.write_bytes(raw)

    with pytest.raises(UnreadableFile, match=rf"talks\.txt .*{message}"):
        read_text(path)


def test_a_missing_text_file_is_named(tmp_path: Path) -> None:
    """The error says which file is not there."""
    with pytest.raises(UnreadableFile, match=r"talks\.txt cannot be read: No such file"):
        read_text(tmp_path / "talks.txt")
