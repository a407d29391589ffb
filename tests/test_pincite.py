"""pincite from Python: what `import pincite` gives, and that it is enough."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pincite
from qa_app.records import outcome_record

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ACCORD = "Ferry Accord\n\n1. Ferries sail at dawn.\n\n2. Dogs <b>travel</b> free.\n\n3. The harbour closes at dusk.\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pincite.OpenLibrary]:
    """A library with the shipped statement and an accord, searched without a model, for tests that only read it."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "accord.txt").write_text(ACCORD, encoding="utf-8")
    with pincite.open(folder / "library", encoder="hashing") as opened:
        opened.add(folder / "accord.txt")
        yield opened


@pytest.mark.process
def test_what_was_added_says_what_became_of_it(tmp_path: Path) -> None:
    """A file that cannot be read has a reason and keeps none of the others out."""
    (tmp_path / "second.txt").write_text(ACCORD.replace("Ferry", "Second"), encoding="utf-8")

    with pincite.open(tmp_path / "library", encoder="hashing") as library:
        missing, added = library.add(tmp_path / "nothing.txt", tmp_path / "second.txt")
        entries = [entry.id for entry in library.documents]

    assert (missing.status, missing.document) == ("failed", None)
    assert missing.reason
    assert (added.status, added.document, added.paragraphs) == ("added", "second", 3)
    assert entries == ["kabul-process-2017", "second"]


def test_a_paragraph_is_quoted_with_its_place(library: pincite.OpenLibrary) -> None:
    """Printed, a reply is what the command line prints; its record is what --json writes."""
    reply = library.ask("what does paragraph 3 say?", document="accord")

    assert reply.answered
    assert [quote.paragraph.text for quote in reply.quotes] == ["The harbour closes at dusk."]
    assert str(reply) == repr(reply) == "Paragraph 3\nThe harbour closes at dusk.\n— Ferry Accord, para. 3"
    assert reply.record == outcome_record(reply.outcome)


def test_a_follow_up_is_read_in_its_conversation(library: pincite.OpenLibrary) -> None:
    """The questions before it are answered first."""
    reply = library.ask("and the one before?", document="accord", history=["what does paragraph 3 say?"])

    assert [quote.paragraph.number for quote in reply.quotes] == ["2"]


def test_a_refusal_is_no_quotation(library: pincite.OpenLibrary) -> None:
    """It says why, and has nothing to quote."""
    reply = library.ask("what does paragraph 77 say?", document="accord")

    assert not reply.answered
    assert reply.quotes == ()
    assert str(reply).startswith("No answer. ")
    assert reply._repr_html_().startswith("<p><b>No answer.</b> ")


def test_a_notebook_shows_the_words_escaped(library: pincite.OpenLibrary) -> None:
    """What a document says can never become part of the page."""
    shown = library.ask("paragraph 2", document="accord")._repr_html_()
    checked = library.check("Dogs <b>travel</b> free.")._repr_html_()

    assert shown == (
        "<blockquote>Dogs &lt;b&gt;travel&lt;/b&gt; free.<br><cite>Ferry Accord, para. 2</cite></blockquote>"
    )
    assert "<b>travel" not in checked


def test_a_quotation_is_checked_where_it_is_said_to_stand(library: pincite.OpenLibrary) -> None:
    """The right words with the wrong number are not sound."""
    right = library.check("The harbour closes at dusk.", document="accord", paragraph="3")
    wrong = library.check("The harbour closes at dusk.", document="accord", paragraph="1")

    assert (right.sound, right.verdict) == (True, pincite.Verdict.VERBATIM)
    assert (wrong.sound, wrong.check.attribution) == (False, pincite.Attribution.WRONG_PARAGRAPH)
    assert "▸The harbour closes at dusk.◂" in str(right)


def test_what_fails_is_a_pincite_error(library: pincite.OpenLibrary) -> None:
    """One kind of error to catch, with a sentence for people."""
    with pytest.raises(pincite.PinciteError, match="nowhere"):
        library.check("dusk", document="nowhere")
    with pytest.raises(pincite.PinciteError, match="nowhere"):
        library.ask("when?", document="nowhere")


def test_importing_it_loads_no_model() -> None:
    """`import pincite` is quick, and so is checking."""
    loaded = "import sys, pincite; print(sorted({'torch', 'faiss', 'tantivy', 'gradio'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, cwd=ROOT, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.usefixtures("loaded_once")
def test_the_lines_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten lines from an empty folder to an answer and a check."""
    (tmp_path / "accord.txt").write_text(ACCORD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block

    exec(block[1], {})

    printed = capsys.readouterr().out.split("\n")
    assert printed[0].startswith("3 The participants called on all the armed groups to agree to a ceasefire")
    assert "False silent_omission" in printed
