"""Pictures of every page and state, wide and narrow, light and dark: `python -m tests.browser.screenshots --help`."""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import click
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from corpus.types import Document
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.shapes import ARABIC, REGULATION, RESOLUTION

DEVICES = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
QUESTION = "what did participants call on armed groups to do?"
ALTERED = "The region should take a united approach against those who refuse to join the political process."
ARTICLE = f"""In paragraph 3 of the Kabul statement, “The participants called on all the armed groups to agree to a
ceasefire”. In paragraph 4 it said: “{ALTERED}” An official spoke of “a new chapter for the whole of the north.”"""


def ask(page: Page, question: str) -> None:
    """Ask, and wait for what comes."""
    answers = page.locator(".pc-answer").count()
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".pc-answer").nth(answers).wait_for()
    page.wait_for_timeout(400)  # until it has scrolled to where it stays


def chat(page: Page, *questions: str) -> None:
    """The chat with these questions asked."""
    page.goto("/", wait_until="domcontentloaded")
    page.locator("#question").wait_for()
    page.locator(".pc-suggest").first.wait_for()
    for question in questions:
        ask(page, question)


def chat_unfolded(page: Page) -> None:
    """An answer with everything unfolded."""
    chat(page, QUESTION)
    for part in page.locator(".pc-card").first.locator("summary").all():
        part.click()


def refusal(page: Page) -> None:
    """A refusal with what to try."""
    chat(page, "What did Pakistan promise?")
    page.locator(".pc-try summary").click()


def choosing(page: Page) -> None:
    """Where to search is being chosen."""
    chat(page)
    page.locator(".pc-where summary").click()
    page.locator(".pc-where li").first.wait_for()


def plain(path: str) -> Callable[[Page], None]:
    """A page that is there at once."""

    def shown(page: Page) -> None:
        page.goto(path)

    return shown


def article(page: Page) -> None:
    """An article whose quotations were checked."""
    page.goto("/check")
    page.locator("#quote").fill(ARTICLE)
    page.locator("#as-article").check()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#verdict").wait_for()


def ruled(page: Page) -> None:
    """The same with one quotation decided, and what is undecided alone."""
    article(page)
    card = page.locator("#v2")
    card.get_by_label("Initials").fill("AB")
    card.get_by_role("button", name="Accept the verdict").click()
    page.locator(".decisions").wait_for()


STATES: dict[str, Callable[[Page], None]] = {
    "ask": chat,
    "ask-answer": lambda page: chat(page, QUESTION),
    "ask-unfolded": chat_unfolded,
    "ask-follow-up": lambda page: chat(page, QUESTION, "the next paragraph"),
    "ask-refusal": refusal,
    "ask-too-long": lambda page: chat(page, "why " * 600),
    "ask-where": choosing,
    "document": plain("/doc/kabul-process-2017#p3"),
    "document-found": plain("/doc/kabul-process-2017?find=peace+process"),
    "document-arabic": plain(f"/doc/{ARABIC.id}"),
    "documents": plain("/documents"),
    "documents-none": plain("/documents?search=zanzibar"),
    "document-remove": plain("/documents/kabul-process-2017/remove"),
    "check": plain("/check"),
    "check-altered": plain(
        f"/check?{urlencode({'quote': ALTERED, 'document': 'kabul-process-2017', 'paragraph': '4'})}"
    ),
    "check-article": article,
    "check-decided": ruled,
    "evaluation": plain("/evaluation"),
    "evaluation-report": plain("/evaluation/kabul-process-2017"),
    "nothing-there": plain("/doc/nowhere"),
}
# What the README shows.
SHOWN = {
    "ask.png": ("ask-answer", "desktop", "light"),
    "ask-phone-dark.png": ("ask-answer", "phone", "dark"),
    "check.png": ("check-altered", "desktop", "light"),
    "evaluation.png": ("evaluation-report", "desktop", "light"),
    "document-phone.png": ("document", "phone", "light"),
}
PATIENCE = 300_000  # milliseconds, while the server loads its models on a machine that has other things to do
MOVING = "tour.webp"
MOVING_SIZE = (960, 640)


@contextmanager
def served(folder: Path, more: Sequence[Document] = (RESOLUTION, REGULATION, ARABIC)) -> Iterator[str]:
    """The address of a server over the shipped statement and three made-up documents."""
    with Library.open(folder / "library", lambda: (*shipped_documents(), *more)):
        pass
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_app", "serve", "--port", "0"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PINCITE_LIBRARY": str(folder / "library")},
    )  # fmt: skip
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield next(word for word in line.split() if word.startswith("http"))
    finally:
        process.terminate()
        process.wait(timeout=120)  # on a machine that has other things to do


def pictures(browser: Browser, address: str, output: Path, only: tuple[str, ...]) -> Iterator[Path]:
    """Each state on each device in each scheme, as DEVICE-SCHEME/STATE.png."""
    for device, (width, height) in DEVICES.items():
        for scheme in SCHEMES:
            for name in only or STATES:
                context = browser.new_context(
                    base_url=address, viewport={"width": width, "height": height}, color_scheme=scheme,
                    is_mobile=device == "phone", has_touch=device == "phone",
                )  # fmt: skip
                context.set_default_timeout(PATIENCE)
                page = context.new_page()
                STATES[name](page)
                path = output / f"{device}-{scheme}" / f"{name}.png"
                page.screenshot(path=path)
                context.close()
                yield path


def tour(page: Page) -> Iterator[int]:
    """What the README begins with, step by step; after each step the milliseconds that it is to be seen."""
    chat(page)
    yield 900
    for end in range(6, len(QUESTION) + 6, 6):
        page.locator("#question").fill(QUESTION[:end])
        yield 130
    page.keyboard.press("Enter")
    page.locator(".pc-answer").first.wait_for()
    page.wait_for_timeout(400)
    yield 3200
    page.goto("/doc/kabul-process-2017#p3")
    yield 2800
    page.goto("/check")
    yield 700
    for end in range(12, len(ALTERED) + 12, 12):
        page.locator("#quote").fill(ALTERED[:end])
        yield 130
    page.locator("#quote").press("Control+Enter")
    page.locator("#verdict").wait_for()
    yield 4200


def moving_picture(browser: Browser, address: str, path: Path) -> None:
    """Write the tour as an animated WebP that begins again."""
    width, height = MOVING_SIZE
    page = browser.new_page(base_url=address, viewport={"width": width, "height": height}, color_scheme="light")
    page.set_default_timeout(PATIENCE)
    shown = [(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), duration) for duration in tour(page)]
    page.close()
    images, durations = zip(*shown, strict=True)
    others = images[1:]
    images[0].save(path, save_all=True, append_images=others, duration=list(durations), loop=0, quality=80, method=6)


@click.command()
@click.option("--output", metavar="DIR", required=True, type=click.Path(path_type=Path))
@click.option("--readme", metavar="DIR", type=click.Path(path_type=Path), help="Also put what the README shows there.")
@click.argument("only", nargs=-1, type=click.Choice(list(STATES)))
def main(output: Path, readme: Path | None, only: tuple[str, ...]) -> None:
    """Take pictures of each page and state, or of those named."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for path in pictures(browser, address, output, only):
            click.echo(path)
        if readme:
            moving_picture(browser, address, readme / MOVING)
        browser.close()
    for name, (state, device, scheme) in SHOWN.items() if readme else ():
        if not only or state in only:
            (Path(readme or "") / name).write_bytes((output / f"{device}-{scheme}" / f"{state}.png").read_bytes())


if __name__ == "__main__":
    main()
