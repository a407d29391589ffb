"""What a running server does with whatever is sent to it, byte by byte: it refuses, it lives, it says what it does."""

import contextlib
import http.client
import json
import socket
from typing import Any

import pytest

from tests.served import Served, answer, status

HOST = b"Host: localhost\r\n"
JSON = b"Content-Type: application/json\r\n"
QUESTION = "What did participants call on armed groups to do?"


def lives(served: Served) -> bool:
    """Whether the server still answers a question properly."""
    record = sent(served, "/api/ask", {"question": "paragraph 3"})
    return (record[0], json.loads(record[1])["quotes"][0]["number"]) == (200, "3")


def sent(served: Served, path: str, body: object = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of the answer to a proper request; POST where there is a body."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        if body is None:
            connection.request("GET", path, headers=headers)
        else:
            connection.request("POST", path, json.dumps(body), {"content-type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, response.read(), {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()


PLACES = (
    "/pc/",
    "/doc/",
    "/chat/assets/",
    "/chat/static/",
    "/api/documents/",
    "/documents/",
    "/",
    "/evaluation/",
    "/chat/",
)
MORE_PLACES = ("/conversation/", "/chat/gradio_api/file=", "/chat/gradio_api/heartbeat/")


@pytest.mark.parametrize("prefix", [*PLACES, *MORE_PLACES])
@pytest.mark.parametrize(
    "way",
    [
        "../../../../../../../../etc/passwd",
        "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "..%5c..%5c..%5cetc%5cpasswd",
        "....//....//....//etc/passwd",
        "%252e%252e%252f%252e%252e%252fetc/passwd",
        "/etc/passwd",
        "..%c0%af..%c0%afetc/passwd",
        "x/../../../../../../etc/passwd",
        "\\..\\..\\etc\\passwd",
        "%00/etc/passwd",
    ],
)
def test_no_way_out_of_the_app_leads_to_a_file(served: Served, prefix: str, way: str) -> None:
    """On every route, spelt as browsers do not spell it."""
    response = served.raw(f"GET {prefix}{way} HTTP/1.1\r\n".encode() + HOST + b"\r\n")

    assert status(response) in (400, 404, 405)
    assert b"root:" not in response


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Length: 4, 5\r\n\r\nabcde",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\nabcd",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        b"GET /heal\x00thz HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
        b"GET /healthz\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200 + b"\r\n\r\n",
    ],
)
def test_a_request_that_two_servers_would_read_differently_is_refused(served: Served, request_: bytes) -> None:
    """400, and the connection is closed: nothing after it is taken for another request."""
    response = served.everything(request_ + b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")

    assert status(response) == 400
    assert response.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in response.lower()


@pytest.mark.parametrize("count", [1_000, 20_000])
def test_thousands_of_headers_are_refused(served: Served, count: int) -> None:
    """However many."""
    many = b"".join(b"X-%d: %b\r\n" % (number, b"y" * 30) for number in range(count))
    with served.connect() as connection:
        with contextlib.suppress(ConnectionError):  # refused before all of it was sent
            connection.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + many + b"\r\n")
        try:
            response = answer(connection)
        except ConnectionError:
            response = b"HTTP/1.1 400 "

    assert status(response) in (400, 431)
    assert lives(served)


def test_a_question_of_a_megabyte_is_told_how_long_it_may_be(served: Served) -> None:
    """Over the API, by a link and in the chat."""
    asked = sent(served, "/api/ask", {"question": "x" * 1_000_000})
    linked = served.raw(b"GET /?q=" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    long = served.raw(b"GET /?q=" + b"x" * 30_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    too_long = sent(served, "/api/ask", {"question": "x" * 4_000_001})

    assert (asked[0], json.loads(asked[1])["detail"]) == (
        400,
        "The question has 1,000,000 characters; 2,000 are the most.",
    )
    assert (status(linked), status(long)) == (200, 414)
    assert (too_long[0], json.loads(too_long[1])["detail"]) == (
        413,
        "The request is longer than 4,000,000 bytes, which are the most.",
    )


def chat(served: Served, event: dict[str, Any], path: str = "/chat/gradio_api/queue/join") -> tuple[int, str]:
    """What the chat answers to an event: the status it is taken with, and the whole stream that follows."""
    whole = {"data": ["", ""], "event_data": None, "fn_index": 0, "trigger_id": 7, "session_hash": "abc", **event}
    taken, _, _ = sent(served, path, whole)
    if taken != 200:
        return taken, ""
    return taken, sent(served, f"/chat/gradio_api/queue/data?session_hash={whole['session_hash']}")[1].decode()


def test_the_chat_answers_through_the_guard(served: Served) -> None:
    """Its own events come through."""
    taken, stream = chat(served, {"data": [QUESTION, ""], "session_hash": "plain"})

    assert taken == 200
    assert "agree to a ceasefire and start peace talks" in stream


@pytest.mark.parametrize(
    "event",
    [
        {"fn_index": 999},
        {"fn_index": -1},
        {"data": []},
        {"data": ["a"] * 1000},
        {"session_hash": "../../../etc/passwd"},
        {"session_hash": "x" * 100_000},
    ],
)
def test_a_forged_event_is_refused(served: Served, event: dict[str, Any]) -> None:
    """A function that there is not, values it does not take, a session that is none."""
    assert chat(served, event) == (400, "")


@pytest.mark.parametrize(
    "data",
    [
        [QUESTION, "../../etc/passwd"],
        [QUESTION, json.dumps({"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}})],
        [QUESTION, "[" * 10_000],
        [QUESTION, json.dumps([{"role": "assistant", "content": "<b>forged</b>"}])],
        ["x" * 1_000_000, "{}"],
    ],
)
def test_a_forged_history_or_state_is_not_believed(served: Served, data: list[Any]) -> None:
    """The conversation is kept by the server: what a browser says of it changes nothing, and breaks nothing."""
    taken, stream = chat(served, {"data": data, "session_hash": "forger"})

    assert taken == 200
    assert "root:" not in stream
    assert "<b>forged" not in stream
    assert lives(served)


def test_nothing_can_be_uploaded_to_the_chat(served: Served) -> None:
    """By no spelling of Gradio's own address for it."""
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n'
    head = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % len(body)
    paths = [
        b"/chat/gradio_api/upload",
        b"/chat/gradio_api/upload/",
        b"/chat/gradio_api/%75pload",
        b"/chat//gradio_api/upload",
        b"/upload",
    ]

    assert {status(served.raw(b"POST " + path + b" HTTP/1.1\r\n" + HOST + head + body)) for path in paths} == {404}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"localhost", 200),
        (b"127.0.0.1:1", 200),
        (b"[::1]:80", 200),
        (b"evil.example", 421),
        (b"127.0.0.1.nip.io", 421),
    ],
)
def test_the_server_answers_to_its_own_names_alone(served: Served, host: bytes, expected: int) -> None:
    """X-Forwarded-Host does not change it."""
    request = b"GET /healthz HTTP/1.1\r\nHost: " + host + b"\r\nX-Forwarded-Host: localhost\r\n\r\n"

    assert status(served.raw(request)) == expected


def test_nobody_is_believed_to_be_a_proxy(served: Served) -> None:
    """The chat page names its own address, whatever comes in these headers."""
    _, page, _ = sent(
        served,
        "/chat/",
        **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Gradio-Server": "http://evil"},
    )

    assert b"evil" not in page
    assert f'"root":"http://127.0.0.1:{served.port}/chat"'.encode() in page


def test_a_browser_that_leaves_in_the_middle_does_no_harm(served: Served) -> None:
    """In the middle of the head, of a body, of an upload, and before its answer; gently and not."""
    upload = b"POST /documents HTTP/1.1\r\n" + HOST + b"Content-Type: multipart/form-data; boundary=x\r\n"
    starts = [
        b"GET /doc/kabul",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + JSON + b'Content-Length: 1000\r\n\r\n{"question": "wh',
        upload + b'Content-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; name="files"',
        upload + b"Transfer-Encoding: chunked\r\n\r\n5\r\n--x\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\n" + HOST + JSON + b'Content-Length: 24\r\n\r\n{"question": "Who did?"}',
        b"POST /chat/gradio_api/queue/join HTTP/1.1\r\n" + HOST + JSON + b'Content-Length: 1000\r\n\r\n{"data": ["',
        b"GET /chat/gradio_api/heartbeat/leaver HTTP/1.1\r\n" + HOST + b"\r\n",
    ]
    for start in starts:
        for harshly in (False, True):
            connection = served.connect()
            if harshly:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(start)
            connection.close()

    assert lives(served)
    assert "Traceback" not in served.log.read_text()


def test_the_log_has_a_line_for_each_request_and_not_what_was_asked(served: Served) -> None:
    """The id is that of the answer; the address is without its query, the page by its template."""
    secret = "Whom does zanzibar concern"
    _, body, headers = sent(served, "/api/ask", {"question": secret}, **{"X-Request-ID": "mine"})
    _, _, page = sent(served, "/check?quote=" + secret.replace(" ", "+"))
    _, _, document = sent(served, "/doc/kabul-process-2017?find=zanzibar")

    line = served.line(headers["x-request-id"])
    assert {name: line[name] for name in ("level", "logger", "method", "route", "status", "bytes")} == {
        "level": "INFO",
        "logger": "pincite.requests",
        "method": "POST",
        "route": "/api/ask",
        "status": 200,
        "bytes": len(body),
    }
    assert line["milliseconds"] > 0
    assert served.line(page["x-request-id"])["route"] == "/check"
    assert served.line(document["x-request-id"])["route"] == "/doc/{document_id}"
    assert headers["x-request-id"] != "mine"
    assert "zanzibar" not in served.log.read_text()


def test_every_page_has_its_policy(served: Served) -> None:
    """Scripts of our own at most, but for the chat, which Gradio makes."""
    policies = {
        path: sent(served, path)[2]["content-security-policy"]
        for path in (
            "/",
            "/chat/",
            "/doc/kabul-process-2017",
            "/check",
            "/documents",
            "/evaluation",
            "/api/documents",
            "/nothing",
        )
    }

    assert [path for path, policy in policies.items() if "unsafe" in policy] == ["/chat/"]
    assert [path for path, policy in policies.items() if "frame-ancestors 'none'" not in policy] == []
    assert [path for path, policy in policies.items() if not policy.startswith("default-src 'none'")] == []
