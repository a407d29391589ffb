"""The guard's doors around a small app: who is let in, what is refused, and in which words."""

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.testclient import TestClient
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from qa_app.api.problems import add_problems
from qa_app.citing.links import rooted
from qa_app.web.guard import Guard, without_what_the_chat_needs_not
from qa_app.web.guard.answers import Family, Refused, family_of
from qa_app.web.guard.limits import BUSY, MOST_ADDRESSES, MOST_BYTES, Buckets, Gate
from qa_app.web.options import WebOptions

PASSWORD = "correct horse battery"
HTML = {"accept": "text/html"}


@dataclass
class Function:
    """A function of the page, with what it takes."""

    inputs: list[str]
    fn: Callable[[], None] | None = print


class Gradio:
    """Stands where Gradio's app is mounted, and answers whatever it is asked, to every other site as well."""

    fns = {0: Function(["question", "state"]), 3: Function([]), 5: Function([], None)}  # noqa: RUF012

    def get_blocks(self) -> "Gradio":
        """Where Gradio keeps the page's functions."""
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        headers = {"access-control-allow-origin": "https://evil.example", "access-control-allow-credentials": "true"}
        await Response(b"<p>chat" + body, media_type="text/html", headers=headers)(scope, receive, send)


def small_app() -> FastAPI:
    """Routes of every family."""
    app = FastAPI(openapi_url=None)

    add_problems(app)

    @app.get("/")
    async def page() -> HTMLResponse:
        return HTMLResponse("<p>asks")

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/doc/{name}")
    async def doc(name: str, request: Request) -> dict[str, Any]:
        client = request.client
        return {
            "name": name,
            "link": rooted("/doc/x"),
            "url": str(request.url),
            "client": client.host if client else "",
        }

    @app.get("/old")
    async def old() -> Response:
        return RedirectResponse(rooted("/doc/x"))

    @app.post("/api/ask")
    async def ask(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.post("/documents")
    async def upload(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    app.router.routes.append(Mount("/chat", without_what_the_chat_needs_not(Gradio())))
    return app


def browser(options: WebOptions | None = None, **more: Any) -> TestClient:
    """A client of the guarded app, at a name it answers to."""
    more.setdefault("base_url", "http://127.0.0.1:7860")
    return TestClient(Guard(small_app(), options or WebOptions()), **more)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with browser() as opened:
        yield opened


def basic(user: str, password: str) -> dict[str, str]:
    """The header that a browser sends for these."""
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7860", "[::1]:80", "LOCALHOST:1"])
def test_names_of_this_machine_are_answered_on_loopback(client: TestClient, host: str) -> None:
    """With any port."""
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5", "localhost:x", "", "a b", "localhost@evil.example"]
)
def test_other_names_are_refused_on_loopback(client: TestClient, host: str) -> None:
    """A page elsewhere can make a name of its own lead here, and then read what it was told."""
    response = client.get("/healthz", headers={"host": host})

    assert response.status_code == 421
    assert response.json()["detail"].startswith("This server does not answer to that host name")


@pytest.mark.parametrize(
    ("host", "status"), [("news.example:80", 200), ("10.0.0.5", 200), ("[fd00::1]", 200), ("evil.example", 421)]
)
def test_elsewhere_addresses_and_named_hosts_are_answered(host: str, status: int) -> None:
    """Only a name can be made to lead here."""
    with browser(WebOptions(is_local=False, hosts=("News.example",))) as client:
        assert client.get("/healthz", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:7860"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/documents", "/chat/gradio_api/queue/join"])
def test_no_page_of_another_site_may_send_anything(client: TestClient, path: str, headers: dict[str, str]) -> None:
    """The chat's own routes are no exception."""
    response = client.post(path, content=b"{}", headers=headers)

    assert response.status_code == 403
    assert response.json()["detail"] == "Another site's page sent this request; it may not."


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://127.0.0.1:7860"},
        {"origin": "https://127.0.0.1:7860"},
        {"sec-fetch-site": "same-origin", "origin": "https://news.example"},
        {"sec-fetch-site": "none"},
    ],
)
def test_our_own_pages_and_programs_may_send(client: TestClient, headers: dict[str, str]) -> None:
    """Scripts say nothing of where they are from, a proxy may have changed the scheme."""
    assert client.post("/api/ask", content=b"{}", headers=headers).json() == {"bytes": 2}


@pytest.mark.parametrize(
    ("mode", "destination", "status"),
    [("navigate", "document", 200), ("navigate", "iframe", 403), ("no-cors", "image", 403), ("cors", "empty", 403)],
)
def test_other_sites_may_link_here_and_embed_nothing(
    client: TestClient, mode: str, destination: str, status: int
) -> None:
    """A link is followed; a frame, a picture and a script's request are not."""
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": destination}

    assert client.get("/doc/a", headers=headers).status_code == status


@pytest.mark.parametrize(
    "path",
    ["//healthz", "/doc//a", "/doc/./a", "/doc/../healthz", "/doc/..", "/doc/%2e%2e/healthz", "/doc/%2e", "/doc/a%2fb",
     "/doc/a%5cb", "/doc/a%00b", "/doc/a%0ab", "/doc/a\\b", "http://evil.example/healthz", "*"],
)  # fmt: skip
def test_an_address_that_can_be_read_in_two_ways_is_not_there(path: str) -> None:
    """Whatever a proxy, a file system or a person would make of it."""
    assert asyncio.run(status_of(path)) == 404


async def status_of(raw_path: str, method: str = "GET") -> int:
    """The status of a request whose path is sent as it stands, which no client library does."""
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if message["type"] == "http.response.start" else [])

    scope = {
        "type": "http", "method": method, "scheme": "http", "path": unquote(raw_path),
        "raw_path": raw_path.encode(), "query_string": b"", "root_path": "", "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 7860), "http_version": "1.1",
    }  # fmt: skip
    await Guard(small_app(), WebOptions())(scope, receive, send)
    return statuses[0]


def test_an_address_of_any_length_and_thousands_of_headers_are_refused(client: TestClient) -> None:
    """With the limit."""
    long = client.get("/doc/a?" + "q" * 25_000)
    many = client.get("/healthz", headers={f"x-{number}": "y" * 20 for number in range(2_000)})

    assert (long.status_code, long.json()["detail"]) == (
        414,
        "The address is longer than 24,000 bytes, which are the most.",
    )
    assert (many.status_code, many.json()["title"]) == (431, "Request Header Fields Too Large")


def test_a_password_is_asked_of_everybody_but_who_watches() -> None:
    """Pages, the API and the chat alike; the user name does not matter."""
    with browser(WebOptions(password=PASSWORD)) as client:
        refused = [client.get(path).status_code for path in ("/", "/doc/a", "/pc/shell.css", "/chat/gradio_api/app_id")]
        asked = client.get("/doc/a")
        let_in = client.get("/doc/a", headers=basic("anybody", PASSWORD))
        watched = client.get("/healthz")

    assert refused == [401, 401, 401, 401]
    assert asked.headers["www-authenticate"] == 'Basic realm="pincite", charset="UTF-8"'
    assert (let_in.status_code, watched.status_code) == (200, 200)


@pytest.mark.parametrize(
    "value", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff:x").decode(), "Bearer x", "Basic Og==", "basic"]
)
def test_what_is_no_password_is_refused_and_no_fault(value: str) -> None:
    """Whatever stands in the header."""
    with browser(WebOptions(password=PASSWORD)) as client:
        assert client.get("/doc/a", headers={"authorization": value}).status_code == 401


def test_guessing_passwords_comes_to_an_end() -> None:
    """After ten wrong ones from an address not even the right one is looked at for a while."""
    with browser(WebOptions(password=PASSWORD)) as client:
        wrong = [client.get("/", headers=basic("", f"guess {number}")).status_code for number in range(12)]
        right = client.get("/", headers=basic("", PASSWORD))
        without = client.get("/")

    assert wrong == [401] * 10 + [429] * 2
    assert (right.status_code, right.headers["retry-after"]) == (429, "6")
    assert without.status_code == 401


def test_a_bucket_fills_up_again_and_the_oldest_are_forgotten() -> None:
    """Three a minute: one more every twenty seconds."""
    now = [0.0]
    buckets = Buckets(3, lambda: now[0])

    for _ in range(3):
        assert buckets.seconds_until_one("a") == 0
        buckets.take("a")

    assert buckets.seconds_until_one("a") == 20
    assert buckets.seconds_until_one("b") == 0
    now[0] = 20.0
    assert buckets.seconds_until_one("a") == 0
    for number in range(MOST_ADDRESSES):
        buckets.take(f"other {number}")
    assert len(buckets._buckets) == MOST_ADDRESSES
    assert "a" not in buckets._buckets


def test_too_many_requests_are_told_when_to_come_again() -> None:
    """A page for people, a problem for programs; the app's own files are not counted."""
    with browser(WebOptions(requests_a_minute=2)) as client:
        allowed = [
            client.get(path).status_code for path in ("/doc/a", "/chat/assets/a.js", "/chat/assets/b.js", "/doc/b")
        ]
        program, person = client.get("/doc/a"), client.get("/doc/a", headers=HTML)

    assert allowed == [200, 200, 200, 200]
    assert (program.status_code, program.headers["retry-after"]) == (429, "30")
    assert program.headers["content-type"] == "application/problem+json"
    assert person.status_code == 429
    assert "<h1>Too many requests</h1>\n<p>Too many requests; wait 30 seconds.</p>" in person.text


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/api/ask", MOST_BYTES, 200),
        ("/api/ask", MOST_BYTES + 1, 413),
        ("/chat/gradio_api/queue/join", MOST_BYTES + 1, 413),
        ("/documents", MOST_BYTES + 1, 200),
        ("/documents", 5_100_001, 413),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_each_family_has_a_limit_of_its_own(path: str, size: int, status: int, told: bool) -> None:
    """Whether or not the length is told beforehand."""
    body = b"x" * size

    with browser(WebOptions(most_uploaded=5_000_000)) as client:
        response = client.post(path, content=body if told else iter([body[:1000], body[1000:]]))

    assert response.status_code == status


def test_whoever_waits_too_long_is_told_that_the_server_is_busy() -> None:
    """One inside, one waiting; the third is sent away at once, and places are given back."""

    async def crowd() -> tuple[str, list[str]]:
        gate, done = Gate(1, 1), []
        leave = asyncio.Event()

        async def visit(name: str) -> None:
            async with gate.inside():
                await leave.wait()
                done.append(name)

        visits = [asyncio.create_task(visit("first")), asyncio.create_task(visit("second"))]
        await asyncio.sleep(0)
        with pytest.raises(Refused) as refused:
            await visit("third")
        leave.set()
        await asyncio.gather(*visits)
        await visit("fourth")
        return f"{refused.value.status} {refused.value.detail} {refused.value.headers['Retry-After']}", done

    assert asyncio.run(crowd()) == (f"503 {BUSY} 5", ["first", "second", "fourth"])


@pytest.mark.parametrize(
    ("method", "path", "query", "family"),
    [
        ("POST", "/api/ask", "", Family.ASKING),
        ("POST", "/api/ask/batch", "", Family.ASKING),
        ("POST", "/", "", Family.ASKING),
        ("POST", "/conversation/ab", "", Family.ASKING),
        ("GET", "/conversation/ab", "", Family.PAGE),
        ("GET", "/", "q=x", Family.PAGE),
        ("POST", "/mcp", "", Family.ASKING),
        ("POST", "/api/check", "", Family.CHECKING),
        ("GET", "/check", "quote=x", Family.CHECKING),
        ("GET", "/check", "", Family.PAGE),
        ("POST", "/documents", "", Family.UPLOAD),
        ("GET", "/documents", "", Family.PAGE),
        ("GET", "/doc/a", "find=x", Family.PAGE),
        ("GET", "/chat/gradio_api/queue/data", "session_hash=a", Family.STREAM),
        ("GET", "/pc/shell.css", "", Family.STATIC),
        ("GET", "/readyz", "", Family.WATCH),
    ],
)
def test_each_request_waits_in_a_queue_of_its_kind(method: str, path: str, query: str, family: Family) -> None:
    """Checking takes no model, and waits for none; nor does reading."""
    for root in ("", "/pincite"):
        scope = {"method": method, "path": root + path, "root_path": root, "query_string": query.encode()}
        assert family_of(scope) is family


def test_every_answer_tells_the_browser_what_it_may_do(client: TestClient) -> None:
    """What other sites were allowed by Gradio is taken back."""
    chat, record, refused = client.get("/chat/"), client.get("/doc/a"), client.get("/chat/monitoring")

    for response in (chat, record, refused):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cross-origin-opener-policy"] == "same-origin"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert [name for name in response.headers if name.startswith("access-control-")] == []
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'" in chat.headers["content-security-policy"]
    assert record.headers["content-security-policy"].startswith("default-src 'none'")
    assert (chat.headers["cache-control"], record.headers["cache-control"]) == ("no-store", "private, no-cache")
    assert refused.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/chat/assets/index-B3f_9xQz.js", "public, max-age=31536000, immutable"),
        ("/chat/assets/gradio.js", "no-cache"),
        ("/chat/static/fonts/a.woff2", "no-cache"),
        ("/chat/theme.css", "no-cache"),
    ],
)
def test_files_are_kept_for_ever_only_if_their_name_has_their_digest(client: TestClient, path: str, kept: str) -> None:
    """The others are asked for again."""
    assert client.get(path).headers["cache-control"] == kept


@pytest.mark.parametrize(
    "path",
    ["/monitoring", "/monitoring/summary", "/gradio_api/runs", "/gradio_api/info", "/gradio_api/openapi.json",
     "/openapi.json", "/docs", "/redoc", "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd",
     "/file=/etc/passwd", "/gradio_api/proxy=http://evil.example/", "/proxy=http://evil.example/", "/login", "/logout",
     "/gradio_api/login_check", "/gradio_api/deep_link", "/theme.css?deep_link=abc", "/gradio_api/upload_progress",
     "/config", "/svelte/x.js", "/pwa_icon", "/gradio_api/mcp/", "/gradio_api/startup-events", "/Gradio_API/info",
     "/MONITORING",
     "/gradio_api/dev/reload", "/gradio_api/custom_component/a/b/c/d", "/gradio_api/profiling/traces", "/nonsense",
     "/gradio_api/vibe-code", "/gradio_api/heartbeat/a/b", "/gradio_api/queue/data/", "/gradio_api//info",
     "/gradio_api/%69nfo", "/%6donitoring", "/gradio_api/stream/a/1/2/playlist.m3u8", "/robots.txt"],
)  # fmt: skip
def test_what_the_chat_does_not_need_of_gradio_is_not_there(client: TestClient, path: str) -> None:
    """Under any spelling, nor anywhere else."""
    assert [client.get(root + path).status_code for root in ("", "/chat")] == [404, 404]


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/upload", "/gradio_api/run/ask", "/gradio_api/api/ask", "/gradio_api/call/ask", "/login",
     "/gradio_api/call/v2/ask", "/gradio_api/component_server", "/gradio_api/process_recording", "/gradio_api/upload/",
     "/gradio_api/vibe-edit", "/gradio_api/stream/a", "/gradio_api/batched_component_server", "/nonsense"],
)  # fmt: skip
def test_nothing_can_be_sent_to_gradio_but_what_the_chat_sends(client: TestClient, path: str) -> None:
    """No upload, no calling of functions by name."""
    assert [client.post(root + path, content=b"{}").status_code for root in ("", "/chat")] == [404, 404]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/chat/", 200),
        ("HEAD", "/chat/", 200),
        ("HEAD", "/doc/a", 200),
        ("GET", "/chat/?q=Who%3F", 200),
        ("GET", "/chat/theme.css", 200),
        ("GET", "/chat/manifest.json", 200),
        ("GET", "/chat/gradio_api/heartbeat/abc123", 200),
        ("GET", "/chat/gradio_api/queue/data?session_hash=a", 200),
        ("GET", "/chat/gradio_api/app_id", 200),
        ("POST", "/chat/gradio_api/queue/join", 400),
        ("POST", "/chat/gradio_api/run/predict", 400),
        ("POST", "/chat/gradio_api/cancel", 200),
        ("POST", "/chat/", 405),
        ("GET", "/chat/gradio_api/queue/join", 405),
        ("PUT", "/api/ask", 405),
        ("DELETE", "/doc/a", 405),
    ],
)
def test_what_the_chat_needs_is_there_by_the_right_method(
    client: TestClient, method: str, path: str, status: int
) -> None:
    """A wrong method is told from a wrong address."""
    assert client.request(method, path).status_code == status


EVENT = {"data": ["Who?", "{}"], "fn_index": 0, "trigger_id": 7, "session_hash": "7do40e6jsq", "event_data": None}


@pytest.mark.parametrize("path", ["/chat/gradio_api/queue/join", "/chat/gradio_api/run/predict"])
def test_what_the_page_sends_comes_to_gradio_as_it_was_sent(client: TestClient, path: str) -> None:
    """Byte for byte."""
    sent = json.dumps(EVENT).encode()

    response = client.post(path, content=iter([sent[:20], sent[20:]]))

    assert (response.status_code, response.content) == (200, b"<p>chat" + sent)


@pytest.mark.parametrize(
    "forged",
    [
        {"fn_index": 1},
        {"fn_index": -1},
        {"fn_index": "0"},
        {"fn_index": None},
        {"fn_index": 3},
        {"fn_index": 5, "data": []},
        {"data": [None, None]},
        {"data": ["Who?", 1]},
        {"data": [{"path": "http://evil.example/", "meta": {"_type": "gradio.FileData"}}, ""]},
        {"data": []},
        {"data": ["Who?"]},
        {"data": ["Who?", "{}", "more"]},
        {"data": None},
        {"data": ["half \ud800", ""]},
        {"data": [{"deep": ["half \udfff"]}, ""]},
        {"session_hash": None},
        {"session_hash": ""},
        {"session_hash": "../../etc/passwd"},
        {"session_hash": "s" * 65},
        {"session_hash": "a\n"},
    ],
)
def test_what_the_page_could_not_have_sent_does_not_come_to_gradio(
    client: TestClient, forged: dict[str, object]
) -> None:
    """Another function, other values, another kind of session."""
    response = client.post("/chat/gradio_api/queue/join", content=json.dumps({**EVENT, **forged}))

    assert response.status_code == 400
    assert response.json()["detail"] == "The chat page does not send this."


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b'{"data"', b"{}"])
def test_what_is_no_event_at_all_does_not_come_to_gradio(client: TestClient, body: bytes) -> None:
    """JSON of another shape, and no JSON."""
    assert client.post("/chat/gradio_api/queue/join", content=body).status_code == 400


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    """Also where our own route has refused it."""
    response = client.get("/api/ask")

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json()["detail"] == "This address takes POST only."


@pytest.mark.parametrize("path", ["/doc/a", "/pincite/doc/a"])
def test_a_proxy_may_strip_the_root_path_or_keep_it(path: str) -> None:
    """Links and redirects begin with it either way."""
    with browser(WebOptions(root_path="/pincite")) as client:
        seen = client.get(path).json()
        redirect = client.get(path.replace("doc/a", "old"), follow_redirects=False)
        slash = client.get(path.replace("doc/a", "doc/a/"), follow_redirects=False)

    assert seen == {
        "name": "a",
        "link": "/pincite/doc/x",
        "url": "http://127.0.0.1:7860/pincite/doc/a",
        "client": "testclient",
    }
    assert redirect.headers["location"] == "/pincite/doc/x"
    assert slash.status_code in (307, 404)
    assert slash.headers.get("location", "http://127.0.0.1:7860/pincite/doc/a").endswith("/pincite/doc/a")


def test_another_path_that_begins_alike_is_not_the_root_path() -> None:
    """ "/pincited" is not "/pincite" with a "d"."""
    with browser(WebOptions(root_path="/pincite")) as client:
        assert client.get("/pincited/doc/a").status_code == 404
        assert client.get("/pincite").status_code == 200


FORWARDED = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "news.example",
    "x-gradio-server": "http://evil.example",
}


def test_what_is_said_to_be_forwarded_is_believed_of_nobody() -> None:
    """Unless a proxy is named."""
    with browser() as client:
        seen = client.get("/doc/a", headers=FORWARDED).json()

    assert (seen["url"], seen["client"]) == ("http://127.0.0.1:7860/doc/a", "testclient")


def test_a_named_proxy_is_believed() -> None:
    """Client, scheme and host; the host must be one that we answer to all the same."""
    options = WebOptions(hosts=("news.example",), proxies=("10.0.0.1",))

    with browser(options, client=("10.0.0.1", 1)) as client:
        seen = client.get("/doc/a", headers=FORWARDED).json()
        other = client.get("/doc/a", headers={**FORWARDED, "x-forwarded-host": "evil.example"})
    with browser(options, client=("10.0.0.2", 1)) as client:
        unnamed = client.get("/doc/a", headers=FORWARDED).json()

    assert (seen["url"], seen["client"]) == ("https://news.example/doc/a", "203.0.113.9")
    assert other.status_code == 421
    assert (unnamed["url"], unnamed["client"]) == ("http://127.0.0.1:7860/doc/a", "10.0.0.2")
