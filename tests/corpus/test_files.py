"""Which files are meant by a path, how they are shown, and what their documents are called."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.intake.files import NotFound, card_beside, check_id, choose_id, find_files, origin_of, shown, slug


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Peace.")


def found(folder: Path, *paths: str) -> list[str]:
    files = find_files([str(folder / path) for path in paths])
    return [f.reason if isinstance(f, NotFound) else str(f.relative_to(folder)) for f in files]


def test_a_folder_is_gone_through_by_name(tmp_path: Path) -> None:
    """With all its folders; hidden files and cards are left out."""
    make(tmp_path, "b.txt", "a/c.pdf", "a/.hidden", ".git/x.txt", "b.toml", "b.txt.toml", "a/d/e.html")

    assert found(tmp_path, "") == ["a/c.pdf", "a/d/e.html", "b.txt"]


def test_a_pattern_works_where_the_shell_has_not_expanded_it(tmp_path: Path) -> None:
    """Also through folders; a name with brackets in it is taken as it is where there is such a file."""
    make(tmp_path, "a.pdf", "b.txt", "d/c.pdf", "x[1].txt", "x1.txt")

    assert found(tmp_path, "*.pdf") == ["a.pdf"]
    assert found(tmp_path, "**/*.pdf") == ["a.pdf", "d/c.pdf"]
    assert found(tmp_path, "x[1].txt") == ["x[1].txt"]


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    """By itself, in its folder, by a pattern and through a link."""
    make(tmp_path, "d/a.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "d/a.txt")

    assert found(tmp_path, "d/a.txt", "d", "d/*.txt", "link.txt") == ["d/a.txt"]


def test_what_is_not_there_is_said_and_stops_nothing(tmp_path: Path) -> None:
    """Each path that leads nowhere has its own reason."""
    make(tmp_path, "a.txt", "lone.toml")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")

    assert found(tmp_path, "no.txt", "*.pdf", "empty", "pipe", "lone.toml", "a.txt", "a.txt/b", "x\0y") == [
        "There is no such file.",
        "No file matches this.",
        "There is no file in this folder.",
        "It is neither a file nor a folder.",
        "It is a card, and no document stands beside it.",
        "a.txt",
        "There is no such file.",
        "It cannot be read: embedded null byte.",
    ]


def test_links_lead_neither_out_of_a_folder_nor_in_circles(tmp_path: Path) -> None:
    """A link in a folder is not followed; one that is named is."""
    make(tmp_path, "in/a.txt", "out/secret.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/out").symlink_to(tmp_path / "out")
    (tmp_path / "in/secret.txt").symlink_to(tmp_path / "out/secret.txt")

    assert found(tmp_path, "in") == ["in/a.txt"]
    assert found(tmp_path, "in/secret.txt") == ["in/secret.txt"]


def test_cards_that_the_shell_names_with_their_documents_are_no_documents(tmp_path: Path) -> None:
    """`docs/*` names the cards too."""
    make(tmp_path, "a.txt", "a.toml", "b.pdf", "b.pdf.toml")

    assert found(tmp_path, "a.toml", "a.txt", "b.pdf", "b.pdf.toml") == ["a.txt", "b.pdf"]


def test_a_card_stands_beside_its_file(tmp_path: Path) -> None:
    """FILE.toml before STEM.toml."""
    make(tmp_path, "a.txt", "a.toml", "b.pdf", "b.toml", "b.pdf.toml", "c.txt")

    assert [card_beside(tmp_path / name) for name in ("a.txt", "b.pdf", "c.txt")] == [
        tmp_path / "a.toml",
        tmp_path / "b.pdf.toml",
        None,
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Erklärung گفت\u200cوگو.txt", "Erklärung گفت\u200cوگو.txt"),
        ("a\x1b[2Jb\nc", "a\\x1b[2Jb\\nc"),
        ("exe.\u202etxt", "exe.\\u202etxt"),
        (os.fsdecode(b"caf\xe9.txt"), "caf\\xe9.txt"),
        ("<img onerror=x>", "<img onerror=x>"),
    ],
)
def test_a_name_is_shown_so_that_it_steers_no_terminal(name: str, expected: str) -> None:
    """Control characters, reversed writing and bytes that are no characters are escaped; other scripts are not."""
    assert shown(name) == expected


@given(st.text())
def test_what_is_shown_is_one_line_of_unicode(name: str) -> None:
    """Also with lone surrogates."""
    line = shown(name)

    assert line.encode("utf-8").decode("utf-8") == line
    assert len(line.splitlines()) <= 1
    assert {unicodedata.category(c) for c in line} & {"Cc", "Cs", "Zl", "Zp"} == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A_RES_66_290", "a-res-66-290"),
        ("  Kabul Process (2017) -- final!", "kabul-process-2017-final"),
        ("GESPRÄCHE", "gespräche"),
        ("Gespra\u0308che", "gespräche"),
        ("اعلامیه کابل", "اعلامیه-کابل"),
        ("../../x", "x"),
        ("<img onerror=x>", "img-onerror-x"),
        ("...", "document"),
        ("x" * 255, "x" * 80),
        ("ﬁnal①", "final1"),
    ],
)
def test_an_id_is_made_of_the_files_name(name: str, expected: str) -> None:
    """Letters of every script, small; digits; hyphens between."""
    assert slug(name) == expected


@given(st.text())
def test_an_id_made_of_a_name_can_be_given_again(name: str) -> None:
    """It is never empty, has at most 80 characters, and making an id of it changes nothing."""
    made = slug(name)

    assert 1 <= len(made) <= 80
    assert check_id(made) == made
    assert slug(made) == made


@pytest.mark.parametrize("wrong", ["", "a b", "a/b", "a#3", "a\n", "a@1", "\u202ea", "x" * 201])
def test_an_id_that_could_not_be_typed_or_cited_is_refused(wrong: str) -> None:
    """No spaces, no "#" (it stands before a number), no "@" (before a version), nothing that cannot be seen."""
    with pytest.raises(UnreadableFile, match="cannot be used"):
        check_id(wrong)


def test_files_of_one_name_are_documents_of_their_own(tmp_path: Path) -> None:
    """Another folder goes before the name; another ending in the same folder goes behind it."""
    make(tmp_path, "2019/report.pdf", "2020/report.pdf", "2019/report.docx", "old/2020/report.pdf")
    taken: dict[str, str] = {}

    for name in ("2019/report.pdf", "2020/report.pdf", "2019/report.docx", "old/2020/report.pdf"):
        taken[choose_id(tmp_path / name, taken)] = origin_of(tmp_path / name)

    assert list(taken) == ["report", "2020-report", "report-docx", "old-2020-report"]


def test_a_file_keeps_its_id(tmp_path: Path) -> None:
    """Whatever it was called with then."""
    make(tmp_path, "report.pdf")

    assert choose_id(tmp_path / "report.pdf", {"un-2019": origin_of(tmp_path / "report.pdf")}) == "un-2019"


def test_a_file_that_was_moved_keeps_its_id(tmp_path: Path) -> None:
    """Where nothing is left at the old place, the file of that name is taken as the same one."""
    make(tmp_path, "new/report.pdf")

    assert choose_id(tmp_path / "new/report.pdf", {"report": str(tmp_path / "old/report.pdf")}) == "report"


def test_a_document_of_unknown_origin_is_not_replaced(tmp_path: Path) -> None:
    """A file that happens to have its name is another document."""
    folder = tmp_path / "talks"
    make(folder, "statement.txt")

    assert choose_id(folder / "statement.txt", {"statement": ""}) == "talks-statement"
