"""The pages of the file a document was read from, in a real Chromium: the picture, its boxes, its words as text."""

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window
from tests.conftest import Server
from tests.corpus.test_pdf import column, pdf

FIRST = column(72, 700, "Rules of the jetty", "", "1. The jetty is open to every boat.", "2. A lamp burns at its end.")
SECOND = column(72, 700, "3. No boat lies there for more than a night.")


def test_a_page_of_the_file_is_shown_from_the_paragraph_that_stands_on_it(
    context: BrowserContext, seen: Seen, server: Server, tmp_path: Path
) -> None:
    """It is drawn, fits its window, says in words what is boxed, leads to the other page; then the file goes again."""
    file = tmp_path / "jetty-rules.pdf"
    file.write_bytes(pdf(FIRST, SECOND))
    page = context.new_page()
    page.goto(f"{server.address}/documents")
    page.locator("#add > summary").click()
    page.get_by_label("Files: text").set_input_files([file])
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/documents/adding/*")
    page.locator("[data-over]").wait_for(timeout=60_000)

    page.goto(f"{server.address}/doc/jetty-rules")
    page.get_by_role("link", name="page 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Page 2 of the file")
    picture = page.locator("main img").first
    drawn = picture.evaluate("image => image.decode().then(() => image.naturalWidth)")
    faults = any_violations(page)
    said = picture.get_attribute("alt") or ""
    fits = not is_wider_than_the_window(page)
    page.get_by_role("link", name="Page 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Page 1 of the file")
    page.locator("details summary").last.click()
    words = page.locator("main").inner_text()

    page.goto(f"{server.address}/documents")
    page.locator("tbody tr", has_text="Rules of the jetty").get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".done")).to_have_text("Removed: jetty-rules.")
    assert drawn == 1_000
    assert fits
    assert "No boat lies there for more than a night" in said
    assert "A lamp burns at its end" in words
    assert faults == []
