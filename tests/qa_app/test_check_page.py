"""The page that checks quotations, without a browser: what it says, what it escapes, where its links lead."""

import html
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card
from qa_app.check.articles.article import LIMITS
from qa_app.service import Service
from qa_app.web import create_site
from qa_app.web.check.page import CheckForm
from qa_app.web.guard import Guard
from qa_app.web.options import WebOptions
from tests.conftest import HOSTILE
from tests.qa_app.test_api_check import no_answerer, no_encoder

WORDS = "The participants called on all the armed groups to agree to a ceasefire"
KABUL = "Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017"
ALTERED = "The region should take a united approach against those who refuse to join the political process"


@pytest.fixture
def client(library: Library) -> Iterator[TestClient]:
    library.add(HOSTILE)
    with TestClient(create_site(Service(library, no_encoder, no_answerer)), follow_redirects=False) as client:
        yield client


def shown(page: str, pattern: str) -> list[str]:
    """The words that a browser shows of each thing that matches `pattern`, tags taken out."""
    found = re.findall(pattern, page, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", "", each)).split()) for each in found]


def when_checked(client: TestClient, address: str) -> str:
    """The page of an article once its check is done: a file is read by a process that has to start first."""
    while 'id="checking"' in (page := client.get(address).text):
        pass
    return page


def checked(client: TestClient, article: str) -> str:
    """The page of an article that is sent, once its check is done."""
    sent = client.post("/check", data={"quote": article, "what": "article"}, follow_redirects=False)
    return when_checked(client, sent.headers["location"])


def test_a_quotation_that_is_sent_becomes_an_address(client: TestClient) -> None:
    """So that it can be linked to, and opened again."""
    response = client.post("/check", data={"quote": f"{WORDS}\r\n& more", "document": "", "paragraph": " 3 "})

    assert response.status_code == 303
    assert response.headers["location"] == "/check?" + urlencode({"quote": f"{WORDS}\n& more", "paragraph": "3"})


def test_the_page_shows_what_changed_and_where_the_words_stand(client: TestClient) -> None:
    """Left out and put in are said in words, the slice is marked, the neighbours stand around it."""
    page = client.get("/check", params={"quote": ALTERED, "document": "kabul-process-2017", "paragraph": "4"}).text

    assert shown(page, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✗ Altered, and with it the meaning"]
    assert shown(page, r"<del>(.*?)</del>") == ["left out will"]
    assert shown(page, r"<ins>(.*?)</ins>") == ["put in should"]
    assert shown(page, r"<mark>(.*?)</mark>") == [ALTERED.replace("should", "will")]
    assert shown(page, r"<summary>(.*?)</summary>") == ["Paragraph 3, before it", "Paragraph 5, after it"]


def test_the_source_s_words_are_one_click_away(client: TestClient, library: Library) -> None:
    """The button sends them in the place of the quotation's, and they are word for word the source's."""
    page = client.get("/check", params={"quote": ALTERED}).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

    again = client.get(client.post("/check", data=fields).headers["location"]).text

    assert fields["quote"] in library.document("kabul-process-2017").text
    assert shown(again, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✓ Word for word"]


def test_the_right_paragraph_is_one_click_away(client: TestClient) -> None:
    """Where the words are right and their place is not."""
    page = client.get("/check", params={"quote": WORDS, "document": "kabul-process-2017", "paragraph": "4"}).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

    assert shown(page, r"<h2 id=\"verdict\">(.*?)</h2>") == ["≠ Word for word, but credited to the wrong paragraph"]
    assert (fields["quote"], fields["document"], fields["paragraph"]) == (WORDS, "kabul-process-2017", "3")


def test_another_document_is_said_by_its_name(library: Library) -> None:
    """Where the document is wrong, its title and date are said, and the other's are one click away."""
    text = "1. Keepers shall not let the lamps go out.\n\n2. Oil is bought."
    library.add(segment(text, Card("lamps-7", "Charter of the Lamps", date(2020, 5, 2), None, None, None, "en")))
    client = TestClient(create_site(Service(library, no_encoder, no_answerer)))

    page = client.get("/check", params={"quote": WORDS, "document": "lamps-7", "paragraph": "2"}).text

    assert shown(page, r'<p class="advice">(.*?)</p>') == [
        f"Credit {KABUL}, para. 3, not Charter of the Lamps, 2 May 2020."
    ]
    assert shown(page, r'class="mend">(.*?)</button>') == [f"Credit {KABUL}, paragraph 3 instead"]
    assert "Credited to Charter of the Lamps, 2 May 2020, para. 2." in page


def test_an_article_is_marked_up_with_a_card_for_every_quotation(client: TestClient) -> None:
    """Each with its place, what became of it and what to do."""
    article = f"In paragraph 3 of the Kabul statement: “{WORDS}”. In paragraph 4: “{ALTERED}.” A “so-called” one."

    page = checked(client, article)

    assert shown(page, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✗ 2 quotations: 1 sound, 1 to look at."]
    assert shown(page, r'<a class="quoted-words[^>]*>(.*?)</a>') == [
        f"“{WORDS}” ✓ 1 Sound",
        f"“{ALTERED}.” ✗ 2 Meaning altered",
    ]
    assert shown(page, r'<p class="where">(.*?)</p>') == [
        f"Quotation 1, line 1, credited to {KABUL}, para. 3",
        f"Quotation 2, line 1, credited to {KABUL}, para. 4",
    ]
    assert shown(page, r'<p class="advice">(.*?)</p>') == ["Print as it is.", "Replace by the source’s words."]
    assert shown(page, r"<li>(Line.*?)</li>") == ["Line 1: “so-called” (one or two words: scare quotes)"]


def test_a_quotation_of_an_article_is_replaced_where_it_stands(client: TestClient) -> None:
    """The article keeps all the rest, the point of its sentence too."""
    article = f"Paragraph 4 of the Kabul statement:\n“{ALTERED}.”\nThe end."
    page = checked(client, article)
    (name,) = re.findall(r'name="replace" value="([^"]*)"', page)
    (before,) = set(re.findall(r'name="review" value="([^"]*)"', page))
    fields = {"what": "article", "replace": name, "review": before}

    again = client.post("/check", data={"quote": article, **fields}, follow_redirects=True).text
    other = article.replace("take a", "take one")
    edited = client.post("/check", data={"quote": other, **fields}, follow_redirects=True).text

    assert article.replace("should", "will") in html.unescape(again)
    assert shown(again, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✓ 1 quotation: 1 sound, 0 to look at."]
    assert "so nothing was replaced" in edited


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quote": "  "}, "The box is empty: paste a quotation, or an article with quotations in it, and check again."),
        ({"quote": WORDS, "document": "none"}, "There is no document 'none' in the library; it holds hostile, kabul-"),
        ({"quote": "x" * 1_000_000}, "Check it by hand: longer than 40,000 characters: check it in parts."),
        (
            {"quote": "x" * (LIMITS.characters + 1), "what": "article"},
            "The article has 2,000,001 characters; at most 2,000,000 are checked at a time, so divide it.",
        ),
        ({"quote": "None.", "what": "article"}, "No quotations found: nothing was checked, which is not a pass."),
        ({"quote": "Nobody demanded that the winter be abolished at once."}, "Searched 2 documents, 14 paragraphs."),
        (
            {"quote": f"It said: “{WORDS}”, and nothing came of it in all the years."},
            "This text has 1 quotation in it.",
        ),
    ],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(
    client: TestClient, fields: dict[str, str], sentence: str
) -> None:
    """Over the form or in the result, and the form keeps what was typed."""
    page = client.post("/check", data=fields, follow_redirects=True)

    assert page.status_code == 200
    assert sentence in html.unescape(page.text)


def test_a_failure_is_an_error_and_no_verdict(client: TestClient, library: Library) -> None:
    """A library that is gone is told on a page, not taken for one in which nothing is found."""
    library.close()

    response = client.get("/check", params={"quote": WORDS})

    assert response.status_code == 503
    assert "could not be used" in response.text
    assert "verdict" not in response.text


def test_a_request_that_is_too_long_is_a_page_that_says_so(library: Library) -> None:
    """Not JSON, which is for programs."""
    guarded = Guard(create_site(Service(library, no_encoder, no_answerer)), WebOptions())

    with TestClient(guarded, base_url="http://127.0.0.1") as client:
        response = client.post("/check", data={"quote": "x" * 4_100_000}, headers={"Accept": "text/html"})

    assert response.status_code == 413
    assert response.headers["content-type"].startswith("text/html")
    assert "longer than" in response.text


HOSTILE_WORDS = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{7*7}} in the armed groups"


@pytest.mark.parametrize("what", ["quotation", "article"])
@pytest.mark.parametrize("field", ["quote", "document", "paragraph", "replace", "what"])
def test_everything_typed_is_escaped(client: TestClient, field: str, what: str) -> None:
    """In the box, in attributes, in links and in what is said of it."""
    fields = {"quote": f"He said: “{HOSTILE_WORDS}”", "what": what, field: HOSTILE_WORDS}

    page = client.post("/check", data=fields, follow_redirects=True).text

    assert re.findall(r"<script(?! src=\"/pc/)|<img|</textarea>(?!\s*<fieldset)", page) == []


def test_a_hostile_document_is_text_and_nothing_else(client: TestClient) -> None:
    """Its words stand in the page as they are stored."""
    page = client.get("/check", params={"quote": 'Zanzibar <img src=x onerror="window.__xss=1"> *cloves* $$x$$'}).text

    assert "<img" not in page
    assert "&lt;img src=x onerror=&#34;window.__xss=1&#34;&gt; *cloves* $$x$$" in page


def test_the_page_may_run_its_own_scripts_alone(client: TestClient) -> None:
    """Its content security policy forbids inline scripts, frames and every other address."""
    policy = client.get("/check").headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "unsafe" not in policy


def test_a_document_that_is_added_meanwhile_can_be_chosen_and_is_searched(client: TestClient, library: Library) -> None:
    """The page follows the library."""
    words = "Wheat and barley grow well on the northern slopes."
    before = client.get("/check", params={"quote": words}).text
    library.add(segment(f"1. {words}\n\n2. End.", Card("farm", "Farming", None, None, None, None, "en")))

    after = client.get("/check", params={"quote": words, "document": "farm"}).text

    assert "Not found in this collection" in before
    assert '<option value="farm" selected>Farming</option>' in after
    assert shown(after, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✓ Word for word"]


def test_a_quotation_too_long_for_an_address_is_checked_all_the_same(client: TestClient) -> None:
    """Without a link to it."""
    form = CheckForm(text="x" * 5_000)

    page = client.post("/check", data={"quote": form.text})

    assert (page.status_code, form.fits_an_address) == (200, False)
    assert "Link to this check" not in page.text


def test_documents_of_the_same_title_are_told_apart(client: TestClient, library: Library) -> None:
    """By their symbol or id, in the list and where the same words stand elsewhere."""
    for name, text in (("one", "1. Decides to remain seized of the whole matter."), ("two", "1. First of all.")):
        same = f"{text}\n\n2. Welcomes the report on wheat and barley.\n\n3. End."
        library.add(segment(same, Card(name, "Draft resolution", None, None, None, None, "en")))

    page = client.get("/check", params={"quote": "Welcomes the report on wheat and barley."}).text

    assert shown(page, r"<option[^>]*>(Draft.*?)</option>") == ["Draft resolution (one)", "Draft resolution (two)"]
    assert shown(page, r'<ul class="elsewhere">(.*?)</ul>') == ["Draft resolution, para. 2 (two) (new tab)"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("story.txt", "In paragraph 3 of the Kabul statement: “{words}”.\n"),
        ("story.md", "# Story\n\nIn paragraph 3 of the *Kabul* statement: “{words}”.\n\nThe end of it.\n"),
        ("../story.html", "<h1>Story</h1><p>In paragraph 3 of the Kabul statement: “{words}”.</p><p>The end.</p>"),
    ],
)
@pytest.mark.process
def test_the_file_of_an_article_is_checked(client: TestClient, name: str, text: str) -> None:
    """Its quotations as if they had been pasted; its words stand in the box, to be mended and checked again."""
    files = {"file": (name, text.format(words=WORDS).encode())}
    page = when_checked(client, client.post("/check/file", files=files).headers["location"])

    assert shown(page, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✓ 1 quotation: 1 sound, 0 to look at."]
    assert f"“{WORDS}”" in shown(page, r"<textarea[^>]*>(.*?)</textarea>")[0]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.txt", b"a\0b" * 50, "a.txt: It is a binary file of a kind that pincite does not know."),
        ("a.pdf", b"%PDF-1.7 but no more", "a.pdf: "),
        ("", b"", "Choose a file first: nothing was sent."),
    ],
)
@pytest.mark.process
def test_a_file_that_cannot_be_read_is_told_why(client: TestClient, name: str, raw: bytes, said: str) -> None:
    """Over the form, by the name under which it was sent."""
    response = client.post("/check/file", files={"file": (name, raw)})
    page = when_checked(client, response.headers["location"]) if name else response.text

    assert shown(page, r"<p class=\"notice\"[^>]*>(.*?)</p>")[0].startswith(said)


def test_what_is_no_form_with_a_file_is_refused(client: TestClient) -> None:
    """Two files, and a form that breaks off."""
    two = client.post("/check/file", files=[("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))])
    broken = client.post("/check/file", content=b"--x", headers={"content-type": "multipart/form-data"})

    assert (two.status_code, broken.status_code) == (400, 400)
