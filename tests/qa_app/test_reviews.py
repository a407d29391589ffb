"""Checked articles that are kept: what editors decide, reports that are downloaded, links that nobody guesses."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient

from corpus.library.library import Library
from qa_app.service import Service
from qa_app.web import create_site
from tests.qa_app.test_api_check import no_answerer, no_encoder
from tests.qa_app.test_check_page import ALTERED, WORDS, shown, when_checked

INVENTED = "pay a fine of ten thousand to the treasury"
ARTICLE = f"In paragraph 3 of the Kabul statement: “{WORDS}”. In paragraph 4: “{ALTERED}.” And “{INVENTED}”."


@pytest.fixture
def site(library: Library) -> Iterator[TestClient]:
    """An editor's browser."""
    with TestClient(create_site(Service(library, no_encoder, no_answerer))) as client:
        yield client


def checked(site: TestClient, article: str = ARTICLE) -> str:
    """The address of the article's check."""
    sent = site.post("/check", data={"quote": article, "what": "article"}, follow_redirects=False)
    return sent.headers["location"].partition("#")[0]


def decision_form(page: str, place: int) -> dict[str, str]:
    """What the form under a quotation sends beside what is typed."""
    card = page.split(f'id="v{place}"')[1].split("</article>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', card))


def test_a_check_has_an_address_that_can_be_loaded_again(site: TestClient) -> None:
    """So that going back and forth sends nothing again."""
    address = checked(site)

    pages = [site.get(address).text for _ in range(2)]

    assert [shown(page, r"<h2 id=\"verdict\">(.*?)</h2>") for page in pages] == [
        ["✗ 3 quotations: 1 sound, 2 to look at."]
    ] * 2


def test_only_what_is_to_look_at_or_undecided_is_shown(site: TestClient) -> None:
    """A quotation that was decided leaves the undecided, and the next one is in view."""
    address = checked(site)
    form = decision_form(site.get(f"{address}?show=open").text, 2)
    said = {"initials": "AB", "ruling": "accepted", "note": ""}
    sent = site.post(f"{address}/decide", data={**form, **said}, follow_redirects=False)

    def cards(show: str) -> list[str]:
        return re.findall(r'<article class="card[^>]* id="(v\d)"', site.get(f"{address}?show={show}").text)

    assert sent.headers["location"] == f"{address}?show=open#v3"
    assert (cards("all"), cards("look"), cards("open")) == (["v1", "v2", "v3"], ["v2", "v3"], ["v3"])


def test_an_editor_overrules_a_verdict_with_a_note(site: TestClient) -> None:
    """It stands on the page, in the table and in the report."""
    address = checked(site)
    said = {"initials": "AB", "ruling": "overruled", "note": "Confirmed by <the> press office."}
    site.post(f"{address}/decide", data={**decision_form(site.get(address).text, 3), **said})

    page = site.get(address).text
    rows = list(csv.DictReader(io.StringIO(site.get(f"{address}/report.csv").text.lstrip("\ufeff"))))
    report = site.get(f"{address}/report.html").text

    (told,) = shown(page, r'<li class="overruled"[^>]*>(.*?)</li>')
    assert re.fullmatch(r"↺ Overruled by AB on \d+ \w+ \d{4}, \d\d:\d\d UTC: Confirmed by <the> press office.", told)
    assert [(row["decision"], row["decided by"], row["note"]) for row in rows[:3]] == [
        ("", "", ""),
        ("", "", ""),
        ("overruled", "AB", "Confirmed by <the> press office."),
    ]
    assert "Confirmed by &lt;the&gt; press office." in report


def test_of_two_editors_who_decide_at_once_the_second_is_told(site: TestClient, library: Library) -> None:
    """What the first decided stands, and what the second typed is in the form again; also through another server."""
    address = checked(site)
    site.post(f"{address}/keep")
    form = decision_form(site.get(address).text, 3)
    site.post(f"{address}/decide", data={**form, "initials": "AB", "ruling": "overruled", "note": "It is right."})
    with TestClient(create_site(Service(library, no_encoder, no_answerer))) as other:
        late = {"initials": "CD", "ruling": "accepted", "note": "It is not there."}
        second = other.post(f"{address}/decide", data={**form, **late})

    assert second.status_code == 409
    (told,) = shown(second.text, r'<p class="notice" role="alert">(.*?)</p>')
    assert told.startswith("Not taken, for somebody has decided meanwhile. Overruled by AB on ")
    assert 'value="It is not there."' in second.text
    assert len(re.findall(r'<li class="(?:overruled|accepted)"', second.text)) == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"initials": "", "ruling": "accepted", "note": ""},
            "Say whose decision it is: initials of at most 8 letters.",
        ),
        ({"initials": "A" * 9, "ruling": "accepted", "note": ""}, "Say whose decision it is"),
        ({"initials": "AB", "ruling": "overruled", "note": " "}, "Say in the note why the verdict is overruled."),
        ({"initials": "AB", "ruling": "x", "note": ""}, "Accept the verdict or overrule it."),
    ],
)
def test_a_decision_that_says_too_little_is_not_taken(site: TestClient, said: dict[str, str], sentence: str) -> None:
    """It is told in a sentence where it was typed."""
    address = checked(site)

    answer = site.post(f"{address}/decide", data={**decision_form(site.get(address).text, 3), **said})

    assert answer.status_code == 400
    assert shown(answer.text, r'<p class="notice" role="alert">(.*?)</p>')[0].startswith(sentence)


def test_what_is_kept_is_there_after_a_restart_and_only_its_keeper_removes_it(
    site: TestClient, library: Library
) -> None:
    """Another editor opens the link and decides; the list is the keeper's own."""
    address, lost = checked(site), checked(site)
    site.post(f"{address}/keep")
    with TestClient(create_site(Service(library, no_encoder, no_answerer))) as other:
        opened = other.get(address)
        removed = other.post(f"{address}/remove")
        listed_elsewhere = other.get("/check/reviews").text
        forgotten = other.get(lost)
    listed = site.get("/check/reviews").text
    site.post(f"{address}/remove")

    assert (opened.status_code, removed.status_code, forgotten.status_code) == (200, 404, 404)
    assert shown(opened.text, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✗ 3 quotations: 1 sound, 2 to look at."]
    assert (address in listed, address in listed_elsewhere) == (True, False)
    assert site.get(address).status_code == 404
    assert list((library.folder / "reviews").iterdir()) == []


@pytest.mark.parametrize("guess", ["a" * 32, "x", "../library", "..%2f..", "0" * 64, "a" * 32 + "/report.html"])
def test_a_guessed_link_leads_nowhere(site: TestClient, guess: str) -> None:
    """As if there had never been anything."""
    assert site.get(f"/check/review/{guess}").status_code == 404


def test_replacing_keeps_what_was_decided_of_the_rest(site: TestClient) -> None:
    """The article with the source's words is another one, and the decisions go with it."""
    address = checked(site)
    said = {"initials": "AB", "ruling": "overruled", "note": "Kept."}
    site.post(f"{address}/decide", data={**decision_form(site.get(address).text, 3), **said})
    page = site.get(address).text
    (name,) = re.findall(r'name="replace" value="([^"]*)"', page)

    fields = {"quote": ARTICLE, "what": "article", "replace": name, "review": address.rpartition("/")[2]}
    mended = site.post("/check", data=fields).text

    assert shown(mended, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✗ 3 quotations: 2 sound, 1 to look at."]
    assert len(re.findall(r'<li class="overruled"', mended)) == 1


@pytest.mark.process
def test_the_word_file_comes_back_with_a_comment_at_each_quotation(site: TestClient, tmp_path: Path) -> None:
    """Around the very words, whatever runs they stand in; what is set in bold stays so."""
    file = docx.Document()
    paragraph = file.add_paragraph("In paragraph 3 of the Kabul statement: “The participants called on ")
    paragraph.add_run("all the armed groups").bold = True
    paragraph.add_run(" to agree to a ceasefire”. ")
    file.add_paragraph(f"In paragraph 4: “{ALTERED}.”")
    file.save(str(tmp_path / "story.docx"))
    sent = {"file": ("story.docx", (tmp_path / "story.docx").read_bytes())}
    address = site.post("/check/file", files=sent, follow_redirects=False).headers["location"].partition("#")[0]
    when_checked(site, address)
    said = {"initials": "AB", "ruling": "overruled", "note": "The spokesman said so."}
    site.post(f"{address}/decide", data={**decision_form(site.get(address).text, 2), **said})

    back = docx.Document(io.BytesIO(site.get(f"{address}/report.docx").content))

    assert [each.text for each in back.paragraphs] == [each.text for each in file.paragraphs]
    assert [run.text for run in back.paragraphs[0].runs if run.bold] == ["all the armed groups"]
    commented = {comment.author: comment.text.split("\n")[0] for comment in back.comments}
    assert sorted(comment.author for comment in back.comments) == ["AB", "pincite", "pincite"]
    assert commented["AB"].endswith("UTC: The spokesman said so.")
    between = re.findall(r"<w:commentRangeStart.*?<w:commentRangeEnd", back.element.xml, re.DOTALL)
    assert ["".join(re.findall(r"<w:t\b[^>]*>([^<]*)", each)) for each in between] == [WORDS, f"{ALTERED}."]


def test_an_article_that_was_pasted_becomes_a_word_file_too(site: TestClient) -> None:
    """A character that no Word file may hold is shown as U+FFFD, and the comments are where they belong."""
    address = checked(site, f"A\x0b first line.\n{ARTICLE}")

    back = docx.Document(io.BytesIO(site.get(f"{address}/report.docx").content))

    assert [paragraph.text for paragraph in back.paragraphs] == ["A\ufffd first line.", ARTICLE]
    assert sorted(comment.text.split("\n")[0] for comment in back.comments) == [
        "? Not found in this collection",
        "✓ Word for word",
        "✗ Altered, and with it the meaning",
    ]


def test_the_receipt_repeats_the_checks(site: TestClient) -> None:
    """One for each quotation, and the digest of the article."""
    receipt = json.loads(site.get(f"{checked(site)}/report.json").text)

    assert [check["verdict"] for check in receipt["checks"]] == ["verbatim", "altered_meaning", "not_found"]
    assert receipt["article"]["sha256"]


def test_what_an_ellipsis_hides_is_shown_where_it_stands(site: TestClient, library: Library) -> None:
    """In the source's paragraph, between the words that are quoted."""
    text = library.document("kabul-process-2017").paragraphs
    (source,) = (p.text for p in text if p.number == "3")
    hidden = source[source.index(" all the armed groups") + 1 : source.index("to agree")].strip()
    quote = WORDS.replace(hidden, "…")

    page = site.get(checked(site, f"In paragraph 3 of the Kabul statement: “{quote}”.")).text

    (paragraph,) = re.findall(r'<details class="neighbour" open>.*?<p class="text"[^>]*>(.*?)</p>', page, re.DOTALL)
    said = html.unescape(re.sub(r"<mark>|</mark>", "", paragraph))
    assert f'<del><span class="which">left out</span> {hidden}</del>' in said


@pytest.mark.slow  # checks 12,000 lines twice
def test_an_article_as_long_as_a_book_is_checked_and_is_in_no_box(site: TestClient) -> None:
    """The page stays light; a quotation of it is replaced all the same."""
    address = checked(site, f"{ARTICLE}\n" + "Nothing is quoted here at all.\n" * 12_000)
    page = when_checked(site, address)
    (name,) = re.findall(r'form="again" name="replace" value="([^"]*)"', page)

    fields = {"what": "article", "replace": name, "review": address.rpartition("/")[2]}
    mended = when_checked(site, site.post("/check", data=fields, follow_redirects=False).headers["location"])

    assert shown(page, r"<textarea[^>]*>(.*?)</textarea>") == [""]
    assert shown(mended, r"<h2 id=\"verdict\">(.*?)</h2>") == ["✗ 3 quotations: 2 sound, 1 to look at."]
