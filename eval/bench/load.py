"""A server under load: many clients at a time, each with a document of its own and looking whose answers it gets."""

import json
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from typing import Any

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from eval.bench.encode import Measured, Row, connection_to, sent, server
from eval.errors import MeasuringFailed

CLIENTS = 32
ALONE = 6  # the part of the time that one client has alone, to compare with
PARAGRAPHS = 8
MOST_PROBLEMS = 10
THINGS = ("wheat", "barley", "copper", "timber", "cotton", "salt", "wool", "glass")


@dataclass(slots=True)
class Tally:
    """What one stretch of the run saw: milliseconds by kind of request, and what went wrong."""

    seconds: float = 0
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> int:
        """How many were made."""
        return sum(len(each) for each in self.milliseconds.values()) + len(self.problems)

    def note(self, kind: str, milliseconds: float, problem: str = "") -> None:
        """One request."""
        with self.lock:
            if problem:
                self.problems.append(f"{kind}: {problem}")
            else:
                self.milliseconds.setdefault(kind, []).append(milliseconds)


def under_load(seconds: int, clients: int = CLIENTS) -> Measured:
    """One client alone, then `clients` for `seconds`. Memory is compared with what it was after a third of that."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with Library.open(path, lambda: [document_of(number) for number in range(clients)]):
            pass
        with server(path, "--encoder", "light") as (address, process):
            alone = _stretch(address, 1, seconds / ALONE)
            first = _stretch(address, clients, seconds / 3)
            before = _memory_mb(process)
            rest = _stretch(address, clients, seconds * 2 / 3)
            after = _memory_mb(process)
    problems = [*alone.problems, *first.problems, *rest.problems]
    report = {
        "clients": str(clients),
        "seconds": str(seconds),
        "requests": str(first.requests + rest.requests),
        "failed_or_mixed_up": str(len(problems)),
        "encoder": "light",
    }
    memory = Row("memory of the server at the end", after, "MB", "after a third of the time", before)
    return Measured((*_rows(rest, alone, clients), memory), report, tuple(problems[:MOST_PROBLEMS]))


def _rows(many: Tally, alone: Tally, clients: int) -> Iterator[Row]:
    """Throughput and latencies of the crowd beside those of one client."""
    a_second, a_second_alone = many.requests / many.seconds, alone.requests / alone.seconds
    yield Row(f"requests, {clients} clients", a_second, "requests/s", "1 client", a_second_alone)
    for kind, spent in sorted(many.milliseconds.items()):
        if len(spent) > 1 and len(alone.milliseconds.get(kind, ())) > 1:
            for name, place in (("median", 9), ("95th percentile", 18)):
                crowd, one = (quantiles(each, n=20)[place] for each in (spent, alone.milliseconds[kind]))
                yield Row(f"{kind}, {name}, {clients} clients", crowd, "ms", "1 client", one)


def _stretch(address: str, clients: int, seconds: float) -> Tally:
    """So many clients for so long."""
    tally, start = Tally(), time.perf_counter()
    until = start + seconds
    with ThreadPoolExecutor(clients) as pool:
        for done in [pool.submit(_visit, address, number, until, tally) for number in range(clients)]:
            done.result()
    tally.seconds = time.perf_counter() - start
    return tally


def _visit(address: str, number: int, until: float, tally: Tally) -> None:
    """One client that does one thing after the other, over a connection of its own."""
    turn = number
    while time.perf_counter() < until:
        with connection_to(address) as plain:
            client = Client(number, plain)
            while time.perf_counter() < until:
                kind, do = client.things[turn % len(client.things)]
                start = time.perf_counter()
                try:
                    do(turn % PARAGRAPHS + 1)
                except (MeasuringFailed, OSError, HTTPException, KeyError, IndexError, ValueError) as error:
                    tally.note(kind, 0, f"client {number}: {type(error).__name__}: {error}")
                    break  # with a connection that is not in the middle of something
                finally:
                    turn += 1
                tally.note(kind, 1000 * (time.perf_counter() - start))


class Client:
    """Knows its own document and takes nobody else's words for it."""

    def __init__(self, number: int, plain: HTTPConnection) -> None:
        self.document = document_of(number)
        self.others = [name_of(other) for other in range(CLIENTS) if other != number]
        self.things: tuple[tuple[str, Callable[[int], None]], ...] = (
            ("look-up through POST /api/ask", self.look_up),
            ("question through POST /api/ask", self.ask),
            ("quotation through POST /api/check", self.check),
            ("page /doc", self.read),
            ("question in the chat", self.chat),
        )
        self._plain = plain

    def look_up(self, number: int) -> None:
        """A paragraph by its number."""
        answer = self._post("/api/ask", question=f"what does paragraph {number} say?", document=self.document.id)
        quotes = [(quote["document"], quote["number"], quote["text"]) for quote in answer["quotes"]]
        self._same(quotes, [(self.document.id, str(number), self._text(number))])

    def ask(self, number: int) -> None:
        """A question in words: whatever comes of it is from the document that was asked."""
        thing = THINGS[number - 1]
        answer = self._post("/api/ask", question=f"How much {thing} was promised?", document=self.document.id)
        found = [*answer["quotes"], *answer["nearest"]]
        self._same({quote["document"] for quote in found}, {self.document.id})
        self._same(answer["question"], f"How much {thing} was promised?")

    def check(self, number: int) -> None:
        """A quotation that is word for word."""
        check = self._post("/api/check", quote=self._text(number))
        self._same(
            (check["verdict"], check["document"], check["numbers"]), ("verbatim", self.document.id, [str(number)])
        )

    def read(self, _: int) -> None:
        """The page of the document."""
        self._plain.request("GET", f"/doc/{self.document.id}")
        response = self._plain.getresponse()
        page = response.read().decode()
        self._same(response.status, 200)
        self._same([p.number for p in self.document.paragraphs if p.text not in page], [])
        self._nobody_elses(page)

    def chat(self, number: int) -> None:
        """A paragraph by its number, in a conversation."""
        body = {
            "key": secrets.token_hex(16),
            "question": f"what does paragraph {number} say?",
            "documents": [self.document.id],
        }
        lines = sent(self._plain, f"/conversation/{secrets.token_hex(16)}", body).decode().splitlines()
        shown = json.loads(lines[-1])["exchange"]
        self._same(f"/doc/{self.document.id}#p{number}" in shown, True)
        self._nobody_elses(shown)

    def _text(self, number: int) -> str:
        return self.document.paragraph(str(number)).text

    def _post(self, path: str, **body: str) -> dict[str, Any]:
        key = secrets.token_hex(8)
        answer: dict[str, Any] = json.loads(sent(self._plain, path, {**body, "id": key}))
        self._same(answer["id"], key)
        return answer

    def _same(self, actual: object, expected: object) -> None:
        if actual != expected:
            raise MeasuringFailed(f"{actual!r:.200} instead of {expected!r:.200}")

    def _nobody_elses(self, text: str) -> None:
        if strange := [name for name in self.others if name in text]:
            raise MeasuringFailed(f"what is {strange[0]}'s was shown to {self.document.id}")


def name_of(number: int) -> str:
    """A name that is no part of another one."""
    return f"Delegation-{number:03}x"


def document_of(number: int) -> Document:
    """The document of one client: every paragraph has the client's name and figures that no other has."""
    lines = [
        f"{place}. {name_of(number)} promised {number * 1000 + place} sacks of {thing} by the end of the year."
        for place, thing in enumerate(THINGS, 1)
    ]
    card = Card(f"delegation-{number:03}", f"Statement of {name_of(number)}", None, None, None, None, "en")
    return segment("\n\n".join(lines), card)


def _memory_mb(process: int) -> float:
    """What the process holds in memory now."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
