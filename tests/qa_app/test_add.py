"""`pincite add` and `pincite remove` as people run them: what goes in, what does not, and why."""

import io
import json
import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from qa_app.commands.add import coming_into, encode_added
from qa_app.settings import read_settings
from tests.conftest import Pincite

ROOT = Path(__file__).parents[2]
PEACE = "1. Peace.\n\n2. Trade.\n\n3. Water.\n"
KEYS = ["file", "document", "version", "paragraphs", "status", "reason", "notes"]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REFERS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


@pytest.fixture
def pincite(pincite_process: Pincite) -> Pincite:
    """Files are read by a process of their own."""
    return pincite_process


def add(pincite: Pincite, *arguments: object) -> tuple[int, list[dict[str, Any]]]:
    result = pincite("add", "--no-encode", "--json", *map(str, arguments))
    assert "Traceback" not in result.stderr
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()]


def statuses(records: list[dict[str, Any]]) -> list[tuple[str, str | None, str, int | None]]:
    return [(Path(r["file"]).name, r["document"], r["status"], r["version"]) for r in records]


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def docx(document: bytes, *, entries: int = 0) -> bytes:
    """A Word file with this as its main part, and so many empty ones."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        container.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{REFERS}" Target="word/document.xml"/></Relationships>',
        )
        container.writestr("word/document.xml", document)
        for number in range(entries):
            container.writestr(f"word/{number}", b"")
    return file.getvalue()


def story(text: str, before: str = "") -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}">{body}</w:document>'.encode()


def test_each_file_has_a_line(pincite: Pincite, tmp_path: Path) -> None:
    """What it became, its version, and how many of its paragraphs can answer."""
    folder = write(tmp_path / "talks", a=PEACE, b="")

    code, records = add(pincite, folder)

    assert code == 1
    assert [list(record) for record in records] == [KEYS, KEYS]
    assert records == [
        {
            "file": str(folder / "a.txt"),
            "document": "a",
            "version": 1,
            "paragraphs": 3,
            "status": "added",
            "reason": None,
            "notes": records[0]["notes"],
        },
        {
            "file": str(folder / "b.txt"),
            "document": None,
            "version": None,
            "paragraphs": None,
            "status": "failed",
            "reason": "It is empty.",
            "notes": [],
        },
    ]


def test_what_is_known_is_not_read_again(pincite: Pincite, tmp_path: Path) -> None:
    """A second time nothing changes; a file that was changed is a new version of its document."""
    folder = write(tmp_path / "talks", a=PEACE, b=PEACE.replace("Peace", "War"))
    first = add(pincite, folder)

    again = add(pincite, folder)
    write(folder, b=PEACE.replace("Peace", "Truce"))
    changed = add(pincite, folder)

    assert statuses(first[1]) == [("a.txt", "a", "added", 1), ("b.txt", "b", "added", 1)]
    assert statuses(again[1]) == [("a.txt", "a", "unchanged", 1), ("b.txt", "b", "unchanged", 1)]
    assert statuses(changed[1]) == [("a.txt", "a", "unchanged", 1), ("b.txt", "b", "updated", 2)]
    assert (first[0], again[0], changed[0]) == (0, 0, 0)


def test_a_card_and_options_go_before_what_was_read(pincite: Pincite, tmp_path: Path) -> None:
    """The option before the card, the card before the text; a changed card is noticed though the file is known."""
    folder = write(tmp_path / "talks", a=PEACE)
    (folder / "a.toml").write_text('id = "talks-2017"\ntitle = "Talks"\ndate = 2017-06-06\nplace = "Kabul"\n')
    first = add(pincite, folder, "--place", "Geneva", "--language", "fr")
    (folder / "a.toml").write_text('id = "talks-2017"\ntitle = "The Talks"\n')
    second = add(pincite, folder)
    third = add(pincite, folder)

    shown = json.loads(pincite("documents", "--json").stdout.splitlines()[-1])

    assert [statuses(records) for _, records in (first, second, third)] == [
        [("a.txt", "talks-2017", "added", 1)],
        [("a.txt", "talks-2017", "updated", 2)],
        [("a.txt", "talks-2017", "unchanged", 2)],
    ]
    assert (shown["document"], shown["title"]) == ("talks-2017", "The Talks")


def test_a_wrong_card_fails_its_file_alone(pincite: Pincite, tmp_path: Path) -> None:
    """The reason names the card and the field."""
    folder = write(tmp_path / "talks", a=PEACE, b=PEACE + "4. Roads.")
    (folder / "a.toml").write_text('date = "June"')

    code, records = add(pincite, folder)

    assert code == 1
    assert statuses(records)[1] == ("b.txt", "b", "added", 1)
    assert "The field 'date' of the card" in records[0]["reason"]


def test_two_files_of_one_name_are_two_documents(pincite: Pincite, tmp_path: Path) -> None:
    """The folder of the second goes before its name."""
    write(tmp_path / "2019", report=PEACE)
    write(tmp_path / "2020", report=PEACE + "4. Roads.")

    code, records = add(pincite, tmp_path / "2019", tmp_path / "2020")

    assert code == 0
    assert [record["document"] for record in records] == ["report", "2020-report"]


def test_two_files_cannot_have_one_id(pincite: Pincite, tmp_path: Path) -> None:
    """The second is refused, and both are named."""
    folder = write(tmp_path / "talks", a=PEACE, b=PEACE + "4. Roads.")
    for name in ("a", "b"):
        (folder / f"{name}.toml").write_text('id = "talks"')

    code, records = add(pincite, folder)

    assert code == 1
    assert records[1]["file"].endswith("b.txt")
    assert "'talks' went to" in records[1]["reason"]
    assert "a.txt already" in records[1]["reason"]


def test_a_file_of_documents_has_a_line_for_each(pincite: Pincite, tmp_path: Path) -> None:
    """Also the second time."""
    file = tmp_path / "talks.jsonl"
    file.write_text('{"doc_id": "x", "text": "Peace."}\n{"doc_id": "y", "text": "Trade."}\n')

    first, second = add(pincite, file), add(pincite, file)

    assert statuses(first[1]) == [("talks.jsonl", "x", "added", 1), ("talks.jsonl", "y", "added", 1)]
    assert statuses(second[1]) == [("talks.jsonl", "x", "unchanged", 1), ("talks.jsonl", "y", "unchanged", 1)]


def test_a_later_text_takes_the_place_of_an_earlier_one(pincite: Pincite, tmp_path: Path) -> None:
    """One that supersedes nothing that is there is refused."""
    folder = write(tmp_path / "talks", a=PEACE, b=PEACE + "4. Roads.")
    add(pincite, folder / "a.txt")

    wrong = add(pincite, folder / "b.txt", "--supersedes", "no-such")
    right = add(pincite, folder / "b.txt", "--supersedes", "a", "--id", "later")

    assert (wrong[0], wrong[1][0]["status"]) == (2, "failed")
    assert "'no-such'" in wrong[1][0]["reason"]
    assert (right[0], statuses(right[1])) == (0, [("b.txt", "later", "added", 1)])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add",), "Missing argument 'PATH...'."),
        (("add", "TALKS", "--id", "x"), "--id is for one file, and these are 2."),
        (("add", "TALKS", "--title", "x"), "--title is for one file, and these are 2."),
        (("add", "TALKS/a.txt", "--id", "a b"), "The id 'a b' cannot be used"),
        (("add", "TALKS/a.txt", "--title", " "), "--title is empty."),
        (("add", "TALKS/a.txt", "--date", "June"), "'June' does not match the format '%Y-%m-%d'"),
        (("add", "TALKS/no.txt"), "no.txt: There is no such file."),
        (("add", "TALKS/*.pdf"), "*.pdf: No file matches this."),
        (("remove", "kabul-process-2017"), "Nothing was removed: say --yes where nobody can be asked."),
        (("remove", "no-such", "--yes"), "There is no document 'no-such' in the library"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    pincite: Pincite, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit code 2, nothing on standard output."""
    folder = write(tmp_path / "talks", a=PEACE, b=PEACE + "4. Roads.")

    result = pincite(*(argument.replace("TALKS", str(folder)) for argument in arguments))

    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert sentence in result.stderr


def test_people_are_told_in_words(pincite: Pincite, tmp_path: Path) -> None:
    """A line for each of a few files, counts for many; what failed is always told, on standard error."""
    few = write(tmp_path / "few", a=PEACE, b="")
    many = write(tmp_path / "many", z="", **{f"t{n}": f"{PEACE}\n4. Road {n}." for n in range(30)})

    told, counted = pincite("add", "--no-encode", str(few)), pincite("add", "--no-encode", str(many))

    assert told.stdout.splitlines()[0] == f"added: {few / 'a.txt'} as a, 3 paragraphs"
    assert told.stdout.splitlines()[-1] == "1 added, 1 failed."
    assert told.stderr == f"pincite: {few / 'b.txt'}: It is empty.\n"
    assert counted.stdout == "30 added, 1 failed.\n"
    assert counted.stderr == f"pincite: {many / 'z.txt'}: It is empty.\n"


def test_removing_takes_a_document_out(pincite: Pincite, tmp_path: Path) -> None:
    """One that is not there is told, and the others go."""
    add(pincite, write(tmp_path / "talks", a=PEACE))

    result = pincite("remove", "a", "no-such", "--yes", "--json")

    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 1
    assert records[0] == {"document": "a", "status": "removed", "reason": None}
    assert (records[1]["document"], records[1]["status"]) == ("no-such", "failed")
    assert [json.loads(line)["document"] for line in pincite("documents", "--json").stdout.splitlines()] == [
        "kabul-process-2017"
    ]


def test_removing_asks_on_a_terminal(tmp_path: Path) -> None:
    """Without a yes nothing is removed."""
    terminal, program = pty.openpty()
    os.write(terminal, b"n\n")
    result = subprocess.run(
        [sys.executable, "-m", "qa_app", "--library", str(tmp_path / "lib"), "remove", "kabul-process-2017"],
        stdin=program,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )

    assert result.returncode == 2
    assert "Remove kabul-process-2017 from the library, with all versions? [y/N]: " in result.stderr
    assert result.stderr.endswith("pincite: Stopped.\n")


@cache
def hostile() -> dict[bytes, bytes]:
    """Files that nobody should have to read, by their names."""
    return {
        b"empty.txt": b"",
        b"mark.txt": b"\xef\xbb\xbf",
        b"nul.txt": b"1. Pe\0ace, and more words so that this is nearly a text.",
        b"line.txt": b"peace and trade " * (50 << 16),
        b"program.txt": random.Random(7).randbytes(50_000),
        b"program.pdf": b"\x7fELF\x02\x01\x01" + bytes(500),
        b"locked.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>\n"
        b"2 0 obj<</Filter/Standard/V 1/R 2/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")/P -4>>endobj\n%%EOF",
        b"short.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endo",
        b"header.pdf": b"%PDF-1.7",
        b"bomb.docx": docx(bytes(64 << 20)),
        b"many.docx": docx(story("1. Peace."), entries=6_000),
        b"short.docx": docx(story("1. Peace."))[:200],
        b"laughs.docx": docx(
            story(
                "&i;",
                "<!DOCTYPE l [<!ENTITY a 'ha'>"
                + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
                + "]>",
            )
        ),
        b"deep.html": b"<html><body>" + b"<div>" * 100_000,
        b"old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le"),
        b"broken.jsonl": b'{"doc_id": "a", "text": "x"}\n{oops',
        b"half.jsonl": b'{"doc_id": "a", "text": "\\ud800"}',
        b"cut.txt.gz": b"\x1f\x8b\x08\x00",
    }


def test_no_file_stops_the_others(pincite: Pincite, tmp_path: Path) -> None:
    """Each hostile file is refused with one sentence, each good one around them goes in, and exit code 1 says so."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    for number, (name, raw) in enumerate(hostile().items()):
        (folder / os.fsdecode(name)).write_bytes(raw)
        (folder / f"{os.fsdecode(name)}-good.txt").write_text(f"{PEACE}\n4. Road {number}.")

    code, records = add(pincite, folder)

    good = {record["file"] for record in records if record["status"] == "added"}
    bad = {Path(record["file"]).name: record["reason"] for record in records if record["status"] == "failed"}
    assert code == 1
    assert good == {str(folder / f"{os.fsdecode(name)}-good.txt") for name in hostile()} | good
    assert set(bad) == set(map(os.fsdecode, hostile())) - {Path(file).name for file in good}
    assert [reason for reason in bad.values() if not reason.endswith(".") or len(reason) > 300] == []
    assert [name for name, reason in bad.items() if "crashed" in reason] == []


def test_a_file_cannot_pull_in_another(pincite: Pincite, tmp_path: Path) -> None:
    """A Word file whose XML names a file of this machine does not get its words into the library."""
    secret = tmp_path / "secret"
    secret.write_text("the password is swordfish")
    before = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    (tmp_path / "a.docx").write_bytes(docx(story("1. Peace &s;", before)))

    add(pincite, tmp_path / "a.docx")

    assert "swordfish" not in pincite("show", "a").stdout


HOSTILE_NAMES = (
    (b"exe.\xe2\x80\xaetxt", "exe.\\u202etxt", "exe"),
    (b"<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt", "img-src-x-onerror-alert-1"),
    (b"a\nb\x1b[2J.txt", "a\\nb\\x1b[2J.txt", "a-b-2j"),
    (b"caf\xe9.txt", "caf\\xe9.txt", "caf"),
    (b"x" * 251 + b".txt", "x" * 251 + ".txt", "x" * 80),
    ("اعلامیه.txt".encode(), "اعلامیه.txt", "اعلامیه"),
    (b"....txt", "....txt", "document"),
    (b"-rf.txt", "-rf.txt", "rf"),
)


def test_a_hostile_name_steers_nothing(pincite: Pincite, tmp_path: Path) -> None:
    """It is shown escaped, in words and as JSON, and its document has an id that can be typed."""
    folder = tmp_path / "names"
    folder.mkdir()
    files = [folder / os.fsdecode(name) for name, _, _ in HOSTILE_NAMES]
    for number, file in enumerate(files):
        file.write_text(f"{PEACE}\n4. Road {number}.")

    code, records = add(pincite, *files)
    told = pincite("add", "--no-encode", *map(str, files))

    assert code == 0
    assert [(Path(record["file"]).name, record["document"]) for record in records] == [
        (shown, document) for _, shown, document in HOSTILE_NAMES
    ]
    assert told.stdout.splitlines() == [
        *(f"unchanged: {folder / shown} as {document}, 4 paragraphs" for _, shown, document in HOSTILE_NAMES),
        "8 unchanged.",
    ]


def test_hostile_files_need_less_than_500_megabytes(tmp_path: Path) -> None:
    """The child that reads them is held to it: a line of 50 MB, a bomb of 600 MB, a text that is nothing but marks."""
    folder = tmp_path / "large"
    folder.mkdir()
    (folder / "line.txt").write_bytes(b"peace and trade " * (50 << 16))
    (folder / "long.txt").write_bytes(("یک دو 😀 سه چهار پنج شش " * 25 + "\n\n").encode() * 30_000)
    (folder / "marks.md").write_bytes(b"# [*_" * 200_000)
    (folder / "laughs.docx").write_bytes(hostile()[b"laughs.docx"])
    zeros = zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with zeros, zeros.open("word/document.xml", "w") as part:
        for _ in range(600):
            part.write(bytes(1 << 20))
    code = (
        "import hashlib, resource, sys\n"
        "from pathlib import Path\n"
        "from corpus.errors import UnreadableFile\n"
        "from corpus.intake.files import Given\n"
        "from corpus.intake.read import Request\n"
        "from corpus.intake.reader import FileReader\n"
        "with FileReader() as reader:\n"
        "    for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()\n"
        "        try:\n"
        "            print(path.name, [len(each.document.paragraphs) for each in"
        " reader.read(Request(path, sha256, 'document', Given()))])\n"
        "        except UnreadableFile as error:\n"
        "            print(path.name, error)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )

    told = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True)

    *records, kilobytes = told.stdout.splitlines()
    assert len(records) == 5
    assert "long.txt [30000]" in records
    assert int(kilobytes) < 500 * 1024


def test_a_library_that_cannot_be_written_takes_nothing(pincite: Pincite, tmp_path: Path) -> None:
    """One sentence and exit code 2, before any file is read."""
    (tmp_path / "file").write_text("mine")

    result = pincite("--library", str(tmp_path / "file"), "add", str(write(tmp_path / "talks", a=PEACE)))

    assert result.returncode == 2
    assert result.stderr == f"pincite: The library {tmp_path / 'file'} is a file; --library takes a folder.\n"


def test_ctrl_c_stops_and_keeps_what_is_in(tmp_path: Path) -> None:
    """Nothing is left running, and a second run goes on where the first was stopped."""
    # Of such names that what is printed of them all fills the pipe long before the end.
    folder = write(tmp_path / "talks", **{f"{'talk-' * 30}{n:03}": f"{PEACE}\n4. Road {n}." for n in range(300)})
    command = [sys.executable, "-m", "qa_app", "--library", str(tmp_path / "lib"), "add", "--no-encode", "--json"]
    adding = subprocess.Popen(
        [*command, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # What a shell starts in its background has Ctrl+C ignored, and so have the tests that are started so.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert adding.stdout
    adding.stdout.readline()

    adding.send_signal(signal.SIGINT)
    rest, told = adding.communicate(timeout=60)
    first, code = rest.count('"added"') + 1, adding.returncode
    again = subprocess.run([*command, str(folder)], capture_output=True, text=True, cwd=ROOT)

    assert (code, told.strip()) == (2, "pincite: Stopped.")
    assert again.returncode == 0
    assert again.stdout.count('"added"') <= 300 - first
    assert again.stdout.count('"unchanged"') >= first


def test_what_was_added_can_be_asked_for_at_once(pincite: Pincite, tmp_path: Path) -> None:
    """New paragraphs are encoded at the end; where nothing is new, nothing is."""
    folder = write(tmp_path / "talks", a="1. The harbour of Zanzibar exports cloves.\n\n2. Trade by sea is free.\n")

    pincite("add", str(folder), "--id", "zanzibar")
    again = pincite("add", str(folder))
    asked = json.loads(pincite("ask", "What does the harbour of Zanzibar export?", "--json").stdout)

    assert again.returncode == 0
    assert "Encoding" not in again.stderr
    assert (asked["quotes"][0]["document"], asked["quotes"][0]["number"]) == ("zanzibar", "1")


def test_a_name_is_taken_by_what_was_read_alone(pincite: Pincite, tmp_path: Path) -> None:
    """A file that failed, or whose documents have ids of their own, leaves its name to the next one."""
    for folder, content in (
        ("a", '{"no": "document"}'),
        ("b", '{"doc_id": "x", "text": "We met."}'),
        ("c", "1. Peace.\n2. Trade."),
    ):
        (tmp_path / "files" / folder).mkdir(parents=True)
        (tmp_path / "files" / folder / "talks.txt").write_text(content, encoding="utf-8")

    result = pincite("add", "--no-encode", "--json", str(tmp_path / "files"))

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["document"], row["status"]) for row in rows] == [(None, "failed"), ("x", "added"), ("talks", "added")]


def test_an_empty_path_is_not_the_folder_at_hand(pincite: Pincite) -> None:
    """As a variable that is not set makes of a command."""
    result = pincite("add", "")

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "pincite: PATH is empty.\n"


def test_what_is_in_did_not_fail_where_another_writes_before_it_is_encoded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server may take the lock between the two."""
    with Library.open(tmp_path, shipped_documents) as other, other.writing():
        encode_added(read_settings(str(tmp_path), "light"))

    assert "is being written by another pincite" in capsys.readouterr().err


def test_a_document_that_is_nearly_the_same_as_another_is_told_of(pincite: Pincite, tmp_path: Path) -> None:
    """With what differs, as a note of what became of the file."""
    words = [
        f"The delegates agreed on the {n} rule of the ferry and of its timetable." for n in ("first", "second", "last")
    ]
    first, second = (
        "\n\n".join(f"{at}. {w}" for at, w in enumerate(each, 1)) for each in (words, [*words[:2], "Gone."])
    )

    folder = write(tmp_path / "in", accord=first + "\n", corrected=second + "\n")
    add(pincite, folder / "accord.txt")
    _, (record,) = add(pincite, folder / "corrected.txt")

    assert record["notes"] == ["Nearly the same as accord: 1 paragraph differs (3)."]


def test_a_watched_folder_is_followed_until_it_is_gone(tmp_path: Path) -> None:
    """What was there, then what comes and what is changed, each once it stays as it is; it ends with the folder."""
    folder = write(tmp_path / "talks", a=PEACE, b=PEACE)
    coming = coming_into(folder, 0)

    first = next(coming)
    write(folder, c=PEACE, a=f"{PEACE}\n4. Fish.\n")
    second = next(coming)
    shutil.rmtree(folder)

    assert [file.name for file in first if isinstance(file, Path)] == ["a.txt", "b.txt"]
    assert [file.name for file in second if isinstance(file, Path)] == ["a.txt", "c.txt"]
    assert list(coming) == []


def test_a_folder_that_is_none_is_not_watched(pincite: Pincite, tmp_path: Path) -> None:
    """In a sentence."""
    result = pincite("watch", str(tmp_path / "nowhere"))

    assert (result.returncode, result.stderr) == (2, f"pincite: {tmp_path / 'nowhere'} is no folder.\n")
