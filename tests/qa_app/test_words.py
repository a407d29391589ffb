"""The words of the chat: another language is another file."""

import json
import re
import string
from pathlib import Path

import pytest

from qa_app.words import HERE, best_language, catalogue, read_catalogue, say, say_number, speaking

TEMPLATES = HERE.parent / "web" / "templates"


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


def test_numbers_have_words_of_their_own() -> None:
    """One of a thing, and many, which are grouped."""
    assert say_number("answer.more", 1) == "1 more paragraph"
    assert say_number("answer.more", 1234) == "1,234 more paragraphs"


def test_every_word_is_used_and_every_used_one_is_there() -> None:
    """Neither a template nor the code asks for words that no file has."""
    sources = [*TEMPLATES.glob("*.html"), *HERE.parent.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"\b(?:say|_I18N)\(\"([a-z._]*[a-z])\"", text))
    counted = {
        f"{key}.{ending}" for key in re.findall(r"say_number\(\"([a-z._]+)\"", text) for ending in ("one", "many")
    }
    paged = {f"page.{name}" for name in ("ask", "check", "documents", "evaluation")}

    assert asked | counted | paged == set(catalogue()["en"])


@pytest.mark.parametrize("language", sorted(catalogue()))
def test_every_language_has_the_same_places_to_fill(language: str) -> None:
    """A translation can neither lose a number nor ask for one that is not given."""

    def places(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    english = catalogue()["en"]
    assert {key for key, words in catalogue()[language].items() if places(words) != places(english[key])} == set()
