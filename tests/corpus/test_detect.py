"""What kind of file it is: told by what is in it, never by how it is called."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.formats.detect import Format, detect

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        if mimetype:
            container.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            container.writestr(zipfile.ZipInfo(name), "x")  # of one date, so that it is the same in every process
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"1. Peace.\n\n2. Trade.\n", Format.TEXT),
        ("1. Gespräche über Größe".encode("latin-1"), Format.TEXT),
        ("1. گفتگو".encode("utf-16"), Format.TEXT),
        ("1. Peace and trade".encode("utf-16-le"), Format.TEXT),
        ("1. گفتگو و همکاری".encode("utf-16-be"), Format.TEXT),
        (b"a < b > c, and <angle> brackets", Format.TEXT),
        (b"# a comment, not a heading\nwith words", Format.TEXT),
        (b"{braces} begin this text", Format.TEXT),
        (b"A file that begins with %PDF- is a PDF.", Format.TEXT),
        (b"# Talks\n\n## Peace\n\n1. Trade", Format.MARKDOWN),
        (b"---\ntitle: Talks\n---\n1. Peace", Format.MARKDOWN),
        (b"---\ndate: 2017\ntags:\n- peace\n  more\n---\n1. Peace", Format.MARKDOWN),
        (b"<meta charset='utf-8' />\n\n##Verdrag\n\n####Convention\n1. Peace", Format.MARKDOWN),
        (b"<meta charset='utf-8'><title>Talks</title><p>1. Peace", Format.HTML),
        (b"See [the talks](https://example.org/) and [the pact](pact.md).", Format.MARKDOWN),
        (b"<!DOCTYPE html><title>Talks</title><p>1. Peace", Format.HTML),
        (b"\xef\xbb\xbf  <!-- saved --> <HTML><body>1. Peace", Format.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', Format.HTML),
        ("<html><p>گفتگو</p></html>".encode("utf-16"), Format.HTML),
        (b"<p>1. Peace</p><p>2. Trade</p><p>3. Water</p><p>4. Roads</p>", Format.HTML),
        (b"%PDF-1.7\n...", Format.PDF),
        (b"\r\n%PDF-1.4\n...", Format.PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj", Format.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), Format.DOCX),
        (zipped("[Content_Types].xml", "word/document2.xml"), Format.DOCX),
        (b'{"doc_id": "talks", "text": "Peace."}\n', Format.JSONL),
    ],
)
def test_a_format_is_known_by_its_content(raw: bytes, expected: Format) -> None:
    """A name that says nothing, or something else, changes nothing."""
    assert [detect(raw, name) for name in ("file", "talks.docx", "talks.txt")] == [expected] * 3


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b" \r\n\t ", "is empty"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word file (.doc); save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted; save it without a password"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook"),
        (OLE, "an old Office file"),
        (rb"{\rtf1\ansi Peace}", "an RTF file; save it as .docx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "(.odt); save it as .docx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "but no text"),
        (zipped("OEBPS/1.xhtml", mimetype="application/epub+zip"), "an EPUB book"),
        (zipped("xl/workbook.xml"), "an Excel workbook"),
        (zipped("ppt/presentation.xml"), "a PowerPoint presentation"),
        (zipped("talks.txt"), "a ZIP archive; unpack it"),
        (zipped("word/document.xml")[:60], "cut short"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"ID3\x04\x00", "a recording"),
        (b"\x1f\x8b\x08\x00", "an archive; unpack it"),
        (b"\x7fELF\x02", "a program"),
        (b"MZ\x90\x00" + bytes(60), "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"%!PS-Adobe-3.0", "a PostScript file"),
        (bytes(range(256)) * 8, "a binary file"),
        (b"1. Pe\0ace, and more words in a file that is nearly a text.", "holds NUL characters"),
        (b'<?xml version="1.0"?><act><p>1. Peace</p></act>', "an XML file"),
        (b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related", "a web archive"),
        (b'{"question": "who?"}\n', "holds no documents"),
        (b'[\n{"text": "Peace"}\n]', "holds no documents"),
    ],
)
def test_what_cannot_be_read_is_called_what_it_is(raw: bytes, words: str) -> None:
    """The reason tells what the file is, whatever its name says, and where there is one, the way out."""
    with pytest.raises(UnreadableFile) as raised:
        detect(raw, "talks.txt")

    assert words in str(raised.value)


def test_the_name_tips_the_balance_to_markdown() -> None:
    """One heading makes Markdown of a file that is called so, and a comment in any other."""
    raw = b"# Talks\n1. Peace"

    assert (detect(raw, "talks.MD"), detect(raw, "talks.txt")) == (Format.MARKDOWN, Format.TEXT)


def test_a_container_of_100_000_files_is_refused_before_they_are_listed() -> None:
    """The count at the end of the file is enough."""
    raw = b"PK\x03\x04" + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 1 << 30, 0, 0)

    with pytest.raises(UnreadableFile, match="more than 5,000 files inside"):
        detect(raw, "bomb.docx")


@given(st.binary(max_size=400), st.sampled_from(["x", "x.md", "x.jsonl", "x.pdf"]))
def test_any_bytes_are_a_format_or_a_reason(raw: bytes, name: str) -> None:
    """Nothing else can come of it."""
    try:
        assert detect(raw, name) in set(Format)
    except UnreadableFile as error:
        assert str(error).endswith(".")


@given(
    st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", OLE, b"%PDF-", b"<?xml ", b"{", b"\xff\xfe"]),
    st.binary(max_size=400),
)
def test_a_false_beginning_is_a_format_or_a_reason(start: bytes, raw: bytes) -> None:
    """A file that begins as one kind and goes on as none."""
    try:
        assert detect(start + raw, "x") in set(Format)
    except UnreadableFile as error:
        assert str(error).endswith(".")
