"""How many questions a second the API answers, beside the chat's own route through Gradio on the same server.

The questions are look-ups by number, which need no model, so that it is the routes that are measured.
"""

import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from eval.bench.encode import Row, connection_to, sent, server
from eval.errors import MeasuringFailed

CLIENTS = (1, 8)
QUESTIONS, ROUNDS = 100, 3
PARAGRAPHS = 11  # of the shipped statement
GRADIO = "the chat's route through Gradio, queue/join and queue/data"
_CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.DOTALL)

Ask = Callable[[int], None]
Connect = Callable[[str], AbstractContextManager[Ask]]


def http_throughput(questions: int = QUESTIONS, rounds: int = ROUNDS) -> Iterator[Row]:
    """Questions a second over HTTP, the median of the rounds; API and chat take turns.

    Raises MeasuringFailed where either answers anything else than what was asked for.
    """
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), "--encoder", "light") as (address, _):
        for clients in CLIENTS:
            pairs = [
                tuple(_a_second(connect, address, clients, questions) for connect in (api, chat)) for _ in range(rounds)
            ]
            ours, theirs = (median(each) for each in zip(*pairs, strict=True))
            name = f"look-ups through POST /api/ask, {clients} client{'s' if clients > 1 else ''}"
            yield Row(name, ours, "questions/s", GRADIO, theirs)


def _a_second(connect: Connect, address: str, clients: int, questions: int) -> float:
    """Questions a second that so many clients get answered, each over connections of its own."""
    each = max(1, questions // clients)

    def ask_all(_: int) -> tuple[float, float]:
        with connect(address) as ask:
            ask(1)  # so that the connections are there
            start = time.perf_counter()
            for place in range(each):
                ask(place % PARAGRAPHS + 1)
            return start, time.perf_counter()

    with ThreadPoolExecutor(clients) as pool:
        times = list(pool.map(ask_all, range(clients)))
    return clients * each / (max(end for _, end in times) - min(start for start, _ in times))


@contextmanager
def api(address: str) -> Iterator[Ask]:
    """Asks for a paragraph as a program does."""
    with connection_to(address) as connection:

        def ask(number: int) -> None:
            answer = json.loads(sent(connection, "/api/ask", {"question": _question(number)}))
            quoted = [quote["number"] for quote in answer.get("quotes", ())]
            if quoted != [str(number)]:
                raise MeasuringFailed(f"/api/ask answered paragraph {number} with {quoted or answer}.")

        yield ask


@contextmanager
def chat(address: str) -> Iterator[Ask]:
    """Asks for a paragraph as the chat page does in a browser: an event is sent, its answer comes in a stream."""
    with connection_to(address) as connection, connection_to(address) as streams:
        event = ask_event(connection)
        sessions = count()

        def ask(number: int) -> None:
            session = f"bench{id(connection):x}x{next(sessions)}"
            data = [_question(number), ""]
            sent(connection, "/chat/gradio_api/queue/join", {**event, "data": data, "session_hash": session})
            done = completed_of(streams, session)
            if not (done["success"] and f"#p{number}" in json.dumps(done["output"])):
                raise MeasuringFailed(f"The chat did not show paragraph {number}: {json.dumps(done)[:300]}")

        yield ask


def _question(number: int) -> str:
    return f"what does paragraph {number} say?"


def ask_event(connection: HTTPConnection) -> dict[str, Any]:
    """What the page says of the event that sends a question."""
    connection.request("GET", "/chat/")
    page = _CONFIG.search(connection.getresponse().read().decode())
    events = json.loads(page[1])["dependencies"] if page else []
    for event in events:
        for component, action in event["targets"]:
            if action == "submit":
                return {"fn_index": event["id"], "trigger_id": component, "event_data": None}
    raise MeasuringFailed("The chat page has no event that sends a question.")


def completed_of(connection: HTTPConnection, session: str) -> dict[str, Any]:
    """The message of a stream that says that the event is done; the stream is read to its end."""
    path = f"/chat/gradio_api/queue/data?session_hash={session}"
    connection.request("GET", path, headers={"Accept": "text/event-stream"})
    lines = [json.loads(line[5:]) for line in connection.getresponse() if line.startswith(b"data:")]
    done = [line for line in lines if line["msg"] == "process_completed"]
    if not done:
        raise MeasuringFailed(f"The chat's stream ended without an answer: {[line['msg'] for line in lines]}")
    completed: dict[str, Any] = done[-1]
    return completed
