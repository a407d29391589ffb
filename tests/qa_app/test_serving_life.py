"""A server's life: who it is started for, what it says then, a library that goes and comes back, and its end."""

import base64
import json
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from qa_app.commands.serve import command, web_options
from qa_app.errors import InvalidSetting
from qa_app.web.options import WebOptions
from tests.conftest import Pincite
from tests.served import Served, answer, serving, status

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "correct horse battery"
HOST = b"Host: 127.0.0.1\r\n"
GIVEN = {
    "password_file": None, "no_auth": False, "allowed_host": (), "trusted_proxy": (), "root_path": "", "uploads": None,
    "max_upload": 200, "rate_limit": None,
}  # fmt: skip


def asking(question: str) -> bytes:
    """A request that asks."""
    body = json.dumps({"question": question}).encode()
    head = b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


def getting(path: str, more: bytes = b"") -> bytes:
    """A request for a page."""
    return f"GET {path} HTTP/1.1\r\n".encode() + HOST + more + b"\r\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_for_others_demands_a_password(pincite: Pincite, host: str) -> None:
    """Before anything is loaded or listened on."""
    result = pincite("serve", "--host", host, "--port", "0")

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"pincite: {host} can be reached from other machines: set a password with --password-file or PINCITE_PASSWORD,"
        " or say --no-auth to serve everybody.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--password-file", "/no/such"), "--password-file /no/such cannot be read: No such file or directory."),
        (("--root-path", "pincite"), "--root-path 'pincite' is not a path such as /pincite."),
        (("--root-path", "/a/../b"), "--root-path '/a/../b' is not a path such as /pincite."),
        (("--allowed-host", "http://x"), "--allowed-host 'http://x' is not a host name such as news.example.org."),
        (("--trusted-proxy", "proxy"), "--trusted-proxy 'proxy' is not an address such as 127.0.0.1."),
        (("--host", ""), "--host '' is not an address of this machine."),
    ],
)
def test_an_option_that_cannot_be_used_gets_one_sentence(
    pincite: Pincite, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit code 2."""
    result = pincite("serve", "--port", "0", *arguments)

    assert (result.returncode, result.stderr) == (2, f"pincite: {sentence}\n")


def test_a_password_that_is_too_short_is_refused(tmp_path: Path) -> None:
    """The file's goes before the environment's."""
    file = tmp_path / "password"
    file.write_text("short\n")

    with pytest.raises(InvalidSetting, match=r"The password has 5 characters; 8 are the fewest\."):
        web_options({**GIVEN, "password_file": str(file)}, "10.0.0.1", {"PINCITE_PASSWORD": PASSWORD})


def test_on_loopback_visitors_may_do_more_than_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Uploads and any number of requests here; neither elsewhere, unless it is said."""
    here = web_options(GIVEN, "127.0.0.1", {})
    elsewhere = web_options(GIVEN, "10.0.0.1", {"PINCITE_PASSWORD": PASSWORD})
    aloud = web_options({**GIVEN, "no_auth": True, "uploads": True, "rate_limit": 9}, "10.0.0.1", {})

    assert here == WebOptions()
    assert elsewhere == WebOptions(uploads=False, password=PASSWORD, is_local=False, requests_a_minute=300)
    assert aloud == WebOptions(is_local=False, requests_a_minute=9)
    assert capsys.readouterr().err == (
        "pincite: whoever reaches 10.0.0.1 can use this server; no password is asked (--no-auth).\n"
    )
    assert PASSWORD not in repr(elsewhere)


def test_the_documentation_names_every_option_of_the_command() -> None:
    """But for those that every command has."""
    page = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    table = page.partition("| option |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(--[a-z-]+)", table))

    options = {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)}

    assert named == options - {"--port", "--library", "--encoder"}


def end(served: Served, number: signal.Signals) -> int:
    """Send the signal and wait for the exit code."""
    served.process.send_signal(number)
    return served.process.wait(timeout=120)


def test_a_server_for_others_asks_for_the_password_and_ends_when_told(tmp_path: Path) -> None:
    """Under a root path, with a log of questions. SIGTERM: what is under way is answered, streams end, exit code 0."""
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nnot this line\n")
    key = b"Authorization: Basic " + base64.b64encode(f":{PASSWORD}".encode()) + b"\r\n"
    arguments = ("--host", "0.0.0.0", "--password-file", str(file), "--root-path", "/pincite", "--log", "plain")

    with serving(tmp_path, *arguments, "--log-questions") as served:
        assert served.address == f"http://0.0.0.0:{served.port}/pincite"
        assert status(served.raw(getting("/"))) == 401
        assert b'"root":"http://127.0.0.1/pincite/chat"' in served.raw(getting("/pincite/chat/", key))
        assert b'href="/pincite/pc/shell.css"' in served.raw(getting("/doc/kabul-process-2017", key))
        assert status(served.raw(getting("/documents", key + b"Host2: x\r\n"))) == 200
        asked = served.raw(asking("Who hosted\x1b[31m it?").replace(HOST, HOST + key))
        stream = served.connect()
        stream.sendall(getting("/chat/gradio_api/heartbeat/abc", key))
        assert b"200 OK" in stream.recv(65536)
        slow = served.connect()
        slow.sendall(asking("Who hosted it?").replace(HOST, HOST + key)[:-5])
        threading.Timer(2, lambda: slow.sendall(b'it?"}')).start()
        time.sleep(0.5)

        code = end(served, signal.SIGTERM)

        assert stream.recv(65536).endswith(b"0\r\n\r\n") or stream.recv(65536) == b""
        late = answer(slow)
    log = served.log.read_text()
    assert (code, status(asked), status(late)) == (0, 400, 200)
    assert log.splitlines()[-1] == "Stopped."
    assert "Traceback" not in log
    assert "pincite: asked: 'Who hosted it?'" in log or "asked: 'Who hosted it?'" in log
    assert "GET /doc/{document_id} 200 " in log
    assert "\x1b" not in log


def damage(folder: Path) -> None:
    """A library that is none."""
    folder.mkdir()
    (folder / "library.sqlite3").write_bytes(b"x" * 100_000)


def test_a_library_that_goes_and_comes_back_is_served_again(tmp_path: Path) -> None:
    """Meanwhile a page or a problem says what is wrong; what is added later is there; Ctrl+C ends it."""
    page = getting("/doc/kabul-process-2017", b"Accept: text/html\r\n")
    with serving(tmp_path) as served:
        aside = tmp_path / "aside"
        assert status(served.raw(asking("paragraph 3"))) == 200

        served.library.rename(aside)
        gone = served.raw(asking("paragraph 3")), served.raw(page), served.raw(getting("/healthz"))
        damage(served.library)
        damaged = served.raw(asking("Who hosted it?")), served.raw(page)
        shutil.rmtree(served.library)
        shutil.copytree(aside, served.library)
        whole = served.raw(asking("paragraph 3")), served.raw(page)
        added = tmp_path / "farm.txt"
        added.write_text("Farm\n\n1. Wheat grows well.\n\n2. End.\n")
        form = ["-F", f"files=@{added}", f"{served.address}/documents"]
        curl = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", *form]
        upload = subprocess.run(curl, capture_output=True, text=True, check=True)
        for _ in range(300):
            if status(found := served.raw(getting("/doc/farm"))) == 200:
                break
            time.sleep(0.1)
        code = end(served, signal.SIGINT)

    assert [status(response) for response in gone] == [503, 503, 200]
    assert b"is not there any more" in gone[0]
    assert b"is not there any more" in gone[1]
    assert b"<h1>" in gone[1]
    assert [status(response) for response in damaged] == [503, 503]
    assert b"is damaged" in damaged[0]
    assert [status(response) for response in whole] == [200, 200]
    assert upload.stdout == "303"
    assert b"Wheat grows well." in found
    assert code == 0
    assert "Traceback" not in served.log.read_text()
