"""`pincite show` and `pincite documents`: the words as they stand, found by numbers as people write them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import UnknownParagraph
from corpus.library.library import Library, Origin
from corpus.numbering.notes import repeated
from corpus.types import Kind, Paragraph, ParagraphId, Span
from qa_app.citing.citation import pin_cite, place_in_document, spoken_place
from qa_app.cli import main
from qa_app.references.paragraphs import again, find_paragraph
from tests.shapes import ARABIC, HOSTILE, PROCESS, REGULATION, RESOLUTION, Part, card, compose

Run = Callable[..., Result]

EARLIER = compose(card("process", "Statement of the Process"), [Part("1", "1. ", ["An earlier text."])])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with two versions of one document and three others."""
    folder = tmp_path / "library"
    with Library.open(folder, lambda: (EARLIER,)) as library:
        library.add(PROCESS, Origin("process.pdf", "0" * 64))
        for document in (RESOLUTION, REGULATION, ARABIC, HOSTILE):
            library.add(document)
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command in this process: exit code, standard output, standard error."""
    import click

    monkeypatch.setenv("COLUMNS", "200")

    @click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def pincite(arguments: tuple[str, ...]) -> None:
        raise SystemExit(main(list(arguments)))

    yield lambda *arguments: CliRunner().invoke(pincite, [arguments[0], "--library", str(folder), *arguments[1:]])


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("2(a)(ii)", "2(a)(ii)"),
        ("2 (a) (ii)", "2(a)(ii)"),
        ("para 2", "2"),
        ("Paragraph 2.", "2"),
        ("para. 2(A)", "2(a)"),
        ("¶3", "3"),
        ("#p3", "3"),
        ("p12a", "12A"),
        ("12 A", "12A"),
        ("2a", "2(a)"),
        ("1~2", "1~2"),
        ("1.2", "1.2"),
        ("PREAMBLE", "preamble"),
    ],
)
def test_a_paragraph_is_found_by_its_number_loosely_written(asked: str, number: str) -> None:
    """Spaces, case, brackets, words and marks before it make no difference."""
    assert find_paragraph(RESOLUTION, asked).number == number


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Art. 17(1)", "Article 17(1)"),
        ("article 17 1", "Article 17(1)"),
        ("art 17(1)(a)", "Article 17(1)(a)"),
        ("17(1)", "Article 17(1)"),
        ("ARTICLE18", "Article 18"),
        ("18", "Article 18"),
        ("1bis", "Article 1 bis"),
        ("rec. 2", "Recital 2"),
    ],
)
def test_an_article_is_found_by_its_short_name(asked: str, number: str) -> None:
    """ "Art.", no word at all, or a space where a bracket is printed."""
    assert find_paragraph(REGULATION, asked).number == number


def test_digits_of_another_script_are_digits() -> None:
    """A paragraph that is addressed as 2 is found by the digit that is printed."""
    assert find_paragraph(ARABIC, "٢").number == "2"


def test_what_may_be_one_of_several_is_not_guessed() -> None:
    """The candidates are named."""
    both = compose(card("d", "D"), [Part("Recital 3", "(3) ", ["a"]), Part("Article 3", "Article 3 ", ["b"])])

    with pytest.raises(UnknownParagraph, match=r"In d, '3' may be Recital 3 or Article 3: say which\."):
        find_paragraph(both, "3")


def test_an_unknown_number_is_told_with_the_nearest() -> None:
    """By value first, then by spelling."""
    with pytest.raises(UnknownParagraph) as told:
        find_paragraph(RESOLUTION, "2(c)")

    assert str(told.value) == (
        "resolution has no paragraph '2(c)'; this document's paragraphs run from 1 to 1.2. "
        "Nearest: 2(a), 2(b), 2(a)(i)."
    )


@pytest.mark.parametrize("asked", ["", "¶", "para", "~", "(", "9" * 5000, "x" * 5000, "\x00", "²", "①"])
def test_nonsense_is_told_as_unknown(asked: str) -> None:
    """Whatever is typed."""
    with pytest.raises(UnknownParagraph):
        find_paragraph(REGULATION, asked)


def test_numbers_printed_twice_are_told_apart() -> None:
    """Those that begin a numbering anew, and those that just recur."""
    numbers = ["1", "2", "2~2", "3", "1~2", "2~3", "3~2", "Article 1", "Article 1~2", "Article 2~2"]

    assert repeated(numbers) == (("1~2", "Article 1~2"), ("2~2",))
    assert again("2", numbers) == ("2~2", "2~3")


@pytest.mark.parametrize(
    ("number", "place", "spoken"),
    [
        ("3", "para. 3", "Paragraph 3"),
        ("4(a)(ii)", "para. 4(a)(ii)", "Paragraph 4(a)(ii)"),
        ("1 bis", "para. 1 bis", "Paragraph 1 bis"),
        ("14.2.3.Guidance.10", "para. 14.2.3.Guidance.10", "Paragraph 14.2.3.Guidance.10"),
        ("Article 17(1)", "Article 17(1)", "Article 17(1)"),
        ("Article 5~2(1)", "Article 5(1) (repeat 2, under “Annex”)", "Article 5(1) (repeat 2, under “Annex”)"),
        ("Recital 12", "Recital 12", "Recital 12"),
        ("1~2", "para. 1 (repeat 2, under “Annex”)", "Paragraph 1 (repeat 2, under “Annex”)"),
    ],
)
def test_a_number_is_cited_as_it_is_printed(number: str, place: str, spoken: str) -> None:
    """With the word that it has, or "para."; the heading tells numberings apart."""
    paragraph = Paragraph(ParagraphId("d", number), 0, Kind.NUMBERED, "", Span(0, 0), None, None, ("Annex",))

    assert (place_in_document(paragraph), spoken_place(paragraph)) == (place, spoken)


def test_what_has_no_number_is_cited_by_what_it_is() -> None:
    """Preamble, closing; a heading's own running number is printed nowhere."""
    assert pin_cite(PROCESS.card, PROCESS.paragraph("closing")) == "Statement of the Process, 6 June 2017, closing"
    assert spoken_place(RESOLUTION.paragraph("heading-1")) == "Heading"


def test_a_whole_document_is_printed_in_order(run: Run) -> None:
    """Parts of a paragraph further in, the heading, footnotes and what is odd about the numbers at the end."""
    result = run("show", "resolution")

    assert result.output.splitlines() == [
        "Resolution 2000 (2011)",
        "6 June 2017 · S/RES/2000 (2011)",
        "",
        "Preamble",
        "The Security Council,",
        "",
        "Paragraph 1",
        "Decides to go on;",
        "",
        "Paragraph 2",
        "Asks the mission:",
        "  2(a) To protect:",
        "    2(a)(i) people;",
        "    2(a)(ii) places;",
        "  2(b) To report,",
        "and to do so soon;¹",
        "",
        "Paragraph 3",
        "  3(a) To stay;",
        "or, where it cannot,",
        "  3(b) to leave;",
        "",
        "Paragraph 12A",
        "Stays seized.",
        "",
        "Annex",
        "",
        "Paragraph 1 (repeat 2, under “Annex”)",
        "Of the annex.",
        "",
        "Paragraph 1.2",
        "Of the annex, too.",
        "",
        "Footnotes",
        "1 See S/2011/1. (page 1)",
        "* Reissued",
        "",
        "for technical reasons. (page 1)",
        "",
        "Notes on the text",
        "Numbers missing in the document: 4, 5, 6, 7, 8, 9, 10, 11.",
        "The numbering begins anew at: 1~2.",
    ]


def test_pages_and_doubts_are_printed(run: Run) -> None:
    """ "(page 2)" beside the number, the notes at the end."""
    lines = run("show", "process").output.splitlines()

    assert "Paragraph 4 (page 2)" in lines
    assert lines[-2:] == ["Numbers missing in the document: 3.", "No paragraph is printed 3."]


def test_a_part_is_shown_with_its_headings_and_citation(run: Run) -> None:
    """The words between quotation marks are the stored ones."""
    result = run("show", "regulation", "art.", "17 (1)")

    assert result.stdout == (
        "CHAPTER III\nRights › Article 17\nErasure\nArticle 17(1)\nWhere:\n(a) a;\n(b) b.\n"
        "— Regulation (EU) 2016/679, 6 June 2017, Article 17(1)\n"
    )


def test_a_number_that_recurs_is_shown_with_a_notice(run: Run) -> None:
    """On standard error, so that the output stays what was asked for."""
    result = run("show", "resolution", "1")

    assert result.stdout.startswith("Paragraph 1\nDecides to go on;\n")
    assert result.stderr == "pincite: That number is printed more than once; see also 1~2.\n"


def test_raw_is_the_stored_text_byte_for_byte(run: Run) -> None:
    """What the spans of every line count in; control characters and all, no line end added."""
    raw = run("show", "hostile", "--raw").stdout_bytes.decode()
    lines = [json.loads(line) for line in run("show", "hostile", "--json").stdout.split("\n")[:-1]]

    assert raw == HOSTILE.text
    assert [line["text"] for line in lines] == [raw[line["start"] : line["end"]] for line in lines]
    assert run("show", "hostile", "1", "--raw").stdout_bytes.decode() == HOSTILE.paragraph("1").text


def test_one_paragraph_as_json_is_its_line_of_the_export(run: Run) -> None:
    """The same ordinal, the same fields."""
    whole = run("show", "resolution", "--json").stdout.splitlines()

    assert run("show", "resolution", "2 a i", "--json").stdout.splitlines() == [whole[4]]


def test_an_earlier_version_says_that_it_is_superseded(run: Run) -> None:
    """It is shown all the same."""
    result = run("show", "process@1", "1")

    assert result.stdout.splitlines()[1] == "An earlier text."
    assert result.stderr == "pincite: process@1 is superseded by process: this is not the current text.\n"


@pytest.mark.parametrize(
    "arguments", [("show", "none"), ("show", "process", "17"), ("show", "process", "--raw", "--json")]
)
def test_what_cannot_be_shown_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    """Exit code 2, nothing on standard output."""
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("pincite: ")
    assert result.stderr.count("\n") == 1


def test_the_collection_is_a_table(run: Run) -> None:
    """With symbols and versions where there are any."""
    lines = [" ".join(line.split()) for line in run("documents").stdout.splitlines()]

    assert lines[0] == "Document Title Date Symbol Paragraphs Missing Version"
    assert "process Statement of the Process 2017-06-06 5 3 2" in lines
    assert "resolution Resolution 2000 (2011) 2017-06-06 S/RES/2000 (2011) 7 4, 5, 6, 7, 8, 9 and 2 more 1" in lines
    assert not [line for line in lines if line.startswith("process@1")]


def test_superseded_versions_are_listed_when_asked_for(run: Run) -> None:
    """With what supersedes them."""
    assert "1, superseded by process" in run("documents", "--superseded").stdout


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("s/res",), ["resolution"]),
        (("RESOLUTION", "2017-06"), ["resolution"]),
        (("6 june 2017", "Process"), ["process"]),
        (("السلام",), []),
        (("القمة",), ["arabic"]),
    ],
)
def test_the_collection_is_filtered_by_words(run: Run, words: tuple[str, ...], found: list[str]) -> None:
    """In id, title, symbol and date, whatever the case; all of them must be there."""
    lines = run("documents", *words, "--json").stdout.splitlines()

    assert [json.loads(line)["document"] for line in lines] == found


def test_a_document_as_json_says_what_is_odd_about_it(run: Run) -> None:
    """What is missing, printed twice or begun anew; its version and file."""
    record = json.loads(run("documents", "process", "--json").stdout)
    resolution = json.loads(run("documents", "s/res", "--json").stdout)

    assert list(record) == (
        "document title date place publisher source language sha256 paragraphs numbers gaps"
        " symbol version superseded_by file restarts repeats doubtful notes"
    ).split()  # fmt: skip
    assert (record["gaps"], record["version"], record["superseded_by"], record["file"], record["notes"]) == (
        ["3"],
        2,
        None,
        "process.pdf",
        ["No paragraph is printed 3."],
    )
    assert (resolution["symbol"], resolution["restarts"], resolution["repeats"]) == ("S/RES/2000 (2011)", ["1~2"], [])


def test_control_characters_do_not_reach_the_terminal(run: Run) -> None:
    """A document cannot steer it."""
    output = run("show", "hostile").output + run("documents").output

    assert [c for c in output if c < " " and c not in "\n\t"] == []
