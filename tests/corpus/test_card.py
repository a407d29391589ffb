"""The card beside a document: what it must say, and how a wrong one is named."""

from datetime import date
from pathlib import Path

import pytest

from corpus.card import read_card
from corpus.errors import UnreadableFile
from corpus.types import Card


def write(folder: Path, text: str) -> Path:
    path = folder / "talks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_says_what_is_known_of_a_document(tmp_path: Path) -> None:
    """Every field is taken as it stands."""
    path = write(
        tmp_path,
        'id = "gespräche"\ntitle = "Erklärung"\ndate = 2017-06-06\nplace = "Kabul"\n'
        'publisher = "Zeitung"\nsource = "https://example.org/"\nlanguage = "de"\n',
    )

    assert read_card(path) == Card(
        "gespräche", "Erklärung", date(2017, 6, 6), "Kabul", "Zeitung", "https://example.org/", "de"
    )


def test_id_and_title_are_enough(tmp_path: Path) -> None:
    """What is not known is left open, and the language is English."""
    path = write(tmp_path, 'id = "talks"\ntitle = "Talks"\n')

    assert read_card(path) == Card("talks", "Talks", None, None, None, None, "en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "Talks"', "has no 'id'"),
        ('id = ""\ntitle = "Talks"', "has no 'id'"),
        ('id = "talks"', "has no 'title'"),
        ('id = 7\ntitle = "Talks"', "field 'id' of the card .* must be text"),
        ('id = "talks"\ntitle = "Talks"\nplace = ["Kabul"]', "field 'place' of the card .* must be text"),
        ('id = "talks"\ntitle = "Talks"\ndate = "2017"', "field 'date' of the card .* such as 2017-06-06"),
        ('id = "talks"\ntitle = "Talks"\ndate = 2017-06-06T08:00:00', "field 'date' of the card .* such as 2017-06-06"),
        ('id = "talks"\ntitle = "Talks"\nauthor = "X"', "does not know: 'author'"),
        ("id = talks", "is not valid TOML"),
    ],
)
def test_a_wrong_card_is_named_with_its_field(tmp_path: Path, text: str, message: str) -> None:
    """The error says which file and which field to mend."""
    path = write(tmp_path, text)

    with pytest.raises(UnreadableFile, match=message) as raised:
        read_card(path)

    assert str(path) in str(raised.value)


def test_a_card_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    """Bytes of another encoding are refused, not guessed."""
    path = tmp_path / "talks.toml"
    path.write_bytes(b'id = "Gespr\xe4che"')

    with pytest.raises(UnreadableFile, match=r"talks\.toml is not valid TOML"):
        read_card(path)


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    """The error says which file is not there."""
    with pytest.raises(UnreadableFile, match=r"talks\.toml cannot be read: No such file"):
        read_card(tmp_path / "talks.toml")
