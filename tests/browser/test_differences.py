"""What changed between two documents, in a real Chromium: both sides, the unchanged unfolded, nothing too wide."""

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window
from tests.conftest import Server


def test_two_documents_are_chosen_and_compared(context: BrowserContext, seen: Seen, server: Server) -> None:
    """From the list by way of a choice; with itself nothing changed, and every paragraph can be unfolded."""
    page = context.new_page()
    page.goto(f"{server.address}/doc/kabul-process-2017/diff?words=hostile")
    faults = any_violations(page)
    page.get_by_role("link", name="Hostile").click()
    expect(page.get_by_role("status")).to_contain_text("share no paragraph")
    faults += any_violations(page)

    page.goto(f"{server.address}/doc/kabul-process-2017/diff/kabul-process-2017")
    expect(page.get_by_role("status")).to_contain_text("Nothing changed: all 12 paragraphs")
    page.locator("summary").first.click()

    assert page.get_by_role("link", name="Paragraph 3", exact=True).is_visible()
    assert faults + any_violations(page) == []
    assert not is_wider_than_the_window(page)
