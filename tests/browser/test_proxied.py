"""The app under a path of another server: all that a browser asks for begins with it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served import Served, serving

ROOT = "/pincite"


class Proxy:
    """A little reverse proxy that serves one app under a path, and nothing else anywhere."""

    def __init__(self, upstream: int, *, strips: bool) -> None:
        self.upstream = upstream
        self.strips = strips
        self.missed: list[str] = []
        self.port = 0
        self._listening = threading.Event()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection: the head put right, then bytes either way until somebody has had enough."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()
            return
        method, target, rest = head.split(b" ", 2)
        if not target.startswith(ROOT.encode()):
            if target != b"/favicon.ico":  # of the whole host: every browser asks for it before a page names another
                self.missed.append(target.decode())
            writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
            writer.close()
            return
        if self.strips:
            target = target.removeprefix(ROOT.encode()) or b"/"
        rest = rest.replace(b"Connection: keep-alive", b"Connection: close")
        there, back = await asyncio.open_connection("127.0.0.1", self.upstream)
        back.write(b" ".join((method, target, rest)))
        await asyncio.gather(_pump(reader, back), _pump(there, writer), return_exceptions=True)

    @contextmanager
    def running(self) -> Iterator[str]:
        """The address under which the app is served, in a loop of its own: Playwright has one in this thread."""
        thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        thread.start()
        self._listening.wait()
        try:
            yield f"http://127.0.0.1:{self.port}{ROOT}"
        finally:
            self._loop.call_soon_threadsafe(self._done.set)
            thread.join()

    async def _serve(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.handle, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        await self._done.wait()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while chunk := await source.read(65536):
        sink.write(chunk)
        await sink.drain()
    sink.close()


@pytest.fixture(scope="module")
def rooted_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that knows under which path it is served."""
    with serving(tmp_path_factory.mktemp("rooted"), "--root-path", ROOT) as served:
        yield served


@pytest.mark.parametrize("strips", [True, False], ids=["strips the path", "keeps the path"])
def test_every_page_works_under_a_path(chromium: Browser, rooted_server: Served, strips: bool, tmp_path: Path) -> None:
    """Ask, read, check and back, by links and forms, without an error and without a request beside the path."""
    proxy = Proxy(rooted_server.port, strips=strips)
    with proxy.running() as address:
        page = chromium.new_context().new_page()
        page.set_default_timeout(60_000)
        errors: list[str] = []
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("response", lambda r: errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)

        ask_and_read(page, address)
        check(page, address)
        page.context.close()

    assert (errors, proxy.missed) == ([], [])


def ask_and_read(page: Page, address: str) -> None:
    """A question, its answer, the paragraph in the document."""
    page.goto(f"{address}/", wait_until="domcontentloaded")
    page.locator("#question").fill("paragraph 3")
    page.keyboard.press("Enter")
    card = page.locator(".pc-card").first
    expect(card).to_contain_text("agree to a ceasefire")
    link = card.locator(f'a[href^="{ROOT}/doc/"]').first.get_attribute("href") or ""
    assert link == f"{ROOT}/doc/kabul-process-2017#p3"
    page.goto(address.removesuffix(ROOT) + link)
    expect(page.locator("#p3")).to_contain_text("agree to a ceasefire")


def check(page: Page, address: str) -> None:
    """From the bar of every page to the form, which leads back to where it was sent."""
    page.get_by_role("link", name="Check a quotation").first.click()
    page.locator("textarea").first.fill("agree to a ceasefire and start peace talks")
    page.get_by_role("button", name="Check", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("para. 3")
    assert page.url.startswith(f"{address}/check?quote=")
    page.goto(f"{address}/check/?quote=peace")
    assert page.url == f"{address}/check?quote=peace"
    page.goto(f"{address}/documents/")
    assert page.url == f"{address}/documents"
