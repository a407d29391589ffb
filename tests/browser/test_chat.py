"""What people see, in a real Chromium: asking, reading, copying, opening; light and dark, desktop and phone."""

import json
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from corpus.types import Document
from tests.browser.conftest import ON_A_DESK, Seen
from tests.browser.seeing import is_wider_than_the_window, violations
from tests.conftest import HOSTILE, Server

TITLE = "Statement of Kabul Process for Peace and Security Cooperation"
QUESTION = "what did participants call on armed groups to do?"


def ask(page: Page, question: str) -> None:
    cards = page.locator(".pc-answer").count()
    page.locator("#question").fill(question)
    page.locator("#asking .go").click()
    page.locator(".pc-answer").nth(cards).wait_for()


def numbers(page: Page) -> list[str | None]:
    """The number of the first paragraph of each answer."""
    answers = page.locator(".pc-answer").all()
    return [answer.locator(".pc-card").first.get_attribute("data-number") for answer in answers]


def test_asking_copying_and_opening(chat: Page, server: Server, statement: Document) -> None:
    """The main job from end to end: paragraph 3 on the screen, on the clipboard, and in the document."""
    text = statement.paragraph("3").text

    ask(chat, QUESTION)
    card = chat.locator(".pc-answer").first
    card.get_by_role("button", name="Copy with citation").first.click()
    card.get_by_role("button", name="Copied").wait_for()
    faults = violations(chat)
    is_wide = is_wider_than_the_window(chat)

    assert card.locator(".pc-card blockquote").first.inner_text() == text
    assert card.locator("mark").first.inner_text() == text
    assert card.get_by_text(text).count() == 1  # the sentence is the whole paragraph, and stands once
    assert chat.evaluate("navigator.clipboard.readText()") == (
        f"“{text}” (Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3) "
        f"{statement.card.source}"
    )
    card.get_by_role("link", name="Open in the document Paragraph 3").first.click()
    chat.locator("#p3").wait_for()
    assert chat.url == f"{server.address}/doc/kabul-process-2017#p3"
    assert chat.locator("#p3 .text").inner_text() == text
    assert faults == []
    assert not is_wide


@ON_A_DESK
def test_a_conversation_is_there_again_after_reading_a_document(chat: Page) -> None:
    """Going back shows it as it was left, and a follow-up still refers to it."""
    ask(chat, "paragraph 3")
    ask(chat, "paragraph 7")
    chat.get_by_role("link", name="Open in the document Paragraph 7").first.click()
    chat.locator("#p7").wait_for()

    chat.go_back()
    chat.locator(".pc-answer").nth(1).wait_for()
    ask(chat, "the next paragraph")

    assert numbers(chat) == ["3", "7", "8"]


@ON_A_DESK
def test_another_tab_is_another_conversation(chat: Page, context: BrowserContext, server: Server) -> None:
    """What was asked in one is not seen in the other."""
    ask(chat, "paragraph 3")

    other = context.new_page()
    other.goto(server.address, wait_until="domcontentloaded")
    ask(other, "paragraph 4")

    assert numbers(other) == ["4"]
    assert numbers(chat) == ["3"]


@ON_A_DESK
def test_a_new_conversation_begins_with_nothing(chat: Page) -> None:
    """The questions to try are there again; coming back does not bring the old one."""
    ask(chat, "paragraph 3")
    chat.get_by_role("link", name="New conversation").click()
    chat.locator(".pc-suggest").first.wait_for()
    chat.reload(wait_until="domcontentloaded")
    ask(chat, "the next paragraph")

    assert chat.locator(".pc-question").count() == 1
    assert chat.locator(".pc-suggest").first.is_hidden()


@ON_A_DESK
def test_a_conversation_is_saved_with_its_citations(chat: Page, statement: Document) -> None:
    """As Markdown and as JSON, in the file that the browser saves."""
    ask(chat, "paragraph 3")

    saved = {}
    for name in ("Markdown", "JSON"):
        with chat.expect_download() as download:
            chat.locator(".tools").get_by_role("link", name=name).click()
        saved[download.value.suggested_filename] = Path(download.value.path()).read_text(encoding="utf-8")

    assert set(saved) == {"pincite-conversation.md", "pincite-conversation.json"}
    assert f"> {statement.paragraph('3').text}" in saved["pincite-conversation.md"]
    record = json.loads(saved["pincite-conversation.json"])["exchanges"][0]
    assert (record["question"], record["quotes"][0]["text"]) == ("paragraph 3", statement.paragraph("3").text)


@ON_A_DESK
def test_a_quotation_is_copied_in_other_forms(chat: Page, statement: Document) -> None:
    """Markdown, HTML, a link to the question; and the source's page is linked to at these words."""
    ask(chat, "paragraph 3")
    text, card = statement.paragraph("3").text, chat.locator(".pc-card").first
    card.locator(".pc-ways summary").click()

    copied = {}
    for name in ("Copy as Markdown", "Copy as HTML", "Copy a link to this question"):
        card.get_by_role("button", name=name).click()
        card.get_by_role("button", name="Copied").wait_for()
        copied[name] = chat.evaluate("navigator.clipboard.readText()")
        card.get_by_role("button", name=name).wait_for()

    assert copied["Copy as Markdown"].startswith(f"> {text}\n>\n> — [Statement of Kabul Process")
    assert f'<blockquote cite="{statement.card.source}"><p>{text}</p></blockquote>' in copied["Copy as HTML"]
    assert copied["Copy a link to this question"].endswith("/?q=paragraph%203")
    source = card.get_by_role("link", name="These words on the publisher’s page").get_attribute("href")
    assert (
        source == f"{statement.card.source}#:~:text=The%20participants%20called%20on%20all%20the%20armed%20groups"
        "%20to%20agree%20to%20a%20ceasefire%20and%20start%20peace%20talks%20with%20the%20Afghan%20Government%20immediately."
    )


def test_the_paragraphs_around_one_are_shown_in_place(chat: Page, statement: Document) -> None:
    """Folded until they are wanted, word for word."""
    ask(chat, "paragraph 3")
    around = chat.locator(".pc-around").first

    around.locator("summary").click()

    assert around.locator(".pc-which").all_inner_texts() == ["Paragraph 2, before it", "Paragraph 4, after it"]
    assert around.locator(".pc-text").all_inner_texts() == [statement.paragraph(n).text for n in ("2", "4")]
    assert not is_wider_than_the_window(chat)


def test_where_to_search_is_chosen_and_kept(chat: Page) -> None:
    """One document is found by its title and searched alone, until all are wanted again."""
    picker = chat.locator(".pc-where")
    picker.locator("summary").click()
    picker.locator("li").nth(1).wait_for()
    faults = violations(chat)
    picker.locator(".pc-where-find").fill("kabul process")
    picker.locator("li").nth(1).wait_for(state="detached")
    picker.locator("li input").check()
    chat.keyboard.press("Escape")
    said = picker.locator("summary").inner_text()
    ask(chat, "What about Zanzibar cloves?")
    chat.reload(wait_until="domcontentloaded")
    chat.locator(".pc-answer").wait_for()

    assert said.endswith(TITLE)
    assert picker.locator("summary").inner_text() == said
    assert "Searched 1 document, 12 paragraphs." in chat.locator(".pc-answer").inner_text()
    assert faults == []
    picker.locator("summary").click()
    picker.get_by_role("button", name="Search all documents").click()
    assert picker.locator("summary").inner_text().endswith("All 2 documents")
    assert not is_wider_than_the_window(chat)


@ON_A_DESK
def test_it_works_by_keyboard_alone(chat: Page) -> None:
    """The box has the focus, Enter asks, and Shift+Tab goes back over all that an answer offers."""
    chat.keyboard.insert_text("paragraph 3")
    chat.keyboard.press("Enter")
    chat.locator(".pc-answer").wait_for()
    chat.locator("#question").focus()

    reached = []
    for _ in range(9):
        chat.keyboard.press("Shift+Tab")
        reached.append(chat.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))

    assert reached == [
        "Where to search: All 2 documents",
        "JSON",
        "Markdown",
        "New conversation",
        "Paragraphs around it",
        "Other ways to copy",
        "These words on the publisher’s page",
        "Open in the document Paragraph 3",
        "Copy with citation",
    ]


def test_everything_to_press_is_large_enough(chat: Page) -> None:
    """At least 24 pixels either way, but for links within a sentence (WCAG 2.2, 2.5.8)."""
    ask(chat, QUESTION)
    ask(chat, "What did Pakistan promise?")
    chat.locator(".pc-ways summary").first.click()
    small = """() => [...document.querySelectorAll("button, summary, .pc-chip, .pc-actions a, nav a, .tools a")]
        .filter((each) => each.checkVisibility())
        .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""

    assert chat.evaluate(small) == []
    if (chat.viewport_size or {"width": 0})["width"] == 390:
        chat.get_by_role("link", name="Check a quotation").click()
        chat.wait_for_url("**/check")  # with its style
        ticked = chat.locator("[type=radio], [type=checkbox]")
        assert ticked.evaluate_all("each => each.map((box) => box.getBoundingClientRect().height)") == [24, 24, 24]


def test_a_refusal_shows_nothing_as_an_answer(chat: Page) -> None:
    """What came nearest is folded and marked as no answer."""
    ask(chat, "What did Pakistan promise?")
    card = chat.locator(".pc-abstention").first

    card.locator("summary").first.click()
    card.locator("summary").last.click()

    assert card.locator(".pc-lead").inner_text() == "No answer. What was searched does not mention “Pakistan”."
    assert card.locator("summary").first.inner_text().startswith("Nearest, not an answer: paragraph ")
    assert card.locator("mark, q, .pc-copy").count() == 0
    assert card.locator("blockquote").count() == 3
    assert card.locator("li").last.inner_text() == "Find a document"
    assert violations(chat) == []


@ON_A_DESK
def test_a_suggestion_asks_itself(chat: Page) -> None:
    """One tap on a suggested question brings its answer."""
    chat.locator(".pc-suggest").first.click()
    chat.locator(".pc-card").first.wait_for()

    assert chat.locator(".pc-card").first.get_attribute("data-number") == "3"


@ON_A_DESK
def test_a_hostile_paragraph_is_shown_as_it_stands(chat: Page) -> None:
    """Neither the document's words nor the question's are taken for markup, Markdown or a template."""
    text = HOSTILE.paragraph("1").text

    ask(chat, "What about Zanzibar cloves? <img src=x onerror='window.__xss=2'> *really*")

    shown = chat.locator(".pc-card blockquote").first.evaluate("element => element.textContent")
    assert shown == text
    assert "<img src=x onerror='window.__xss=2'> *really*" in chat.locator(".pc-question").first.inner_text()
    assert chat.evaluate("window.__xss === undefined")


@ON_A_DESK
def test_what_cannot_be_asked_is_told_in_the_conversation(chat: Page) -> None:
    """A question that is too long gets one sentence."""
    ask(chat, "why " * 600)

    assert chat.locator(".pc-notice").inner_text() == "The question has 2,399 characters; 2,000 are the most."


def test_what_was_asked_is_in_view_and_the_input_within_reach(chat: Page) -> None:
    """What fits the window is not scrolled; after several turns the last question stands in it, and one that waits
    takes no answer out of sight.
    """
    ask(chat, "paragraph 3")
    unmoved = chat.evaluate("scrollY")
    for question in ("paragraph 7", "paragraph 8", QUESTION):
        ask(chat, question)
    chat.wait_for_timeout(500)
    height = chat.viewport_size["height"] if chat.viewport_size else 0
    question_box = chat.locator(".pc-question").last.bounding_box()
    chat.route("**/conversation/**", lambda route: None)  # which is never answered
    for question in ("paragraph 4", "paragraph 5", "paragraph 6"):
        chat.locator("#question").fill(question)
        chat.keyboard.press("Enter")
    chat.wait_for_timeout(500)
    first_asked = chat.locator(".pending .pc-question").first.bounding_box()
    input_box = chat.locator("#question").bounding_box()

    assert unmoved == 0
    assert question_box
    assert first_asked
    assert input_box
    assert 0 <= question_box["y"] < height
    assert 0 <= first_asked["y"] < height
    assert input_box["y"] + input_box["height"] <= height


@ON_A_DESK
def test_a_link_with_a_question_asks_it_again(context: BrowserContext, seen: Seen, server: Server) -> None:
    """`/?q=` asks, of the documents that it names; loading the page again does not ask once more."""
    page = context.new_page()
    page.goto(f"{server.address}/?q=paragraph+3&document=kabul-process-2017", wait_until="domcontentloaded")
    page.locator(".pc-answer").wait_for()
    page.reload(wait_until="domcontentloaded")
    page.locator(".pc-answer").wait_for()

    assert numbers(page) == ["3"]
    assert page.url == f"{server.address}/"
    assert page.locator(".pc-where summary").inner_text().endswith(TITLE)


@ON_A_DESK
def test_a_link_with_a_draft_fills_it_in(context: BrowserContext, seen: Seen, server: Server) -> None:
    """`/?draft=` puts words into the box, to be gone on with."""
    page = context.new_page()
    page.goto(f"{server.address}/?draft=What%20does%20paragraph%204", wait_until="domcontentloaded")
    page.locator("#question").wait_for()
    page.wait_for_function("document.querySelector('#question').value !== ''")

    assert page.locator("#question").input_value() == "What does paragraph 4"
    assert page.locator(".pc-question").count() == 0


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


@ON_A_DESK
def test_the_bar_leads_to_every_page(chat: Page) -> None:
    """And the page it leads to says in the bar where one is."""
    found = {}
    for name in ("Check a quotation", "Documents", "Evaluation", "Ask"):
        chat.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        chat.wait_for_load_state()
        chat.locator("[aria-current=page]").wait_for()
        found[name] = chat.locator("[aria-current=page]").inner_text()

    assert found == {name: name for name in found}


@ON_A_DESK
def test_the_server_looks_nothing_up(chat: Page, server: Server) -> None:
    """From start to answer the only name resolved is its own address."""
    ask(chat, QUESTION)

    assert set(server.lookups.read_text().split()) <= {"127.0.0.1"}


def test_the_gradio_app_has_the_same_answers(chromium: Browser, server: Server) -> None:
    """At /chat, in a conversation of its own."""
    page = chromium.new_context().new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{server.address}/chat", wait_until="domcontentloaded")
    for place, question in enumerate(("paragraph 3", "the next paragraph")):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator(".pc-card").nth(place).wait_for()

    assert numbers(page) == ["3", "4"]
    page.context.close()
