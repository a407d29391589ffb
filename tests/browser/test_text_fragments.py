"""A link to the words on the publisher's page lights them up in a real Chromium, wherever a block begins or ends."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from corpus.formats.html.page import read_html
from qa_app.citing.copies import text_fragment

ADDRESS = "https://publisher.example/statement"
LIT = (255, 0, 255)
LONG = (
    "and shall not let one go out while a ship of whatever flag is on its way, as the ports agreed in their charter, "
)
BLOCKS = (
    "<p>{n}. The keepers of harbour {n} shall light every lamp before the sun goes down, "
    + LONG * 2
    + "in good faith.</p>",
    "<p>{n}. Participants welcomed state-to-state talks, the “northern” route & all that follows, point {n}.</p>",
    "<p>{n}. Ships of fleet {n} may<br>enter the harbour,<br>and none may stay for three days without consent.</p>",
    "<p>{n}. The council asks mission {n}:</p><ol type='a'><li>To protect the people of the coast;</li><li>To report"
    " within {n} days to the council of ports, " + LONG * 2 + ".</li></ol>",
    "<h2>Part {n}</h2><div>The <b>ports</b> of part {n} <i>shall</i> stay open at all times.</div>",
    "<table><tr><td>Port {n}</td><td>Closed to ships of war from the first day of month {n}</td></tr></table>",
    "<blockquote><p>We, the ports of region {n}, in the&nbsp;north,</p><p>Recalling charter {n},</p></blockquote>",
)
STYLE = "<style>::target-text { background: rgb(255, 0, 255) }</style>"
PAGE = (
    f"<!doctype html><html lang='en'><title>Statement</title>{STYLE}"
    + "".join(block.format(n=number) for number in range(1, 4) for block in BLOCKS)
    + "</html>"
)


def quoted() -> list[str]:
    """What may be copied of the page: each block as it is read, and what runs from one into the next."""
    reading = read_html(PAGE.encode())
    spans = [block.span for block in reading.blocks]
    pairs = zip(spans[::3], spans[1::3], strict=False)
    return [span.of(reading.text) for span in spans] + [reading.text[one.start : other.end] for one, other in pairs]


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """A window in which that page is at its address."""
    page = chromium.new_page(viewport={"width": 800, "height": 600})
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
    yield page
    page.close()


def is_lit(page: Page, link: str) -> bool:
    """Whether something is marked where the browser has scrolled to."""
    page.goto("about:blank")
    page.goto(link)
    for _ in range(3):
        colours = Image.open(io.BytesIO(page.screenshot())).convert("RGB").getcolors(1 << 20) or []
        if any(colour == LIT for _, colour in colours):
            return True
        page.wait_for_timeout(50)
    return False


def test_every_link_lights_words_up(window: Page) -> None:
    """Of many paragraphs with lists, tables, line breaks and marks in them, none is missed."""
    texts = quoted()

    missed = [words for words in texts if not is_lit(window, text_fragment(ADDRESS, words))]

    assert len(texts) > 40
    assert missed == []
