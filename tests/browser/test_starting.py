"""The page that asks on a slow machine and a bad line: whatever is late, twice or never, no question and no answer is
lost, and the box stays the reader's.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import ON_A_DESK, Seen
from tests.browser.seeing import any_violations, is_wider_than_the_window
from tests.browser.test_chat import ask, numbers
from tests.conftest import Server

SLOWER = 6  # than this machine, which is what Chromium makes of the processor
SECONDS = (0.5, 2)  # tests.browser.starts waits up to ten
WORDS = "and what"


def opened(context: BrowserContext, server: Server, slower: int = 1) -> Page:
    """The page in a new tab, with a slow processor where what is tested depends on when its script runs."""
    page = context.new_page()
    page.set_default_timeout(120_000)
    if slower > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(f"{server.address}/", wait_until="commit")
    page.locator("#question").wait_for()
    return page


def hold(page: Page, seconds: float, *, answers: bool) -> None:
    """Hold back whatever the page's script asks for: the requests, or their answers."""

    def held(route: Route) -> None:
        answer = route.fetch() if answers else None
        page.wait_for_timeout(1000 * seconds)
        route.fulfill(response=answer) if answer else route.continue_()

    page.route("**/conversation/**", held)


def type_ahead(page: Page, *questions: str) -> None:
    """One after the other, without waiting for any answer."""
    page.locator("#question").focus()  # what is typed before a box has the focus is typed nowhere
    for question in questions:
        page.keyboard.insert_text(question)
        page.keyboard.press("Enter")


def answered(page: Page, count: int) -> Page:
    """The page once so many questions are answered and none waits."""
    page.locator(".pc-answer").nth(count - 1).wait_for()
    expect(page.locator(".pending")).to_have_count(0)
    return page


@ON_A_DESK
@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize("answers", [False, True], ids=["requests late", "answers late"])
def test_what_is_typed_ahead_is_answered_in_order(
    context: BrowserContext, seen: Seen, server: Server, seconds: float, answers: bool
) -> None:
    """Three questions at once, the last of them a follow-up, and words in the box that stay there."""
    page = opened(context, server, SLOWER)
    hold(page, seconds, answers=answers)

    type_ahead(page, "paragraph 3", "paragraph 7", "the next paragraph")
    page.keyboard.insert_text(WORDS)
    answered(page, 3)

    assert numbers(page) == ["3", "7", "8"]
    assert page.locator("#question").input_value() == WORDS


@ON_A_DESK
def test_a_reload_at_any_moment_loses_nothing(context: BrowserContext, seen: Seen, server: Server) -> None:
    """Neither the question under way nor those that wait nor the words in the box; none is asked twice."""
    page = opened(context, server, SLOWER)
    hold(page, 0.4, answers=True)

    for asked, moment in enumerate((0, 350, 450, 900), start=1):
        type_ahead(page, f"paragraph {asked}", f"paragraph {asked}")
        page.keyboard.insert_text(WORDS)
        page.wait_for_timeout(moment)
        page.reload(wait_until="commit")
        answered(page, 2 * asked)
        assert page.locator("#question").input_value() == WORDS
        page.locator("#question").fill("")

    assert numbers(page) == [str(number) for number in (1, 1, 2, 2, 3, 3, 4, 4)]


@ON_A_DESK
def test_leaving_before_the_answer_and_coming_back_finds_it(
    context: BrowserContext, seen: Seen, server: Server
) -> None:
    """By links, back and forward."""
    page = opened(context, server, SLOWER)
    hold(page, 0.5, answers=False)
    type_ahead(page, "paragraph 3", "the next paragraph")
    page.get_by_role("link", name="Documents").click()
    page.wait_for_url("**/documents")

    page.evaluate("history.back()")
    answered(page, 2)
    page.evaluate("history.forward()")
    page.wait_for_url("**/documents")
    page.evaluate("history.back()")
    answered(page, 2)

    assert numbers(page) == ["3", "4"]


@ON_A_DESK
def test_two_tabs_of_one_conversation_have_the_same_answers(
    context: BrowserContext, seen: Seen, server: Server
) -> None:
    """A tab that was duplicated goes on with the conversation, and so does the first."""
    page = opened(context, server)
    ask(page, "paragraph 3")
    with page.expect_popup() as popup:
        page.evaluate("open('/')")
    other = popup.value
    answered(other, 1)

    type_ahead(page, "the next paragraph")
    answered(other, 2)
    other.locator("#question").fill("the next paragraph")
    other.keyboard.press("Enter")

    assert numbers(answered(page, 3)) == ["3", "4", "5"]
    assert numbers(answered(other, 3)) == ["3", "4", "5"]


@ON_A_DESK
def test_many_tabs_started_at_once_all_answer(context: BrowserContext, seen: Seen, server: Server) -> None:
    """Whatever is typed at the first moment at which there is a box."""
    pages = [opened(context, server, SLOWER) for _ in range(3)]
    for place, page in enumerate(pages, start=1):
        page.locator("#question").fill(f"paragraph {place}")
        page.locator("#question").press("Enter")

    assert [numbers(answered(page, 1)) for page in pages] == [[str(place)] for place in range(1, 4)]


@ON_A_DESK
def test_every_question_can_be_taken_back(context: BrowserContext, seen: Seen, server: Server) -> None:
    """One that waits, the last by Escape, and the one on its way: its words go before those in the box."""
    page = opened(context, server)
    held: list[Route] = []
    page.route("**/conversation/**", lambda route: route.continue_() if held else held.append(route))
    type_ahead(page, "paragraph 3", "paragraph 4", "paragraph 5", "paragraph 6")

    page.get_by_role("button", name="Take back").nth(1).click()
    page.locator("#question").press("Escape")
    page.get_by_role("button", name="Take back").first.click()
    words = page.locator("#question").input_value()
    answered(page, 1)
    page.reload(wait_until="commit")
    answered(page, 1)

    assert words == "paragraph 3\nparagraph 6\nparagraph 4"
    assert numbers(page) == ["5"]


def test_a_server_that_is_busy_or_away_is_asked_again(chromium: Browser, server: Server) -> None:
    """The page says so meanwhile, and the question is answered once it can be."""
    page = opened(chromium.new_context(), server)
    busy = {"detail": "Too many questions at once; try again in a few seconds."}
    troubles = [
        lambda route: route.fulfill(status=503, json=busy, headers={"Retry-After": "1"}),
        lambda route: route.abort(),
        lambda route: route.fulfill(status=200, body='{"progress": "<p>Searching</p>"}\n{"exch'),  # broken off
    ]
    page.route("**/conversation/**", lambda route: troubles.pop(0)(route) if troubles else route.continue_())
    type_ahead(page, "paragraph 3")
    expect(page.locator(".trouble")).to_have_text(f"{busy['detail']} Your question is kept and sent again.")
    expect(page.locator(".trouble")).to_contain_text("The server cannot be reached.")

    assert numbers(answered(page, 1)) == ["3"]
    page.context.close()


def test_a_question_that_is_not_taken_says_why(chromium: Browser, server: Server) -> None:
    """In a sentence, with the question to be taken back into the box; those after it are answered."""
    page = opened(chromium.new_context(), server)
    refusals = [{"detail": "The request is too long."}]
    page.route(
        "**/conversation/**",
        lambda route: route.fulfill(status=413, json=refusals.pop()) if refusals else route.continue_(),
    )
    type_ahead(page, "paragraph 3", "paragraph 4")
    page.locator(".pc-answer").wait_for()

    expect(page.locator(".refused .trouble")).to_have_text("The request is too long.")
    page.get_by_role("button", name="Take back").click()
    assert page.locator("#question").input_value() == "paragraph 3"
    assert numbers(page) == ["4"]
    page.context.close()


@ON_A_DESK
def test_what_is_happening_is_told_while_one_waits(context: BrowserContext, seen: Seen, server: Server) -> None:
    """How much is searched, then which paragraphs are being looked at; what is answered at once flickers not."""
    page = opened(context, server)
    line = '{"progress": "<p>Searching 14,032 paragraphs…</p>"}\n'
    page.route("**/conversation/**", lambda route: route.fulfill(body=line), times=1)
    type_ahead(page, "what did participants call on armed groups to do?")
    page.get_by_text("Searching 14,032 paragraphs…").wait_for()

    assert numbers(answered(page, 1)) == ["3"]


class LateScript(BaseHTTPRequestHandler):
    """Passes everything on, and of a page first what stands before its scripts, the rest some seconds later."""

    port = 0
    seconds = 0.0

    def do_GET(self) -> None:
        """Read a page."""
        self._pass_on(b"")

    def do_POST(self) -> None:
        """Send a form or a question."""
        self._pass_on(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _pass_on(self, body: bytes) -> None:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request(self.command, self.path, body, {**dict(self.headers.items()), "Connection": "close"})
        answer = connection.getresponse()
        whole = answer.read()
        early = whole.find(b"<script>") if "text/html" in (answer.headers["Content-Type"] or "") else len(whole)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(whole[:early])
            sleep(self.seconds if early < len(whole) else 0)
            self.wfile.write(whole[early:])
        except OSError:
            pass  # the page has been left


@contextmanager
def with_late_scripts(server: Server, seconds: float) -> Iterator[Server]:
    """The same server on a line on which scripts come so much later than the page."""
    handler = type("Late", (LateScript,), {"port": int(server.address.rpartition(":")[2]), "seconds": seconds})
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield Server(f"http://127.0.0.1:{proxy.server_port}", server.lookups)
    proxy.shutdown()


@pytest.mark.parametrize("seconds", SECONDS)
def test_before_its_scripts_have_come_the_page_is_a_form(chromium: Browser, server: Server, seconds: float) -> None:
    """What is asked before, and what is asked after, is one conversation; words that are being typed stay."""
    with with_late_scripts(server, seconds) as late:
        page = opened(chromium.new_context(), late, SLOWER)
        page.locator("#question").fill("paragraph 3")
        page.get_by_role("button", name="Ask", exact=True).click(no_wait_after=True)
        page.locator(".pc-answer").wait_for()
        page.locator("#question").fill("the next paragraph")
        page.wait_for_url(f"{late.address}/")  # the script is there, and keeps the conversation from here on
        words = page.locator("#question").input_value()
        page.locator("#question").press("Enter")
        shown = numbers(answered(page, 2))
        page.reload(wait_until="commit")

        assert words == "the next paragraph"
        assert (shown, numbers(answered(page, 2))) == (["3", "4"], ["3", "4"])
        page.context.close()


def test_everything_works_without_scripts(chromium: Browser, server: Server) -> None:
    """Ask, follow up, take a suggestion while something is in the box, choose a document, follow a link, begin anew."""
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(server.address)

    def send(question: str) -> None:
        page.locator("#question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()

    send("paragraph 3")
    send("the next paragraph")
    followed = numbers(page)
    copies = page.locator(":is(.pc-copy, .pc-ways):visible").count()  # which need a script
    page.goto(f"{server.address}/?q=paragraph+7")
    linked = page.locator("#question").input_value()
    page.locator("button[name=suggested]").first.click()
    kept = page.locator("#question").input_value()
    page.locator(".pc-where summary").click()
    page.get_by_label("Hostile").check()
    send("What about Zanzibar cloves?")
    page.locator(".pc-answer").nth(1).wait_for()
    chosen = page.locator(".pc-where-said").inner_text()
    page.get_by_role("link", name="New conversation").click()

    assert (followed, copies) == (["3", "4"], 0)
    assert (linked, kept) == ("paragraph 7", "paragraph 7")
    assert chosen == "<i>Hostile</i> note"
    assert page.locator(".pc-answer").count() == 0
    page.context.close()


def test_the_page_has_landmarks_headings_and_a_way_past_the_bar(context: BrowserContext, server: Server) -> None:
    """Nothing that axe finds, also by best practice, before and after questions were asked."""
    page = opened(context, server)
    empty = any_violations(page)
    ask(page, "paragraph 3")
    ask(page, "What did Pakistan promise?")
    page.keyboard.press("Shift+Tab")

    assert (empty, any_violations(page)) == ([], [])
    assert page.get_by_role("heading", level=2).all_inner_texts() == [
        "You asked:\nparagraph 3",
        "You asked:\nWhat did Pakistan promise?",
    ]
    assert page.locator("a.skip").get_attribute("href") == "#main"
    assert not is_wider_than_the_window(page)


@ON_A_DESK
def test_on_paper_there_is_the_conversation_and_nothing_to_press(
    context: BrowserContext, seen: Seen, server: Server
) -> None:
    """The words stay marked, and the citation is written out."""
    page = opened(context, server)
    ask(page, "paragraph 3")
    page.emulate_media(media="print")

    assert page.locator("main :is(button, textarea, nav):visible, header:visible").count() == 0
    assert page.locator(".pc-source").is_visible()
    assert page.locator("blockquote").is_visible()
