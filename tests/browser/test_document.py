"""Reading a document in a real Chromium: finding, going to a paragraph, copying; with a script and without."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.types import Document
from tests.browser.conftest import ON_A_DESK, Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window, small_targets
from tests.conftest import HOSTILE, Server

PAGE = "/doc/kabul-process-2017"


@pytest.fixture
def document(context: BrowserContext, seen: Seen, server: Server) -> Page:
    """The page of the shipped statement."""
    page = context.new_page()
    page.goto(f"{server.address}{PAGE}")
    return page


def is_in_the_window(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    return box is not None and 0 <= box["y"] < (page.viewport_size or {"height": 0})["height"]


def test_finding_goes_from_place_to_place(document: Page) -> None:
    """Curly or straight marks make no difference; the next place is in the window, counted, and in the address."""
    document.get_by_label("Find in this document").fill("PROCESS")
    document.get_by_role("button", name="Find", exact=True).click()
    at = document.locator("#found-at")
    expect(at).to_have_text("1 of 7")

    document.get_by_role("link", name="Next").click()
    expect(at).to_have_text("2 of 7")
    document.get_by_role("link", name="Previous").click()
    document.get_by_role("link", name="Previous").click()
    expect(at).to_have_text("7 of 7")

    assert is_in_the_window(document, "mark.at")
    assert "find=PROCESS&hit=7" in document.url
    assert is_in_the_window(document, "#found")
    assert any_violations(document) == []
    assert not is_wider_than_the_window(document)


def test_a_chosen_paragraph_is_cited_and_copied(document: Page, server: Server, statement: Document) -> None:
    """Its number is its link; what can be done with it opens under its words."""
    third = statement.paragraph("3")
    document.get_by_role("link", name="Paragraph 3", exact=True).click()
    ways = document.locator("#p3 .about-paragraph")
    ways.wait_for()
    faults = any_violations(document)
    ways.get_by_role("button", name="Copy with citation").click()
    ways.get_by_role("button", name="Copied").wait_for()
    quoted = document.evaluate("navigator.clipboard.readText()")
    ways.get_by_role("button", name="Copy link").click()
    ways.get_by_role("button", name="Copied").nth(1).wait_for()

    assert document.url == f"{server.address}{PAGE}#p3"
    assert quoted == (
        f"“{third.text}” (Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3) "
        f"{statement.card.source}"
    )
    assert document.evaluate("navigator.clipboard.readText()") == f"{server.address}{PAGE}#p3"
    assert ways.get_by_role("link", name="Check a quotation against it").get_attribute("href") == (
        "/check?document=kabul-process-2017&paragraph=3"
    )
    assert faults == []
    assert small_targets(document) == []


def test_going_to_a_paragraph_by_its_number(document: Page) -> None:
    """By keyboard alone; what is not there is said beside the field."""
    document.get_by_label("Go to paragraph").fill("11")
    document.keyboard.press("Enter")
    document.wait_for_url("**#p11")
    assert is_in_the_window(document, "#p11")

    document.get_by_label("Go to paragraph").fill("99")
    document.keyboard.press("Enter")

    expect(document.get_by_role("alert")).to_contain_text("has no paragraph '99'")
    assert document.get_by_label("Go to paragraph").input_value() == "99"
    assert any_violations(document) == []


@ON_A_DESK
def test_every_paragraph_is_reached_by_the_tab_key(document: Page) -> None:
    """With a focus that is seen; Enter opens what can be done with it, and the next stop is there."""
    document.get_by_label("Go to paragraph").focus()
    for _ in range(60):
        document.keyboard.press("Tab")
        if document.evaluate("document.activeElement.textContent").startswith("Paragraph 2"):
            break
    outline = document.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    document.keyboard.press("Enter")
    document.locator("#p2 .about-paragraph").wait_for()

    assert outline == "solid"
    assert document.locator("#p2 .about-paragraph button").first.is_visible()


@ON_A_DESK
def test_a_hostile_document_is_shown_as_it_stands(context: BrowserContext, seen: Seen, server: Server) -> None:
    """Its words are the stored ones, also with a search in them, and none of them runs."""
    page = context.new_page()
    page.goto(f"{server.address}/doc/hostile?find=img src=x#hit-1")

    assert page.locator("#p1 .text").evaluate("e => e.textContent") == HOSTILE.paragraph("1").text
    assert page.locator("#hit-1").inner_text() == "img src=x"
    assert page.locator("h1").inner_text() == "<i>Hostile</i> note"
    assert page.evaluate("window.__xss === undefined")


def test_without_a_script_everything_is_there(chromium: Browser, server: Server, statement: Document) -> None:
    """Finding goes by links, and a chosen paragraph has a link to what can be done with it."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}{PAGE}?find=process")
    page.get_by_role("link", name="Next").click()

    assert page.locator("#found-at").inner_text() == "2 of 7"
    page.locator("#p3 .number a").click()
    page.locator("#p3 .more a").click()
    assert page.locator("blockquote").inner_text() == statement.paragraph("3").text
    assert page.locator(".cite").inner_text().endswith("para. 3")
    context.close()


def test_a_printed_paragraph_has_its_citation(document: Page) -> None:
    """And nothing to press."""
    document.goto(f"{document.url.partition('#')[0].partition('?')[0]}?about=3")
    document.emulate_media(media="print")

    assert document.locator(".cite").is_visible()
    assert document.locator("main :is(button, form, .doing-links a):visible").count() == 0


def test_printed_it_is_the_text_with_its_numbers(document: Page) -> None:
    """Its citation on top, no fields, no links to elsewhere."""
    document.emulate_media(media="print")

    assert document.locator(".citation").is_visible()
    assert document.locator("#p3 .number").is_visible()
    assert document.locator(".tools").is_hidden()
    assert document.locator(".bar").is_hidden()
    assert document.locator(".furniture").is_hidden()
