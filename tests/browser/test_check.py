"""Checking quotations in a real Chromium: light and dark, desktop and phone, by mouse and by keyboard."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from corpus.types import Document
from tests.browser.conftest import ON_A_DESK, Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window
from tests.conftest import Server

ALTERED = "The region should take a united approach against those who refuse to join the political process."
SOURCE = "The region will take a united approach against those who refuse to join the political process"
WORDS = "The participants called on all the armed groups to agree to a ceasefire"
ARTICLE = f"""In paragraph 3 of the Kabul statement, “{WORDS}”. In paragraph 4 it said: “{ALTERED}”

An official, the so-called “road map” in hand, spoke of “a new chapter for the whole of the northern continent.”
"""


@pytest.fixture
def check(context: BrowserContext, seen: Seen, server: Server) -> Page:
    """The page, ready to be pasted into."""
    page = context.new_page()
    page.goto(f"{server.address}/check")
    return page


def test_an_altered_quotation_is_mended_and_copied(check: Page, statement: Document) -> None:
    """The main job from end to end: paste, read what changed, replace, copy with the citation."""
    check.get_by_label("The quotation, or the article").fill(ALTERED)
    check.get_by_role("button", name="Check", exact=True).click()
    verdict = check.locator("#verdict")
    expect(verdict).to_have_text("✗ Altered, and with it the meaning")
    shown = [check.locator(f"#result {name}").inner_text() for name in ("del", "ins", "mark")]
    faults = any_violations(check)

    check.get_by_role("button", name="Replace by the source’s words").click()
    expect(verdict).to_have_text("✓ Word for word")
    check.get_by_role("button", name="Copy with citation").click()
    check.get_by_role("button", name="Copied").wait_for()

    assert shown == ["left out will", "put in should", SOURCE]
    assert check.get_by_label("The quotation, or the article").input_value() == SOURCE
    assert check.evaluate("navigator.clipboard.readText()") == (
        f"“{SOURCE}” (Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 4) "
        f"{statement.card.source}"
    )
    assert faults + any_violations(check) == []
    assert not is_wider_than_the_window(check)


def test_a_link_checks_its_quotation_again(context: BrowserContext, seen: Seen, server: Server) -> None:
    """The words, the document and the paragraph are in the address; the verdict is in view."""
    page = context.new_page()
    fields = {"quote": WORDS, "document": "kabul-process-2017", "paragraph": "4"}
    page.goto(f"{server.address}/check?{urlencode(fields)}#result")

    top = page.locator("#verdict").bounding_box()

    assert page.locator("#verdict").inner_text() == "≠ Word for word, but credited to the wrong paragraph"
    assert page.locator("#document").input_value() == "kabul-process-2017"
    assert page.locator("#result mark").inner_text() == WORDS
    assert [each.inner_text() for each in page.locator("#result summary").all()] == [
        "Paragraph 2, before it",
        "Paragraph 4, after it",
    ]
    assert top
    assert 0 <= top["y"] < (page.viewport_size or {"height": 0})["height"]
    assert any_violations(page) == []
    assert not is_wider_than_the_window(page)


@ON_A_DESK
def test_a_copying_button_is_shown_once_its_script_listens(context: BrowserContext, seen: Seen, server: Server) -> None:
    """Pressed before, it would do nothing and say nothing."""
    held: list[Route] = []
    page = context.new_page()
    page.route("**/copy.js*", lambda route: held.append(route))
    page.goto(f"{server.address}/check?{urlencode({'quote': WORDS})}", wait_until="commit")
    button = page.locator("#result .pc-copy").first
    button.wait_for(state="attached")
    before = button.is_visible()

    held[0].continue_()
    button.wait_for(state="visible")

    assert not before


def test_every_quotation_of_an_article_is_marked_and_judged(check: Page) -> None:
    """What is marked leads to its card and back; one is replaced where it stands."""
    check.get_by_label("The quotation, or the article").fill(ARTICLE)
    check.get_by_label("An article").check()
    check.get_by_role("button", name="Check", exact=True).click()
    expect(check.locator("#verdict")).to_have_text("✗ 3 quotations: 1 sound, 2 to look at.")
    faults = any_violations(check)
    check.locator("#q2").click()
    card = check.locator("#v2")
    expect(card).to_be_in_viewport()

    card.get_by_role("button", name="Replace by the source’s words").click()

    expect(check.locator("#verdict")).to_have_text("✗ 3 quotations: 2 sound, 1 to look at.")
    assert SOURCE in check.get_by_label("The quotation, or the article").input_value()
    assert faults + any_violations(check) == []
    assert not is_wider_than_the_window(check)


@ON_A_DESK
def test_it_works_by_keyboard_alone(check: Page) -> None:
    """The box has the focus, Ctrl+Enter checks, and every control is reached with Tab in the order it is read."""
    check.keyboard.insert_text(WORDS)
    check.keyboard.press("Control+Enter")
    check.wait_for_url("**/check?quote=*")
    check.wait_for_load_state("load")  # so that the result has had the focus
    check.wait_for_timeout(300)

    check.locator("#quote").focus()
    reached = []
    for _ in range(7):
        check.keyboard.press("Tab")
        reached.append(check.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))

    assert reached == [
        "what",
        "meaning",
        "document",
        "paragraph",
        "Check",
        "Copy with citation",
        "Paragraph 2, before it",
    ]


def test_an_empty_box_and_an_article_without_quotations_are_told(check: Page) -> None:
    """Each in a sentence, and neither looks like a pass."""
    check.get_by_role("button", name="Check", exact=True).click()
    expect(check.get_by_role("alert")).to_contain_text("The box is empty")
    faults = any_violations(check)

    check.get_by_label("The quotation, or the article").fill("Nobody is quoted here.")
    check.get_by_label("An article").check()
    check.get_by_role("button", name="Check", exact=True).click()

    expect(check.locator("#verdict")).to_have_text("? No quotations found: nothing was checked, which is not a pass.")
    assert faults + any_violations(check) == []
    assert not is_wider_than_the_window(check)


@ON_A_DESK
def test_what_is_typed_and_what_is_stored_is_shown_as_it_stands(check: Page) -> None:
    """Neither is taken for markup."""
    words = 'Zanzibar <img src=x onerror="window.__xss=1"> *cloves* $$x$$ ~~gone~~ {{7*7}} ${1+1}'

    check.get_by_label("The quotation, or the article").fill(f"</textarea><script>window.__xss=2</script> {words}")
    check.get_by_role("button", name="Check", exact=True).click()
    check.locator("#verdict").wait_for()

    assert check.get_by_label("The quotation, or the article").input_value().endswith(words)
    assert check.locator("#result mark").first.inner_text().startswith("Zanzibar <img src=x")
    assert check.evaluate("window.__xss === undefined")


def test_the_header_leads_back_to_the_questions(check: Page, server: Server) -> None:
    """The chat, the documents and this page are one product."""
    check.get_by_role("navigation", name="Pages").get_by_role("link", name="Ask", exact=True).click()
    check.locator("#question").wait_for()

    assert check.url == f"{server.address}/"


DROP = """(text) => {
    const brought = new DataTransfer();
    brought.items.add(new File([text], "story.txt", { type: "text/plain" }));
    document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: brought }));
}"""


@ON_A_DESK
def test_a_file_is_dropped_and_what_is_to_look_at_looked_at_alone(check: Page) -> None:
    """Anywhere on the page; what can be printed as it stands is put out of sight until it is wanted again."""
    check.evaluate(
        DROP, "It called on them to “agree to a ceasefire and start peace talks”. It said “pay a fine of ten”."
    )
    check.locator("#verdicts").wait_for()
    cards = check.locator("article.card")
    before = cards.count()
    check.get_by_role("link", name="1 to look at").click()
    check.wait_for_url("**?show=look#verdicts")

    assert before == 2
    assert [card.get_attribute("id") for card in cards.all()] == ["v2"]
    assert any_violations(check) == []


def judged(page: Page) -> Page:
    """The page of an article in which an altered quotation is to be decided on."""
    page.get_by_label("The quotation, or the article").fill(ARTICLE)
    page.get_by_label("An article").check()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#v2 [name=note]").wait_for()
    return page


@ON_A_DESK
def test_enter_in_a_note_decides_nothing(check: Page) -> None:
    """Whoever writes why a verdict is wrong has not accepted it; the two buttons alone decide."""
    note = judged(check).locator("#v2 [name=note]")
    check.locator("#v2 [name=initials]").fill("AB")
    note.fill("The speaker corrected herself.")
    note.press("Enter")
    check.wait_for_timeout(500)
    decided = check.locator("#v2 .decisions").count()
    check.locator("#v2").get_by_role("button", name="Overrule it").click()

    expect(check.locator("#v2 .decisions")).to_contain_text("Overruled by AB")
    assert decided == 0


@ON_A_DESK
def test_a_decision_that_was_refused_is_not_sent_again(check: Page, seen: Seen) -> None:
    """Neither by going back to its page nor by opening its address."""
    judged(check)
    review = check.url.partition("#")[0]
    check.locator("#v2 [name=initials]").fill("AB")
    check.locator("#v2").get_by_role("button", name="Overrule it").click()
    expect(check.get_by_role("alert")).to_have_text("Say in the note why the verdict is overruled.")
    seen.errors.clear()
    seen.failed.clear()
    expect(check).to_have_url(review)
    check.goto(review.rpartition("/check/")[0])
    check.go_back()
    check.locator("#v2 [name=note]").wait_for()
    expect(check).to_have_url(review)
    check.goto(f"{review}/decide")

    expect(check).to_have_url(review)


def test_without_scripts_an_article_shows_its_check_when_it_is_done(chromium: Browser, server: Server) -> None:
    """As its page promises, though it is opened at the place of the result."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{server.address}/check")
    article = {"name": "story.md", "mimeType": "text/markdown", "buffer": (ARTICLE * 20).encode()}
    page.locator("#file").set_input_files(article)  # type: ignore[arg-type]
    page.get_by_role("button", name="Check the file").click()

    expect(page.locator("#verdict")).to_contain_text("to look at", timeout=60_000)
    page.context.close()
