"""The benchmark under load looks at every answer, and takes nobody else's for the client's own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.bench.encode import connection_to
from eval.bench.load import CLIENTS, Client, document_of, name_of, under_load
from eval.errors import MeasuringFailed

RESULTS = Path(__file__).parents[2] / "eval" / "results" / "bench_load.json"


class MixedUp(BaseHTTPRequestHandler):
    """A server that gives everybody what belongs to client 1."""

    def do_GET(self) -> None:
        paragraphs = " ".join(p.text for number in (0, 1) for p in document_of(number).paragraphs)
        self._answer(paragraphs.encode())

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = document_of(1).paragraph("1").text
        quote = {"document": "delegation-001", "number": "1", "text": text}
        check = {"verdict": "verbatim", "document": "delegation-001", "numbers": ["1"]}
        shown = {"exchange": f"/doc/delegation-001#p1 {text}"}
        asked = {"id": sent.get("id"), "question": sent.get("question")}
        record = {**asked, "quotes": [quote], "nearest": [], **check, **shown}
        self._answer(json.dumps(record).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def client(number: int) -> Iterator[Client]:
    """A client of that server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), MixedUp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with connection_to(address) as plain:
            yield Client(number, plain)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("thing", range(5))
def test_an_answer_that_is_another_clients_is_noticed(thing: int) -> None:
    """Looked up, asked, checked, read, and asked in a conversation."""
    with client(0) as zero:
        kind, do = zero.things[thing]
        with pytest.raises(MeasuringFailed):
            do(1)
    assert kind


@pytest.mark.parametrize("thing", [0, 1, 2, 4])
def test_an_answer_that_is_the_clients_own_is_taken(thing: int) -> None:
    """The same server, asked by the one whose answers it gives."""
    with client(1) as one:
        one.things[thing][1](1)


def test_no_client_has_words_of_another() -> None:
    """Neither the name nor a figure."""
    texts = ["\n".join(p.text for p in document_of(number).paragraphs) for number in range(CLIENTS)]

    for number in range(CLIENTS):
        assert [other for other, text in enumerate(texts) if name_of(number) in text] == [number]


def test_a_server_under_load_answers_each_client_with_its_own() -> None:
    """A short run with four clients, through every route."""
    measured = under_load(6, clients=4)

    assert measured.problems == ()
    assert measured.report["failed_or_mixed_up"] == "0"
    assert int(measured.report["requests"]) > 20
    assert measured.rows[-1].unit == "MB"


def test_the_kept_report_has_no_answer_that_failed_and_its_memory_is_flat() -> None:
    """32 clients for a minute."""
    report = json.loads(RESULTS.read_text(encoding="utf-8"))
    memory = report["rows"][-1]

    assert (report["clients"], report["seconds"], report["failed_or_mixed_up"]) == ("32", "60", "0")
    assert memory["unit"] == "MB"
    assert memory["ratio"] < 1.1
