"""Many starts of the page that asks, on a slow processor and a bad line: `python -m tests.browser.starts --help`.

Each start is a browser of its own whose processor is slowed down; the page, its script or its answers are held back,
and some are loaded again or left and come back to meanwhile. What is typed at the first moment at which there is a box
is compared with what is answered. Then many tabs at once, and many clients for a while.

How long a step blocks what is typed says as much of the machine as of the page: beside each start the same is typed
into the box of an empty page, in a tab as slow, and what that comes to is told as well.
"""

import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import click
from playwright.sync_api import Browser, Error, Page, Route, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.screenshots import served
from tests.browser.test_starting import SLOWER, type_ahead, with_late_scripts
from tests.conftest import Server

HELD = (0.0, 0.5, 2.0, 10.0)  # seconds
AT_ONCE = 5  # questions typed ahead in one start
PARAGRAPHS = 11  # of the statement that ships, which is asked for them
MEANWHILE = ("stay", "reload", "leave")
DRAFT = "and"  # stays in the box
MINUTES = 10  # for which a step is waited, on a machine that has other things to do
PAINTED = "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0] ?? null"
EMPTY = "<!doctype html><html lang='en'><title>Empty</title><textarea id='question'></textarea>"
BLOCKED = """() => new Promise((resolve) => {
    const seen = [];
    const observer = new PerformanceObserver((list) => seen.push(...list.getEntries().map((each) => each.duration)));
    observer.observe({ type: "longtask", buffered: true });
    setTimeout(() => resolve(seen), 500);
})"""


@dataclass
class Counted:
    """What became of everything; times in milliseconds, `ours` and `gradio` until something is painted.

    `blocked` is the longest step of each start, `blocked_empty` that of the empty page beside it.

    `clients` counts what became of their questions: "answered", "mixed up", "failed", "told to wait".
    """

    starts: int = 0
    failed: list[str] = field(default_factory=list)
    questions: int = 0
    lost: int = 0
    altered: int = 0
    blocked: list[float] = field(default_factory=list)
    blocked_empty: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    gradio: list[float] = field(default_factory=list)
    tabs: int = 0
    tabs_failed: list[str] = field(default_factory=list)
    clients: Counter[str] = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        """Whether nothing failed, was lost, altered or mixed up."""
        wrong = (self.failed, self.lost, self.altered, self.tabs_failed)
        return not any(wrong) and not self.clients["mixed up"] and not self.clients["failed"]

    def line(self) -> str:
        """For people."""
        said = (
            f"{self.starts} starts, {len(self.failed)} failed; {self.questions} questions typed ahead,"
            f" {self.lost} lost, {self.altered} altered"
        )
        if self.blocked and self.blocked_empty:
            ours, empty = statistics.median(self.blocked), statistics.median(self.blocked_empty)
            said += (
                f"; longest step {ours:.0f} ms (at most {max(self.blocked):.0f}), {ours / empty:.1f} times that of an"
                f" empty page ({empty:.0f} ms, at most {max(self.blocked_empty):.0f})"
            )
        if self.ours and self.gradio:
            ours, gradio = statistics.median(self.ours), statistics.median(self.gradio)
            said += f"; first paint {ours:.0f} ms, {ours / gradio:.2f} times that of Gradio's page ({gradio:.0f} ms)"
        if self.tabs:
            said += f"; {self.tabs} tabs at once, {len(self.tabs_failed)} failed"
        if self.clients:
            said += f"; of clients {', '.join(f'{number:,} {what}' for what, number in sorted(self.clients.items()))}"
        return f"{said}."


@contextmanager
def slow_tab(browser: Browser) -> Iterator[Page]:
    """A tab of a new browser whose processor is slowed down."""
    context = browser.new_context()
    context.set_default_timeout(60_000 * MINUTES)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield page
    finally:
        context.close()


def start(page: Page, address: str, chance: random.Random, counted: Counted) -> None:
    """One start: what is typed, and what comes of it."""
    seconds, answers, meanwhile = chance.choice(HELD), chance.random() < 0.5, chance.choice(MEANWHILE)

    def held(route: Route) -> None:
        try:
            answer = route.fetch() if answers else None
            page.wait_for_timeout(1000 * seconds)
            route.fulfill(response=answer) if answer else route.continue_()
        except Error:
            pass  # the page has been left, and sends it again

    page.route("**/conversation/**", held, times=2)
    asked = [str(chance.randint(1, PARAGRAPHS)) for _ in range(AT_ONCE)]
    page.goto(f"{address}/", wait_until="commit")
    # A form that is sent before its script is there asks one question at a time.
    page.locator("html[data-copies]").wait_for(state="attached")
    type_ahead(page, *(f"paragraph {number}" for number in asked))
    page.keyboard.insert_text(DRAFT)
    counted.questions += AT_ONCE
    if meanwhile != "stay":
        page.wait_for_timeout(chance.randint(0, 1500))
        if meanwhile == "leave":
            page.goto(f"{address}/doc/kabul-process-2017")
            page.evaluate("history.back()")
            page.wait_for_url(f"{address}/", wait_until="commit")
        else:
            page.reload(wait_until="commit")
    compared(page, asked, counted)
    counted.blocked.append(longest_step(page))


def longest_step(page: Page) -> float:
    """For how many milliseconds what is typed had to wait; 0.0 where for less than 50, which Chromium does not tell."""
    return max(page.evaluate(BLOCKED), default=0.0)


def empty_page(page: Page, address: str) -> float:
    """The longest step of a page on which there is nothing, while as much is typed."""
    page.route("**/empty", lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
    page.goto(f"{address}/empty", wait_until="commit")
    page.locator("#question").wait_for()
    type_ahead(page, *["paragraph 1"] * AT_ONCE)
    page.wait_for_timeout(500)
    return longest_step(page)


def compared(page: Page, asked: list[str], counted: Counted) -> None:
    """Wait for the answers, and count what was asked and is not there as it was typed."""
    page.locator(".pc-answer").nth(len(asked) - 1).wait_for()
    expect(page.locator(".pending")).to_have_count(0, timeout=60_000 * MINUTES)
    shown = [card.get_attribute("data-number") for card in page.locator(".pc-card").all()]
    typed = [words.split("\n")[-1] for words in page.locator("h2.pc-question").all_inner_texts()]
    counted.lost += len(asked) - len(typed) + (page.locator("#question").input_value() != DRAFT)
    counted.altered += sum(one != f"paragraph {other}" for one, other in zip(typed, asked, strict=False))
    if shown != asked:
        counted.failed.append(f"asked {asked}, shown {shown}")


def painted(browser: Browser, address: str, path: str) -> float | None:
    """When the page has painted something, in milliseconds from its beginning."""
    with slow_tab(browser) as page:
        page.goto(f"{address}{path}", wait_until="load")
        page.locator("textarea").first.wait_for()  # which Gradio's page has once its scripts have drawn it
        page.wait_for_timeout(500)
        found: float | None = page.evaluate(PAINTED)
        return found


def start_often(
    browser: Browser, address: str, starts: int, paints: int, seed: int, counted: Counted
) -> Iterator[None]:
    """All starts in turn."""
    chance = random.Random(seed)
    for place in range(starts):
        counted.starts += 1
        with with_late_scripts(Server(address, Path()), chance.choice(HELD)) as late, slow_tab(browser) as page:
            try:
                start(page, late.address if place % 3 == 0 else address, chance, counted)
            except (Error, AssertionError) as error:
                counted.failed.append(str(error).split("\n")[0])
        with slow_tab(browser) as page:
            counted.blocked_empty.append(empty_page(page, address))
        if place < paints:
            counted.ours += [each for each in [painted(browser, address, "/")] if each]
            counted.gradio += [each for each in [painted(browser, address, "/chat")] if each]
        yield


def open_together(browser: Browser, address: str, tabs: int, counted: Counted) -> None:
    """So many tabs of one browser at once, each asked for a paragraph of its own as soon as it has a box."""
    context = browser.new_context()
    context.set_default_timeout(60_000 * MINUTES)
    pages = [context.new_page() for _ in range(tabs)]
    asked = [str(place % PARAGRAPHS + 1) for place in range(tabs)]
    for page in pages:
        page.goto(f"{address}/", wait_until="commit")
    for page, number in zip(pages, asked, strict=True):
        page.locator("#question").fill(f"paragraph {number}")
        page.locator("#question").press("Enter")
    for page, number in zip(pages, asked, strict=True):
        counted.tabs += 1
        try:
            page.locator(".pc-card").first.wait_for()
            shown = [card.get_attribute("data-number") for card in page.locator(".pc-card").all()]
        except Error as error:
            shown = [str(error).split("\n")[0]]
        if shown != [number]:
            counted.tabs_failed.append(f"asked {number}, shown {shown}")
    context.close()


def ask_for_a_while(address: str, clients: int, seconds: float, counted: Counted) -> None:
    """So many clients at once, each with a conversation of its own that in the end has what it asked, in order."""
    until, lock = time.monotonic() + seconds, threading.Lock()

    def one(client: int) -> None:
        told = conversation(urlsplit(address).netloc, f"{client:032x}", random.Random(client), until)
        with lock:
            counted.clients += told

    threads = [threading.Thread(target=one, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def conversation(host: str, token: str, chance: random.Random, until: float) -> Counter[str]:
    """Ask for paragraphs until it is time, and compare each answer with its question."""
    told = Counter[str]()
    while time.monotonic() < until:
        key, number = f"{chance.getrandbits(128):032x}", str(chance.randint(1, PARAGRAPHS))
        body = json.dumps({"key": key, "question": f"paragraph {number}", "documents": []})
        connection = HTTPConnection(host, timeout=60 * MINUTES)
        try:
            connection.request("POST", f"/conversation/{token}", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            lines = answer.read().decode().splitlines()
            card = json.loads(lines[-1])["exchange"] if answer.status == 200 else ""
        except (OSError, HTTPException, ValueError, LookupError):
            told["failed"] += 1
            continue
        finally:
            connection.close()
        if answer.status == 503:
            told["told to wait"] += 1
            time.sleep(1)
        elif answer.status != 200:
            told["failed"] += 1
        else:
            is_ours = f'data-key="{key}"' in card and f'data-number="{number}"' in card
            told["answered" if is_ours else "mixed up"] += 1
    return told


@click.command()
@click.option("--starts", default=200, show_default=True)
@click.option("--paints", default=10, show_default=True, help="How often the first paint is measured, beside Gradio's.")
@click.option("--tabs", default=20, show_default=True, help="How many are opened at once.")
@click.option("--clients", default=64, show_default=True, help="How many ask at once.")
@click.option("--seconds", default=60.0, show_default=True, help="For how long they do.")
@click.option("--seed", default=0, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write the counts there as JSON after each start.")
def main(starts: int, paints: int, tabs: int, clients: int, seconds: float, seed: int, output: Path | None) -> None:
    """Start the page so often with five questions typed ahead each time; exit code 1 where anything went wrong."""
    counted, begun = Counted(), time.monotonic()

    def tell() -> None:
        if output:
            output.write_text(json.dumps({**vars(counted)}))
        click.echo(f"{time.monotonic() - begun:.0f} s: {counted.line()}")

    with tempfile.TemporaryDirectory() as folder, served(Path(folder), ()) as address, sync_playwright() as playwright:
        click.echo(f"{time.monotonic() - begun:.0f} s: the server is there.")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for _ in start_often(browser, address, starts, paints, seed, counted):
            tell()
        if tabs:
            open_together(browser, address, tabs, counted)
            tell()
        browser.close()
        if clients:
            ask_for_a_while(address, clients, seconds, counted)
            tell()
    for failure in (*counted.failed, *counted.tabs_failed):
        click.echo(f"failed: {failure}", err=True)
    sys.exit(not counted.is_good)


if __name__ == "__main__":
    main()
