"""The words on the screen: another language is another file."""

import json
import re
import string
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from corpus.library.library import Library
from corpus.types import Kind
from index.encoders.hashing import HashingEncoder
from qa_app.check.articles.article import Reason
from qa_app.check.articles.check import Ruling
from qa_app.check.reports.rows import Tone
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Change, Flag, Verdict
from qa_app.collection import ORDERS
from qa_app.commands.options import make_answerer
from qa_app.diff.diff import Fate
from qa_app.service import Service
from qa_app.web import create_site
from qa_app.web.chat.across import Why
from qa_app.words import HERE, best_language, catalogue, language_of, read_catalogue, say, say_number, speaking
from tests.conftest import Pincite

TEMPLATES = [
    HERE.parents[1] / folder
    for folder in ("qa_app/web/templates", "qa_app/check/reports/templates", "eval/pages/templates")
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.json").write_text((HERE / "en.json").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "de.json").write_text(json.dumps({"page.ask": "Fragen"}), encoding="utf-8")
    return tmp_path


def test_a_language_is_a_file(folder: Path) -> None:
    """What it says is said in it, and what it leaves out in English."""
    spoken = read_catalogue(folder)

    with speaking(spoken["de"]):
        assert say("page.ask") == "Fragen"
        assert say("page.documents") == "Documents"
    assert say("page.ask") == "Ask"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr;q=0.9, en;q=0.5, de;q=0.7", "de"),
        ("de;q=0, en", "en"),
        ("fa", "en"),
        ("", "en"),
        ("*;q=x;;,,=", "en"),
    ],
)
def test_the_browser_says_which(folder: Path, accepted: str, language: str) -> None:
    """The best of its languages that there is a file for, else English."""
    assert best_language(accepted, read_catalogue(folder)) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "fr_FR"}, "fr"),
        ({"LANG": "fa_AF.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_says_which(environment: dict[str, str], language: str) -> None:
    """As POSIX has it."""
    assert language_of(environment) == language


def test_numbers_have_words_of_their_own() -> None:
    """One of a thing, and many, which are grouped."""
    assert say_number("answer.more", 1) == "1 more paragraph"
    assert say_number("answer.more", 1234) == "1,234 more paragraphs"


# Words that the code asks for by what it has before it: "verdict.spliced".
FAMILIES: dict[str, list[str]] = {
    "page": ["ask", "check", "documents", "evaluation"],
    "verdict": [*Verdict, *(f"{verdict}.short" for verdict in Verdict)],
    "credit": [*Attribution, *(f"{credit}.short" for credit in set(Attribution) - SOUND_PLACES)],
    "flag": [*Flag],
    "change": [*Change],
    "passed": [reason.name.lower() for reason in set(Reason) - {Reason.APOSTROPHE}],
    "report": [*get_args(Tone)],
    "decided": [*Ruling],
    "documents": [*ORDERS],
    "adding": ["added", "updated", "unchanged", "failed"],
    "diff.told": ["unchanged", "moved", "renumbered", "in_substance", "in_form", *(set(Fate) - {Fate.CHANGED})],
    "status": "400 401 403 404 405 408 409 413 414 415 421 422 429 431 500 503".split(),
    "place": ["preamble", "closing", "heading", "title", "unnumbered"],
    "ask.place": [Kind.PREAMBLE, Kind.CLOSING],
    "compare": ["title", "about", "box", "submit"],
    "mentions": ["title", "about", "box", "submit"],
    "across": [why.name.lower() for why in set(Why) - {Why.ANSWERS}],
    "advice": [*(set(Verdict) - SOUND_WORDS - {Verdict.NOT_CHECKABLE})],
}


def test_every_word_is_used_and_every_used_one_is_there() -> None:
    """Neither a template nor the code asks for words that no file has."""
    sources = [*(path for folder in TEMPLATES for path in folder.glob("*.html")), *HERE.parent.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"[\"']((?:[a-z]+)(?:\.[a-z_]+)+|lang|pages|skip|languages)[\"']", text))
    counted = {
        f"{key}.{ending}" for key in re.findall(r"say_number\(\s*\"([a-z._]+)\"", text) for ending in ("one", "many")
    }
    of_families = {f"{family}.{name}" for family, names in FAMILIES.items() for name in names}
    known = set(catalogue()["en"])

    assert known - asked - counted - of_families == set()
    assert (counted | of_families | set(re.findall(r"\bsay\(\"([a-z._]*[a-z])\"", text))) - known == set()


@pytest.mark.parametrize("language", sorted(catalogue()))
def test_every_language_has_the_same_places_to_fill(language: str) -> None:
    """A translation leaves no word out, and can neither lose a number nor ask for one that is not given."""

    def places(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    english = catalogue()["en"]
    assert set(json.loads((HERE / f"{language}.json").read_text(encoding="utf-8"))) == set(english)
    assert {key for key, words in catalogue()[language].items() if places(words) != places(english[key])} == set()


@pytest.fixture
def client(library: Library) -> TestClient:
    return TestClient(create_site(Service(library, HashingEncoder, make_answerer)))


WHOLE = (
    "The region should take a united approach against those who refuse to join the political process and continue to"
    " provide the ground for foreign terrorists to operate in Afghanistan."
)
CHECKED = "/check?quote=The+region+should+take+a+united+approach"


@pytest.mark.parametrize(
    ("language", "verdict"),
    [
        ("en", "Altered, and with it the meaning"),
        ("de", "Verändert, und damit der Sinn"),
        ("fr", "Modifié, et le sens avec"),
    ],
)
def test_a_page_speaks_the_language_of_its_reader(client: TestClient, language: str, verdict: str) -> None:
    """As the browser wants, or as the address says, which is remembered; the documents' words stay as they are."""
    wanted = client.get(CHECKED, headers={"Accept-Language": f"{language}, en;q=0.5"})
    asked = client.get(f"{CHECKED}&lang={language}", headers={"Accept-Language": "en"})
    remembered = client.get(CHECKED, headers={"Accept-Language": "en"})

    assert "set-cookie" not in wanted.headers
    for page in (wanted.text, asked.text, remembered.text):
        assert f'<html lang="{language}">' in page
        assert verdict in page
        assert "The region will take a united approach" in page


@pytest.mark.parametrize(
    ("language", "meaning"),
    [
        ("en", "<strong>Modal:</strong> will → should: an announcement became advice"),
        ("de", "<strong>Modalverb:</strong> will → should: war eine Ankündigung, ist jetzt eine Empfehlung"),
        ("fr", "<strong>Verbe modal :</strong> will → should : c’était une annonce, c’est maintenant un conseil"),
    ],
)
def test_what_a_change_amounts_to_is_said_in_the_reader_s_language(
    client: TestClient, language: str, meaning: str
) -> None:
    """It is put into words when it is shown, not when it is found."""
    assert meaning in client.get(CHECKED, headers={"Accept-Language": language}).text


def test_what_decided_is_said_in_the_reader_s_language(client: TestClient) -> None:
    """So is the word for a paragraph; programs read what decided in English."""
    quotation = {"quote": "The region should take a united approach"}
    page = client.get(CHECKED, headers={"Accept-Language": "de"}).text

    assert "Entschieden durch: Wörter, die über den Sinn entscheiden, weichen ab." in page
    assert 'Im Dokument öffnen<span class="sr"> Absatz 4' in page
    assert client.post("/api/check", json=quotation).json()["rule"] == "words that decide the meaning differ"


@pytest.mark.parametrize(("language", "day"), [("en", "6 June"), ("de", "6. Juni"), ("fr", "6 juin")])
def test_a_date_is_said_in_the_reader_s_language(client: TestClient, language: str, day: str) -> None:
    """Beside a document; a citation is written in one way for all."""
    page = client.get("/doc/kabul-process-2017", headers={"Accept-Language": language}).text
    cited = client.get(CHECKED, headers={"Accept-Language": language}).text

    assert f'<time datetime="2017-06-06">{day} 2017</time>' in page
    assert "Cooperation, 6 June 2017, para. 4" in cited


@pytest.mark.parametrize(
    ("language", "nothing", "preamble"),
    [
        ("en", "There is nothing at this address.", "Preamble"),
        ("de", "Unter dieser Adresse ist nichts.", "Präambel"),
        ("fr", "Il n’y a rien à cette adresse.", "Préambule"),
    ],
)
def test_what_is_not_there_and_what_has_no_number_is_said_in_the_reader_s_language(
    client: TestClient, language: str, nothing: str, preamble: str
) -> None:
    """A program is told in English, and a citation is written in one way for all."""
    headers = {"Accept-Language": language}
    missing = client.get("/none", headers={**headers, "Accept": "text/html"})
    document = client.get("/doc/kabul-process-2017", headers=headers).text
    paragraph = client.get("/doc/kabul-process-2017?about=preamble", headers=headers).text

    assert (missing.status_code, f"<p>{nothing}</p>" in missing.text) == (404, True)
    assert client.get("/none", headers=headers).json()["detail"] == "There is nothing at this address."
    assert f'<span aria-hidden="true">{preamble}</span>' in document
    assert f"<h1>{preamble}</h1>" in paragraph
    assert "2017, preamble" in paragraph


def test_programs_read_english(client: TestClient) -> None:
    """Whatever the language of their user."""
    article = {"article": f'They said "{WHOLE}".'}

    record = client.post("/api/check", json=article, headers={"Accept-Language": "de"}).json()

    assert record["quotations"][0]["advice"] == "Replace by the source’s words."
    assert record["summary"] == "1 quotation: 0 sound, 1 to look at."


def test_the_terminal_speaks_the_language_that_it_is_told(pincite: Pincite) -> None:
    """By an option or by its own setting; its JSON is English."""
    told = pincite("--lang", "fr", "check", WHOLE).stdout
    as_json = pincite("--lang", "fr", "check", WHOLE, "--json").stdout

    assert told.splitlines()[:2] == [
        "✗ Modifié, et le sens avec",
        "Changé : verbe modal : will → should : c’était une annonce, c’est maintenant un conseil",
    ]
    assert json.loads(as_json)["differences"][0]["says"] == "will → should: an announcement became advice"
    assert pincite("--lang", "xx", "check", WHOLE).returncode == 2
