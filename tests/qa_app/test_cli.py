"""The command line as people run it: in a process of its own, with its exit codes."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from corpus.library.schema import VERSION
from corpus.types import Document
from index.encoders.hashing import HashingEncoder
from index.vectors.embed import embed_library
from tests.conftest import Pincite, own_environment

QUESTION = "what did participants call on armed groups to do?"


def test_a_question_in_the_terminal(pincite_process: Pincite, statement: Document) -> None:
    """The paragraph with its number, the sentence between marks, the citation."""
    result = pincite_process("ask", QUESTION)

    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        "Paragraph 3",
        f"▸{statement.paragraph('3').text}◂",
        "— Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3",
    ]


@pytest.mark.usefixtures("encoded")
def test_a_question_as_json_is_the_contract(pincite_process: Pincite, statement: Document) -> None:
    """One object a line, with exactly these fields, and nothing else on standard output."""
    result = pincite_process("ask", QUESTION, "--json")

    (line,) = result.stdout.splitlines()
    record = json.loads(line)
    (quote,) = record["quotes"]
    assert list(record) == ["id", "question", "status", "confidence", "reason", "quotes", "nearest"]
    assert list(quote) == ["document", "number", "citation", "text", "highlights", "score"]
    assert (record["status"], record["reason"], record["nearest"]) == ("answered", None, [])
    assert quote["text"] == statement.paragraph("3").text
    assert quote["highlights"] == [{"start": 0, "end": 133, "text": statement.paragraph("3").text}]
    assert record["confidence"] == quote["score"]


@pytest.mark.usefixtures("encoded")
def test_a_refusal_as_json_has_a_reason_and_the_nearest(pincite_process: Pincite) -> None:
    """No quotes, three nearest paragraphs of the same shape, and what was searched."""
    result = pincite_process("ask", "What did Pakistan promise?", "--json")

    record = json.loads(result.stdout)
    assert result.returncode == 0
    assert (record["status"], record["quotes"]) == ("abstained", [])
    assert record["reason"] == "What was searched does not mention “Pakistan”."
    assert [list(near) for near in record["nearest"]] == [
        ["document", "number", "citation", "text", "highlights", "score"]
    ] * 3
    assert record["searched"] == {"documents": 1, "paragraphs": 12}


def test_a_refusal_in_the_terminal_shows_the_nearest_as_no_answer(pincite_process: Pincite) -> None:
    """Nothing is marked in it."""
    result = pincite_process("ask", "paragraph", "14")

    assert result.returncode == 0
    assert result.stdout.startswith(
        "No answer. There is no such paragraph here (paragraph 14): this document's paragraphs run from 1 to 11."
        " Searched 1 document, 12 paragraphs.\n\nNearest, not an answer:\n  Paragraph 11\n"
    )
    assert "▸" not in result.stdout


@pytest.mark.usefixtures("encoded")
def test_a_hundred_questions_load_one_model(pincite_process: Pincite, tmp_path: Path) -> None:
    """One line out for each in the same order, the bad ones with an error, and exit code 2 only for those."""
    rows = [{"id": f"q{n}", "question": f"paragraph {n % 11 + 1}" if n % 2 else QUESTION} for n in range(100)]
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text("".join(json.dumps(row) + "\n" for row in rows))
    bad.write_text(
        json.dumps(rows[1]) + "\n{oops\n" + json.dumps({"id": 9, "question": ""}) + "\n" + json.dumps(rows[3])
    )

    all_good = pincite_process("ask", "--input", str(good), "--json")
    with_bad = pincite_process("ask", "--input", "-", "--json", stdin=bad.read_text())

    records = [json.loads(line) for line in all_good.stdout.splitlines()]
    assert all_good.returncode == 0
    assert [record["id"] for record in records] == [f"q{n}" for n in range(100)]
    assert {record["quotes"][0]["number"] for record in records[::2]} == {"3"}
    assert [record["status"] for record in records[1::2]] == ["looked_up"] * 50
    assert all_good.stderr.count("Encoding") <= 1
    lines = [json.loads(line) for line in with_bad.stdout.splitlines()]
    assert with_bad.returncode == 2
    assert [line.get("error") for line in lines] == [
        None,
        "Line 2 is not a JSON object.",
        "Line 3: The question is empty.",
        None,
    ]
    assert with_bad.stderr == "pincite: 2 of 4 lines could not be answered.\n"


def test_show_prints_the_words_as_they_stand(pincite: Pincite, statement: Document) -> None:
    """The text, the terminal's citation, and the span in the document as JSON."""
    shown = pincite("show", "kabul-process-2017", "¶7")
    record = json.loads(pincite("show", "kabul-process-2017", "7", "--json").stdout)
    whole = pincite("show", "kabul-process-2017", "--json").stdout.splitlines()

    assert shown.stdout.splitlines()[:2] == ["Paragraph 7", statement.paragraph("7").text]
    assert statement.text[record["start"] : record["end"]] == record["text"] == statement.paragraph("7").text
    assert [json.loads(line)["number"] for line in whole] == ["title", "preamble", *map(str, range(1, 12))]


def test_documents_lists_the_collection(pincite: Pincite) -> None:
    """A table for people, an object a document for programs."""
    table = pincite("documents")
    record = json.loads(pincite("documents", "--json").stdout)

    assert "kabul-process-2017" in table.stdout
    assert (record["document"], record["date"], record["paragraphs"]) == ("kabul-process-2017", "2017-06-06", 12)
    assert (record["numbers"], record["gaps"]) == ([str(n) for n in range(1, 12)], [])


@pytest.mark.usefixtures("encoded")
def test_verify_says_what_it_checked_and_the_precision_in_use(pincite_process: Pincite) -> None:
    """Exit code 0 on a sound library."""
    result = pincite_process("verify")

    assert result.returncode == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "ok     library",
        "ok     paragraphs",
        "ok     words",
        "ok     vectors",
        "ok     index",
        "ok     encoder",
    ]
    assert "all-MiniLM-L6-v2, computing in" in result.stdout


@pytest.mark.usefixtures("encoded")
def test_verify_finds_a_damaged_index_and_the_next_question_mends_it(pincite_process: Pincite, tmp_path: Path) -> None:
    """Exit code 1 names the file; the answer is right all the same, and said to come from a rebuilt index."""
    (path,) = (tmp_path / "pincite" / "index").glob("generation-*/segment-*/sentences.f32")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)

    found = pincite_process("verify")
    asked = pincite_process("ask", QUESTION)
    mended = pincite_process("verify")

    assert (found.returncode, mended.returncode) == (1, 0)
    assert "sentences.f32 is damaged: its SHA-256" in found.stdout
    assert asked.stdout.startswith("Paragraph 3\n")
    assert "rebuilt from the stored vectors" in asked.stderr


@pytest.mark.usefixtures("encoded")
def test_verify_finds_a_text_that_was_changed_behind_its_back(pincite_process: Pincite, tmp_path: Path) -> None:
    """The stored SHA-256 no longer fits the words."""
    with sqlite3.connect(tmp_path / "pincite" / "library.sqlite3") as db:
        db.execute("UPDATE document SET text = replace(text, 'ceasefire', 'seizefire')")

    result = pincite_process("verify")

    assert result.returncode == 1
    assert "WRONG  library: The text of kabul-process-2017 is not the one that was stored." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ask", "", "--encoder", "/no/such"), "The question is empty."),
        (("ask", "x" * 100_000), "The question has 100,000 characters; 2,000 are the most."),
        (("ask", "who\x07"), "The question holds a control character (U+0007) at place 4."),
        (("ask",), "Give either a question or --input FILE."),
        (("ask", "x", "--input", "y"), "Give either a question or --input FILE."),
        (("ask", "--input", "no/such/file"), "no/such/file cannot be read: No such file or directory."),
        (("ask", "--input", "."), ". cannot be read: Is a directory."),
        (
            ("ask", "paragraph 3", "--document", "x"),
            "There is no document 'x' in the library; it holds kabul-process-2017.",
        ),
        (("show", "nope"), "There is no document 'nope' in the library; it holds kabul-process-2017."),
        (
            ("show", "kabul-process-2017", "14"),
            "kabul-process-2017 has no paragraph '14'; this document's paragraphs run from 1 to 11.",
        ),
        (("ask", "who hosted it?", "--encoder", "/no/such"), "There is no encoder folder '/no/such'."),
        (
            ("serve", "--host", "no.such.host.invalid"),
            "--host 'no.such.host.invalid' is not an address of this machine.",
        ),
        (
            ("eval", "--questions", "no/such"),
            "no/such cannot be read: No such file or directory.",
        ),
        (("nonsense",), "No such command 'nonsense'."),
        (("show",), "Missing argument 'DOCUMENT'."),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    pincite: Pincite, arguments: tuple[str, ...], sentence: str
) -> None:
    """Nothing on standard output, one line on standard error, no traceback."""
    result = pincite(*arguments)

    (line,) = [line for line in result.stderr.splitlines() if line.startswith("pincite:")]
    assert (result.returncode, result.stdout) == (2, "")
    assert line.startswith(f"pincite: {sentence}")
    assert "Traceback" not in result.stderr


def test_a_library_that_is_a_file_is_told(pincite: Pincite, tmp_path: Path) -> None:
    """The file is left as it was."""
    path = tmp_path / "file"
    path.write_text("mine")

    result = pincite("documents", "--library", str(path))

    assert (result.returncode, result.stderr) == (
        2,
        f"pincite: The library {path} is a file; --library takes a folder.\n",
    )
    assert path.read_text() == "mine"


def test_a_library_of_a_newer_schema_is_told_and_left_alone(pincite_process: Pincite, tmp_path: Path) -> None:
    """A later pincite's library is not touched."""
    pincite_process("documents")
    path = tmp_path / "pincite" / "library.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")

    result = pincite_process("ask", QUESTION)

    assert result.returncode == 2
    assert (
        result.stderr
        == f"pincite: The library {path.parent} has schema 99; this pincite knows up to {VERSION}: update it.\n"
    )
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_library_made_with_another_encoder_is_told_and_can_be_encoded_again(
    pincite_process: Pincite, tmp_path: Path
) -> None:
    """Both encoders are named, nothing is lost, and the command that changes over works."""
    with Library.open(tmp_path / "pincite", shipped_documents) as library:
        embed_library(library, HashingEncoder())

    refused = pincite_process("ask", QUESTION, "--encoder", "light")
    again = pincite_process("index", "--encode-again", "--encoder", "light")
    asked = pincite_process("ask", QUESTION)

    assert refused.returncode == 2
    assert "was encoded with hashing (256 dimensions), not with all-MiniLM-L6-v2 (384)" in refused.stderr
    assert "pincite index --encode-again" in refused.stderr
    assert again.stdout == (
        "Encoded 114 texts with all-MiniLM-L6-v2; the index holds 12 paragraphs and 25 sentences and 77 clauses.\n"
    )
    assert asked.stdout.startswith("Paragraph 3\n")


@pytest.mark.usefixtures("encoded")
def test_an_encoder_that_cannot_be_loaded_loses_no_vectors(pincite_process: Pincite, tmp_path: Path) -> None:
    """The old vectors are forgotten only once the new encoder is there."""
    result = pincite_process("index", "--encode-again", "--encoder", str(tmp_path / "none"))

    assert result.returncode == 2
    assert pincite_process("verify").returncode == 0


def test_a_port_in_use_is_told_at_once(pincite_process: Pincite) -> None:
    """Before anything is loaded."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = pincite_process("serve", "--port", str(port))

    assert result.returncode == 2
    assert result.stderr == (
        f"pincite: Port {port} is in use on 127.0.0.1; stop what listens there or choose another with --port.\n"
    )


def bound_by_permissions(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `pincite` so that permissions count, which they do not for root with all its capabilities."""
    command = [sys.executable, "-m", "qa_app", *arguments]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root needs setpriv to be bound by permissions")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_library_that_cannot_be_written_is_read_all_the_same(tmp_path: Path, encoded_library: Path) -> None:
    """Questions are answered and nothing is changed; where there is no library to read, one sentence says so."""
    folder = shutil.copytree(encoded_library, tmp_path / "kept" / "library")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*"))
    places = [folder.parent, folder, *folder.rglob("*")]
    for path in places:
        path.chmod(0o555 if path.is_dir() else 0o444)

    try:
        shown = bound_by_permissions("show", "kabul-process-2017", "3", "--library", str(folder))
        asked = bound_by_permissions("ask", QUESTION, "--library", str(folder))
        added = bound_by_permissions("index", "--encode-again", "--library", str(folder))
        made = bound_by_permissions("documents", "--library", str(folder.parent / "new"))
    finally:
        for path in places:
            path.chmod(0o755)

    assert shown.stdout.startswith("Paragraph 3\n")
    assert asked.stdout.startswith("Paragraph 3\n")
    assert (added.returncode, made.returncode) == (2, 2)
    assert f"The library {folder} cannot be written" in added.stderr
    assert made.stderr == f"pincite: The library folder {folder.parent / 'new'} cannot be made: Permission denied.\n"
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*")) == before


@pytest.mark.parametrize("arguments", [("--help",), ("documents",), ("show", "kabul-process-2017", "3"), ("ask", "¶4")])
def test_nothing_heavy_is_imported_where_no_model_is_needed(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Help, lists, paragraphs and look-ups start at once; so does every command's own help."""
    heavy = {"torch", "transformers", "sentence_transformers", "faiss", "gradio", "sklearn", "pandas"}
    if arguments[0] == "ask":
        heavy -= {"faiss"}
    code = (
        f"import sys; from qa_app.cli import main; main({[*arguments]!r});"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    environment = {**os.environ, "PINCITE_LIBRARY": str(tmp_path / "library")}

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)

    assert result.stderr.splitlines()[-1] == "[]"


def test_the_web_app_is_made_without_gradio(tmp_path: Path) -> None:
    """To import it takes longer than all else of a start, and it is there once somebody asks for the chat."""
    code = (
        "import sys; from pathlib import Path; from corpus.library.library import Library\n"
        "from qa_app.service import Service; from qa_app.web import create_app\n"
        "with Library.open(Path(sys.argv[1]), tuple) as library: create_app(Service(library, str, repr))\n"
        "print('gradio' in sys.modules)"
    )

    result = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)

    assert (result.stdout, result.stderr) == ("False\n", "")


MOST_MODULES = 80  # of ours, for a question that is looked up; this number only ever becomes smaller


def test_a_question_passes_through_no_more_modules_than_before(tmp_path: Path) -> None:
    """Whoever follows it has to open them."""
    code = (
        "import sys; from qa_app.cli import main; main(['ask', '¶4']);"
        "ours = {n for n, m in sys.modules.items() if n.partition('.')[0] in {'corpus', 'index', 'qa_app', 'eval'}"
        " and not hasattr(m, '__path__')};"
        "print(len(ours), file=sys.stderr)"
    )
    environment = {**os.environ, "PINCITE_LIBRARY": str(tmp_path / "library")}

    for _ in range(2):  # the first makes the library
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)

    assert int(result.stderr.splitlines()[-1]) <= MOST_MODULES


@pytest.mark.parametrize("command", ["serve", "ask", "documents", "show", "index", "verify", "eval", "bench"])
def test_every_command_explains_itself(pincite: Pincite, command: str) -> None:
    """Each has a help text with its options."""
    result = pincite(command, "--help")

    assert result.returncode == 0
    assert "--library DIR" in result.stdout


def test_pincite_alone_explains_itself(pincite: Pincite) -> None:
    """The same text as --help."""
    alone = pincite()

    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout == pincite("--help").stdout
    assert "  ask        Ask a question" in alone.stdout


@pytest.mark.usefixtures("encoded")
def test_no_colour_is_respected_and_not_needed(tmp_path: Path) -> None:
    """In a terminal the sentence is bold and between marks; NO_COLOR leaves no colour code."""
    import pty

    main, other = pty.openpty()
    environment = {
        **own_environment(tmp_path),
        "NO_COLOR": "1",
        "TERM": "xterm-256color",
    }
    command = [sys.executable, "-m", "qa_app", "ask", QUESTION]
    subprocess.run(command, stdout=other, stderr=subprocess.DEVNULL, env=environment, check=True)
    os.close(other)
    written = os.read(main, 65536).decode()
    os.close(main)

    assert "\x1b[1m▸The participants called" in written
    assert "\x1b[3" not in written.replace("\x1b[3m", "")


def test_control_characters_of_a_document_cannot_steer_the_terminal(pincite: Pincite, tmp_path: Path) -> None:
    """They are shown as U+FFFD on the screen, and kept as they are in JSON."""
    from corpus.cutting.segment import segment
    from corpus.types import Card

    hostile = segment("1. Stop \x1b[2Jhere.\n\n2. End.", Card("hostile", "H\x1b[1mi", None, None, None, None, "en"))
    with Library.open(tmp_path / "pincite", lambda: (hostile,)):
        pass

    assert "\x1b" not in pincite("show", "hostile").stdout + pincite("documents").stdout
    assert json.loads(pincite("show", "hostile", "1", "--json").stdout)["text"] == "Stop \x1b[2Jhere."
