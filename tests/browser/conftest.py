"""A real server process and a real Chromium, cut off from every address but the server's."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from corpus.library import Library
from corpus.segment import segment
from corpus.shipped import shipped_documents
from corpus.types import Card

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = segment(
    '1. Zanzibar <img src=x onerror="window.__xss=1"> *cloves* $$x$$ ~~gone~~ {{7*7}} ${1+1}'
    " 1. list\u00a0 two  spaces\n\n2. End.",
    Card("hostile", "<i>Hostile</i> note", None, None, None, None, "en"),
)


@dataclass
class Seen:
    """What went wrong in the browser while a test ran."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass
class Server:
    """A running server and the host names it looked up."""

    address: str
    lookups: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`pincite serve` on a free port; every host name it resolves is written down."""
    folder = tmp_path_factory.mktemp("served")
    with Library.open(folder / "library", lambda: (*shipped_documents(), HOSTILE)):
        pass
    lookups = folder / "lookups"
    lookups.touch()
    code = (
        "import socket, sys\n"
        "real = socket.getaddrinfo\n"
        "def told(host, *more, **named):\n"
        f"    open({str(lookups)!r}, 'a').write(f'{{host}}\\n')\n"
        "    return real(host, *more, **named)\n"
        "socket.getaddrinfo = told\n"
        "from qa_app.cli import main\n"
        "sys.exit(main(['serve', '--port', '0']))\n"
    )
    environment = {**os.environ, "PINCITE_LIBRARY": str(folder / "library")}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    line = process.stdout.readline() if process.stdout else ""
    if "http" not in line:
        process.kill()
        pytest.fail(f"the server did not start: {process.stderr.read() if process.stderr else ''}")
    yield Server(next(word for word in line.split() if word.startswith("http")), lookups)
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one these tests are skipped, except in CI, which installs it."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium, which .ci/run installs")
        pytest.skip("no Chromium on this machine: install Debian's package `chromium` to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=["desktop light", "desktop dark", "phone light", "phone dark"])
def context(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    """A fresh window, 1280 wide or a phone of 390, light or dark."""
    device, scheme = request.param.split()
    phone = device == "phone"
    opened = chromium.new_context(
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900},
        is_mobile=phone,
        has_touch=phone,
        color_scheme=scheme,
        permissions=["clipboard-read", "clipboard-write"],
    )
    opened.set_default_timeout(25_000)
    yield opened
    opened.close()


@pytest.fixture
def seen(context: BrowserContext, server: Server) -> Iterator[Seen]:
    """Aborts and notes every request to elsewhere, notes errors, and holds at the end that there were none."""
    noted = Seen()

    def guard(route: Route) -> None:
        if route.request.url.startswith((server.address, "data:", "blob:")):
            route.continue_()
        else:
            noted.outside.append(route.request.url)
            route.abort()

    def watch(page: Page) -> None:
        page.on("console", lambda m: noted.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: noted.errors.append(str(error)))
        page.on("response", lambda r: noted.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)

    context.route("**/*", guard)
    context.on("page", watch)
    yield noted
    assert noted == Seen()


@pytest.fixture
def chat(context: BrowserContext, seen: Seen, server: Server) -> Page:
    """The chat page, ready to be typed into."""
    page = context.new_page()
    page.goto(f"{server.address}/", wait_until="domcontentloaded")
    page.locator("#question textarea").wait_for()
    return page
