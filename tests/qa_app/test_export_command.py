"""`pincite export`: where the files go, and what happens where they cannot."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner, Result

from corpus.export.akoma_ntoso import as_akoma_ntoso
from corpus.export.jsonl import as_jsonl
from corpus.export.markdown import as_markdown
from corpus.library.library import Library
from qa_app.commands.export import command
from tests.shapes import ARABIC, HOSTILE, PROCESS, RESOLUTION, Part, card, compose

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with three documents, one of them in a second version."""
    folder = tmp_path / "library"
    with Library.open(folder, lambda: (compose(card("process", "P"), [Part("1", "1. ", ["Old."])]), ARABIC)) as library:
        library.add(PROCESS)
        library.add(RESOLUTION)
    return folder


@pytest.fixture
def run(folder: Path) -> Run:
    """Run the command over that library."""
    return lambda *arguments: CliRunner().invoke(command, ["--library", str(folder), *arguments])


def test_every_current_document_is_exported_line_by_line(run: Run) -> None:
    """A line a paragraph; a text that was replaced is left out."""
    result = run()

    assert result.stdout == as_jsonl(ARABIC) + as_jsonl(PROCESS) + as_jsonl(RESOLUTION)
    assert run("--json").stdout == result.stdout


def test_the_line_has_the_fields_that_others_rely_on(run: Run) -> None:
    """These first, in this order."""
    first = json.loads(run("process").stdout.splitlines()[0])

    assert list(first)[:9] == "document number ordinal kind text start end page headings".split()
    assert first["number"] == "title"


def test_an_earlier_version_is_exported_by_its_name(run: Run) -> None:
    """ "process@1" is the text before."""
    assert json.loads(run("process@1").stdout)["text"] == "Old."


def test_a_folder_gets_a_file_a_document(run: Run, tmp_path: Path) -> None:
    """Named after the document, with the ending of its format."""
    target = tmp_path / "out"

    for form in ("jsonl", "akn", "markdown"):
        assert run("--format", form, "--output", f"{target}/").exit_code == 0

    assert sorted(path.name for path in target.iterdir()) == [
        *("arabic.jsonl", "arabic.md", "arabic.xml"),
        *("process.jsonl", "process.md", "process.xml"),
        *("resolution.jsonl", "resolution.md", "resolution.xml"),
    ]
    assert (target / "arabic.xml").read_text(encoding="utf-8") == as_akoma_ntoso(ARABIC)
    assert (target / "process.md").read_text(encoding="utf-8") == as_markdown(PROCESS)


def test_one_file_holds_the_lines_of_several_documents(run: Run, tmp_path: Path) -> None:
    """An earlier file of that name is replaced; nothing else is left beside it."""
    target = tmp_path / "all.jsonl"
    target.write_text("earlier")

    run("process", "arabic", "--output", str(target))

    assert target.read_text(encoding="utf-8") == as_jsonl(PROCESS) + as_jsonl(ARABIC)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.jsonl", "library"]


def test_one_document_as_xml_goes_to_standard_output(run: Run) -> None:
    """UTF-8, as its first line says."""
    assert fromstring(run("resolution", "--format", "akn").stdout_bytes).tag.endswith("akomaNtoso")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("none",), "There is no document 'none' in the library; it holds arabic, process, resolution."),
        (("process", "none", "--output", "{tmp}/x.jsonl"), "There is no document 'none'"),
        (("--format", "akn"), "An XML file holds one document, not 3: name one, or give --output a folder."),
        (("--format", "akn", "--json"), "--json is --format jsonl, not akn: give one of the two."),
        (("--output", "{tmp}/none/x.jsonl"), "cannot be written: No such file or directory."),
        (("--output", "{tmp}/library/library.sqlite3/"), "cannot be made: "),
        (("--format", "pdf"), "Invalid value for '--format'"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """Nothing is printed and no file is made."""
    result = run(*(argument.format(tmp=tmp_path) for argument in arguments))

    said = result.stderr or str(result.exception)
    assert (result.exit_code != 0, result.stdout) == (True, "")
    assert sentence in said
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_an_id_that_is_no_file_name_is_written_as_one(run: Run, folder: Path, tmp_path: Path) -> None:
    """Nothing is written outside the folder."""
    with Library.open(folder, tuple) as library:
        library.add(compose(card("../a/b", "X"), [Part("1", "1. ", ["Words."])]))

    run("../a/b", "--format", "markdown", "--output", f"{tmp_path}/out/")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["%2E.%2Fa%2Fb.md"]


def test_hostile_words_are_exported_as_they_are(run: Run, folder: Path) -> None:
    """Every format."""
    with Library.open(folder, tuple) as library:
        library.add(HOSTILE)

    assert run("hostile").stdout == as_jsonl(HOSTILE)
    assert run("hostile", "--format", "markdown").stdout_bytes.decode() == as_markdown(HOSTILE)
    assert run("hostile", "--format", "akn").stdout_bytes.decode() == as_akoma_ntoso(HOSTILE)
