"""`pincite check`: what it prints, what it leaves with, and what it never loads."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa_app.cli import main

Run = Callable[..., Result]

CEASEFIRE = "The participants called on all the armed groups to agree to a ceasefire"
DROPPED_ALL = CEASEFIRE.replace("all the ", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library's folder for all of these tests, which only read."""
    return tmp_path_factory.mktemp("check") / "library"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run the command in this process: exit code, standard output, standard error."""
    import click

    monkeypatch.setenv("PINCITE_LIBRARY", str(folder))

    @click.command(context_settings={"ignore_unknown_options": True})
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def through_main(arguments: tuple[str, ...]) -> None:
        sys.exit(main(["check", *arguments]))

    yield lambda *arguments, **more: CliRunner().invoke(through_main, ["--", *arguments], **more)


def test_a_sound_quotation_is_shown_in_its_paragraph(run: Run) -> None:
    """With a symbol and words for the verdict, the slice marked, and the exit code 0."""
    result = run(CEASEFIRE, "--paragraph", "3")

    assert result.exit_code == 0
    assert result.stdout == (
        "✓ Word for word\n"
        "Warning: It begins or ends in the middle of a sentence.\n"
        "Credited to: para. 3\n"
        "Decided by: the same characters, one after the other\n"
        "To do: Print as it is.\n"
        "\n"
        f"▸{CEASEFIRE}◂ and start peace talks with the Afghan Government immediately.\n"
        "— Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3\n"
    )


def test_what_changed_is_said_in_words_and_the_exit_code_is_1(run: Run) -> None:
    """And what the paragraph is that it should have been credited to."""
    result = run(CEASEFIRE.replace("called on", "demanded of"), "--paragraph", "4")

    assert result.exit_code == 1
    assert "✗ Altered, and with it the meaning; credited to the wrong paragraph\n" in result.stdout
    assert "Changed: operative verb: called → demanded: stronger\n" in result.stdout
    assert "Credit para. 3, not 4." in result.stdout


def test_json_is_the_contract(run: Run) -> None:
    """The offsets count in the paragraph's text; a document may be named by its id in any case."""
    result = run(DROPPED_ALL, "--document", "KABUL-process-2017", "--paragraph", "3", "--json")
    record = json.loads(result.stdout)

    assert {
        name: record[name] for name in ("id", "quote", "verdict", "attribution", "document", "numbers", "sound")
    } == {
        "id": None,
        "quote": DROPPED_ALL,
        "verdict": "silent_omission",
        "attribution": "as_cited",
        "document": "kabul-process-2017",
        "numbers": ["3"],
        "sound": False,
    }
    assert (record["source"], record["start"], record["end"]) == (CEASEFIRE, 0, len(CEASEFIRE))
    assert [(d["kind"], d["quote"], d["source"]) for d in record["differences"]] == [("quantifier", "", "all the")]
    assert record["flags"] == []


def test_a_file_is_checked_line_by_line_and_a_bad_line_stops_nothing(run: Run) -> None:
    """One object a line in the same order; 2 at the end where a line could not be read."""
    lines = [
        json.dumps({"id": "a", "quote": CEASEFIRE, "document": "kabul-process-2017", "paragraph": 3}),
        "not JSON",
        "",
        json.dumps({"id": 7, "quote": ["no text"]}),
        json.dumps({"id": 8, "quote": " "}),
        json.dumps({"id": "b", "quote": CEASEFIRE, "paragraph": "5"}),
    ]
    result = run("--input", "-", "--json", input="\n".join(lines))
    records = [json.loads(line) for line in result.stdout.splitlines()]

    assert [(r["id"], r.get("error") or (r["verdict"], r["attribution"])) for r in records] == [
        ("a", ("verbatim", "as_cited")),
        (None, "Line 2 is not a JSON object."),
        (7, "Line 4: 'quote' must be text."),
        (8, "Line 5: 'quote' is empty."),
        ("b", ("verbatim", "wrong_paragraph")),
    ]
    assert result.exit_code == 2
    assert result.stderr == "pincite: 3 of 5 lines could not be checked.\n"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"quote": CEASEFIRE}], 0),
        ([{"quote": CEASEFIRE}, {"quote": DROPPED_ALL}], 1),
        ([], 1),
    ],
)
def test_the_exit_code_of_a_file_says_whether_all_are_sound(run: Run, lines: list[dict[str, str]], code: int) -> None:
    """An empty file is no pass."""
    assert run("--input", "-", input="\n".join(map(json.dumps, lines))).exit_code == code


def test_the_words_around_say_whose_words_they_are(run: Run) -> None:
    """Paragraph 6 quotes a strategy of the United Nations, whose words are not the participants'."""
    quoted = "refrain from organizing, instigating, facilitating, participating in financing"
    credits_ = ("", "The participants promised to:", "The strategy of the United Nations says that states must:")
    records = [json.loads(run(quoted, "--context", credit, "--json").stdout) for credit in credits_]

    assert [record["attribution"] for record in records] == ["none_given", "wrong_voice", "none_given"]
    assert all("quoted_by_source" in record["flags"] for record in records)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Give either a quotation, --input FILE, --article FILE, --verify-receipt FILE or --receipts FOLDER."),
        (("words", "--input", "-"), "Give either a quotation"),
        (("",), "The quotation is empty."),
        ((" ", "\t"), "The quotation is empty."),
        (("words", "--report", "csv"), "--report does not go with what is asked."),
        (("words", "--document", "nowhere"), "nowhere"),
        (("--input", "/no/such/file"), "/no/such/file cannot be read"),
        (("--verify-receipt", "/no/such/file"), "/no/such/file cannot be read"),
        (("--receipts", "/no/such/folder"), "/no/such/folder is no folder with receipts (*.json) in it."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_2(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """On standard error."""
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("quotation", ["…", "“”", "?!", "x" * 50_000])
def test_a_quotation_without_words_is_not_checkable(run: Run, quotation: str) -> None:
    """Nor one that is longer than anybody quotes."""
    result = run(quotation, "--json")

    assert (json.loads(result.stdout)["verdict"], result.exit_code) == ("not_checkable", 1)


@pytest.mark.process
def test_an_article_leaves_a_receipt_that_is_repeated(run: Run, tmp_path: Path) -> None:
    """Through the command line from end to end."""
    article, kept = tmp_path / "article.md", tmp_path / "receipt.json"
    article.write_text(f"In paragraph 3 it said: “{CEASEFIRE}”.\n", encoding="utf-8")

    checked = run("--article", str(article), "--receipt", str(kept), "--json")
    repeated = run("--verify-receipt", str(kept))

    assert (json.loads(checked.stdout)["verdict"], checked.exit_code) == ("verbatim", 0)
    assert (repeated.stdout, repeated.exit_code) == (f"same: “{CEASEFIRE}”\n", 0)


def test_a_folder_of_receipts_is_repeated(run: Run, tmp_path: Path) -> None:
    """Each receipt against the library as it is now; what is none is named, and the others are repeated."""
    kept = tmp_path / "kept"
    kept.mkdir()
    run(CEASEFIRE, "--paragraph", "3", "--receipt", str(kept / "a.json"))
    run(DROPPED_ALL, "--receipt", str(kept / "b.json"))
    edited = json.loads((kept / "a.json").read_text(encoding="utf-8"))
    edited["checks"][0]["verdict"] = "altered_minor"
    (kept / "c.json").write_text(json.dumps(edited), encoding="utf-8")

    changed = run("--receipts", str(kept))
    (kept / "c.json").write_text("{}", encoding="utf-8")
    unreadable = run("--receipts", str(kept), "--json")

    assert changed.exit_code == 1
    assert "verdict: 'altered_minor' then, 'verbatim' now" in changed.stdout
    assert changed.stderr == "pincite: 3 of 3 receipts, 3 quotations: 1 not as they were.\n"
    assert [json.loads(line)["same"] for line in unreadable.stdout.splitlines()] == [True, True]
    assert (unreadable.exit_code, "c.json is not a receipt" in unreadable.stderr) == (2, True)


def test_what_an_ellipsis_hides_is_shown(run: Run) -> None:
    """In words and in JSON with its place; the exit code is 1 where it has to be read."""
    shortened = f"{CEASEFIRE} … immediately."
    shown, record = run(shortened), json.loads(run(shortened, "--json").stdout)

    hidden = "and start peace talks with the Afghan Government"
    assert shown.exit_code == 1
    assert f"You left out: “{hidden}”\n" in shown.stdout
    assert "To do: Read what you left out" in shown.stdout
    assert (record["verdict"], record["sound"], record["flags"]) == ("abridged", False, ["read_omission"])
    start = len(CEASEFIRE) + 1
    place = {"document": "kabul-process-2017", "number": "3", "start": start, "end": start + len(hidden)}
    assert record["omitted"] == [{**place, "words": hidden}]


def test_no_model_is_loaded(folder: Path, tmp_path: Path) -> None:
    """Neither for a quotation nor for one that is nowhere, nor for an article or a receipt."""
    article = tmp_path / "article.txt"
    article.write_text(f"“{CEASEFIRE}”, it said.", encoding="utf-8")
    heavy = {"torch", "sentence_transformers", "transformers", "faiss", "gradio", "tantivy", "numpy"}
    code = (
        "import sys\n"
        "from qa_app.cli import main\n"
        f"main(['--library', {str(folder)!r}, 'check', 'the moon is made of the very best green cheese'])\n"
        f"main(['--library', {str(folder)!r}, 'check', '--article', {str(article)!r}])\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr == "[]\n"
