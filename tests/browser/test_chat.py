"""What people see, in a real Chromium: asking, reading, copying, opening; light and dark, desktop and phone."""

import pytest
from playwright.sync_api import BrowserContext, Page

from corpus.types import Document
from tests.browser.conftest import Seen
from tests.browser.seeing import is_wider_than_the_window, violations
from tests.conftest import HOSTILE, Server

pytestmark = pytest.mark.browser

QUESTION = "what did participants call on armed groups to do?"


def ask(page: Page, question: str) -> None:
    cards = page.locator(".pc-answer").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question button.submit-button").click()
    page.locator(".pc-answer").nth(cards).wait_for()


def test_asking_copying_and_opening(chat: Page, context: BrowserContext, server: Server, statement: Document) -> None:
    """The main job from end to end: paragraph 3 on the screen, on the clipboard, and in the document."""
    text = statement.paragraph("3").text

    ask(chat, QUESTION)
    card = chat.locator(".pc-answer").first
    card.get_by_role("button", name="Copy with citation").first.click()
    card.get_by_role("button", name="Copied").wait_for()
    with context.expect_page() as opened:
        card.get_by_role("link", name="Open paragraph 3").first.click()
    opened.value.locator("#p3").wait_for()

    assert card.locator(".pc-card blockquote").first.inner_text() == text
    assert card.locator("mark").first.inner_text() == text
    assert card.locator(".pc-lead q").inner_text() == text
    assert card.locator(".pc-chip").inner_text().replace("\n", " ").split()[-1] in {"3", "tab)"}
    assert chat.evaluate("navigator.clipboard.readText()") == (
        f"“{text}” (Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3) "
        f"{statement.card.source}"
    )
    assert opened.value.url == f"{server.address}/doc/kabul-process-2017#p3"
    assert opened.value.locator("#p3 .text").inner_text() == text
    assert opened.value.locator("#p3").is_visible()
    assert not is_wider_than_the_window(chat)
    assert violations(chat) == []
    assert violations(opened.value) == []


def test_a_refusal_shows_nothing_as_an_answer(chat: Page) -> None:
    """What came nearest is folded and marked as no answer."""
    ask(chat, "What did Pakistan promise?")
    card = chat.locator(".pc-abstention").first

    card.locator("summary").click()

    assert card.locator(".pc-lead").inner_text() == "No answer. What was searched does not mention “Pakistan”."
    assert card.locator("summary").inner_text().startswith("Nearest, not an answer: paragraph ")
    assert card.locator("mark, q, .pc-copy").count() == 0
    assert card.locator("blockquote").count() == 3
    assert violations(chat) == []


def test_a_suggestion_asks_itself(chat: Page) -> None:
    """One tap on a suggested question brings its answer."""
    chat.locator(".pc-suggest").first.click()
    chat.locator(".pc-card").first.wait_for()

    assert chat.locator(".pc-card").first.get_attribute("data-number") == "3"


def test_a_hostile_paragraph_is_shown_as_it_stands(chat: Page) -> None:
    """Neither the document's words nor the question's are taken for markup, Markdown or a template."""
    text = HOSTILE.paragraph("1").text

    ask(chat, "What about Zanzibar cloves? <img src=x onerror='window.__xss=2'> *really*")

    shown = chat.locator(".pc-card blockquote").first.evaluate("element => element.textContent")
    assert shown == text
    assert "<img src=x onerror='window.__xss=2'> *really*" in chat.locator(".pc-question").first.inner_text()
    assert chat.evaluate("window.__xss === undefined")


def test_what_cannot_be_asked_is_told_in_the_conversation(chat: Page) -> None:
    """A question that is too long gets one sentence."""
    ask(chat, "why " * 600)

    assert chat.locator(".pc-notice").inner_text() == "The question has 2,399 characters; 2,000 are the most."


def test_the_newest_question_is_in_view_and_the_input_within_reach(chat: Page) -> None:
    """After several turns the last question stands in the window, and so does the box to type in."""
    for question in ("paragraph 7", "paragraph 8", QUESTION):
        ask(chat, question)
    chat.wait_for_timeout(500)
    height = chat.viewport_size["height"] if chat.viewport_size else 0

    question_box = chat.locator(".pc-question").last.bounding_box()
    input_box = chat.locator("#question textarea").bounding_box()

    assert question_box
    assert input_box
    assert 0 <= question_box["y"] < height
    assert input_box["y"] + input_box["height"] <= height


def test_a_link_with_a_question_fills_it_in(context: BrowserContext, seen: Seen, server: Server) -> None:
    """`/?q=` puts the question into the box."""
    page = context.new_page()
    page.goto(f"{server.address}/?q=Who%20hosted%20it%3F", wait_until="domcontentloaded")
    page.locator("#question textarea").wait_for()
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")

    assert page.locator("#question textarea").input_value() == "Who hosted it?"


def test_the_document_page_reads_well(context: BrowserContext, seen: Seen, server: Server, statement: Document) -> None:
    """The paragraph linked to is in the window and highlighted, words as stored, no sideways scrolling."""
    page = context.new_page()
    page.goto(f"{server.address}/doc/kabul-process-2017#p11")

    texts = page.locator(".paragraph .text").evaluate_all("elements => elements.map(e => e.textContent)")

    assert texts == [paragraph.text for paragraph in statement.paragraphs[1:]]
    top = page.locator("#p11").bounding_box()
    assert top
    assert 0 <= top["y"] < (page.viewport_size or {"height": 0})["height"]
    assert page.locator("#p11").evaluate("e => getComputedStyle(e).backgroundColor") != page.locator("#p10").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert page.get_by_role("link", name="Source: Afghanistan Times").get_attribute("href") == statement.card.source
    assert not is_wider_than_the_window(page)
    assert violations(page) == []


def test_the_header_leads_to_the_page_that_checks_quotations(chat: Page, context: BrowserContext) -> None:
    """In a new tab, since the conversation would be lost in this one."""
    with context.expect_page() as opened:
        chat.get_by_role("navigation", name="Pages").get_by_role("link", name="Check a quotation").click()

    assert opened.value.get_by_role("heading", level=1).inner_text() == "Check a quotation"


def test_the_server_looks_nothing_up(chat: Page, server: Server) -> None:
    """From start to answer the only name resolved is its own address."""
    ask(chat, QUESTION)

    assert set(server.lookups.read_text().split()) <= {"127.0.0.1"}
