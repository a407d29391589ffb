"""A real server process and a real Chromium, cut off from every address but the server's."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from tests.conftest import Server

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
# What Gradio itself says when its page is left while an event is still on its way: nothing is lost by it.
LEFT_EARLY = ("AbortError: signal is aborted without reason", "Unexpected error Connection errored out.")

WINDOWS = ("desktop light", "phone dark")
# No style depends on width and colours together, so that two windows that differ in both show what four would; where
# neither can matter, one does.
ON_A_DESK = pytest.mark.parametrize("context", WINDOWS[:1], indirect=True)


@dataclass
class Seen:
    """What went wrong in the browser while a test ran."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one these tests are skipped, except in CI, which installs it.

    It goes with the last of them: while Playwright is there, nothing else can run a loop of events in this thread.
    """
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium, which .ci/run installs")
        pytest.skip("no Chromium on this machine: install Debian's package `chromium` to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=WINDOWS)
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

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(LEFT_EARLY):
            noted.errors.append(message.text)

    def watch(page: Page) -> None:
        page.on("console", heard)
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
    page.locator("#question").wait_for()
    return page
