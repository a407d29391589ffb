"""Many starts of the page that asks, on a slow processor and a bad line: `python -m tests.browser.starts --help`.

Each start is a browser of its own whose processor is slowed down; the page, its script or its answers are held back.
What is typed at the first moment at which there is a box is compared with what is answered.
"""

import json
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.screenshots import served
from tests.browser.test_starting import SLOWER, type_ahead, with_late_scripts
from tests.conftest import Server

HELD = (0.0, 0.5, 2.0, 10.0)  # seconds
AT_ONCE = 5  # questions typed ahead in one start
PARAGRAPHS = 11  # of the statement that ships, which is asked for them
SECONDS = 180
PAINTED = "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0] ?? null"
BLOCKED = """() => new Promise((resolve) => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: "longtask", buffered: true });
    setTimeout(() => resolve(observer.takeRecords().map((each) => each.duration)), 50);
})"""


@dataclass
class Counted:
    """What became of all starts; times in milliseconds, `ours` and `gradio` until something is painted."""

    starts: int = 0
    failed: list[str] = field(default_factory=list)
    questions: int = 0
    lost: int = 0
    altered: int = 0
    longest_blocked: float = 0.0
    ours: list[float] = field(default_factory=list)
    gradio: list[float] = field(default_factory=list)

    def line(self) -> str:
        """For people."""
        paint = f"{statistics.median(self.ours):.0f} ms" if self.ours else "not measured"
        chat = f", Gradio's page {statistics.median(self.gradio):.0f} ms" if self.gradio else ""
        return (
            f"{self.starts} starts, {len(self.failed)} failed; {self.questions} questions typed ahead,"
            f" {self.lost} lost, {self.altered} altered; first paint {paint}{chat};"
            f" longest step {self.longest_blocked:.0f} ms."
        )


@contextmanager
def slow_tab(browser: Browser) -> Iterator[Page]:
    """A tab of a new browser whose processor is slowed down."""
    context = browser.new_context()
    context.set_default_timeout(1000 * SECONDS)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield page
    finally:
        context.close()


def start(page: Page, address: str, chance: random.Random, counted: Counted) -> None:
    """One start: what is typed, and what comes of it."""
    seconds, answers = chance.choice(HELD), chance.random() < 0.5

    def held(route: Route) -> None:
        answer = route.fetch() if answers else None
        page.wait_for_timeout(1000 * seconds)
        route.fulfill(response=answer) if answer else route.continue_()

    page.route("**/conversation/**", held, times=2)
    asked = [str(chance.randint(1, PARAGRAPHS)) for _ in range(AT_ONCE)]
    page.goto(f"{address}/", wait_until="commit")
    page.locator("#question").wait_for()
    # A form that is sent before its script is there asks one question at a time.
    page.wait_for_function("document.documentElement.dataset.copies !== undefined")
    type_ahead(page, *(f"paragraph {number}" for number in asked))
    page.keyboard.insert_text("and")
    page.wait_for_function(
        "count => document.querySelectorAll('.pc-answer').length >= count && !document.querySelector('.pending')",
        arg=AT_ONCE,
    )
    shown = [card.get_attribute("data-number") for card in page.locator(".pc-card").all()]
    typed = [words.split("\n")[-1] for words in page.locator("h2.pc-question").all_inner_texts()]
    counted.questions += AT_ONCE
    counted.lost += AT_ONCE - len(typed) + (page.locator("#question").input_value() != "and")
    counted.altered += sum(one != f"paragraph {other}" for one, other in zip(typed, asked, strict=False))
    if shown != asked:
        counted.failed.append(f"asked {asked}, shown {shown}")
    counted.longest_blocked = max([counted.longest_blocked, *page.evaluate(BLOCKED)])


def painted(browser: Browser, address: str, path: str) -> float | None:
    """When the page has painted something, in milliseconds from its beginning."""
    with slow_tab(browser) as page:
        page.goto(f"{address}{path}", wait_until="load")
        page.wait_for_timeout(500)
        found: float | None = page.evaluate(PAINTED)
        return found


def count(browser: Browser, address: str, starts: int, paints: int, seed: int) -> Iterator[Counted]:
    """All starts in turn, told after each."""
    chance, counted = random.Random(seed), Counted()
    for place in range(starts):
        counted.starts += 1
        with with_late_scripts(Server(address, Path()), chance.choice(HELD)) as late, slow_tab(browser) as page:
            try:
                start(page, late.address if place % 3 == 0 else address, chance, counted)
            except Error as error:
                counted.failed.append(str(error).split("\n")[0])
        if place < paints:
            counted.ours += [each for each in [painted(browser, address, "/")] if each]
            counted.gradio += [each for each in [painted(browser, address, "/chat")] if each]
        yield counted


@click.command()
@click.option("--starts", default=200, show_default=True)
@click.option("--paints", default=10, show_default=True, help="How often the first paint is measured, beside Gradio's.")
@click.option("--seed", default=0, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write the counts there as JSON after each start.")
def main(starts: int, paints: int, seed: int, output: Path | None) -> None:
    """Start the page so many times and type five questions ahead each time."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), ()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for counted in count(browser, address, starts, paints, seed):
            if output:
                output.write_text(json.dumps(asdict(counted)))
            click.echo(counted.line())
        browser.close()


if __name__ == "__main__":
    main()
