"""What changed between two documents, in a real Chromium: both sides, the unchanged unfolded, nothing too wide."""

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import ON_A_DESK, Seen
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


WAITING = """() => {
    const head = document.head.innerHTML, waiting = document.querySelector(".waiting").outerHTML;
    document.open();
    document.write(`<!doctype html><head>${head}</head><main>${waiting}`); // not closed: the rest is on its way
    const displayed = () => getComputedStyle(document.querySelector(".waiting")).display;
    const meanwhile = displayed();
    document.write("<p>found</p>");
    return [meanwhile, displayed()];
}"""


@ON_A_DESK
def test_comparing_says_that_it_is_under_way(context: BrowserContext, seen: Seen, server: Server) -> None:
    """While the page is still coming, and no longer once the answers are there."""
    page = context.new_page()
    page.goto(f"{server.address}/compare?q=quote+point+3")

    assert page.evaluate(WAITING) == ["block", "none"]
