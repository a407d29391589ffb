"""Adding, listing and removing documents in a real Chromium, desktop and phone, light and dark."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ON_A_DESK, Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window, small_targets
from tests.conftest import Server

TEXT = "A statement to come and go\n\n1. It comes.\n\n2. It goes.\n\n4. It went.\n"


@pytest.fixture
def documents(context: BrowserContext, seen: Seen, server: Server) -> Page:
    """The list."""
    page = context.new_page()
    page.goto(f"{server.address}/documents")
    return page


def test_a_document_comes_and_goes(documents: Page, tmp_path: Path) -> None:
    """Chosen, sent, read, listed, and removed after it was asked whether it should be."""
    file = tmp_path / "come-and-go.txt"
    file.write_text(TEXT)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    documents.locator("#add > summary").click()
    faults = any_violations(documents)
    documents.get_by_label("Files: text").set_input_files([file, broken])
    documents.get_by_role("button", name="Add", exact=True).click()
    documents.wait_for_url("**/documents/adding/*")
    documents.locator("[data-over]").wait_for(timeout=60_000)
    said = [" ".join(line.inner_text().split()) for line in documents.locator(".outcomes li").all()]
    faults += any_violations(documents)
    ask = documents.get_by_role("link", name="Ask it now").get_attribute("href")

    documents.get_by_role("link", name="To the documents").click()
    documents.get_by_label("Title, symbol, date or id").fill("come and go")
    documents.get_by_role("button", name="Show").click()
    row = documents.locator("tbody tr").first
    listed = " ".join(row.inner_text().split())
    faults += any_violations(documents)
    row.get_by_role("link", name="Remove").click()
    faults += any_violations(documents)
    documents.get_by_role("button", name="Remove it").click()

    expect(documents.locator(".done")).to_have_text("Removed: come-and-go.")
    assert ask == "/?document=come-and-go"
    assert said[0].startswith("✓ added come-and-go.txt as come-and-go, 3 paragraphs")
    assert said[1].startswith("✗ failed broken.pdf")
    assert "A statement to come and go" in listed
    assert "missing: 3" in listed
    assert faults == []


def test_the_list_fits_its_window(documents: Page) -> None:
    """As a table or as cards, every target large enough."""
    assert documents.locator("tbody tr").count() == 2
    assert not is_wider_than_the_window(documents)
    assert small_targets(documents) == []
    assert any_violations(documents) == []


@ON_A_DESK
def test_too_large_a_file_is_refused_before_it_is_sent(documents: Page, tmp_path: Path) -> None:
    """In the form, with the size that may be sent."""
    file = tmp_path / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(1 << 30)
    documents.locator("#add > summary").click()
    documents.get_by_label("Files: text").set_input_files(file)

    expect(documents.locator("#cannot")).to_have_text("huge.txt has 1,024 MB; 50 MB a file are the most.")


def test_a_search_that_finds_nothing_says_so(documents: Page) -> None:
    """With the way back to all of them."""
    documents.get_by_label("Title, symbol, date or id").fill("nothing of the kind")
    documents.keyboard.press("Enter")

    expect(documents.locator(".empty")).to_contain_text("No document has “nothing of the kind”")
    assert any_violations(documents) == []
    documents.get_by_role("link", name="Show all documents").click()
    assert documents.locator("tbody tr").count() == 2
