"""Articles as people have them: text, Markdown, web pages, Word files."""

import io
import zipfile
from pathlib import Path

import pytest

from qa_app.check.articles.article import article_from_text, read_article
from qa_app.check.articles.check import check_article
from qa_app.check.articles.quotations import find_quotations
from qa_app.check.checker import Desk
from qa_app.errors import UnreadableInput
from tests.qa_app.check.shelves import ListedShelf, ListedSources

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REFERS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
MARKDOWN = """# Lamps

The charter, *as we know*, says “**all** keepers must stay”:

> Lamps must burn
> all _night_ long.
>
> And by day.

No <!-- "a hidden one is here" --> more.
"""
PAGE = """<html><head><meta charset="iso-8859-1"><title>Lamps</title></head><body><main><h1>Lamps</h1>
<p>The charter says <q>all keepers must stay</q> and &ldquo;no <b>lamp</b> goes out&rdquo;:</p>
<blockquote class="x"><p>Lamps must burn all night long.</p><p>And by day.</p></blockquote>
<script>var a = "not a quotation at all";</script><p>End of it.</p></main></body></html>"""


def quotations(file: Path) -> list[str]:
    """The words of every quotation in the article."""
    return [quoted.text for quoted in find_quotations(read_article(file)).quoted]


def docx(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    kinds = "application/vnd.openxmlformats-"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        container.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{kinds}package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kinds}'
            'officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        container.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{REFERS}" Target="word/document.xml"/></Relationships>',
        )
        container.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def test_a_text_file_is_read_as_it_stands(tmp_path: Path) -> None:
    """Its offsets are those of the file's own characters."""
    file = tmp_path / "a.txt"
    file.write_text('He said "all keepers must stay" here.\n', encoding="utf-8")

    article = read_article(file)

    assert article.text == 'He said "all keepers must stay" here.\n'
    assert [quoted.text for quoted in find_quotations(article).quoted] == ["all keepers must stay"]


def test_markdown_is_read_without_its_markup(tmp_path: Path) -> None:
    """A block quotation is one quotation, comments are none."""
    file = tmp_path / "a.md"
    file.write_text(MARKDOWN, encoding="utf-8")

    assert quotations(file) == ["all keepers must stay", "Lamps must burn all night long. And by day."]


def test_a_short_markdown_file_is_markdown_by_its_name(tmp_path: Path) -> None:
    """Little in it tells, but the name does."""
    file = tmp_path / "a.md"
    file.write_text('He said "all *keepers* must stay" here.', encoding="utf-8")

    assert quotations(file) == ["all keepers must stay"]


def test_a_web_page_is_read_as_a_browser_shows_it(tmp_path: Path) -> None:
    """`q` and `blockquote` are quotations; a script is none; what encoding it declares does no harm."""
    file = tmp_path / "a.html"
    file.write_bytes(PAGE.encode("latin-1"))

    assert quotations(file) == [
        "all keepers must stay",
        "no lamp goes out",
        "Lamps must burn all night long. And by day.",
    ]


def test_a_word_file_is_read(tmp_path: Path) -> None:
    """Paragraph by paragraph."""
    file = tmp_path / "a.docx"
    file.write_bytes(docx("The charter says “all keepers", "must stay”.", "It adds “no lamp goes out”."))

    assert quotations(file) == ["no lamp goes out"]


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "It is empty."),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "It is an image."),
        ("a.jsonl", b'{"doc_id": "a", "text": "b"}\n', "It holds documents, not an article."),
    ],
)
def test_a_file_that_is_no_article_is_refused_with_the_reason(
    name: str, raw: bytes, reason: str, tmp_path: Path
) -> None:
    """The sentence names the file."""
    file = tmp_path / name
    file.write_bytes(raw)

    with pytest.raises(UnreadableInput) as refused:
        read_article(file)

    assert str(refused.value) == f"{file}: {reason}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As is a folder."""
    with pytest.raises(UnreadableInput, match="No such file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(UnreadableInput, match="directory"):
        read_article(tmp_path)


def test_pasted_lines_that_begin_with_a_mark_are_a_block_quotation() -> None:
    """As in mail and Markdown."""
    article = article_from_text("So:\n\n> All keepers\n> must stay.\n\nEnd.")

    assert [block.of(article.text) for block in article.blocks] == ["> All keepers\n> must stay."]


MARKED_UP = {
    "article.html": """<!doctype html>
<html><head><title>Talks</title>
<style>
p { margin: 0 }
</style></head>
<body>
<p>First of all,
he said &ldquo;all <b>keepers</b> must
stay at their lamps&rdquo; and left.</p>


<p>Later he said “nobody may sail”.</p>
<p>Then he said “nobody may sail” again.</p>
</body></html>
""",
    "article.md": """---
title: Talks
---




First he said “all *keepers* must stay
at their lamps” and left.


Later: “nobody may sail”.
Then he said “nobody may sail” again.
""",
}


@pytest.mark.parametrize(("name", "lines"), [("article.html", [8, 12, 13]), ("article.md", [8, 12, 13])])
def test_the_line_of_a_quotation_is_that_of_the_file(tmp_path: Path, name: str, lines: list[int]) -> None:
    """Also of a second quotation of the same words, and where markup stands within them."""
    file = tmp_path / name
    file.write_text(MARKED_UP[name], encoding="utf-8")

    checked = check_article(read_article(file), Desk(ListedSources([])), ListedShelf([])).checked

    assert [each.line for each in checked] == lines
