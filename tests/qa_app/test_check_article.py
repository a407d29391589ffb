"""`pincite check` for a whole article, and its receipts."""

import json
from pathlib import Path

import click
import pytest

from corpus.errors import UnknownDocument
from corpus.library.library import Library
from qa_app.check.articles.check import MOST_QUOTATIONS
from qa_app.check.checker import Desk
from qa_app.commands.check import REPORTS, check_article_file, show_report, verify_receipt, write_receipt
from qa_app.errors import UnreadableInput
from tests.qa_app.check.shelves import ListedSources

WORDS = '"the participants called on all the armed groups to agree to a ceasefire"'
SOUND = f"In paragraph 3 of the Kabul statement, {WORDS}.\n"
UNSOUND = f"In paragraph 4 of the Kabul statement, {WORDS}.\n"


@pytest.fixture
def desk(library: Library) -> Desk:
    """A desk over the library's documents."""
    return Desk(ListedSources(library.documents()))


def report(text: str, folder: Path, library: Library, desk: Desk, form: str = "text") -> int:
    """Check an article of that text and print the report."""
    file = folder / "article.txt"
    file.write_text(text, encoding="utf-8")
    return show_report(check_article_file(file, desk, library, None), library, form, None)


@pytest.mark.parametrize(
    ("text", "code"), [(SOUND, 0), (UNSOUND, 1), (SOUND + UNSOUND, 1), ("No quotation at all.\n", 1)]
)
def test_the_exit_code_says_whether_every_quotation_is_sound(
    text: str, code: int, tmp_path: Path, library: Library, desk: Desk
) -> None:
    """No quotations is no pass."""
    assert report(text, tmp_path, library, desk) == code


def test_json_is_one_object_a_line_and_nothing_else(
    tmp_path: Path, library: Library, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The summary goes to standard error."""
    report(SOUND + UNSOUND, tmp_path, library, desk, "json")
    printed = capsys.readouterr()

    records = [json.loads(line) for line in printed.out.splitlines()]
    assert [(r["id"], r["verdict"], r["attribution"], r["article"]["line"]) for r in records] == [
        (1, "typography", "as_cited", 1),
        (2, "typography", "wrong_paragraph", 2),
    ]
    assert printed.err == "pincite: 2 quotations: 1 sound, 1 to look at.\n"


@pytest.mark.parametrize("form", REPORTS)
def test_a_report_of_every_form_is_written_to_a_file(form: str, tmp_path: Path, library: Library, desk: Desk) -> None:
    """It names the paragraph to credit."""
    file, out = tmp_path / "article.txt", tmp_path / f"report.{form}"
    file.write_text(UNSOUND, encoding="utf-8")

    assert show_report(check_article_file(file, desk, library, None), library, form, str(out)) == 1
    assert "Credit para. 3, not 4." in out.read_text(encoding="utf-8-sig")


def test_a_report_is_not_written_over_the_article(tmp_path: Path, library: Library, desk: Desk) -> None:
    """Nor anywhere that cannot be written."""
    file = tmp_path / "article.txt"
    file.write_text(SOUND, encoding="utf-8")
    result = check_article_file(file, desk, library, None)

    with pytest.raises(click.UsageError, match="is the article itself"):
        show_report(result, library, "text", str(file))
    with pytest.raises(click.ClickException, match="cannot be written"):
        show_report(result, library, "text", str(tmp_path))


def test_a_document_that_is_not_there_is_told(tmp_path: Path, library: Library, desk: Desk) -> None:
    """Before anything is read."""
    with pytest.raises(UnknownDocument):
        check_article_file(tmp_path / "none.txt", desk, library, "nowhere")


def test_more_quotations_than_anybody_reads_are_refused(tmp_path: Path, library: Library, desk: Desk) -> None:
    """With the number there are."""
    file = tmp_path / "article.txt"
    file.write_text('"three small words" ' * (MOST_QUOTATIONS + 1), encoding="utf-8")

    with pytest.raises(UnreadableInput, match="holds 2,001 quotations"):
        check_article_file(file, desk, library, None)


def test_a_receipt_is_written_and_repeated(
    tmp_path: Path, library: Library, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same comes out, until a verdict in it is changed."""
    article, file = tmp_path / "article.txt", tmp_path / "receipt.json"
    article.write_text(SOUND, encoding="utf-8")
    result = check_article_file(article, desk, library, None)

    write_receipt(str(file), enumerate((each.check for each in result.checked), 1), library, result.article.text)
    assert verify_receipt(str(file), desk, library, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True

    file.write_text(file.read_text(encoding="utf-8").replace('"typography"', '"verbatim"'), encoding="utf-8")
    assert verify_receipt(str(file), desk, library, as_json=False) == 1
    assert "CHANGED: “the participants called on" in capsys.readouterr().out


def test_a_receipt_that_cannot_be_read_is_told(tmp_path: Path, library: Library, desk: Desk) -> None:
    """By name."""
    with pytest.raises(UnreadableInput, match="cannot be read"):
        verify_receipt(str(tmp_path / "none.json"), desk, library, as_json=False)
